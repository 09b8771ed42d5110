"""/sign-in, /sign-out, /account, /accounts."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from doors import PASSWORD, PUBLIC, THERE, add, at, csrf_in, send, sign_in, token
from fastapi.testclient import TestClient

import kabar
from kabar.web.access.passwords import HASHER, account_of
from kabar.web.access.rates import ACCOUNT, ADDRESS, PAIR

OTHER = "another few words entirely"


@pytest.fixture
def ana(target: str) -> str:
    """An archive with an admin."""
    add(target, "ana", "admin")
    return target


@pytest.fixture
def door(ana: str) -> Iterator[TestClient]:
    with at(ana) as made:
        yield made


def test_signing_in_leads_to_the_page_that_was_wanted(door: TestClient) -> None:
    first = door.get("/figures?concept=killed")
    assert (first.status_code, first.headers["Location"]) == (
        303,
        "/sign-in?next=%2Ffigures%3Fconcept%3Dkilled",
    )
    form = door.get(first.headers["Location"])
    assert 'value="/figures?concept=killed"' in form.text
    answer = send(door, "/sign-in", name="Ana", password=PASSWORD, next="/figures?concept=killed")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/figures?concept=killed")
    assert door.get("/figures").status_code == 200


@pytest.mark.parametrize(
    "next",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(door: TestClient, next: str) -> None:
    assert 'name="next" value="/"' in door.get("/sign-in", params={"next": next}).text
    assert send(door, "/sign-in", name="ana", password=PASSWORD, next=next).headers["Location"] == "/"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(ana: str) -> None:
    with at(ana) as here, at(ana, PUBLIC, THERE) as there:
        at_home = session_cookie(sign_in(here, "ana"))
        abroad = session_cookie(sign_in(there, "ana"))
    assert at_home.startswith("kabar-session=") and abroad.startswith("__Host-kabar-session=")
    for cookie in (at_home, abroad):
        assert (
            "; HttpOnly" in cookie
            and "; SameSite=Lax" in cookie
            and "; Path=/;" in cookie
            and "Domain" not in cookie
        )
    assert "; Secure" in abroad and "; Secure" not in at_home


def session_cookie(answer: Any) -> str:
    return next(v for k, v in answer.headers.multi_items() if k == "set-cookie" and "-session=" in v)


def test_each_signing_in_has_a_session_of_its_own(door: TestClient, ana: str) -> None:
    first = session_cookie(sign_in(door, "ana")).split(";")[0]
    second = session_cookie(sign_in(door, "ana")).split(";")[0]
    assert first != second
    door.cookies.clear()
    assert door.get("/figures", headers={"Cookie": first}).status_code == 303, "the one before has ended"
    assert door.get("/figures", headers={"Cookie": second}).status_code == 200


def test_a_session_that_was_planted_is_not_taken_up(door: TestClient) -> None:
    door.cookies.set("kabar-session", "planted")
    answer = sign_in(door, "ana")
    assert "planted" not in session_cookie(answer) and answer.status_code == 303


def test_passwords_are_not_sent_without_encryption(ana: str) -> None:
    with at(ana, PUBLIC, "http://kabar.example") as door:
        form = door.get("/sign-in")
        assert "not encrypted" in form.text and 'type="password"' not in form.text
        door.headers["Cookie"] = form.headers["Set-Cookie"].split(";")[0]
        answer = door.post("/sign-in", data={"csrf": csrf_in(form.text), "name": "ana", "password": PASSWORD})
        assert answer.status_code == 400 and "-session=" not in str(answer.headers)


def test_a_wrong_name_and_a_wrong_password_are_told_alike(door: TestClient, ana: str) -> None:
    add(ana, "gone", "reader")
    with kabar.open(ana) as archive:
        archive.people.close("gone", who="test")
    answers = [sign_in(door, *given) for given in (("ana", "wrong"), ("nobody", "wrong"), ("gone", PASSWORD))]
    assert {a.status_code for a in answers} == {401}
    said = {a.text.split('role="alert">')[1].split("<")[0] for a in answers}
    assert said == {"this name and password don&#39;t belong to an open account: check both"}


def test_a_name_that_there_is_not_takes_as_long(ana: str) -> None:
    with kabar.open(ana) as archive:
        account_of(archive, "nobody", "x")
        took = []
        for name in ("ana", "nobody"):
            since = time.process_time()
            for _ in range(5):
                assert account_of(archive, name, "wrong") is None
            took.append(time.process_time() - since)
    assert 0.5 < took[0] / took[1] < 2


def test_passwords_are_kept_as_argon2id_of_the_owasp_parameters(ana: str) -> None:
    with kabar.open(ana) as archive:
        kept = archive.people.password_hash("ana")
    assert kept is not None and kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_older_parameters_is_made_anew(ana: str) -> None:
    with kabar.open(ana) as archive:
        archive.people.set_password("ana", PasswordHasher(1, 1024, 1).hash(PASSWORD), who="test")
        assert account_of(archive, "ana", "wrong") is None
        account = account_of(archive, "ana", PASSWORD)
        kept = archive.people.password_hash("ana")
    assert account is not None and kept is not None and not HASHER.check_needs_rehash(kept)


def test_who_guesses_is_held_back_whether_or_not_there_is_such_an_account(door: TestClient) -> None:
    for name in ("ana", "nobody"):
        answers = [sign_in(door, name, "wrong") for _ in range(PAIR.count + 1)]
        assert [a.status_code for a in answers] == [401] * PAIR.count + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= PAIR.seconds
    assert sign_in(door, "ana", PASSWORD).status_code == 429, "the right one too: else a guess would tell"


def test_an_address_that_tries_many_names_is_held_back(door: TestClient) -> None:
    found = [sign_in(door, f"name{n}", "wrong").status_code for n in range(ADDRESS.count + 1)]
    assert found == [401] * ADDRESS.count + [429]


def test_an_account_that_many_addresses_try_is_held_back(door: TestClient) -> None:
    from kabar.web.access.signing import checked

    access = door.get("/sign-in") and _access(door)
    found = []
    for n in range(ACCOUNT.count + 1):
        with pytest.raises(Exception) as refused:
            checked(access, "ana", "x", f"192.0.2.{n}")
        found.append(refused.value.status_code)  # type: ignore[attr-defined]
    assert found == [401] * ACCOUNT.count + [429]


def _access(door: TestClient) -> Any:
    return next(m.kwargs["access"] for m in door.app.user_middleware if "access" in m.kwargs)  # type: ignore[attr-defined]


def test_who_signs_in_may_mistype_again(door: TestClient) -> None:
    for _ in range(3):
        assert [sign_in(door, "ana", "wrong").status_code for _ in range(4)] == [401] * 4
        assert sign_in(door, "ana").status_code == 303


def test_signing_out_ends_the_session(door: TestClient) -> None:
    cookie = session_cookie(sign_in(door, "ana")).split(";")[0]
    assert send(door, "/account", "/sign-out").headers["Location"] == "/sign-in"
    door.cookies.clear()
    assert door.get("/figures", headers={"Cookie": cookie}).status_code == 303


def test_signing_out_everywhere_ends_all(ana: str) -> None:
    with at(ana) as one, at(ana) as other:
        sign_in(one, "ana"), sign_in(other, "ana")
        send(one, "/account", "/sign-out", everywhere="true")
        assert other.get("/figures").status_code == 303


def test_another_password_signs_out_everywhere(ana: str) -> None:
    with at(ana) as one, at(ana) as other:
        sign_in(one, "ana"), sign_in(other, "ana")
        assert (
            send(one, "/account", "/account/password", old=PASSWORD, new=OTHER).headers["Location"]
            == "/sign-in"
        )
        assert other.get("/figures").status_code == 303
        assert sign_in(other, "ana").status_code == 401
        assert sign_in(other, "ana", OTHER).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("wrong", OTHER, "is another one"),
        (PASSWORD, "too short", "15 characters at least"),
        (PASSWORD, "x" * 1_001, "at most 1000"),
    ],
)
def test_a_password_is_refused_in_a_sentence(door: TestClient, old: str, new: str, told: str) -> None:
    sign_in(door, "ana")
    answer = send(door, "/account", "/account/password", old=old, new=new)
    assert answer.status_code in (400, 422) and told in answer.text
    assert door.get("/figures").status_code == 200


def test_a_token_is_shown_once_and_opens_what_it_may(door: TestClient, ana: str) -> None:
    sign_in(door, "ana")
    answer = send(door, "/account", "/account/tokens", name="script", scopes=["read"], days="30")
    made = answer.text.split('id="token"')[1].split('value="')[1].split('"')[0]
    assert made not in door.get("/account").text
    with at(ana) as program:
        header = {"Authorization": f"Bearer {made}"}
        assert program.get("/figures.json", headers=header).status_code == 200
        number = door.get("/account.json").json()["tokens"][0]["id"]
        send(door, "/account", f"/account/tokens/{number}/revoke")
        assert program.get("/figures.json", headers=header).status_code == 401


def test_an_admin_makes_and_closes_accounts(door: TestClient, ana: str) -> None:
    sign_in(door, "ana")
    assert send(door, "/accounts", name="Ben", password=OTHER, role="reviewer").status_code == 303
    with at(ana) as ben:
        assert sign_in(ben, "ben", OTHER).status_code == 303
        assert ben.get("/accounts").status_code == 403
        send(door, "/accounts", "/accounts/ben/role", role="reader")
        assert ben.get("/account.json").json()["role"] == "reader"
        send(door, "/accounts", "/accounts/ben/close")
        assert ben.get("/figures").status_code == 303
    last = send(door, "/accounts", "/accounts/ana/close")
    assert last.status_code == 400 and "the last admin" in last.text
    send(door, "/accounts", "/accounts/ben/reopen")
    send(door, "/accounts", "/accounts/ben/password", password=PASSWORD)
    assert [(a["name"], a["closed"]) for a in door.get("/accounts.json").json()["accounts"]] == [
        ("ana", False),
        ("ben", False),
    ]


def test_no_view_of_an_account_holds_a_hash(door: TestClient) -> None:
    sign_in(door, "ana")
    for path in ("/account", "/account.json", "/accounts", "/accounts.json"):
        assert "argon2" not in door.get(path).text


def test_an_account_that_is_made_while_the_server_runs_closes_the_door(target: str) -> None:
    with at(target) as door:
        assert door.get("/figures").status_code == 200
        add(target, "ana", "admin")
        assert door.get("/figures").status_code == 303


def test_whoever_sits_here_gives_a_name_for_decisions(target: str) -> None:
    with at(target) as door:
        assert send(door, "/account", "/account/name", name=" Žaneta العربية ").status_code == 303
        assert door.get("/account.json").json()["name"] == "Žaneta العربية"
        assert send(door, "/account", "/account/name", name="a\u202eb").status_code == 400


def test_no_secret_comes_into_the_logs(ana: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    header = token(ana, "ana", "read")
    with at(ana) as door:
        door.get("/sign-in", params={"next": "/figures", "password": "in-the-query"})
        csrf = csrf_in(door.get("/sign-in").text)
        sign_in(door, "ana", "a wrong password")
        cookie = session_cookie(sign_in(door, "ana")).split(";")[0].split("=")[1]
        door.get("/figures?text=a-search-word")
        door.get("/figures.json", headers=header)
        door.get("/figures.json", headers={"Authorization": "Bearer a-wrong-token"})
    # The test's own client logs what it asks for.
    logged = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore")))
    assert "POST /sign-in 303" in logged and "GET /figures 200" in logged
    for secret in (
        PASSWORD,
        "a wrong password",
        "in-the-query",
        cookie,
        csrf,
        "a-search-word",
        "a-wrong-token",
        header["Authorization"][7:],
    ):
        assert secret not in logged


def test_a_path_cannot_write_lines_of_its_own_into_the_log(
    target: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kabar.web.access")
    with at(target) as door:
        door.get("/a%0Aforged%1b[31m" + "x" * 1_000)
    (line,) = (r.getMessage() for r in caplog.records if r.name == "kabar.web.access")
    assert "\n" not in line and "\x1b" not in line and len(line) < 400

"""What the guard lets in, and what a form needs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from doors import HERE, PUBLIC, THERE, add, at, csrf_in, token
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import HTMLResponse

import kabar
from kabar.errors import KabarError
from kabar.web.access.csrf import csrf_field
from kabar.web.access.headers import HEADERS
from kabar.web.access.viewer import needs
from kabar.web.app import create_app
from kabar.web.asked import Ask
from kabar.web.settings import Settings


def with_probes(app: FastAPI) -> FastAPI:
    """Three more addresses: a form, one that takes it, one that fails."""

    @app.get("/probe")
    def form(asked: Ask) -> HTMLResponse:
        return HTMLResponse(csrf_field(asked.request))

    @app.post("/probe", dependencies=[needs("reviewer")])
    def take(asked: Ask) -> dict[str, str]:
        return {"name": asked.viewer.name, "kind": asked.viewer.kind}

    @app.post("/probe/admin", dependencies=[needs("admin")])
    def admin(asked: Ask) -> None: ...

    @app.get("/probe/fault")
    def fault(asked: Ask) -> None:
        raise RuntimeError("a secret of the inside")

    return app


@pytest.fixture
def door(empty: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A browser on this machine, before an archive without accounts; of one kind, as these rules know no database."""
    shutil.copy(empty, tmp_path / "door.db")
    with TestClient(
        with_probes(create_app(str(tmp_path / "door.db"))),
        base_url=HERE,
        follow_redirects=False,
        headers={"Accept": "text/html"},
    ) as made:
        yield made


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example:8017",
        "",
        "0x7f.1",
        "[::2]",
    ],
)
def test_a_name_that_is_not_ours_is_turned_away(door: TestClient, host: str) -> None:
    answer = door.get("/figures", headers={"Host": host})
    assert answer.status_code == 400 and "not known by that name" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8017", "[::1]:8017", "LOCALHOST"])
def test_this_machine_is_known_by_its_names(door: TestClient, host: str) -> None:
    assert door.get("/figures", headers={"Host": host}).status_code == 200


def test_two_host_headers_are_turned_away(door: TestClient) -> None:
    assert door.get("/figures", headers=[("Host", "localhost"), ("Host", "evil.example")]).status_code == 400


def test_every_answer_says_what_may_run(door: TestClient) -> None:
    for path in ("/figures", "/nowhere", "/figures.json", "/static/kabar.css", "/probe/fault"):
        headers = door.get(path).headers
        for name, value in HEADERS.items():
            assert headers[name] == value, (path, name)
        assert "Strict-Transport-Security" not in headers
    refused = door.get("/figures", headers={"Host": "evil.example"})
    assert refused.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_fault_of_our_own_is_a_page_without_a_word_of_the_inside(door: TestClient) -> None:
    answer = door.get("/probe/fault")
    assert answer.status_code == 500 and "was logged" in answer.text
    assert "secret of the inside" not in answer.text and "Traceback" not in answer.text
    as_json = door.get("/probe/fault", headers={"Accept": "application/json"})
    assert as_json.json()["status"] == 500


def test_a_form_of_ours_is_taken(door: TestClient) -> None:
    answer = door.post("/probe", data={"csrf": csrf_in(door.get("/probe").text)})
    assert (answer.status_code, answer.json()) == (200, {"name": "", "kind": "local"})


def test_a_token_may_be_in_a_header(door: TestClient) -> None:
    token = csrf_in(door.get("/probe").text)
    assert door.post("/probe", json={}, headers={"X-CSRF-Token": token}).status_code == 200


def test_a_token_looks_different_on_each_page_and_all_are_good(door: TestClient) -> None:
    tokens = {csrf_in(door.get("/probe").text) for _ in range(3)}
    assert len(tokens) == 3
    assert {door.post("/probe", data={"csrf": t}).status_code for t in tokens} == {200}


@pytest.mark.parametrize("forged", [None, "", "00", "xyz", "00" * 64, "é" * 8])
def test_a_form_without_our_token_is_not(door: TestClient, forged: str | None) -> None:
    door.get("/probe")
    answer = door.post("/probe", data={"x": "1"} | ({"csrf": forged} if forged is not None else {}))
    assert answer.status_code == 403 and "from an earlier visit or from elsewhere" in answer.text


def test_another_visitors_token_is_not(door: TestClient, empty: Path) -> None:
    with at(str(empty)) as other:
        theirs = csrf_in(other.get("/sign-in").text)
    door.get("/probe")
    assert door.post("/probe", data={"csrf": theirs}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
    ],
)  # fmt: skip
def test_a_form_from_another_site_is_not_even_with_our_token(
    door: TestClient, headers: dict[str, str]
) -> None:
    token = csrf_in(door.get("/probe").text)
    answer = door.post("/probe", data={"csrf": token}, headers=headers)
    assert answer.status_code == 403 and "another site" in answer.text
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    assert door.post("/probe", data={"csrf": token}, headers=own).status_code == 200


def test_another_site_may_link_here_and_load_nothing(door: TestClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert door.get("/figures", headers=link).status_code == 200
    for mode, dest in (
        ("no-cors", "script"),
        ("no-cors", "image"),
        ("cors", "empty"),
        ("navigate", "iframe"),
    ):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
        assert door.get("/figures.json", headers=headers).status_code == 403


def test_whoever_sits_here_may_decide_but_manages_no_accounts(door: TestClient) -> None:
    token = csrf_in(door.get("/probe").text)
    answer = door.post("/probe/admin", data={"csrf": token})
    assert answer.status_code == 403 and "kabar accounts add" in answer.text


def test_each_role_may_do_what_is_its_own(target: str) -> None:
    for name, role, allowed in (("r", "reader", 0), ("v", "reviewer", 1), ("a", "admin", 2)):
        add(target, name, role)  # type: ignore[arg-type]
        header = token(target, name, "read", "review", "admin")
        with TestClient(with_probes(create_app(target)), base_url=HERE) as client:
            found = [client.post(p, headers=header).status_code == 200 for p in ("/probe", "/probe/admin")]
        assert found == [allowed > 0, allowed > 1]


def test_a_token_may_do_no_more_than_its_scopes(target: str) -> None:
    add(target, "ana", "admin")
    with TestClient(with_probes(create_app(target)), base_url=HERE) as client:
        reads, reviews, takes = (token(target, "ana", s) for s in ("read", "review", "ingest"))  # type: ignore[arg-type]
        assert client.get("/figures", headers=reads).status_code == 200
        assert client.post("/probe", headers=reads).status_code == 403
        assert client.post("/probe", headers=reviews).json() == {"name": "ana", "kind": "token"}
        assert client.get("/figures", headers=reviews).status_code == 403
        assert client.get("/figures", headers=takes).status_code == 403
        wrong = client.get("/figures", headers=reads | {"Authorization": "Bearer wrong"})
        assert (wrong.status_code, "not known" in wrong.json()["error"]) == (401, True)


def test_with_accounts_no_page_is_open(target: str) -> None:
    add(target, "ana", "admin")
    with at(target) as door:
        for path in ("/", "/figures", "/figures.json", "/nowhere", "/openapi.json", "/account", "/accounts"):
            answer = door.get(path)
            assert answer.status_code in (303, 401), path
            if answer.status_code == 303:
                assert answer.headers["Location"].startswith("/sign-in")
        assert door.get("/static/kabar.css").status_code == 200
        assert door.get("/figures", headers={"Accept": "application/json"}).json()["error"] == "sign in first"


@pytest.mark.parametrize("settings", [PUBLIC, Settings(host="192.0.2.1"), Settings(names=("kabar.example",))])
def test_others_are_not_let_in_where_nobody_would_be_asked_who_they_are(
    target: str, settings: Settings
) -> None:
    with pytest.raises(
        KabarError, match=r"has no account that is open: make one with `kabar accounts add NAME --role admin"
    ):
        create_app(target, settings)
    add(target, "ana", "admin")
    create_app(target, settings).state.archive.close()


def test_a_closed_account_opens_no_door(target: str) -> None:
    add(target, "ana", "reader")
    with kabar.open(target) as archive:
        archive.people.close("ana", who="test")
    with pytest.raises(KabarError, match="no account that is open"):
        create_app(target, PUBLIC)


def test_a_server_for_others_is_known_by_its_public_name_and_by_numbers(target: str) -> None:
    add(target, "ana", "admin")
    with at(target, PUBLIC, THERE) as door:
        for host, known in (
            ("kabar.example", True),
            ("kabar.example:8017", True),
            ("192.0.2.7", True),
            ("evil.example", False),
        ):
            assert (door.get("/sign-in", headers={"Host": host}).status_code == 200) is known, host
        assert door.get("/sign-in").headers["Strict-Transport-Security"] == "max-age=31536000"


def changing(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path that changes something, with a number for each part of the path that varies."""
    found = [
        (method.upper(), re.sub(r"\{\w+\}", "1", path))
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if method not in ("get", "head", "options")
    ]
    assert len(found) > 5
    return found


def test_nothing_is_changed_by_a_forged_form(target: str) -> None:
    with at(target) as door:
        for method, path in changing(door.app):  # type: ignore[arg-type]
            assert door.request(method, path, data={"x": "1"}).status_code == 403, path
            assert door.request(method, path, json={}).status_code == 403, path


def test_nothing_is_changed_by_who_may_only_read(target: str) -> None:
    add(target, "ana", "reader")
    mine = token(target, "ana", "read")
    with at(target) as door:
        for method, path in changing(door.app):  # type: ignore[arg-type]
            if path not in ("/sign-in", "/sign-out", "/account/name"):
                assert door.request(method, path, headers=mine).status_code == 403, path

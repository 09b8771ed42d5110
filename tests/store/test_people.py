"""Accounts, sessions and tokens, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import Archive, schema
from kabar.store.people import IDLE, LONGEST_SESSION, Account

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def ana(archive: Archive) -> Account:
    archive.people.clock = lambda: START
    return archive.people.add("Ana", "hash", "admin", who="test")


def after(archive: Archive, passed: timedelta) -> None:
    archive.people.clock = lambda: START + passed


def test_an_account_is_found_by_its_name_in_any_letters(archive: Archive, ana: Account) -> None:
    assert archive.people.any()
    assert archive.people.account(" ANA ") == ana
    assert archive.people.password_hash("aNa") == "hash"
    assert archive.people.account("ben") is None


@pytest.mark.parametrize("name", ["", " ", "a\u202eb", "a\nb", "<b>", "x" * 65, "a\0", "\ud800"])
def test_a_name_that_could_mislead_is_none(archive: Archive, name: str) -> None:
    with pytest.raises(KabarError, match="an account's name has"):
        archive.people.add(name, "hash", "reader", who="test")


def test_two_accounts_have_two_names(archive: Archive, ana: Account) -> None:
    with pytest.raises(KabarError, match="an account 'ana' already"):
        archive.people.add("ANA", "other", "reader", who="test")
    assert archive.people.all() == [ana]


def test_a_role_that_there_is_not_is_refused(archive: Archive, ana: Account) -> None:
    for change in (
        lambda: archive.people.add("ben", "hash", "root", who="test"),  # type: ignore[arg-type]
        lambda: archive.people.set_role("ana", "root", who="test"),  # type: ignore[arg-type]
    ):
        with pytest.raises(KabarError, match="no role 'root': use reader, reviewer, admin"):
            change()


def test_the_last_admin_stays(archive: Archive, ana: Account) -> None:
    with pytest.raises(KabarError, match="the last admin"):
        archive.people.close("Ana", who="test")
    with pytest.raises(KabarError, match="the last admin"):
        archive.people.set_role("ana", "reader", who="test")
    archive.people.add("ben", "hash", "admin", who="test")
    archive.people.set_role("ana", "reader", who="test")
    assert archive.people.account("ana").role == "reader"  # type: ignore[union-attr]


def test_a_session_ends_when_it_is_not_used(archive: Archive, ana: Account) -> None:
    token = archive.people.start_session(ana.id)
    assert archive.people.session(token) == ana
    after(archive, IDLE - timedelta(seconds=1))
    assert archive.people.session(token) == ana
    after(archive, 2 * IDLE - timedelta(seconds=2))
    assert archive.people.session(token) == ana
    after(archive, 3 * IDLE)
    assert archive.people.session(token) is None


def test_a_session_in_use_ends_too(archive: Archive, ana: Account) -> None:
    token = archive.people.start_session(ana.id)
    used = timedelta(0)
    while used < LONGEST_SESSION:
        after(archive, used)
        assert archive.people.session(token) == ana
        used += timedelta(minutes=30)
    after(archive, LONGEST_SESSION)
    assert archive.people.session(token) is None


def test_ended_sessions_are_swept_away(archive: Archive, ana: Account) -> None:
    archive.people.start_session(ana.id)
    after(archive, IDLE)
    archive.people.start_session(ana.id)
    with archive.looking() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.session)) == 1
    assert len(archive.people.sessions(ana.id)) == 1


def test_signing_out_ends_one_session_and_a_new_password_all(archive: Archive, ana: Account) -> None:
    one, two, three = (archive.people.start_session(ana.id) for _ in range(3))
    archive.people.end_session(one)
    assert archive.people.session(one) is None and archive.people.session(two) == ana
    archive.people.set_password("ana", "other", who="test")
    assert archive.people.session(two) is None and archive.people.session(three) is None
    assert archive.people.password_hash("ana") == "other"


def test_newer_parameters_of_hashing_end_no_session_and_undo_no_change(
    archive: Archive, ana: Account
) -> None:
    token = archive.people.start_session(ana.id)
    archive.people.rehash("ana", "hash", "newer hash")
    archive.people.rehash("ana", "hash", "too late")
    assert archive.people.password_hash("ana") == "newer hash"
    assert archive.people.session(token) == ana


def test_a_closed_account_may_do_nothing_until_it_is_reopened(archive: Archive, ana: Account) -> None:
    ben = archive.people.add("ben", "hash", "reader", who="ana")
    session, token = (
        archive.people.start_session(ben.id),
        archive.people.add_token(ben.id, "x", ["read"], who="ben"),
    )
    archive.people.close("ben", who="ana")
    assert archive.people.session(session) is None and archive.people.token(token) is None
    assert archive.people.password_hash("ben") is None
    archive.people.reopen("ben", who="ana")
    assert archive.people.session(session) is None and archive.people.token(token) is None
    assert archive.people.password_hash("ben") == "hash"


def test_a_token_has_its_scopes_until_it_ends_or_is_revoked(archive: Archive, ana: Account) -> None:
    token = archive.people.add_token(ana.id, "script", ["ingest", "read"], who="ana", days=2)
    assert archive.people.token(token) == (ana, ("read", "ingest"))
    assert archive.people.token(token + "x") is None
    after(archive, timedelta(days=2))
    assert archive.people.token(token) is None
    lasting = archive.people.add_token(ana.id, "lasting", ["read"], who="ana")
    after(archive, timedelta(days=2_000))
    assert archive.people.token(lasting) is not None
    archive.people.revoke(archive.people.tokens(ana.id)[0].id, ana.id, who="ana")
    assert archive.people.token(lasting) is None
    assert [(r.name, r.revoked) for r in archive.people.tokens(ana.id)] == [
        ("lasting", True),
        ("script", False),
    ]


def test_nobody_revokes_another_ones_token(archive: Archive, ana: Account) -> None:
    ben = archive.people.add("ben", "hash", "reader", who="ana")
    token = archive.people.add_token(ana.id, "x", ["read"], who="ana")
    with pytest.raises(KabarError, match="no token"):
        archive.people.revoke(archive.people.tokens(ana.id)[0].id, ben.id, who="ben")
    assert archive.people.token(token) is not None


@pytest.mark.parametrize(
    ("name", "scopes", "days", "told"),
    [
        ("x", [], None, "one scope at least"), ("x", ["root"], None, "no scope 'root'"),
        (" ", ["read"], None, "needs a name"), ("a\nb", ["read"], None, "needs a name"), ("x", ["read"], 0, "1 to 3,650 days"),
    ],
)  # fmt: skip
def test_a_token_is_refused_in_a_sentence(
    archive: Archive, ana: Account, name: str, scopes: list[str], days: int | None, told: str
) -> None:
    with pytest.raises(KabarError, match=told):
        archive.people.add_token(ana.id, name, scopes, who="ana", days=days)  # type: ignore[arg-type]


def test_the_database_holds_no_token(archive: Archive, ana: Account) -> None:
    secrets = [
        archive.people.start_session(ana.id),
        archive.people.add_token(ana.id, "x", ["read"], who="ana"),
    ]
    with archive.looking() as connection:
        kept = repr([list(connection.execute(sa.select(table))) for table in schema.metadata.sorted_tables])
    assert "ana" in kept and not any(secret in kept for secret in secrets)


def test_the_log_says_who_changed_an_account(archive: Archive, ana: Account) -> None:
    archive.people.add("ben", "hash", "reader", who="ana")
    archive.people.set_role("ben", "reviewer", who="ana")
    archive.people.close("ben", who="ana")
    assert [(r.who, r.what, r.detail) for r in archive.log.rows()][:3] == [
        ("ana", "account closed", "ben"), ("ana", "role set", "ben: reviewer"), ("ana", "account added", "ben: reader"),
    ]  # fmt: skip

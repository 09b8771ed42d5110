"""The archive fails in the middle of a run: one sentence, nothing reported is lost, the same call finishes it."""
# ruff: noqa: F401, F811  (fixtures)

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faked import counts, jsonl, put_in, quick, read, rows, story, taken_in
from pg_server import Server, postgres, server

import kabar
from kabar.errors import KabarError
from kabar.ingest import Settings, ingest, keep
from kabar.ingest.run import Done
from kabar.intake.article import Given
from kabar.store import Archive

SUBJECTS = ("mayor", "court", "farmer", "clinic", "harvest", "school")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return jsonl(
        tmp_path / "a.jsonl", *({"text": story(s), "url": f"https://example.org/{s}"} for s in SUBJECTS)
    )


def until_it_fails(archive: Archive, source: Path, message: str) -> list[Done]:
    """What was reported as done before."""
    told: list[Done] = []
    with pytest.raises(KabarError, match=message) as caught:
        ingest(archive, [str(source)], Settings(Given(language="en")), told.append)
    assert "\n" not in str(caught.value)
    return told


def finished(archive: Archive, source: Path, before: list[Done]) -> None:
    """What was done before is unchanged, the rest is new, and all is whole."""
    rest = len(SUBJECTS) - len(before)
    assert counts(taken_in(archive, source)) == {"unchanged": len(before), "new": rest}
    tables = rows(archive)
    assert len(tables["version"]) == len(tables["reading"]) == len(SUBJECTS)


def at_third(happens: Callable[[], Any]) -> Callable[..., Any]:
    """A step of the run to whose third call something happens, once."""
    calls = []

    def step(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            happens()
        return real(*arguments)

    real: Callable[..., Any] = keep.group
    return step


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None, check_same_thread=False)
    yield other
    other.close()


def test_another_program_that_writes(
    tmp_path: Path, source: Path, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader(article: Any, resources: object) -> Any:
        if "farmer" in article.text:
            locked.execute("BEGIN IMMEDIATE")
        return read(article, resources)

    put_in(monkeypatch, reader)
    with Archive(tmp_path / "archive.db", busy_seconds=0.1) as archive:
        done = until_it_fails(archive, source, "is locked by another program")
        assert [d.result for d in done] == ["new", "new"]
        locked.execute("ROLLBACK")
        put_in(monkeypatch)
        finished(archive, source, done)


def test_a_connection_that_is_lost_inside_an_article(
    server: Server, postgres: str, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.rpartition("/")[2]

    def cut() -> None:
        server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    monkeypatch.setattr(keep, "group", at_third(cut))
    with kabar.open(postgres) as archive:
        done = until_it_fails(archive, source, "connection to the archive .* was lost")
        assert len(done) == 2 and len(rows(archive)["version"]) == 2
        finished(archive, source, done)


def test_a_connection_that_is_lost_between_two_articles_is_made_anew(
    server: Server, postgres: str, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.rpartition("/")[2]

    def reader(article: Any, resources: object) -> Any:
        if "farmer" in article.text:
            server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
        return read(article, resources)

    put_in(monkeypatch, reader)
    with kabar.open(postgres) as archive:
        assert counts(taken_in(archive, source)) == {"new": len(SUBJECTS)}


def test_a_server_that_stops(
    server: Server, postgres: str, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader(article: Any, resources: object) -> Any:
        if "farmer" in article.text:
            server.control("-m", "fast", "stop")
        return read(article, resources)

    put_in(monkeypatch, reader)
    with kabar.open(postgres) as archive:
        try:
            done = until_it_fails(archive, source, "check that the server runs and run this again")
        finally:
            server.start()
        put_in(monkeypatch)
        finished(archive, source, done)

"""kill -9 at any moment: what was reported as done is there, nothing is half there, the same call finishes it."""
# ruff: noqa: F401, F811  (fixtures)

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from faked import counts, jsonl, quick, rows, story, taken_in
from pg_server import postgres, server

import kabar

ARTICLES = 40
HERE = Path(__file__).parent
BAD = f"line {ARTICLES // 2}"


def source(folder: Path) -> Path:
    """Forty articles, two of them nearly the same, and one of them broken."""
    records = [{"text": story(f"subject{n}", 3), "url": f"https://example.org/{n}"} for n in range(ARTICLES)]
    records[7]["text"] = records[3]["text"] + "\nMore."
    records[ARTICLES // 2 - 1] = {"title": "no text"}
    return jsonl(folder / "news.jsonl", *records)


def command(target: str, file: Path, *more: str) -> list[str]:
    return [sys.executable, str(HERE / "writer.py"), target, str(file), *more]


def environment() -> dict[str, str]:
    src = Path(kabar.__file__).parent.parent
    return {**os.environ, "PYTHONPATH": f"{src}{os.pathsep}{HERE}"}


Writers = subprocess.Popen[str]


@pytest.fixture(scope="module")
def writers() -> Iterator[Writers]:
    """Starts a writer for each archive that it is told."""
    program = [sys.executable, str(HERE / "writer.py")]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
    ) as made:
        yield made
        made.kill()


def killed(writers: Writers, target: str, file: Path, articles: int, after: float) -> list[str]:
    """The articles that were reported as done until the writer was killed: some seconds after so many articles."""
    assert writers.stdin is not None and writers.stdout is not None
    print(target, file, sep="\t", file=writers.stdin, flush=True)
    pid = int(writers.stdout.readline())
    lines = [writers.stdout.readline() for _ in range(1 + articles)]
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):  # it had just finished
        os.kill(pid, signal.SIGKILL)
    while (line := writers.stdout.readline()) != "ended\n":
        lines.append(line)
    assert lines[0] == "ready\n"
    return [line.split("\t")[0] for line in lines[1:]]


def check(target: str, reported: set[str]) -> int:
    """Everything reported is there and whole; how many articles are."""
    if "://" not in target:
        with sqlite3.connect(target) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with kabar.open(target) as archive:
        tables = rows(archive)
        there = {r.name for r in (*tables["version"], *tables["refused"])}
        assert reported <= there, reported - there
        read = {r.version_id for r in tables["reading"]}
        signed = {r.version_id for r in tables["signature"]}
        for version in tables["version"]:
            assert version.id in read and version.id in signed
            assert archive.received(version.id) and archive.reading(version.id) is not None
        assert len(tables["article"]) == len(tables["version"]) == archive.count("statement")
        assert all(a.read_version_id == a.newest_version_id is not None for a in tables["article"])
        return len(tables["version"])


def finished(target: str, file: Path) -> None:
    run = subprocess.run(command(target, file), capture_output=True, text=True, check=True, env=environment())
    assert len(run.stdout.splitlines()) == 1 + ARTICLES
    assert check(target, set()) == ARTICLES - 1
    with kabar.open(target) as archive:
        assert [BAD in r.name for r in archive.refused.open()] == [True]
        assert len(archive.duplicates.groups()) == 1
        before = rows(archive)
        assert counts(taken_in(archive, file)) == {"unchanged": ARTICLES - 1, "refused": 1}
        after = rows(archive)
        assert {n: r for n, r in after.items() if n != "refused"} == {
            n: r for n, r in before.items() if n != "refused"
        }


def test_killed_at_twenty_moments(tmp_path: Path, writers: Writers) -> None:
    file, chance = source(tmp_path), random.Random(7)
    target = str(tmp_path / "archive.db")
    reported: dict[str, set[str]] = {}
    for moment in range(20):
        # Every second time the archive of the kills before is gone on with.
        at = str(tmp_path / f"{moment}.db") if moment % 2 else target
        told = killed(writers, at, file, chance.randrange(ARTICLES), chance.uniform(0, 0.03))
        reported.setdefault(at, set()).update(told)
        check(at, reported[at])
    finished(target, file)


def test_killed_on_postgresql(tmp_path: Path, postgres: str, writers: Writers) -> None:
    file, chance = source(tmp_path), random.Random(11)
    reported: set[str] = set()
    for _ in range(4):
        reported |= set(killed(writers, postgres, file, chance.randrange(ARTICLES), chance.uniform(0, 0.03)))
        check(postgres, reported)
    finished(postgres, file)


LIMIT = 1_500_000


def test_a_disk_that_fills_up_in_the_middle(tmp_path: Path) -> None:
    """The rest is taken in when there is room again."""
    records = [
        {"text": story(f"subject{n}", 200), "url": f"https://example.org/{n}"} for n in range(ARTICLES)
    ]
    file, target = jsonl(tmp_path / "news.jsonl", *records), str(tmp_path / "archive.db")
    run = subprocess.run(command(target, file, str(LIMIT)), capture_output=True, text=True, env=environment())
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1 and "its disk is full" in run.stderr and "run this again" in run.stderr
    reported = {line.split("\t")[0] for line in run.stdout.splitlines()[1:]}
    assert 0 < len(reported) < ARTICLES
    assert check(target, reported) == len(reported)
    subprocess.run(command(target, file), capture_output=True, check=True, env=environment())
    assert check(target, reported) == ARTICLES

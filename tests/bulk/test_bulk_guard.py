"""An article that kills its reader, hangs or takes all memory is tried twice and set aside; nothing else is lost."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import made_reader
import pytest
from bulkmade import QUICK, lines, no_model, numbers, records, rows, told  # noqa: F401 (fixtures)

from kabar.bulk.guard import Guard, Limits, StoppedError
from kabar.bulk.units import Raw
from kabar.errors import KabarError
from kabar.intake.article import Given


@pytest.fixture
def guard() -> Iterator[Guard]:
    with Guard(Given(language="en"), QUICK, made_reader.COMMAND) as made:
        yield made


def raw(text: str) -> Raw:
    return Raw("'a' line 1", f'{{"text": "{text}"}}\n'.encode(), "application/json")


def poisoned(tmp_path: Path, word: str) -> Path:
    made = records(7)
    made[3]["text"] = f"{word} 3"
    return lines(tmp_path / "in.jsonl", made)


@pytest.mark.parametrize(
    "word, why",
    [
        ("KILL", "was ended by signal 9 (SIGKILL), twice: look at it by itself"),
        ("ALLOCATE", "needed more than 1.0 GB of memory, twice: look at it by itself"),
        ("HANG", "took more than 2 seconds to read 6 characters, twice: look at it by itself"),
    ],
)
def test_a_poisoned_article_is_set_aside_with_its_reason_and_its_bytes(
    tmp_path: Path, word: str, why: str
) -> None:
    source = poisoned(tmp_path, word)
    done = told(source, tmp_path / "out", limits=Limits(2, 1_000_000_000))
    assert (done.articles, done.refused, done.failed) == (6, 1, [])
    assert numbers(tmp_path / "out") == [0, 1, 2, 4, 5, 6]
    (refused,) = rows(tmp_path / "out", "refused")
    assert refused["name"] == "'in.jsonl' line 4"
    assert refused["reason"] == f"'in.jsonl' line 4: its reader {why}"
    assert refused["received"] == source.read_bytes().splitlines(keepends=True)[3]


@pytest.mark.parametrize("word", ["KILL", "ALLOCATE", "HANG"])
def test_an_article_that_kills_its_reader_once_is_read(tmp_path: Path, word: str) -> None:
    source = poisoned(tmp_path, f"{word} ONCE {tmp_path}/once")
    done = told(source, tmp_path / "out", limits=Limits(2, 1_000_000_000))
    assert (done.articles, done.refused) == (7, 0)


def test_a_reader_that_is_killed_from_outside_is_started_anew(guard: Guard) -> None:
    assert guard.read(raw("1 fled")).said == "read"
    first = guard._process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert guard.read(raw("2 fled")).said == "read"
    assert guard._process is not first


def test_a_fault_of_the_reader_is_told_and_its_process_goes_on(guard: Guard) -> None:
    answer = guard.read(raw("FAULT"))
    first = guard._process
    assert answer.said == "refused" and "ZeroDivisionError: a fault of the reader" in answer.reason
    assert guard.read(raw("2 fled")).said == "read" and guard._process is first


def test_what_a_library_prints_is_no_answer(guard: Guard) -> None:
    assert guard.read(raw("PRINT")).said == "read"


def test_a_reader_that_can_not_start_is_told_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("import made_reader\nfrom kabar.bulk.child import serve\nfrom kabar.errors import KabarError\n"
                      "def load():\n    raise KabarError('the model is missing: reinstall kabar')\nserve(load)\n")  # fmt: skip
    with (
        Guard(Given(), QUICK, (made_reader.COMMAND[0], str(broken))) as guard,
        pytest.raises(KabarError, match="can't start: the model is missing: reinstall kabar"),
    ):
        guard.read(raw("1 fled"))


def test_given_up_from_outside_it_reads_no_more(guard: Guard) -> None:
    assert guard.read(raw("1 fled")).said == "read"
    threading.Timer(0.5, guard.stop).start()
    began = time.monotonic()
    with pytest.raises(StoppedError):
        guard.read(raw("HANG"))
    assert time.monotonic() - began < 10


def test_closing_leaves_no_process(guard: Guard) -> None:
    guard.read(raw("1 fled"))
    process = guard._process
    assert process is not None
    guard.close()
    assert process.poll() is not None

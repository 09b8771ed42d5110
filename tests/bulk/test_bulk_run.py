"""A run: the same bytes whoever reads, whole units only, and the same command goes on where it was."""
# ruff: noqa: F401, F811  (fixtures)

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from bulkmade import (
    files,
    lines,
    memory,
    no_model,
    numbers,
    parquet,
    records,
    rows,
    told,
)

import kabar
from kabar.bulk import output, run
from kabar.bulk.run import bulk
from kabar.errors import KabarError

HERE = Path(__file__).parent


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two files of seven and five articles; one of them kills its reader."""
    lines(tmp_path / "in" / "a.jsonl.gz", [*records(6), {"title": "no text"}])
    made = records(5, 7)
    made[2]["text"] = "KILL"
    parquet(tmp_path / "in" / "b.parquet", made)
    return tmp_path / "in"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """What engines start finds the modules of the tests."""
    path = os.pathsep.join([str(Path(kabar.__file__).parent.parent), str(HERE)])
    monkeypatch.setenv("PYTHONPATH", path)


def test_one_worker_and_two_write_the_same_bytes(tmp_path: Path, source: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    done = [told(source, one), told(source, two, workers=2)]
    assert [(d.units, d.articles, d.refused, d.failed) for d in done] == [(5, 10, 2, [])] * 2
    assert files(one) == files(two)
    assert len(files(one)) == 1 + 5 + 5 * len(output.BULK)


@pytest.mark.parametrize("engine, module", [("ray", "ray"), ("spark", "pyspark")])
def test_every_engine_writes_the_same_bytes(tmp_path: Path, source: Path, engine: str, module: str) -> None:
    """Runs where the engine is installed: pip install 'kabar[ray]' or 'kabar[spark]', the second with Java."""
    pytest.importorskip(module)
    here, there = tmp_path / "here", tmp_path / "there"
    done = [told(source, here), told(source, there, engine=engine, workers=2)]
    assert (done[0].articles, done[0].refused) == (done[1].articles, done[1].refused) == (10, 2)
    assert files(here) == files(there)
    assert told(source, there, engine=engine, workers=1).known == 5


def test_articles_stand_in_the_order_of_the_input(tmp_path: Path) -> None:
    told(lines(tmp_path / "a.jsonl", records(20)), tmp_path / "out", workers=2, unit=6)
    assert numbers(tmp_path / "out") == list(range(20))


def test_the_same_input_again_does_nothing(tmp_path: Path, source: Path) -> None:
    told(source, tmp_path / "out")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.parquet")}
    again = told(source, tmp_path / "out")
    assert (again.units, again.known, again.articles) == (0, 5, 0)
    assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.parquet")}


def test_a_unit_whose_mark_is_broken_is_read_again(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", records(6))
    told(source, tmp_path / "out")
    before = files(tmp_path / "out")
    sorted((tmp_path / "out" / "_units").iterdir())[0].write_bytes(b'{"file": ')
    again = told(source, tmp_path / "out")
    assert (again.units, again.known) == (1, 1) and files(tmp_path / "out") == before


def test_articles_that_came_later_are_read_and_the_rest_is_left(tmp_path: Path) -> None:
    path = lines(tmp_path / "in" / "a.jsonl", records(7))
    told(path.parent, tmp_path / "out")
    lines(path, records(9))
    lines(tmp_path / "in" / "b.jsonl", records(2, 9))
    again = told(path.parent, tmp_path / "out")
    assert (again.known, again.units) == (2, 2)
    assert sorted(numbers(tmp_path / "out")) == list(range(11))


def test_a_file_that_became_shorter_leaves_no_rows_behind(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", records(9))
    told(path, tmp_path / "out")
    lines(path, records(2))
    told(path, tmp_path / "out")
    assert numbers(tmp_path / "out") == [0, 1]


def test_a_file_that_is_gone_keeps_its_rows(tmp_path: Path) -> None:
    lines(tmp_path / "in" / "a.jsonl", records(2))
    path = lines(tmp_path / "in" / "b.jsonl", records(2, 2))
    told(path.parent, tmp_path / "out")
    path.unlink()
    told(path.parent, tmp_path / "out")
    assert numbers(tmp_path / "out") == [0, 1, 2, 3]


def test_a_broken_file_that_was_mended_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    done = told(path, tmp_path / "out")
    assert (done.articles, done.refused) == (0, 1)
    parquet(path, records(2))
    assert told(path, tmp_path / "out").articles == 2
    assert numbers(tmp_path / "out") == [0, 1] and rows(tmp_path / "out", "refused") == []


def test_object_storage_in_and_out(tmp_path: Path, memory: str) -> None:
    import fsspec

    for name, data in (("a.jsonl.gz", lines(tmp_path / "a.jsonl.gz", records(5))), ("b.parquet", parquet(tmp_path / "b.parquet", records(4, 5)))):  # fmt: skip
        with fsspec.open(f"{memory}/in/{name}", "wb") as out:
            out.write(data.read_bytes())
    done = told(f"{memory}/in", f"{memory}/out", workers=2)
    assert (done.articles, done.failed) == (9, [])
    assert numbers(f"{memory}/out") == list(range(9))
    assert told(f"{memory}/in/*", f"{memory}/out").known == 4


COMMAND = """
import sys
from bulkmade import settings
from kabar.bulk import run
run.model_digest = lambda: "m"
print("ready", flush=True)
run.bulk(sys.argv[1], sys.argv[2], settings(workers=2))
"""


def started(source: Path, target: Path) -> "subprocess.Popen[str]":
    path = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(kabar.__file__).parent.parent), str(HERE)])}
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, source, target], stdout=subprocess.PIPE, text=True, env=path
    )


def test_killed_at_any_moment_the_same_command_goes_on(tmp_path: Path) -> None:
    made = records(24)
    for row in made:
        row["text"] = "SLOW " + row["text"]
    source, target = lines(tmp_path / "a.jsonl", made), tmp_path / "out"
    whole = tmp_path / "whole"
    told(source, whole)
    for units in (1, 4):
        process = started(source, target)
        until = time.monotonic() + 60
        while len(list(target.glob("_units/*.json"))) < units and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for mark in target.glob("_units/*.json"):
            name = mark.name.removesuffix(".json")
            parts = {p: d for p, d in files(whole).items() if name in p}
            assert {p: d for p, d in files(target).items() if name in p} == parts
    assert told(source, target).known >= 4
    assert files(target) == files(whole)


def test_ctrl_c_keeps_what_is_committed(tmp_path: Path) -> None:
    made = records(12)
    for row in made[6:]:
        row["text"] = "HANG"
    source, target = lines(tmp_path / "a.jsonl", made), tmp_path / "out"
    process = started(source, target)
    until = time.monotonic() + 60
    while len(list(target.glob("_units/*.json"))) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert numbers(target) == list(range(6)) and rows(target, "refused") == []


def test_a_unit_that_can_not_be_written_is_told_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = output.Output.write

    def full(self: output.Output, unit: Any, rows: Any) -> Any:
        if unit.before == 3:
            raise KabarError("the disk is full")
        return write(self, unit, rows)

    monkeypatch.setattr(output.Output, "write", full)
    source = lines(tmp_path / "a.jsonl", records(8))
    done = told(source, tmp_path / "out")
    assert done.failed == ["the disk is full"] and done.articles == 5
    monkeypatch.setattr(output.Output, "write", write)
    assert told(source, tmp_path / "out").articles == 3


def test_a_reader_that_can_not_start_ends_the_run_with_one_sentence(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", records(2))
    with pytest.raises(KabarError, match="the reader ended with status 3 before it was ready"):
        told(source, tmp_path / "out", command=(sys.executable, "-c", "raise SystemExit(3)"))


@pytest.mark.parametrize(
    "more, sentence",
    [
        ({"unit": 4}, "begun with another unit"),
        ({"text": False}, "begun with another text"),
        ({"engine": "flink"}, "there is no engine 'flink': use local, ray, spark"),
        ({"workers": 0}, "a worker at least"),
    ],
)
def test_an_output_of_other_settings_is_left_alone(
    tmp_path: Path, more: dict[str, Any], sentence: str
) -> None:
    source = lines(tmp_path / "a.jsonl", records(2))
    told(source, tmp_path / "out")
    before = files(tmp_path / "out")
    with pytest.raises(KabarError, match=sentence):
        told(source, tmp_path / "out", **more)
    assert files(tmp_path / "out") == before


def test_an_output_of_another_input_is_left_alone(tmp_path: Path) -> None:
    told(lines(tmp_path / "in" / "a.jsonl", records(2)), tmp_path / "out")
    with pytest.raises(KabarError, match="begun with another input"):
        told(lines(tmp_path / "other" / "a.jsonl", records(2)), tmp_path / "out")


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(KabarError, match="holds something else"):
        told(lines(tmp_path / "a.jsonl", records(2)), tmp_path / "out")


def test_the_reading_that_ships_is_what_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one test here that loads the model."""
    monkeypatch.undo()
    text = "The army said that 20 people were killed in Idlib."
    source = lines(tmp_path / "a.jsonl", [{"text": text, "published": "2019-05-31", "lang": "en"}])
    done = bulk(str(source), str(tmp_path / "out"), run.Settings())
    reading = kabar.read(text, published="2019-05-31", lang="en")
    assert done.articles == 1
    assert [r["content"] for r in rows(tmp_path / "out", "statements")] == [
        s.content[0].of(text) for s in reading.statements
    ]

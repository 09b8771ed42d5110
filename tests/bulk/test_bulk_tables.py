"""What is written: tables that tell what an archive's exports tell, and an archive that takes them in unread."""
# ruff: noqa: F401, F811  (fixtures)

import shutil
from functools import partial
from pathlib import Path

import duckdb
import made_reader
import msgspec
import pyarrow.parquet as pq
import pytest
from bulkmade import lines, memory, no_model, parquet, records, rows, told
from typer.testing import CliRunner

import kabar
from kabar.bulk import run as bulk_run
from kabar.bulk.tables import BULK
from kabar.cli import app
from kabar.errors import KabarError
from kabar.export.columns import TABLES
from kabar.export.selection import Selection
from kabar.ingest import Outcome, Settings, ingest
from kabar.ingest import run as ingest_run
from kabar.ingest.bulk import read_back
from kabar.store import Archive, Query

ARTICLES = 5


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five articles, and two that are refused."""
    folder = tmp_path_factory.mktemp("bulk")
    made = [*records(ARTICLES), {"text": ""}, {"text": "FAULT"}]
    made[1]["title"], made[1]["publisher"] = "A title", "Wire"
    del made[2]["url"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_run, "model_digest", lambda: "m")
        told(lines(folder / "a.jsonl", made), folder / "out")
    return folder


@pytest.fixture
def target(tmp_path: Path, written: Path) -> Path:
    """A copy of it, beside its input."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read in these tests once bulk is done."""

    def fail(*given: object) -> None:
        raise AssertionError("an article was read again")

    monkeypatch.setattr(ingest_run, "read_with_vectors", fail)
    monkeypatch.setattr(ingest_run, "model_digest", lambda: "m")


def taken_in(archive: Archive, source: Path | str) -> Outcome:
    return ingest(archive, [str(source)], Settings(), lambda done: None)


def test_duckdb_reads_every_table(target: Path) -> None:
    for table in BULK:
        found = duckdb.sql(f"SELECT * FROM '{target}/{table.name}/*.parquet'")
        assert found.columns == [f.name for f in table.fields]
        assert len(found.fetchall()) > 0, table.name
    asked = f"""
        SELECT a.publisher, f.low, f.source, f.place FROM '{target}/figures/*.parquet' f
        JOIN '{target}/articles/*.parquet' a USING (article) WHERE f.local_id = 'f1' ORDER BY f.low"""
    assert duckdb.sql(asked).fetchall()[1] == ("Wire", 2.0, "Ann", "Idlib")


def test_a_breach_names_its_agreement_and_a_dispute_its_records(target: Path) -> None:
    agreements = {r["record_id"]: r for r in rows(target, "agreements")}
    figures = {r["record_id"]: r["local_id"] for r in rows(target, "figures")}
    breaches, disputes = rows(target, "breaches"), rows(target, "disputes")
    assert {b["agreement"] for b in breaches} == set(agreements)
    assert [[figures[k] for k in d["members"].split(" | ")] for d in disputes] == [["f1", "f2"]] * ARTICLES


def test_an_archive_takes_it_in_without_reading_again(target: Path, lite: Archive, unread: None) -> None:
    done = taken_in(lite, target)
    assert dict(done.counts) == {"new": ARTICLES, "refused": 2}
    assert dict(taken_in(lite, target).counts) == {"unchanged": ARTICLES, "refused": 2}
    assert lite.count("articles") == ARTICLES and lite.count("figure") == 2 * ARTICLES


def test_the_tables_are_those_that_the_archive_exports(target: Path, lite: Archive, unread: None) -> None:
    taken_in(lite, target)
    selection = Selection(lite, Query())
    for table in TABLES:
        names = [
            c.name for c in table.columns if c.name not in ("article_id", "article_version", "agreement")
        ]
        exported = sorted(([row[n] for n in names] for row in selection.table(table)), key=repr)
        assert (
            sorted(([row[n] for n in names] for row in rows(target, table.name)), key=repr) == exported != []
        )


def test_what_is_taken_in_is_the_reading_as_it_was_made(target: Path, lite: Archive, unread: None) -> None:
    taken_in(lite, target)
    for version_id in range(1, ARTICLES + 1):
        article = lite.article(version_id)
        assert lite.reading(version_id) == made_reader.read(article)[0]
        assert [r.kabar_version for r in lite.readings(version_id)] == [kabar.__version__]


def test_what_was_refused_is_on_the_archives_list_with_its_bytes(
    target: Path, lite: Archive, unread: None
) -> None:
    taken_in(lite, target)
    refused = {r.name: lite.refused.payload(r.id) for r in lite.refused.open()}
    assert refused == {"'a.jsonl' line 6": b'{"text": ""}\n', "'a.jsonl' line 7": b'{"text": "FAULT"}\n'}


def test_near_duplicates_are_grouped_as_when_they_are_read(
    tmp_path: Path, lite: Archive, unread: None
) -> None:
    made = records(2)
    made[1]["text"] = made[0]["text"] = "Forty people left the town on Monday, the mayor said. " * 3
    told(lines(tmp_path / "a.jsonl", made), tmp_path / "out")
    assert taken_in(lite, tmp_path / "out").near_duplicates == 1


def test_without_vectors_it_is_taken_in_all_the_same(target: Path, lite: Archive, unread: None) -> None:
    for part in (target / "vectors").iterdir():
        part.unlink()
    (target / "vectors").rmdir()
    assert taken_in(lite, target).counts["new"] == ARTICLES


def test_an_article_that_this_kabar_has_read_keeps_that_reading(
    target: Path, lite: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_run, "model_digest", lambda: "newer")
    monkeypatch.setattr(ingest_run, "load_resources", lambda language: None)
    monkeypatch.setattr(ingest_run, "read_with_vectors", lambda article, _: made_reader.read(article))
    source = lines(target.parent / "b.jsonl", records(1))
    taken_in(lite, source)
    assert taken_in(lite, target).counts["unchanged"] == 1
    assert [r.model for r in lite.readings(1) if r.current] == ["newer"]


def test_an_archive_takes_it_in_from_object_storage(
    tmp_path: Path, memory: str, lite: Archive, unread: None
) -> None:
    told(lines(tmp_path / "a.jsonl", records(4)), f"{memory}/out")
    assert taken_in(lite, f"{memory}/out").counts["new"] == 4


def test_without_text_the_tables_are_the_same_and_an_archive_says_no(
    tmp_path: Path, target: Path, lite: Archive, unread: None
) -> None:
    bare = tmp_path / "bare"
    told(tmp_path / "a.jsonl", bare, text=False)
    assert [r["text"] for r in rows(bare, "articles")] == [None] * ARTICLES
    for table in ("figures", "statements", "readings"):
        assert rows(bare, table) == rows(target, table)
    (refused,) = taken_in(lite, bare).refused
    assert "was written with --no-text, and an archive keeps the text of its articles" in refused.reason


def test_a_part_that_is_broken_is_named_with_what_to_do(target: Path) -> None:
    unit = sorted((target / "readings").iterdir())[0]
    unit.write_bytes(b"PAR1")
    with pytest.raises(
        KabarError, match=r"is broken at a-jsonl-.*delete _units/a-jsonl-.*\.json in it and run"
    ):
        list(read_back(str(target)))


def test_a_folder_of_a_newer_kabar_is_refused(target: Path) -> None:
    mark = target / "_bulk.json"
    mark.write_bytes(msgspec.json.encode(msgspec.json.decode(mark.read_bytes()) | {"format": 99}))
    with pytest.raises(KabarError, match="written by a newer kabar"):
        list(read_back(str(target)))


def test_files_say_nothing_of_when_or_where(target: Path) -> None:
    for part in target.rglob("*.parquet"):
        metadata = pq.read_metadata(part)
        assert set(metadata.metadata) == {b"ARROW:schema"}
        assert str(target.parent).encode() not in part.read_bytes()


def run(*given: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["bulk", *given])
    return done.exit_code, done.output + (
        str(done.exception) if isinstance(done.exception, KabarError) else ""
    )


def test_the_command_says_what_is_wrong_in_one_sentence(tmp_path: Path) -> None:
    source = parquet(tmp_path / "a.parquet", records(4))
    code, out = run(str(source), str(tmp_path / "out"), "--price", "cheap")
    assert code == 1 and "'cheap' is no price: write a number and a currency, as '0.04 EUR'" in out
    code, out = run(str(tmp_path / "none.jsonl"), str(tmp_path / "out"))
    assert code == 1 and "there is no file" in out


def test_the_command_ends_with_1_where_something_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_run, "Settings", partial(bulk_run.Settings, command=made_reader.COMMAND))
    good, bad = (
        lines(tmp_path / "good" / "a.jsonl", records(4)),
        lines(tmp_path / "bad" / "a.jsonl", [{"text": "FAULT"}]),
    )
    code, out = run(str(good), str(tmp_path / "out"), "--unit", "3", "--workers", "2", "--price", "0.04 EUR")
    assert code == 0 and "4 articles read, 0 refused, in 2 units" in out
    code, out = run(str(bad), str(tmp_path / "out2"))
    assert code == 1 and "0 articles read, 1 refused" in out and f"{tmp_path}/out2/refused" in out

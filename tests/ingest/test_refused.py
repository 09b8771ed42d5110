"""What can't be taken in is named with its reason, kept, and can be tried again; it stops nothing else."""
# ruff: noqa: F401, F811  (fixtures)

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from faked import archive, counts, jsonl, put_in, quick, read, rows, story, taken_in

from kabar.fetch.client import Limits
from kabar.ingest import Outcome, Settings, retry_refused, run
from kabar.intake import html
from kabar.intake.article import Given
from kabar.store import Archive


def again(archive: Archive, **given: Any) -> Outcome:
    settings = Settings(Given(**given), limits=Limits(pause=0, allow_private=True))
    return retry_refused(archive, settings, lambda done: None)


def names(archive: Archive) -> list[str]:
    return [r.name for r in archive.refused.open()]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(30):
        (folder / f"{n:02}.txt").write_text(story(f"subject{n}"))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    return folder


def test_a_broken_file_among_many_is_named_with_its_reason_and_kept(archive: Archive, many: Path) -> None:
    outcome = taken_in(archive, many)
    assert counts(outcome) == {"new": 30, "refused": 1}
    (row,) = archive.refused.open()
    assert row.name == str(many / "broken.pdf") and "is a broken PDF" in row.reason
    assert archive.refused.payload(row.id) == b"%PDF-1.7 and nothing else"
    assert outcome.refused[0].reason == row.reason


def test_the_same_refusal_again_is_one_row_and_counts_its_tries(archive: Archive, many: Path) -> None:
    taken_in(archive, many)
    taken_in(archive, many)
    assert [r.tries for r in archive.refused.open()] == [2]
    again(archive)
    assert [r.tries for r in archive.refused.open()] == [3]


def test_a_mended_file_is_taken_in_by_a_retry_and_struck_off(archive: Archive, many: Path) -> None:
    broken = many / "broken.pdf"
    broken.rename(empty := many / "empty.txt")
    empty.write_text("")
    taken_in(archive, many)
    assert names(archive) == [str(empty)]
    empty.write_text(story("court"))
    assert counts(again(archive)) == {"new": 1}
    assert names(archive) == [] and counts(again(archive)) == {}


def test_a_file_that_is_gone_is_read_from_what_was_kept(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(article: Any, resources: object) -> Any:
        raise ZeroDivisionError("a fault")

    (file := tmp_path / "a.html").write_text(
        f"<html><body><article><p>{story('court')}</p></article></body></html>"
    )
    put_in(monkeypatch, faulty)
    outcome = taken_in(archive, file)
    assert "ZeroDivisionError: a fault; please report this article" in outcome.refused[0].reason
    file.unlink()
    put_in(monkeypatch)
    assert counts(again(archive, language="en")) == {"new": 1}
    (row,) = rows(archive)["version"]
    assert archive.article(row.id).text.split() == story("court").split(), "read as the page that it is"


def test_a_fault_of_the_reader_refuses_that_article_only(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(article: Any, resources: object) -> Any:
        if "court" in article.text:
            raise IndexError("list index out of range")
        return read(article, resources)

    put_in(monkeypatch, faulty)
    source = jsonl(tmp_path / "a.jsonl", *({"text": story(s)} for s in ("mayor", "court", "clinic")))
    assert counts(taken_in(archive, source)) == {"new": 2, "refused": 1}
    assert names(archive) == [f"'{source}' line 2"]
    put_in(monkeypatch)
    assert counts(again(archive)) == {"new": 1}
    assert names(archive) == []


def test_a_fault_of_a_library_refuses_that_file_only(
    archive: Archive, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object, **__: object) -> Any:
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr(html, "page", faulty)
    (many / "a.html").write_text("<html>")
    outcome = taken_in(archive, many)
    assert counts(outcome) == {"new": 30, "refused": 2}
    assert "RecursionError" in outcome.refused[0].reason


def test_a_bad_line_is_no_plain_text_when_it_is_tried_again(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"text": 5}) + "\n" + json.dumps({"text": story("court")}) + "\n")
    assert counts(taken_in(archive, source)) == {"new": 1, "refused": 1}
    before = rows(archive)["version"]
    assert counts(again(archive)) == {"refused": 1}
    assert rows(archive)["version"] == before
    assert names(archive) == [f"'{source}' line 1"]


def test_a_bad_row_of_a_table_is_tried_again_with_its_columns(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(f'url;text;published\nhttps://a.example/1;"{story("court")}";31 May\n')
    assert counts(taken_in(archive, source)) == {"refused": 1}
    assert counts(again(archive)) == {"refused": 1}
    assert [r.tries for r in archive.refused.open()] == [2]
    assert counts(again(archive, published="2019-05-31")) == {"new": 1}
    assert archive.find_article("https://a.example/1") is not None


def test_a_refused_word_file_is_tried_again_as_one(archive: Archive, tmp_path: Path) -> None:
    with zipfile.ZipFile(data := io.BytesIO(), "w") as package:
        package.writestr("nothing", "in it")
    (file := tmp_path / "a.docx").write_bytes(data.getvalue())
    taken_in(archive, file)
    file.unlink()
    assert "broken DOCX" in again(archive).refused[0].reason


def test_what_is_not_there_is_refused_and_can_be_tried_when_it_is(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "late.txt"
    outcome = taken_in(archive, file)
    assert outcome.refused[0].reason == f"there is no file '{file}': check the name"
    assert counts(again(archive)) == {"refused": 1}
    file.write_text(story("court"))
    assert counts(again(archive)) == {"new": 1}
    assert names(archive) == []


def test_a_file_that_is_too_large_is_never_taken_for_its_beginning(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kabar.intake.LARGEST_KEPT", 1_000)
    (file := tmp_path / "a.txt").write_text("x" * 20_000_001)
    taken_in(archive, file)
    (row,) = archive.refused.open()
    assert not row.has_payload
    file.unlink()
    assert counts(again(archive)) == {"refused": 1}


def test_an_empty_container_is_refused(archive: Archive, tmp_path: Path) -> None:
    (file := tmp_path / "a.csv").write_text("text,url\n")
    assert "holds no article" in taken_in(archive, file).refused[0].reason


def test_a_file_that_may_not_be_read_is_refused(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file := tmp_path / "a.txt").write_text("text")

    def closed(self: Path, *_: object, **__: object) -> Any:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", closed)
    assert "can't be read (Permission denied)" in taken_in(archive, file).refused[0].reason


def test_a_database_fault_is_no_refusal(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object, **__: object) -> Any:
        raise AssertionError("not an article's fault")

    monkeypatch.setattr("kabar.ingest.keep.group", faulty)
    (file := tmp_path / "a.txt").write_text(story("court"))
    with pytest.raises(AssertionError):
        taken_in(archive, file)
    assert rows(archive)["version"] == [], "the article's transaction was undone"

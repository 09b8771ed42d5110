"""The same again changes nothing; what changed at its address is a new version."""
# ruff: noqa: F401, F811  (fixtures)

import json
from pathlib import Path
from typing import Any

import pytest
from faked import archive, counts, jsonl, put_in, quick, read, rows, story, taken_in

from kabar.ingest import run
from kabar.store import Archive

A = "https://example.org/a"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    made.mkdir()
    (made / "a.txt").write_text(story("mayor"))
    (made / "b.html").write_text(f"<html><body><article><p>{story('court')}</p></article></body></html>")
    jsonl(
        made / "c.jsonl",
        {"text": story("farmer"), "url": A, "title": "A \x00title"},
        {"text": story("clinic")},
    )
    return made


def test_the_same_folder_twice_changes_nothing(archive: Archive, folder: Path) -> None:
    assert counts(taken_in(archive, folder)) == {"new": 4}
    before = rows(archive)
    assert len(before["version"]) == len(before["reading"]) == 4
    assert counts(taken_in(archive, folder)) == {"unchanged": 4}
    assert rows(archive) == before


def test_the_same_file_named_twice_is_taken_in_once(archive: Archive, folder: Path) -> None:
    assert counts(taken_in(archive, folder / "a.txt", folder / "a.txt")) == {"new": 1, "unchanged": 1}


def test_what_changed_at_its_address_is_a_new_version_and_the_old_is_kept(
    archive: Archive, tmp_path: Path
) -> None:
    source = tmp_path / "a.jsonl"
    first, second = "12 people were killed, the mayor said.", "15 people were killed, the mayor said."
    taken_in(archive, jsonl(source, {"text": first, "url": A}))
    assert counts(taken_in(archive, jsonl(source, {"text": second, "url": A}))) == {"updated": 1}
    article_id = archive.find_article(A)
    assert article_id is not None
    versions = archive.versions(article_id)
    assert [archive.article(v.id).text for v in versions] == [first, second]
    assert [json.loads(archive.received(v.id) or b"")["text"] for v in versions] == [first, second]
    assert all(archive.reading(v.id) for v in versions), "what each version claims can be compared"


def test_two_versions_in_one_folder_taken_twice_stay_two(archive: Archive, tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"text": "The first.", "url": A}, {"text": "The second.", "url": A})
    assert counts(taken_in(archive, source)) == {"new": 1, "updated": 1}
    before = rows(archive)
    assert counts(taken_in(archive, source)) == {"unchanged": 2}
    assert rows(archive) == before


def test_a_title_that_changed_is_a_new_version(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    taken_in(archive, jsonl(source, {"text": "One text.", "url": A, "title": "Calm"}))
    assert counts(taken_in(archive, jsonl(source, {"text": "One text.", "url": A, "title": "War"}))) == {
        "updated": 1
    }


def test_another_model_reads_all_versions_again_and_adds_none(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"text": "The first.", "url": A}, {"text": "The second.", "url": A})
    taken_in(archive, source)
    monkeypatch.setattr(run, "model_digest", lambda: "another")
    assert counts(taken_in(archive, source)) == {"re-read": 2}
    article_id = archive.find_article(A)
    assert article_id is not None
    versions = archive.versions(article_id)
    assert [archive.article(v.id).text for v in versions] == ["The first.", "The second."]
    assert [[r.model for r in archive.readings(v.id)] for v in versions] == [["m", "another"]] * 2
    assert counts(taken_in(archive, source)) == {"unchanged": 2}


def test_an_article_is_reported_only_when_it_is_in_the_archive(archive: Archive, folder: Path) -> None:
    seen: list[int] = []
    from kabar.ingest import Settings, ingest

    ingest(archive, [str(folder)], Settings(), lambda done: seen.append(archive.count("articles")))
    assert seen == [1, 2, 3, 4]


def test_the_database_learns_how_its_rows_are_spread_when_many_came(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[int] = []
    monkeypatch.setattr(run, "MANY", 4)
    monkeypatch.setattr(Archive, "tidy", lambda self: tidied.append(self.count("articles")))
    taken_in(archive, folder)
    taken_in(archive, folder)
    assert tidied == [4]


def test_ctrl_c_ends_with_what_was_done_and_the_next_run_goes_on(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(article: Any, resources: object) -> Any:
        if "clinic" in article.text:
            raise KeyboardInterrupt
        return read(article, resources)

    put_in(monkeypatch, stopped)
    outcome = taken_in(archive, folder)
    assert outcome.stopped and counts(outcome) == {"new": 3}
    assert archive.runs.all()[0].state == "failed"
    put_in(monkeypatch)
    assert counts(taken_in(archive, folder)) == {"new": 1, "unchanged": 3}

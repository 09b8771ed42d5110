"""Articles and readings: kept unaltered, in versions, the old reading current until the new one is complete."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from made import TEXT, article, reading

import kabar
from kabar.errors import KabarError
from kabar.store import Archive, Query, schema
from kabar.store.times import now


def save(archive: Archive, what=None, version="1", model="m1", **more):
    what = what or reading(**more)
    added = archive.add_article(what.article)
    archive.save_reading(added.version_id, what, kabar_version=version, model=model)
    return added


def test_an_article_is_given_back_as_it_was_handed_in(archive: Archive) -> None:
    odd = article("NUL \0, a lone \ud800 and 難民\r\n", byline="Jane", guessed=("language",))
    added = archive.add_article(odd, received=b"\x00\xffraw", media_type="text/html", name="a.html")
    assert archive.article(added.version_id) == odd
    assert archive.received(added.version_id) == b"\x00\xffraw"


def test_the_same_article_again_changes_nothing(archive: Archive) -> None:
    first = archive.add_article(article())
    again = archive.add_article(article())
    assert (first.outcome, again.outcome) == ("new", "unchanged")
    assert again.version_id == first.version_id


def test_a_changed_article_is_a_new_version_and_the_old_one_is_kept(archive: Archive) -> None:
    first = archive.add_article(article())
    second = archive.add_article(article(TEXT.replace("12", "15")))
    assert (second.outcome, second.number, second.article_id) == ("updated", 2, first.article_id)
    assert archive.article(first.version_id).text == TEXT
    assert [v.number for v in archive.versions(first.article_id)] == [1, 2]


def test_without_an_address_the_text_is_the_identity(archive: Archive) -> None:
    first = archive.add_article(article(url=None))
    assert archive.add_article(article(url=None)).outcome == "unchanged"
    assert archive.add_article(article("another", url=None)).article_id != first.article_id


def test_a_reading_is_kept_whole(archive: Archive) -> None:
    added = save(archive)
    assert archive.reading(added.version_id) == reading()


def test_a_new_reading_replaces_the_records_and_keeps_the_old_reading(archive: Archive) -> None:
    added = save(archive)
    save(archive, version="2", low=250_000)
    assert [f.low for f in archive.figures(Query(concept="displaced"))] == [250_000]
    assert [(r.kabar_version, r.current) for r in archive.readings(added.version_id)] == [
        ("1", False),
        ("2", True),
    ]


def test_a_reading_that_fails_leaves_the_old_one_current(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = save(archive)

    def broken(*_: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr("kabar.store.write._beside", broken)
    with pytest.raises(RuntimeError):
        archive.save_reading(added.version_id, reading(low=1), kabar_version="2", model="m")
    assert archive.reading(added.version_id) == reading()
    assert archive.count("figure", Query(low=300_000)) == 1
    assert len(archive.readings(added.version_id)) == 1


def test_the_records_are_those_of_the_newest_version_that_was_read(archive: Archive) -> None:
    first = save(archive)
    changed = article(TEXT + " More.")
    second = archive.add_article(changed)
    assert {s.version_id for s in archive.statements()} == {first.version_id}
    archive.save_reading(second.version_id, reading(changed), kabar_version="1", model="m1")
    archive.save_reading(first.version_id, reading(), kabar_version="2", model="m1")
    assert {s.version_id for s in archive.statements()} == {second.version_id}


def test_a_reading_of_another_text_is_refused(archive: Archive) -> None:
    added = archive.add_article(article())
    with pytest.raises(KabarError, match="another text"):
        archive.save_reading(added.version_id, reading(article(TEXT + "!")), kabar_version="1", model="m")


def test_keys_survive_a_reading_that_says_the_same(archive: Archive) -> None:
    save(archive)
    before = {s.key for s in archive.statements()} | {f.key for f in archive.figures()}
    save(archive, version="2", confidence=0.5)
    assert {s.key for s in archive.statements()} | {f.key for f in archive.figures()} == before
    save(archive, version="3", low=250_000)
    after = {f.key for f in archive.figures()}
    assert len(after & before) == 1, "the figure that says something else has another key"


def test_a_batch_is_kept_whole_or_not_at_all(archive: Archive) -> None:
    with pytest.raises(RuntimeError), archive.batch():
        archive.add_article(article())
        archive.add_article(article("two", url="https://example.org/2"))
        raise RuntimeError
    assert archive.count("articles") == 0


def test_unread_versions_are_found(archive: Archive) -> None:
    added = save(archive)
    other = archive.add_article(article(url="https://example.org/2"))
    assert archive.unread(kabar_version="1", model="m1") == [other.version_id]
    assert archive.unread(kabar_version="2", model="m1") == [added.version_id, other.version_id]


def test_every_record_carries_its_evidence(archive: Archive) -> None:
    save(archive)
    for name in (
        "statement",
        "figure",
        "event",
        "agreement",
        "breach",
        "mention",
        "place",
        "date_mention",
        "damage",
    ):
        for row in archive.each(name):
            assert row.spans and row.evidence == " … ".join(s.of(TEXT) for s in row.spans), name
            assert row.url == "https://example.org/1"


def test_opening_again_finds_everything(target: str) -> None:
    with kabar.open(target) as archive:
        save(archive)
    with kabar.open(target) as archive:
        assert archive.count("statement") == 3


def test_a_file_name_may_be_a_path(tmp_path: Path) -> None:
    with kabar.open(tmp_path / "a b%20.db") as archive:
        assert archive.count("articles") == 0
    assert replace(Query(), text="x").given() == {"text"}


def test_the_state_is_another_after_every_change_and_the_same_without_one(archive: Archive) -> None:
    seen = [archive.state()]

    def changes() -> bool:
        seen.append(archive.state())
        return seen[-1] not in seen[:-1]

    added = save(archive)
    assert changes()
    assert archive.add_article(article()).outcome == "unchanged"
    assert not changes()
    archive.save_reading(added.version_id, reading(), kabar_version="1", model="m1")
    assert changes(), "the same version read again"
    archive.judgements.add("wrong", archive.figures().rows[0].key, who="jane")
    assert changes()
    archive.links.reconciled(archive.links.pending())
    assert changes()
    with pytest.raises(RuntimeError), archive.batch():
        archive.add_article(article("another", url=None))
        raise RuntimeError
    assert not changes(), "taken back"


def test_another_connection_sees_the_state_change(archive: Archive, target: str) -> None:
    with kabar.open(target) as other:
        before = other.state()
        archive.add_article(article())
        assert other.state() == archive.state() != before


def test_an_account_is_no_change_of_the_archive(archive: Archive) -> None:
    before = archive.state()
    with archive.writing() as connection:
        values = {"name": "jane", "password_hash": "x", "role": "reader", "made_at": now(), "closed": False}
        connection.execute(sa.insert(schema.account).values(values))
    assert archive.state() == before


def test_a_name_or_address_that_no_database_holds_is_kept_nearly_as_it_is(archive: Archive) -> None:
    """The name of a file need not be UTF-8; Python then writes it with lone surrogates."""
    of = article("text", url="https://example.org/\ud800\0")
    added = archive.add_article(of, received=b"text", name="caf\udce9.txt", media_type="text/\0plain")
    assert archive.versions(added.article_id)[0].name == "caf\ufffd.txt"
    assert archive.find_article("https://example.org/\ud800\0") == added.article_id
    assert archive.add_article(of).outcome == "unchanged"


def test_an_outlet_that_no_database_holds_is_kept_nearly_as_it_is(archive: Archive) -> None:
    of = article(TEXT, publisher="Ex\0ample")
    added = archive.add_article(of)
    archive.save_reading(added.version_id, reading(of), kabar_version="1", model="m")
    assert {r.publisher for r in archive.figures().rows} == {"Ex\ufffdample"}

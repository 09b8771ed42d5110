"""How much was found in an article, and the keys of its records by their ids."""

from dataclasses import replace

from made import TEXT, article, reading

from kabar.store import Archive
from kabar.store.links import Situation


def test_a_tally_counts_records_versions_and_near_duplicates(archive: Archive) -> None:
    first = archive.add_article(article(), name="a.txt")
    archive.save_reading(first.version_id, reading(), kabar_version="1", model="m")
    archive.add_article(article(TEXT + " More."), name="b.txt")
    other = archive.add_article(article("another", url="u2"))
    alone = archive.add_article(article("alone", url="u3"))
    archive.duplicates.group([first.article_id, other.article_id], "minhash", 0.9)
    found = archive.tallies([first.article_id, other.article_id, alone.article_id])
    assert found[first.article_id].records == {
        "statement": 3, "figure": 2, "event": 1, "agreement": 1, "dispute": 1, "damage": 1,
    }  # fmt: skip
    assert (found[first.article_id].versions, found[first.article_id].near) == (2, 1)
    assert found[first.article_id].name == "b.txt"
    assert (found[alone.article_id].records, found[alone.article_id].near) == ({}, 0)
    assert archive.tallies([]) == {}


def test_keys_are_those_of_the_version_whose_records_queries_find(archive: Archive) -> None:
    first = archive.add_article(article())
    archive.save_reading(first.version_id, reading(), kabar_version="1", model="m")
    figure = archive.figures().rows[-1]
    keyed = archive.keyed(first.version_id)
    assert figure.key in {k.key for k in keyed if (k.kind, k.local) == ("figure", figure.local)}
    assert all((k.actor_id is not None) == (k.kind == "mention") for k in keyed)
    newer = article(TEXT + " More.")
    second = archive.add_article(newer)
    archive.save_reading(second.version_id, replace(reading(), article=newer), kabar_version="1", model="m")
    assert archive.keyed(first.version_id) == []
    assert archive.keyed(second.version_id)


def test_a_record_knows_the_titles_of_its_situations(archive: Archive) -> None:
    archive.links.keep_situation(Situation(key="k2", title="Idlib", members=(("figure", "figure-1"),)))
    archive.links.keep_situation(Situation(key="k1", title="Hama", members=(("figure", "figure-2"),)))
    assert archive.links.situation_titles(["figure-1", "figure-3"]) == [("k2", "Idlib")]
    assert archive.links.situation_titles([]) == []


def test_pairs_that_were_judged_are_found_by_either_record(archive: Archive) -> None:
    first = archive.judgements.add("same", "figure-1", "figure-2", who="Ana")
    archive.judgements.add("different", "figure-2", "figure-1", who="Ben", why="other days")
    archive.judgements.add("wrong", "figure-1", who="Ana")
    gone = archive.judgements.add("same", "figure-1", "figure-3", who="Ana")
    archive.judgements.undo(gone, who="Ana")
    for key in ("figure-1", "figure-2"):
        assert [(j.verdict, j.why) for j in archive.judgements.pairs_of([key])] == [
            ("different", "other days")
        ]
    assert archive.judgements.pairs_of(["figure-3"]) == [] and first

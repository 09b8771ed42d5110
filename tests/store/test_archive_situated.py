"""What the situation pages ask, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from made import article, reading

from kabar.store import Archive, Query, situated
from kabar.store.links import Cluster, CrossDispute, CrossPosition, Holder, Member, Situation


@pytest.fixture(autouse=True)
def situations(archive: Archive) -> list[str]:
    """Two articles with figures; situation "large" holds the figures of both, "small" those of the first."""
    for n in (1, 2):
        made = reading(article(text=f"{article().text}\n{n}", url=f"https://example.org/{n}"))
        added = archive.add_article(made.article)
        archive.save_reading(added.version_id, made, kabar_version="1", model="m")
    figures = [r for r in archive.figures(Query(concept="displaced")).rows]
    keys = [f.key for f in figures]
    site = figures[0].site
    assert site is not None
    for key, members in (("small", keys[:1]), ("large", keys)):
        archive.links.keep_situation(
            Situation(
                key=key, title=key, site_id=site.id, date=f"2019-0{4 + len(members)}-01/2019-0{4 + len(members)}-30",
                members=tuple(("figure", k) for k in members),
            )
        )  # fmt: skip
    archive.links.keep_dispute(
        CrossDispute(
            key="d1", kind="figure", question="how many", differ_in="the number", confidence=0.9,
            positions=(CrossPosition(says="one", holders=(Holder(record_key=keys[0], article_id=figures[0].article_id),)),),
        )
    )  # fmt: skip
    archive.links.keep_cluster(Cluster(key="c1", type="figure", members=tuple(Member(k, 0.9) for k in keys)))
    return keys


def test_the_situation_of_which_most_is_told_comes_first(archive: Archive) -> None:
    lines = situated.situation_lines(archive, Query(), limit=10)
    assert [(line.key, line.records, line.site.name if line.site else "") for line in lines] == [
        ("large", 2, "Idlib"),
        ("small", 1, "Idlib"),
    ]
    assert [s.key for s in situated.situation_lines(archive, Query(), limit=1, skip=1)] == ["small"]


def test_situations_are_found_by_place_and_period(archive: Archive) -> None:
    def keys(query: Query) -> list[str]:
        return [s.key for s in situated.situation_lines(archive, query, limit=10)]

    assert keys(Query(place="idlib", country="SYR")) == ["large", "small"]
    assert keys(Query(place="Ankara")) == []
    assert keys(Query(since=date(2019, 6, 10))) == ["large"]


def test_articles_and_disputes_of_a_situation_are_counted_once(archive: Archive) -> None:
    ids = {s.key: s.id for s in situated.situation_lines(archive, Query(), limit=10)}
    told = situated.told_of(archive, list(ids.values()))
    assert told == {ids["large"]: situated.Told(2, 1), ids["small"]: situated.Told(1, 1)}


def test_a_disputed_record_weighs_more_than_one_of_a_cluster(archive: Archive, situations: list[str]) -> None:
    weights = situated.record_weights(archive, [*situations, "figure-unknown"])
    assert weights[situations[0]] > weights[situations[1]] == 2 > weights["figure-unknown"] == 0


def test_articles_languages_and_records_of_articles(archive: Archive, situations: list[str]) -> None:
    articles = situated.articles_of(archive, [*situations, "figure-unknown"])
    assert len(articles) == 2
    assert situated.languages_of(archive, articles) == ["en"]
    assert {s.act for s in situated.statements_in(archive, articles, ("accuse",), 10)} == {"accuse"}
    assert len(situated.statements_in(archive, articles, ("accuse",), 1)) == 1
    assert len(situated.breaches_in(archive, articles, 10)) == 2


def test_articles_of_which_there_are_several_versions(archive: Archive, situations: list[str]) -> None:
    articles = situated.articles_of(archive, situations)
    assert situated.changed_articles(archive, articles, 5) == []
    archive.add_article(article(text="Another text.", url="https://example.org/1"))
    changed = archive.find_article("https://example.org/1")
    assert situated.changed_articles(archive, articles, 5) == [changed]
    assert situated.changed_articles(archive, articles, 0) == []

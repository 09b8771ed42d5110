"""Each filter finds what it names and nothing else, on both databases alike."""

from datetime import date

import pytest
from made import TEXT, article, reading

from kabar.errors import KabarError
from kabar.store import Archive, Query


@pytest.fixture(autouse=True)
def filled(archive: Archive) -> None:
    for n, (day, language) in enumerate([("2019-05-31", "en"), ("2019-06-02", "fr"), (None, "en")], 1):
        of = article(url=f"https://example.org/{n}", published=day, language=language, publisher=f"P{n}")
        added = archive.add_article(of)
        archive.save_reading(added.version_id, reading(of), kabar_version="1", model="m")


FOUND = [
    ("statement", Query(), 9),
    ("statement", Query(act="accuse"), 3),
    ("statement", Query(actor="UN"), 3),
    ("statement", Query(actor="united nations", role="source"), 3),
    ("statement", Query(actor="turkiye", role="target"), 0),
    ("statement", Query(actor="SYR", role="target", language="fr"), 1),
    ("statement", Query(source="turkiye", target="SYR"), 3),
    ("statement", Query(source="turkiye", target="SYR", since=date(2019, 5, 1)), 0),
    ("statement", Query(source="turkiye", target="SYR", published_since=date(2019, 6, 1)), 1),
    ("statement", Query(source="SYR", target="turkiye"), 0),
    ("statement", Query(source="UN", target="SYR"), 0),
    ("statement", Query(source="turkiye", actor="SYR", act="accuse"), 3),
    ("statement", Query(source="UN", place="idlib"), 3),
    ("statement", Query(target="SYR", place="idlib"), 0),
    ("statement", Query(place="idlib"), 3),
    ("statement", Query(text="ankara KILLED"), 3),
    ("statement", Query(text='"killed in Ankara"'), 3),
    ("statement", Query(text='"Ankara killed"'), 0),
    ("statement", Query(flags=("damaged",)), 3),
    ("statement", Query(without_flags=("damaged",)), 6),
    ("statement", Query(confidence=0.9), 0),
    ("statement", Query(published_since=date(2019, 6, 1)), 3),
    ("statement", Query(published_until=date(2019, 6, 1)), 3),
    ("figure", Query(concept="displaced"), 3),
    ("figure", Query(source="RUS"), 3),
    ("figure", Query(low=400_000), 3),
    ("figure", Query(high=100), 3),
    ("figure", Query(low=10, high=20), 3),
    ("figure", Query(unit="people", country="TUR"), 3),
    ("figure", Query(since=date(2019, 5, 30), until=date(2019, 5, 30)), 6),
    ("figure", Query(until=date(2019, 5, 29)), 3),
    ("figure", Query(place=169389), 3),
    ("figure", Query(near=(35.9, 36.6, 10)), 3),
    ("figure", Query(near=(35.9, 36.6, 700)), 6),
    ("figure", Query(box=(35, 36, 36, 37)), 3),
    ("figure", Query(box=(35, 170, 40, -170)), 0),
    ("figure", Query(text="truce"), 6),
    ("event", Query(plover="ASSAULT", cameo="190", acled="Battles", status="claimed"), 3),
    ("event", Query(acled="Armed clash"), 3),
    ("event", Query(actor="RUS", role="claimant"), 3),
    ("event", Query(publisher="P2"), 1),
    ("agreement", Query(kind="ceasefire", since=date(2018, 9, 30)), 3),
    ("agreement", Query(actor="RUS", role="party"), 3),
    ("breach", Query(actor="SYR", role="accused"), 3),
    ("dispute", Query(kind="figure", actor="UN", role="holder"), 3),
    ("dispute", Query(country="SYR"), 3),
    ("articles", Query(language="fr"), 1),
    ("articles", Query(actor="UN", act="accuse", concept="killed", place="Ankara", text="truce"), 3),
    ("articles", Query(act="deny"), 0),
    ("articles", Query(source="turkiye", target="SYR", act="accuse"), 3),
    ("articles", Query(source="UN", act="accuse"), 0),
    ("articles", Query(source="UN", actor="RUS"), 3),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query", "number"), FOUND, ids=lambda v: str(v)[:60])
def test_a_filter_finds(archive: Archive, name: str, query: Query, number: int) -> None:
    page = archive.articles(query) if name == "articles" else archive.page(name, query)
    assert len(page) == archive.count(name, query) == number


def test_newest_publication_first_and_unknown_days_last(archive: Archive) -> None:
    assert [a.day and str(a.day) for a in archive.articles()] == ["2019-06-02", "2019-05-31", None]


def test_pages_join_up(archive: Archive) -> None:
    keys, after = [], None
    while True:
        page = archive.statements(limit=2, after=after)
        keys += [s.key for s in page]
        after = page.after
        if after is None:
            break
    assert len(keys) == len(set(keys)) == 9
    assert keys == [r.key for r in archive.each("statement", size=4)]


def test_rows_say_who_and_where(archive: Archive) -> None:
    breach = archive.breaches(limit=1).rows[0]
    assert (breach.actors("accuser"), breach.actors("accused")) == (("Türkiye",), ("Syria",))
    figure = archive.figures(Query(concept="killed"), limit=1).rows[0]
    assert figure.site is not None and (figure.site.name, figure.site.geonames) == ("Ankara", 323786)
    assert (figure.date_lo, figure.date_hi) == (date(2019, 5, 30), date(2019, 5, 30))
    dispute = archive.disputes(limit=1).rows[0]
    members = archive.by_key([k for _, k in dispute.members])
    assert [members[k].actors("source") for _, k in dispute.members] == [("United Nations",), ("Russia",)]


def test_a_flow_without_an_end_ends_with_the_report(archive: Archive) -> None:
    page = archive.figures(Query(concept="displaced"))
    assert [f.date_hi for f in page] == [date(2019, 6, 2), date(2019, 5, 31), date.max]


def test_facets_count(archive: Archive) -> None:
    assert archive.facets("statement", "act") == [("say", 6), ("accuse", 3)]
    assert archive.facets("event", "actor") == [("Russia", 3)]
    assert archive.facets("figure", "country", Query(concept="killed")) == [("TUR", 3)]
    assert archive.facets("statement", "flag") == [("damaged", 3)]
    assert archive.facets("articles", "language") == [("en", 2), ("fr", 1)]
    assert archive.facets("statement", "year") == [("2019", 6)]
    assert archive.facets("statement", "target") == [("Syria", 3)]
    assert archive.facets("statement", "place") == [("Ankara", 3), ("Idlib", 3)]
    assert archive.facets("articles", "act") == [("accuse", 3), ("say", 3)]
    assert archive.facets("articles", "place", Query(language="fr")) == [("Ankara", 1), ("Idlib", 1)]


def test_facets_of_the_newest_alone(archive: Archive) -> None:
    found = archive.newest_facets("articles", ["language", "year", "actor"], newest=1)
    assert (found["language"], found["year"]) == ([("fr", 1)], [("2019", 1)])
    assert archive.newest_facets("statement", ["act"], Query(text="truce"), newest=2) == {
        "act": [("accuse", 2)]
    }
    with pytest.raises(KabarError, match="is not counted by 'mode'"):
        archive.newest_facets("articles", ["mode"])


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("figure", Query(act="say"), "no filter act"),
        ("place", Query(actor="UN"), "no filter actor"),
        ("figure", Query(target="UN"), "no filter target"),
        ("statement", Query(role="source"), "role without an actor"),
        ("figure", Query(near=(91, 0, 1)), "near takes latitude"),
        ("figure", Query(article=10**30), "a number is larger"),
        ("articles", Query(place=10**30), "a number is larger"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(archive: Archive, name: str, query: Query, says: str) -> None:
    with pytest.raises(KabarError, match=says):
        archive.articles(query) if name == "articles" else archive.page(name, query)


HOSTILE = ['"', '""', "*", "' OR 1=1 --", "a AND", "NEAR(", "(((", "col:x", "^a", "-", "\\", "\0", "%", "a:*", "!a & | b", "<->", "{a b}", "x" * 5000, "難" * 300, "a " * 500]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_is_an_error(archive: Archive, question: str) -> None:
    archive.statements(Query(text=question))
    archive.articles(Query(text=question))


def test_the_text_is_what_the_queries_were_made_for() -> None:
    assert TEXT.count("\n") == 2

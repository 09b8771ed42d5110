"""What counts as the same: a question that figures answer, an event, an agreement, a statement retold."""

from __future__ import annotations

from typing import Any

import pytest
from accounts import Story, keep, sizes

from kabar.reconcile import reconcile
from kabar.store import Archive

FIGURE: dict[str, Any] = {"place": "Maarat", "as_of": "2019-05-22", "source": "UN"}
FLIGHT: dict[str, Any] = {"concept": "displaced", "place": "Idlib", "since": "2019-04-28", "source": "UN"}
EVENT: dict[str, Any] = {"place": "Maarat", "date": "2019-05-22"}


def figures(
    lite: Archive,
    one: dict[str, Any],
    other: dict[str, Any],
    days: tuple[str, str] = ("2019-05-23", "2019-05-24"),
) -> int:
    """How many figures of two articles are put together."""
    for name, day, more in (("a", days[0], one), ("b", days[1], other)):
        story = Story(name, day)
        story.figure(more.get("low", 12), **{k: v for k, v in more.items() if k != "low"})
        keep(lite, story)
    reconcile(lite)
    return max(sizes(lite, "figure"), default=0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FIGURE, FIGURE | {"low": 15, "source": "SOHR"}),
        (FIGURE, FIGURE | {"place": None}),
        (FIGURE, FIGURE | {"as_of": None, "low": 15}),
        (FIGURE, FIGURE | {"as_of": "2019-05-23"}),
        (FLIGHT | {"low": 200_000}, FLIGHT | {"low": 300_000, "source": "UOSSM"}),
        (FLIGHT, FLIGHT | {"concept": "forced_to_flee"}),
        (FLIGHT, FLIGHT | {"since": "2019-04"}),
        (FLIGHT, FLIGHT | {"since": "2019-05-01"}),
        (FLIGHT, FLIGHT | {"place": "Idlib governorate"}),
        (FLIGHT | {"group": "children"}, FLIGHT | {"group": "children", "part_of": "f9"}),
        (FLIGHT | {"counting": "cumulative"}, FLIGHT),
    ],
    ids=[
        "another source, another number", "no place, but the same number", "no day, published the day after",
        "the next day, but the same number", "two answers to one question", "fled and displaced", "since April, since 28 April",
        "since a few days later", "a town and its governorate", "children, and children of a whole", "one says how it counts",
    ],
)  # fmt: skip
def test_figures_that_answer_one_question(lite: Archive, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert figures(lite, one, other) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FIGURE, FIGURE | {"unit": "houses"}),
        (FIGURE, FIGURE | {"concept": "injured"}),
        (FIGURE, FIGURE | {"group": "children"}),
        (FIGURE, FIGURE | {"place": "Ankara"}),
        (FIGURE, FIGURE | {"place": "Idlib"}),
        (FIGURE, FIGURE | {"as_of": "2019-05-26"}),
        (FIGURE, FIGURE | {"as_of": "2019-05-23", "low": 15}),
        (FIGURE, FIGURE | {"place": None, "low": 15}),
        (FIGURE, FIGURE | {"as_of": None, "since": "2019-04-28"}),
        (FLIGHT, FLIGHT | {"since": "2019-05-10"}),
        (FLIGHT, FLIGHT | {"since": "2018-09"}),
        (FLIGHT, FLIGHT | {"place": "Syria", "low": 90}),
        (FLIGHT | {"counting": "new"}, FLIGHT | {"counting": "cumulative"}),
        (FLIGHT | {"measure": "stock"}, FLIGHT | {"measure": "flow"}),
        (FLIGHT, FLIGHT | {"part_of": "f9"}),
        (FLIGHT, FLIGHT | {"share": (0.5, 0.5), "flags": ("derived",)}),
        (FLIGHT, FLIGHT | {"flags": ("hypothetical",)}),
        (FIGURE | {"concept": "affected"}, FIGURE | {"concept": "affected"}),
    ],
    ids=[
        "unit", "concept", "group", "another country", "another town", "four days later", "the next day, another number",
        "no place, another number", "a day's dead and a month's", "since another day", "since another year", "a town and the country",
        "new and in all", "stock and flow", "a part and the whole", "a share worked out", "a forecast", "nothing but affected",
    ],
)  # fmt: skip
def test_figures_that_do_not(lite: Archive, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert figures(lite, one, other) < 2


def test_one_voice_gives_one_answer_in_one_article(lite: Archive) -> None:
    """44 soldiers and 37 rebels may both be read as people killed; the article does not contradict itself."""
    story = Story("a")
    story.figure(44, **FIGURE)
    story.figure(37, **FIGURE)
    story.figure(37, **FIGURE | {"source": None})
    keep(lite, story)
    reconcile(lite)
    assert sizes(lite, "figure") == [2, 1]


def test_a_headline_repeats_the_source_in_the_text(lite: Archive) -> None:
    """Seven in the headline is what the UN says in the text, and the Observatory's five are an answer to it."""
    story = Story("a")
    story.figure(7, **FIGURE | {"source": None})
    story.figure(7, **FIGURE)
    story.figure(5, **FIGURE | {"source": "SOHR"})
    keep(lite, story)
    reconcile(lite)
    assert sizes(lite, "figure") == [3]


def test_a_count_is_of_the_day_and_place_of_its_event(lite: Archive) -> None:
    for name, number in (("a", 12), ("b", 15)):
        story = Story(name, "2019-06-20")
        killed = story.figure(number, source="UN")
        story.event(killed=(killed,), **EVENT)
        keep(lite, story)
    late = Story("c", "2019-06-20")
    late.figure(15, source="UN", place="Maarat", as_of="2019-06-19")
    keep(lite, late)
    reconcile(lite)
    assert sizes(lite, "figure") == [2, 1]


def events(
    lite: Archive,
    one: dict[str, Any],
    other: dict[str, Any],
    days: tuple[str, str] = ("2019-05-23", "2019-05-24"),
) -> int:
    for name, day, more in (("a", days[0], one), ("b", days[1], other)):
        story = Story(name, day)
        counted = tuple(story.figure(n) for n in more.get("counted", ()))
        story.event(**{k: v for k, v in more.items() if k != "counted"}, killed=counted)
        keep(lite, story)
    reconcile(lite)
    return len(sizes(lite, "event"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (EVENT, EVENT | {"actors": ("RUS",)}),
        (EVENT | {"actors": ("SYR",)}, EVENT | {"actors": ("RUS",)}),
        (EVENT, EVENT | {"status": "claimed"}),
        (EVENT, EVENT | {"status": "denied"}),
        (EVENT, EVENT | {"acled_sub": "Air/drone strike", "acled": "Explosions/Remote violence"}),
        (EVENT, EVENT | {"place": "Idlib governorate"}),
        (EVENT | {"counted": (12,)}, EVENT | {"counted": (12,), "place": None}),
        (EVENT | {"counted": (12,)}, EVENT | {"counted": (12,), "date": "2019-05-23"}),
        (EVENT | {"counted": (12,)}, EVENT | {"counted": (12,), "place": "camp"}),
        (EVENT | {"actors": ("RUS",), "targets": ("SYR",)}, EVENT | {"actors": ("RUS",), "targets": ("SYR",), "place": None}),
        (EVENT, EVENT | {"date": None}),
    ],
    ids=[
        "one names no doer", "different doers", "claimed", "denied", "another weapon", "the governorate", "no place, the same dead",
        "the next day, the same dead", "a place in no gazetteer, the same dead", "no place, the same parties", "no day, published the day after",
    ],
)  # fmt: skip
def test_accounts_of_one_event(lite: Archive, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert events(lite, one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (EVENT, EVENT | {"plover": "PROTEST"}),
        (EVENT, EVENT | {"status": "demanded"}),
        (EVENT | {"status": "planned"}, EVENT | {"status": "threatened"}),
        (EVENT, EVENT | {"place": "Ankara"}),
        (EVENT, EVENT | {"place": "Syria"}),
        (EVENT, EVENT | {"place": None}),
        (EVENT, EVENT | {"flags": ("place-inferred",)}),
        (EVENT, EVENT | {"date": "2019-05-23"}),
        (EVENT | {"counted": (12,)}, EVENT | {"counted": (12,), "date": "2019-05-26"}),
        (EVENT | {"counted": (12,)}, EVENT | {"counted": (12,), "place": "Ankara"}),
        ({}, {}),
    ],
    ids=[
        "type", "a demand is no event", "a plan and a threat", "another country", "the country", "no place", "a place that was inferred", "the next day", "four days later",
        "the same dead elsewhere", "neither says where or when",
    ],
)  # fmt: skip
def test_accounts_of_two_events(lite: Archive, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert events(lite, one, other) == 2


def test_an_event_a_year_old_is_found_again(lite: Archive) -> None:
    assert events(lite, EVENT, EVENT, ("2019-05-23", "2020-05-22")) == 1


def test_a_chain_of_days_is_not_one_event(lite: Archive) -> None:
    """Monday's is near Tuesday's and Tuesday's near Wednesday's: by their dead each time, and still they are not one."""
    for name, day, counted in (
        ("a", "20", (1,)),
        ("b", "21", (1, 2)),
        ("c", "22", (2, 3)),
        ("d", "23", (3,)),
    ):
        story = Story(name, "2019-05-24")
        dead = tuple(story.figure(n) for n in counted)
        story.event(place="Maarat", date=f"2019-05-{day}", killed=dead)
        keep(lite, story)
    reconcile(lite)
    assert max(sizes(lite, "event")) <= 2


def test_nearly_the_same_article_tells_the_same_wherever_it_was_read_to_be(lite: Archive) -> None:
    ids = []
    for name, place in (("a", "Maarat"), ("b", "Ankara"), ("c", "Ankara")):
        story = Story(name)
        story.figure(12, source="UN", place=place, as_of="2019-05-22")
        story.event(place=place, date="2019-05-22")
        ids += keep(lite, story)
    lite.duplicates.group(ids[:2], "minhash", 0.9)
    reconcile(lite)
    assert sizes(lite, "figure") == [2, 1] and sizes(lite, "event") == [2, 1]


def agreements(lite: Archive, one: dict[str, Any], other: dict[str, Any]) -> int:
    for name, day, more in (("a", "2019-05-23", one), ("b", "2019-06-24", other)):
        story = Story(name, day)
        story.agreement(**more)
        keep(lite, story)
    reconcile(lite)
    return len(sizes(lite, "agreement"))


PACT: dict[str, Any] = {"parties": ("RUS", "TUR"), "date": "2018-09-17", "place": "Idlib"}


@pytest.mark.parametrize(
    "other",
    [PACT, PACT | {"date": "2018-09"}, PACT | {"kind": "deal"}, PACT | {"parties": ("TUR",)}, PACT | {"place": None}, PACT | {"date": None}],
    ids=["the same", "month only", "called a deal", "one party named", "no place", "no date"],
)  # fmt: skip
def test_accounts_of_one_agreement(lite: Archive, other: dict[str, Any]) -> None:
    assert agreements(lite, PACT, other) == 1


@pytest.mark.parametrize(
    "other",
    [PACT | {"kind": "prisoner-exchange"}, PACT | {"parties": ("SYR", "UN")}, PACT | {"date": "2019-05-18"}],
    ids=["kind", "parties", "date"],
)
def test_accounts_of_two_agreements(lite: Archive, other: dict[str, Any]) -> None:
    assert agreements(lite, PACT, other) == 2


SAID = "the regime breaks the truce every day in Idlib"


@pytest.mark.parametrize(
    ("source", "words", "day", "language", "clusters"),
    [
        ("TUR", SAID + " again", "2019-05-24", "en", 1),
        ("RUS", SAID, "2019-05-24", "en", 2),
        ("TUR", "it will keep its posts where they are", "2019-05-24", "en", 2),
        ("TUR", SAID, "2019-06-24", "en", 2),
        ("TUR", SAID, "2019-05-24", "fr", 2),
    ],
    ids=["retold", "another speaker", "other words", "a month later", "another language"],
)
def test_a_statement_retold(
    lite: Archive, source: str, words: str, day: str, language: str, clusters: int
) -> None:
    for name, spoken in (("a", ("TUR", SAID, "2019-05-23", "en")), ("b", (source, words, day, language))):
        story = Story(name, spoken[2], spoken[3])
        story.said(spoken[0], spoken[1])
        keep(lite, story)
    reconcile(lite)
    assert len(sizes(lite, "statement")) == clusters

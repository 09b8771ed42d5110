"""Disputes: who holds which position, who only repeats whom, in which order they stand, and what is no dispute."""

from __future__ import annotations

from typing import Any

import pytest
from accounts import Story, breach, disputes, keep, sizes

from kabar.reconcile import reconcile
from kabar.store import Archive
from kabar.store.links import CrossDispute

FLIGHT: dict[str, Any] = {"concept": "displaced", "place": "Idlib", "since": "2019-04-28"}
EVENT: dict[str, Any] = {"place": "Maarat", "date": "2019-05-22"}


def told(lite: Archive, *accounts: dict[str, Any]) -> list[CrossDispute]:
    """The disputes of figures, each told in an article of its own."""
    for n, account in enumerate(accounts):
        story = Story(f"a{n}", account.get("day", "2019-05-31"), publisher=account.get("publisher"))
        more = {k: v for k, v in account.items() if k not in ("low", "high", "day", "publisher")}
        story.figure(account["low"], account.get("high", "same"), **FLIGHT | more)
        keep(lite, story)
    reconcile(lite)
    return disputes(lite)


def test_two_answers_to_one_question_stand_side_by_side(lite: Archive) -> None:
    (dispute,) = told(
        lite,
        {"low": 200_000, "high": None, "source": "UN"},
        {"low": 300_000, "high": None, "source": "UOSSM"},
    )
    assert (dispute.kind, dispute.question) == ("figure", "how many people displaced in Idlib")
    assert {(p.says, p.low, p.high) for p in dispute.positions} == {
        ("United Nations: 200,000 or more", 200_000, None),
        ("UOSSM: 300,000 or more", 300_000, None),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((200_000, None), (230_000, 230_000)),
        ((180_000, 180_000), (176_500, 176_500)),
        ((40, 50), (45, 45)),
        ((12, 12), (12, 12)),
    ],
    ids=["more than, and about as many", "rounded", "a range and a number in it", "equal"],
)
def test_bounds_that_can_be_one_are_no_dispute(
    lite: Archive, one: tuple[float, float], other: tuple[float, float]
) -> None:
    accounts = [
        {"low": one[0], "high": one[1], "source": "UN"},
        {"low": other[0], "high": other[1], "source": "UOSSM"},
    ]
    assert told(lite, *accounts) == []
    assert sizes(lite, "figure") == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((270_000, 270_000), (300_000, None)),
        ((5, 5), (6, 6)),
        ((200_000, None), (300_000, None)),
        ((None, 150), (200, 200)),
    ],
    ids=["less than more than", "few people each count", "two lower bounds", "above the upper bound"],
)
def test_bounds_that_can_not(lite: Archive, one: tuple[float, float], other: tuple[float, float]) -> None:
    accounts = [
        {"low": one[0], "high": one[1], "source": "UN"},
        {"low": other[0], "high": other[1], "source": "UOSSM"},
    ]
    assert len(told(lite, *accounts)) == 1


def test_a_source_that_gives_a_new_number_has_changed_its_account(lite: Archive) -> None:
    old, new = (
        {"low": 180_000, "source": "UN", "day": "2019-05-20"},
        {"low": 270_000, "source": "UN", "day": "2019-05-31"},
    )
    assert told(lite, old, new) == []
    (dispute,) = told(lite, old, new, {"low": 400_000, "source": "UOSSM"})
    assert {p.low for p in dispute.positions} == {270_000, 400_000}


def test_a_position_is_held_once_by_each_and_told_in_each_article(lite: Archive) -> None:
    (dispute,) = told(
        lite,
        *({"low": 200_000, "source": "UN", "day": f"2019-05-{d}"} for d in (29, 30, 31)),
        {"low": 300_000, "source": "UOSSM"},
    )
    un = next(p for p in dispute.positions if p.low == 200_000)
    assert un.says == "United Nations: 200,000" and len(un.holders) == 3


def test_nearly_the_same_articles_count_once_as_a_source(lite: Archive) -> None:
    ids = []
    for n, (number, source) in enumerate(((200, "UN"), (200, "UN"), (300, "UOSSM"))):
        story = Story(f"a{n}", f"2019-05-{29 + n}")
        story.figure(number, source=source, **FLIGHT)
        ids += keep(lite, story)
    lite.duplicates.group(ids[:2], "minhash", 0.9)
    reconcile(lite)
    (dispute,) = disputes(lite)
    first, again = next(p for p in dispute.positions if p.low == 200).holders
    assert first.repeats_key is None and again.repeats_key == first.record_key


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({"source": "UN"}, {}, "first-hand, undamaged, published 2019-05-30"),
        ({"source": "UN"}, {"source": "UOSSM", "flags": ("damaged",), "day": "2019-05-31"}, "first-hand, undamaged, published 2019-05-30"),
        ({"source": "UN", "day": "2019-05-31"}, {"source": "UOSSM"}, "first-hand, undamaged, published 2019-05-31"),
    ],
    ids=["first-hand before relayed", "undamaged before damaged", "newer before older"],
)  # fmt: skip
def test_the_order_of_positions(
    lite: Archive, first: dict[str, Any], second: dict[str, Any], reason: str
) -> None:
    """Whatever the numbers are, and whoever came first."""
    day = {"day": "2019-05-30"}
    (dispute,) = told(lite, day | {"low": 300} | second, day | {"low": 200} | first)
    assert [p.low for p in dispute.positions] == [200, 300]
    assert dispute.positions[0].order_reason == reason


def test_accounts_published_days_apart_are_flagged(lite: Archive) -> None:
    """The matter itself may have changed meanwhile."""
    one = {"low": 200, "source": "UN", "day": "2019-05-20"}
    (dispute,) = told(lite, one, {"low": 300, "source": "UOSSM", "day": "2019-05-30"})
    assert dispute.flags == ("days-apart",)


def stories(lite: Archive, *accounts: dict[str, Any]) -> list[CrossDispute]:
    """The disputes of events, each told in an article of its own."""
    for n, account in enumerate(accounts):
        story = Story(f"a{n}", "2019-05-23")
        story.event(**EVENT | account)
        keep(lite, story)
    reconcile(lite)
    return disputes(lite)


def test_what_one_tells_and_another_denies(lite: Archive) -> None:
    (dispute,) = stories(
        lite, {"claimed_by": ("SOHR",), "status": "claimed"}, {"claimed_by": ("RUS",), "status": "denied"}
    )
    assert dispute.kind == "occurrence"
    assert {p.says for p in dispute.positions} == {
        "Syrian Observatory: it happened",
        "Russia: it did not happen",
    }


def test_one_article_that_tells_who_denies_it(lite: Archive) -> None:
    (dispute,) = stories(lite, {"claimed_by": ("SOHR",), "status": "claimed", "denied_by": ("RUS",)})
    assert {p.says for p in dispute.positions} == {
        "Syrian Observatory: it happened",
        "Russia: it did not happen",
    }


def test_an_article_that_negates_does_not_dispute_with_itself(lite: Archive) -> None:
    story = Story("a")
    story.event(**EVENT)
    story.event("nobody claimed it", **EVENT, status="denied")
    keep(lite, story)
    reconcile(lite)
    assert disputes(lite) == []


def test_different_doers_by_different_accounts(lite: Archive) -> None:
    (dispute,) = stories(
        lite, {"actors": ("SYR",), "claimed_by": ("TUR",)}, {"actors": ("SOHR",), "claimed_by": ("RUS",)}
    )
    assert dispute.kind == "blame"
    assert {p.says for p in dispute.positions} == {"Türkiye: Syria", "Russia: Syrian Observatory"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"actors": ("SYR",)}, {"actors": ("SYR", "RUS")}),
        ({"actors": ("SYR",)}, {}),
        ({"actors": ("SYR",), "claimed_by": ("TUR",)}, {"actors": ("RUS",), "claimed_by": ("TUR",)}),
        (
            {"actors": ("SYR",), "plover": "displacement", "acled": None},
            {"actors": ("RUS",), "plover": "displacement", "acled": None},
        ),
    ],
    ids=["one names more", "one names none", "one accuser of two", "nobody does flight"],
)
def test_no_dispute_about_the_doer(lite: Archive, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert stories(lite, one, other) == []


def test_who_broke_an_agreement(lite: Archive) -> None:
    for n, (by, against) in enumerate((("TUR", "SYR"), ("RUS", "TUR"), ("RUS", "SOHR"))):
        story = Story(f"a{n}")
        said = story.said(by, f"number {n} broke it")
        story.agreement(date="2018-09-17", place="Idlib", alleged_breaches=(breach(by, against, said),))
        keep(lite, story)
    reconcile(lite)
    (dispute,) = disputes(lite)
    assert (dispute.kind, dispute.question) == ("blame", "who broke the ceasefire in Idlib")
    assert [p.says for p in dispute.positions if p.says.startswith("T")] == ["Türkiye: Syria broke it"]


def test_one_accuser_of_two_is_no_dispute(lite: Archive) -> None:
    story = Story("a")
    said = story.said("RUS", "they broke it")
    story.agreement(alleged_breaches=(breach("RUS", "TUR", said), breach("RUS", "SOHR", said)))
    keep(lite, story)
    reconcile(lite)
    assert disputes(lite) == []


def test_nothing_is_averaged(lite: Archive) -> None:
    numbers = (100, 200, 400)
    (dispute,) = told(
        lite, *({"low": n, "source": s} for n, s in zip(numbers, ("UN", "UOSSM", "SOHR"), strict=True))
    )
    assert sorted(p.low or 0 for p in dispute.positions) == list(numbers)

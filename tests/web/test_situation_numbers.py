"""How a situation's numbers, days and places are shown: rules that need no archive."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.gazetteer.outline import hull, outline
from kabar.reconcile.positions import accounts
from kabar.reconcile.view import Question
from kabar.store.rows import EventRow, FigureRow, PartyRow, SiteRow
from kabar.web.views.charts import OTHERS, charts, day_of
from kabar.web.views.headlines import Headline, headlines, range_of
from kabar.web.views.situation_days import happenings, timeline
from kabar.web.views.situation_map import drawn, places_on_map

UN, UOSSM = (PartyRow("source", n, ref, ref, "igo", None) for n, ref in ((1, "UN"), (2, "UOSSM")))
BASE = {
    "version_id": 1, "address": "a", "url": None, "title": None, "publisher": None, "language": "en", "start": 0, "end": 1,
    "spans": (), "evidence": "", "confidence": 0.8, "date_lo": None, "date_hi": None, "date": None, "site": None, "statement": None,
}  # fmt: skip
NUMBERS = iter(range(1, 10_000_000))


def figure(low: float | None, high: float | None, **more: Any) -> FigureRow:
    n = next(NUMBERS)
    own = {
        "id": n, "key": f"figure-{n}", "local": "f1", "article_id": n, "day": date(2019, 5, 1), "flags": (), "wording": "exact",
        "unit": "people", "concept": "displaced", "group": None, "measure": "flow", "counting": None, "share_low": None,
        "share_high": None, "part_of": None, "derived_from": None, "sectors": (), "since": None, "until": None, "as_of": None,
        "parties": (UN,),
    }  # fmt: skip
    return FigureRow(**{**BASE, **own, "low": low, "high": high, **more})


def event(day: date | None, **more: Any) -> EventRow:
    n = next(NUMBERS)
    own = {
        "id": n, "key": f"event-{n}", "local": "e1", "article_id": n, "day": day, "flags": (), "plover": "ASSAULT", "plover_mode": None,
        "cameo": None, "acled": None, "acled_sub": None, "status": "reported", "civilians_targeted": False, "killed": (), "injured": (),
    }  # fmt: skip
    return EventRow(**{**BASE, **own, "date_lo": day, **more})


def asked(*rows: FigureRow) -> Question:
    return Question("people", "displaced", None, "Idlib", "", tuple(accounts(rows, "source")), None, None)


def shown(*rows: FigureRow, groups: dict[int, int] | None = None) -> list[Headline]:
    return headlines([asked(*rows)], (groups or {}).get, {})


def test_the_range_goes_from_the_lowest_to_the_highest_number_and_says_that_it_is_open() -> None:
    told = range_of([figure(200_000, None), figure(180_000, 180_000)])
    assert (told.low, told.high, told.low_open, told.high_open) == (180_000, 200_000, False, True)


def test_a_rough_number_at_an_end_of_the_range_stays_a_rough_one() -> None:
    assert range_of([figure(180_000, 180_000, wording="about"), figure(200_000, None)]).about
    assert not range_of([figure(1, 1), figure(5, 5, wording="about"), figure(9, 9)]).about


def test_a_figure_without_a_number_does_not_open_the_range() -> None:
    told = range_of([figure(5, 7), figure(None, None)])
    assert (told.low, told.high, told.low_open, told.high_open) == (5, 7, False, False)


BOUND = st.none() | st.integers(0, 10**7).map(float)


@given(st.lists(st.tuples(BOUND, BOUND), min_size=1, max_size=6))
def test_no_number_that_anybody_names_is_outside_the_range(
    given_: list[tuple[float | None, float | None]],
) -> None:
    bounds = [(low, high) if None in (low, high) else tuple(sorted((low, high))) for low, high in given_]
    told = range_of([figure(low, high) for low, high in bounds])
    named = [n for pair in bounds for n in pair if n is not None]
    assert all(told.low is not None and told.high is not None and told.low <= n <= told.high for n in named)
    assert {told.low, told.high} <= {*named, None}, "a bound is a number that somebody names, no mean"


def test_a_stock_and_a_flow_are_never_one_number() -> None:
    told = shown(figure(1_000, 1_000, measure="stock"), figure(30, 30, measure="flow", parties=(UOSSM,)))
    assert {(h.measure, h.range.low, h.range.high) for h in told} == {
        ("stock", 1_000, 1_000),
        ("flow", 30, 30),
    }


def test_what_does_not_say_its_measure_goes_with_the_only_one_that_is_said() -> None:
    (told,) = shown(figure(30, 30), figure(40, 40, measure=None, parties=(UOSSM,)))
    assert (told.measure, len(told.sources)) == ("flow", 2)


def test_who_gives_the_same_number_again_is_no_further_source() -> None:
    (told,) = shown(figure(30, 30), figure(30, 30), figure(40, 40, parties=(UOSSM,)))
    assert sorted((s.name, len(s.again), len(s.earlier)) for s in told.sources) == [
        ("UN", 1, 0),
        ("UOSSM", 0, 0),
    ]


def test_the_newest_number_of_a_source_stands_and_the_one_before_is_kept() -> None:
    (told,) = shown(figure(12, 12), figure(15, 15, day=date(2019, 5, 3)))
    (source,) = told.sources
    assert source.row.low == 15
    assert [r.low for r in source.earlier] == [12]


def test_outlets_that_print_one_report_are_one_source() -> None:
    one, other = (figure(7, 7, parties=(), publisher=name) for name in ("Courier", "Star"))
    (told,) = shown(one, other, groups={one.article_id: 1, other.article_id: 1})
    assert len(told.sources) == 1
    (apart,) = shown(one, other)
    assert len(apart.sources) == 2


def test_a_number_stands_on_the_last_day_that_it_counts_else_on_the_day_of_publication() -> None:
    assert day_of(figure(1, 1, date_hi=date(2019, 4, 30))) == date(2019, 4, 30)
    assert day_of(figure(1, 1, date_hi=date.max)) == date(2019, 5, 1)
    assert day_of(figure(1, 1, day=None)) is None


def test_a_panel_has_two_numbers_or_more_and_sources_keep_their_marks_over_panels() -> None:
    many = [PartyRow("source", n, f"S{n}", f"S{n}", "ngo", None) for n in range(10)]
    made = charts(
        [
            asked(*(figure(n, n, parties=(p,)) for n, p in enumerate(many)), figure(3, 3, parties=(many[9],))),
            asked(figure(1, 1, measure="stock")),
        ],
        panels=6, marks=5,
    )  # fmt: skip
    (panel,) = made.panels
    assert (len(panel.marks), panel.total, made.names[0]) == (5, 11, "S9")
    assert {m.source for m in panel.marks if m.name == "S9"} <= {1}
    assert all(1 <= m.source <= OTHERS for m in panel.marks)


def test_only_doubts_of_the_number_or_its_source_make_a_mark_doubtful() -> None:
    (panel,) = charts(
        [asked(figure(1, 1, flags=("place-inferred",)), figure(2, 2, flags=("damaged",)))], 6, 9
    ).panels
    assert [m.doubtful for m in sorted(panel.marks, key=lambda m: m.row.low or 0)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("city", "spot"), ("camp", "spot"), ("admin1", "area"), ("admin2", "area"), ("region", "area"), ("country", "country")],
)  # fmt: skip
def test_a_place_is_drawn_as_precisely_as_it_is_known(kind: str, shape: str) -> None:
    assert drawn(SiteRow(1, "x", kind, "SYR", None, 36.0, 36.0, None))[0] == shape


def test_a_place_without_a_point_is_in_the_list_alone() -> None:
    assert drawn(SiteRow(1, "x", "city", "SYR", None, None, None, None)) == ("none", ())


def test_a_division_is_drawn_around_its_towns_as_the_gazetteer_has_them() -> None:
    around = outline(169387)
    assert len(around) > 4
    west, east = min(p[0] for p in around), max(p[0] for p in around)
    assert 36 < west < 36.5 < east < 37.3, "Idlib lies between 36.1 and 37.1 degrees east"
    assert outline(169389) == (), "a town has no outline"


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=30, unique=True))
def test_a_hull_covers_every_point(points: list[tuple[float, float]]) -> None:
    around = hull(points)
    for a, b in zip(around, [*around[1:], around[0]], strict=True):
        assert all((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) >= 0 for p in points)


def test_the_place_of_which_most_is_told_comes_first() -> None:
    idlib, hama = (
        SiteRow(n, name, "city", "SYR", None, 35.0, 36.0, None) for n, name in ((1, "Idlib"), (2, "Hama"))
    )
    places, count = places_on_map(
        [event(None, site=idlib), event(None, site=hama), figure(1, 1, site=hama)], 1
    )
    assert (count, places[0].site.name, places[0].events, places[0].figures) == (2, "Hama", 1, 1)


def test_days_out_of_the_period_come_after_it_and_are_not_in_the_chart() -> None:
    days = [date(2012, 1, 1), None, date(2019, 5, 2), date(2019, 5, 1)]
    made = timeline(
        happenings([event(d) for d in days], []),
        [],
        [],
        (date(2019, 5, 1), date(2019, 5, 31)),
        days=9,
        lines=9,
    )
    assert [d.day for d in made.days] == [date(2019, 5, 1), date(2019, 5, 2), date(2012, 1, 1), None]
    assert [c.day for c in made.counts] == [date(2019, 5, 1), date(2019, 5, 2)]


def test_what_a_day_leaves_out_is_counted() -> None:
    made = timeline(happenings([event(date(2019, 5, 1)) for _ in range(5)], []), [], [], days=1, lines=2)
    (day,) = made.days
    assert (len(day.events), day.left, day.total) == (2, 3, 5)

"""Figures set out in a table: each cell from the lowest to the highest, never a sum, never another thing counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from made import article, reading

from kabar.errors import KabarError
from kabar.model import Figure
from kabar.store import Archive, Query, pivot
from kabar.store.links import CrossDispute, CrossPosition, Holder
from kabar.store.pivot import Counted, Range
from kabar.store.rows import FigureRow

FLED = Query(concept="displaced")


def add(
    archive: Archive, n: int, *, day: str | None = "2019-05-31", publisher: str = "Example", **changes: Any
) -> FigureRow:
    """An article of its own with one figure of displaced people in Idlib, by the United Nations, changed so."""
    of = article(url=f"https://example.org/{n}", published=day, publisher=publisher)
    made = reading(of)
    figure: Figure = replace(made.figures[0], **{"since": None, "as_of": "2019-05-20", **changes})
    added = archive.add_article(of)
    archive.save_reading(
        added.version_id,
        replace(made, figures=(figure,), events=(), disputes=()),
        kabar_version="1",
        model="m",
    )
    return archive.figures(Query(article=added.article_id)).rows[0]


def cell(
    archive: Archive, row: str | None, column: str | None, *, rows: str = "place", columns: str = "month"
) -> tuple[Range, ...]:
    return archive.pivot(FLED, rows=rows, columns=columns).cells[row, column]


IDLIB, MAY = "geonames:169389", "2019-05"


def test_a_cell_goes_from_the_lowest_to_the_highest_and_says_how_many_from_how_many(archive: Archive) -> None:
    add(archive, 1, low=200_000, high=210_000)
    add(archive, 2, low=270_000, high=270_000)
    add(archive, 3, low=250_000, high=250_000, source="RUS")
    (found,) = cell(archive, IDLIB, MAY)
    assert (found.low, found.high, found.figures, found.sources) == (200_000, 270_000, 3, 2)


def test_an_open_end_stays_open_and_the_outermost_numbers_are_still_told(archive: Archive) -> None:
    add(archive, 1, low=300_000, high=None)
    add(archive, 2, low=None, high=400_000)
    (found,) = cell(archive, IDLIB, MAY)
    assert (found.low, found.high, found.lowest, found.highest) == (None, None, 300_000, 400_000)


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "households"}, {"concept": "killed"}, {"group": "children"}, {"measure": "stock"}, {"measure": "flow"},
        {"counting": "new"}, {"part_of": "f9"},
    ],
    ids=str,
)  # fmt: skip
def test_what_counts_something_else_has_a_range_of_its_own(archive: Archive, other: dict[str, Any]) -> None:
    add(archive, 1, low=5, high=5)
    add(archive, 2, low=900, high=900, **other)
    ranges = archive.pivot(rows="place", columns="month").cells[IDLIB, MAY]
    assert sorted((r.low, r.high, r.figures) for r in ranges) == [(5, 5, 1), (900, 900, 1)]


def test_without_a_source_the_outlet_gives_the_number(archive: Archive) -> None:
    for n, publisher in enumerate(["One", "One", "Other"], 1):
        add(archive, n, publisher=publisher, source=None, low=n, high=n)
    table = archive.pivot(FLED, rows="source", columns="publisher")
    assert [(h.value, h.name, h.figures) for h in table.rows] == [(None, None, 3)]
    (found,) = cell(archive, None, "2019-05", rows="source", columns="published")
    assert found.sources == 2


@pytest.mark.parametrize(
    ("changes", "month"),
    [
        ({"as_of": "2019-05-20"}, "2019-05"),
        ({"as_of": None, "since": "2019-05-01", "until": "2019-05-31"}, "2019-05"),
        ({"as_of": None, "since": "2019-04-01", "until": "2019-05-31"}, "several"),
        ({"as_of": None}, None),
    ],
    ids=str,
)
def test_what_goes_over_several_months_stands_in_none_of_them(
    archive: Archive, changes: dict[str, Any], month: str | None
) -> None:
    add(archive, 1, **changes)
    assert [h.value for h in archive.pivot(FLED, rows="month", columns="place").rows] == [month]


def test_months_stand_in_order_and_places_by_how_much_is_said_of_them(archive: Archive) -> None:
    for n, (day, place) in enumerate([("2019-06-01", "p2"), ("2019-05-01", "p1"), ("2019-05-02", "p1")], 1):
        add(archive, n, as_of=day, place=place, low=n, high=n)
    table = archive.pivot(FLED, rows="place", columns="month")
    assert [h.name for h in table.rows] == ["Idlib", "Ankara"]
    assert [h.value for h in table.columns] == ["2019-05", "2019-06"]
    assert table.figures == 3


def test_a_figure_in_dispute_and_one_in_doubt_are_told(archive: Archive) -> None:
    disputed = add(archive, 1, low=1, high=1)
    add(archive, 2, low=2, high=2, flags=("damaged",))
    holder = Holder(record_key=disputed.key, article_id=disputed.article_id)
    archive.links.keep_dispute(
        CrossDispute(
            key="dispute-figure-1", kind="figure", question="how many", differ_in="the number", confidence=0.5,
            positions=(CrossPosition(says="one", holders=(holder,)),),
        )
    )  # fmt: skip
    (found,) = cell(archive, IDLIB, MAY)
    assert (found.figures, found.disputed, found.doubted) == (2, 1, 1)


def test_a_dispute_inside_one_article_counts_too(archive: Archive) -> None:
    of = article()
    archive.save_reading(archive.add_article(of).version_id, reading(of), kabar_version="1", model="m")
    table = archive.pivot(rows="concept", columns="unit")
    assert {at: [r.disputed for r in ranges] for at, ranges in table.cells.items()} == {
        ("displaced", "people"): [1], ("killed", "people"): [1],
    }  # fmt: skip


def test_what_a_person_judged_wrong_is_left_out_and_counted_until_that_is_taken_back(
    archive: Archive,
) -> None:
    add(archive, 1, low=5, high=5)
    wrong = add(archive, 2, low=900, high=900)
    decision = archive.judgements.add("wrong", wrong.key, who="ana")
    table = archive.pivot(FLED, rows="place", columns="month")
    assert (table.figures, table.wrong, table.cells[IDLIB, MAY][0].high) == (1, 1, 5)
    archive.judgements.undo(decision, who="ana")
    assert archive.pivot(FLED, rows="place", columns="month").wrong == 0
    archive.judgements.add("wrong", wrong.key, who="ana")
    archive.judgements.add("right", wrong.key, who="ben")
    assert archive.pivot(FLED, rows="place", columns="month").figures == 2


def test_a_figure_without_a_number_stands_in_no_cell(archive: Archive) -> None:
    add(archive, 1, low=None, high=None, share=(0.5, None))
    assert archive.pivot(FLED, rows="place", columns="month").cells == {}


@pytest.mark.parametrize(
    "rows", ["source", "place", "country", "month", "day", "published", "measure", "part"]
)
def test_every_cell_lists_the_figures_that_it_counts(archive: Archive, rows: str) -> None:
    for n, changes in enumerate([{}, {"place": "p2"}, {"source": None}, {"as_of": None}, {"measure": "stock"}, {"part_of": "f9"}], 1):  # fmt: skip
        add(archive, n, low=n, high=n, **changes)
    table = archive.pivot(FLED, rows=rows, columns="language")
    for (row, column), ranges in table.cells.items():
        listed = archive.figure_list(FLED, at={rows: row, "language": column}).rows
        assert sorted(f.low or 0 for f in listed)[:: max(1, len(listed) - 1)] == sorted(
            {min(r.lowest for r in ranges), max(r.highest for r in ranges)}
        )
        assert len(listed) == sum(r.figures for r in ranges)


def test_what_is_counted_is_equal_in_a_range(archive: Archive) -> None:
    add(archive, 1, measure="flow", counting="new", group="children")
    (found,) = cell(archive, IDLIB, MAY)
    assert found.counted == Counted("people", "displaced", "children", "flow", "new", None)


def test_a_filter_narrows_the_table(archive: Archive) -> None:
    add(archive, 1, low=1, high=1)
    add(archive, 2, low=2, high=2, place="p2")
    for query in (
        Query(place=169389),
        Query(actor="UN", place=169389),
        Query(flags=()),
        Query(text="truce", low=2),
    ):
        table = archive.pivot(query, rows="place", columns="source")
        assert table.figures == archive.count("figure", query)


def test_a_table_is_made_of_the_newest_and_says_so(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, day in enumerate(["2019-05-31", "2019-06-02"], 1):
        add(archive, n, low=n, high=n, day=day)
    monkeypatch.setattr(pivot, "MOST_FIGURES", 1)
    table = archive.pivot(FLED, rows="place", columns="month")
    assert (table.newest_only, table.cells[IDLIB, MAY][0].low) == (True, 2)


def test_unknown_axes_are_refused(archive: Archive) -> None:
    with pytest.raises(KabarError, match="set out by 'colour'"):
        archive.pivot(rows="colour", columns="place")
    with pytest.raises(KabarError, match="choose two"):
        archive.pivot(rows="place", columns="place")
    with pytest.raises(KabarError, match="set out by 'colour'"):
        archive.figure_list(at={"colour": "red"})


# The list


def sized(archive: Archive) -> None:
    add(archive, 1, low=10, high=10, day="2019-05-31")
    add(archive, 2, low=None, high=30, day=None)
    add(archive, 3, low=20, high=None, day="2019-06-02")
    add(archive, 4, low=None, high=None, share=(0.5, None), day="2019-06-01")


@pytest.mark.parametrize(
    ("order", "articles"),
    [
        ("newest", [3, 4, 1, 2]),
        ("oldest", [1, 4, 3, 2]),
        ("largest", [2, 3, 1, 4]),
        ("smallest", [1, 3, 2, 4]),
    ],
)
def test_the_list_is_in_the_order_asked_for_and_its_pages_join_up(
    archive: Archive, order: Any, articles: list[int]
) -> None:
    sized(archive)
    for at in ({}, {"language": "en"}):
        found, after = [], None
        while True:
            page = archive.figure_list(at=at, order=order, limit=1, after=after)
            found += [int((f.url or "").rpartition("/")[2]) for f in page.rows]
            after = page.after
            if after is None:
                break
        assert found == articles


def test_an_unknown_order_and_a_limit_without_sense_are_refused(archive: Archive) -> None:
    with pytest.raises(KabarError, match="not in the order"):
        archive.figure_list(order="prettiest")  # type: ignore[arg-type]
    with pytest.raises(KabarError, match="ask for 1 to 1000"):
        archive.figure_list(order="largest", limit=0)

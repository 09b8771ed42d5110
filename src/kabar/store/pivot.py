"""Figures set against one another in a table. A cell is what was said, from the lowest to the highest: no sum, no average.

Figures of another unit, concept or group, stocks and flows, new and cumulative counts, a whole and its parts each have a
range of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.find import unindexed
from kabar.store.ledger import judged_wrong
from kabar.store.query import Condition, Query, check, conditions, narrowed

# The value of an axis for what goes over more than one of its days or months.
SEVERAL = "several"
# A table is made of no more than so many figures, those published last, so that it takes a tenth of a second and not ten.
MOST_FIGURES = 5_000
At = Mapping[str, str | None]

_figure, _source, _site = t.figure.c, t.party.alias("source"), t.site
_FIGURES = t.figure.outerjoin(
    _source,
    sa.and_(_source.c.type == "figure", _source.c.role == "source", _source.c.record_id == _figure.id),
)
_WITH_SITES = _FIGURES.outerjoin(_site, _site.c.id == _figure.site_id)


@dataclass(frozen=True, slots=True)
class Axis:
    """What rows or columns stand for. `named` is the table whose ids the values are, to be shown by name."""

    value: sa.ColumnElement[Any]
    named: sa.Table | None = None
    needs_site: bool = False


def _begin(column: sa.ColumnElement[Any], length: int) -> sa.ColumnElement[Any]:
    """The year and month, or the whole, of a day in ISO 8601."""
    return sa.func.substr(sa.cast(column, sa.Text), 1, length)


def _period(length: int) -> sa.ColumnElement[Any]:
    first, last = _begin(_figure.date_lo, length), _begin(_figure.date_hi, length)
    return sa.case((_figure.date_class == t.NO_DATE, None), (first == last, first), else_=SEVERAL)


def _part() -> sa.ColumnElement[Any]:
    return sa.case((_figure.part_of.is_(None), None), else_="part")


AXES: dict[str, Axis] = {
    "source": Axis(_source.c.actor_id, t.actor),
    "place": Axis(_figure.site_id, t.site),
    "country": Axis(_site.c.country, needs_site=True),
    "concept": Axis(_figure.concept),
    "unit": Axis(_figure.unit),
    "month": Axis(_period(7)),
    "day": Axis(_period(10)),
    "published": Axis(sa.case((_figure.day == t.UNKNOWN_DAY, None), else_=_begin(_figure.day, 7))),
    "publisher": Axis(_figure.publisher),
    "language": Axis(_figure.language),
    "group": Axis(_figure.group),
    "measure": Axis(_figure.measure),
    "counting": Axis(_figure.counting),
    "part": Axis(_part()),
}
# What must be equal for two figures to stand in one range.
COUNTED = ("unit", "concept", "group", "measure", "counting", "part")


@dataclass(frozen=True, slots=True)
class Counted:
    """What the figures of a range count; None where they do not say. `part` is "part" for a part of another figure."""

    unit: str
    concept: str
    group: str | None
    measure: str | None
    counting: str | None
    part: str | None


@dataclass(frozen=True, slots=True)
class Range:
    """What figures say from the lowest to the highest.

    `low` and `high` are the outermost bounds, None where any of them is open there; `lowest` and `highest` the outermost
    numbers that are named. `sources`: those who give them; without one, the outlet. `disputed`: how many are in a dispute,
    `doubted`: how many carry a flag.
    """

    counted: Counted
    low: float | None
    high: float | None
    lowest: float
    highest: float
    figures: int
    sources: int
    disputed: int
    doubted: int


@dataclass(frozen=True, slots=True)
class Head:
    """A row or column: its value in an address, its name, of which kind a place or actor is, and how many figures stand in it.
    Without a value it is not said."""

    value: str | None
    name: str | None
    kind: str | None
    figures: int


@dataclass(frozen=True, slots=True)
class Pivot:
    """Rows and columns with most figures first, days and months in order; `cells` by value of row and column.

    `figures` are those in the cells; `wrong` are left out because a person judged them so. `newest_only`: the query finds
    more than `MOST_FIGURES`, and the older ones are left out.
    """

    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: Mapping[tuple[str | None, str | None], tuple[Range, ...]]
    figures: int
    wrong: int
    newest_only: bool


def pivot(connection: sa.Connection, query: Query, rows: str, columns: str) -> Pivot:
    """The figures of a query that give a number, by two axes. Raises KabarError: an unknown axis, twice the same."""
    if rows == columns:
        raise KabarError(f"rows and columns are both by {rows}: choose two")
    check("figure", query)
    axes = [axis(rows), axis(columns)]
    found = list(connection.execute(_asked(connection, query, axes)))
    heads = [_heads(connection, n, axes[n], found) for n in (0, 1)]
    cells: dict[tuple[str | None, str | None], dict[Counted, _Growing]] = {}
    for row in found:
        if not row.wrong:
            ranges = cells.setdefault((heads[0][row[0]].value, heads[1][row[1]].value), {})
            ranges.setdefault(Counted(*row[2:8]), _Growing()).add(row)
    figures = sum(not row.wrong for row in found)
    return Pivot(
        _ordered(rows, heads[0]), _ordered(columns, heads[1]),
        {at: tuple(sorted((g.range(c) for c, g in r.items()), key=_rank)) for at, r in cells.items()},
        figures, len(found) - figures, len(found) == MOST_FIGURES,
    )  # fmt: skip


def axis(name: str) -> Axis:
    """The axis of this name. Raises KabarError when there is none."""
    if name not in AXES:
        raise KabarError(f"figures are not set out by '{name}': use {', '.join(AXES)}")
    return AXES[name]


def _from(axes: list[Axis]) -> sa.FromClause:
    return _WITH_SITES if any(a.needs_site for a in axes) else _FIGURES


def _asked(connection: sa.Connection, query: Query, axes: list[Axis]) -> sa.Select[Any]:
    """A row a figure: its place on both axes, what it counts, its bounds, who gives it, and what stands against it."""
    keys = [a.value for a in axes] + [AXES[n].value for n in COUNTED]
    # Who gives a number: its source, else the outlet, else the article (below 0, to be told from an actor's id).
    who = sa.func.coalesce(
        sa.cast(_source.c.actor_id, sa.Text), _figure.publisher, sa.cast(-_figure.article_id, sa.Text)
    )
    disputed = sa.or_(*(sa.exists().where(x.c.record_key == _figure.key) for x in (t.holder, t.position)))
    day = unindexed(_figure.day) if query.in_short_period() else _figure.day
    return (
        sa.select(
            *keys, _figure.low, _figure.high, who.label("who"), (_figure.flags != "").label("doubted"),
            disputed.label("disputed"), _figure.key.in_(judged_wrong()).label("wrong"),
        )
        .select_from(_from(axes))
        .where(
            sa.or_(_figure.low.is_not(None), _figure.high.is_not(None)),
            *conditions(connection, "figure", query), *narrowed(connection, "figure", query),
        )
        .order_by(day.desc(), _figure.id.desc()).limit(MOST_FIGURES)
    )  # fmt: skip


class _Growing:
    """A range as figures are added to it."""

    def __init__(self) -> None:
        self.lows: list[float | None] = []
        self.highs: list[float | None] = []
        self.who: set[str] = set()
        self.disputed = self.doubted = 0

    def add(self, row: Any) -> None:
        self.lows.append(row.low)
        self.highs.append(row.high)
        self.who.add(row.who)
        self.disputed += row.disputed
        self.doubted += row.doubted

    def range(self, counted: Counted) -> Range:
        lows, highs = [n for n in self.lows if n is not None], [n for n in self.highs if n is not None]
        figures = len(self.lows)
        return Range(
            counted, min(lows) if len(lows) == figures else None, max(highs) if len(highs) == figures else None,
            min(lows + highs), max(lows + highs), figures, len(self.who), self.disputed, self.doubted,
        )  # fmt: skip


def _rank(found: Range) -> tuple[object, ...]:
    c = found.counted
    return (-found.figures, c.unit, c.concept, c.group or "", c.measure or "", c.counting or "", c.part or "")


def _heads(connection: sa.Connection, position: int, of: Axis, found: list[Any]) -> dict[Any, Head]:
    figures: dict[Any, int] = {}
    for row in found:
        figures[row[position]] = figures.get(row[position], 0) + (not row.wrong)
    named: dict[Any, tuple[str, str, str | None]] = {}
    if of.named is not None:
        c = of.named.c
        ids = [v for v in figures if v is not None]
        for some in (ids[i : i + 10_000] for i in range(0, len(ids), 10_000)):
            named |= {
                r.id: (r.ref, r.name, r.kind)
                for r in connection.execute(sa.select(c.id, c.ref, c.name, c.kind).where(c.id.in_(some)))
            }
    made = {}
    for value, n in figures.items():
        ref, name, kind = named.get(value, (value, value, None))
        made[value] = Head(ref, name, kind, n)
    return made


def _ordered(name: str, heads: Mapping[Any, Head]) -> tuple[Head, ...]:
    shown = [h for h in heads.values() if h.figures]
    if name in ("day", "month", "published"):
        return tuple(sorted(shown, key=lambda h: (h.value is None, h.value or "")))
    return tuple(sorted(shown, key=lambda h: (h.value is None, -h.figures, h.name or "")))


def name_of(connection: sa.Connection, name: str, value: str | None) -> str | None:
    """What a row or column is called; its value where it has no name of its own."""
    of = axis(name).named
    if of is None or value is None:
        return value
    return connection.scalar(sa.select(of.c.name).where(of.c.ref == value)) or value


def placed(connection: sa.Connection, at: At) -> tuple[sa.FromClause, list[Condition]]:
    """Where the figures of a cell stand, and the conditions on them. Raises KabarError for an unknown axis."""
    axes = {name: axis(name) for name in at}
    where: list[Condition] = []
    for name, of in axes.items():
        value = at[name]
        if value is None:
            where.append(of.value.is_(None))
        elif of.named is not None:
            ref = of.named.c.ref == value
            ids = list(connection.scalars(sa.select(of.named.c.id).where(ref)))
            where.append(of.value.in_(ids))
        else:
            where.append(of.value == value)
    return _from(list(axes.values())), where

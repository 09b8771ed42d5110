"""Figures as a list in another order than newest first, and those of one cell of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, Literal, cast, get_args

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.find import MOST, After, load, records_page
from kabar.store.pivot import At, placed
from kabar.store.query import Condition, Query, check, conditions, narrowed
from kabar.store.rows import FigureRow

Order = Literal["newest", "oldest", "largest", "smallest"]
# The place in the order of the last figure that was seen: its day or number, and its id.
Seen = tuple[date | float, int]
_c = t.figure.c
_NOTHING = 1e300


@dataclass(frozen=True, slots=True)
class FigurePage:
    """Figures in the order asked for, and where the next page begins (None: this is the last)."""

    rows: tuple[FigureRow, ...]
    after: Seen | None


@dataclass(frozen=True, slots=True)
class _Run:
    """Figures that one index gives in order: the condition on them, and by what."""

    where: Sequence[Condition]
    by: sa.ColumnElement[Any]


_SIZES = [_Run([_c.low.is_not(None)], _c.low), _Run([_c.low.is_(None), _c.high.is_not(None)], _c.high)]
_NO_SIZE = [_c.low.is_(None), _c.high.is_(None)]
RUNS: dict[str, list[_Run]] = {
    "newest": [_Run([], _c.day)],
    "oldest": [_Run([_c.day > t.UNKNOWN_DAY], _c.day), _Run([_c.day == t.UNKNOWN_DAY], sa.literal(t.OPEN_DAY, sa.Date))],
    "largest": [*_SIZES, _Run(_NO_SIZE, sa.literal(-1.0, sa.Float))],
    "smallest": [*_SIZES, _Run(_NO_SIZE, sa.literal(_NOTHING, sa.Float))],
}  # fmt: skip


def figures_page(
    connection: sa.Connection, query: Query, at: At, order: Order, limit: int, after: Seen | None
) -> FigurePage:
    """One page of figures. The size of a figure is its lower bound, else its upper one; those without a number come last.

    Raises KabarError: a filter that figures lack, an unknown axis or order, a limit out of 1-1,000.
    """
    check("figure", query)
    if order not in get_args(Order):
        raise KabarError(f"figures are not in the order '{order}': use {', '.join(get_args(Order))}")
    if not 1 <= limit <= MOST:
        raise KabarError(f"a page of {limit} rows: ask for 1 to {MOST}")
    if order == "newest" and not at and (after is None or isinstance(after[0], date)):
        page = records_page(connection, "figure", query, limit, cast("After | None", after))
        return FigurePage(tuple(r for r in page if isinstance(r, FigureRow)), page.after)
    source, where = placed(connection, at)
    where += [*conditions(connection, "figure", query), *narrowed(connection, "figure", query)]
    down = order in ("newest", "largest")
    runs = [
        _run(connection, run, source if at else t.figure, where, down, limit, after) for run in RUNS[order]
    ]
    found = list(islice(merge(*runs, reverse=down), limit + 1))
    rows = load(connection, "figure", [i for _, i in found[:limit]])
    return FigurePage(
        tuple(r for r in rows if isinstance(r, FigureRow)), found[limit - 1] if len(found) > limit else None
    )


def _run(
    connection: sa.Connection, run: _Run, source: sa.FromClause, where: list[Condition], down: bool, limit: int,
    after: Seen | None,
) -> list[Seen]:  # fmt: skip
    by: sa.ColumnElement[Any] = run.by
    asked = sa.select(by.label("by"), _c.id).select_from(source).where(*run.where, *where).limit(limit + 1)
    if after is not None:
        here, seen = (
            sa.tuple_(by, _c.id),
            sa.tuple_(sa.literal(after[0], by.type), sa.literal(after[1], t.Id)),
        )
        asked = asked.where(here < seen if down else here > seen)
    order = [by, _c.id]
    asked = asked.order_by(*(o.desc() if down else o.asc() for o in order))
    return [(row[0], row[1]) for row in connection.execute(asked)]


def figures_count(connection: sa.Connection, query: Query, at: At) -> int:
    """How many figures a query finds in a cell."""
    check("figure", query)
    source, where = placed(connection, at)
    where += [*conditions(connection, "figure", query), *narrowed(connection, "figure", query)]
    return connection.execute(sa.select(sa.func.count()).select_from(source).where(*where)).scalar_one()


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is beside a figure: how many other accounts of its question, and whether accounts differ."""

    others: int
    disputed: bool


def beside(connection: sa.Connection, keys: Sequence[str]) -> dict[str, Beside]:
    """What there is beside each of these figures that is not alone."""
    m, other = t.member, t.member.alias("other")
    counted = (
        sa.select(m.c.record_key, sa.func.count() - 1)
        .join(other, other.c.cluster_id == m.c.cluster_id)
        .where(m.c.record_key.in_(keys)).group_by(m.c.record_key)
    )  # fmt: skip
    others = {key: n for key, n in connection.execute(counted)}
    held = [sa.select(x.c.record_key).where(x.c.record_key.in_(keys)) for x in (t.holder, t.position)]
    disputed = set(connection.scalars(sa.union(*held)))
    return {k: Beside(others.get(k, 0), k in disputed) for k in keys if others.get(k) or k in disputed}

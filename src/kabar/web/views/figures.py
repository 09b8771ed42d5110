"""Figures with their bounds, sources and sentences: as a list, as a table, in conflict, and one question with all accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kabar.reconcile.compare import Comparison, conflicts
from kabar.reconcile.same import SUPPOSED, WORKED_OUT
from kabar.store import Archive, Query
from kabar.store.find import After
from kabar.store.listed import Beside, Order, Seen
from kabar.store.pivot import COUNTED, At, Head, Pivot, Range
from kabar.store.rows import FigureRow
from kabar.web.cells import seen_cursor, values_of
from kabar.web.filters import address, cursor

ROWS = 50
QUESTIONS = 20
# What a page of a table shows of it.
PIVOT_ROWS, PIVOT_COLUMNS = 30, 6


@dataclass(frozen=True)
class Standing:
    """Where a cell stands on one axis: the value, and what it is called (None: it is not said)."""

    axis: str
    value: str | None
    name: str | None


@dataclass(frozen=True)
class FiguresView:
    """One page of figures; `cell` is that of a table in which they stand, `rests` the same as values of an address. By key:
    what there is `beside` a figure, and which a person judged `wrong`."""

    filters: Query
    cell: tuple[Standing, ...]
    rests: Mapping[str, str]
    order: Order
    count: int
    rows: tuple[FigureRow, ...]
    beside: Mapping[str, Beside]
    wrong: tuple[str, ...]
    after: str | None


def figures_view(archive: Archive, query: Query, at: At, order: Order, after: Seen | None) -> FiguresView:
    """The figures that a query finds."""
    found = archive.figure_list(query, at=at, order=order, limit=ROWS, after=after)
    keys = [f.key for f in found.rows]
    count = archive.figure_count(query, at=at) if at else archive.count("figure", query)
    wrong = tuple(sorted(archive.judged_wrong(keys)))
    cell = tuple(Standing(n, v, archive.axis_name(n, v)) for n, v in at.items())
    return FiguresView(
        query,
        cell,
        values_of(at),
        order,
        count,
        found.rows,
        archive.beside(keys),
        wrong,
        seen_cursor(found.after),
    )


@dataclass(frozen=True)
class Cell:
    """Figures that count the same, from the lowest to the highest; `address` lists them."""

    range: Range
    address: str


@dataclass(frozen=True)
class PivotRow:
    """A row with its cells in the order of the columns; each cell has a range for everything that is counted."""

    head: Head
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Turn:
    """Which rows or columns are shown, from 1, of how many, and the addresses of those before and further on."""

    first: int
    last: int
    count: int
    before: str | None
    further: str | None


@dataclass(frozen=True)
class PivotView:
    """A part of a table of figures.

    `newest_only` and `wrong` are the pivot's; needs, targets, capacities, forecasts, denied numbers and what was worked out
    are left out unless they are asked for by their flag.
    """

    filters: Query
    rows_by: str
    columns_by: str
    columns: tuple[Head, ...]
    rows: tuple[PivotRow, ...]
    figures: int
    wrong: int
    newest_only: bool
    down: Turn
    across: Turn


def pivot_view(
    archive: Archive, query: Query, rows: str, columns: str, row_from: int, column_from: int
) -> PivotView:
    """Figures set out by two axes."""
    left_out = [f for f in (*SUPPOSED, *WORKED_OUT) if f not in query.flags and f not in query.without_flags]
    counted = replace(query, without_flags=(*query.without_flags, *left_out))
    table = archive.pivot(counted, rows=rows, columns=columns)
    across = table.columns[column_from : column_from + PIVOT_COLUMNS]
    down = table.rows[row_from : row_from + PIVOT_ROWS]
    here = {"rows": rows, "columns": columns, "row_from": row_from, "column_from": column_from}

    def turn(name: str, first: int, size: int, count: int) -> Turn:
        def to(at: int) -> str:
            values = here | {name: at}
            return address("/figures/pivot", query, **{k: v for k, v in values.items() if v})

        last = min(first + size, count)
        before = to(max(0, first - size)) if first else None
        return Turn(first + 1, last, count, before, to(first + size) if last < count else None)

    return PivotView(
        query, rows, columns, across,
        tuple(PivotRow(r, tuple(_cells(table, counted, rows, columns, r, c) for c in across)) for r in down),
        table.figures, table.wrong, table.newest_only,
        turn("row_from", row_from, PIVOT_ROWS, len(table.rows)),
        turn("column_from", column_from, PIVOT_COLUMNS, len(table.columns)),
    )  # fmt: skip


def _cells(table: Pivot, query: Query, rows: str, columns: str, row: Head, column: Head) -> tuple[Cell, ...]:
    ranges = table.cells.get((row.value, column.value), ())
    at = {rows: row.value, columns: column.value}
    return tuple(Cell(r, address("/figures", query, **values_of({**_counted(r), **at}))) for r in ranges)


def _counted(of: Range) -> dict[str, str | None]:
    return {name: getattr(of.counted, name) for name in COUNTED}


@dataclass(frozen=True)
class ConflictsView:
    """Questions over which accounts differ; `after` is where the next page begins."""

    filters: Query
    questions: tuple[Comparison, ...]
    after: str | None


def conflicts_view(archive: Archive, query: Query, after: After | None) -> ConflictsView:
    """The questions in conflict in which a figure meets the query, newest publication first."""
    found = conflicts(archive, query, limit=QUESTIONS, after=after)
    return ConflictsView(query, found.rows, cursor(found.after))

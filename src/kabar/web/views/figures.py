"""Figures with their bounds, sources and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.store import Archive, Query
from kabar.store.find import After
from kabar.store.rows import FigureRow
from kabar.web.filters import cursor

ROWS = 50


@dataclass(frozen=True)
class FiguresView:
    """One page of figures; `after` is where the next begins, `filters` what was asked."""

    filters: Query
    count: int
    rows: tuple[FigureRow, ...]
    after: str | None


def figures_view(archive: Archive, query: Query, after: After | None) -> FiguresView:
    """The figures that a query finds, newest publication first."""
    found = archive.figures(query, limit=ROWS, after=after)
    return FiguresView(query, archive.count("figure", query), found.rows, cursor(found.after))

"""/figures: how many, of what, according to whom."""

from __future__ import annotations

from typing import Annotated

import fastapi
from fastapi import APIRouter

from kabar.errors import KabarError
from kabar.reconcile.compare import Comparison, compare
from kabar.store import Query
from kabar.store.listed import Order
from kabar.store.pivot import AXES, At
from kabar.web.asked import Ask
from kabar.web.cells import CELL, seen_of
from kabar.web.errors import MissingError
from kabar.web.filters import after_of, filters
from kabar.web.page import page
from kabar.web.views.figures import (
    ConflictsView,
    FiguresView,
    PivotView,
    conflicts_view,
    figures_view,
    pivot_view,
)

router = APIRouter(tags=["figures"])
AxisName = Annotated[str, fastapi.Query(description=", ".join(AXES), max_length=20)]
From = Annotated[int, fastapi.Query(ge=0, le=1_000_000)]


@page(router, "/figures", "figures.html")
def figures(
    asked: Ask, query: Annotated[Query, filters("figure")], at: Annotated[At, CELL], order: Order = "newest",
    after: str | None = None,
) -> FiguresView:  # fmt: skip
    """Figures with their bounds, sources and sentences."""
    return figures_view(asked.archive, query, at, order, seen_of(after, order))


@page(router, "/figures/pivot", "figures_pivot.html")
def pivot(
    asked: Ask, query: Annotated[Query, filters("figure")], rows: AxisName = "place", columns: AxisName = "concept",
    row_from: From = 0, column_from: From = 0,
) -> PivotView:  # fmt: skip
    """Figures set out by two of their properties; every cell goes from the lowest to the highest that was said."""
    return pivot_view(asked.archive, query, rows, columns, row_from, column_from)


@page(router, "/figures/conflicts", "figures_conflicts.html")
def conflicts(
    asked: Ask, query: Annotated[Query, filters("figure")], after: str | None = None
) -> ConflictsView:
    """Questions that accounts answer differently, side by side."""
    return conflicts_view(asked.archive, query, after_of(after))


@page(router, "/figures/compare", "figures_compare.html")
def compared(asked: Ask, key: Annotated[str, fastapi.Query(max_length=200)]) -> Comparison:
    """All accounts of the question that a figure answers, source by source."""
    try:
        return compare(asked.archive, key)
    except KabarError as error:
        raise MissingError(str(error)) from error

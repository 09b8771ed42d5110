"""/figures: how many, of what, according to whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from kabar.store import Query
from kabar.web.asked import Ask
from kabar.web.filters import after_of, filters
from kabar.web.page import page
from kabar.web.views.figures import FiguresView, figures_view

router = APIRouter(tags=["figures"])


@page(router, "/figures", "figures.html")
def figures(asked: Ask, query: Annotated[Query, filters("figure")], after: str | None = None) -> FiguresView:
    """Figures with their bounds, sources and sentences."""
    return figures_view(asked.archive, query, after_of(after))

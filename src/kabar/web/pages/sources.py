"""/sources: outlets and those whom they quote."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from kabar.web.asked import Ask
from kabar.web.page import page
from kabar.web.views.sources import Order, SourcesView, sources_view

router = APIRouter(tags=["sources"])


@page(router, "/sources", "sources.html")
def sources(
    asked: Ask, text: Annotated[str, Query(max_length=200)] = "", order: Order = "most"
) -> SourcesView:
    """Each outlet and each quoted source: how much, how often damaged, doubtful and in dispute."""
    return sources_view(asked.archive, text, order)

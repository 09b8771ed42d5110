"""/docs: the addresses of the pages for programs."""

from __future__ import annotations

from fastapi import APIRouter

from kabar.web.asked import Ask
from kabar.web.page import page
from kabar.web.views.api import ApiView, api_view

router = APIRouter(tags=["help"])


@page(router, "/docs", "docs.html")
def docs(asked: Ask) -> ApiView:
    """All addresses and what they take, from the OpenAPI document."""
    return api_view(asked.request.app.openapi())

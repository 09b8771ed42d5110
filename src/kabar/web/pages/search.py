"""/search: words in articles and statements, in any script."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from kabar.store import Query
from kabar.web.asked import Ask
from kabar.web.filters import OF_ARTICLES, after_of, filters
from kabar.web.page import page
from kabar.web.views.search import SearchView, search_view

router = APIRouter(tags=["search"])


@page(router, "/search", "search.html")
def search(asked: Ask, query: Annotated[Query, filters(OF_ARTICLES)], after: str | None = None) -> SearchView:
    """Articles and statements in which words stand, with the passages around them."""
    return search_view(asked.archive, query, after_of(after))

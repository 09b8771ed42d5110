"""/statements: who said what about whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from kabar.store import Query
from kabar.web.asked import Ask
from kabar.web.filters import after_of, filters
from kabar.web.page import page
from kabar.web.views.statements import MatrixView, StatementsView, matrix_view, statements_view

router = APIRouter(tags=["statements"])


@page(router, "/statements", "statements.html")
def statements(
    asked: Ask, query: Annotated[Query, filters("statement")], after: str | None = None
) -> StatementsView:
    """Statements with who says them, how, about whom, and their words."""
    return statements_view(asked.archive, query, after_of(after))


@page(router, "/statements/matrix", "matrix.html")
def matrix(asked: Ask, query: Annotated[Query, filters("statement")]) -> MatrixView:
    """Who speaks about whom: statements counted by source, target and act."""
    return matrix_view(asked.archive, query)

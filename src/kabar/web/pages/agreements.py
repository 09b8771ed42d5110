"""/agreements: what was agreed, and who says that whom broke it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from kabar.store import Query
from kabar.web.asked import Ask
from kabar.web.filters import after_of, filters
from kabar.web.page import page
from kabar.web.views.agreements import AgreementsView, Order, agreements_view

router = APIRouter(tags=["agreements"])


@page(router, "/agreements", "agreements.html")
def agreements(
    asked: Ask,
    query: Annotated[Query, filters("agreement")],
    order: Order = "newest",
    after: str | None = None,
) -> AgreementsView:
    """Agreements in time order: parties, brokers, terms, and who says that whom broke them."""
    return agreements_view(asked.archive, query, order, after_of(after, -(2**63)))

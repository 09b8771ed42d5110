"""What was agreed, and who says that whom broke it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kabar.reconcile.pacts import Pact, pacts
from kabar.store import Archive, Query
from kabar.store.find import After
from kabar.web.filters import cursor

ROWS = 20
Order = Literal["newest", "oldest"]


@dataclass(frozen=True)
class AgreementsView:
    """One page of agreements by their date; `count` is how many accounts of agreements the filters find, `after` where the next
    page begins."""

    filters: Query
    order: Order
    count: int
    agreements: tuple[Pact, ...]
    after: str | None


def agreements_view(archive: Archive, query: Query, order: Order, after: After | None) -> AgreementsView:
    """The agreements of which an account meets the query."""
    found = pacts(archive, query, newest=order == "newest", limit=ROWS, after=after)
    return AgreementsView(query, order, archive.count("agreement", query), found.rows, cursor(found.after))

"""Outlets and those whom they quote: how much of each, and how much of it to be careful with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from kabar.store import Archive
from kabar.store.search import fold
from kabar.store.sources import Counts, Outlet, Quoted

Order = Literal["most", "damaged", "doubtful", "disputes"]
Row = TypeVar("Row", Outlet, Quoted)
ROWS = 50


@dataclass(frozen=True)
class SourcesView:
    """The first of the outlets and of the quoted sources whose names hold `text`, and how many there are of each."""

    text: str
    order: Order
    outlets: tuple[Outlet, ...]
    outlet_count: int
    quoted: tuple[Quoted, ...]
    quoted_count: int


def sources_view(archive: Archive, text: str, order: Order) -> SourcesView:
    """Outlets and quoted sources, those with most of what `order` says first."""
    wanted = fold(text.strip())
    outlets = [o for o in archive.sources.outlets() if wanted in fold(o.publisher or "")]
    quoted = [q for q in archive.sources.quoted() if wanted in fold(q.actor.name)]
    return SourcesView(
        text, order, _first(outlets, order, lambda o: o.damaged_articles), len(outlets),
        _first(quoted, order, lambda q: q.counts.damaged), len(quoted),
    )  # fmt: skip


def _first(rows: Sequence[Row], order: Order, damaged: Callable[[Row], int]) -> tuple[Row, ...]:
    by: dict[Order, Callable[[Counts], int]] = {
        "doubtful": lambda c: c.doubtful,
        "disputes": lambda c: c.disputes,
    }
    if order == "damaged":
        return tuple(sorted(rows, key=lambda r: -damaged(r))[:ROWS])
    if order in by:
        return tuple(sorted(rows, key=lambda r: -by[order](r.counts))[:ROWS])
    return tuple(rows[:ROWS])

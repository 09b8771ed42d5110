"""The list of situations: where, when, how much is told of each."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.errors import KabarError
from kabar.store import Archive, Query
from kabar.store.rows import SiteRow
from kabar.store.situated import situation_lines, told_of
from kabar.web.kept import Kept

ROWS = 30
# What an address may ask to be skipped.
FURTHEST = 1_000_000
_kept = Kept()


@dataclass(frozen=True)
class SituationInList:
    """A place and a period with what is told of them; `date` is an ISO 8601 interval."""

    key: str
    site: SiteRow | None
    date: str | None
    records: int
    articles: int
    disputes: int


@dataclass(frozen=True)
class SituationsView:
    """Situations of which most is told first; `after` is how many came before the next page."""

    filters: Query
    rows: tuple[SituationInList, ...]
    after: str | None


def situations_view(archive: Archive, query: Query, after: str | None) -> SituationsView:
    """The situations that a query finds. Raises KabarError for an `after` that is no number."""
    skip = _skipped(after)
    return _kept.get(archive, (query, skip), lambda: _made(archive, query, skip))


def _skipped(after: str | None) -> int:
    if not after:
        return 0
    if not (after.isascii() and after.isdigit() and int(after[:9]) <= FURTHEST):
        raise KabarError(f"'{after}' is no place to go on from: follow the link of the page before")
    return int(after[:9])


def _made(archive: Archive, query: Query, skip: int) -> SituationsView:
    lines = situation_lines(archive, query, limit=ROWS + 1, skip=skip)
    told = told_of(archive, [line.id for line in lines[:ROWS]])
    rows = tuple(
        SituationInList(
            line.key, line.site, line.date, line.records, told[line.id].articles, told[line.id].disputes
        )
        for line in lines[:ROWS]
    )
    return SituationsView(query, rows, str(skip + ROWS) if len(lines) > ROWS else None)

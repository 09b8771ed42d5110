"""Who said what about whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kabar.store import Archive, Query
from kabar.store.find import After
from kabar.store.matrix import Matrix
from kabar.store.rows import SiteRow, StatementRow
from kabar.web.filters import cursor
from kabar.web.views.facets import Facets, facets_of

ROWS = 30
SHOWN = 12
BY = ("act", "source", "target", "place", "language", "publisher", "year")


@dataclass(frozen=True)
class Said:
    """A statement with the places that stand in what was said."""

    statement: StatementRow
    places: tuple[SiteRow, ...]


@dataclass(frozen=True)
class StatementsView:
    """One page of statements; `after` is where the next begins, `filters` what was asked."""

    filters: Query
    count: int
    rows: tuple[Said, ...]
    facets: Facets
    after: str | None


@dataclass(frozen=True)
class MatrixView:
    """Who speaks about whom, among the statements that the filters find; each cell counts those of a source about a target."""

    filters: Query
    count: int
    matrix: Matrix


def statements_view(archive: Archive, query: Query, after: After | None) -> StatementsView:
    """The statements that a query finds, newest publication first."""
    found = archive.statements(query, limit=ROWS, after=after)
    count = counted(archive, "statement", query)
    facets = facets_of(archive, "statement", query, BY, count)
    return StatementsView(query, count, with_places(archive, found.rows), facets, cursor(found.after))


def matrix_view(archive: Archive, query: Query) -> MatrixView:
    """The 12 who speak most about the 12 who are named most."""
    return MatrixView(query, counted(archive, "statement", query), archive.matrix(query, limit=SHOWN))


def with_places(archive: Archive, rows: Sequence[StatementRow]) -> tuple[Said, ...]:
    """Statements with where they are about."""
    places = archive.places_of("statement", [row.id for row in rows])
    return tuple(Said(row, tuple(places.get(row.id, ()))) for row in rows)


def counted(archive: Archive, name: str, query: Query) -> int:
    """How many a query finds, from memory where nothing was changed since."""
    return archive.kept.of(("count", name, query), lambda: archive.count(name, query))

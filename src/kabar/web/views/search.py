"""Words sought in articles and in statements, shown where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.export.selection import only
from kabar.model import Span
from kabar.store import Archive, Query
from kabar.store.find import After
from kabar.store.query import allowed
from kabar.store.rows import ArticleRow
from kabar.store.snippets import Snippet, marks, snippets
from kabar.web.filters import cursor
from kabar.web.views.facets import Facets, facets_of
from kabar.web.views.statements import Said, counted, with_places

ROWS = 20
STATEMENTS = 5
BY = ("language", "publisher", "year", "act", "actor", "place")


@dataclass(frozen=True)
class FoundArticle:
    """An article, where the words asked for stand in its title, and the passages of its text in which they stand."""

    article: ArticleRow
    title: tuple[Span, ...]
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True)
class FoundStatement:
    """A statement and where the words asked for stand in its evidence."""

    said: Said
    marks: tuple[Span, ...]


@dataclass(frozen=True)
class SearchView:
    """Articles newest first, with the newest statements in which the words stand.

    `statement_count` is None where a filter is of articles only. Offsets are Unicode code points, `[start, end)`.
    """

    filters: Query
    count: int
    rows: tuple[FoundArticle, ...]
    statement_count: int | None
    statements: tuple[FoundStatement, ...]
    facets: Facets
    after: str | None


def search_view(archive: Archive, query: Query, after: After | None) -> SearchView:
    """The articles that a query finds; without any filter none."""
    if not query.given():
        return SearchView(query, 0, (), None, (), Facets(0, ()), None)
    text = query.text or ""
    found = archive.articles(query, limit=ROWS, after=after)
    texts = archive.texts([row.version_id for row in found]) if text else {}
    rows = tuple(
        FoundArticle(row, tuple(marks(row.title or "", text)), snippets(texts.get(row.version_id, ""), text))
        for row in found
    )
    count = counted(archive, "articles", query)
    number, statements = _statements(archive, query) if after is None else (None, ())
    facets = facets_of(archive, "articles", query, BY, count)
    return SearchView(query, count, rows, number, statements, facets, cursor(found.after))


def _statements(archive: Archive, query: Query) -> tuple[int | None, tuple[FoundStatement, ...]]:
    if only(query, allowed("statement")) != query:
        return None, ()
    found = with_places(archive, archive.statements(query, limit=STATEMENTS).rows)
    text = query.text or ""
    made = tuple(FoundStatement(said, tuple(marks(said.statement.evidence, text))) for said in found)
    return counted(archive, "statement", query), made

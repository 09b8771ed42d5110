"""The list of articles, with marks for what an analyst should know before opening one."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.store import Archive, Query
from kabar.store.find import After
from kabar.store.of_article import Tally
from kabar.store.rows import ArticleRow
from kabar.web.filters import cursor

ROWS = 50


@dataclass(frozen=True)
class Listed:
    """An article, and how much was found in it."""

    article: ArticleRow
    tally: Tally


@dataclass(frozen=True)
class ArticlesView:
    """One page of articles; `after` is where the next begins, `languages` how many of all that were found are in each."""

    filters: Query
    count: int
    languages: tuple[tuple[str, int], ...]
    rows: tuple[Listed, ...]
    begins: str | None
    after: str | None


def articles_view(archive: Archive, query: Query, after: After | None) -> ArticlesView:
    """The articles that a query finds, newest publication first."""
    found = archive.articles(query, limit=ROWS, after=after)
    tallies = archive.tallies([r.id for r in found.rows])
    count, languages = archive.kept.of(("articles", query), lambda: _counted(archive, query))
    return ArticlesView(
        query, count, languages,
        tuple(Listed(r, tallies[r.id]) for r in found.rows), cursor(after), cursor(found.after),
    )  # fmt: skip


def _counted(archive: Archive, query: Query) -> tuple[int, tuple[tuple[str, int], ...]]:
    return archive.count("articles", query), tuple(archive.facets("articles", "language", query))

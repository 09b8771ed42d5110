"""The questions that an archive answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import sqlalchemy as sa

from kabar.store import find, frames, listed, matrix, named, pacts
from kabar.store import pivot as pivots
from kabar.store import schema as t
from kabar.store.database import Database
from kabar.store.find import After, Page
from kabar.store.frames import Library
from kabar.store.kept import Kept
from kabar.store.ledger import judged_wrong
from kabar.store.listed import Beside, FigurePage, Order, Seen
from kabar.store.matrix import Matrix
from kabar.store.of_article import Keyed, Tally, keyed, tallies
from kabar.store.pivot import At, Pivot
from kabar.store.query import ALL, Query
from kabar.store.rows import (
    AgreementRow,
    ArticleRow,
    BreachRow,
    DisputeRow,
    EventRow,
    FigureRow,
    MentionRow,
    PartyRow,
    PlaceRow,
    RecordRow,
    SiteRow,
    StatementRow,
)


class Queries(Database):
    """Rows come as pages, newest publication first; all of it raises KabarError for a filter that means nothing."""

    def __init__(self, target: str | Path, *, busy_seconds: float = 10.0) -> None:
        super().__init__(target, busy_seconds=busy_seconds)
        self.kept = Kept(self)

    def articles(
        self, query: Query = ALL, *, limit: int = 50, after: After | None = None
    ) -> Page[ArticleRow]:
        """Articles, newest publication first. Raises KabarError: a filter that articles lack, a limit out of 1-1,000."""
        with self.looking() as connection:
            return find.articles_page(connection, query, limit, after)

    def page(
        self, name: str, query: Query = ALL, *, limit: int = 50, after: After | None = None
    ) -> Page[RecordRow]:
        """Records of the kind `name` (a key of `rows.ROWS`). `after` is the `after` of the page before."""
        with self.looking() as connection:
            return find.records_page(connection, name, query, limit, after)

    def statements(
        self, query: Query = ALL, *, limit: int = 50, after: After | None = None
    ) -> Page[StatementRow]:
        """Statements, newest publication first."""
        return cast("Page[StatementRow]", self.page("statement", query, limit=limit, after=after))

    def figures(self, query: Query = ALL, *, limit: int = 50, after: After | None = None) -> Page[FigureRow]:
        """Figures, newest publication first."""
        return cast("Page[FigureRow]", self.page("figure", query, limit=limit, after=after))

    def events(self, query: Query = ALL, *, limit: int = 50, after: After | None = None) -> Page[EventRow]:
        """Events, newest publication first."""
        return cast("Page[EventRow]", self.page("event", query, limit=limit, after=after))

    def agreements(
        self, query: Query = ALL, *, limit: int = 50, after: After | None = None
    ) -> Page[AgreementRow]:
        """Agreements, newest publication first."""
        return cast("Page[AgreementRow]", self.page("agreement", query, limit=limit, after=after))

    def breaches(self, query: Query = ALL, *, limit: int = 50, after: After | None = None) -> Page[BreachRow]:
        """Alleged breaches of agreements, newest publication first."""
        return cast("Page[BreachRow]", self.page("breach", query, limit=limit, after=after))

    def disputes(
        self, query: Query = ALL, *, limit: int = 50, after: After | None = None
    ) -> Page[DisputeRow]:
        """Disputes within one article, newest publication first."""
        return cast("Page[DisputeRow]", self.page("dispute", query, limit=limit, after=after))

    def mentions(
        self, query: Query = ALL, *, limit: int = 50, after: After | None = None
    ) -> Page[MentionRow]:
        """Actors of articles, newest publication first."""
        return cast("Page[MentionRow]", self.page("mention", query, limit=limit, after=after))

    def places(self, query: Query = ALL, *, limit: int = 50, after: After | None = None) -> Page[PlaceRow]:
        """Places of articles, newest publication first."""
        return cast("Page[PlaceRow]", self.page("place", query, limit=limit, after=after))

    def each(self, name: str, query: Query = ALL, *, size: int = 500) -> Iterator[RecordRow]:
        """All records of a kind, page by page, so that memory stays small; what is added meanwhile may be missed."""
        after = None
        while True:
            page = self.page(name, query, limit=size, after=after)
            yield from page.rows
            after = page.after
            if after is None:
                return

    def each_article(self, query: Query = ALL, *, size: int = 500) -> Iterator[ArticleRow]:
        """All articles, page by page."""
        after = None
        while True:
            page = self.articles(query, limit=size, after=after)
            yield from page.rows
            after = page.after
            if after is None:
                return

    def count(self, name: str, query: Query = ALL) -> int:
        """How many records of a kind, or "articles", a query finds."""
        with self.looking() as connection:
            return find.count(connection, name, query)

    def facets(self, name: str, by: str, query: Query = ALL, *, limit: int = 50) -> list[tuple[str, int]]:
        """The values of `by` (a column of `find.FACETS`, or one of `find.BESIDE`) and how many records have each."""
        with self.looking() as connection:
            return find.facets(connection, name, query, by, limit)

    def newest_facets(
        self, name: str, by: Sequence[str], query: Query = ALL, *, limit: int = 12, newest: int = 1_000
    ) -> dict[str, list[tuple[str, int]]]:
        """Facets by several columns, among so many of the records found, those published last."""
        with self.looking() as connection:
            return find.newest_facets(connection, name, query, by, limit, newest)

    def places_of(self, name: str, ids: Sequence[int]) -> dict[int, list[SiteRow]]:
        """The places of records of a kind, by the records' ids: a statement is where the places of its content are."""
        with self.looking() as connection:
            return find.places_of(connection, name, ids)

    def matrix(self, query: Query = ALL, *, acts: Sequence[str] = (), limit: int = 12) -> Matrix:
        """Statements of these acts (none: of all) by who says them and about whom: at most `limit` sources and targets."""

        def ask() -> Matrix:
            with self.looking() as connection:
                return matrix.matrix(connection, query, acts, limit)

        return self.kept.of(("matrix", query, tuple(acts), limit), ask)

    def pivot(self, query: Query = ALL, *, rows: str, columns: str) -> Pivot:
        """The figures of a query that give a number, set out by two of `pivot.AXES`; every cell says from where to where."""

        def ask() -> Pivot:
            with self.looking() as connection:
                return pivots.pivot(connection, query, rows, columns)

        return self.kept.of(("pivot", query, rows, columns), ask)

    def axis_name(self, axis: str, value: str | None) -> str | None:
        """What a row or column of a pivot is called."""
        with self.looking() as connection:
            return pivots.name_of(connection, axis, value)

    def figure_list(
        self, query: Query = ALL, *, at: At = MappingProxyType({}), order: Order = "newest", limit: int = 50,
        after: Seen | None = None,
    ) -> FigurePage:  # fmt: skip
        """Figures by day of publication or by size; `at` narrows them to a cell, by axes and values of its heads."""
        with self.looking() as connection:
            return listed.figures_page(connection, query, at, order, limit, after)

    def actors_named(
        self, text: str, refs: Collection[str] = (), *, limit: int = 20
    ) -> list[tuple[PartyRow, int]]:
        """Actors with these words in their names, or with one of these refs, and in how many records each has a role."""
        with self.looking() as connection:
            return named.actors_named(connection, text, refs, limit=limit)

    def sites_named(self, text: str, *, limit: int = 20) -> list[tuple[SiteRow, int]]:
        """Places with these words in their names, and how many records are there."""
        with self.looking() as connection:
            return named.sites_named(connection, text, limit=limit)

    def figure_count(self, query: Query = ALL, *, at: At = MappingProxyType({})) -> int:
        """How many figures a query finds in a cell."""
        with self.looking() as connection:
            return listed.figures_count(connection, query, at)

    def beside(self, keys: Sequence[str]) -> dict[str, Beside]:
        """How many other accounts there are of what each of these figures counts, and whether they differ."""
        with self.looking() as connection:
            return listed.beside(connection, keys)

    def judged_wrong(self, keys: Sequence[str]) -> set[str]:
        """Of these records those that a person judged wrong."""
        wrong = judged_wrong().subquery()
        with self.looking() as connection:
            return set(connection.scalars(sa.select(wrong.c.key).where(wrong.c.key.in_(keys))))

    def pacts(
        self, query: Query = ALL, *, newest: bool = True, limit: int = 20, after: After | None = None
    ) -> tuple[list[tuple[str, ...]], After | None]:
        """Agreements by their date, else their publication, those that reconciling found the same as one: the keys of the
        accounts of each, and where the next page begins."""
        with self.looking() as connection:
            return pacts.pacts_page(connection, query, newest, limit, after)

    def frame(self, name: str, query: Query = ALL, *, to: Library = "pandas") -> Any:
        """All records of a kind, or "articles", as a pandas or polars data frame or an Arrow table.

        Raises KabarError where the extra `frames` is not installed.
        """
        if name == "articles":
            return frames.frame(self.each_article(query), ArticleRow, to)
        return frames.frame(self.each(name, query), find.kind(name), to)

    def tallies(self, article_ids: Sequence[int]) -> dict[int, Tally]:
        """How many records, versions and near-duplicates each of these articles has."""
        with self.looking() as connection:
            return tallies(connection, article_ids)

    def keyed(self, version_id: int) -> list[Keyed]:
        """The keys of a version's records, by their ids in its reading; none for a version that was followed by another."""
        with self.looking() as connection:
            return keyed(connection, version_id)

    def by_key(self, keys: Sequence[str]) -> dict[str, RecordRow]:
        """The records with these keys; a key that no current reading has is left out."""
        found: dict[str, RecordRow] = {}
        with self.looking() as connection:
            for name, table in t.RECORDS.items():
                mine = [k for k in keys if k.partition("-")[0] == name]
                if mine:
                    ids = list(connection.scalars(sa.select(table.c.id).where(table.c.key.in_(mine))))
                    found |= {row.key: row for row in find.load(connection, name, ids)}
        return found

"""Queries on an archive: pages, whole runs, counts and facets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.model import Span
from kabar.store import schema as t
from kabar.store.query import Condition, Query, check, conditions, leading, narrowed, of_articles, published
from kabar.store.rows import ROWS, ArticleRow, PartyRow, RecordRow, SiteRow

Row = TypeVar("Row")
After = tuple[date, int]
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest publication first, and where the next page begins (None: this is the last)."""

    rows: tuple[Row, ...]
    after: After | None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def records_page(
    connection: sa.Connection, name: str, query: Query, limit: int, after: After | None
) -> Page[RecordRow]:
    """One page of records of a kind."""
    kind(name)
    check(name, query)
    _check_limit(limit)
    found = list(connection.execute(_ordered(connection, name, query, after).limit(limit + 1)))
    rows = load(connection, name, [r.id for r in found[:limit]])
    return Page(tuple(rows), next_page(found, limit))


def _ordered(connection: sa.Connection, name: str, query: Query, after: After | None) -> sa.Select[Any]:
    """Ids and days, newest first. Who and where carry the day themselves, so the order is read from their index: the
    records are looked at only as far as the page goes."""
    table = t.RECORDS[name]
    lead, on_lead = leading(connection, name, query)
    where = conditions(connection, name, query)
    rest = narrowed(connection, name, query, but=lead)
    first = table if lead is None else lead
    record_id: sa.ColumnElement[int] = table.c.id if lead is None else lead.c.record_id
    day = first.c.day
    source: sa.FromClause = first
    if lead is not None:
        on_lead += published(lead.c, query)
    if lead is not None and (where or rest):
        source = first.join(table, table.c.id == record_id)
    if after is not None:
        where.append(sa.tuple_(day, record_id) < sa.tuple_(*literal(after)))
    asked = sa.select(record_id.label("id"), day).select_from(source).where(*on_lead, *where, *rest)
    if lead is not None:
        return asked.distinct().order_by(day.desc(), record_id.desc())
    return asked.order_by((unindexed(day) if query.in_short_period() else day).desc(), record_id.desc())


def unindexed(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The column, but out of reach of its own index: both planners overrate reading a whole index in order against
    the narrow range of first days (measured: 38 ms against 0.4 at 72,000 events)."""
    return sa.func.coalesce(column, column)


def literal(after: After) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    return sa.literal(after[0], sa.Date), sa.literal(after[1], t.Id)


def kind(name: str) -> type[RecordRow]:
    """The class of the rows of a kind. Raises KabarError where there is no such kind."""
    if name not in ROWS:
        raise KabarError(f"there are no records called '{name}': use {', '.join(ROWS)}")
    return ROWS[name]


def next_page(rows: Sequence[Any], limit: int) -> After | None:
    """Where the next page begins, of rows that were asked for with one more than the page holds."""
    return (rows[limit - 1].day, rows[limit - 1].id) if len(rows) > limit else None


def load(connection: sa.Connection, name: str, ids: Sequence[int]) -> list[RecordRow]:
    """The rows with these ids, in this order."""
    if not ids:
        return []
    table = t.RECORDS[name]
    joined = table.join(t.article, t.article.c.id == table.c.article_id)
    columns: list[Any] = [*table.c, t.article.c.address, t.article.c.url, t.article.c.title]
    if "site_id" in table.c:
        joined = joined.outerjoin(t.site, t.site.c.id == table.c.site_id)
        columns += [t.site.c[n].label(f"site_{n}") for n in SiteRow.__dataclass_fields__ if n != "id"]
    rows = connection.execute(sa.select(*columns).select_from(joined).where(table.c.id.in_(ids))).mappings()
    parties = _parties(connection, name, ids)
    members = _members(connection, ids) if name == "dispute" else {}
    made = {row["id"]: record_row(name, row, parties, members) for row in rows}
    return [made[i] for i in ids if i in made]


def _parties(connection: sa.Connection, name: str, ids: Sequence[int]) -> dict[int, list[PartyRow]]:
    p, a = t.party.c, t.actor.c
    found: dict[int, list[PartyRow]] = {}
    rows = connection.execute(
        sa.select(p.record_id, p.role, a.id, a.ref, a.name, a.kind, a.country)
        .select_from(t.party.join(t.actor))
        .where(p.type == name, p.record_id.in_(ids))
        .order_by(p.record_id, p.number)
    )
    for record_id, *rest in rows:
        found.setdefault(record_id, []).append(PartyRow(*rest))
    return found


def _members(connection: sa.Connection, ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    c = t.position.c
    found: dict[int, list[tuple[int, str]]] = {}
    rows = connection.execute(
        sa.select(c.dispute_id, c.number, c.record_key).where(c.dispute_id.in_(ids)).order_by(c.id)
    )
    for dispute_id, number, key in rows:
        found.setdefault(dispute_id, []).append((number, key))
    return found


def record_row(
    name: str, row: Any, parties: dict[int, list[PartyRow]], members: dict[int, list[tuple[int, str]]]
) -> RecordRow:
    """A row of a kind from its columns, with its article's address, url and title; `parties` and `members` by its id."""
    made = ROWS[name]
    values: dict[str, Any] = {}
    for field in made.__dataclass_fields__:
        if field in row:
            values[field] = row[field]
    for field in ("day", "date_lo", "date_hi"):
        if field in values:
            values[field] = known(values[field])
    values["spans"] = spans(row["spans"])
    for field in ("flags", "sectors", "killed", "injured"):
        if field in values:
            values[field] = tuple(values[field].split())
    values["parties"] = tuple(parties.get(row["id"], ()))
    if name == "dispute":
        values["members"] = tuple(members.get(row["id"], ()))
    if "site" in made.__dataclass_fields__:
        values["site"] = _site(row)
    return made(**values)


def _site(row: Any) -> SiteRow | None:
    if row["site_id"] is None:
        return None
    return SiteRow(row["site_id"], **{n: row[f"site_{n}"] for n in SiteRow.__dataclass_fields__ if n != "id"})


def places_of(connection: sa.Connection, name: str, ids: Sequence[int]) -> dict[int, list[SiteRow]]:
    """The places of records of a kind, by the records' ids."""
    at, s = t.located.c, t.site.c
    asked = sa.select(at.record_id, *(s[n] for n in SiteRow.__dataclass_fields__))
    asked = asked.select_from(t.located.join(t.site)).where(at.type == name, at.record_id.in_(ids))
    found: dict[int, list[SiteRow]] = {}
    for record_id, *site in connection.execute(asked.order_by(at.id)):
        found.setdefault(record_id, []).append(SiteRow(*site))
    return found


def spans(written: str) -> tuple[Span, ...]:
    """ "3:9 12:20" as spans."""
    return tuple(Span(int(a), int(b)) for a, _, b in (s.partition(":") for s in written.split()))


def known(day: date) -> date | None:
    """A day, None for the unknown one."""
    return None if day == t.UNKNOWN_DAY else day


def articles_page(
    connection: sa.Connection, query: Query, limit: int, after: After | None
) -> Page[ArticleRow]:
    """One page of articles."""
    check("articles", query)
    _check_limit(limit)
    c = t.article.c
    where = of_articles(connection, query)
    if after is not None:
        where.append(sa.tuple_(c.day, c.id) < sa.tuple_(*literal(after)))
    columns = [
        c.id,
        c.address,
        c.url,
        c.title,
        c.publisher,
        c.language,
        c.day,
        c.newest_version_id,
        c.reading_id,
    ]
    rows = list(
        connection.execute(
            sa.select(*columns).where(*where).order_by(c.day.desc(), c.id.desc()).limit(limit + 1)
        )
    )
    made = tuple(
        ArticleRow(
            id=r.id, address=r.address, url=r.url, title=r.title, publisher=r.publisher, language=r.language,
            day=known(r.day), version_id=r.newest_version_id, read=r.reading_id is not None,
        )
        for r in rows[:limit]
    )  # fmt: skip
    return Page(made, next_page(rows, limit))


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MOST:
        raise KabarError(f"a page of {limit} rows: ask for 1 to {MOST}")


def count(connection: sa.Connection, name: str, query: Query) -> int:
    """How many records, or articles, a query finds."""
    table, where = _of_kind(connection, name, query)
    return connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()


FACETS = {
    "articles": ("language", "publisher"),
    "statement": ("act", "mode", "language", "publisher"),
    "figure": ("concept", "unit", "language", "publisher"),
    "event": ("plover", "cameo", "acled", "acled_sub", "status", "language", "publisher"),
    "agreement": ("kind", "language", "publisher"),
    "breach": ("kind", "language", "publisher"),
    "dispute": ("kind", "language", "publisher"),
}


def facets(connection: sa.Connection, name: str, query: Query, by: str, limit: int) -> list[tuple[str, int]]:
    """The values of a column and how many records have each, most first; `by` is also one of `BESIDE`."""
    table, where = _of_kind(connection, name, query)
    return _counted(connection, name, table, where, by, limit, short=query.in_short_period())


def newest_facets(
    connection: sa.Connection, name: str, query: Query, by: Sequence[str], limit: int, newest: int
) -> dict[str, list[tuple[str, int]]]:
    """The same by several columns, among no more than so many of the records found, those published last: these are
    looked for once."""
    table, where = _of_kind(connection, name, query)
    c = table.c
    day = unindexed(c.day) if query.in_short_period() else c.day
    chosen = sa.select(c.id).where(*where).order_by(day.desc(), c.id.desc()).limit(newest)
    among: list[Condition] = [c.id.in_(list(connection.scalars(chosen)))]
    return {b: _counted(connection, name, table, among, b, limit) for b in by}


def _of_kind(connection: sa.Connection, name: str, query: Query) -> tuple[sa.Table, list[Condition]]:
    if name != "articles":
        kind(name)
    check(name, query)
    if name == "articles":
        return t.article, of_articles(connection, query)
    return t.RECORDS[name], [*conditions(connection, name, query), *narrowed(connection, name, query)]


def _counted(
    connection: sa.Connection, name: str, table: sa.Table, where: list[Condition], by: str, limit: int, short: bool = False
) -> list[tuple[str, int]]:  # fmt: skip
    _check_limit(limit)
    value, source = _facet(name, table, by)
    if short:
        value = unindexed(value)
    n = (sa.func.count() if source is table else sa.func.count(table.c.id.distinct())).label("n")
    rows = connection.execute(
        sa.select(value, n).select_from(source).where(value.is_not(None), *where).group_by(value)
        .order_by(n.desc(), value).limit(limit)
    )  # fmt: skip
    return [(str(v), int(k)) for v, k in rows]


# What records and articles are counted by beside their own columns.
BESIDE: dict[str, tuple[str, ...]] = {"articles": ("year", "actor", "place", "country", "act")}
BESIDE |= dict.fromkeys(t.RECORDS, ("year", "actor", "source", "target", "flag", "place", "country"))


def _facet(name: str, table: sa.Table, by: str) -> tuple[sa.ColumnElement[Any], sa.FromClause]:
    if by in FACETS.get(name, ()):
        return table.c[by], table
    if by not in BESIDE[name]:
        raise KabarError(
            f"{name} is not counted by '{by}': use {', '.join((*FACETS.get(name, ()), *BESIDE[name]))}"
        )
    if by == "year":
        year = sa.cast(sa.extract("year", table.c.day), sa.Integer)
        return sa.case((table.c.day > t.UNKNOWN_DAY, year)), table
    if name == "articles" and by == "act":
        return t.statement.c.act, table.join(t.statement, t.statement.c.article_id == table.c.id)
    if by in ("place", "country"):
        at = t.located
        return t.site.c[{"place": "name"}.get(by, by)], _beside(name, table, at, "place").join(t.site)
    if by == "flag":
        return t.flagged.c.flag, _beside(name, table, t.flagged, "")
    joined = _beside(name, table, t.party, "mention")
    if by != "actor":
        joined = joined.join(t.actor, sa.and_(t.actor.c.id == t.party.c.actor_id, t.party.c.role == by))
        return t.actor.c.name, joined
    return t.actor.c.name, joined.join(t.actor)


def _beside(name: str, table: sa.Table, beside: sa.Table, of_articles: str) -> sa.Join:
    """The records with what stands beside them; articles with what stands beside their records of the kind `of_articles`."""
    c = beside.c
    if name == "articles":
        return table.join(beside, sa.and_(c.article_id == table.c.id, c.type == of_articles))
    return table.join(beside, sa.and_(c.type == name, c.record_id == table.c.id))

"""What the list of situations and the page of one ask of an archive, in a bounded number of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from kabar.store import schema as t
from kabar.store.find import load
from kabar.store.query import Query, site_ids, touching
from kabar.store.related import TOLD, chunks
from kabar.store.rows import BreachRow, SiteRow, StatementRow

if TYPE_CHECKING:
    from kabar.store.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationLine:
    """A situation in a list: where, when (ISO 8601 interval), how much is told of it."""

    id: int
    key: str
    site: SiteRow | None
    date: str | None
    records: int


@dataclass(frozen=True, slots=True)
class Told:
    """In how many articles a situation is told of, and in how many disputes its records stand."""

    articles: int
    disputes: int


def situation_lines(archive: Archive, query: Query, *, limit: int, skip: int = 0) -> list[SituationLine]:
    """Situations by place, country, box, near, since and until; those of which most is told first."""
    c, m = t.situation.c, t.situation_member.c
    records = sa.func.count(m.id).label("records")
    places = [t.site.c[n].label(f"site_{n}") for n in SiteRow.__dataclass_fields__]
    with archive.looking() as connection:
        where = touching(c, query)
        if query.given() & {"place", "country", "box", "near"}:
            where.append(c.site_id.in_(site_ids(connection, query)))
        counted = (
            sa.select(c.id, c.key, c.date, c.site_id.label("at"), records)
            .join(t.situation_member, m.situation_id == c.id)
            .where(*where).group_by(c.id, c.key, c.date, c.site_id)
            .order_by(records.desc(), c.key).offset(skip).limit(limit)
        ).subquery()  # fmt: skip
        asked = sa.select(counted, *places).outerjoin(t.site, t.site.c.id == counted.c.at)
        rows = connection.execute(asked.order_by(counted.c.records.desc(), counted.c.key)).mappings()
        return [
            SituationLine(
                id=row["id"], key=row["key"], date=row["date"], records=row["records"],
                site=None if row["at"] is None
                else SiteRow(**{n: row[f"site_{n}"] for n in SiteRow.__dataclass_fields__}),
            )
            for row in rows
        ]  # fmt: skip


def told_of(archive: Archive, situation_ids: Sequence[int]) -> dict[int, Told]:
    """How much is told of each of these situations."""
    m, p, h = t.situation_member.c, t.cross_position.c, t.holder.c
    per_kind = []
    for name in TOLD:
        table = t.RECORDS[name]
        of_kind = sa.select(m.situation_id, table.c.article_id).join(table, table.c.key == m.record_key)
        per_kind.append(of_kind.where(m.situation_id.in_(situation_ids), m.type == name))
    pairs = sa.union(*per_kind).subquery()
    articles = sa.select(pairs.c.situation_id, sa.func.count()).group_by(pairs.c.situation_id)
    disputes = (
        sa.select(m.situation_id, sa.func.count(p.dispute_id.distinct()))
        .join(t.holder, h.record_key == m.record_key).join(t.cross_position, p.id == h.position_id)
        .where(m.situation_id.in_(situation_ids)).group_by(m.situation_id)
    )  # fmt: skip
    with archive.looking() as connection:
        told = {i: n for i, n in connection.execute(articles)}
        disputed = {i: n for i, n in connection.execute(disputes)}
    return {i: Told(told.get(i, 0), disputed.get(i, 0)) for i in situation_ids}


def record_weights(archive: Archive, keys: Sequence[str]) -> Counter[str]:
    """How many records stand in one dispute or cluster with each of these: what most accounts are about weighs most."""
    h, p, m = t.holder.c, t.cross_position.c, t.member.c
    weights: Counter[str] = Counter()
    with archive.looking() as connection:
        for some in chunks(keys):
            clusters = sa.select(m.cluster_id).where(m.record_key.in_(some))
            sizes = (
                sa.select(m.cluster_id, sa.func.count().label("n")).where(m.cluster_id.in_(clusters))
                .group_by(m.cluster_id).subquery()
            )  # fmt: skip
            held = sa.select(m.record_key, sizes.c.n).join(sizes, sizes.c.cluster_id == m.cluster_id)
            weights.update({key: n for key, n in connection.execute(held.where(m.record_key.in_(some)))})
            disputed = sa.select(h.record_key, sa.func.count(p.dispute_id.distinct()) * 100)
            disputed = disputed.join(t.cross_position, p.id == h.position_id)
            rows = connection.execute(disputed.where(h.record_key.in_(some)).group_by(h.record_key))
            weights.update({key: n for key, n in rows})
    return weights


def articles_of(archive: Archive, keys: Sequence[str]) -> list[int]:
    """The articles in which these figures, events and agreements stand."""
    found: set[int] = set()
    with archive.looking() as connection:
        for name in TOLD:
            c = t.RECORDS[name].c
            for some in chunks([k for k in keys if k.startswith(f"{name}-")]):
                found.update(connection.scalars(sa.select(c.article_id).where(c.key.in_(some)).distinct()))
    return sorted(found)


def languages_of(archive: Archive, article_ids: Sequence[int]) -> list[str]:
    """The languages of these articles."""
    c = t.article.c
    found: set[str] = set()
    with archive.looking() as connection:
        for some in chunks(article_ids):
            found.update(connection.scalars(sa.select(c.language).where(c.id.in_(some)).distinct()))
    return sorted(found)


def statements_in(
    archive: Archive, article_ids: Sequence[int], acts: Sequence[str], limit: int
) -> list[StatementRow]:
    """The newest statements of these articles that perform one of these acts."""
    return [r for r in _newest(archive, "statement", article_ids, limit, acts) if isinstance(r, StatementRow)]


def breaches_in(archive: Archive, article_ids: Sequence[int], limit: int) -> list[BreachRow]:
    """The newest alleged breaches of these articles."""
    return [r for r in _newest(archive, "breach", article_ids, limit) if isinstance(r, BreachRow)]


def _newest(
    archive: Archive, name: str, article_ids: Sequence[int], limit: int, acts: Sequence[str] = ()
) -> list[object]:
    c = t.RECORDS[name].c
    with archive.looking() as connection:
        asked = sa.select(c.id).where(c.article_id.in_(article_ids))
        if acts:
            asked = asked.where(c.act.in_(acts))
        ids = list(connection.scalars(asked.order_by(c.day.desc(), c.id.desc()).limit(limit)))
        return list(load(connection, name, ids))


def changed_articles(archive: Archive, article_ids: Sequence[int], limit: int) -> list[int]:
    """Those of these articles that have more than one version, the newest article first."""
    c = t.version.c
    found: list[int] = []
    with archive.looking() as connection:
        for some in chunks(article_ids):
            asked = sa.select(c.article_id).where(c.article_id.in_(some)).group_by(c.article_id)
            found += connection.scalars(asked.having(sa.func.count() > 1))
    return sorted(found, reverse=True)[:limit]

"""What reconciling finds across articles: clusters of records that are about the same thing, disputes, situations.

Records are named by their keys. Everything here can be made again from the records and the judgements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kabar.store import schema as t
from kabar.store.find import After, Page, literal, next_page
from kabar.store.query import (
    ALL,
    Query,
    actor_ids,
    check,
    check_dispute,
    conditions,
    narrowed,
    site_ids,
    touching,
)
from kabar.store.rows import Day
from kabar.store.spread import clean, dated
from kabar.store.times import aware, now

if TYPE_CHECKING:
    from kabar.store.archive import Archive


# Of so many figures the disputes are looked up from the figures, of more from the disputes.
FEW_FIGURES = 5_000


@dataclass(frozen=True, slots=True)
class Member:
    """A record of a cluster, how sure it is that it belongs there, and by which rule."""

    record_key: str
    confidence: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Records of one kind (event, figure, agreement, statement) that are about the same."""

    key: str
    type: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a position, in which record; `repeats_key` is the record that this one only repeats.

    Without an actor the article itself holds it.
    """

    record_key: str
    actor_id: int | None = None
    article_id: int | None = None
    repeats_key: str | None = None
    first_hand: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossPosition:
    """One side of a dispute; `order_reason` is the rule by which it stands where it stands."""

    says: str
    low: float | None = None
    high: float | None = None
    order_reason: str = ""
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossDispute:
    """Accounts of several articles that differ. Positions in the order they are shown; `day` is the newest publication's.

    `date` is what it is about, ISO 8601/EDTF; `site_id` where. `changed_at` is set when it is kept.
    """

    key: str
    kind: str
    question: str
    differ_in: str
    positions: tuple[CrossPosition, ...]
    confidence: float
    flags: tuple[str, ...] = ()
    site_id: int | None = None
    date: str | None = None
    day: Day | None = None
    changed_at: datetime | None = None

    def bounds(self) -> tuple[float | None, float | None]:
        """The lowest low and the highest high of all positions that have bounds; one that is open leaves that end open."""
        given = [(p.low, p.high) for p in self.positions if (p.low, p.high) != (None, None)]
        lows = [low for low, _ in given if low is not None]
        highs = [high for _, high in given if high is not None]
        return (
            min(lows) if lows and len(lows) == len(given) else None,
            max(highs) if highs and len(highs) == len(given) else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A place and a period; `members` are (kind, key): records, clusters and disputes."""

    key: str
    title: str
    members: tuple[tuple[str, str], ...]
    site_id: int | None = None
    date: str | None = None
    changed_at: datetime | None = None


class Links:
    """Clusters, disputes across articles, situations, and which articles are still to be reconciled."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    # What is to be done

    def pending(self) -> dict[int, int]:
        """Articles still to be reconciled, oldest publication first, with the reading that each has: those with a new
        reading, and those that a decision made since is about."""
        a = t.article.c
        with self._archive.looking() as connection:
            rows = connection.execute(sa.select(a.id, a.reading_id).where(_changed()).order_by(a.day, a.id))
            return {article_id: reading_id for article_id, reading_id in rows}

    def waiting(self) -> int:
        """How many articles are still to be reconciled."""
        with self._archive.looking() as connection:
            asked = sa.select(sa.func.count()).select_from(t.article).where(_changed())
            return connection.execute(asked).scalar_one()

    def reconciled(self, readings: Mapping[int, int]) -> None:
        """Articles are done, each as this reading of it has it."""
        a = t.article.c
        update = sa.update(t.article).where(a.id == sa.bindparam("done"))
        with self._archive.writing() as connection:
            if readings:
                connection.execute(
                    update.values(reconciled_reading_id=sa.bindparam("read")),
                    [{"done": article, "read": reading} for article, reading in readings.items()],
                )

    def counts(self) -> tuple[int, int, int]:
        """How many clusters with more than one record, disputes and situations there are."""
        m = t.member.c.cluster_id
        several = sa.select(m).group_by(m).having(sa.func.count() > 1).subquery()
        asked = (sa.select(sa.func.count()).select_from(x) for x in (several, t.cross_dispute, t.situation))
        with self._archive.looking() as connection:
            clusters, disputes, situations = (connection.execute(a).scalar_one() for a in asked)
        return clusters, disputes, situations

    # Clusters

    def keep_cluster(self, cluster: Cluster) -> None:
        """Keep a cluster in place of the one with its key."""
        with self._archive.writing() as connection:
            row_id = _keep(
                connection, t.cluster, cluster.key, {"type": cluster.type}, t.member, t.member.c.cluster_id
            )
            rows = [
                {
                    "cluster_id": row_id,
                    "record_key": m.record_key,
                    "confidence": m.confidence,
                    "reason": clean(m.reason),
                }
                for m in cluster.members
            ]
            if rows:
                connection.execute(sa.insert(t.member), rows)

    def drop_clusters(self, keys: Sequence[str]) -> None:
        """Take clusters out."""
        self._drop(t.cluster, keys)

    def clusters_of(self, record_keys: Sequence[str]) -> list[Cluster]:
        """The clusters that hold any of these records, each whole."""
        with self._archive.looking() as connection:
            ids = sa.select(t.member.c.cluster_id).where(t.member.c.record_key.in_(record_keys))
            return self._clusters(connection, t.cluster.c.id.in_(ids))

    def clusters_by_key(self, keys: Sequence[str]) -> list[Cluster]:
        """The clusters with these keys, each whole."""
        with self._archive.looking() as connection:
            return self._clusters(connection, t.cluster.c.key.in_(keys))

    def clusters(self, type: str, *, limit: int = 100, after: str = "") -> list[Cluster]:
        """Clusters of a kind by key; `after` is the key of the last one seen."""
        with self._archive.looking() as connection:
            c = t.cluster.c
            ids = sa.select(c.id).where(c.type == type, c.key > after).order_by(c.key).limit(limit)
            return self._clusters(connection, c.id.in_(ids))

    def _clusters(self, connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Cluster]:
        c, m = t.cluster.c, t.member.c
        rows = connection.execute(
            sa.select(c.key, c.type, m.record_key, m.confidence, m.reason)
            .select_from(t.cluster.join(t.member)).where(where).order_by(c.key, m.id)
        )  # fmt: skip
        found: dict[tuple[str, str], list[Member]] = {}
        for key, kind, *rest in rows:
            found.setdefault((key, kind), []).append(Member(*rest))
        return [Cluster(key=k, type=kind, members=tuple(m)) for (k, kind), m in found.items()]

    # Disputes

    def keep_dispute(self, dispute: CrossDispute) -> None:
        """Keep a dispute in place of the one with its key."""
        low, high = dispute.bounds()
        holders = [h for p in dispute.positions for h in p.holders]
        values = {
            "kind": dispute.kind, "differ_in": clean(dispute.differ_in), "question": clean(dispute.question), "low": low,
            "high": high, "site_id": dispute.site_id, **dated(dispute.date),
            "flags": "".join(f" {f}" for f in dispute.flags) + " ", "confidence": dispute.confidence,
            "articles": len({h.article_id for h in holders}), "day": dispute.day or t.UNKNOWN_DAY,
        }  # fmt: skip
        with self._archive.writing() as connection:
            p = t.cross_position
            row_id = _keep(connection, t.cross_dispute, dispute.key, values, p, p.c.dispute_id)
            for number, position in enumerate(dispute.positions, 1):
                position_id = connection.execute(
                    sa.insert(p)
                    .values(
                        dispute_id=row_id, number=number, says=clean(position.says), low=position.low,
                        high=position.high, order_reason=position.order_reason,
                    )
                    .returning(p.c.id)
                ).scalar_one()  # fmt: skip
                rows = [
                    {
                        "position_id": position_id, "actor_id": h.actor_id, "article_id": h.article_id,
                        "record_key": h.record_key, "repeats_key": h.repeats_key, "first_hand": h.first_hand,
                    }
                    for h in position.holders
                ]  # fmt: skip
                if rows:
                    connection.execute(sa.insert(t.holder), rows)

    def drop_disputes(self, keys: Sequence[str]) -> None:
        """Take disputes out."""
        self._drop(t.cross_dispute, keys)

    def disputes_by_key(self, keys: Sequence[str]) -> list[CrossDispute]:
        """The disputes with these keys, each whole."""
        with self._archive.looking() as connection:
            asked = sa.select(t.cross_dispute).where(t.cross_dispute.c.key.in_(keys))
            return _disputes(connection, list(connection.execute(asked)))

    def disputes_of(self, record_keys: Sequence[str]) -> list[CrossDispute]:
        """The disputes in which any of these records stands, each whole."""
        p, h = t.cross_position.c, t.holder.c
        ids = (
            sa.select(p.dispute_id).join(t.holder, h.position_id == p.id).where(h.record_key.in_(record_keys))
        )
        with self._archive.looking() as connection:
            rows = connection.execute(sa.select(t.cross_dispute).where(t.cross_dispute.c.id.in_(ids)))
            return _disputes(connection, list(rows))

    def disputes(
        self, query: Query = ALL, *, changed_since: datetime | None = None, limit: int = 50, after: After | None = None
    ) -> Page[CrossDispute]:  # fmt: skip
        """Disputes, the newest publication first; filters: kind, actor (a holder), place, country, box, near, since,
        until, published_since, published_until, confidence, low, high. Raises KabarError for another filter."""
        check_dispute(query)
        c = t.cross_dispute.c
        with self._archive.looking() as connection:
            where = _dispute_conditions(connection, query)
            if changed_since is not None:
                where.append(c.changed_at >= changed_since)
            if after is not None:
                where.append(sa.tuple_(c.day, c.id) < sa.tuple_(*literal(after)))
            asked = (
                sa.select(t.cross_dispute).where(*where).order_by(c.day.desc(), c.id.desc()).limit(limit + 1)
            )
            rows = list(connection.execute(asked))
            return Page(tuple(_disputes(connection, rows[:limit])), next_page(rows, limit))

    def disputes_over_figures(
        self, query: Query = ALL, *, limit: int = 20, after: After | None = None
    ) -> Page[CrossDispute]:
        """Disputes over figures in which a figure meets the query, the newest publication first."""
        check("figure", query)
        c, p, h, f = t.cross_dispute.c, t.cross_position, t.holder, t.figure
        with self._archive.looking() as connection:
            where = [c.kind == "figure"]
            if query != ALL:
                held = p.join(h, h.c.position_id == p.c.id).join(f, f.c.key == h.c.record_key)
                meets = [*conditions(connection, "figure", query), *narrowed(connection, "figure", query)]
                found = sa.select(f.c.id).where(*meets).limit(FEW_FIGURES).subquery()
                few = connection.scalar(sa.select(sa.func.count()).select_from(found)) or 0
                # Few figures lead to their disputes; where there are many, the newest disputes are looked at one by one.
                if few < FEW_FIGURES:
                    where.append(c.id.in_(sa.select(p.c.dispute_id).select_from(held).where(*meets)))
                else:
                    where.append(sa.exists().select_from(held).where(p.c.dispute_id == c.id, *meets))
            if after is not None:
                where.append(sa.tuple_(c.day, c.id) < sa.tuple_(*literal(after)))
            asked = sa.select(t.cross_dispute).where(*where).order_by(c.day.desc(), c.id.desc())
            rows = list(connection.execute(asked.limit(limit + 1)))
            return Page(tuple(_disputes(connection, rows[:limit])), next_page(rows, limit))

    # Situations

    def keep_situation(self, situation: Situation) -> None:
        """Keep a situation in place of the one with its key."""
        values = {
            "title": clean(situation.title), "site_id": situation.site_id, **dated(situation.date),
        }  # fmt: skip
        with self._archive.writing() as connection:
            m = t.situation_member
            row_id = _keep(connection, t.situation, situation.key, values, m, m.c.situation_id)
            rows = [
                {"situation_id": row_id, "type": kind, "record_key": key} for kind, key in situation.members
            ]
            if rows:
                connection.execute(sa.insert(m), rows)

    def drop_situations(self, keys: Sequence[str]) -> None:
        """Take situations out."""
        self._drop(t.situation, keys)

    def situations(self, query: Query = ALL, *, limit: int = 100, after: str = "") -> list[Situation]:
        """Situations by key, whole; filters: place, country, box, near, since, until."""
        c = t.situation.c
        with self._archive.looking() as connection:
            where = [c.key > after, *_about(connection, c, query)]
            rows = list(connection.execute(sa.select(t.situation).where(*where).order_by(c.key).limit(limit)))
            return _situations(connection, rows)

    def situations_by_key(self, keys: Sequence[str]) -> list[Situation]:
        """The situations with these keys, each whole."""
        with self._archive.looking() as connection:
            asked = sa.select(t.situation).where(t.situation.c.key.in_(keys)).order_by(t.situation.c.key)
            return _situations(connection, list(connection.execute(asked)))

    def situations_at(self, where: sa.ColumnElement[bool]) -> list[Situation]:
        """The situations whose own place meets a condition on the table of places."""
        sites = sa.select(t.site.c.id).where(where)
        with self._archive.looking() as connection:
            asked = sa.select(t.situation).where(t.situation.c.site_id.in_(sites)).order_by(t.situation.c.key)
            return _situations(connection, list(connection.execute(asked)))

    def situation_titles(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """Key and title of the situations that hold any of these records, clusters or disputes."""
        s, m = t.situation.c, t.situation_member.c
        ids = sa.select(m.situation_id).where(m.record_key.in_(keys))
        with self._archive.looking() as connection:
            asked = sa.select(s.key, s.title).where(s.id.in_(ids)).order_by(s.title, s.key)
            return [(key, title) for key, title in connection.execute(asked)]

    def situations_of(self, keys: Sequence[str]) -> list[Situation]:
        """The situations that hold any of these records, clusters or disputes."""
        m = t.situation_member.c
        ids = sa.select(m.situation_id).where(m.record_key.in_(keys))
        with self._archive.looking() as connection:
            rows = connection.execute(sa.select(t.situation).where(t.situation.c.id.in_(ids)))
            return _situations(connection, list(rows))

    def _drop(self, table: sa.Table, keys: Sequence[str]) -> None:
        with self._archive.writing() as connection:
            connection.execute(sa.delete(table).where(table.c.key.in_(keys)))


def _changed() -> sa.ColumnElement[bool]:
    """An article whose reading is another one than was reconciled last."""
    a = t.article.c
    other = sa.or_(a.reconciled_reading_id.is_(None), a.reconciled_reading_id != a.reading_id)
    return sa.and_(a.reading_id.is_not(None), other)


def _keep(
    connection: sa.Connection, table: sa.Table, key: str, values: dict[str, Any], below: sa.Table, parent: Any
) -> int:
    """Put in or change the row with this key and take out what hangs on it; returns its id."""
    values = values | {"changed_at": now()}
    row_id = connection.scalar(
        sa.update(table).where(table.c.key == key).values(**values).returning(table.c.id)
    )
    if row_id is None:
        return int(
            connection.execute(sa.insert(table).values(key=key, **values).returning(table.c.id)).scalar_one()
        )
    connection.execute(sa.delete(below).where(parent == row_id))
    return int(row_id)


def _about(connection: sa.Connection, c: Any, query: Query) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if query.given() & {"place", "country", "box", "near"}:
        where.append(c.site_id.in_(site_ids(connection, query)))
    return [*where, *touching(c, query)]


def _dispute_conditions(connection: sa.Connection, query: Query) -> list[sa.ColumnElement[bool]]:
    c = t.cross_dispute.c
    where = _about(connection, c, query)
    if query.kind is not None:
        where.append(c.kind == query.kind)
    if query.confidence is not None:
        where.append(c.confidence >= query.confidence)
    if query.published_since is not None:
        where.append(c.day >= query.published_since)
    if query.published_until is not None:
        where.append(c.day.between(t.FIRST_DAY, query.published_until))
    if query.low is not None:
        where.append(sa.or_(c.high >= query.low, sa.and_(c.high.is_(None), c.low.is_not(None))))
    if query.high is not None:
        where.append(sa.or_(c.low <= query.high, sa.and_(c.low.is_(None), c.high.is_not(None))))
    if query.actor is not None:
        p, h = t.cross_position.c, t.holder.c
        held = sa.select(p.dispute_id).join(t.holder, h.position_id == p.id)
        where.append(c.id.in_(held.where(h.actor_id.in_(actor_ids(connection, query.actor)))))
    return where


def _disputes(connection: sa.Connection, rows: Sequence[Any]) -> list[CrossDispute]:
    p, h = t.cross_position, t.holder
    ids = [r.id for r in rows]
    positions = list(
        connection.execute(sa.select(p).where(p.c.dispute_id.in_(ids)).order_by(p.c.dispute_id, p.c.number))
    )
    holders = list(
        connection.execute(
            sa.select(h)
            .where(h.c.position_id.in_([x.id for x in positions]))
            .order_by(h.c.position_id, h.c.id)
        )
    )
    held = _grouped(holders, "position_id")
    sides = _grouped(positions, "dispute_id")
    return [
        CrossDispute(
            key=r.key, kind=r.kind, question=r.question, differ_in=r.differ_in, confidence=r.confidence,
            flags=tuple(r.flags.split()), site_id=r.site_id, date=r.date, changed_at=aware(r.changed_at),
            day=None if r.day == t.UNKNOWN_DAY else r.day,
            positions=tuple(
                CrossPosition(
                    says=x.says, low=x.low, high=x.high, order_reason=x.order_reason,
                    holders=tuple(
                        Holder(
                            record_key=y.record_key, actor_id=y.actor_id, article_id=y.article_id,
                            repeats_key=y.repeats_key, first_hand=y.first_hand,
                        )
                        for y in held.get(x.id, ())
                    ),
                )
                for x in sides.get(r.id, ())
            ),
        )
        for r in rows
    ]  # fmt: skip


def _situations(connection: sa.Connection, rows: Sequence[Any]) -> list[Situation]:
    m = t.situation_member
    members = _grouped(
        connection.execute(sa.select(m).where(m.c.situation_id.in_([r.id for r in rows])).order_by(m.c.id)),
        "situation_id",
    )
    return [
        Situation(
            key=r.key, title=r.title, site_id=r.site_id, date=r.date, changed_at=aware(r.changed_at),
            members=tuple((x.type, x.record_key) for x in members.get(r.id, ())),
        )
        for r in rows
    ]  # fmt: skip


def _grouped(rows: Iterable[Any], by: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return found

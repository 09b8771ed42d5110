"""The streams of the review queue: records of a kind that are in disputes across articles, that have a doubt, that are unsure.

Where few records are left by the query they are all looked at in memory; else a stream is read from an index, in its own order and
only as far as a page goes. Both give the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from kabar.store import schema as t
from kabar.store.doubts import Doubt, doubts
from kabar.store.find import literal
from kabar.store.query import Condition, Query, conditions, narrowed

# The kinds whose records stand in disputes across articles, with the kinds of those disputes.
DISPUTED = {"figure": ("figure",), "event": ("occurrence", "blame"), "breach": ("blame",)}
# Confidence is calibrated: below this a record is more likely wrong than right.
UNSURE = 0.5
# Up to so many records of a kind are looked at in memory; kinds that an archive has few of are tried without a query too.
FEW = 3_000
RARE = ("agreement", "breach")
# Disputes that are looked through at once: a page rarely needs more than the first.
DISPUTES, MOST_DISPUTES = 10, 640

Place = tuple[int, ...]


@dataclass(frozen=True)
class Stream:
    """Records of a kind: those in disputes, those with a doubt, or those that are only unsure."""

    kind: str
    doubt: Doubt | None = None
    disputed: bool = False


class Found(NamedTuple):
    """A record of a stream; `place` gives the order: days and ids fall, of disputes the size and id fall and the number rises."""

    id: int
    place: Place


class _Seen(NamedTuple):
    id: int
    day: date
    confidence: float
    flags: frozenset[str]
    dispute: Place | None


class Reader:
    """Reads the streams of one kind."""

    def __init__(self, connection: sa.Connection, kind: str, query: Query) -> None:
        self.connection, self.kind, self.query = connection, kind, query
        self.table = t.RECORDS[kind]
        self.where = [
            *conditions(connection, kind, query), *narrowed(connection, kind, query), undecided(self.table.c.key)
        ]  # fmt: skip
        self.few = self._few() if query.given() or kind in RARE else None

    def read(self, stream: Stream, behind: Place | None, limit: int) -> Iterator[Found]:
        """Up to `limit` records of a stream, behind a place in it."""
        if self.few is not None:
            return self._in_memory(self.few, stream, behind, limit)
        if stream.disputed:
            return self._disputed(behind, limit)
        return self._newest(stream.doubt, behind, limit)

    # In memory

    def _few(self) -> list[_Seen] | None:
        c = self.table.c
        asked = sa.select(c.id, c.day, c.confidence, c.flags, c.key).where(*self.where).limit(FEW + 1)
        rows = list(self.connection.execute(asked))
        if len(rows) > FEW:
            return None
        disputes = self._disputes_of([r.key for r in rows]) if self.kind in DISPUTED else {}
        return [
            _Seen(r.id, r.day, r.confidence, frozenset(r.flags.split()), disputes.get(r.key)) for r in rows
        ]

    def _disputes_of(self, keys: list[str]) -> dict[str, Place]:
        """The largest dispute of each record, and its number there."""
        d, p, h = t.cross_dispute, t.cross_position, t.holder
        asked = (
            sa.select(h.c.record_key, d.c.articles, d.c.id, h.c.id.label("number"))
            .select_from(h.join(p, p.c.id == h.c.position_id).join(d, d.c.id == p.c.dispute_id))
            .where(h.c.record_key.in_(keys), d.c.kind.in_(DISPUTED[self.kind]))
        )
        found: dict[str, Place] = {}
        for key, articles, dispute, number in self.connection.execute(asked):
            place = (articles, dispute, number)
            there = found.get(key)
            if there is None or _order(True, place) < _order(True, there):
                found[key] = place
        return found

    def _in_memory(
        self, rows: list[_Seen], stream: Stream, behind: Place | None, limit: int
    ) -> Iterator[Found]:
        known = [d.flag for d in doubts()]
        earlier = set(known[: known.index(stream.doubt.flag)] if stream.doubt else known)
        found = []
        for row in rows:
            if stream.disputed and row.dispute is not None:
                found.append(Found(row.id, row.dispute))
            if stream.disputed or row.dispute is not None or row.flags & earlier:
                continue
            if stream.doubt.flag in row.flags if stream.doubt else row.confidence < UNSURE:
                found.append(Found(row.id, (row.day.toordinal(), row.id)))
        ordered = sorted(found, key=lambda f: _order(stream.disputed, f.place))
        after = _order(stream.disputed, behind) if behind else None
        yield from [f for f in ordered if after is None or _order(stream.disputed, f.place) > after][:limit]

    # From an index

    def _newest(self, doubt: Doubt | None, behind: Place | None, limit: int) -> Iterator[Found]:
        c, f = self.table.c, t.flagged.c
        where = list(self.where)
        if self.kind in DISPUTED:
            where.append(~self._in_dispute())
        known = [d.flag for d in doubts()]
        earlier = known[: known.index(doubt.flag)] if doubt else known
        if earlier:
            among = t.flagged.alias("earlier").c
            same = sa.and_(among.type == self.kind, among.day == c.day, among.record_id == c.id)
            where.append(~sa.exists().where(same, among.flag.in_(earlier)))
        source: sa.FromClause = self.table
        day, record_id = c.day, c.id
        if doubt is None:
            where.append(c.confidence < UNSURE)
        else:
            source = t.flagged.join(self.table, c.id == f.record_id)
            day, record_id = f.day, f.record_id
            where += [f.type == self.kind, f.flag == doubt.flag]
        if behind is not None:
            at = literal((date.fromordinal(behind[0]), behind[1]))
            where.append(sa.tuple_(day, record_id) < sa.tuple_(*at))
        asked = sa.select(record_id.label("id"), day.label("day")).select_from(source).where(*where)
        for row in self.connection.execute(asked.order_by(day.desc(), record_id.desc()).limit(limit)):
            yield Found(row.id, (row.day.toordinal(), row.id))

    def _in_dispute(self) -> sa.ColumnElement[bool]:
        d, p, h = t.cross_dispute, t.cross_position, t.holder
        joined = h.join(p, p.c.id == h.c.position_id).join(d, d.c.id == p.c.dispute_id)
        return (
            sa.exists()
            .select_from(joined)
            .where(h.c.record_key == self.table.c.key, d.c.kind.in_(DISPUTED[self.kind]))
        )

    def _disputed(self, behind: Place | None, limit: int) -> Iterator[Found]:
        """Records of the largest disputes first; one of several stands with the largest."""
        d, many = t.cross_dispute.c, DISPUTES
        size, last = sa.tuple_(d.articles, d.id), behind[:2] if behind else None
        where: list[Condition] = [size <= sa.tuple_(*map(sa.literal, last))] if last else []
        while True:
            asked = sa.select(d.id, d.articles).where(d.kind.in_(DISPUTED[self.kind]), *where)
            disputes = list(
                self.connection.execute(asked.order_by(d.articles.desc(), d.id.desc()).limit(many))
            )
            found = self._of_disputes([row.id for row in disputes])
            for row in disputes:
                for number, record_id in found.get(row.id, ()):
                    if behind is None or (row.articles, row.id) != last or number > behind[2]:
                        yield Found(record_id, (row.articles, row.id, number))
                        limit -= 1
                        if limit == 0:
                            return
            if len(disputes) < many:
                return
            where = [size < sa.tuple_(sa.literal(disputes[-1].articles), sa.literal(disputes[-1].id))]
            many = min(2 * many, MOST_DISPUTES)

    def _of_disputes(self, disputes: list[int]) -> dict[int, list[tuple[int, int]]]:
        """By dispute the number in it and the id of its records that nobody decided about."""
        d, p, h = t.cross_dispute, t.cross_position, t.holder
        joined = d.join(p, p.c.dispute_id == d.c.id).join(h, h.c.position_id == p.c.id)
        asked = (
            sa.select(d.c.id.label("dispute_id"), sa.func.min(h.c.id), self.table.c.id, self.table.c.key)
            .select_from(joined.join(self.table, self.table.c.key == h.c.record_key))
            .where(d.c.id.in_(disputes), *self.where)
            .group_by(d.c.id, self.table.c.id, self.table.c.key)
        )
        rows = list(self.connection.execute(asked))
        largest = self._disputes_of([key for *_, key in rows])
        found: dict[int, list[tuple[int, int]]] = {}
        for dispute_id, number, record_id, key in rows:
            if largest[key][1] == dispute_id:
                found.setdefault(dispute_id, []).append((number, record_id))
        return {dispute: sorted(numbered) for dispute, numbered in found.items()}


def _order(disputed: bool, place: Place) -> Place:
    """A place as a key that rises along the stream."""
    return (-place[0], -place[1], place[2]) if disputed else (-place[0], -place[1])


def undecided(key: Any) -> Condition:
    """No decision about the record alone holds; a comment is none."""
    j, undo = t.judgement.alias("decision"), t.judgement.alias("undo")
    taken_back = sa.exists().where(undo.c.undoes == j.c.id)
    decided = j.c.verdict.in_(("right", "wrong", "corrected"))
    return ~sa.exists().where(j.c.key == key, decided, ~taken_back)

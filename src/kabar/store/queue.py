"""What needs a person, most valuable first: records of disputes across articles, then doubts by their worth, then what is unsure.

The queue is a row of streams (`streams.py`); a record stands in the first that has it. Nothing is kept for it: a decision
takes its record out, an undo puts it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.doubts import doubts
from kabar.store.find import load
from kabar.store.query import ALL, Query, allowed, check
from kabar.store.rows import RecordRow
from kabar.store.streams import DISPUTED, UNSURE, Place, Reader, Stream

if TYPE_CHECKING:
    from kabar.store.archive import Archive

# The kinds that wait, figures before others: a wrong number goes furthest.
KINDS = ("figure", "statement", "event", "agreement", "breach", "place")
MOST = 200


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record waits: `what` is "dispute" (`question`; `positions` and `articles` of it), "doubt" (`flag`) or "unsure"."""

    what: str
    flag: str = ""
    question: str = ""
    positions: int = 0
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for a person. `at` is its place in the queue, to go on behind it."""

    row: RecordRow
    reasons: tuple[Reason, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, and where the next one begins (None: this is the end)."""

    rows: tuple[Waiting, ...]
    after: str | None


def queue(
    archive: Archive,
    query: Query = ALL,
    *,
    kinds: Sequence[str] = (),
    limit: int = 20,
    after: str | None = None,
) -> Queue:
    """A page of what needs a person. `kinds` are some of KINDS; a kind that lacks one of the query's filters is left out.

    `after` is the `after` of the page before, or the `at` of a record. Raises KabarError: another kind, a filter that no kind
    has, a limit out of 1-200, an `after` that is no place in the queue.
    """
    if unknown := set(kinds) - set(KINDS):
        raise KabarError(f"no {', '.join(sorted(unknown))} waits for review: use {', '.join(KINDS)}")
    if not 1 <= limit <= MOST:
        raise KabarError(f"a page of {limit} records: ask for 1 to {MOST}")
    asked = [k for k in KINDS if k in (kinds or KINDS)]
    asked = [k for k in asked if not query.given() - allowed(k)] or asked[:1]
    for kind in asked:
        check(kind, query)
    streams = list(_streams(asked))
    first, place = _place(after, streams)
    found: list[tuple[str, int, str]] = []
    readers: dict[str, Reader] = {}
    with archive.looking() as connection:
        for number, stream in enumerate(streams[first:], first):
            if stream.kind not in readers:
                readers[stream.kind] = Reader(connection, stream.kind, query)
            behind = place if number == first else None
            for one in readers[stream.kind].read(stream, behind, limit + 1 - len(found)):
                found.append((stream.kind, one.id, ".".join(map(str, (number, *one.place)))))
            if len(found) > limit:
                break
        page = found[:limit]
        rows = _rows(connection, page)
        why = _reasons(connection, list(rows.values()))
    waiting = tuple(Waiting(rows[k, i], why[rows[k, i].key], at) for k, i, at in page)
    return Queue(waiting, waiting[-1].at if len(found) > limit else None)


def _streams(kinds: Sequence[str]) -> Iterator[Stream]:
    """Disputes of all kinds, then kind by kind the doubts most worth a look, then kind by kind what is unsure."""
    yield from (Stream(k, disputed=True) for k in kinds if k in DISPUTED)
    for kind in kinds:
        yield from (Stream(kind, d) for d in doubts() if not d.kinds or kind in d.kinds)
    yield from (Stream(k) for k in kinds)


def _place(after: str | None, streams: Sequence[Stream]) -> tuple[int, Place | None]:
    if after is None:
        return 0, None
    try:
        number, *place = (int(p) for p in after[:80].split("."))
    except ValueError:
        number, place = -1, []
    known = 0 <= number < len(streams) and all(0 <= p < 2**53 for p in place)
    disputed = known and streams[number].disputed
    if (
        not known
        or len(place) != (3 if disputed else 2)
        or not (disputed or 1 <= place[0] <= date.max.toordinal())
    ):
        raise KabarError(f"'{after[:80]}' is no place in the queue: begin at its start")
    return number, tuple(place)


def _rows(
    connection: sa.Connection, page: Sequence[tuple[str, int, str]]
) -> dict[tuple[str, int], RecordRow]:
    rows: dict[tuple[str, int], RecordRow] = {}
    for kind in dict.fromkeys(k for k, *_ in page):
        rows |= {(kind, r.id): r for r in load(connection, kind, [i for k, i, _ in page if k == kind])}
    return rows


def reasons(archive: Archive, rows: Sequence[RecordRow]) -> dict[str, tuple[Reason, ...]]:
    """Why each of these records is worth a look, whether or not anybody decided, by key."""
    with archive.looking() as connection:
        return _reasons(connection, rows)


def _reasons(connection: sa.Connection, rows: Sequence[RecordRow]) -> dict[str, tuple[Reason, ...]]:
    disputes = _disputes_of(connection, [r.key for r in rows])
    known = [d.flag for d in doubts()]
    return {
        r.key: (
            *disputes.get(r.key, ()),
            *(Reason("doubt", flag=f) for f in sorted(set(r.flags) & set(known), key=known.index)),
            *((Reason("unsure"),) if r.confidence < UNSURE else ()),
        )
        for r in rows
    }


def _disputes_of(connection: sa.Connection, keys: Sequence[str]) -> dict[str, list[Reason]]:
    d, p, h = t.cross_dispute.c, t.cross_position, t.holder.c
    each = p.alias()
    positions = sa.select(sa.func.count()).where(each.c.dispute_id == d.id).scalar_subquery()
    asked = (
        sa.select(h.record_key, d.id, d.question, d.articles, positions.label("positions"))
        .select_from(t.holder.join(p, p.c.id == h.position_id).join(t.cross_dispute, d.id == p.c.dispute_id))
        .where(h.record_key.in_(keys))
        .distinct()
        .order_by(d.articles.desc(), d.id.desc())
    )
    found: dict[str, list[Reason]] = {}
    for row in connection.execute(asked):
        found.setdefault(row.record_key, []).append(
            Reason("dispute", question=row.question, positions=row.positions, articles=row.articles)
        )
    return found

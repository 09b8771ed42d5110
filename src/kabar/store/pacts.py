"""Agreements in the order of their dates, each once however many articles tell of it."""

from __future__ import annotations

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.find import MOST, After, literal
from kabar.store.query import Query, check, conditions, narrowed

Keys = tuple[str, ...]


def pacts_page(
    connection: sa.Connection, query: Query, newest: bool, limit: int, after: After | None
) -> tuple[list[Keys], After | None]:
    """The keys of the accounts of each agreement of which one meets the query, and where the next page begins.

    An agreement is of the first day that an account gives, else of the first publication. Raises KabarError: a filter that
    agreements lack, a limit out of 1-1,000.
    """
    check("agreement", query)
    if not 1 <= limit <= MOST:
        raise KabarError(f"a page of {limit} rows: ask for 1 to {MOST}")
    a, m = t.agreement.c, t.member.c
    # A cluster is told from an agreement that stands alone by the sign of its number.
    number = sa.func.coalesce(m.cluster_id, -a.id)
    dated = sa.case((a.date_lo > t.UNKNOWN_DAY, a.date_lo))
    published = sa.case((a.day > t.UNKNOWN_DAY, a.day))
    first = sa.func.coalesce(sa.func.min(dated), sa.func.min(published), sa.literal(t.UNKNOWN_DAY, sa.Date))
    entry = (
        sa.select(number.label("number"), sa.type_coerce(first, sa.Date).label("day"))
        .select_from(t.agreement.outerjoin(t.member, m.record_key == a.key))
        .where(*conditions(connection, "agreement", query), *narrowed(connection, "agreement", query))
        .group_by(number).subquery()
    )  # fmt: skip
    here = [entry.c.day, entry.c.number]
    asked = sa.select(entry.c.number, entry.c.day).order_by(*(c.desc() if newest else c.asc() for c in here))
    if after is not None:
        seen = sa.tuple_(*literal(after))
        asked = asked.where(sa.tuple_(*here) < seen if newest else sa.tuple_(*here) > seen)
    found = list(connection.execute(asked.limit(limit + 1)))
    rows = found[:limit]
    next_ = (rows[-1].day, rows[-1].number) if len(found) > limit else None
    keys = _keys(connection, [r.number for r in rows])
    return [keys[r.number] for r in rows], next_


def _keys(connection: sa.Connection, numbers: list[int]) -> dict[int, Keys]:
    """The keys of the accounts behind each number, the oldest publication first."""
    a, m = t.agreement.c, t.member.c
    together = sa.select(m.cluster_id, a.key, a.day, a.id).join(t.agreement, a.key == m.record_key)
    alone = sa.select(-a.id, a.key, a.day, a.id)
    rows = [
        *connection.execute(together.where(m.cluster_id.in_([n for n in numbers if n > 0]))),
        *connection.execute(alone.where(a.id.in_([-n for n in numbers if n < 0]))),
    ]
    found: dict[int, list[str]] = {}
    for number, key, _, _ in sorted(rows, key=lambda r: (r[2], r[3])):
        found.setdefault(number, []).append(key)
    return {number: tuple(keys) for number, keys in found.items()}

"""Actors and places by a part of their names, with how many records each has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.rows import PartyRow, SiteRow
from kabar.store.search import fold

MOST = 100
# So many names that fit best are weighed by their records.
LOOKED_AT = 100


def actors_named(
    connection: sa.Connection, text: str, refs: Collection[str] = (), *, limit: int = 20
) -> list[tuple[PartyRow, int]]:
    """Actors whose name holds these words in any letter case, or that have one of these refs, those of most records first.

    The role of each is empty. Raises KabarError: a limit out of 1-100.
    """
    a, p = t.actor.c, t.party.c
    where = sa.or_(_holds(a.folded, text), a.ref.in_(list(refs)[:LOOKED_AT]))
    columns = [a.ref, a.name, a.kind, a.country]
    found = _ranked(
        connection, a, columns, where, text, sa.select(sa.func.count()).where(p.actor_id == a.id), limit
    )
    return [(PartyRow("", r.id, r.ref, r.name, r.kind, r.country), r.records) for r in found]


def sites_named(connection: sa.Connection, text: str, *, limit: int = 20) -> list[tuple[SiteRow, int]]:
    """Places whose name holds these words in any letter case, those of most records first. Raises KabarError: a limit out of 1-100."""
    s, at = t.site.c, t.located.c
    names = [n for n in SiteRow.__dataclass_fields__ if n != "id"]
    records = sa.select(sa.func.count()).where(at.site_id == s.id, at.type != "place")
    found = _ranked(connection, s, [s[n] for n in names], _holds(s.folded, text), text, records, limit)
    return [(SiteRow(r.id, **{n: getattr(r, n) for n in names}), r.records) for r in found]


def _holds(folded: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    return folded.contains(fold(text.strip()), autoescape=True)


def _ranked(
    connection: sa.Connection, c: Any, columns: list[Any], where: sa.ColumnElement[bool], text: str,
    records: sa.Select[int], limit: int,
) -> list[Any]:  # fmt: skip
    if not 1 <= limit <= MOST:
        raise KabarError(f"a list of {limit} names: ask for 1 to {MOST}")
    # What is named just so comes first, then the shortest names: they hold least beside the words.
    exact = (c.folded == fold(text.strip())).desc()
    likely = (
        sa.select(c.id)
        .where(where)
        .order_by(exact, sa.func.length(c.folded), c.id)
        .limit(LOOKED_AT)
        .subquery()
    )
    asked = sa.select(c.id, *columns, records.scalar_subquery().label("records")).where(
        c.id.in_(sa.select(likely.c.id))
    )
    return list(connection.execute(asked.order_by(sa.desc("records"), c.id).limit(limit)))

"""What an archive holds of single articles beside their text: how much was found in them, and the keys of their records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kabar.store import schema as t

COUNTED = ("statement", "figure", "event", "agreement", "dispute", "damage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many records of each kind of `COUNTED` an article has, how many versions, and how many near-duplicates.

    `name` is what its newest version was handed in as, a file or an address.
    """

    name: str | None
    records: dict[str, int]
    versions: int
    near: int


@dataclass(frozen=True, slots=True)
class Keyed:
    """A record's kind, its id in the reading, its key; of a mention also the actor."""

    kind: str
    local: str
    key: str
    actor_id: int | None = None


def tallies(connection: sa.Connection, article_ids: Sequence[int]) -> dict[int, Tally]:
    """The tally of each of these articles; a few queries for all."""
    n = sa.func.count()
    v, d, other = t.version.c, t.duplicate.c, t.duplicate.alias("other")
    records: dict[int, dict[str, int]] = {i: {} for i in article_ids}
    for name in COUNTED:
        c = t.RECORDS[name].c
        asked = sa.select(c.article_id, n).where(c.article_id.in_(article_ids)).group_by(c.article_id)
        for article_id, count in _by_article(connection, asked).items():
            records[article_id][name] = count
    mine = v.article_id.in_(article_ids)
    versions = _by_article(connection, sa.select(v.article_id, n).where(mine).group_by(v.article_id))
    a = t.article.c
    # By the article: by the version, SQLite goes through all articles for the few.
    named = sa.select(a.id, v.name).join_from(t.article, t.version, a.newest_version_id == v.id)
    names = _by_article(connection, named.where(a.id.in_(article_ids)))
    grouped = sa.select(d.article_id, n - 1).join(other, other.c.group_id == d.group_id)
    near = _by_article(connection, grouped.where(d.article_id.in_(article_ids)).group_by(d.article_id))
    return {
        i: Tally(name=names.get(i), records=records[i], versions=versions.get(i, 0), near=near.get(i, 0))
        for i in article_ids
    }


def _by_article(connection: sa.Connection, asked: sa.Select[Any]) -> dict[int, Any]:
    return {article_id: value for article_id, value in connection.execute(asked)}


def keyed(connection: sa.Connection, version_id: int) -> list[Keyed]:
    """The records of a version whose records are those of its article; of any other version none."""
    found = []
    for name, table in t.RECORDS.items():
        c = table.c
        actor = c.actor_id if name == "mention" else sa.null()
        rows = connection.execute(
            sa.select(c.local, c.key, actor).where(c.version_id == version_id).order_by(c.id)
        )
        found += [Keyed(name, *row) for row in rows]
    return found

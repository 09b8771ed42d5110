"""Who speaks about whom, and how: statements counted by source, target and act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from kabar.store import schema as t
from kabar.store.actors import actor_rows
from kabar.store.query import Condition, Query, actor_ids, check, conditions, narrowed
from kabar.store.rows import ActorRow


@dataclass(frozen=True, slots=True)
class Cell:
    """Statements of one source about one target: how many in all, and by act, most first."""

    target_id: int
    total: int
    acts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A source; `total` counts its statements once for each target that they name, shown or not. A cell for each shown."""

    source: ActorRow
    total: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The sources that speak most and the targets that are named most; how many of each are left out.

    A statement with two sources or targets is counted for each of them.
    """

    targets: tuple[ActorRow, ...]
    rows: tuple[MatrixRow, ...]
    more_sources: int
    more_targets: int


def matrix(connection: sa.Connection, query: Query, acts: Sequence[str], limit: int) -> Matrix:
    """Statements that a query finds, of these acts (none: of all), by source and target."""
    check("statement", query)
    counted: dict[tuple[int, int], Counter[str]] = {}
    for source, target, act, n in connection.execute(_counted(connection, query, acts)):
        counted.setdefault((source, target), Counter())[act] += n
    sources, targets = Counter[int](), Counter[int]()
    for (source, target), of in counted.items():
        sources[source] += of.total()
        targets[target] += of.total()
    rows, columns = _most(sources, limit), _most(targets, limit)
    who = actor_rows(connection, [*rows, *columns])
    return Matrix(
        targets=tuple(who[i] for i in columns),
        rows=tuple(
            MatrixRow(who[r], sources[r], tuple(_cell(c, counted.get((r, c), Counter())) for c in columns))
            for r in rows
        ),
        more_sources=len(sources) - len(rows),
        more_targets=len(targets) - len(columns),
    )


def _counted(connection: sa.Connection, query: Query, acts: Sequence[str]) -> sa.Select[Any]:
    """Begins with one side of all statements, the one that is asked for: otherwise both databases look at every statement."""
    lead = "source" if query.source is not None and query.target is None else "target"
    asked = {"source": query.source, "target": query.target}
    ids = {role: actor_ids(connection, who) for role, who in asked.items() if who is not None}
    p, s = t.party.c, t.statement
    first = sa.select(p.record_id, p.actor_id).where(
        p.type == "statement", p.role == lead, *_among(p.actor_id, ids.get(lead))
    )
    named = first.cte("named").prefix_with("MATERIALIZED")
    other = t.party.alias("other")
    role = "target" if lead == "source" else "source"
    on_other = sa.and_(
        other.c.type == "statement", other.c.record_id == named.c.record_id, other.c.role == role
    )
    rest = replace(query, source=None, target=None)
    where = [
        *_among(other.c.actor_id, ids.get(role)), *conditions(connection, "statement", rest), *narrowed(connection, "statement", rest),
    ]  # fmt: skip
    if acts:
        where.append(s.c.act.in_(acts))
    by = {lead: named.c.actor_id, role: other.c.actor_id}
    return (
        sa.select(by["source"], by["target"], s.c.act, sa.func.count())
        .select_from(named.join(other, on_other).join(s, s.c.id == other.c.record_id))
        .where(*where)
        .group_by(by["source"], by["target"], s.c.act)
    )


def _among(column: sa.ColumnElement[int], ids: list[int] | None) -> list[Condition]:
    return [] if ids is None else [column.in_(ids)]


def _most(counted: Counter[int], limit: int) -> list[int]:
    return sorted(counted, key=lambda i: (-counted[i], i))[:limit]


def _cell(target_id: int, of: Counter[str]) -> Cell:
    return Cell(target_id, of.total(), tuple(sorted(of.items(), key=lambda a: (-a[1], a[0]))))

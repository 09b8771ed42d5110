"""Accounts inside one article that differ: figures for one question, and who is to blame."""

from __future__ import annotations

from itertools import combinations
from typing import Literal

from kabar.assemble.context import Context
from kabar.model import Dispute, Figure, Position, Statement

DisputeKind = Literal["figure", "blame", "occurrence", "terms"]
Found = tuple[DisputeKind, tuple[Position, ...], str]

OPPOSING = ("demand", "accuse", "deny", "complain", "appeal", "threaten")


def assemble_disputes(context: Context, figures: list[Figure], statements: list[Statement]) -> list[Dispute]:
    """Figure disputes first, then rival blame."""
    found: list[Found] = []
    found.extend(_figures(figures))
    found.extend(_blame(context, statements))
    spans = {r.id: r.evidence for r in (*figures, *statements)}
    return [
        Dispute(
            id=f"x{n}", evidence=tuple(s for p in positions for m in p.records for s in spans[m]), confidence=0.6,
            kind=kind, differ_in=differ, positions=positions,
        )
        for n, (kind, positions, differ) in enumerate(found, 1)
    ]  # fmt: skip


def _figures(figures: list[Figure]) -> list[Found]:
    groups: dict[tuple[str, str, str | None], list[Figure]] = {}
    for figure in figures:
        if figure.source and figure.share is None:
            groups.setdefault((figure.concept, figure.unit, figure.since), []).append(figure)
    found: list[Found] = []
    for (concept, unit, _), members in groups.items():
        values = {(f.low, f.high) for f in members}
        if len(values) > 1 and len({f.source for f in members}) > 1:
            positions = tuple(Position((f.source,) if f.source else (), (f.id,)) for f in members)
            found.append(("figure", positions, f"how many {unit} {concept}"))
    return found


def _side(context: Context, actor: str) -> str:
    row = context.cast.actors.get(actor)
    return (row.affiliation if row and row.affiliation else actor) or actor


def _blame(context: Context, statements: list[Statement]) -> list[Found]:
    """Two sides of which one lays it at the other's door while the other asks for something else."""
    by_side: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.act in OPPOSING and statement.sources:
            by_side.setdefault(_side(context, statement.sources[0]), []).append(statement)
    found: list[Found] = []
    for one, other in combinations(by_side, 2):
        aimed = [s for s in by_side[one] if any(_side(context, t) == other for t in s.targets)]
        back = [s for s in by_side[other] if any(_side(context, t) == one for t in s.targets)]
        states = all(
            (row := context.cast.actors.get(side)) is not None and row.kind in ("government", "armed-group")
            for side in (one, other)
        )
        if (aimed or back) and states:
            positions = tuple(Position((side,), tuple(s.id for s in by_side[side])) for side in (one, other))
            found.append(("blame", positions, f"what {one} and {other} ask of each other"))
    return found

"""Accounts inside one article that differ, side by side: figures for one question, what one denies, who is to blame, what a deal says."""

from __future__ import annotations

from itertools import combinations
from typing import Literal

from kabar.assemble.context import Context
from kabar.assemble.counts import differing_counts
from kabar.assemble.likeness import Claims
from kabar.model import Agreement, Dispute, Event, Figure, Position, Statement

DisputeKind = Literal["figure", "blame", "occurrence", "terms"]
Found = tuple[DisputeKind, tuple[Position, ...], str]

OPPOSING = ("demand", "accuse", "complain", "threaten", "warn")
# Acts that put something forward as so.
CLAIMING = ("say", "accuse", "complain", "warn", "estimate", "admit", "think")
# A denial this many statements behind a claim may still be of it.
DENIAL_REACH = 4


def assemble_disputes(
    context: Context,
    figures: list[Figure],
    statements: list[Statement],
    events: list[Event],
    agreements: list[Agreement],
) -> list[Dispute]:
    """Figures first, then denials, blame and terms; one dispute a pair of sides and question."""
    claims = Claims(context, events)
    said = [
        s for s in statements if s.sources and "not-said" not in s.flags and "source-doubtful" not in s.flags
    ]
    found: list[Found] = [
        ("figure", positions, question) for positions, question in differing_counts(figures)
    ]
    denied = _denials(claims, said)
    found += denied
    found += _denied_events(events, denied)
    found += _blame(context, claims, said, agreements)
    found += _terms(context, claims, said)
    spans = {r.id: r.evidence for r in (*figures, *statements, *events)}
    return [
        Dispute(
            id=f"x{n}", evidence=tuple(dict.fromkeys(s for p in positions for m in p.records for s in spans[m])),
            confidence=0.6, kind=kind, differ_in=differ, positions=positions,
        )
        for n, (kind, positions, differ) in enumerate(found, 1)
    ]  # fmt: skip


def _denials(claims: Claims, said: list[Statement]) -> list[Found]:
    """A claim about a side, and that side's denial right behind it or of the same thing."""
    found: list[Found] = []
    for number, denial in enumerate(said):
        if denial.act != "deny":
            continue
        for claim in reversed(said[max(0, number - DENIAL_REACH) : number] + said[number + 1 : number + 2]):
            if claim.act not in CLAIMING or claims.side(claim.sources[0]) == claims.side(denial.sources[0]):
                continue
            aimed = claims.side(denial.sources[0]) in claims.aimed_at(claim)
            following = claim is said[number - 1] and claims.neighbours(claim, denial)
            if (aimed and following) or claims.about_the_same(claim, denial):
                positions = (Position(claim.sources, (claim.id,)), Position(denial.sources, (denial.id,)))
                found.append(("occurrence", positions, f"whether it is so, what {claim.id} says"))
                break
    return found


def _denied_events(events: list[Event], denied: list[Found]) -> list[Found]:
    """Events that one claims and another denies, where no pair of statements shows it already."""
    seen = {tuple(p.holders for p in positions) for _, positions, _ in denied}
    found: list[Found] = []
    for event in events:
        holders = (event.claimed_by, event.denied_by)
        if all(holders) and holders not in seen and set(event.claimed_by) != set(event.denied_by):
            positions = (Position(event.claimed_by, (event.id,)), Position(event.denied_by, (event.id,)))
            found.append(("occurrence", positions, f"whether {event.id} happened"))
    return found


def _blame(
    context: Context, claims: Claims, said: list[Statement], agreements: list[Agreement]
) -> list[Found]:
    """Two sides that lay the same thing at each other's door, or each other's breach of one agreement, or that
    demand and complain of each other."""
    sides: dict[str, list[Statement]] = {}
    for statement in said:
        sides.setdefault(claims.side(statement.sources[0]), []).append(statement)
    broken = {
        (claims.side(b.by[0]), claims.side(a), b.statement)
        for g in agreements
        for b in g.alleged_breaches
        for a in b.against
    }
    found: list[Found] = []
    for one, other in combinations(sides, 2):
        there = [s for s in sides[one] if other in claims.aimed_at(s) or (one, other, s.id) in broken]
        back = [s for s in sides[other] if one in claims.aimed_at(s) or (other, one, s.id) in broken]
        pairs = [
            (s, t) for s in there for t in back if _against(claims, s, t, one, other) or _both(broken, s, t)
        ]
        opposed = [s for s in there if s.act in OPPOSING], [s for s in back if s.act in OPPOSING]
        if pairs:
            first, second = (
                [s for s in there if any(s is p[0] for p in pairs)],
                [t for t in back if any(t is p[1] for p in pairs)],
            )
        elif all(opposed) and all(claims.acts(side) for side in (one, other)):
            first, second = opposed
        else:
            continue
        positions = tuple(
            Position(tuple(dict.fromkeys(a for s in part for a in s.sources)), tuple(s.id for s in part))
            for part in (first, second)
        )
        found.append(
            ("blame", positions, f"who is to blame: {_name(context, one)} or {_name(context, other)}")
        )
    return found


def _against(claims: Claims, one: Statement, two: Statement, side: str, other: str) -> bool:
    """Each says that the other's side did the same thing."""
    if one.act not in CLAIMING or two.act not in CLAIMING:
        return False
    blamed = other in claims.doers(one) and side in claims.doers(two)
    return blamed and claims.about_the_same(one, two)


def _both(broken: set[tuple[str, str, str]], one: Statement, two: Statement) -> bool:
    told = {statement for _, _, statement in broken}
    return one.id in told and two.id in told


def _terms(context: Context, claims: Claims, said: list[Statement]) -> list[Found]:
    """Two sides of which one says that an agreement asks something, and the other that it does not."""
    found: list[Found] = []
    for one, two in combinations(said, 2):
        if claims.side(one.sources[0]) == claims.side(two.sources[0]):
            continue
        asks = claims.terms_of(one), claims.terms_of(two)
        if None not in asks and asks[0] != asks[1] and claims.about_the_same(one, two):
            positions = (Position(one.sources, (one.id,)), Position(two.sources, (two.id,)))
            found.append(("terms", positions, "what the agreement says"))
    return found


def _name(context: Context, actor: str) -> str:
    row = context.cast.actors.get(actor)
    return row.name if row else actor

"""Figures that answer one question differently."""

from __future__ import annotations

from itertools import combinations

from kabar.model import Figure, Position

# "More than 200,000" says that it is not half as much again; a round or hedged number is not off by more than a tenth.
OPEN = 1.5
TOLERANCE = 0.1
EXACT = 0.02
# Counts further apart than this many times answer different questions.
FAR = 5.0
# Flags of numbers that are no counts of what is: one only answers another of its kind.
KINDS = ("capacity", "need", "target", "hypothetical", "negated", "same-fact")
HEDGED = ("about", "nearly")


def differing_counts(figures: list[Figure]) -> list[tuple[tuple[Position, ...], str]]:
    """Positions and question of each dispute: one position a holder, with all its figures for that question."""
    groups: list[list[Figure]] = []
    for one, other in combinations(figures, 2):
        if not (same_question(one, other) and differ(one, other)):
            continue
        group = next(
            (g for g in groups if all(same_question(f, one) and same_question(f, other) for f in g)), None
        )
        if group is None:
            groups.append(group := [])
        group += [f for f in (one, other) if f not in group]
    found = []
    for group in groups:
        holders: dict[str | None, list[str]] = {}
        for figure in sorted(group, key=lambda f: f.span):
            holders.setdefault(figure.source, []).append(figure.id)
        positions = tuple(Position((h,) if h else (), tuple(ids)) for h, ids in holders.items())
        if len(positions) > 1:
            found.append((positions, f"how many {group[0].unit} {group[0].concept}"))
    return found


def same_question(one: Figure, other: Figure) -> bool:
    """Same unit, concept, group and kind of count, places and dates that do not part them, neither a part of the other."""
    if one is other:
        return True
    alike = (one.unit, one.concept, one.group) == (other.unit, other.concept, other.group)
    parts = {one.part_of, one.derived_from} & {other.id} or {other.part_of, other.derived_from} & {one.id}
    other_kind = set(KINDS) & (set(one.flags) ^ set(other.flags))
    if not alike or other_kind or parts or not one.concept or one.share or other.share:
        return False
    pairs = (
        (one.counting, other.counting), (one.measure, other.measure), (one.place, other.place),
    )  # fmt: skip
    if any(a and b and a != b for a, b in pairs):
        return False
    dates = ((one.since, other.since), (one.until, other.until), (one.as_of, other.as_of))
    return not any(a and b and not (a.startswith(b) or b.startswith(a)) for a, b in dates)


def differ(one: Figure, other: Figure) -> bool:
    """Whether two figures of different holders leave each other no room, as their wording is meant."""
    if one.source == other.source:
        return False
    a, b = _meant(one), _meant(other)
    # Ten of a thousand are rather a part, or another thing, than another count of it.
    if FAR * min(_bound(one), _bound(other)) < max(_bound(one), _bound(other)):
        return False
    if (one.low is None) == (other.low is None) and (one.high is None) == (other.high is None) and None in (
        one.low, one.high
    ):  # fmt: skip
        low, high = sorted((_bound(one), _bound(other)))
        vague = "vague" in (*one.flags, *other.flags)
        return not vague and high > low * (1 + TOLERANCE)
    return a[1] < b[0] or b[1] < a[0]


def _bound(figure: Figure) -> float:
    return float(figure.low if figure.low is not None else figure.high or 0)


def _meant(figure: Figure) -> tuple[float, float]:
    """The range that a reader takes from the wording."""
    if figure.high is None and figure.low is not None:
        return figure.low, figure.low * (float("inf") if "vague" in figure.flags else OPEN)
    if figure.low is None and figure.high is not None:
        return figure.high / OPEN, figure.high
    low, high = float(figure.low or 0), float(figure.high or 0)
    slack = TOLERANCE if figure.wording in HEDGED else EXACT
    return low * (1 - slack), high * (1 + slack)

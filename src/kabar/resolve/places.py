"""Toponyms -> places, weighed over the whole article: its other places, its countries, "X, Y", population.

Points are added up; the best candidate wins and the others stay with their share (softmax over points). The
weights were chosen on the LGL development articles (docs/measures.md).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from kabar.gazetteer.lookup import GazetteerEntry
from kabar.resolve.toponyms import Toponym

KIND = {"country": 3.0, "city": 0.0, "admin1": 1.6, "admin2": -0.4}
SUPPLEMENT = 2.5
MAIN_NAME, POPULATION = 1.0, 0.8
COUNTRY_NAMED, COUNTRY_SHARE, REGION_SHARE = 1.0, 6.0, 3.0
INSIDE, NEAR, NEAR_KM = 5.0, 1.0, 150.0
# Below this many points a candidate is no reading at all.
LEAST = 1.2
EARTH_KM = 6371.0
ROUNDS = 3
Readings = tuple[tuple[GazetteerEntry, float], ...]


@dataclass(frozen=True)
class Resolved:
    """A toponym with its readings, best first, each with its share of the belief; none when nothing fits."""

    toponym: Toponym
    readings: Readings


def resolve_places(text: str, toponyms: list[Toponym], actor_countries: Counter[str]) -> list[Resolved]:
    """The readings of each toponym. Beliefs about all names are renewed together, a few rounds over."""
    beliefs = [_shares(_points(t, Support(actor_countries))) for t in toponyms]
    for _ in range(ROUNDS):
        best = [readings[0][0] if readings else None for readings in beliefs]
        distinct = {t.name: e for t, e in zip(toponyms, best, strict=True) if e and e.kind != "country"}
        votes, regions = _votes(toponyms, beliefs, actor_countries)
        renewed = []
        for number, toponym in enumerate(toponyms):
            others = [e for name, e in distinct.items() if name != toponym.name]
            support = Support(votes, regions, _parent(text, toponyms, best, number), others)
            renewed.append(_shares(_points(toponym, support)))
        beliefs = renewed
    return [Resolved(t, b) for t, b in zip(toponyms, beliefs, strict=True)]


@dataclass(frozen=True)
class Support:
    """What the rest of the article says for a candidate: votes by country and by (country, first division)."""

    countries: Counter[str] = field(default_factory=Counter)
    regions: Counter[tuple[str, str]] = field(default_factory=Counter)
    parent: GazetteerEntry | None = None
    around: list[GazetteerEntry] = field(default_factory=list)


def _votes(
    toponyms: list[Toponym], beliefs: list[Readings], actors: Counter[str]
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Each distinct name has one vote, shared out by belief; a country named as actor or place has its mentions."""
    countries: Counter[str] = Counter(actors)
    regions: Counter[tuple[str, str]] = Counter()
    seen: set[str] = set()
    for toponym, readings in zip(toponyms, beliefs, strict=True):
        if toponym.name in seen:
            continue
        seen.add(toponym.name)
        for entry, share in readings:
            if entry.country:
                countries[entry.country] += share  # type: ignore[assignment]
                if entry.admin1:
                    regions[entry.country, entry.admin1] += share  # type: ignore[assignment]
    return countries, regions


def _points(toponym: Toponym, support: Support) -> list[tuple[float, GazetteerEntry]]:
    total = sum(support.countries.values()) or 1
    found = []
    for entry in toponym.candidates:
        points = KIND.get(entry.kind, SUPPLEMENT) + MAIN_NAME * entry.main
        points += POPULATION * (math.log10(entry.population + 10) - 3) if entry.kind == "city" else 0.0
        count = support.countries.get(entry.country or "", 0)
        points += COUNTRY_NAMED * min(count, 1) + COUNTRY_SHARE * count / total
        points += REGION_SHARE * support.regions.get((entry.country or "", entry.admin1 or "-"), 0) / total
        if support.parent is not None and _inside(entry, support.parent):
            points += INSIDE
        if support.around:
            nearest = min(kilometres(entry, other) for other in support.around)
            points += NEAR * math.exp(-nearest / NEAR_KM)
        found.append((points, entry))
    return found


def _parent(
    text: str, toponyms: list[Toponym], first: list[GazetteerEntry | None], number: int
) -> GazetteerEntry | None:
    """The place that the next name gives as the one around this ("Paris, Texas")."""
    if number + 1 == len(toponyms):
        return None
    between = text[toponyms[number].piece.end : toponyms[number + 1].piece.start]
    return first[number + 1] if between.strip(" \u00a0") in (",", "(", "،", "，", "in", "di") else None


def _inside(entry: GazetteerEntry, parent: GazetteerEntry) -> bool:
    if entry.country != parent.country or entry == parent:
        return False
    if parent.kind == "country":
        return True
    if entry.country == "USA" and parent.kind == "admin1":
        return entry.admin1 == parent.admin1
    return kilometres(entry, parent) < 300


def _shares(points: list[tuple[float, GazetteerEntry]]) -> Readings:
    kept = sorted((p for p in points if p[0] >= LEAST), key=lambda p: -p[0])
    if not kept:
        return ()
    weights = [math.exp(p - kept[0][0]) for p, _ in kept]
    return tuple((e, w / sum(weights)) for (_, e), w in zip(kept, weights, strict=True))


def kilometres(a: GazetteerEntry, b: GazetteerEntry) -> float:
    """Great-circle distance (haversine); half the earth's girth where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.pi * EARTH_KM
    la, lb = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lb - la) / 2) ** 2
    half += math.cos(la) * math.cos(lb) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))

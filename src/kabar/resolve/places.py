"""Toponyms -> places, weighed over the whole article: its other places, its countries, "X, Y", head words, population.

Points are added up; the best candidate wins and the others stay with their share (softmax over points). The
weights were chosen on the LGL development articles (docs/measures.md).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from kabar.gazetteer.distance import EARTH_KM, kilometres
from kabar.gazetteer.lookup import GazetteerEntry
from kabar.resolve.toponyms import Toponym
from kabar.text.document import Document

KIND = {"country": 4.0, "city": 0.0, "admin1": 2.4, "admin2": -0.4}
# A sea or a region over several countries has no country that could be voted for.
SUPPLEMENT, NO_COUNTRY = 3.5, 4.0
MAIN_NAME, POPULATION = 1.5, 0.6
COUNTRY_NAMED, COUNTRY_SHARE, REGION_SHARE = 1.0, 4.0, 4.5
# What a word beside the name ("county") gives a place of that kind; what a small town costs where nothing points to it.
HEAD, SMALL, SMALL_TOWN = 3.0, 1.0, 5_000
INSIDE, NEAR, NEAR_KM = 4.0, 1.5, 225.0
# A name that only sounds like a place's needs at least so much of a vote for the country from elsewhere.
SURE_COUNTRY = 0.5
# Below this many points a candidate is no reading at all.
LEAST = -1.0
ROUNDS = 3
SAME_AREA_KM = 300.0
Readings = tuple[tuple[GazetteerEntry, float], ...]


@dataclass(frozen=True)
class Resolved:
    """A toponym with its readings, best first, each with its share of the belief; none when nothing fits."""

    toponym: Toponym
    readings: Readings


def resolve_places(doc: Document, toponyms: list[Toponym], actor_countries: Counter[str]) -> list[Resolved]:
    """The readings of each toponym. Beliefs about all names are renewed together, a few rounds over."""
    around = _following(doc, toponyms)
    beliefs = [_shares(_points(t, Support(actor_countries))) for t in toponyms]
    for _ in range(ROUNDS):
        best = [readings[0][0] if readings else None for readings in beliefs]
        distinct = {t.name: e for t, e in zip(toponyms, best, strict=True) if e and e.kind != "country"}
        votes, regions = _votes(toponyms, beliefs, actor_countries)
        parents = {toponyms[n].name: e for n, p in around.items() if (e := best[p])}
        seen: dict[tuple[str, str], Readings] = {}
        for toponym in toponyms:
            if (toponym.name, toponym.head) not in seen:
                others = [e for name, e in distinct.items() if name != toponym.name]
                support = Support(votes, regions, parents.get(toponym.name), others)
                seen[toponym.name, toponym.head] = _shares(_points(toponym, support))
        beliefs = [seen[t.name, t.head] for t in toponyms]
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
        points += HEAD if toponym.head == entry.kind else 0.0
        points += POPULATION * (math.log10(entry.population + 10) - 3) if entry.kind == "city" else 0.0
        points += 0.0 if entry.country else NO_COUNTRY
        count = support.countries.get(entry.country or "", 0)
        if toponym.transliterated and count < SURE_COUNTRY:
            continue
        points += COUNTRY_NAMED * min(count, 1) + COUNTRY_SHARE * count / total
        points += REGION_SHARE * support.regions.get((entry.country or "", entry.admin1 or "-"), 0) / total
        if entry.kind == "city" and entry.population < SMALL_TOWN and count < 1:
            points -= SMALL
        if support.parent is not None and _inside(entry, support.parent):
            points += INSIDE
        if support.around:
            nearest = min(apart(entry, other) for other in support.around)
            points += NEAR * math.exp(-nearest / NEAR_KM)
        found.append((points, entry))
    return found


def _following(doc: Document, toponyms: list[Toponym]) -> dict[int, int]:
    """Which toponym follows which as the place around it: "Paris, Texas", "Goma in Congo"."""
    between = {",", "(", "،", "，", *doc.pack.words("location_markers")}
    return {
        n: n + 1
        for n in range(len(toponyms) - 1)
        if doc.text[toponyms[n].piece.end : toponyms[n + 1].piece.start].strip(" \u00a0") in between
    }


def _inside(entry: GazetteerEntry, parent: GazetteerEntry) -> bool:
    if entry.country != parent.country or entry == parent:
        return False
    if parent.kind == "country":
        return True
    if parent.kind == "admin1" and entry.admin1 and parent.admin1:
        return entry.admin1 == parent.admin1 and entry.kind != "admin1"
    return apart(entry, parent) < SAME_AREA_KM and entry.kind in ("city", "admin2", "district", "camp")


def _shares(points: list[tuple[float, GazetteerEntry]]) -> Readings:
    kept = sorted((p for p in points if p[0] >= LEAST), key=lambda p: -p[0])
    if not kept:
        return ()
    weights = [math.exp(p - kept[0][0]) for p, _ in kept]
    return tuple((e, w / sum(weights)) for (_, e), w in zip(kept, weights, strict=True))


def apart(a: GazetteerEntry, b: GazetteerEntry) -> float:
    """Kilometres between two places; half the earth's girth where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.pi * EARTH_KM
    return kilometres(a.lat, a.lon, b.lat, b.lon)

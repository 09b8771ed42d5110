"""Places with what is told of them, drawn as precisely as they are known: a spot, an area, a country, never more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import Literal

from kabar.gazetteer.outline import Point, outline
from kabar.store.rows import EventRow, FigureRow, SiteRow

Shape = Literal["spot", "area", "country", "none"]
# Kinds of places (docs/places) that are one spot on a map of a country; all else covers ground.
SPOTS = frozenset({"city", "camp", "crossing", "airbase", "base", "dam", "site", "front"})
# Half the width of the circle for an area of which only a point is known, in kilometres: about a district's.
AREA_KM = 15.0
KM_OF_A_DEGREE = 111.2
SIDES = 36
SHOWN = 5


@dataclass(frozen=True)
class PlaceOnMap:
    """A place; `outline` is a rough one, (longitude, latitude) in WGS 84 degrees, of an area; a country's comes from the base map.

    `shape` none: where it lies is not known, it stands in the list only. `rows` are some of its records.
    """

    site: SiteRow
    shape: Shape
    outline: tuple[Point, ...]
    events: int
    figures: int
    rows: tuple[EventRow | FigureRow, ...]


def places_on_map(rows: Iterable[EventRow | FigureRow], most: int) -> tuple[tuple[PlaceOnMap, ...], int]:
    """At most so many places, those of which most is told first, and how many there are.

    A place that was only inferred does not stand for where something was.
    """
    by_place: dict[int, list[EventRow | FigureRow]] = {}
    for row in rows:
        if row.site is not None:
            by_place.setdefault(row.site.id, []).append(row)
    largest = sorted(
        by_place.values(), key=lambda told: (-len(told), told[0].site.name if told[0].site else "")
    )
    return tuple(_place(told) for told in largest[:most]), len(largest)


def _place(told: list[EventRow | FigureRow]) -> PlaceOnMap:
    site = told[0].site
    assert site is not None
    shape, around = drawn(site)
    events = [r for r in told if isinstance(r, EventRow)]
    return PlaceOnMap(site, shape, around, len(events), len(told) - len(events), tuple(told[:SHOWN]))


def drawn(site: SiteRow) -> tuple[Shape, tuple[Point, ...]]:
    """The shape of a place and, of an area, its rough outline."""
    if site.kind == "country":
        return ("country" if site.country else "none"), ()
    if site.latitude is None or site.longitude is None:
        return "none", ()
    if site.kind in SPOTS:
        return "spot", ()
    hull = outline(site.geonames) if site.kind == "admin1" and site.geonames is not None else ()
    return "area", hull or circle(site.latitude, site.longitude)


def circle(latitude: float, longitude: float) -> tuple[Point, ...]:
    """A circle of AREA_KM around a point, as (longitude, latitude)."""
    north = AREA_KM / KM_OF_A_DEGREE
    east = north / max(0.05, cos(radians(latitude)))
    turns = [2 * pi * n / SIDES for n in range(SIDES)]
    return tuple(
        (round(longitude + east * cos(a), 4), round(max(-90.0, min(90.0, latitude + north * sin(a))), 4))
        for a in turns
    )


def as_json(places: Sequence[PlaceOnMap]) -> str:
    """What the map draws, as JSON: no text of an article, names are taken from the list beside the map."""
    return json.dumps(
        [
            {
                "id": p.site.id, "shape": p.shape, "country": p.site.country, "outline": p.outline,
                "point": [p.site.longitude, p.site.latitude] if p.shape in ("spot", "area") else None,
                "told": p.events + p.figures,
            }
            for p in places
        ],
        separators=(",", ":"),
    )  # fmt: skip

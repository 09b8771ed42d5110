"""Where a first-level division lies, roughly: the hull of the towns that the gazetteer has in it.

The gazetteer has no outlines. A hull is no border: it leaves out land without towns and covers a neighbour's where the border bends in.
"""

from __future__ import annotations

import sqlite3
from functools import cache, lru_cache
from importlib.resources import files
from statistics import median

Point = tuple[float, float]
# Towns farther from the middle than so many times the median distance are likelier misplaced than outlying.
OUTLYING = 4.0
# Fewer towns than this make no hull.
LEAST = 4


@cache
def _base() -> sqlite3.Connection:
    path = files("kabar.gazetteer") / "places.sqlite"
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@lru_cache(maxsize=2_000)
def outline(geonames: int) -> tuple[Point, ...]:
    """The hull of the division with this GeoNames id, as (longitude, latitude), not closed.

    Empty where that is no first-level division, has too few towns, or crosses the date line.
    """
    found = _base().execute(
        "SELECT country, admin1 FROM place WHERE geonames = ? AND kind = 'admin1'", (geonames,)
    )
    division = found.fetchone()
    if division is None:
        return ()
    rows = _base().execute(
        "SELECT lon, lat FROM place WHERE country = ? AND admin1 = ? AND kind = 'city' AND lat IS NOT NULL",
        division,
    )
    points = _together(rows.fetchall())
    if len(points) < LEAST or max(p[0] for p in points) - min(p[0] for p in points) > 180:
        return ()
    return tuple(hull(points))


def _together(points: list[Point]) -> list[Point]:
    if not points:
        return []
    x, y = median(p[0] for p in points), median(p[1] for p in points)
    away = [max(abs(p[0] - x), abs(p[1] - y)) for p in points]
    usual = median(away)
    return [p for p, far in zip(points, away, strict=True) if far <= OUTLYING * usual]


def hull(points: list[Point]) -> list[Point]:
    """The convex hull, counter-clockwise, by Andrew's monotone chain (Information Processing Letters 9, 1979).

    >>> hull([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)])
    [(0, 0), (2, 0), (2, 2), (0, 2)]
    """
    ordered = sorted(set(points))
    return [*_chain(ordered)[:-1], *_chain(ordered[::-1])[:-1]]


def _chain(points: list[Point]) -> list[Point]:
    made: list[Point] = []
    for p in points:
        while len(made) > 1 and _turn(made[-2], made[-1], p) <= 0:
            made.pop()
        made.append(p)
    return made


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

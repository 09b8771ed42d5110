"""The map picture of a situation: events and figures on coast and country lines (Natural Earth 1:50m, from npm world-atlas, ISC).

Precision is drawn honestly: a town is a dot, an area a ring as wide as half a degree, and what has only a country is not drawn.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from itertools import accumulate
from math import cos, radians

from kabar.reconcile.view import View
from kabar.store.rows import SiteRow

Line = list[tuple[float, float]]
WIDTH, HEIGHT = 720, 480
# Degrees shown around the outermost places, and the smallest extent.
MARGIN, LEAST = 0.6, 2.5
AREAS = ("admin1", "admin2", "region", "district")


@cache
def country_lines() -> list[Line]:
    """Coasts and country lines as (longitude, latitude); the de-facto lines of Natural Earth."""
    data = json.loads((files("kabar.export") / "basemap/countries-50m.json").read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
    # TopoJSON keeps each point as the step from the one before.
    return [
        [
            (x * sx + tx, y * sy + ty)
            for x, y in zip(accumulate(p[0] for p in arc), accumulate(p[1] for p in arc), strict=True)
        ]
        for arc in data["arcs"]
    ]


def places_of(view: View) -> dict[int, tuple[SiteRow, int]]:
    """Places with a point, and how many events and figures are told of each."""
    found: dict[int, tuple[SiteRow, int]] = {}
    rows = [e for d in view.timeline for e in d.events] + [a.row for q in view.questions for a in q.accounts]
    for row in rows:
        site: SiteRow | None = getattr(row, "site", None)
        if (
            site is not None
            and site.latitude is not None
            and site.longitude is not None
            and site.kind != "country"
        ):
            found[site.id] = (site, found.get(site.id, (site, 0))[1] + 1)
    return found


def svg_map(view: View) -> str:
    """The map as SVG; empty where no place has a point."""
    places = list(places_of(view).values())
    if not places:
        return ""
    west, south, east, north = _extent([s for s, _ in places])
    squeeze = cos(radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * squeeze), HEIGHT / (north - south))

    def point(longitude: float, latitude: float) -> tuple[float, float]:
        return (round((longitude - west) * squeeze * scale, 1), round((north - latitude) * scale, 1))

    lines = []
    for line in country_lines():
        if any(west - 5 < x < east + 5 and south - 5 < y < north + 5 for x, y in line):
            lines.append("M" + "L".join("{},{}".format(*point(x, y)) for x, y in line))
    marks = []
    for site, count in sorted(places, key=lambda p: -p[1]):
        x, y = point(site.longitude or 0, site.latitude or 0)
        size = 3 + min(count, 12) ** 0.5 * 2
        area = site.kind in AREAS
        shape = (
            f'r="{0.25 * scale:.1f}" fill="#c0392b22" stroke="#c0392b"'
            if area
            else f'r="{size:.1f}" fill="#c0392b"'
        )
        name = escape(site.name)
        marks.append(
            f'<circle cx="{x}" cy="{y}" {shape}><title>{name}: {count}</title></circle>'
            f'<text x="{x + size + 2:.1f}" y="{y + 4:.1f}" font-size="11" fill="currentColor">{name}</text>'
        )
    width, height = round((east - west) * squeeze * scale), round((north - south) * scale)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="Map of the places named">'
        f'<path d="{"".join(lines)}" fill="none" stroke="#888" stroke-width="1"/>{"".join(marks)}</svg>'
        "<p>Lines: Natural Earth, as they are on the ground; no judgement of any border. A ring is an area.</p>"
    )


def _extent(sites: list[SiteRow]) -> tuple[float, float, float, float]:
    """West, south, east, north around the middle nine tenths of the places, so that one far place does not shrink the rest."""
    xs, ys = sorted(s.longitude or 0 for s in sites), sorted(s.latitude or 0 for s in sites)
    cut = len(sites) // 20
    west, east, south, north = xs[cut], xs[-1 - cut], ys[cut], ys[-1 - cut]
    wide, high = max(LEAST - (east - west), 0) / 2, max(LEAST - (north - south), 0) / 2
    return west - wide - MARGIN, south - high - MARGIN, east + wide + MARGIN, north + high + MARGIN

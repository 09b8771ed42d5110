"""Names -> places, from the bundled gazetteer."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files

KIND_RANK = {
    "camp": 0,
    "crossing": 0,
    "airbase": 0,
    "admin1": 0,
    "region": 0,
    "island": 0,
    "country": 1,
    "city": 2,
}


@dataclass(frozen=True)
class GazetteerEntry:
    """A place of the gazetteer; coordinates in WGS 84 degrees, country ISO 3166-1 alpha-3."""

    name: str
    kind: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    population: int
    precision: int


def key(name: str) -> str:
    """The form that names are looked up by: no case, diacritics, apostrophes or hyphens.

    >>> key("Bab al-Hawa"), key("Ma‘arrat")
    ('bab al hawa', 'maarrat')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-_.,]", " ", re.sub(r"[‘’'`ʿʾ]", "", plain)).split())


class Gazetteer:
    """The bundled gazetteer, opened read-only."""

    def __init__(self) -> None:
        path = files("kabar.gazetteer") / "places.sqlite"
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def candidates(self, name: str) -> tuple[GazetteerEntry, ...]:
        """All places of that name."""
        rows = self._base.execute(
            "SELECT p.name, kind, country, lat, lon, geonames, population, precision FROM name n "
            "JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY p.id",
            (key(name),),
        )
        return tuple(GazetteerEntry(*row) for row in rows)


def resolve_place(
    candidates: tuple[GazetteerEntry, ...], countries: Counter[str]
) -> tuple[GazetteerEntry | None, float, bool]:
    """The best candidate (or none), how sure, and whether another is as good.

    Ranked by: supplement and areas, a country that the article names, population.
    """
    if not candidates:
        return None, 0.0, False

    def rank(entry: GazetteerEntry) -> tuple[int, int, int]:
        return KIND_RANK.get(entry.kind, 2), -countries.get(entry.country or "", 0), -entry.population

    ordered = sorted(candidates, key=rank)
    best = ordered[0]
    rivals = [e for e in ordered[1:] if rank(e)[:2] == rank(best)[:2] and e.country != best.country]
    named = countries.get(best.country or "", 0) > 0
    return best, 0.85 if named and not rivals else 0.6 if not rivals else 0.5, bool(rivals) and not named

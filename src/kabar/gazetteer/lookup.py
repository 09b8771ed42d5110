"""Names -> places of the bundled gazetteer."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class GazetteerEntry:
    """A place of the gazetteer; coordinates in WGS 84 degrees, country ISO 3166-1 alpha-3.

    `admin1` is GeoNames' code for a city, the ISO 3166-2 one for a division (the same in the United States only).
    `main` tells whether it was looked up by a main name of it.
    """

    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    population: int
    precision: int
    main: bool = True


def key(name: str) -> str:
    """The form that names are looked up by: no case, diacritics, apostrophes, hyphens or Arabic article.

    >>> key("Bab al-Hawa"), key("Ma‘arrat an-Nu‘mān"), key("Québec")
    ('bab hawa', 'maarrat numan', 'quebec')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[-_.,]", " ", re.sub(r"[‘’'`ʿʾʼ]", "", plain)).split()
    kept = [w for w in words if w not in ("al", "el", "an", "ad", "as", "ar", "ash")]
    return " ".join(kept if len(words) > 1 and kept else words)


class Gazetteer:
    """The bundled gazetteer, opened read-only."""

    def __init__(self) -> None:
        path = files("kabar.gazetteer") / "places.sqlite"
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._seen: dict[str, tuple[GazetteerEntry, ...]] = {}
        self.iso2 = {three: two for two, three in self._base.execute("SELECT iso2, iso3 FROM country")}

    def candidates(self, name: str) -> tuple[GazetteerEntry, ...]:
        """All places of that name."""
        return self._look_up("name", key(name))

    def of_demonym(self, word: str) -> tuple[GazetteerEntry, ...]:
        """The countries whose people or adjective the word is."""
        return self._look_up("demonym", key(word))

    def _look_up(self, table: str, name: str) -> tuple[GazetteerEntry, ...]:
        wanted = f"{table} {name}"
        if wanted not in self._seen:
            main = "n.main" if table == "name" else "1"
            rows = self._base.execute(
                "SELECT p.name, kind, country, admin1, lat, lon, geonames, population, precision, "
                f"{main} FROM {table} n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY p.id",
                (name,),
            )
            self._seen[wanted] = tuple(GazetteerEntry(*row) for row in rows)
        return self._seen[wanted]

"""Names -> places of the bundled gazetteer."""

from __future__ import annotations

import math
import re
import sqlite3
import unicodedata
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

from anyascii import anyascii

# Names whose places are kept in memory; beyond, it starts anew.
KEPT_NAMES = 200_000
# Two romanised names at least this alike may be one name (difflib's ratio); told apart on the aligned stories.
ALIKE = 0.6
# Names less alike than the best by more than this are left out.
NEARLY = 0.15
# Two spellings of one name have at least so many consonants, and are at least this alike.
LEAST_BONES, SPELLED_ALIKE = 4, 0.75
# A site is in the division of the nearest city where those of other divisions are so many times as far.
CLEARLY = 1.5
# Kinds of the supplement that are one spot, and so lie in one division.
POINTS = ("camp", "crossing", "airbase", "base", "dam", "site")
# Letters that scripts without all of them write alike: Arabic has no p and g, Chinese no r and few endings.
SOUNDS = str.maketrans("bpfvdtgkqcjzsxrlmn", "ppffttkkkksssslln" + "n", "aeiouywh'")


@dataclass(frozen=True)
class GazetteerEntry:
    """A place of the gazetteer; coordinates in WGS 84 degrees, country ISO 3166-1 alpha-3.

    `admin1` is GeoNames' code of the first-level division, `region` its name; `timezone` is a city's IANA zone. `main`
    tells whether it was looked up by a main name of it.
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
    timezone: str | None = None
    region: str | None = None
    main: bool = True


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """The form that names are looked up by: no case, diacritics, apostrophes, hyphens or Arabic article.

    >>> key("Bab al-Hawa"), key("Ma‘arrat an-Nu‘mān"), key("Québec")
    ('bab hawa', 'maarrat numan', 'quebec')
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    words = re.sub(r"[-_.,]", " ", re.sub(r"[‘’'`ʿʾʼ]", "", plain)).split()
    kept = [w for w in words if w not in ("al", "el", "an", "ad", "as", "ar", "ash")]
    return " ".join(kept if len(words) > 1 and kept else words)


def romanised(name: str) -> str:
    """The name in small Latin letters, whatever its script.

    >>> romanised("Гома"), romanised("戈马")
    ('goma', 'gema')
    """
    return "".join(c for c in str(anyascii(name)).lower() if c.isalpha())


def skeleton(name: str) -> str:
    """The consonants of a name, those that scripts mix up taken together; nothing for a name without two of them.

    >>> skeleton("Bunia") == skeleton("布尼亚"), skeleton("Goma") == skeleton("غوما")
    (True, True)
    """
    bones = re.sub(r"(.)\1+", r"\1", romanised(name).translate(SOUNDS))
    return bones if len(bones) > 1 else ""


class Gazetteer:
    """The bundled gazetteer, opened read-only."""

    def __init__(self) -> None:
        path = files("kabar.gazetteer") / "places.sqlite"
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._seen: dict[str, tuple[GazetteerEntry, ...]] = {}
        self._alike: dict[str, list[tuple[float, str]]] = {}
        self.iso2 = {three: two for two, three in self._base.execute("SELECT iso2, iso3 FROM country")}
        self._peoples: dict[str, dict[str, tuple[GazetteerEntry, ...]]] = {}
        self._short: dict[str, list[tuple[int, bool]]] = {}
        for form, place, after in self._base.execute("SELECT form, place, after_comma FROM abbreviation"):
            self._short.setdefault(form, []).append((place, bool(after)))
        self.abbreviations = frozenset(self._short)

    def coded(self) -> frozenset[str]:
        """Every code and name that the hand-kept tables may point at: ISO alpha-3, ISO 3166-2, names of the supplement."""
        return frozenset(code for (code,) in self._base.execute("SELECT code FROM code"))

    def candidates(self, name: str) -> tuple[GazetteerEntry, ...]:
        """All places of that name."""
        return self._look_up("name", key(name))

    def numbered(self, geonames: int) -> GazetteerEntry | None:
        """The place with this GeoNames id; looked for among all of them (some 30 ms)."""
        row = self._base.execute("SELECT id FROM place WHERE geonames = ?", (geonames,)).fetchone()
        return self._look_up("id", str(row[0]))[0] if row else None

    def abbreviated(self, form: str, after_comma: bool) -> tuple[GazetteerEntry, ...]:
        """The places of which the form, as written, is short; some forms count only right after a name and a comma."""
        numbers = [p for p, late in self._short.get(form, ()) if after_comma or not late]
        found = (e for number in numbers for e in self._look_up("id", str(number)))
        return tuple(found)

    def demonyms(self, language: str) -> dict[str, tuple[GazetteerEntry, ...]]:
        """Lower-case forms, `*` for any ending, and the countries or divisions whose people or adjective they are."""
        if language not in self._peoples:
            found: dict[str, tuple[GazetteerEntry, ...]] = {}
            rows = self._base.execute(
                "SELECT form, place FROM demonym WHERE language = ?", (language,)
            ).fetchall()
            for form, number in rows:
                found[form] = (*found.get(form, ()), *self._look_up("id", str(number)))
            self._peoples[language] = found
        return self._peoples[language]

    def transliterated(self, name: str, least: float = ALIKE) -> tuple[GazetteerEntry, ...]:
        """Larger cities whose name sounds like one written in another script, most alike first; `least` is 0-1."""
        if name.isascii():
            return ()
        sound = romanised(name)
        rated = [
            (SequenceMatcher(None, sound, romanised(entry.name)).ratio(), entry)
            for entry in self._look_up("skeleton", skeleton(name))
        ]
        least = max(least, max((r[0] for r in rated), default=0) - NEARLY)
        alike = sorted((r for r in rated if r[0] >= least), key=lambda r: (-r[0], -r[1].population))
        return tuple(entry for _, entry in alike)

    def spelled_alike(self, name: str, least: float = SPELLED_ALIKE) -> tuple[GazetteerEntry, ...]:
        """Places whose name has the same consonants and begins alike: another romanisation ("Maarat", "Ma‘arrat"), or
        another script's. Most alike first; `least` is 0-1 and no less than SPELLED_ALIKE."""
        latin = key(str(anyascii(name)))
        bones = skeleton(latin)
        if len(bones) < LEAST_BONES or not latin[:2].isalpha():
            return ()
        if latin not in self._alike:
            rows = self._base.execute(
                "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ?",
                (latin[:2], latin[:2] + "\U0010ffff"),
            )
            near = (k for (k,) in rows if abs(len(k) - len(latin)) < LEAST_BONES and skeleton(k) == bones)
            rated = sorted((-SequenceMatcher(None, latin, k).ratio(), k) for k in near)
            self._alike[latin] = [(-rate, k) for rate, k in rated if -rate >= SPELLED_ALIKE]
        keys = [k for rate, k in self._alike[latin] if rate >= least]
        return tuple(e for k in keys for e in self._look_up("name", k) if e.kind != "country")

    def division_near(self, country: str, lat: float, lon: float) -> tuple[str | None, str | None]:
        """Code and name of the first-level division of the country's nearest city within half a degree; none where a city
        of another division is nearly as near."""
        rows = self._base.execute(
            "SELECT c.admin1, d.name, min((c.lat - ?) * (c.lat - ?) + (c.lon - ?) * (c.lon - ?) * ?) AS away "
            "FROM place c JOIN division d ON d.country = c.country AND d.admin1 = c.admin1 "
            "WHERE c.kind = 'city' AND c.country = ? AND abs(c.lat - ?) < 0.5 AND abs(c.lon - ?) < 0.5 "
            "GROUP BY c.admin1 ORDER BY away LIMIT 2",
            (lat, lat, lon, lon, math.cos(math.radians(lat)) ** 2, country, lat, lon),
        ).fetchall()
        if not rows or (len(rows) > 1 and rows[1][2] < CLEARLY**2 * rows[0][2]):
            return None, None
        return rows[0][0], rows[0][1]

    def _look_up(self, table: str, name: str) -> tuple[GazetteerEntry, ...]:
        wanted = f"{table} {name}"
        if wanted not in self._seen:
            if len(self._seen) >= KEPT_NAMES:
                self._seen.clear()
            main = "n.main" if table == "name" else "1" if table == "id" else "0"
            source = "place p WHERE p.id = ?" if table == "id" else (
                f"{table} n JOIN place p ON p.id = n.place WHERE n.key = ?"
            )  # fmt: skip
            rows = self._base.execute(
                "SELECT p.name, kind, p.country, p.admin1, lat, lon, geonames, population, precision, timezone, "
                "(SELECT d.name FROM division d WHERE d.country = p.country AND d.admin1 = p.admin1), "
                f"{main} FROM {source} ORDER BY p.id",
                (name,),
            )
            self._seen[wanted] = tuple(self._divided(GazetteerEntry(*row)) for row in rows)
        return self._seen[wanted]

    def _divided(self, entry: GazetteerEntry) -> GazetteerEntry:
        """A site of the supplement, which names no division, with that of the nearest city of its country."""
        if (
            entry.kind not in POINTS
            or entry.admin1
            or not entry.country
            or entry.lat is None
            or entry.lon is None
        ):
            return entry
        admin1, region = self.division_near(entry.country, entry.lat, entry.lon)
        return replace(entry, admin1=admin1, region=region)

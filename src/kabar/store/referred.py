"""Actors, places and records that a correction names: as kept, and as a reading has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kabar.errors import KabarError
from kabar.gazetteer.lookup import GazetteerEntry
from kabar.model import Actor, Place, Reading, Span
from kabar.resources import load_resources
from kabar.store.search import fold

Kept = dict[str, Any]
NEW_FLAGS = ("local", "corrected")


def actor_as_kept(reading: Reading, given: object) -> Kept:
    """An actor by its id in the reading or in kabar's table, by a name of either, or a new one by the name as typed."""
    if isinstance(given, Mapping):
        given = given.get("id") or given.get("name")
    typed = " ".join(given.split()) if isinstance(given, str) else ""
    if not typed or len(typed) > 200:
        raise KabarError("an actor is named by an id or a name of at most 200 characters")
    own = next((a for a in reading.actors if a.id == typed), None) or next(
        (a for a in reading.actors if fold(a.name) == fold(typed)), None
    )
    if own is not None:
        return _kept(own.name, own.kind, own.country, None if "local" in own.flags else own.id)
    table = load_resources(reading.article.language).actors
    known = table.by_id.get(typed) or next(
        (row for alias, row in table.by_alias.items() if alias.casefold() == typed.casefold()), None
    )
    if known is not None:
        return _kept(known.name, known.kind, known.country, known.id)
    return _kept(typed, "unknown", None, None)


def _kept(name: str, kind: str, country: str | None, ident: str | None) -> Kept:
    return {"id": ident, "name": name, "kind": kind, "country": country}


def actor_in(reading: Reading, kept: Kept) -> Actor | None:
    """The reading's actor that a kept one is."""
    if kept["id"]:
        return next((a for a in reading.actors if a.id == kept["id"]), None)
    same = [a for a in reading.actors if fold(a.name) == fold(kept["name"]) and "local" in a.flags]
    return next((a for a in same if a.kind == kept["kind"]), same[0] if same else None)


def actor_from(reading: Reading, kept: Kept, evidence: tuple[Span, ...]) -> Actor:
    """A kept actor as a new one of the reading, read from the passage that the person corrected."""
    ident = kept["id"] or _free(reading, "by-hand-", [a.id for a in reading.actors])
    flags = ("corrected",) if kept["id"] else NEW_FLAGS
    return Actor(
        id=ident, evidence=evidence[:1], confidence=1.0, flags=flags, name=kept["name"], kind=kept["kind"],
        country=kept["country"],
    )  # fmt: skip


def _free(reading: Reading, prefix: str, taken: list[str]) -> str:
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


PLACE = ("name", "kind", "country", "admin1", "latitude", "longitude", "geonames", "precision")


def place_as_kept(reading: Reading, given: object) -> Kept:
    """A place by its id in the reading, its GeoNames id, or its name; one that no gazetteer has by the name as typed.

    Raises KabarError where several places have the name: a person says which.
    """
    if isinstance(given, Mapping):
        given = given.get("geonames") or given.get("name")
    typed = " ".join(str(given).split())
    if not typed or len(typed) > 200:
        raise KabarError("a place is named by a GeoNames id or a name of at most 200 characters")
    own = next((p for p in reading.places if typed == p.id), None) or next(
        (p for p in reading.places if typed == str(p.geonames) or fold(p.name) == fold(typed)), None
    )
    if own is not None:
        return {n: getattr(own, n) for n in PLACE}
    gazetteer = load_resources(reading.article.language).gazetteer
    if typed.isdecimal():
        entry = gazetteer.numbered(int(typed))
        if entry is None:
            raise KabarError(f"no place has the GeoNames id {typed}: give another, or the place's name")
        return _entry(entry)
    name, comma, country = typed.rpartition(", ")
    found = gazetteer.candidates(typed)
    if comma and not found:
        found = tuple(e for e in gazetteer.candidates(name) if e.country == country.upper())
    if len(found) > 1:
        told = ", ".join(
            f"{e.geonames} {e.name} ({', '.join(filter(None, (e.kind, e.region, e.country)))})"
            for e in found[:6]
            if e.geonames
        )
        raise KabarError(f"{len(found)} places are called '{typed}': give a GeoNames id, as {told}")
    if found:
        return _entry(found[0])
    return dict.fromkeys(PLACE) | {"name": typed, "kind": "unknown", "precision": 3}


def _entry(e: GazetteerEntry) -> Kept:
    return {
        "name": e.name, "kind": e.kind, "country": e.country, "admin1": e.region, "latitude": e.lat, "longitude": e.lon,
        "geonames": e.geonames, "precision": e.precision,
    }  # fmt: skip


def place_in(reading: Reading, kept: Kept) -> Place | None:
    """The reading's place that a kept one is."""
    if kept["geonames"]:
        return next((p for p in reading.places if p.geonames == kept["geonames"]), None)
    return next(
        (p for p in reading.places if (fold(p.name), p.country) == (fold(kept["name"]), kept["country"])),
        None,
    )


def place_from(reading: Reading, kept: Kept, evidence: tuple[Span, ...]) -> Place:
    """A kept place as a new one of the reading."""
    ident = _free(reading, "place-by-hand-", [p.id for p in reading.places])
    nowhere = () if kept["latitude"] is not None else ("no-coordinates",)
    return Place(id=ident, evidence=evidence[:1], confidence=1.0, flags=("corrected", *nowhere), **kept)

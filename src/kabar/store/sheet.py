"""A record as a form shows it: every field that a person may correct, as it stands, in the form in which it may be typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.model import Reading, Span
from kabar.store import schema as t
from kabar.store.corrected import Patch
from kabar.store.corrections import patch_of
from kabar.store.fields import FIELDS, MANY, Field
from kabar.store.search import fold

if TYPE_CHECKING:
    from kabar.store.archive import Archive


@dataclass(frozen=True, slots=True)
class Entry:
    """A field: `typed` are its values as `Judgements.correct` takes them, `choices` the values or local ids it may have."""

    name: str
    holds: str
    many: bool
    optional: bool
    typed: tuple[str, ...]
    choices: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True)
class Sheet:
    """A record's fields, the reading in which it stands as it is corrected so far, and the last row of the ledger about it (0: none)."""

    kind: str
    local: str
    entries: tuple[Entry, ...]
    reading: Reading
    evidence: tuple[Span, ...]
    seen: int


def sheet(archive: Archive, key: str) -> Sheet:
    """The record with this key. Raises KabarError where no current reading has it."""
    j = t.judgement.c
    with archive.looking() as connection:
        patch = patch_of(connection, key, hold=False)
        seen = connection.scalar(sa.select(sa.func.max(j.id)).where(sa.or_(j.key == key, j.other_key == key)))
    at = patch.where.get(key)
    if at is None:
        raise KabarError(
            f"'{key}' was kept by an earlier kabar and can't be corrected: ingest its article again"
        )
    record = patch.record(at)
    entries = tuple(_entry(patch, record, n, f) for n, f in FIELDS.get(at.kind, {}).items())
    evidence = getattr(record, "evidence", ()) or getattr(record, "what", ())
    return Sheet(at.kind, at.local, entries, patch.reading, tuple(evidence), seen or 0)


def _entry(patch: Patch, record: Any, name: str, field: Field) -> Entry:
    value = getattr(record, name)
    values = value if field.holds in MANY else [] if value is None else [value]
    choices: tuple[str, ...] = ()
    if field.codes is not None:
        choices = field.codes()
    elif field.holds == "yes":
        choices = ("yes", "no")
    elif field.of:
        choices = tuple(at.local for at in patch.where.values() if at.kind == field.of)
    typed = tuple(_typed(patch.reading, field, v) for v in values)
    # A code that a table no longer has stays as it is until a person changes it.
    choices += tuple(v for v in typed if choices and v not in choices)
    return Entry(name, field.holds, field.holds in MANY, field.optional, typed, choices, field.of)


def _typed(reading: Reading, field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Span):
        return f"{value.start}:{value.end}"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    if field.holds in ("actor", "actors"):
        names = [a.id for a in reading.actors if fold(a.name) == fold(reading.name(value))]
        return reading.name(value) if len(names) == 1 else value
    if field.holds == "place":
        place = next(p for p in reading.places if p.id == value)
        same = [p for p in reading.places if fold(p.name) == fold(place.name)]
        return place.name if len(same) == 1 else place.id
    return str(value)

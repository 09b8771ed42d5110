"""followthemoney entities (followthemoney.tech): articles, actors and events, a JSON line each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
from babel.core import get_global

from kabar.export.selection import Selection
from kabar.store.rows import EventRow, PartyRow, RecordRow

SCHEMA = {
    "person": "Person", "government": "PublicBody", "armed-group": "Organization", "igo": "Organization", "ngo": "Organization",
    "media": "Company", "company": "Company",
}  # fmt: skip
# Groups without a name of their own are no entity.
NAMELESS = ("civilians", "unknown")


def write_ftm(selection: Selection, out: BinaryIO) -> None:
    """Each article and actor once, then the events that they are in."""
    seen: set[str] = set()
    for event in selection.rows("event"):
        if isinstance(event, EventRow):
            for entity in _entities(event):
                if entity["id"] not in seen:
                    seen.add(entity["id"])
                    out.write(msgspec.json.encode(entity) + b"\n")


def _entities(event: EventRow) -> Iterator[dict[str, Any]]:
    yield _article(event)
    sides = {
        role: [p for p in event.parties if p.role == role and p.kind not in NAMELESS]
        for role in ("actor", "target")
    }
    for party in (*sides["actor"], *sides["target"]):
        yield _party(party)
    properties = {
        "name": [f"{event.acled_sub or event.plover}: {event.evidence[:80]}"], "date": _days(event),
        "summary": [event.evidence], "organizer": [_id(p.ref) for p in sides["actor"]], "involved": [_id(p.ref) for p in sides["target"]],
        "location": [event.site.name] if event.site else [], "country": _alpha2(event.site.country if event.site else None),
        "sourceUrl": [event.url] if event.url else [], "publisher": [event.publisher] if event.publisher else [],
        "proof": [_id(event.address)], "recordId": [event.key],
        "notes": [
            f"status {event.status}; claimed by {', '.join(event.actors('claimant')) or 'nobody'}; confidence {event.confidence}; "
            f"flags {' '.join(event.flags) or 'none'}; offsets " + " ".join(f"{s.start}:{s.end}" for s in event.spans)
        ],
    }  # fmt: skip
    yield _entity(_id(event.key), "Event", properties)


def _article(row: RecordRow) -> dict[str, Any]:
    return _entity(_id(row.address), "Article", {
        "title": [row.title] if row.title else [], "publishedAt": [row.day.isoformat()] if row.day else [],
        "sourceUrl": [row.url] if row.url else [], "publisher": [row.publisher] if row.publisher else [], "fileName": [row.address],
    })  # fmt: skip


def _party(party: PartyRow) -> dict[str, Any]:
    return _entity(
        _id(party.ref),
        SCHEMA.get(party.kind, "LegalEntity"),
        {"name": [party.name], "country": _alpha2(party.country)},
    )


def _entity(ident: str, schema: str, properties: dict[str, list[str]]) -> dict[str, Any]:
    return {"id": ident, "schema": schema, "properties": {k: v for k, v in properties.items() if v}}


def _id(name: str) -> str:
    return "kabar-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _days(event: EventRow) -> list[str]:
    return [event.date_lo.isoformat()] if event.date_lo and event.date_lo == event.date_hi else []


def _alpha2(country: str | None) -> list[str]:
    """followthemoney has two-letter countries in lower case."""
    found = get_global("territory_aliases").get(country or "")
    return [found[0].lower()] if found else []

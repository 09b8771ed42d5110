"""PLOVER JSON: an event an object, with the field names of the PLOVER manual (openeventdata, February 2024)."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec

from kabar.codes.plover import coded_type
from kabar.export.selection import Selection
from kabar.store.rows import EventRow, PartyRow

# PLOVER's three-letter sectors for the kinds of actors.
SECTOR = {
    "government": "GOV", "armed-group": "REB", "igo": "IGO", "ngo": "NGO", "civilians": "CVL", "media": "JRN", "company": "BUS",
    "person": None, "unknown": None,
}  # fmt: skip


def write_plover(selection: Selection, out: BinaryIO) -> None:
    """A list of all events that PLOVER has a type for (flight is outside it)."""
    out.write(b"[")
    first = True
    for event in selection.rows("event"):
        if isinstance(event, EventRow) and event.plover.isupper():
            out.write((b"\n" if first else b",\n") + msgspec.json.encode(_event(event)))
            first = False
    out.write(b"\n]\n")


def _event(event: EventRow) -> dict[str, Any]:
    site = event.site
    return {
        "id": event.key, "date": event.date_lo, "date_end": event.date_hi, "date_edtf": event.date,
        "event": coded_type(event.plover, event.status), "act": event.plover, "mode": event.plover_mode, "cameo": event.cameo,
        "status": event.status, "source": _side(event, "actor"), "target": _side(event, "target"),
        "claimed_by": [p.name for p in event.parties if p.role == "claimant"],
        "location": {
            "name": site.name, "country": site.country, "admin1": site.admin1, "lat": site.latitude, "lon": site.longitude,
            "geonames": site.geonames,
        } if site else None,
        "text": event.evidence, "offsets": [[s.start, s.end] for s in event.spans], "publisher": event.publisher,
        "url": event.url, "article": event.article_id, "language": event.language, "publication_date": event.day,
        "confidence": event.confidence, "flags": event.flags,
    }  # fmt: skip


def _side(event: EventRow, role: str) -> list[dict[str, Any]]:
    return [_party(p) for p in event.parties if p.role == role]


def _party(party: PartyRow) -> dict[str, Any]:
    return {"name": party.name, "country": party.country, "sector": SECTOR.get(party.kind)}

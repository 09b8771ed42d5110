"""An event table with ACLED's column names (Codebook 2024), for tools that read theirs. These are not ACLED's data.

Only events with an ACLED type are in it. `fatalities` is the smallest number that any account in the article gives, as ACLED
takes the most conservative; `notes` has every account with its source, which ACLED's table has no column for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from babel.core import get_global

from kabar.export.columns import Value
from kabar.export.csv import cell
from kabar.export.selection import Selection
from kabar.store import Query
from kabar.store.rows import EventRow, FigureRow, RecordRow

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1",
    "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2",
    "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
# Columns after ACLED's own, by which a row is traced to its article.
MORE = (
    "status",
    "claimed_by",
    "article_url",
    "article_id",
    "record_id",
    "evidence",
    "offsets",
    "confidence",
    "flags",
)
DISORDER = {
    "Battles": "Political violence", "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence", "Protests": "Demonstrations", "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}  # fmt: skip
INTER = {
    "government": "State Forces",
    "armed-group": "Rebel Group",
    "civilians": "Civilians",
    "igo": "External/Other Forces",
}
KILLED = "killed"


def write_acled(selection: Selection, out: BinaryIO) -> None:
    """Events of the selection, one a row."""
    lines = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    rows = csv.writer(lines)
    rows.writerow([*COLUMNS, *MORE])
    for row in acled_rows(selection):
        rows.writerow(cell(row.get(c)) for c in (*COLUMNS, *MORE))
    lines.detach()


def acled_rows(selection: Selection) -> Iterator[dict[str, Value]]:
    """Rows by column name."""
    for event in selection.rows("event"):
        if isinstance(event, EventRow) and event.acled:
            yield _row(event, _accounts(selection, event))


def _accounts(selection: Selection, event: EventRow) -> list[FigureRow]:
    if not event.killed:
        return []
    here = selection.archive.each("figure", Query(article=event.article_id, concept=KILLED))
    return [f for f in here if isinstance(f, FigureRow) and f.local in event.killed]


def _row(event: EventRow, accounts: list[FigureRow]) -> dict[str, Value]:
    site = event.site
    first = event.date_lo
    actors = [p for p in event.parties if p.role == "actor"]
    targets = [p for p in event.parties if p.role == "target"]
    inter1, inter2 = (INTER.get(ps[0].kind, "") if ps else "" for ps in (actors, targets))
    return {
        "event_id_cnty": event.key, "event_date": first.isoformat() if first else None, "year": first.year if first else None,
        "time_precision": _time_precision(first, event.date_hi), "disorder_type": DISORDER.get(event.acled or ""),
        "event_type": event.acled, "sub_event_type": event.acled_sub, "actor1": actors[0].name if actors else None,
        "assoc_actor_1": "; ".join(p.name for p in actors[1:]) or None, "inter1": inter1 or None,
        "actor2": targets[0].name if targets else None, "assoc_actor_2": "; ".join(p.name for p in targets[1:]) or None,
        "inter2": inter2 or None, "interaction": "-".join(i for i in (inter1, inter2) if i) or None,
        "civilian_targeting": "Civilian targeting" if event.civilians_targeted else None,
        "iso": numeric(site.country if site else None), "country": site.country if site else None, "admin1": site.admin1 if site else None, "location": site.name if site else None,
        "latitude": site.latitude if site else None, "longitude": site.longitude if site else None,
        "geo_precision": geo_precision(event), "source": event.publisher or event.url, "notes": _notes(event, accounts),
        "fatalities": min((f.low or 0.0 for f in accounts), default=None), "status": event.status,
        "claimed_by": "; ".join(event.actors("claimant")) or None, "article_url": event.url, "article_id": event.article_id,
        "record_id": event.key, "evidence": event.evidence,
        "offsets": " ".join(f"{s.start}:{s.end}" for s in event.spans), "confidence": event.confidence,
        "flags": " ".join(event.flags) or None,
    }  # fmt: skip


def numeric(country: str | None) -> int | None:
    """ISO 3166-1 numeric of an alpha-3 code, by CLDR's aliases of territories.

    >>> numeric("SYR"), numeric(None)
    (760, None)
    """
    aliases = get_global("territory_aliases")
    two = aliases.get(country or "")
    return next((int(k) for k, v in aliases.items() if k.isdecimal() and v == two), None) if two else None


def _time_precision(first: date | None, last: date | None) -> int | None:
    """ACLED: 1 the day is known, 2 a week, 3 a month or more."""
    if first is None or last is None:
        return None
    days = (last - first).days
    return 1 if days == 0 else 2 if days <= 7 else 3


def geo_precision(event: EventRow) -> int | None:
    """ACLED: 1 a town, 2 a part of a region, 3 a region."""
    if event.site is None:
        return None
    return {"admin1": 3, "country": 3, "region": 3, "border": 3, "admin2": 2, "district": 2, "island": 2}.get(
        event.site.kind, 1
    )


def _notes(event: EventRow, accounts: list[FigureRow]) -> str:
    said = [f"{_who(f)}: {_bounds(f)} killed" for f in accounts]
    status = "" if event.status == "reported" else f"[{event.status}] "
    return status + event.evidence + (" (" + "; ".join(said) + ")" if said else "")


def _who(row: RecordRow) -> str:
    return " or ".join(row.actors("source")) or row.publisher or "the article"


def _bounds(figure: FigureRow) -> str:
    if figure.low is None or figure.high is None:
        return f"{figure.low:,.0f} or more" if figure.low is not None else f"up to {figure.high:,.0f}"
    return f"{figure.low:,.0f}" if figure.low == figure.high else f"{figure.low:,.0f} to {figure.high:,.0f}"

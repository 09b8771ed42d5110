"""The review queue, one record of it with its text and its fields, and the log of decisions."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kabar.errors import KabarError
from kabar.model import Reading, Span
from kabar.store import Archive, Judgement, Query
from kabar.store.queue import KINDS, Reason, Waiting, reasons
from kabar.store.rows import (
    AgreementRow,
    BreachRow,
    DamageRow,
    DateRow,
    DisputeRow,
    EventRow,
    FigureRow,
    MentionRow,
    PlaceRow,
    StatementRow,
)
from kabar.store.sheet import Entry, sheet
from kabar.web.errors import MissingError
from kabar.web.safe import HIDDEN

ROWS = 12
# Characters of the article around a record; longer passages are read on the article's own page.
AROUND, LONGEST = 700, 8_000

Row = (
    FigureRow
    | StatementRow
    | EventRow
    | AgreementRow
    | BreachRow
    | PlaceRow
    | MentionRow
    | DateRow
    | DamageRow
    | DisputeRow
)


@dataclass(frozen=True)
class Piece:
    """A stretch of the article; `marks` are the fields whose words it holds. A hidden character stands alone."""

    start: int
    text: str
    marks: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True)
class FieldView:
    """A field of the form. `values` are shown in it; `stands` is what the record says now; `words` are those of its passages,
    or of the records that may be chosen."""

    entry: Entry
    values: tuple[str, ...]
    stands: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class RecordView:
    """A record under review: its row, why it waits, its text, its fields, and what people decided about it."""

    row: Row
    kind: str
    at: str | None
    reasons: tuple[Reason, ...]
    pieces: tuple[Piece, ...]
    cut: bool
    fields: tuple[FieldView, ...]
    decided: Judgement | None
    history: tuple[Judgement, ...]
    seen: int
    why: str = ""


@dataclass(frozen=True)
class ReviewView:
    """A page of the queue. `record` is the one under review; `after` is where the queue goes on behind it.

    `done` is the decision that was made just now; `fault` says why one was refused, `conflict` is the decision of somebody else
    that came in between.
    """

    filters: Query
    kinds: tuple[str, ...]
    all_kinds: tuple[str, ...]
    rows: tuple[Waiting, ...]
    record: RecordView | None
    here: str | None
    after: str | None
    may_decide: bool
    asks_name: bool
    name: str
    done: Judgement | None = None
    fault: str | None = None
    conflict: Judgement | None = None


@dataclass(frozen=True)
class LogView:
    """Decisions, the newest first; `before` is where the next page begins."""

    who: str | None
    verdict: str | None
    kind: str | None
    key: str | None
    rows: tuple[Judgement, ...]
    before: int | None


@dataclass(frozen=True)
class Named:
    """A name that a field may be given: `value` is what is typed, `words` what it is."""

    value: str
    words: str


def record_view(
    archive: Archive, key: str, at: str | None = None, typed: Mapping[str, Sequence[str]] | None = None, why: str = ""
) -> RecordView:  # fmt: skip
    """A record and all that a decision about it needs; `typed` are fields that a person had changed already."""
    try:
        found = sheet(archive, key)
    except KabarError as error:
        raise MissingError(str(error)) from error
    row = archive.by_key([key])[key]
    text = found.reading.article.text
    history = tuple(archive.judgements.all(key))
    marks = [(s, e.name) for e in found.entries for s in _spans(e.typed) if e.holds in ("span", "spans")]
    marks += [(s, "evidence") for s in found.evidence if s not in {m for m, _ in marks}]
    start, end = window(text, [s for s, _ in marks])
    return RecordView(
        row=row, kind=found.kind, at=at, reasons=reasons(archive, [row])[key],  # type: ignore[arg-type]
        pieces=pieces(text, start, end, marks), cut=start > 0 or end < len(text),
        fields=tuple(_field(found.reading, e, (typed or {}).get(e.name)) for e in found.entries),
        decided=archive.judgements.of_records([key]).get(key), history=history, seen=found.seen, why=why,
    )  # fmt: skip


def _field(reading: Reading, entry: Entry, typed: Sequence[str] | None) -> FieldView:
    values = entry.typed if typed is None else tuple(typed)
    text, words = reading.article.text, tuple[str, ...]()
    if entry.holds in ("span", "spans"):
        words = tuple(s.of(text) for s in _spans(values) if s.end <= len(text))
    elif entry.of:
        records = {r.id: r for r in (*reading.statements, *reading.figures)}
        words = tuple(" … ".join(s.of(text) for s in records[i].evidence)[:80] for i in entry.choices)
    return FieldView(entry, values, entry.typed, words)


def _spans(values: Sequence[str]) -> list[Span]:
    found = []
    for value in values:
        start, colon, end = value.partition(":")
        if colon and start.isdecimal() and end.isdecimal() and int(start) <= int(end):
            found.append(Span(int(start), int(end)))
    return found


def window(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """The stretch of the text that is shown: whole lines around the passages, up to a length."""
    low = min((s.start for s in spans), default=0)
    high = max((s.end for s in spans), default=0)
    high = min(high, low + LONGEST)
    start = text.rfind("\n", 0, max(0, low - AROUND)) + 1
    line = text.find("\n", min(len(text), high + AROUND))
    end = len(text) if line < 0 else line
    return max(start, low - 2 * AROUND, 0), min(end, high + 2 * AROUND)


def pieces(text: str, start: int, end: int, marks: Sequence[tuple[Span, str]]) -> tuple[Piece, ...]:
    """The stretch cut where a mark begins or ends and at every hidden character."""
    hidden = {m.start() for m in HIDDEN.finditer(text, start, end)}
    edges = {start, end} | {e for s, _ in marks for e in (s.start, s.end) if start < e < end}
    edges |= {e for h in hidden for e in (h, h + 1) if start < e < end}
    ordered = sorted(edges)
    return tuple(
        Piece(
            a,
            text[a:b],
            tuple(dict.fromkeys(n for s, n in marks if s.start <= a and b <= s.end)),
            a in hidden,
        )
        for a, b in itertools.pairwise(ordered)
    )


def review_view(
    archive: Archive, query: Query, kinds: Sequence[str], after: str | None, *, key: str | None = None,
    record: RecordView | None = None, may_decide: bool = False, asks_name: bool = True, name: str = "", **told: object,
) -> ReviewView:  # fmt: skip
    """The queue behind `after`, with its first record or the one that is asked for."""
    found = archive.queue(query, kinds=kinds, limit=ROWS, after=after)
    rows = found.rows
    if record is None and key is not None:
        record = record_view(archive, key)
    elif record is None:
        record = _first(archive, rows)
    here = record.row.key if record else None
    later = tuple(w for w in rows if w.row.key != here)
    skip = record.at if record and record.at else after
    return ReviewView(
        query, tuple(kinds), KINDS, later, record, after, skip, may_decide, asks_name, name, **told  # type: ignore[arg-type]
    )  # fmt: skip


def _first(archive: Archive, rows: Sequence[Waiting]) -> RecordView | None:
    """The first that can be opened: an archive may hold keys that an earlier kabar made otherwise."""
    for waiting in rows:
        with suppress(KabarError):
            return record_view(archive, waiting.row.key, waiting.at)
    return None


def log_view(
    archive: Archive,
    who: str | None,
    verdict: str | None,
    kind: str | None,
    key: str | None,
    before: int | None,
) -> LogView:
    """A page of the log."""
    rows = archive.judgements.log(who=who, verdict=verdict, kind=kind, key=key, limit=101, before=before)
    return LogView(who, verdict, kind, key, tuple(rows[:100]), rows[99].id if len(rows) > 100 else None)


def names(archive: Archive, kind: str, text: str) -> tuple[Named, ...]:
    """Actors or places whose name holds the text: those of the archive with most records first."""
    if len(text.strip()) < 2:
        return ()
    if kind == "place":
        sites = archive.sites_named(text, limit=10)
        return tuple(
            Named(str(s.geonames or s.name), ", ".join(filter(None, (s.name, s.admin1, s.country))))
            for s, _ in sites
        )
    actors = archive.actors_named(text, limit=10)
    return tuple(
        Named(
            a.name if a.ref.startswith("name:") else a.ref,
            ", ".join(filter(None, (a.name, a.kind, a.country))),
        )
        for a, _ in actors
    )

"""What of an article is highlighted, and the pieces that its text is cut into: shared by the self-contained page and the workbench."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from kabar.model import (
    Actor,
    Agreement,
    Damage,
    DateMention,
    Dispute,
    Event,
    Figure,
    Place,
    Record,
    Span,
    Statement,
)

KINDS: dict[type[Record], str] = {
    Damage: "damage", Statement: "statement", Figure: "figure", Event: "event", Place: "place", Agreement: "agreement",
    Dispute: "dispute", DateMention: "date_mention", Actor: "mention",
}  # fmt: skip


class Mark(NamedTuple):
    """A stretch of a record; `kind` is the record's, or "source" and "cue" of a statement."""

    span: Span
    kind: str
    record: str


class Segment(NamedTuple):
    """A stretch in which nothing begins or ends, and the marks over it."""

    span: Span
    marks: tuple[Mark, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its marks, each once."""
        return tuple(dict.fromkeys(m.kind for m in self.marks))

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of its records, each once, in the order of the marks."""
        return tuple(dict.fromkeys(m.record for m in self.marks))


def marks_of(record: Record) -> list[Mark]:
    """Every stretch that a record stands on; a statement's content first."""
    if isinstance(record, Statement):
        found = [Mark(c, "statement", record.id) for c in record.content]
        found += [Mark(record.source_span, "source", record.id)] if record.source_span else []
        found += [Mark(record.cue, "cue", record.id)] if record.cue else []
    else:
        spans = (record.span,) if isinstance(record, Damage | Figure) else record.evidence
        found = [Mark(s, KINDS[type(record)], record.id) for s in spans]
    return [m for m in found if m.span.start < m.span.end]


def segments(marks: Iterable[Mark], whole: Span, cuts: Iterable[int] = ()) -> list[Segment]:
    """`whole` cut where any mark begins or ends, and at `cuts`; together the segments are the whole."""
    here = [m for m in marks if m.span.overlaps(whole)]
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for n, mark in enumerate(here):
        opens.setdefault(max(mark.span.start, whole.start), []).append(n)
        closes.setdefault(min(mark.span.end, whole.end), []).append(n)
    inside = (c for c in cuts if whole.start < c < whole.end)
    active: set[int] = set()
    found = []
    for start, end in pairwise(sorted({whole.start, whole.end, *opens, *closes, *inside})):
        active = active - set(closes.get(start, ())) | set(opens.get(start, ()))
        found.append(Segment(Span(start, end), tuple(here[n] for n in sorted(active))))
    return found

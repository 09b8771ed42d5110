"""The date of what is told: which expression of the sentence dates an event, a figure or a statement.

In its own clause before another, the nearest first; never from another sentence. Durations date nothing, and the dateline
is the article's own date.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from kabar.assemble.context import Context
from kabar.model import DateMention, Statement
from kabar.model.records import Relation
from kabar.resolve.dateline import find_dateline
from kabar.text.document import Piece

CLAUSE_END = re.compile(r"[;:–—]|,(?!\d)|[،，；]")
BOUNDS: tuple[Relation, ...] = ("on", "since", "until", "before", "after")
# Relations that tell when something was said or done, not from or up to when it lasted.
MOMENTS: tuple[Relation, ...] = ("on", "before", "after")


def date_for(
    context: Context,
    piece: Piece,
    *,
    within: Iterable[Piece] = (),
    outside: Iterable[Piece] = (),
    relations: tuple[Relation, ...] = BOUNDS,
) -> DateMention | None:
    """The expression that dates what stands at `piece`, resolved or not; None where its sentence has none.

    `within`: pieces of which one must hold the expression (the content of a claim); `outside`: pieces that may not (the
    content, for when it was said). Pieces are of the mended text.
    """
    sentence = context.sentence(piece.start)
    inside, without = list(within), list(outside)
    dateline = find_dateline(context.doc.text)
    lead = dateline.end() if dateline else -1
    found = []
    for place, mention in _in_sentence(context, sentence):
        if mention.precision == "duration" or mention.relation not in relations:
            continue
        if place.start < lead and dateline and place.start >= dateline.start():
            continue
        if inside and not any(p.holds(place.start) for p in inside):
            continue
        if any(p.holds(place.start) for p in without):
            continue
        found.append((_clauses_between(context, piece, place), _distance(piece, place), place.start, mention))
    return min(found, key=lambda f: f[:3])[3] if found else None


def said_date(context: Context, cue: Piece, contents: Iterable[Piece]) -> DateMention | None:
    """When something was said: a moment outside what was said."""
    return date_for(context, cue, outside=contents, relations=MOMENTS)


def claim_date(
    context: Context, piece: Piece, holder: Statement | None, statements: Iterable[Statement]
) -> DateMention | None:
    """The date of what is told at `piece`: inside the content where a statement claims it, outside all contents else.

    A sentence of a claim in which nobody is said to speak is all claim ("Since March, ...", after "he said" before).
    """
    if holder is None:
        return date_for(context, piece, outside=_contents(context, statements))
    inside = date_for(context, piece, within=_contents(context, [holder]))
    sentence = context.span(context.sentence(piece.start))
    if inside is None and not (holder.cue and sentence.overlaps(holder.cue)):
        return date_for(context, piece)
    return inside


def since_date(context: Context, piece: Piece) -> str | None:
    """Since when a figure is counted."""
    found = date_for(context, piece, relations=("since",))
    return found.value if found else None


def told(mention: DateMention | None) -> str | None:
    """The value as EDTF with its bound: "since May" is open to the end ("2019-05/.."), "until May" to the beginning."""
    if mention is None or mention.value is None:
        return None
    if "/" not in mention.value:
        if mention.relation in ("since", "after"):
            return f"{mention.value}/.."
        if mention.relation in ("until", "before"):
            return f"../{mention.value}"
    return mention.value


def _contents(context: Context, statements: Iterable[Statement]) -> list[Piece]:
    spans = [context.mended.offsets.to_mended(c) for s in statements for c in s.content]
    return [Piece(s.start, s.end) for s in spans]


def _in_sentence(context: Context, sentence: Piece) -> list[tuple[Piece, DateMention]]:
    starts = [p.start for p, _ in context.dates]
    return context.dates[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]


def _clauses_between(context: Context, piece: Piece, place: Piece) -> int:
    first, last = sorted((piece, place))
    between = context.doc.text[first.end : last.start]
    openers = context.doc.pack.pattern("clause_openers")
    return len(CLAUSE_END.findall(between)) + sum(1 for _ in openers.finditer(between))


def _distance(piece: Piece, place: Piece) -> int:
    return max(place.start - piece.end, piece.start - place.end, 0)

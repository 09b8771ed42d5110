"""Attributions from tables of cues and quotation marks: a plain first tagger.

Each cue is read by its `order` in the pack: `clause` (subject, cue, clause), `inverted` (clause, cue, source),
`according` (cue, source, clause) and `as` (content is what the source calls something). Offsets are of the
mended text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kabar.tagger.clauses import Clauses
from kabar.text.document import WORD, Document, Piece


@dataclass(frozen=True)
class Attribution:
    """One source, cue and content as found, before anyone knows who the source is."""

    source: Piece | None
    cue: Piece | None
    content: Piece
    act: str
    direct: bool
    sentence: Piece
    inherited: bool = False
    continued: bool = False
    rival: Piece | None = None
    addressee: Piece | None = None
    channel: Piece | None = None
    relay: Piece | None = None


@dataclass(frozen=True)
class Cue:
    piece: Piece
    act: str
    order: str


def tag_attributions(doc: Document, damaged: list[Piece]) -> list[Attribution]:
    """All attributions in text order. `damaged` are pieces of the mended text that were mended."""
    found: list[Attribution] = []
    for sentence in doc.sentences:
        here = _sentence(doc, Clauses(doc, sentence), damaged)
        found.extend(here or _uncued(doc, sentence, found))
    return found


def _cues(doc: Document, sentence: Piece) -> list[Cue]:
    rows = doc.pack.lookup["cues"]
    found = []
    for match in doc.pack.pattern("cues").finditer(doc.text, sentence.start, sentence.end):
        row = rows[match.group().casefold()]
        if doc.quotation_at(match.start()) is None and not _negated(doc, sentence, match.start()):
            found.append(Cue(Piece(match.start(), match.end()), row["act"], row["order"]))
    return found


def _negated(doc: Document, sentence: Piece, at: int) -> bool:
    before = list(WORD.finditer(doc.text, sentence.start, at))
    return bool(before) and before[-1].group().casefold() in doc.pack.words("negators")


def _sentence(doc: Document, clauses: Clauses, damaged: list[Piece]) -> list[Attribution]:
    found: list[Attribution] = []
    reach = clauses.sentence.start
    cues = _cues(doc, clauses.sentence)
    for index, cue in enumerate(cues):
        following = cues[index + 1].piece if index + 1 < len(cues) else None
        if cue.piece.start < reach:
            continue
        made = _read_cue(doc, clauses, cue, following)
        if made is None:
            continue
        relayed = _relay(doc, made, found)
        if relayed:
            found[:] = relayed
            continue
        if found and _competes(found[-1], made, damaged, doc):
            found[-1] = replace(made, source=found[-1].source, cue=found[-1].cue, rival=made.source)
        elif not any(f.content == made.content for f in found):
            found.append(made)
        if made.content.start >= cue.piece.end:
            reach = made.content.end
    return found


def _competes(earlier: Attribution, made: Attribution, damaged: list[Piece], doc: Document) -> bool:
    """Damage between two cues leaves the first without a clause: which of the two spoke is open."""
    return len(WORD.findall(doc.text[earlier.content.start : earlier.content.end])) <= 8 and any(
        earlier.content.start <= d.end and d.start <= earlier.content.end for d in damaged
    )


def _relay(doc: Document, made: Attribution, found: list[Attribution]) -> list[Attribution] | None:
    """A closing "..., said his office" hands on what the sentence has attributed already."""
    inside = [f for f in found if f.cue and made.content.holds(f.cue.start)]
    if not inside or made.cue is None or made.content.start > made.cue.start:
        return None
    return [
        replace(f, relay=made.source, channel=f.channel or made.channel) if f in inside else f for f in found
    ]


def _read_cue(doc: Document, clauses: Clauses, cue: Cue, following: Piece | None) -> Attribution | None:
    if cue.order == "according":
        return _according(doc, clauses, cue)
    if cue.order == "as":
        return _named_as(doc, clauses, cue)
    if cue.order == "inverted" or clauses.inverted(cue.piece):
        return _inverted(doc, clauses, cue)
    source, inherited = clauses.subject(cue.piece.start)
    content, addressee, channel = clauses.complement(cue.piece, following)
    if content is None:
        if source is None or inherited:
            return None
        content = clauses.before(source)
    if content is None or (source is None and not inherited):
        return None
    return Attribution(
        source, cue.piece, content, cue.act, _is_quoted(doc, content), clauses.sentence, inherited,
        addressee=addressee, channel=channel,
    )  # fmt: skip


def _inverted(doc: Document, clauses: Clauses, cue: Cue) -> Attribution | None:
    content = clauses.before(cue.piece)
    source = clauses.noun_phrase_after(cue.piece.end)
    if content is None:
        return None
    tail = Piece(source.end if source else cue.piece.end, clauses.sentence.end)
    addressee, channel = clauses.addressee(tail), clauses.channel(tail)
    direct = _is_quoted(doc, content)
    return Attribution(
        source, cue.piece, content, cue.act, direct, clauses.sentence, addressee=addressee, channel=channel
    )


def _according(doc: Document, clauses: Clauses, cue: Cue) -> Attribution | None:
    source = clauses.noun_phrase_after(cue.piece.end)
    if source is None:
        return None
    content = clauses.before(cue.piece) or clauses.after(source.end)
    if content is None:
        return None
    return Attribution(source, cue.piece, content, cue.act, _is_quoted(doc, content), clauses.sentence)


def _named_as(doc: Document, clauses: Clauses, cue: Cue) -> Attribution | None:
    source = clauses.noun_phrase_after(cue.piece.end)
    marker = doc.pack.pattern("as_markers").search(doc.text, cue.piece.end, clauses.sentence.end)
    if source is None or marker is None or marker.start() < source.end:
        return None
    content = clauses.after(marker.end())
    if content is None:
        return None
    return Attribution(source, cue.piece, content, cue.act, _is_quoted(doc, content), clauses.sentence)


def _is_quoted(doc: Document, content: Piece) -> bool:
    return doc.quotation_at(content.start) is not None


def _uncued(doc: Document, sentence: Piece, found: list[Attribution]) -> list[Attribution]:
    """A paragraph that is all quotation and has no cue goes on with the speaker before it."""
    quoted = doc.quotation_at(sentence.start)
    if quoted is None or not found or len(WORD.findall(doc.text, quoted.start, quoted.end)) < 4:
        return []
    if re.search(r"\w", doc.text[quoted.end : sentence.end]):
        return []
    last = found[-1]
    gap = doc.text[last.sentence.end : sentence.start]
    if last.source is None or re.search(r"\w", gap):
        return []
    content = strip_marks(doc, Piece(quoted.start, min(quoted.end, sentence.end)))
    return [
        replace(last, cue=None, content=content, direct=True, sentence=sentence, continued=True, relay=None)
    ]


def strip_marks(doc: Document, piece: Piece) -> Piece:
    """The piece without quotation marks, commas and white space at its ends."""
    marks = {m for pair in doc.pack.quotes for m in pair} | set(" \u00a0,\n")
    start, end = piece.start, piece.end
    while start < end and doc.text[start] in marks:
        start += 1
    while end > start and doc.text[end - 1] in marks:
        end -= 1
    return Piece(start, end)

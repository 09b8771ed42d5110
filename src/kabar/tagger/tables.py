"""Attributions from a pack's table of cues: what the model leaves open in languages that have one.

Each cue is read by its `order` in the pack: `clause` (subject, cue, clause), `inverted` (clause, cue, source),
`according` (cue, source, clause) and `as` (content is what the source calls something). Offsets are of the
mended text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kabar.tagger.attribution import Attribution
from kabar.tagger.clauses import Clauses
from kabar.text.document import WORD, Document, Piece

# What stands for the model's probabilities: about as sure as its own doubtful ones.
SURE = (0.6, 0.6, 0.6, 0.6)


@dataclass(frozen=True)
class Cue:
    piece: Piece
    act: str
    order: str


def tag_by_tables(doc: Document, damaged: list[Piece]) -> list[Attribution]:
    """All attributions that a cue of the pack introduces, in text order. `damaged` are pieces of the mended text that were mended."""
    found: list[Attribution] = []
    for sentence in doc.sentences:
        here = _sentence(doc, Clauses(doc, sentence), damaged)
        found.extend(here)
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
    return _made(doc, clauses, source, cue, content, addressee, channel)


def _inverted(doc: Document, clauses: Clauses, cue: Cue) -> Attribution | None:
    content = clauses.before(cue.piece)
    source = clauses.noun_phrase_after(cue.piece.end)
    if content is None:
        return None
    tail = Piece(source.end if source else cue.piece.end, clauses.sentence.end)
    addressee, channel = clauses.addressee(tail), clauses.channel(tail)
    return _made(doc, clauses, source, cue, content, addressee, channel)


def _according(doc: Document, clauses: Clauses, cue: Cue) -> Attribution | None:
    source = clauses.noun_phrase_after(cue.piece.end)
    if source is None:
        return None
    content = clauses.before(cue.piece) or clauses.after(source.end)
    if content is None:
        return None
    return _made(doc, clauses, source, cue, content)


def _named_as(doc: Document, clauses: Clauses, cue: Cue) -> Attribution | None:
    source = clauses.noun_phrase_after(cue.piece.end)
    marker = doc.pack.pattern("as_markers").search(doc.text, cue.piece.end, clauses.sentence.end)
    if source is None or marker is None or marker.start() < source.end:
        return None
    content = clauses.after(marker.end())
    if content is None:
        return None
    return _made(doc, clauses, source, cue, content)


def _made(
    doc: Document, clauses: Clauses, source: Piece | None, cue: Cue, content: Piece, addressee: Piece | None = None,
    channel: Piece | None = None,
) -> Attribution:  # fmt: skip
    return Attribution(
        source, cue.piece, (content,), cue.act, _is_quoted(doc, content), clauses.sentence, SURE,
        addressee=addressee, channel=channel,
    )  # fmt: skip


def _is_quoted(doc: Document, content: Piece) -> bool:
    return doc.quotation_at(content.start) is not None

"""Attributions by the model: spans, then links, then what quotation marks and damage say beside it.

A content takes its cue and a cue its source; contents of one cue are one attribution. Offsets are of the mended
text. What the model leaves open (addressee, channel) is read from the pack's tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kabar.tagger.clauses import Clauses
from kabar.tagger.decode import Tagged, entity_spans, role_spans, words_of
from kabar.tagger.encoder import Scores
from kabar.tagger.labels import ACTS
from kabar.tagger.links import Link, cue_of, source_of
from kabar.text.document import WORD, Document, Piece

# A content that no quotation marks hold and no cue introduces is kept from this probability on.
UNCUED = 0.9
# A second source this likely, where the sentence is damaged, stands beside the first.
RIVAL = 0.25


@dataclass(frozen=True)
class Attribution:
    """One source, cue and content as found, before anyone knows who the source is.

    `contents` are in text order. `sure` holds the probabilities of (content, its cue, its source, the source's span).
    """

    source: Piece | None
    cue: Piece | None
    contents: tuple[Piece, ...]
    act: str
    direct: bool
    sentence: Piece
    sure: tuple[float, float, float, float]
    continued: bool = False
    rival: Piece | None = None
    addressee: Piece | None = None
    channel: Piece | None = None
    relay: Piece | None = None

    @property
    def content(self) -> Piece:
        """From the first content's start to the last one's end."""
        return Piece(self.contents[0].start, self.contents[-1].end)


def tag_attributions(doc: Document, scores: Scores, damaged: list[Piece]) -> list[Attribution]:
    """All attributions in text order. `damaged` are pieces of the mended text that were mended."""
    words = words_of(doc, scores)
    sources, cues, contents = role_spans(doc, scores, words)
    names = entity_spans(scores, words)
    sources = [_whole_name(source, names) for source in sources]
    found: list[Attribution] = []
    for cue, parts in _grouped(contents, cues, scores):
        if cue is None:
            found.extend(a for part, _ in parts if (a := _uncued(doc, part)))
            continue
        linked = source_of(cues[cue], sources, scores)
        made = _cued(doc, scores, cues[cue], parts, linked, sources)
        if made:
            found.append(_with_rival(doc, made, linked, sources, damaged))
    found.sort(key=lambda a: a.content)
    return _continued(doc, _relayed(found))


def _whole_name(source: Tagged, names: list[Tagged]) -> Tagged:
    """A source that ends inside a name, or right before one, takes the whole of it."""
    for name in names:
        if (
            name.line == source.line
            and source.first <= name.first <= source.last + 1
            and name.last > source.last
        ):
            whole = Piece(source.piece.start, name.piece.end)
            if name.piece.start - source.piece.end <= 1:
                return replace(source, piece=whole, last=name.last)
    return source


def _grouped(
    contents: list[Tagged], cues: list[Tagged], scores: Scores
) -> list[tuple[int | None, list[tuple[Tagged, Link]]]]:
    by_cue: dict[int, list[tuple[Tagged, Link]]] = {}
    alone: list[tuple[Tagged, Link]] = []
    for content in contents:
        link = cue_of(content, cues, scores)
        to = link.to if link.to is not None else (link.second if link.second_sure > 0.3 else None)
        (by_cue.setdefault(to, []) if to is not None else alone).append((content, link))
    return [*by_cue.items(), (None, alone)]


def _cued(
    doc: Document, scores: Scores, cue: Tagged, parts: list[tuple[Tagged, Link]], linked: Link, sources: list[Tagged]
) -> Attribution | None:  # fmt: skip
    pieces = tuple(p for part, _ in parts if (p := strip_marks(doc, part.piece)))
    if not pieces:
        return None
    source = sources[linked.to] if linked.to is not None else None
    sentence = _sentence(doc, cue.piece.start)
    addressee, channel = _around(doc, cue.piece, pieces, source, sentence)
    sure = (
        float(np.mean([part.sure for part, _ in parts])), float(np.mean([link.sure for _, link in parts])),
        linked.sure, source.sure if source else 1.0,
    )  # fmt: skip
    act = ACTS[int(scores.acts[cue.first : cue.last + 1].mean(axis=0).argmax())]
    return Attribution(
        source.piece if source else None, cue.piece, pieces, act, _is_quoted(doc, pieces), sentence, sure,
        addressee=addressee, channel=channel,
    )  # fmt: skip


def _uncued(doc: Document, part: Tagged) -> Attribution | None:
    """A content without a cue: a quotation, or one that the model is very sure of."""
    piece = strip_marks(doc, part.piece)
    if piece is None:
        return None
    quoted = doc.quotation_at(piece.start)
    whole = (
        quoted is not None
        and piece.end <= quoted.end
        and len(WORD.findall(doc.text[piece.start : piece.end])) >= 4
    )
    if not whole and part.sure < UNCUED:
        return None
    sentence = _sentence(doc, piece.start)
    cue = _leading_cue(doc, piece.start) if whole else None
    return Attribution(None, cue, (piece,), "say", whole, sentence, (part.sure, 0.5, 0.5, 1.0))


def _leading_cue(doc: Document, start: int) -> Piece | None:
    """The pack's cue that a colon and a quotation mark follow right away ("He added: ...")."""
    before = doc.text[:start].rstrip(" \u00a0" + "".join(a for a, _ in doc.pack.quotes))
    if not before.endswith((":", "：")):
        return None
    end = len(before.rstrip(" \u00a0:："))
    line = doc.text.rfind("\n", 0, end) + 1
    cues = [m for m in doc.pack.pattern("cues").finditer(doc.text, line, end) if m.end() == end]
    return Piece(cues[-1].start(), end) if cues else None


def _around(
    doc: Document, cue: Piece, contents: tuple[Piece, ...], source: Tagged | None, sentence: Piece
) -> tuple[Piece | None, Piece | None]:
    """Addressee and channel: between the cue and what follows it, or in what is left of the sentence."""
    following = [c.start for c in contents if c.start >= cue.end]
    start = max(cue.end, source.piece.end) if source and not following else cue.end
    between = Piece(start, min([*following, sentence.end]))
    clauses = Clauses(doc, sentence)
    return clauses.addressee(between), clauses.channel(between)


def _with_rival(
    doc: Document, made: Attribution, linked: Link, sources: list[Tagged], damaged: list[Piece]
) -> Attribution:
    """Damage in the sentence leaves the source open where a second one is likely too."""
    hurt = any(d.start < made.sentence.end and made.sentence.start < d.end for d in damaged)
    if not hurt or made.source is None or linked.second is None or linked.second_sure < RIVAL:
        return made
    return replace(made, rival=sources[linked.second].piece)


def _relayed(found: list[Attribution]) -> list[Attribution]:
    """A closing "..., said his office" hands on what the sentence has attributed already."""
    kept: list[Attribution] = []
    for one in found:
        outer = next((o for o in found if o is not one and _wraps(o, one)), None)
        if outer:
            one = replace(one, relay=outer.source, channel=one.channel or outer.channel)
        kept.append(one)
    wrapping = [o for o in kept if any(o is not one and _wraps(o, one) and _covers(one, o) for one in found)]
    return [one for one in kept if one not in wrapping]


def _wraps(outer: Attribution, inner: Attribution) -> bool:
    """Whether the inner one's cue stands in what the outer one says, and the outer's cue comes after both."""
    if outer.cue is None or inner.cue is None:
        return False
    return any(c.holds(inner.cue.start) for c in outer.contents) and outer.cue.start > inner.cue.end


def _covers(inner: Attribution, outer: Attribution) -> bool:
    return 2 * (inner.content.end - inner.content.start) > outer.content.end - outer.content.start


def _continued(doc: Document, found: list[Attribution]) -> list[Attribution]:
    """A quotation that has no cue goes on with the speaker before it, when nothing stands between them."""
    made: list[Attribution] = []
    for one in found:
        before = made[-1] if made else None
        if one.cue is None and one.direct and before and (before.source or before.continued):
            reach = max(before.sentence.end, before.content.end)
            if not any(ch.isalnum() for ch in doc.text[reach : one.content.start]):
                one = replace(one, continued=True, act=before.act)
        made.append(one)
    return made


def _sentence(doc: Document, at: int) -> Piece:
    return next((s for s in doc.sentences if s.holds(at)), Piece(at, at))


def _is_quoted(doc: Document, contents: tuple[Piece, ...]) -> bool:
    """Whether every part of the content is a quotation from its first word to its last."""
    return all((q := doc.quotation_at(c.start)) is not None and c.end <= q.end for c in contents)


def strip_marks(doc: Document, piece: Piece) -> Piece | None:
    """The piece without quotation marks, commas and white space at its ends; None when nothing is left."""
    marks = {m for pair in doc.pack.quotes for m in pair} | set(" \u00a0\n,;:—–.")
    start, end = piece.start, piece.end
    while start < end and doc.text[start] in marks:
        start += 1
    while end > start and doc.text[end - 1] in marks:
        end -= 1
    return Piece(start, end) if start < end else None

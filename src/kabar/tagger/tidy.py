"""What no attribution may be, whoever found it: a content that holds its own cue, or a question put to its source."""

from __future__ import annotations

import re
from dataclasses import replace

from kabar.tagger.attribution import Attribution, strip_marks
from kabar.tagger.clauses import Clauses
from kabar.text.document import WORD, Document, Piece

# Where a noun phrase ends.
PAUSE = re.compile(r"[,.;:،。，!?«»“”\"()\n]")
# How far before a cue the words may begin that make it a question to the source ("when" of "when asked").
BEFORE = 12


def tidied(doc: Document, found: list[Attribution]) -> list[Attribution]:
    """The attributions without questions, their contents without their own source, cue and opening "that"."""
    asked = doc.pack.pattern("asked_markers")
    made: list[Attribution] = []
    for one in found:
        start = max(0, one.cue.start - BEFORE) if one.cue else 0
        if one.cue and any(m.end() > one.cue.start for m in asked.finditer(doc.text, start, one.cue.end)):
            continue  # "when asked about X": X is the asker's
        one = _told(doc, _named(doc, one))
        made.append(replace(one, contents=_apart(doc, one)))
    return made


def _named(doc: Document, one: Attribution) -> Attribution:
    """A source without a comma at its end; a pronoun without what follows it; more than an article or what an article is cut from."""
    if one.source is None:
        return one
    text = doc.text[one.source.start : one.source.end]
    source = Piece(one.source.start, one.source.start + len(text.rstrip(" ,،;:\u00a0\n")))
    words = list(WORD.finditer(doc.text, source.start, source.end))
    if len(words) > 1 and words[0].group().casefold() in doc.pack.words("pronouns"):
        source = Piece(words[0].start(), words[0].end())
    elif len(words) == 1 and _only_article(doc, source):
        following = doc.text[source.end : source.end + 1]
        start = source.end + 1 if following in ("'", "’") else source.end
        end = min(
            [m.start() for m in PAUSE.finditer(doc.text, start, one.sentence.end)], default=one.sentence.end
        )
        after = [p.start for p in (one.cue, *one.contents) if p and p.start >= source.end]
        whole = strip_marks(doc, Piece(source.start, min([end, *after])))
        source = whole or source
    return replace(one, source=source)


def _only_article(doc: Document, piece: Piece) -> bool:
    text = doc.text[piece.start : piece.end].casefold()
    elided = doc.text[piece.start : piece.end + 1].casefold()
    return text in doc.pack.words("articles") or (elided[-1] in "'’" and elided in doc.pack.words("articles"))


def _told(doc: Document, one: Attribution) -> Attribution:
    """A source that runs on over the person told ("Peter Kamau kepada wartawan") ends with its name."""
    if one.source is None or one.addressee:
        return one
    source = one.source
    for marker in doc.pack.pattern("addressee_markers").finditer(doc.text, source.start, source.end):
        before = list(WORD.finditer(doc.text, source.start, marker.start()))
        named = before and before[-1].group()[0].isupper()
        titled = before and doc.pack.pattern("roles").match(doc.text, before[-1].start())
        told = Clauses(doc, one.sentence).noun_phrase_after(marker.end())
        if named and not titled and told and told.end >= source.end:
            return replace(one, source=Piece(source.start, before[-1].end()), addressee=told)
    return one


def _apart(doc: Document, one: Attribution) -> tuple[Piece, ...]:
    """The contents cut where the attribution's own source or cue stands in them; never nothing."""
    pieces = list(one.contents)
    for taken in (one.source, one.cue):
        if taken:
            pieces = [part for piece in pieces for part in _without(piece, taken)]
    stripped = (strip_marks(doc, piece) for piece in pieces)
    kept = tuple(p for p in stripped if p)
    if not kept or kept == one.contents:
        return one.contents
    longest = max(p.end - p.start for p in kept)
    # A word or two left over between source and cue is no content.
    return tuple(p for p in kept if 4 * (p.end - p.start) >= longest)


def _without(piece: Piece, taken: Piece) -> list[Piece]:
    if taken.end <= piece.start or piece.end <= taken.start:
        return [piece]
    parts = (Piece(piece.start, taken.start), Piece(taken.end, piece.end))
    return [p for p in parts if p.start < p.end]

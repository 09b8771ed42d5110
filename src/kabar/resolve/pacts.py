"""Where a text names a truce, zone, deal or resolution, and whether the words around say that it was made.

A mention is `made` (signed, in force, under it, extended), `broken` (violated, which only a thing that was made can be),
`sought` (called for, negotiated, proposed, refused) or `plain`: the nearest word of the pack's `agreement_words` in the same
clause decides. A negation, a condition or a future before the word that would make it leaves it sought.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kabar.text.document import WORD, Document, Piece

Standing = Literal["made", "broken", "sought", "plain"]
KINDS: tuple[tuple[str, Standing], ...] = (("breach", "broken"), ("made", "made"), ("sought", "sought"))
# How far from the agreement a word that tells its standing may be, in characters, and what one behind it costs.
REACH = 70
BEHIND = 12
# How far before such a word a negation, a condition or a future may stand.
MARKED = 18
# Two forms closer than this in one clause name one agreement ("a deal to create a demilitarised zone").
ONE_NAME = 60
CLAUSE_END = re.compile(r"[;:\n。；！？!?]|[,،，]\s?(?=\D)")


@dataclass(frozen=True, order=True)
class Pact:
    """A mention: its words, sentence, kind (`deal` where the words say no more), standing, and the word that tells it."""

    piece: Piece
    sentence: Piece
    kind: str
    standing: Standing
    marker: Piece | None


def find_pacts(doc: Document) -> list[Pact]:
    """Mentions in text order."""
    found: list[Pact] = []
    for sentence in doc.sentences:
        forms = [
            _named(doc, Piece(m.start(), m.end()), doc.pack.row("agreements", m.group())["kind"])
            for m in doc.pack.pattern("agreements").finditer(doc.text, sentence.start, sentence.end)
        ]
        while forms:
            one = [forms.pop(0)]
            while forms and _one_name(doc.text, one[-1][0], forms[0][0]):
                one.append(forms.pop(0))
            piece = Piece(one[0][0].start, one[-1][0].end)
            kind = next((k for _, k in one if k != "deal"), "deal")
            standing, marker = _standing(doc, sentence, piece)
            found.append(Pact(piece, sentence, kind, standing, marker))
    return found


def _named(doc: Document, piece: Piece, kind: str) -> tuple[Piece, str]:
    """The form, or a more special one that begins within it ("un accord" + "accord de paix")."""
    pattern = doc.pack.pattern("agreements")
    for word in WORD.finditer(doc.text, piece.start, piece.end):
        inner = (
            pattern.match(doc.text, word.start()) if word.start() > piece.start and kind == "deal" else None
        )
        special = doc.pack.row("agreements", inner.group())["kind"] if inner else "deal"
        if inner and special != "deal":
            return Piece(piece.start, inner.end()), special
    return piece, kind


def _one_name(text: str, first: Piece, second: Piece) -> bool:
    between = text[first.end : second.start]
    return len(between) <= ONE_NAME and not CLAUSE_END.search(between)


def _standing(doc: Document, sentence: Piece, piece: Piece) -> tuple[Standing, Piece | None]:
    start = max(sentence.start, piece.start - REACH)
    breaks = [m.end() for m in CLAUSE_END.finditer(doc.text, start, piece.start)]
    start = breaks[-1] if breaks else start
    stop = CLAUSE_END.search(doc.text, piece.end, min(sentence.end, piece.end + REACH))
    end = stop.start() if stop else min(sentence.end, piece.end + REACH)
    nearest: list[tuple[int, int, Standing, Piece]] = []
    for rank, (kind, standing) in enumerate(KINDS):
        for match in doc.pack.pattern_of("agreement_words", kind).finditer(doc.text, start, end):
            word = Piece(match.start(), match.end())
            if word.start < piece.end and piece.start < word.end:
                continue
            before = piece.start - word.end
            distance = before if before >= 0 else word.start - piece.end + BEHIND
            nearest.append((distance, rank, _weighed(doc, start, word, standing), word))
    if not nearest:
        return "plain", None
    # What was broken was made, whatever else is said of it; otherwise the nearest word tells.
    broken = [n for n in nearest if n[2] == "broken"]
    _, _, standing, word = min(broken or nearest)
    return standing, word


def _weighed(doc: Document, start: int, word: Piece, standing: Standing) -> Standing:
    """A negated, conditional or future making is none; a breach that did not happen still tells of a thing that was made."""
    before = doc.text[max(start, word.start - MARKED) : word.start]
    if standing == "made" and any(
        doc.pack.pattern(words).search(before)
        for words in ("negators", "hypothetical_markers", "future_markers")
    ):
        return "sought"
    if standing == "broken" and doc.pack.pattern("negators").search(before):
        return "made"
    return standing

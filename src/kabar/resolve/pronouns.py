"""Whom a pronoun, or a verb whose subject is dropped, means: the nearest actor that fits, and a second one that fits as well.

What counts: who spoke last, who opened a sentence, who was only named; each sentence between takes from it. The weights
are plain beliefs about news (a speaker goes on speaking; a sentence goes on about its subject), not measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kabar.text.document import Document, Piece

SPOKE, SUBJECT, NAMED = 3.0, 2.6, 1.2
PER_SENTENCE = 0.8
# How many sentences back a pronoun reaches.
REACH = 4
# Two whose weights differ by less fit about equally.
TIE = 0.5


@dataclass(frozen=True)
class Heard:
    """An actor mentioned before, where, and how: as speaker, as the first of its sentence, or otherwise."""

    actor: str
    piece: Piece
    weight: float


def antecedents(doc: Document, at: int, heard: list[Heard], fits: Callable[[str], bool]) -> tuple[str, ...]:
    """The likeliest actor meant at `at`, with a second where both fit about equally; empty where none does."""
    here = _sentence_number(doc, at)
    points: dict[str, float] = {}
    for one in heard:
        distance = here - _sentence_number(doc, one.piece.start)
        if one.piece.start < at and distance <= REACH and fits(one.actor):
            weight = one.weight - PER_SENTENCE * distance
            points[one.actor] = max(points.get(one.actor, -10.0), weight)
    ranked = sorted(points, key=lambda a: -points[a])
    return tuple(a for a in ranked[:2] if points[ranked[0]] - points[a] < TIE)


def _sentence_number(doc: Document, at: int) -> int:
    return next((n for n, s in enumerate(doc.sentences) if at < s.end), len(doc.sentences))

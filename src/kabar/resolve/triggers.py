"""Words that name an event: those of the pack's table, and in a language without one those that the model marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kabar.languages.script import written_without_spaces
from kabar.tagger.decode import words_of
from kabar.tagger.encoder import Scores
from kabar.tagger.labels import EVENT_CODES, EVENTS
from kabar.text.document import Document, Piece

# Without a table a word of four letters or more is a trigger from this probability on.
LEARNED = 0.9
SHORTEST = 4


@dataclass(frozen=True, order=True)
class Trigger:
    """A trigger, its CAMEO code (or PLOVER type and mode, or `displacement`), and how sure the model is of the type.

    `use` is the table's: `noun`, `passive` (its subject suffers it), or a status that the word itself gives.
    """

    piece: Piece
    code: str
    sure: float = 1.0
    listed: bool = True
    use: str = ""


def find_triggers(doc: Document, scores: Scores) -> list[Trigger]:
    """Triggers in text order, none overlapping."""
    if not doc.pack.tables["events"]:
        return _learned(doc, scores)
    found = []
    for match in doc.pack.pattern("events").finditer(doc.text):
        row = doc.pack.row("events", match.group())
        found.append(Trigger(Piece(match.start(), match.end()), row["cameo"], use=row["use"]))
    return found


def _learned(doc: Document, scores: Scores) -> list[Trigger]:
    words = words_of(doc, scores)
    if not len(words.first):
        return []
    shifted = scores.events - scores.events.max(axis=1, keepdims=True)
    chances = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    first = chances[words.first]
    best = first.argmax(axis=1)
    found: list[Trigger] = []
    for number in np.flatnonzero((best > 0) & (first.max(axis=1) >= LEARNED)):
        event = EVENTS[int(best[number])]
        start, end = int(scores.starts[words.first[number]]), int(scores.ends[words.last[number]])
        if end - start < SHORTEST and not written_without_spaces(doc.text[start]):
            continue
        if (
            found
            and doc.text[found[-1].piece.end : start].strip() == ""
            and found[-1].code == EVENT_CODES[event]
        ):
            found[-1] = Trigger(
                Piece(found[-1].piece.start, end), found[-1].code, found[-1].sure, listed=False
            )
        else:
            sure = float(first[number, best[number]])
            found.append(Trigger(Piece(start, end), EVENT_CODES[event], sure, listed=False))
    return found

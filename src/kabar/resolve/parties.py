"""Who did it to whom, around a trigger: parties of the sentence in order, and which side of the trigger they stand on.

The party nearest before the trigger acts and the one after it is acted on; a passive ("by", ergative and agent words
of the pack's `agent_markers`) turns that round. Parties joined by "and" or a comma stand together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kabar.languages.pack import Pack
from kabar.text.document import Piece

# What two parties may have between them and stand on one side together.
JOINED = re.compile(r"\W*(?:\w{1,4}\W+)?(?:the\W+)?", re.IGNORECASE)
REACH = 160


@dataclass(frozen=True, order=True)
class Party:
    """A mention that can act: its place, the actor it was resolved to, its country (ISO 3166-1 alpha-3)."""

    piece: Piece
    actor: str
    country: str | None = None


def sides(
    text: str, pack: Pack, sentence: Piece, trigger: Piece, parties: list[Party], mutual: bool
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and targets of the trigger; all are actors where the act is `mutual` (a meeting)."""
    here = [p for p in parties if sentence.holds(p.piece.start) and not _overlap(p.piece, trigger)]
    before = [p for p in here if p.piece.end <= trigger.start and trigger.start - p.piece.end <= REACH]
    after = [p for p in here if p.piece.start >= trigger.end and p.piece.start - trigger.end <= REACH]
    agents = [p for p in after if _is_agent(text, pack, p, trigger)]
    if agents:
        first, second = _group(text, agents), tuple(_group(text, before[::-1]))
    else:
        first, second = _subject(text, before), _group(text, after)
    if mutual:
        return tuple(dict.fromkeys((*first, *second))), ()
    return tuple(first), tuple(p for p in second if p.actor not in {f.actor for f in first})


def _overlap(a: Piece, b: Piece) -> bool:
    return a.start < b.end and b.start < a.end


def _is_agent(text: str, pack: Pack, party: Party, trigger: Piece) -> bool:
    between = text[trigger.end : party.piece.start]
    marks = list(pack.pattern("agent_markers").finditer(between))
    return bool(marks) and len(between[marks[-1].end() :].split()) <= 3 and marks[0].start() <= 40


def _subject(text: str, before: list[Party]) -> tuple[Party, ...]:
    """The first party of the last clause before the trigger, with those joined to it."""
    if not before:
        return ()
    start = 0
    for number in range(1, len(before)):
        between = text[before[number - 1].piece.end : before[number].piece.start]
        if re.search(r"[;:—]|,\s(?:while|but)\b", between):
            start = number
    return _group(text, before[start:])


def _group(text: str, parties: list[Party]) -> tuple[Party, ...]:
    """The first party and those joined to it."""
    found: list[Party] = []
    for party in parties:
        if found:
            low, high = sorted((found[-1].piece, party.piece))
            if not JOINED.fullmatch(text[low.end : high.start]):
                break
        found.append(party)
    return tuple(found)

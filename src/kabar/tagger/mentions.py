"""Mentions of people and bodies in the mended text: names, roles, groups, pronouns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kabar.actors.table import ActorTable, KnownActor
from kabar.text.document import WORD, Document, Piece

# What may stand between the words of one name, and behind it.
WITHIN_NAME = re.compile(r"[^\S\n]+(?:(?:de|van|bin|von)[^\S\n]+)?")
LETTERS = re.compile(r"\s\([A-Z]{2,}\)")


@dataclass(frozen=True)
class Mention:
    """A mention; `known` is set when the actor table has the name."""

    piece: Piece
    kind: str
    known: KnownActor | None = None


def known_names(doc: Document, table: ActorTable) -> list[Mention]:
    """Names of the actor table in the text, longest first, not overlapping."""
    found = []
    for start, end in table.index.find(doc.text, doc.pack.words("name_prefixes")):
        actor = table.by_alias[doc.text[start:end]]
        found.append(Mention(Piece(start, end), actor.kind, actor))
    return found


def proper_names(doc: Document) -> list[Mention]:
    """Runs of capitalised words; a sentence's first word alone only when it stands capitalised elsewhere."""
    openings = [s.start for s in doc.sentences] + [q.start for q in doc.quotations]
    starts = {m.start() for at in openings if (m := WORD.search(doc.text, at))}
    inner = {m.group() for m in WORD.finditer(doc.text) if m.start() not in starts and m.group()[0].isupper()}
    lower = {m.group() for m in WORD.finditer(doc.text) if m.group().islower()}
    found = []
    for run in _runs(doc.text):
        words = doc.text[run.start : run.end].split()
        start = run.start
        if start in starts and words[0] not in inner and (len(words) == 1 or words[0].casefold() in lower):
            if len(words) == 1:
                continue
            start += len(words[0]) + 1
        found.append(Mention(Piece(start, run.end), "name"))
    return found


def _runs(text: str) -> list[Piece]:
    """Runs of capitalised words on one line, with letters in brackets behind them."""
    found: list[Piece] = []
    for word in WORD.finditer(text):
        if not (
            word.group()[0].isupper() or (re.match(r"\w{2}-", word.group()) and word.group()[3:4].isupper())
        ):
            continue
        if found and WITHIN_NAME.fullmatch(text, found[-1].end, word.start()):
            found[-1] = Piece(found[-1].start, word.end())
        elif word.group()[0].isupper():
            found.append(Piece(word.start(), word.end()))
    return [Piece(r.start, m.end()) if (m := LETTERS.match(text, r.end)) else r for r in found]

"""Mentions of people and bodies in the mended text: names, roles, groups, pronouns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kabar.actors.table import ActorTable, KnownActor
from kabar.text.document import WORD, Document, Piece

NAME = re.compile(
    r"[^\W\d_a-z][\w’'\-]*(?:\s+(?:al-|de |van |bin |von )?[^\W\d_a-z][\w’'\-]*)*(?:\s\([A-Z]{2,}\))?"
)


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
    for match in NAME.finditer(doc.text):
        if not match.group()[0].isupper():
            continue  # a script without capitals
        words = match.group().split()
        start = match.start()
        if start in starts and words[0] not in inner and (len(words) == 1 or words[0].casefold() in lower):
            if len(words) == 1:
                continue
            start += len(words[0]) + 1
        found.append(Mention(Piece(start, match.end()), "name"))
    return found

"""The mended text cut into sentences and quotations. Offsets here are of the mended text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from kabar.languages.pack import Pack
from kabar.languages.script import MARKS

WORD = re.compile(rf"[^\W_](?:[\w’'\-{MARKS}]*[\w{MARKS}])?")
SENTENCE_END = re.compile(r"[.!?…。؟।][\"”»’')\]]*(?=\s+[\"“«‘„(\[]?[^\W\da-z])|[。！？]", re.UNICODE)
ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Col|Lt|St|Prof|Jr|No|vs|Inc))\.$")


@dataclass(frozen=True, order=True)
class Piece:
    """`[start, end)` of the mended text."""

    start: int
    end: int

    def holds(self, at: int) -> bool:
        """Whether the character at `at` is inside."""
        return self.start <= at < self.end


@dataclass(frozen=True)
class Document:
    """A mended text with the pack it is read with."""

    text: str
    pack: Pack

    @cached_property
    def paragraphs(self) -> list[Piece]:
        """Lines that are not empty, without the white space around them."""
        return [Piece(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", self.text)]

    @cached_property
    def quotations(self) -> list[Piece]:
        """Quotations with their marks, paired within a paragraph; one left open ends with its paragraph."""
        found: list[Piece] = []
        for paragraph in self.paragraphs:
            found.extend(_quotations(self.text, paragraph, self.pack.quotes))
        return found

    def quotation_at(self, at: int) -> Piece | None:
        """The quotation that holds the character at `at`."""
        index = bisect_right(self.quotations, Piece(at, len(self.text) + 1)) - 1
        return self.quotations[index] if index >= 0 and self.quotations[index].holds(at) else None

    @cached_property
    def sentences(self) -> list[Piece]:
        """Sentences; a quotation is never cut in two."""
        found: list[Piece] = []
        for paragraph in self.paragraphs:
            start = paragraph.start
            for end in _sentence_ends(self, paragraph):
                found.append(Piece(start, end))
                start = (
                    end + len(self.text[end : paragraph.end]) - len(self.text[end : paragraph.end].lstrip())
                )
            if start < paragraph.end:
                found.append(Piece(start, paragraph.end))
        return found


def _sentence_ends(doc: Document, paragraph: Piece) -> list[int]:
    ends = []
    for match in SENTENCE_END.finditer(doc.text, paragraph.start, paragraph.end):
        quoted = doc.quotation_at(match.start())
        if quoted and match.end() < quoted.end:
            continue
        if _next_letter(doc.text, match.end()).islower():
            continue
        if not ABBREVIATION.search(doc.text[max(paragraph.start, match.start() - 6) : match.start() + 1]):
            ends.append(match.end())
    return ends


def _next_letter(text: str, at: int) -> str:
    """The first letter or digit after `at`, past blanks and marks; nothing at the end."""
    while at < len(text) and not text[at].isalnum():
        at += 1
    return text[at : at + 1]


def _quotations(text: str, paragraph: Piece, pairs: list[tuple[str, str]]) -> list[Piece]:
    closing = dict(pairs)
    found: list[Piece] = []
    opened: int | None = None
    wanted = ""
    for at in range(paragraph.start, paragraph.end):
        character = text[at]
        if opened is None and character in closing:
            opened, wanted = at, closing[character]
        elif opened is not None and character == wanted:
            found.append(Piece(opened, at + 1))
            opened = None
    if opened is not None:
        found.append(Piece(opened, paragraph.end))
    return found

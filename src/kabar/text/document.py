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


# How many paragraphs on a quotation may be closed.
RUNS_ON = 6


@dataclass(frozen=True, order=True)
class Piece:
    """`[start, end)` of the mended text."""

    start: int
    end: int

    def holds(self, at: int) -> bool:
        """Whether the character at `at` is inside."""
        return self.start <= at < self.end

    def overlaps(self, other: Piece) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


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
        """Quotations with their marks, a piece a paragraph. One left open ends with its paragraph, or runs on where a
        mark that closes it stands a few paragraphs on and none opens before."""
        found: list[Piece] = []
        skip = 0
        for number, paragraph in enumerate(self.paragraphs):
            if number < skip:
                continue
            pieces, wanted = _quotations(self.text, paragraph, self.pack.quotes)
            found.extend(pieces)
            if wanted:
                following = self.paragraphs[number + 1 : number + 1 + RUNS_ON]
                running = _running_on(self.text, following, wanted, self.pack.quotes)
                found.extend(running)
                if running:
                    skip = number + len(running)
                    last = self.paragraphs[skip]
                    rest, _ = _quotations(self.text, Piece(running[-1].end, last.end), self.pack.quotes)
                    found.extend(rest)
                    skip += 1
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
        if _next_letter(doc.text, match.end()).islower() or is_ordinal(doc, match.start()):
            continue
        if not ABBREVIATION.search(doc.text[max(paragraph.start, match.start() - 6) : match.start() + 1]):
            ends.append(match.end())
    return ends


def is_ordinal(doc: Document, point: int) -> bool:
    """Whether a point makes a day of the month ("21. Mai") in a language that writes ordinals so."""
    before = doc.text[max(0, point - 3) : point]
    return bool(doc.pack.settings.get("ordinal_point")) and re.search(r"(?<!\d)\d{1,2}$", before) is not None


def _next_letter(text: str, at: int) -> str:
    """The first letter or digit after `at`, past blanks and marks; nothing at the end."""
    while at < len(text) and not text[at].isalnum():
        at += 1
    return text[at : at + 1]


def _quotations(text: str, paragraph: Piece, pairs: list[tuple[str, str]]) -> tuple[list[Piece], str]:
    """Quotations of one paragraph, and the mark that is still wanted at its end ("" when none is)."""
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
    if opened is None:
        return found, ""
    found.append(Piece(opened, paragraph.end))
    return found, wanted


def _running_on(text: str, following: list[Piece], wanted: str, pairs: list[tuple[str, str]]) -> list[Piece]:
    """Paragraphs up to the mark that closes a quotation opened before them; none when another opens first."""
    openings = {opening for opening, _ in pairs}
    pieces: list[Piece] = []
    for paragraph in following:
        for at in range(paragraph.start, paragraph.end):
            if text[at] == wanted and _closes(text, at, paragraph):
                return [*pieces, Piece(paragraph.start, at + 1)]
            if text[at] in openings:
                return []
        pieces.append(paragraph)
    return []


def _closes(text: str, at: int, paragraph: Piece) -> bool:
    """Whether a mark stands as a closing one does: something before it, no word right behind."""
    before = at > paragraph.start and not text[at - 1].isspace()
    return before and (at + 1 >= paragraph.end or not text[at + 1].isalnum())

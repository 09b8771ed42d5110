"""What the assemblers share: the mended document, the way back to the original, and the log of steps."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from kabar.mend import Mended
from kabar.model import DateMention, Place, Span, Step
from kabar.resolve.actors import Cast
from kabar.resolve.clauses import Clauses
from kabar.resolve.dateline import find_dateline
from kabar.resolve.places import Resolved
from kabar.resources import Resources
from kabar.tagger.confidence import calibrated
from kabar.tagger.encoder import Scores
from kabar.text.document import Document, Piece

# How far before a place the words end that make it somebody's seat, in characters.
SEAT = 40
# A dateline has a day, an agency in brackets or a further place; a headline with a dash has not.
DATED = re.compile(r"[\d(,]")
COARSE = ("border", "country")


@dataclass
class Context:
    """One article being read. Pieces are of the mended text, spans of the original."""

    doc: Document
    mended: Mended
    resources: Resources
    cast: Cast
    dates: list[tuple[Piece, DateMention]]
    scores: Scores
    toponyms: list[Resolved] = field(default_factory=list)
    places: list[tuple[Piece, Place]] = field(default_factory=list)
    spoken: list[Piece] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    language: str = "und"

    def span(self, piece: Piece) -> Span:
        """The original characters a piece of the mended text was read from."""
        return self.mended.offsets.to_original(piece.start, piece.end)

    def text(self, piece: Piece) -> str:
        """The mended words."""
        return self.doc.text[piece.start : piece.end]

    def damaged(self, *spans: Span) -> bool:
        """Whether any of the spans touches damage."""
        return any(d.span.overlaps(s) for d in self.mended.damage for s in spans)

    def confidence(self, sure: tuple[float, ...]) -> float:
        """The model's probabilities for an attribution as one calibrated probability that it is right."""
        return calibrated(sure)

    def note(self, record: str, step: str, note: str, *spans: Span) -> None:
        """Log that a step touched a record."""
        self.steps.append(Step(record, step, note, tuple(spans)))

    def sentence(self, at: int) -> Piece:
        """The sentence that holds the character at `at`."""
        index = bisect_right(self.doc.sentences, Piece(at, len(self.doc.text) + 1)) - 1
        found = self.doc.sentences[index] if index >= 0 else Piece(at, at)
        return found if found.holds(at) else Piece(at, at)

    def tells_where(self, piece: Piece) -> bool:
        """Whether a place named there may say where something happened: not so in a dateline, in the words of a source,
        or after words that tell somebody's seat ("based in")."""
        if any(s.start <= piece.start < s.end for s in self.spoken):
            return False
        line = find_dateline(self.doc.text)
        if line and line.start() <= piece.start < line.end():
            place = line["place"]
            if DATED.search(line.group()) or place.isupper() or place.strip() == self.text(piece):
                return False
        text, pack = self.doc.text, self.doc.pack
        before = text[max(0, piece.start - SEAT) : piece.start]
        seated = any(
            not before[m.end() :].strip(" '’") for m in pack.pattern("seat_markers").finditer(before)
        )
        after = pack.pattern("seat_markers_after")
        return not seated and not any(after.match(text, at) for at in (piece.end, piece.end + 1))

    @cached_property
    def sites(self) -> list[tuple[Piece, Place]]:
        """The places that may say where something happened, once places and statements are read."""
        return [(p, place) for p, place in self.places if self.tells_where(p)]

    def place_near(self, at: int) -> tuple[str | None, bool]:
        """The id of the place named in the same clause, nearest first, else in the sentence, else of the last one named in
        the paragraph or headline before; and whether it was only worked out so. Towns and areas go before countries."""
        sentence = self.sentence(at)
        sites = self.sites
        clauses = Clauses(self.doc, [])
        clause = clauses.part(Piece(at, at + 1), sentence)
        here = [
            (coarse, not clause.holds(p.start), abs(p.start - at), place.id)
            for p, place in sites
            if sentence.holds(p.start)
            for coarse in (place.kind in COARSE,)
        ]
        if here:
            return min(here)[3], False
        paragraph = next((p for p in self.doc.paragraphs if p.holds(at)), sentence)
        seats = {k.piece for k in self.cast.known if k.known and k.known.is_state}
        named = [
            (p.start, place.id)
            for p, place in sites
            if place.kind not in COARSE and p.start < at and p not in seats
        ]
        inside = [n for n in named if paragraph.holds(n[0])]
        first = self.doc.paragraphs[0] if self.doc.paragraphs else sentence
        headline = [n for n in named if first.holds(n[0])]
        found = max(inside, default=None) or max(headline, default=None) or max(named, default=None)
        return (found[1], True) if found else (None, False)

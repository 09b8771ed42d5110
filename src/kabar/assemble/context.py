"""What the assemblers share: the mended document, the way back to the original, and the log of steps."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from kabar.mend import Mended
from kabar.model import DateMention, Place, Span, Step
from kabar.resolve.actors import Cast
from kabar.resolve.places import Resolved
from kabar.resources import Resources
from kabar.tagger.confidence import calibrated
from kabar.tagger.encoder import Scores
from kabar.text.document import Document, Piece


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

    def place_near(self, at: int) -> str | None:
        """The id of the place named in the same sentence, nearest first; else the article's commonest place."""
        sentence = self.sentence(at)
        here = [(abs(p.start - at), place.id) for p, place in self.places if sentence.holds(p.start)]
        if here:
            return min(here)[1]
        counts: dict[str, int] = {}
        for _, place in self.places:
            counts[place.id] = counts.get(place.id, 0) + 1
        return max(counts, key=lambda i: (counts[i], i)) if counts else None

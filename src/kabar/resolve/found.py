"""What is sought in a text, and a figure as it is found there."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.model.records import Counting, Measure
from kabar.resolve.clauses import Clauses
from kabar.resolve.figure_table import LOST, FigureTable, figure_table
from kabar.resolve.numbers import Number, find_numbers
from kabar.text.document import Document, Piece


@dataclass(frozen=True)
class FoundFigure:
    """A figure in the mended text; `bare` when its unit was worked out and not said, `marks` what to flag.

    `part_of` and `derived_from` are the pieces of other figures; `size` is the piece that gives the size of households
    that people were worked out with.
    """

    piece: Piece
    low: float | None
    high: float | None
    wording: str
    unit: str
    concept: str
    sectors: tuple[str, ...]
    bare: bool = False
    marks: tuple[str, ...] = ()
    value: float = 0.0
    counting: Counting | None = None
    group: str | None = None
    measure: Measure | None = None
    share: tuple[float | None, float | None] | None = None
    part_of: Piece | None = None
    derived_from: Piece | None = None
    size: Piece | None = None


@dataclass(frozen=True)
class Sought:
    """What a search goes through: the text, its tables, numbers and clauses."""

    doc: Document
    table: FigureTable
    clauses: Clauses
    numbers: list[Number]

    @property
    def text(self) -> str:
        return self.doc.text

    @property
    def noun_first(self) -> bool:
        """Whether the language's noun stands before its number ("watu 300")."""
        return bool(self.doc.pack.settings.get("unit_before_number"))


def sought(doc: Document, dates: list[Piece]) -> Sought:
    """The tables, and the numbers of the text that are in no date."""
    table = figure_table(doc.pack.code, LOST in doc.text)
    taken = sorted(dates)
    numbers: list[Number] = []
    at = 0
    for number in find_numbers(doc.text, table.numbers):
        while at < len(taken) and taken[at].end <= number.piece.start:
            at += 1
        if at == len(taken) or taken[at].start >= number.piece.end:
            numbers.append(number)
    numbers = _not_vague(doc.text, table, numbers)
    return Sought(doc, table, Clauses(doc, [n.piece for n in numbers]), numbers)


def _not_vague(text: str, table: FigureTable, numbers: list[Number]) -> list[Number]:
    """The numbers without those that are only the end of a vague word ("dozens of *thousand*")."""
    longer = [(m.start(), m.end()) for m in table.patterns["vague"].finditer(text)]
    kept: list[Number] = []
    at = 0
    for number in numbers:
        piece = number.piece
        while at < len(longer) and longer[at][1] <= piece.start:
            at += 1
        inside = at < len(longer) and longer[at][0] < piece.start and piece.end <= longer[at][1]
        if not (inside and number.spelled):
            kept.append(number)
    return kept

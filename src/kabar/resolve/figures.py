"""Numbers with bounds, unit and concept, from the pack's table of approximators, units and concepts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kabar.languages.pack import Pack, any_of
from kabar.text.document import Document, Piece

NUMBER = re.compile(r"(?<![\w.,/:$€£%\-])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![\d])|(?<![\w/:$€£\-.,])\d{1,15}(?:[.,]\d{1,2})?(?![\w/:%]|-\d)")  # fmt: skip
YEAR = re.compile(r"(?:19|20)\d\d$")
GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+$")


@dataclass(frozen=True)
class FoundFigure:
    """A figure in the mended text."""

    piece: Piece
    low: float | None
    high: float | None
    wording: str
    unit: str
    concept: str
    sectors: tuple[str, ...]
    bare: bool = False


class FigureTable:
    """The pack's figures table by kind."""

    def __init__(self, pack: Pack) -> None:
        rows = pack.tables["figures"]
        self.values = {k: {r["form"].casefold(): r["value"] for r in rows if r["kind"] == k}
                       for k in ("vague", "magnitude", "unit", "concept")}  # fmt: skip
        self.hedges = {r["form"].casefold(): r["kind"] for r in rows if r["kind"] in
                       ("at-least", "at-most", "about", "nearly")}  # fmt: skip
        self.hedge = any_of(self.hedges)
        self.patterns = {k: any_of(v) for k, v in self.values.items()}


def find_figures(doc: Document, dates: list[Piece]) -> list[FoundFigure]:
    """Figures of people, households, houses and camps; numbers inside dates are left out."""
    table = FigureTable(doc.pack)
    found: list[FoundFigure] = []
    for match in NUMBER.finditer(doc.text):
        if any(d.start < match.end() and match.start() < d.end for d in dates) or YEAR.match(match.group()):
            continue
        figure = _counted(doc, table, match, found)
        if figure:
            found.append(figure)
    for match in table.patterns["vague"].finditer(doc.text):
        figure = _vague(doc, table, match)
        if figure:
            found.append(figure)
    return sorted(found, key=lambda f: f.piece)


def read_number(digits: str) -> float:
    """The value of a digit run; three digits after a mark are a group.

    >>> read_number("200.000"), read_number("1,5")
    (200000.0, 1.5)
    """
    if GROUPED.match(digits):
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))


def _counted(
    doc: Document, table: FigureTable, match: re.Match[str], earlier: list[FoundFigure]
) -> FoundFigure | None:
    value, end = read_number(match.group()), match.end()
    scale = table.patterns["magnitude"].match(doc.text, end + 1)
    if scale:
        value, end = value * float(table.values["magnitude"][scale.group().casefold()]), scale.end()
    start, wording = _hedge(doc, table, match.start())
    unit, end = _unit(doc, table, end)
    sentence = _sentence(doc, match.start())
    concept, sectors = _concept(doc, table, sentence, match.start())
    bare = unit is None
    if unit is None:
        # A number alone is a figure when it answers the question of the figure before it ("put it at more than ...").
        if wording == "exact" or value < 10 or not earlier or concept:
            if not concept or value < 2:
                return None
            unit = "people"
        else:
            unit, concept, sectors = earlier[-1].unit, earlier[-1].concept, earlier[-1].sectors
    low, high = _bounds(wording, value)
    return FoundFigure(Piece(start, end), low, high, wording, unit, concept or "affected", sectors, bare)


def _vague(doc: Document, table: FigureTable, match: re.Match[str]) -> FoundFigure | None:
    unit, end = _unit(doc, table, match.end())
    if unit is None:
        return None
    concept, sectors = _concept(doc, table, _sentence(doc, match.start()), match.start())
    low = float(table.values["vague"][match.group().casefold()])
    return FoundFigure(Piece(match.start(), end), low, None, "vague", unit, concept or "affected", sectors)


def _bounds(wording: str, value: float) -> tuple[float | None, float | None]:
    if wording == "at-least":
        return value, None
    if wording in ("at-most", "nearly"):
        return None, value
    return value, value


def _hedge(doc: Document, table: FigureTable, at: int) -> tuple[int, str]:
    before = doc.text[max(0, at - 40) : at]
    for match in reversed(list(table.hedge.finditer(before))):
        if not before[match.end() :].strip():
            return at - len(before) + match.start(), table.hedges[match.group().casefold()]
        break
    return at, "exact"


def _unit(doc: Document, table: FigureTable, end: int) -> tuple[str | None, int]:
    window = re.compile(r"(?:\s+\w+){0,2}?\s+").match(doc.text, end, end + 60)
    for match in table.patterns["unit"].finditer(doc.text, end, end + 45):
        between = doc.text[end : match.start()]
        if window and len(between.split()) <= 2 and not re.search(r"[.,;:\d]", between):
            return table.values["unit"][match.group().casefold()], match.end()
        break
    return None, end


def _sentence(doc: Document, at: int) -> Piece:
    """The sentence around `at`; inside a quotation of several sentences, the one sentence."""
    whole = next((s for s in doc.sentences if s.holds(at)), Piece(at, at))
    start = (
        max((m.end() for m in re.finditer(r"[.!?]\s", doc.text[whole.start : at])), default=0) + whole.start
    )
    stop = re.compile(r"[.!?]\s").search(doc.text, at, whole.end)
    return Piece(start, stop.start() if stop else whole.end)


def _concept(doc: Document, table: FigureTable, sentence: Piece, at: int) -> tuple[str, tuple[str, ...]]:
    hits = [
        (abs(m.start() - at) + (30 if m.start() < at else 0), table.values["concept"][m.group().casefold()])
        for m in table.patterns["concept"].finditer(doc.text, sentence.start, sentence.end)
    ]
    concepts = [c for _, c in sorted(hits) if not c.startswith("sector:")]
    concept = concepts[0] if concepts else ""
    sectors = tuple(
        dict.fromkeys(c.removeprefix("sector:") for _, c in sorted(hits) if c.startswith("sector:"))
    )
    return concept, sectors if concept == "in-need" else ()

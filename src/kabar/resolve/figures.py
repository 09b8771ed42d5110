"""Numbers with bounds, unit and concept: what is counted, and how firmly, from the pack's tables.

A number counts something when a noun of people, households or houses follows it, a verb of what happened to
people does ("83,100 were displaced"), or a label stands before it ("displaced: 452"). Others are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from kabar.languages.pack import Pack, any_of, form_of, load_pack
from kabar.model.records import Counting
from kabar.resolve.numbers import Number, NumberTable, find_numbers
from kabar.text.document import Document, Piece, is_ordinal

HEDGES = ("at-least", "at-most", "about", "nearly")
LOOKED_UP = ("vague", "unit", "concept", "uncounted", "total", "new")
HOUSING = ("destroyed_housing", "partially_destroyed_housing", "uninhabitable_housing")
DASH = re.compile(r"\s?[-–—]\s?")
NOT_COUNTED = re.compile(r"\s?(?:%|[°€$£₹]|(?:st|nd|rd|th)\b|[:/]\d|-\w)")
MONEY = re.compile(r"(?:[$€£¥₹]|\b[A-Z]{2}\$|\b(?:Rp|USD|EUR|US))\s?$")
SENTENCE = re.compile(r"[.!?]\s+|[。！？]")
STOP = re.compile(r"[.;:!?。；！？؟।]|,\s")
# How many characters and words a unit may stand behind its number.
REACH, WORDS_BETWEEN = 60, 4
# A concept before the number is this many characters farther than one behind it.
BEFORE = 30
AS_NOUN = 20
GLUED = 7
# "Several" and "a few" count nothing that a table should hold.
LEAST_VAGUE = 10


@dataclass(frozen=True)
class FoundFigure:
    """A figure in the mended text; `bare` when its unit was worked out and not said, `marks` what to flag."""

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


class FigureTable:
    """The pack's figures table by kind."""

    def __init__(self, pack: Pack) -> None:
        rows = pack.tables["figures"]
        self.numbers = NumberTable(pack)
        self.rows = {k: [r for r in rows if r["kind"] == k] for k in LOOKED_UP}
        self.values = {k: {r["form"].lower(): r["value"] for r in v} for k, v in self.rows.items()}
        self.patterns = {k: any_of(v) for k, v in self.values.items()}
        self.before = {r["form"].lower(): r["kind"] for r in rows if r["kind"] in HEDGES}
        self.after = {r["form"].lower(): r["kind"].removesuffix("-after") for r in rows
                      if r["kind"].endswith("-after")}  # fmt: skip
        # "weredisplaced": long forms are looked for inside words too, where a sentence has no other.
        self.glued = re.compile(
            "|".join(re.escape(f.strip("*")) for f in self.values["concept"] if len(f.strip("*")) >= GLUED and "*" not in f[1:-1])
            or "(?!)", re.IGNORECASE,
        )  # fmt: skip
        self.hedge_before, self.hedge_after = any_of(self.before), _open(self.after)
        # "yüzde 20": a word of this kind right before the number.
        no_count = [r["form"] for r in rows if r["kind"] == "uncounted-before"]
        self.no_count_before = re.compile(rf"(?:{any_of(no_count).pattern}|%)\s?$", re.IGNORECASE)
        self.ranges = [(r["form"].lower(), r["value"].lower()) for r in rows if r["kind"] == "range"]

    def value(self, kind: str, found: str) -> str:
        """The value of the form that was found."""
        return _of(self.values[kind], found)

    def concept(self, found: str) -> str:
        """The concept of a form, or of one that a longer word holds."""
        word = found.lower()
        held = (v for f, v in self.values["concept"].items() if f.strip("*") == word)
        try:
            return self.value("concept", found)
        except StopIteration:
            return next(held)


@cache
def figure_table(code: str) -> FigureTable:
    """The table of a pack, made once."""
    return FigureTable(load_pack(code))


def _open(forms: dict[str, str]) -> re.Pattern[str]:
    """Forms that may be glued to the number before them."""
    ordered = sorted(forms, key=lambda f: (-len(f), f))
    if not ordered:
        return re.compile(r"(?!)")
    return re.compile(
        r"\s?(?:" + "|".join(r"\w*".join(map(re.escape, f.split("*"))) for f in ordered) + r")(?!\w)",
        re.IGNORECASE,
    )


def _of(values: dict[str, str], found: str) -> str:
    return values[form_of(values, found.strip())]


def find_figures(doc: Document, dates: list[Piece]) -> list[FoundFigure]:
    """Figures of people, households, houses and camps in text order; numbers inside dates are left out."""
    table = figure_table(doc.pack.code)
    numbers = [n for n in find_numbers(doc.text, table.numbers) if not _meets(n.piece, dates)]
    found: list[FoundFigure] = []
    at = 0
    while at < len(numbers):
        first = numbers[at]
        second = numbers[at + 1] if at + 1 < len(numbers) else None
        opening = _range(doc.text, table, first, second) if second else None
        if second and opening is not None:
            figure = _counted(doc, table, first, Piece(opening, second.piece.end), found)
            if figure:
                low, high = _ends(first, second)
                figure = replace(figure, low=low, high=high, wording="range", value=high)
            at += 2
        else:
            figure = _counted(doc, table, first, first.piece, found)
            at += 1
        if figure:
            found.append(figure)
    found += [f for m in table.patterns["vague"].finditer(doc.text) if (f := _vague(doc, table, m, found))]
    return sorted(found, key=lambda f: f.piece)


def _meets(piece: Piece, others: list[Piece]) -> bool:
    return any(o.start < piece.end and piece.start < o.end for o in others)


def _ends(first: Number, second: Number) -> tuple[float, float]:
    """ "2-3,000" is two to three thousand."""
    low, high = first.value, second.value
    if low < 1000 <= high and low * 1000 <= high and not first.spelled:
        low *= 1000
    return min(low, high), max(low, high)


def _range(text: str, table: FigureTable, first: Number, second: Number) -> int | None:
    """Where a range of the two numbers starts, or None when they are none."""
    between = text[first.piece.end : second.piece.start]
    if len(between) > 12 or second.value <= 0:
        return None
    if DASH.fullmatch(between) and first.value < second.value and not (first.year and second.year):
        return first.piece.start
    before = text[max(0, first.piece.start - 20) : first.piece.start].rstrip().lower()
    for opening, joining in table.ranges:
        if between.strip().lower() != joining:
            continue
        if before.endswith(opening):
            return (
                first.piece.start
                - (20 if first.piece.start >= 20 else first.piece.start)
                + before.rfind(opening)
            )
        if opening != table.ranges[0][0] and first.value < second.value < 20 * first.value:
            return first.piece.start
    return None


def _counted(
    doc: Document, table: FigureTable, number: Number, core: Piece, earlier: list[FoundFigure]
) -> FoundFigure | None:
    text = doc.text
    noun = _unit_before(doc, table, core)
    start, end, wording = _hedged(text, table, Piece(noun[1], core.end) if noun else core)
    if _is_no_count(text, table, core):
        return None
    sentence = clause(doc, core.start, core.end)
    unit, unit_end = (noun[0], end) if noun else _unit_after(text, table, end, sentence.end)
    if number.value != int(number.value) or (
        not noun and unit and _noun_first(doc) and text[end:unit_end].count(" ") > 1
    ):
        return None
    if (
        number.year
        and wording == "exact"
        and (unit is None or unit_end - end > 20 or _dated(doc, core.start))
    ):
        return None
    if number.spelled and unit is None:
        return None
    concept, sectors = concept_at(doc, table, sentence, core, unit)
    bare = unit is None
    if unit is None:
        unit = _unit_without_noun(text, table, core, end, sentence, concept)
    if unit is None and wording != "exact" and number.value >= 10 and earlier and not concept:
        # A number alone is a figure when it answers the question of the one before it ("put it at more than ...").
        unit, concept, sectors = earlier[-1].unit, earlier[-1].concept, earlier[-1].sectors
    if unit is None:
        return None
    low, high = bounds(wording, number.value)
    marks = ("marks-against-custom",) if number.against_custom else ()
    return FoundFigure(
        Piece(start, unit_end),
        low,
        high,
        wording,
        unit,
        concept or "affected",
        sectors,
        bare,
        marks,
        number.value,
        _counting(text, table, start, sentence),
    )


def bounds(wording: str, value: float) -> tuple[float | None, float | None]:
    """Low and high of a value so worded; None is an open end."""
    if wording == "at-least":
        return value, None
    if wording in ("at-most", "nearly"):
        return None, value
    return value, value


def _hedged(text: str, table: FigureTable, core: Piece) -> tuple[int, int, str]:
    """Start, end and wording with the hedge before or after the number."""
    after = table.hedge_after.match(text, core.end)
    if after:
        return core.start, after.end(), _of(table.after, after.group())
    offset = max(0, core.start - 40)
    before = text[offset : core.start]
    for match in reversed(list(table.hedge_before.finditer(before))):
        if not before[match.end() :].strip(" \u00a0\u202f~≈"):
            return offset + match.start(), core.end, _of(table.before, match.group())
        break
    glued = re.search(r"[^\W\d]+$", before)
    if glued:
        word = next(
            (h for h in sorted(table.before, key=len, reverse=True) if before.lower().endswith(h)), None
        )
        if word:
            return core.start - len(word), core.end, table.before[word]
    return core.start, core.end, "exact"


def _is_no_count(text: str, table: FigureTable, core: Piece) -> bool:
    if NOT_COUNTED.match(text, core.end) or MONEY.search(text[max(0, core.start - 5) : core.start]):
        return True
    before = text[max(0, core.start - 12) : core.start]
    if table.no_count_before.search(before):
        return True
    if before and (before[-1] == "-" or (before[-1].isalpha() and before[-1].isupper())):
        return True
    behind = re.compile(r"[\s\u00a0-]*").match(text, core.end)
    at = behind.end() if behind else core.end
    return table.patterns["uncounted"].match(text, at) is not None


def _dated(doc: Document, at: int) -> bool:
    before = doc.text[max(0, at - 16) : at].rstrip()
    word = re.search(r"\w+$", before)
    return word is not None and word.group().lower() in doc.pack.words("prepositions") + doc.pack.words(
        "since_markers"
    )


def _noun_first(doc: Document) -> bool:
    """Whether the language's noun stands before its number ("watu 300")."""
    return bool(doc.pack.settings.get("unit_before_number"))


def _unit_before(doc: Document, table: FigureTable, core: Piece) -> tuple[str, int] | None:
    """The unit and where it starts, in a language whose noun stands before its number ("watu 300")."""
    if not _noun_first(doc):
        return None
    offset = max(0, core.start - 30)
    before = doc.text[offset : core.start]
    last = max(table.patterns["unit"].finditer(before), key=lambda m: m.end(), default=None)
    if last is None or before[last.end() :].strip():
        return None
    return table.value("unit", last.group()), offset + last.start()


def _unit_after(text: str, table: FigureTable, end: int, stop: int) -> tuple[str | None, int]:
    for match in table.patterns["unit"].finditer(text, end, min(end + REACH, stop + 1)):
        between = text[end : match.start()]
        parted = re.search(r"[.,;:،。，、；()\d]", between) or table.patterns["vague"].search(between)
        if len(between.split()) <= WORDS_BETWEEN and not parted:
            return table.value("unit", match.group()), match.end()
        break
    return None, end


def _unit_without_noun(
    text: str, table: FigureTable, core: Piece, end: int, sentence: Piece, concept: str
) -> str | None:
    """People, when a verb of what befell them follows or a label or total stands before; houses likewise."""
    if not concept:
        return None
    counted = "houses" if concept in HOUSING else "people"
    behind = table.patterns["concept"].search(text, end, min(end + 35, sentence.end))
    if (
        behind
        and len(text[end : behind.start()].split()) <= 3
        and not re.search(r"[,;:\d]", text[end : behind.start()])
    ):
        return counted
    before = text[max(sentence.start, core.start - 60) : core.start]
    labels = [m for kind in ("concept", "unit") for m in table.patterns[kind].finditer(before)]
    last = max(labels, key=lambda m: m.end(), default=None)
    if last and re.search(r"[:=–—(]\s*$", before) and len(before[last.end() :].split()) <= 3:
        return counted
    total = list(table.patterns["total"].finditer(before))
    if total and len(before[total[-1].end() :].split()) <= 2:
        return counted
    return None


def _vague(
    doc: Document, table: FigureTable, match: re.Match[str], counted: list[FoundFigure]
) -> FoundFigure | None:
    if any(f.piece.start <= match.start() < f.piece.end for f in counted):
        return None
    if re.search(r"\d[\d.,]*\s?$", doc.text[max(0, match.start() - 6) : match.start()]):
        return None
    core = Piece(match.start(), match.end())
    if _is_no_count(doc.text, table, core):
        return None
    sentence = clause(doc, core.start, core.end)
    unit, end = _unit_after(doc.text, table, core.end, sentence.end)
    concept, sectors = concept_at(doc, table, sentence, core, unit)
    if unit is None:
        unit = _unit_without_noun(doc.text, table, core, match.end(), sentence, concept)
    if unit is None:
        return None
    low = float(table.value("vague", match.group()))
    if low < LEAST_VAGUE:
        return None
    return FoundFigure(core if end == match.end() else Piece(match.start(), end), low, None, "vague", unit,
                       concept or "affected", sectors, value=low)  # fmt: skip


def _counting(text: str, table: FigureTable, start: int, sentence: Piece) -> Counting | None:
    """Whether the words before the figure call it an addition or a running total."""
    before = text[max(sentence.start, start - 30) : start]
    if any(not before[m.end() :].strip() for m in table.patterns["new"].finditer(before)):
        return "new"
    if any(len(before[m.end() :].split()) <= 1 for m in table.patterns["total"].finditer(before)):
        return "cumulative"
    return None


def clause(doc: Document, at: int, end: int) -> Piece:
    """The sentence around `[at, end)`; inside a quotation of several sentences, the one sentence."""
    whole = next((s for s in doc.sentences if s.holds(at)), Piece(at, at))
    marks = [
        m for m in SENTENCE.finditer(doc.text, whole.start, whole.end)
        if not doc.text[m.end() : m.end() + 1].islower() and not is_ordinal(doc, m.start())
    ]  # fmt: skip
    start = max((m.end() for m in marks if m.end() <= at), default=whole.start)
    return Piece(start, min((m.start() for m in marks if m.start() >= end), default=whole.end))


def concept_at(
    doc: Document, table: FigureTable, sentence: Piece, core: Piece, unit: str | None
) -> tuple[str, tuple[str, ...]]:
    """The nearest concept in the sentence, one behind the number before one in front; and sectors in need."""
    hits = []
    found = list(table.patterns["concept"].finditer(doc.text, sentence.start, sentence.end))
    found = found or list(table.glued.finditer(doc.text, sentence.start, sentence.end))
    for match in found:
        behind = match.start() >= core.start
        gap = match.start() - core.end if behind else core.start - match.end() + BEFORE
        between = doc.text[core.end : match.start()] if behind else doc.text[match.end() : core.start]
        cost = 25 * len(STOP.findall(between)) + 15 * len(re.findall(r"\d+", between))
        # "2,000 refugees fled": what they are called says less than what befell them.
        cost += AS_NOUN if table.patterns["unit"].match(doc.text, match.start()) else 0
        hits.append((gap + cost, table.concept(match.group())))
    hits.sort()
    concepts = [c for _, c in hits if not c.startswith("sector:")]
    if unit in ("people", "households", None):
        concepts = [c for c in concepts if c not in HOUSING] or (concepts if unit != "people" else [])
    concept = concepts[0] if concepts else ""
    sectors = tuple(dict.fromkeys(c.removeprefix("sector:") for _, c in hits if c.startswith("sector:")))
    return concept, sectors if concept == "in-need" else ()

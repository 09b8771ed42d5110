"""Numbers with bounds, unit and concept: what is counted, and how firmly, from the pack's tables.

A number counts something when a noun of people, households or houses stands by it, a verb of what happened to
people does ("83,100 were displaced"), or a label stands before it ("displaced: 452"). Others are left alone.
What is a part of what, and shares, are `resolve.parts`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kabar.resolve.figure_context import HOUSING, PARTED, STOP, concept_at, in_context, reaches
from kabar.resolve.figure_table import SAME, FigureTable
from kabar.resolve.found import FoundFigure, Sought
from kabar.resolve.numbers import Number
from kabar.text.document import Document, Piece

DASH = re.compile(r"\s?[-–—~～]\s?")
NOT_COUNTED = re.compile(r"\s?(?:[%٪％]|[°€$£₹])|(?:st|nd|rd|th)\b|[:/]\d|-\w")
MONEY = re.compile(r"(?:[$€£¥₹]|\b[A-Z]{2}\$|\b(?:Rp|USD|EUR|US))\s?$")
# What may stand behind a number that has no noun.
CLOSED = re.compile(r"\s*(?:[.,;:!?)。，،؛؟।]|$|\n)")
# How many characters and words a unit may stand behind its number.
REACH, WORDS_BETWEEN = 60, 4
# "Several" and "a few" count nothing that a table should hold.
LEAST_VAGUE = 10


def find_counts(s: Sought) -> list[FoundFigure]:
    """Figures of people, households, houses and camps in text order."""
    found: list[FoundFigure] = []
    at = 0
    while at < len(s.numbers):
        first = s.numbers[at]
        second = s.numbers[at + 1] if at + 1 < len(s.numbers) else None
        opening = range_start(s.text, s.table, first, second, s.noun_first) if second else None
        if second and opening is not None:
            figure = _counted(s, first, Piece(opening, second.piece.end), found)
            if figure:
                low, high = _ends(s.text, first, second)
                figure = replace(figure, low=low, high=high, wording="range", value=high)
            at += 2
        else:
            figure = _counted(s, first, first.piece, found)
            at += 1
        if figure:
            found.append(figure)
    found += _words_alone(s, found)
    return sorted(found, key=lambda f: f.piece)


def _ends(text: str, first: Number, second: Number) -> tuple[float, float]:
    """ "2-3,000" is two to three thousand, "one to 1.5 million" one million and more."""
    low, high = first.value, second.value
    if first.scale == 1 and second.scale > 1 and low <= high / second.scale:
        low *= second.scale
    elif low < 1000 <= high and high % 1000 == 0 and low < high / 1000 and not first.spelled:
        low *= 1000
    return min(low, high), max(low, high)


def range_start(text: str, table: FigureTable, first: Number, second: Number, noun_first: bool) -> int | None:
    """Where a range of the two numbers starts, or None when they are none."""
    between = text[first.piece.end : second.piece.start] if second.piece.start - first.piece.end <= 12 else ""
    low, _ = _ends(text, first, second)
    if not between or second.value <= 0 or (first.year and second.year):
        return None
    if DASH.fullmatch(between) and low == min(low, second.value) < second.value:
        return first.piece.start
    before = text[max(0, first.piece.start - 20) : first.piece.start].rstrip().lower()
    for opening, joining in table.ranges:
        if between.strip().lower() != joining:
            continue
        noun = rf"(?:\s*(?:{table.patterns['unit'].pattern}))?" if noun_first else ""
        if re.search(rf"(?<!\w){re.escape(opening)}{noun}$", before):
            return max(0, first.piece.start - 20) + before.rfind(opening)
        if opening != table.ranges[0][0] and low < second.value < 20 * low:
            return first.piece.start
    return None


def _counted(s: Sought, number: Number, core: Piece, earlier: list[FoundFigure]) -> FoundFigure | None:
    text, table = s.text, s.table
    noun = _unit_before(s, core)
    articles = tuple(s.doc.pack.words("articles"))
    start, end, wording = hedged(text, table, core, articles)
    if noun and wording == "exact":
        start, end, wording = hedged(text, table, Piece(noun[1], core.end), articles)
    if noun:
        start = min(start, noun[1])
    if _is_no_count(text, table, core):
        return None
    sentence = s.clauses.around(core)
    previous = earlier[-1] if earlier else None
    near = previous if previous and sentence.holds(previous.piece.start) else None
    unit, unit_end = (noun[0], end) if noun else unit_after(s, end, sentence.end)
    if unit == SAME:
        unit = near.unit if near else "people"
    if unit and wording == "exact" and (later := table.hedge_after.match(text, unit_end)):
        # "384 people at least".
        wording, unit_end = table.hedge(later.group(), after=True), later.end()
    if not _sound(s, number, wording, unit, text[end:unit_end], core, noun is not None):
        return None
    concept, sectors = concept_at(s, sentence, core, unit, unit_end)
    bare = unit is None
    if unit is None:
        if near and near.unit == "houses":
            concept = concept_at(s, sentence, core, "houses", unit_end)[0]
        unit = _unit_without_noun(s, core, end, sentence, concept, near)
    if (
        unit is None
        and near
        and (number.value >= LEAST_VAGUE or wording != "exact")
        and _gapped(s, near, core, end)
    ):
        # "709,841 people displaced in Jajpur and 363,832 in Puri".
        unit, concept, sectors = near.unit, concept or near.concept, near.sectors
    if unit is None and wording != "exact" and number.value >= LEAST_VAGUE and previous and not concept:
        # A number alone is a figure when it answers the question of the one before it ("put it at more than ...").
        unit, concept, sectors = previous.unit, previous.concept, previous.sectors
    if unit is None or (number.value == 1 and not concept):
        return None
    low, high = bounds(wording, number.value)
    found = FoundFigure(
        Piece(start, unit_end), low, high, wording, unit, concept or "affected", sectors, bare,
        ("marks-against-custom",) if number.against_custom else (), number.value,
    )  # fmt: skip
    return in_context(s, found, core, sentence)


def _sound(
    s: Sought, number: Number, wording: str, unit: str | None, between: str, core: Piece, noun: bool
) -> bool:
    """Whether a number may count at all: whole, no year, no article, near enough to its noun."""
    if number.value != int(number.value) or (not noun and unit and s.noun_first and between.count(" ") > 1):
        return False
    if (
        number.year
        and wording == "exact"
        and (unit is None or len(between) > 20 or _dated(s.doc, core.start))
    ):
        return False
    if number.brief and len(between.split()) > 1:
        return False
    # "One of the biggest".
    if number.value == 1 and s.table.starts_with("whole-after", s.text, core.end):
        return False
    return not number.spelled or unit is not None or _object(s, core, core.end)


def bounds(wording: str, value: float) -> tuple[float | None, float | None]:
    """Low and high of a value so worded; None is an open end."""
    if wording == "at-least":
        return value, None
    if wording in ("at-most", "nearly"):
        return None, value
    return value, value


def hedged(
    text: str, table: FigureTable, core: Piece, articles: tuple[str, ...] = ()
) -> tuple[int, int, str]:
    """Start, end and wording with the hedge before or after the number; an article may stand between."""
    word = re.search(r"[^\W\d]+$", text[max(core.start, core.end - 20) : core.end])
    # "10 bine kadar": the case ending that tells stands on the number's own last word.
    inside = table.hedge_after.match(text, core.end - len(word.group())) if word else None
    after = inside if inside and inside.end() > core.end else table.hedge_after.match(text, core.end)
    if after:
        return core.start, after.end(), table.hedge(after.group(), after=True)
    offset = max(0, core.start - 40)
    before = text[offset : core.start]
    for match in reversed(list(table.hedge_before.finditer(before))):
        between = before[match.end() :].strip(" \n\u00a0\u202f~≈")
        if not between or between.lower() in articles:
            return offset + match.start(), core.end, table.hedge(match.group())
        break
    if glued := table.hedge_glued.search(before):
        return offset + glued.start(), core.end, table.hedge(glued.group())
    if re.search(r"[^\W\d]+$", before):
        held = next(
            (h for h in sorted(table.before, key=len, reverse=True) if before.lower().endswith(h)), None
        )
        if held:
            return core.start - len(held), core.end, table.before[held]
    return core.start, core.end, "exact"


def _is_no_count(text: str, table: FigureTable, core: Piece) -> bool:
    if NOT_COUNTED.match(text, core.end) or MONEY.search(text[max(0, core.start - 5) : core.start]):
        return True
    before = text[max(0, core.start - 12) : core.start]
    if table.no_count_before.search(before) or table.percent_before.search(before):
        return True
    if before and (before[-1] == "-" or (before[-1].isalpha() and before[-1].isupper())):
        return True
    if table.percent_after.match(text, core.end):
        return True
    behind = re.compile(r"[\s\u00a0-]*").match(text, core.end)
    at = behind.end() if behind else core.end
    # "Dozens of villages".
    of = table.patterns["whole-after"].match(text, at)
    past = re.compile(r"\s*").match(text, of.end()) if of else None
    return any(table.patterns["uncounted"].match(text, a) for a in (at, *((past.end(),) if past else ())))


def _dated(doc: Document, at: int) -> bool:
    before = doc.text[max(0, at - 16) : at].rstrip()
    word = re.search(r"\w+$", before)
    leading = [*doc.pack.words("prepositions"), *doc.pack.words("since_markers"), *doc.pack.words("articles")]
    return word is not None and word.group().lower() in leading


def _unit_before(s: Sought, core: Piece) -> tuple[str, int] | None:
    """The unit and where it starts, in a language whose noun stands before its number ("watu 300")."""
    if not s.noun_first:
        return None
    offset = max(0, core.start - 40)
    # A hedge may stand between, or "other": "watu zaidi ya 300".
    edge = hedged(s.text, s.table, core)[0]
    before = s.text[offset : min(edge, core.start)]
    last = max(s.table.patterns["unit"].finditer(before), key=lambda m: m.end(), default=None)
    if last is not None and s.table.value("unit", last.group()) == SAME:
        held = [
            m
            for m in s.table.patterns["unit"].finditer(before, 0, last.start())
            if not before[m.end() : last.start()].strip()
        ]
        last = held[-1] if held else last
        between = before[last.end() :]
        if last and not s.table.patterns["new"].sub("", between).strip():
            return s.table.value("unit", last.group()), offset + last.start()
    if last is None or s.table.patterns["new"].sub("", before[last.end() :]).strip():
        return None
    return s.table.value("unit", last.group()), offset + last.start()


def unit_after(s: Sought, end: int, stop: int) -> tuple[str | None, int]:
    """The unit of the noun behind a number and where it ends; "displaced families" are families."""
    text, table = s.text, s.table
    match = table.patterns["unit"].search(text, end, min(end + REACH, stop + 1))
    if match is None:
        return None, end
    between = text[end : match.start()]
    if (
        len(between.split()) > WORDS_BETWEEN
        or PARTED.search(between)
        or table.patterns["vague"].search(between)
    ):
        return None, end
    if between.strip() and s.doc.pack.pattern("location_markers").search(between):
        return None, end
    unit, last = table.value("unit", match.group()), match.end()
    blank = re.compile(r"[ \n\u00a0]+").match(text, last)
    more = table.patterns["unit"].match(text, blank.end()) if blank else None
    if more and more.end() <= stop and table.value("unit", more.group()) not in ("people", SAME):
        unit, last = table.value("unit", more.group()), more.end()
    return unit, last


def _unit_without_noun(
    s: Sought, core: Piece, end: int, sentence: Piece, concept: str, near: FoundFigure | None
) -> str | None:
    """People, when a verb of what befell them follows or a label or total stands before; houses likewise."""
    text, table = s.text, s.table
    if not concept:
        people = _tolled(s, core, end, sentence) and table.patterns["unit"].search(
            text, sentence.start, core.start
        )
        return "people" if people else None
    counted = "houses" if concept in HOUSING else "people"
    if counted == "houses" and near and near.unit not in ("houses", "households"):
        return None
    behind = table.patterns["concept"].search(text, end, min(end + 35, sentence.end))
    if behind and len((gap := text[end : behind.start()]).split()) <= 3 and not re.search(r"[,;:\d]", gap):
        return counted
    before = text[max(sentence.start, core.start - 60) : core.start]
    labels = [m for kind in ("concept", "unit") for m in table.patterns[kind].finditer(before)]
    last = max(labels, key=lambda m: m.end(), default=None)
    if last and re.search(r"[:=–—(]\s*$", before) and len(before[last.end() :].split()) <= 3:
        return counted
    # "Population evacuated 116129", the whole of a line.
    if last and not before[last.end() :].strip() and not text[end : sentence.end].strip(" .\n"):
        return counted
    total = list(table.patterns["total"].finditer(before))
    if total and len(before[total[-1].end() :].split()) <= 2:
        return counted
    return counted if _object(s, core, end) or _tolled(s, core, end, sentence) else None


def _tolled(s: Sought, core: Piece, end: int, sentence: Piece) -> bool:
    """Whether a hedged number closes a clause about a toll ("the toll soars above 800")."""
    start, _, wording = hedged(s.text, s.table, core)
    before = s.text[sentence.start : start]
    toll = max(s.table.patterns["total"].finditer(before), key=lambda m: m.end(), default=None)
    if wording == "exact" or toll is None or not CLOSED.match(s.text, end):
        return False
    return not re.search(r"[\d,;:]", before[toll.end() :])


def _object(s: Sought, core: Piece, end: int) -> bool:
    """Whether the number alone is what a verb before it befell ("killing nine.")."""
    before = s.text[max(0, core.start - 40) : core.start]
    last = max(s.table.patterns["concept"].finditer(before), key=lambda m: m.end(), default=None)
    return last is not None and reaches(s.table, before[last.end() :]) and bool(CLOSED.match(s.text, end))


def _gapped(s: Sought, near: FoundFigure, core: Piece, end: int) -> bool:
    """Whether the number takes up the figure before it: "and 363,832 in Puri"."""
    between = s.text[near.piece.end : core.start]
    place = re.compile(r"\s+").match(s.text, end)
    located = s.doc.pack.pattern("location_markers").match(s.text, place.end()) if place else None
    joined = re.search(r"(?:,|\s)\s*\w{1,3}\s+(?:\w+\s+){0,2}$", between)
    return (
        bool(located and joined) and len(between.split()) <= 8 and not STOP.search(between.replace(", ", " "))
    )


def _words_alone(s: Sought, counted: list[FoundFigure]) -> list[FoundFigure]:
    """Vague words and duals that no figure holds."""
    found: list[FoundFigure] = []
    starts = sorted(counted, key=lambda f: f.piece)
    matches = [(m, k) for k in ("vague", "dual") for m in s.table.patterns[k].finditer(s.text)]
    at = 0
    for match, kind in sorted(matches, key=lambda m: m[0].start()):
        while at < len(starts) and starts[at].piece.end <= match.start():
            at += 1
        if at < len(starts) and starts[at].piece.start <= match.start():
            continue
        figure = _vague(s, match) if kind == "vague" else _dual(s, match)
        if figure and not (found and found[-1].piece.end > figure.piece.start):
            found.append(figure)
    return found


def _dual(s: Sought, match: re.Match[str]) -> FoundFigure:
    """Two of what the word names, in a language that has a dual."""
    core = Piece(match.start(), match.end())
    sentence = s.clauses.around(core)
    unit = s.table.value("dual", match.group())
    concept, sectors = concept_at(s, sentence, core, unit, core.end)
    found = FoundFigure(core, 2.0, 2.0, "exact", unit, concept or "affected", sectors, value=2.0)
    return in_context(s, found, core, sentence)


def _vague(s: Sought, match: re.Match[str]) -> FoundFigure | None:
    """A word that gives only a scale: its own unit is the low bound, the high one is open."""
    text, table = s.text, s.table
    core = Piece(match.start(), match.end())
    if re.search(r"\d[\d.,]*\s?$", text[max(0, core.start - 6) : core.start]) or _is_no_count(
        text, table, core
    ):
        return None
    low = float(table.value("vague", match.group()))
    sentence = s.clauses.around(core)
    unit, end = unit_after(s, core.end, sentence.end)
    noun = _unit_before(s, core) if unit is None else None
    start = core.start
    if noun:
        unit, start = noun
    unit = "people" if unit == SAME else unit
    concept, sectors = concept_at(s, sentence, core, unit, end)
    bare = unit is None
    if unit is None:
        unit = _unit_without_noun(s, core, core.end, sentence, concept, None)
    if unit is None or low < LEAST_VAGUE:
        return None
    found = FoundFigure(
        Piece(start, max(end, core.end)),
        low,
        None,
        "vague",
        unit,
        concept or "affected",
        sectors,
        bare,
        ("vague",),
        low,
    )
    return in_context(s, found, core, sentence)

"""What the words around a number say of it: what befell those counted, stock or flow, who, and whether it happened."""

from __future__ import annotations

import re
from dataclasses import replace

from kabar.model.records import Counting, Measure
from kabar.resolve.figure_table import MODAL, FigureTable
from kabar.resolve.found import FoundFigure, Sought
from kabar.text.document import Piece

HOUSING = ("destroyed_housing", "partially_destroyed_housing", "uninhabitable_housing")
# What a concept counts where no word says: who are in a state now, or to how many something happened.
STOCKS = ("sheltered", "in_relief_camp", "refugees", "missing", "in-need")
FLOWS = (
    "killed", "injured", "arrested", "abducted", "forced_to_flee", "evacuated", "returned", "relocated", "protesting",
    "deployed", "released", "recruited", "destroyed_housing", "partially_destroyed_housing",
)  # fmt: skip
# Deeds that stay flows whatever stands by: "29 killed as of Monday".
ALWAYS_FLOWS = ("killed", "injured", "destroyed_housing", "partially_destroyed_housing")
STOP = re.compile(r"[.;:!?。；！？؟।]|,\s|،")
PARTED = re.compile(r"[.,;:،。，、；()（）\d]")
# A concept before the number is this many characters farther than one behind it, unless the number is its object.
BEFORE, RIGHT_BEFORE = 30, 5
# "2,000 refugees fled": what they are called says less than what befell them.
AS_NOUN = 60


def in_context(s: Sought, found: FoundFigure, core: Piece, sentence: Piece) -> FoundFigure:
    """The figure with what the words around say of it: new or in all, stock or flow, who, and whether it happened."""
    text, table = s.text, s.table
    part = s.clauses.part(core, sentence)
    marks = [k for k in MODAL if table.patterns[k].search(text, part.start, part.end)]
    if table.ends_with("negated", text[max(part.start, found.piece.start - 20) : found.piece.start]):
        marks.append("negated")
    counting = _counting(text, table, found.piece, core, sentence)
    group = table.patterns["group"].search(text, core.end, found.piece.end + 1)
    if group is None and s.noun_first:
        group = table.patterns["group"].search(text, found.piece.start, core.start)
    return replace(
        found, marks=(*found.marks, *marks), counting=counting, measure=_measure(s, found, counting, core, part, sentence),
        group=table.value("group", group.group()) if group else None,
    )  # fmt: skip


def _measure(
    s: Sought, found: FoundFigure, counting: Counting | None, core: Piece, part: Piece, sentence: Piece
) -> Measure | None:
    """Stock or flow by the nearest cue, first between commas, else by what happened; None where nothing tells."""
    if found.concept in ALWAYS_FLOWS or counting == "new":
        return "flow"
    for piece in (part, sentence):
        cues: list[tuple[int, Measure]] = []
        for kind in ("stock", "flow"):
            for match in s.table.patterns[kind].finditer(s.text, piece.start, piece.end):
                gap = match.start() - core.end if match.start() >= core.end else core.start - match.end()
                cues.append((gap, "stock" if kind == "stock" else "flow"))
        if cues:
            return min(cues)[1]
        if found.concept in (*STOCKS, *FLOWS):
            break
    return "stock" if found.concept in STOCKS else "flow" if found.concept in FLOWS else None


def _counting(text: str, table: FigureTable, piece: Piece, core: Piece, sentence: Piece) -> Counting | None:
    """Whether the words before the figure, in it or right behind call it an addition, or those before a running total."""
    before = text[max(sentence.start, piece.start - 30) : piece.start]
    within = table.ends_with("new", text[piece.start : core.start]) or table.patterns["new"].search(
        text, core.end, piece.end
    )
    blank = re.compile(r"\s*").match(text, piece.end)
    behind = table.patterns["new"].match(text, blank.end()) if blank else None
    if behind and re.match(r"\s*\d", text[behind.end() : behind.end() + 3]):
        behind = None
    if within or behind or any(not before[m.end() :].strip() for m in table.patterns["new"].finditer(before)):
        return "new"
    if any(len(before[m.end() :].split()) <= 1 for m in table.patterns["total"].finditer(before)):
        return "cumulative"
    return None


def concept_at(
    s: Sought, sentence: Piece, core: Piece, unit: str | None, unit_end: int
) -> tuple[str, tuple[str, ...]]:
    """The nearest concept in the sentence, one behind the number before one in front; and sectors in need."""
    text, table = s.text, s.table
    hits = []
    found = list(table.patterns["concept"].finditer(text, sentence.start, sentence.end))
    found = found or list(table.glued.finditer(text, sentence.start, sentence.end))
    for match in found:
        behind = match.start() >= core.start
        between = text[core.end : match.start()] if behind else text[match.end() : core.start]
        beside = not behind and reaches(table, between)
        gap = len(between) + (0 if behind else RIGHT_BEFORE if beside else BEFORE)
        cost = 25 * len(STOP.findall(between)) + 15 * len(re.findall(r"\d[\d.,]*", between))
        concept = table.concept(match.group())
        cost += AS_NOUN * (_names(s, match, core, unit_end, beside) + (concept == "affected"))
        hits.append((gap + cost, concept))
    hits.sort()
    concepts = [c for _, c in hits if not c.startswith("sector:")]
    if unit in ("people", "households", None):
        people = [c for c in concepts if c not in HOUSING]
        concepts = (concepts if set(people) <= {"affected"} else people) if unit == "households" else people
    concept = concepts[0] if concepts else ""
    sectors = tuple(dict.fromkeys(c.removeprefix("sector:") for _, c in hits if c.startswith("sector:")))
    return concept, sectors if concept == "in-need" else ()


def reaches(table: FigureTable, between: str) -> bool:
    """Whether only a hedge or "of" stands between a verb and the number that is its object."""
    rest = table.hedge_before.sub("", between).strip()
    return not rest or table.patterns["whole-after"].fullmatch(rest) is not None


def _names(s: Sought, match: re.Match[str], core: Piece, unit_end: int, beside: bool) -> bool:
    """Whether a concept is what those counted are called ("displaced families") and not what befell them."""
    if core.end <= match.start() < unit_end:
        return True
    if not s.table.patterns["unit"].match(s.text, match.start()):
        return False
    before = s.text[max(0, match.start() - 12) : match.start()].split()
    if beside:
        # "12 missing and 2,000 more": it names those of the number before it.
        return bool(before) and before[-1][-1].isdigit()
    return not (before and before[-1].lower() in s.doc.pack.words("auxiliaries"))

"""What of the figures belongs to what: parts of totals, shares of a whole, people beside their households.

A part ("200,000, 151 of whom") and a share ("40 % of the 2,000 families") name their whole; the bounds of a share are
worked out from the whole's and flagged `derived`, or left open, flag `whole-unstated`, where no whole is stated. People
are worked out from households only where the article itself gives a household's size.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from kabar.resolve.figure_context import concept_at, in_context
from kabar.resolve.figure_table import SAME
from kabar.resolve.figures import bounds, find_counts, hedged, range_start, unit_after
from kabar.resolve.found import FoundFigure, Sought, sought
from kabar.resolve.numbers import Number
from kabar.text.document import Document, Piece

# How far a whole may stand from its share or part, in characters.
NEAR, REACH = 30, 250
BRACKET = re.compile(r"\s*[(（\[/–—]\s*")
# People a household: no stated pair outside these is taken for one fact.
SMALLEST, LARGEST = 1.2, 20


@dataclass(frozen=True)
class Share:
    """A part of a whole as said: its bounds (0-1), and how worded."""

    piece: Piece
    low: float | None
    high: float | None
    wording: str


def find_figures(doc: Document, dates: list[Piece]) -> list[FoundFigure]:
    """All figures of the text in order; numbers inside dates are left out."""
    s = sought(doc, dates)
    sizes = _household_sizes(s)
    held = {p for p, _ in sizes}
    counts = [f for f in find_counts(s) if not any(f.piece.start <= p.start < f.piece.end for p in held)]
    counts = _paired(s, _parts(s, counts))
    counts = _with_shares(s, counts)
    return sorted([*counts, *_people_of(counts, sizes)], key=lambda f: (f.piece, f.derived_from is not None))


def _whole_before(s: Sought, at: int, figures: list[FoundFigure], value: float) -> FoundFigure | None:
    """The nearest larger figure before `at`, in the same stretch of text, that is no part itself."""
    index = bisect_left(figures, at, key=lambda f: f.piece.start) - 1
    while index >= 0 and at - figures[index].piece.end <= REACH:
        figure = figures[index]
        most = figure.low if figure.high is None else figure.high
        if figure.piece.end <= at and figure.part_of is None and most is not None and most > value:
            return figure
        index -= 1
    return None


def _parts(s: Sought, figures: list[FoundFigure]) -> list[FoundFigure]:
    """Figures that words call a part of the one before ("including 12 children", "151 of whom") name it."""
    made: list[FoundFigure] = []
    for figure in figures:
        before = s.text[max(0, figure.piece.start - NEAR) : figure.piece.start]
        after = s.table.starts_with("part", s.text, figure.piece.end)
        said = s.table.ends_with("part", before) or after is not None
        last = made[-1] if made else None
        listed = (
            last
            and last.part_of
            and last.share is None
            and _listed(s.text, last.piece.end, figure.piece.start)
        )
        whole = _whole_before(s, figure.piece.start, made, figure.value) if said or listed else None
        if whole and not (whole.unit == "houses" and figure.unit != "houses"):
            concept = figure.concept if figure.concept != "affected" else whole.concept
            figure = replace(
                figure, part_of=whole.piece, concept=concept, measure=figure.measure or whole.measure
            )
        made.append(figure)
    return made


def _listed(text: str, start: int, end: int) -> bool:
    """Whether only a comma or one short word parts two members of a list."""
    return end - start < 12 and re.fullmatch(r"\s*(?:[,،、]\s*)?(?:\w{1,4}\s*)?", text[start:end]) is not None


def _paired(s: Sought, figures: list[FoundFigure]) -> list[FoundFigure]:
    """ "921 families (about 4,600 people)": one fact in two units, linked and not to be summed."""
    made: list[FoundFigure] = []
    for figure in figures:
        last = made[-1] if made else None
        if last and {last.unit, figure.unit} == {"people", "households"} and last.value and figure.value:
            between = s.text[last.piece.end : figure.piece.start]
            beside = len(between) < NEAR and (
                BRACKET.fullmatch(between) or s.table.ends_with("same-fact", between)
            )
            people, homes = (last, figure) if last.unit == "people" else (figure, last)
            if beside and SMALLEST <= people.value / homes.value <= LARGEST:
                linked = replace(people, derived_from=homes.piece, marks=(*people.marks, "same-fact"))
                concept = homes.concept if people.concept == "affected" else people.concept
                if last.unit == "people":
                    made[-1] = replace(linked, concept=concept)
                else:
                    figure = replace(linked, concept=concept)
        made.append(figure)
    return made


def _household_sizes(s: Sought) -> list[tuple[Piece, float]]:
    """Numbers that say how many people a household has, where they stand."""
    found = []
    for number in s.numbers:
        before = s.text[max(0, number.piece.start - 40) : number.piece.start]
        said = s.table.ends_with("household-size", before) or s.table.starts_with(
            "household-size-after", s.text, number.piece.end
        )
        if said and SMALLEST <= number.value <= LARGEST:
            found.append((number.piece, number.value))
    return found


def _people_of(figures: list[FoundFigure], sizes: list[tuple[Piece, float]]) -> list[FoundFigure]:
    """People worked out from households, where the article gives one size of household and no count of the people."""
    if len({size for _, size in sizes}) != 1:
        return []
    paired = {f.derived_from for f in figures}
    said, size = sizes[0]
    return [
        replace(
            f, unit="people", low=_times(f.low, size), high=_times(f.high, size), value=f.value * size, size=said,
            derived_from=f.piece, part_of=None, share=None, marks=(*f.marks, "derived"),
        )
        for f in figures if f.unit == "households" and f.piece not in paired and f.share is None
    ]  # fmt: skip


def _times(bound: float | None, factor: float | None) -> float | None:
    return None if bound is None or factor is None else float(round(bound * factor))


def _with_shares(s: Sought, counts: list[FoundFigure]) -> list[FoundFigure]:
    """The counts and, for each share of them, a figure of its own."""
    wholes: dict[Piece, FoundFigure] = {f.piece: f for f in counts}
    made: list[FoundFigure] = []
    for share in _shares(s):
        if any(f.piece.start <= share.piece.start < f.piece.end for f in made[-1:]):
            continue
        figure, whole = _share(s, share, counts)
        if figure is None:
            continue
        made.append(figure)
        if whole is not None and whole.piece.start >= share.piece.start:
            # "40 % of the 2,000 families fled": that they fled is said of the share alone.
            wholes[whole.piece] = replace(whole, concept="affected", measure=None)
    taken = [m.piece for m in made]
    starts = [p.start for p in taken]

    def free(piece: Piece) -> bool:
        index = bisect_left(starts, piece.end) - 1
        return index < 0 or taken[index].end <= piece.start

    return sorted([*(f for p, f in wholes.items() if free(p)), *made], key=lambda f: f.piece)


def _shares(s: Sought) -> list[Share]:
    """Percentages, fractions and "one in ten", in text order."""
    found: list[Share] = []
    for index, number in enumerate(s.numbers):
        following = s.numbers[index + 1] if index + 1 < len(s.numbers) else None
        share = _percentage(s, number, following) or (_ratio(s, number, following) if following else None)
        if share and not (found and found[-1].piece.end > share.piece.start):
            found.append(share)
    for match in s.table.patterns["fraction"].finditer(s.text):
        core = Piece(match.start(), match.end())
        start, end, wording = hedged(s.text, s.table, core)
        low, high = bounds(wording, float(s.table.value("fraction", match.group())))
        found.append(Share(Piece(start, end), low, high, wording))
    return sorted(found, key=lambda f: f.piece)


def _percentage(s: Sought, number: Number, following: Number | None) -> Share | None:
    text, table, piece = s.text, s.table, number.piece
    low = high = number.value
    marked = table.percent_before.search(text[max(0, piece.start - 16) : piece.start])
    core = Piece(piece.start - len(marked.group()), piece.end) if marked else piece
    if (
        following
        and following.value <= 100
        and range_start(text, table, number, following, False) is not None
    ):
        high, piece = following.value, following.piece
        core = Piece(core.start, piece.end)
    if not marked:
        after = table.percent_after.match(text, piece.end)
        if after is None:
            return None
        core = Piece(core.start, after.end())
    if high > 100 or number.scale != 1:
        return None
    start, end, wording = hedged(text, table, core)
    if low != high:
        return Share(Piece(start, end), low / 100, high / 100, "range")
    least, most = bounds(wording, number.value / 100)
    return Share(Piece(start, end), least, most, wording)


def _ratio(s: Sought, first: Number, second: Number) -> Share | None:
    """ "One in ten", "3 out of 5 children"; where the language turns it round, "of ten people one"."""
    between = s.text[first.piece.end : second.piece.start]
    if (
        not between
        or len(between) > NEAR
        or first.value == second.value
        or max(first.value, second.value) > 1000
    ):
        return None
    # A noun may stand between: "one person in ten".
    noun = s.table.patterns["unit"].match(between.lstrip())
    joining = between.strip()
    for kind, part, whole in (("ratio", first, second), ("ratio-reversed", second, first)):
        forms = s.table.patterns[kind]
        if (
            forms.fullmatch(joining) or (noun and forms.fullmatch(joining[noun.end() :].strip()))
        ) and part.value < whole.value:
            start, end, wording = hedged(s.text, s.table, Piece(first.piece.start, second.piece.end))
            low, high = bounds(wording, part.value / whole.value)
            return Share(Piece(start, end), low, high, wording)
    return None


def _share(
    s: Sought, share: Share, counts: list[FoundFigure]
) -> tuple[FoundFigure | None, FoundFigure | None]:
    """The figure of a share and its whole, or none where nothing shows that people or houses are shared out."""
    whole, end, unit, named = _whole(s, share, counts)
    if whole is None and unit is None:
        return None, None
    sentence = s.clauses.around(share.piece)
    part = s.clauses.part(share.piece, sentence)
    unit = unit or (whole.unit if whole else "people")
    concept, sectors = concept_at(s, part, share.piece, unit, share.piece.end)
    if whole and not concept:
        concept, sectors = whole.concept, whole.sectors
    low, high = (_times(whole.low, share.low), _times(whole.high, share.high)) if whole else (None, None)
    found = FoundFigure(
        Piece(share.piece.start, max(share.piece.end, end)), low, high, share.wording, unit, concept or "affected",
        sectors, value=low or high or 0.0, share=(share.low, share.high), part_of=whole.piece if whole else None,
        marks=("derived",) if whole else ("whole-unstated",),
    )  # fmt: skip
    found = in_context(s, found, share.piece, sentence)
    group = s.table.patterns["group"].search(named)
    return replace(found, group=s.table.value("group", group.group()) if group else found.group), whole


def _whole(
    s: Sought, share: Share, counts: list[FoundFigure]
) -> tuple[FoundFigure | None, int, str | None, str]:
    """The whole of a share, where the share's own words end, the unit that a noun by it names, and that noun."""
    text, table, piece = s.text, s.table, share.piece
    value = 0.0
    # "half of them children", "40 % of whom"; "of whom 40 %".
    pronoun = table.starts_with("part", text, piece.end)
    if pronoun or table.ends_with("part", text[max(0, piece.start - NEAR) : piece.start]):
        end = pronoun.end() if pronoun else piece.end
        unit, last = unit_after(s, end, min(end + NEAR, len(text)))
        whole = _whole_before(s, piece.start, counts, value)
        return (
            whole,
            piece.end,
            (unit if unit != SAME else None) or (None if whole else "people"),
            text[end:last],
        )
    joined = table.starts_with("whole-after", text, piece.end)
    at = joined.end() if joined else piece.end
    index = bisect_left(counts, at - 1, key=lambda f: f.piece.start)
    following = counts[index] if index < len(counts) else None
    if (
        joined
        and following
        and following.piece.start - at <= NEAR
        and len(text[at : following.piece.start].split()) <= 2
    ):
        return following, piece.end, None, text[at : following.piece.end]
    before = counts[bisect_left(counts, piece.start, key=lambda f: f.piece.start) - 1] if counts else None
    if (
        before
        and 0 <= piece.start - before.piece.end <= 12
        and table.ends_with("whole-before", text[before.piece.start : piece.start])
    ):
        return before, piece.end, None, ""
    # "half of the children": the whole is named, its size is not.
    unit, last = unit_after(s, at, min(at + NEAR, len(text)))
    if unit and unit != SAME and (joined or not text[at:last].strip().count(" ")):
        return None, last, unit, text[at:last]
    return None, piece.end, None, ""

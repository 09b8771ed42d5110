"""Changes to training articles that keep their labels: other quotation marks, damage, case, names, datelines."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Callable

Span = tuple[int, int]
Edit = tuple[int, int, str]
Editor = Callable[[str, list[Span], random.Random], list[Edit]]

PAIRS = (
    ("«", "»"), ("« ", " »"), ("„", "“"), ("»", "«"), ('"', '"'), ("'", "'"), ("‘", "’"), ("「", "」"), ("”", "”"),
    ("“", "”"), ("„", "”"), ("《", "》"),
)  # fmt: skip
NAMES = (
    "Иванов", "Петренко", "Зеленко", "Шойгунов", "Каримова", "محمد", "الحسيني", "خليل", "رضایی", "احمدی", "王毅军",
    "李文华", "张伟", "田中", "김영수", "शर्मा", "यादव", "Yılmaz", "Öztürk", "Çelik", "Nguyễn", "Trần", "Widodo", "Suharyanto",
    "Wanjiru", "Odhiambo", "Mwangi", "Abubakar", "Oluwaseun", "Ndiaye", "Traoré", "Ouédraogo", "Tshisekedi", "Habimana",
    "Gebremedhin", "Abiy", "Rodríguez", "Gonçalves", "Núñez", "Müller", "Dvořák", "Kowalczyk", "Szabó", "Popescu",
    "al-Masri", "Ben Ali", "Haftar", "Karimov", "Nazarova", "Petrović", "Hodžić", "Λεβέντης", "Βασιλείου", "כהן", "לוי",
    "หวังดี", "Tun Oo", "Santos", "Aquino", "Rahman", "Hossain", "Wickremesinghe",
)  # fmt: skip
QUOTE = re.compile('[“"]([^“”"\n]{2,600})[”"]')
CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
SPACE = re.compile(r"(?<=\w) (?=\w)")
LINE = re.compile(r"[^\n]+")


def edited(text: str, spans: list[Span], edits: list[Edit]) -> tuple[str, list[Span]]:
    """The text with the edits made, and the spans carried along. Edits do not overlap.

    >>> edited("a b c", [(2, 3)], [(1, 2, ""), (3, 4, "__")])
    ('ab__c', [(1, 2)])
    """
    parts, starts, ends, shifts, at, shift = [], [], [], [], 0, 0
    for start, end, new in sorted(edits):
        if start < at:
            continue
        parts += [text[at:start], new]
        shift += len(new) - (end - start)
        starts.append(start)
        ends.append(end)
        shifts.append(shift)
        at = end
    parts.append(text[at:])

    def moved(offset: int, closing: bool) -> int:
        index = bisect_right(starts, offset - 1 if closing else offset) - 1
        if index < 0:
            return offset
        if offset >= ends[index]:
            return offset + shifts[index]
        before = shifts[index - 1] if index else 0
        return ends[index] + shifts[index] if closing else starts[index] + before

    return "".join(parts), [(moved(s, False), moved(e, True)) for s, e in spans]


def quotation_marks(text: str, spans: list[Span], chance: random.Random) -> list[Edit]:
    """Another language's quotation marks throughout."""
    opening, closing = chance.choice(PAIRS)
    edits = []
    for match in QUOTE.finditer(text):
        edits += [(match.start(), match.start() + 1, opening), (match.end() - 1, match.end(), closing)]
    return edits


def damage(text: str, spans: list[Span], chance: random.Random) -> list[Edit]:
    """One word in about 40 glued to the next, torn, or with stray marks or markup."""
    edits: list[Edit] = []
    for match in SPACE.finditer(text):
        if chance.random() > 1 / 40:
            continue
        new = chance.choice(("", "", "", "<br/>", " . ", " n ", ",, ", " a "))
        edits.append((match.start(), match.end(), new))
    return edits


def lower_case(text: str, spans: list[Span], chance: random.Random) -> list[Edit]:
    """All in lower case."""
    return [(m.start(), m.end(), m.group().lower()) for m in re.finditer(r"[A-Z]+", text)]


def capitals(text: str, spans: list[Span], chance: random.Random) -> list[Edit]:
    """Some lines in capitals, as headings are."""
    return [
        (m.start(), m.end(), m.group().upper())
        for m in LINE.finditer(text)
        if chance.random() < 0.3 and len(m.group().upper()) == len(m.group())
    ]


def names(text: str, spans: list[Span], chance: random.Random) -> list[Edit]:
    """Most capitalised words inside a sentence become names of other cultures and scripts, each always the same."""
    drawn: dict[str, str] = {}
    edits = []
    for match in CAPITALISED.finditer(text):
        word = match.group()
        if word not in drawn:
            drawn[word] = chance.choice(NAMES) if chance.random() < 0.7 else word
        edits.append((match.start(), match.end(), drawn[word]))
    return edits


def dateline(text: str, spans: list[Span], chance: random.Random) -> list[Edit]:
    """A place and an agency before the first line."""
    place = chance.choice(("GOMA", "Khartoum", "KYIV", "Jakarta", "دمشق", "Львов", "BEIRUT, May 3", "Bogotá"))
    agency = chance.choice((" (Reuters) - ", " (AFP) — ", ", Antara - ", " /ТАСС/. ", ": "))
    return [(0, 0, place + agency)]


def numbers(text: str, spans: list[Span], chance: random.Random) -> list[Edit]:
    """Thousands parted by a point or a space."""
    mark = chance.choice((".", " ", "\u202f"))
    return [(m.start(), m.end(), mark) for m in re.finditer(r"(?<=\d),(?=\d{3}\b)", text)]


EDITORS: tuple[tuple[float, Editor], ...] = (
    (0.45, quotation_marks), (0.25, names), (0.15, numbers), (0.1, dateline), (0.05, lower_case), (0.05, capitals),
    (0.25, damage),
)  # fmt: skip


def augmented(text: str, spans: list[Span], chance: random.Random) -> tuple[str, list[Span]]:
    """The text after a random draw of changes; half of all articles stay as they are."""
    if chance.random() < 0.4:
        return text, spans
    for share, editor in EDITORS:
        if chance.random() < share:
            text, spans = edited(text, spans, editor(text, spans, chance))
    return text, spans

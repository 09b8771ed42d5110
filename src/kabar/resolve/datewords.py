"""A text as words, and where the shapes of date expressions stand in them.

A shape is a sequence of words and {slots}; a slot ending in `?` may be empty. Shapes that need no word of any language are
here, the others are the pack's patterns. Every shape and form is short and tried only at words that may begin one, so that
the time grows with the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kabar.languages.dates import TOKEN, DateWords, folded, load_date_words

ROMAN = re.compile(r"(?=[IVX])(X{0,2})(IX|IV|V?I{0,3})")
ROMAN_TENS = {"": 0, "X": 10, "XX": 20}
ROMAN_ONES = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
DASHES = "-‐‑–—"
CURRENCY = "$€£¥₹"
SHAPES: tuple[tuple[str, str], ...] = (
    ("date", "{day} {of?} {month} {then_year?}"),
    ("date", "{month} {day} {then_year?}"),
    ("date", "{year} {of?} {month} {day}"),
    ("month", "{month} {then_year?}"),
    ("month", "{year} {of?} {month}"),
    ("days", "{day} {and} {day2} {of?} {month} {then_year?}"),
    ("range", "{day} {to} {day2} {of?} {month} {then_year?}"),
    ("range", "{between} {day} {and} {day2} {of?} {month} {then_year?}"),
    ("range", "{month} {day} {to} {day2} {then_year?}"),
    ("range", "{between} {month} {day} {and} {day2} {then_year?}"),
    ("range", "{year?} {month} {day} {to} {day2}"),
    ("part", "{part} {of?} {month} {then_year?}"),
    ("part", "{part} {of?} {year}"),
    ("part", "{part} {of?} {relative}"),
    ("part", "{part} {of?} {decade}"),
    ("part", "{part} {of?} {century}"),
    ("part", "{month} {then_year?} {part_after}"),
    ("part", "{year} {month?} {part_after}"),
    ("part", "{relative} {part_after}"),
    ("part", "{decade} {part_after}"),
    ("part", "{century} {part_after}"),
    ("season", "{season} {of?} {year}"),
    ("season", "{year} {of?} {season}"),
    ("years", "{year} {to} {year2}"),
    ("years", "{between} {year} {and} {year2}"),
    ("decade", "{decade}"),
    ("persian", "{persian_marked}"),
    ("hijri", "{hijri_marked}"),
    ("year", "{year}"),
    ("century", "{century}"),
    ("following", "{following}"),
    ("relative", "{relative}"),
    ("weekday", "{weekday}"),
    ("duration", "{span}"),
    ("hijri", "{day} {of?} {hijri} {hijri_year?}"),
    ("hijri", "{hijri} {hijri_year?}"),
    ("persian", "{day} {of?} {persian} {persian_year?}"),
    ("persian", "{persian} {persian_year?}"),
    ("part", "{part} {of?} {persian} {persian_year?}"),
    ("buddhist", "{day} {month} {buddhist}"),
    ("buddhist", "{month} {buddhist}"),
    ("buddhist", "{buddhist}"),
)

# The tables of which a form may begin a slot, and the slots that may begin with digits.
BEGIN: dict[str, tuple[str, ...]] = {
    "day": ("day_before", "ordinals"), "month": ("month_before", "months"), "year": ("year_before",),
    "weekday": ("weekdays",), "season": ("seasons",), "unit": ("units",), "part": ("parts",),
    "relative": ("relative",), "decade": ("decades", "decade_before", "year_before"), "ordinal": ("ordinals",),
    "n": ("numbers", "ones", "some"), "span": ("lengths", "numbers", "ones", "some", "units"),
    "between": ("between",), "following": ("following",), "hijri": ("hijri_months",),
    "hijri_marked": ("year_before",), "persian": ("persian_months",),
    "persian_marked": ("persian_era", "year_before"), "buddhist": ("buddhist_era",),
}  # fmt: skip
WITH_DIGITS = (
    "day", "month", "year", "decade", "century", "ordinal", "n", "span", "relative", "hijri_marked", "persian_marked",
)  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word, number or mark: folded text, place in the text, whether white space and whether a new line stands before."""

    word: str
    start: int
    end: int
    spaced: bool
    fresh: bool


@dataclass(frozen=True)
class Shape:
    """A shape found: its kind, the tokens `[start, end)`, and what its slots hold."""

    kind: str
    start: int
    end: int
    slots: dict[str, Any]


@dataclass(frozen=True)
class Year:
    """A year; `marked` when words or marks say that it is one."""

    number: int
    marked: bool


def tokens_of(text: str, words: DateWords) -> list[Token]:
    """The words of a text; hyphens that join letters are left out, prefixes of the pack cut off."""
    found: list[Token] = []
    end = 0
    for match in TOKEN.finditer(text):
        word = folded(match.group())
        gap = text[end : match.start()]
        if word in DASHES and not _between_digits(text, match.start(), match.end()):
            continue
        if word in ("\u200c", "\u200d", "\u200e", "\u200f"):
            continue
        cut = words.prefix(word)
        found.append(Token(word[cut:], match.start() + cut, match.end(), bool(gap), "\n" in gap))
        end = match.end()
    return found


def _between_digits(text: str, start: int, end: int) -> bool:
    before, after = (
        text[:start].rstrip(" ") if start < 3 else text[max(0, start - 2) : start].rstrip(" "),
        text[end : end + 2].lstrip(" "),
    )
    return before[-1:].isdigit() and after[:1].isdigit()


@cache
def _shapes(language: str) -> dict[str, tuple[tuple[int, str, tuple[str, ...]], ...]]:
    """The shapes of a language with their ranks and kinds, by their first element."""
    every = [(kind, tuple(shape.split())) for kind, shape in SHAPES]
    first: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
    for rank, (kind, shape) in enumerate([*every, *load_date_words(language).patterns]):
        if shape and shape[0].endswith("?}"):
            given = shape[0].replace("?", "")
            first.setdefault(given, []).append((rank, kind, (given, *shape[1:])))
            shape = shape[1:]
        if shape:
            first.setdefault(shape[0], []).append((rank, kind, shape))
    return {name: tuple(shapes) for name, shapes in first.items()}


@cache
def _elements(language: str) -> dict[str, tuple[str, ...]]:
    """What was worked out for words of a language: the first elements of shapes that may begin with them."""
    return {}


class Matcher:
    """Finds the shapes of a language's dates in a text."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.words = load_date_words(language)
        self.tokens = tokens_of(text, self.words)
        self.shapes = _shapes(language)
        self.elements: dict[str, tuple[str, ...]] = _elements(language)
        self.digit_elements = tuple(n for n in self.shapes if n[1:-1] in WITH_DIGITS)
        numbers = {"last": -1, "this": 0, "next": 1}
        self.named_units = [
            (p, numbers[k])
            for k, p in self.words.patterns
            if k in numbers and "{unit}" in p and "{n}" not in p
        ]
        self.centuries = [p for kind, p in self.words.patterns if kind == "century"]

    def find(self) -> list[Shape]:
        """The longest shape at each place, in text order, none overlapping; the first of SHAPES wins a tie."""
        found: list[Shape] = []
        at = 0
        while at < len(self.tokens):
            best = self.longest(at)
            if best:
                found.append(best)
            at = best.end if best else at + 1
        return found

    def longest(self, at: int) -> Shape | None:
        word = self.tokens[at].word
        if not (word[0].isdigit() or word in self.words.vocabulary or self._roman(at)):
            return None
        best: tuple[int, int] | None = None
        found: Shape | None = None
        for name in self._begun(word, at):
            slot = name[1:-1] if name[0] == "{" else ""
            for end, value in self.slot(slot, at) if slot else [(at + 1, None)]:
                held = {slot: value} if slot else {}
                for rank, kind, shape in self.shapes[name]:
                    for stop, slots in self._rest(shape, 1, end, held):
                        if best is None or (stop, -rank) > best:
                            best, found = (stop, -rank), Shape(kind, at, stop, _with_span(slots))
        return found

    def _begun(self, word: str, at: int) -> tuple[str, ...]:
        """The first elements of shapes that may begin with a word."""
        if word.isdigit():
            return self.digit_elements
        if word not in self.elements:
            tables = {t for t, forms in self.words.first.items() if word in forms}
            found = [n for n in self.shapes if n == word or not tables.isdisjoint(BEGIN.get(n[1:-1], ()))]
            named = any(word == p[0] for p, _ in (*self.named_units, *((c, 0) for c in self.centuries)))
            # Patterns may begin with a unit or number of their own.
            open_names = ("{relative}", "{century}") if named or tables & {"units", "ordinals"} else ()
            self.elements[word] = tuple(dict.fromkeys((*found, *(n for n in open_names if n in self.shapes))))
        roman = ("{ordinal}", "{century}") if self._roman(at) else ()
        return tuple(dict.fromkeys((*self.elements[word], *(n for n in roman if n in self.shapes))))

    def _rest(
        self, shape: tuple[str, ...], element: int, at: int, held: dict[str, Any]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        if element == len(shape):
            yield at, held
            return
        name = shape[element]
        if name[0] != "{":
            if at < len(self.tokens) and self.tokens[at].word == name and not self.tokens[at].fresh:
                yield from self._rest(shape, element + 1, at + 1, held)
            return
        slot, optional = name[1:-1].rstrip("?"), name.endswith("?}")
        if at < len(self.tokens) and not self.tokens[at].fresh:
            for end, value in self.slot(slot, at):
                yield from self._rest(shape, element + 1, end, {**held, slot: value})
        if optional:
            yield from self._rest(shape, element + 1, at, held)

    # Slots: where each may end from a token, and its value.

    def slot(self, name: str, at: int) -> list[tuple[int, Any]]:
        """Ends and values of a slot that begins at a token."""
        reader = getattr(self, f"_slot_{name}", None)
        if reader is not None:
            return list(reader(at))
        found = self.phrase({"month": "months", "weekday": "weekdays", "season": "seasons", "unit": "units",
                             "part": "parts", "part_after": "parts_after", "hijri": "hijri_months", "persian": "persian_months"}.get(name, name), at)  # fmt: skip
        if found is None:
            return []
        return [(self._ending(found[0]) if name == "weekday" else found[0], found[1])]

    def phrase(self, table: str, at: int) -> tuple[int, Any] | None:
        """The longest form of a table that begins at a token, its end and its meaning."""
        forms = self.words.phrases[table]
        if at >= len(self.tokens) or self.tokens[at].word not in self.words.first[table]:
            return None
        best = None
        words: list[str] = []
        for end in range(at, min(len(self.tokens), at + self.words.longest[table])):
            if end > at and self.tokens[end].fresh:
                break
            words.append(self.tokens[end].word)
            if tuple(words) in forms:
                best = (end + 1, forms[tuple(words)])
        return best

    def _words(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(t.word for t in self.tokens[start:end])

    def phrase_before(self, table: str, at: int) -> int | None:
        """Where the longest form of a table begins that ends right before a token."""
        forms = self.words.phrases[table]
        if not forms or not at or self.tokens[at - 1].word not in self.words.last[table]:
            return None
        for start in range(max(0, at - self.words.longest[table]), at):
            if tuple(t.word for t in self.tokens[start:at]) in forms and not any(
                t.fresh for t in self.tokens[start + 1 : at + 1]
            ):
                return start
        return None

    def _ending(self, at: int) -> int:
        """Past a case ending or possessive behind an apostrophe ("Mayıs'ta", "Friday's")."""
        if at + 1 < len(self.tokens) and self.tokens[at].word == "'":
            after = self.tokens[at + 1]
            if not self.tokens[at].spaced and not after.spaced and after.word[0].isalpha():
                return at + 2
        return at

    def _number(self, at: int, digits: int) -> int | None:
        """A number of at most so many digits that is no part of a decimal, price, share or longer number."""
        token = self.tokens[at]
        if not token.word.isdecimal() or len(token.word) > digits:
            return None
        before, after = self.text[max(0, token.start - 2) : token.start], self.text[token.end : token.end + 2]
        if (before[-1:] in CURRENCY and before) or (
            before[-1:] in ".,:/٫٬" and before[:1].isdigit() and len(before) == 2
        ):
            return None
        if (after[:1] in "%٪" and after) or (
            after[:1] in ".,:/٫٬" and after[1:].isdigit() and after[:1] and after[1:]
        ):
            return None
        return int(token.word)

    def _marked(self, before: str, at: int) -> int:
        """Past a form of a list that may stand there."""
        found = self.phrase(before, at)
        return found[0] if found and found[0] < len(self.tokens) else at

    def _slot_day(self, at: int) -> Iterator[tuple[int, int]]:
        start = self._marked("day_before", at)
        number = self._number(start, 2)
        if number is not None:
            if 1 <= number <= 31:
                after = self.phrase("day_after", start + 1) or self.phrase("ordinal_marks", start + 1)
                if after:
                    yield after[0], number
                if after is None or self.tokens[start + 1].word == ".":
                    yield start + 1, number
            return
        spelled = self.phrase("ordinals", start)
        ambiguous = spelled and self._words(start, spelled[0]) in self.words.phrases["ambiguous"]
        if spelled and 1 <= spelled[1] <= 31 and not ambiguous:
            yield spelled

    _slot_day2 = _slot_day

    def _slot_month(self, at: int) -> Iterator[tuple[int, int]]:
        start = self._marked("month_before", at)
        found = self.phrase("months", start)
        if found:
            yield self._ending(found[0]), found[1]
            return
        number = self._number(start, 2)
        after = self.phrase("month_after", start + 1) if number is not None else None
        if after and number is not None and 1 <= number <= 12:
            yield after[0], number

    def _slot_year(self, at: int) -> Iterator[tuple[int, Year]]:
        start = self._marked("year_before", at)
        number = self._number(start, 4)
        if number is None or len(self.tokens[start].word) != 4 or not 1000 <= number <= 2199:
            return
        after = self.phrase("year_after", start + 1)
        if after:
            yield self._ending(after[0]), Year(number, True)
        yield self._ending(start + 1), Year(number, start > at or after is not None)

    def _slot_year2(self, at: int) -> Iterator[tuple[int, int]]:
        number = self._number(at, 4)
        if number is not None and len(self.tokens[at].word) in (2, 4):
            after = self.phrase("year_after", at + 1)
            yield (after[0] if after else self._ending(at + 1)), number

    def _slot_to(self, at: int) -> Iterator[tuple[int, None]]:
        if self.tokens[at].word in DASHES:
            yield at + 1, None
        elif found := self.phrase("to", at):
            yield found[0], None

    def _slot_then_year(self, at: int) -> Iterator[tuple[int, Year]]:
        yield from self._slot_year(self._past_comma(at))

    def _past_comma(self, at: int) -> int:
        """Past a comma, the point of a shortened name and an "of" before a year."""
        for _ in range(2):
            if at + 1 < len(self.tokens) and self.tokens[at].word in (",", "،", "."):
                at += 1
            at = self._marked("of", at)
        return at

    def _slot_relative(self, at: int) -> Iterator[tuple[int, str]]:
        """A fixed expression, or the last, this or next week, month or year."""
        if found := self.phrase("relative", at):
            yield self._ending(found[0]), found[1]
        for pattern, number in self.named_units:
            for end, slots in self._rest(pattern, 0, at, {}):
                yield self._ending(end), f"{slots['unit']}:{number}"

    def _slot_decade(self, at: int) -> Iterator[tuple[int, int]]:
        if named := self.phrase("decades", at):
            yield named
        start = self._marked("decade_before", at)
        of_years = self._marked("year_before", at) if start == at else at
        start = max(start, of_years)
        number = self._number(start, 4)
        if number is None or number % 10 or len(self.tokens[start].word) not in (2, 4):
            return
        after = self.phrase("decade_after", start + 1)
        if (start > of_years or after) and (number < 100 or 1000 <= number <= 2190):
            yield (after[0] if after else start + 1), number if number >= 100 else 1900 + number

    def _slot_ordinal(self, at: int) -> Iterator[tuple[int, int]]:
        number = self._number(at, 2)
        if number is not None:
            after = self.phrase("ordinal_marks", at + 1)
            yield (after[0] if after else at + 1), number
        elif found := self.phrase("ordinals", at):
            yield found
        elif roman := self._roman(at):
            yield at + 1, roman

    def _roman(self, at: int) -> int:
        token = self.tokens[at]
        found = ROMAN.fullmatch(self.text[token.start : token.end])
        return ROMAN_TENS[found[1]] + ROMAN_ONES[found[2]] if found else 0

    def _slot_century(self, at: int) -> Iterator[tuple[int, int]]:
        for pattern in self.centuries:
            for end, slots in self._rest(pattern, 0, at, {}):
                if 1 <= slots.get("ordinal", 0) <= 21:
                    yield end, slots["ordinal"]

    def _slot_n(self, at: int) -> Iterator[tuple[int, int | None]]:
        number = self._number(at, 3)
        if number is not None:
            yield at + 1, number
            return
        for table in ("numbers", "ones", "some"):
            if found := self.phrase(table, at):
                yield found[0], {"numbers": found[1], "ones": 1, "some": None}[table]

    def _slot_span(self, at: int) -> Iterator[tuple[int, tuple[int | None, str]]]:
        """So many units ("three weeks", "wiki 3"), or a word for so many."""
        if found := self.phrase("lengths", at):
            number, unit = found[1].split()
            yield found[0], (int(number), unit)
        if (
            self.words.unit_first
            and (unit_found := self.phrase("units", at))
            and unit_found[0] < len(self.tokens)
        ):
            for end, n in self._slot_n(unit_found[0]):
                yield end, (n, unit_found[1])
            return
        for end, n in self._slot_n(at):
            of = self.phrase("of", end) if end < len(self.tokens) else None
            for after in (end, *([of[0]] if of else [])):
                if (
                    after < len(self.tokens)
                    and not self.tokens[after].fresh
                    and (unit := self.phrase("units", after))
                ):
                    yield self._ending(unit[0]), (n, unit[1])

    def _era(self, at: int, era: str, digits: tuple[int, ...]) -> Iterator[tuple[int, int, bool]]:
        start = self._marked("year_before", self._marked(era, self._past_comma(at)))
        number = self._number(start, 4)
        if number is None or len(self.tokens[start].word) not in digits:
            return
        after = self.phrase(era, start + 1)
        yield (after[0] if after else start + 1), number, start > at or after is not None

    def _slot_hijri_year(self, at: int) -> Iterator[tuple[int, int]]:
        yield from ((end, n) for end, n, _ in self._era(at, "hijri_era", (4,)) if 1300 <= n <= 1500)

    def _slot_persian_year(self, at: int) -> Iterator[tuple[int, int]]:
        yield from ((end, n) for end, n, _ in self._era(at, "persian_era", (4,)) if 1200 <= n <= 1500)

    def _slot_hijri_marked(self, at: int) -> Iterator[tuple[int, int]]:
        after_year = self._marked("year_before", at)
        number = self._number(after_year, 4)
        era = self.phrase("hijri_era", after_year + 1) if number else None
        if era and number and 1300 <= number <= 1500:
            yield era[0], number

    def _slot_persian_marked(self, at: int) -> Iterator[tuple[int, int]]:
        """A year of the Persian calendar by itself, where the language dates by it."""
        if self.words.phrases["persian_months"]:
            for end, number, marked in self._era(at, "persian_era", (4,)):
                if 1250 <= number <= 1450 and (marked or self._marked("year_before", at) > at):
                    yield end, number

    def _slot_buddhist(self, at: int) -> Iterator[tuple[int, int]]:
        start = self._marked("buddhist_era", at)
        number = self._number(start, 4)
        if start > at and number is not None:
            yield start + 1, number


def _with_span(slots: dict[str, Any]) -> dict[str, Any]:
    """A number and a unit that stand apart make a span; a year behind a comma is a year, a part behind its whole a part."""
    for other, name in (("then_year", "year"), ("part_after", "part")):
        if other in slots:
            slots = {**slots, name: slots[other]}
    return {**slots, "span": (slots["n"], slots["unit"])} if "n" in slots and "unit" in slots else slots

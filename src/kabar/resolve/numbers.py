"""Numbers in running text: digits with their marks, magnitudes, spelled-out words, Chinese numerals.

A mark between digits is read by shape first and by the language's custom (CLDR) only where the shape leaves it open:
machine translation keeps "200.000" in an English text. What was decided against the custom is marked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from kabar.languages.pack import Pack, any_of, form_of
from kabar.text.document import Piece

GROUP, POINT = ".,٬٫'’\u00a0\u202f\u2009 ", ".,٫"
DIGITS = re.compile(
    rf"(?<![\d$€£¥₹/:#])(?<!\d[.,٫٬])"
    rf"(?:\d{{1,3}}(?:,\d\d)+,\d{{3}}|\d{{1,3}}(?:[{GROUP}]\d{{3}})+(?!\d)(?:[{POINT}]\d{{1,2}}(?!\d))?"
    rf"|\d{{1,12}}(?!\d)(?:[{POINT}]\d{{1,3}}(?!\d))?)"
)
# Nothing is counted beyond this; a longer run of digits is a code.
LARGEST = 1e12
HAN = re.compile("[一二两兩三四五六七八九十百千万萬亿億]+")
HAN_DIGITS = {
    c: n for n, cs in enumerate(("", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")) for c in cs
}
HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
# Years are numbers of this shape; a count of that size is taken only with its unit right behind.
YEAR = re.compile(r"(?:1[89]|20)\d\d$")


@dataclass(frozen=True)
class Number:
    """A number and its value; `spelled` when in words, `against_custom` when its marks are not the language's.

    `scale` is the magnitude word behind it, 1 without one; `brief` when that is a single letter ("12m").
    """

    piece: Piece
    value: float
    spelled: bool = False
    against_custom: bool = False
    year: bool = False
    scale: float = 1.0
    brief: bool = False


class NumberTable:
    """What a pack says of numbers."""

    def __init__(self, pack: Pack) -> None:
        rows = pack.tables["figures"]
        self.magnitudes = {r["form"].lower(): float(r["value"]) for r in rows if r["kind"] == "magnitude"}
        self.words = {r["form"].lower(): float(r["value"]) for r in pack.tables["numbers"]}
        self.words |= {r["form"].lower(): float(r["value"]) for r in rows if r["kind"] == "number"}
        self.magnitude = any_of(self.magnitudes, any_blank=True)
        brief = {r["form"].lower(): float(r["value"]) for r in rows if r["kind"] == "magnitude-glued"}
        self.glued = brief | self.magnitudes
        self.before = {r["form"].lower(): float(r["value"]) for r in rows if r["kind"] == "magnitude-before"}
        self.magnitude_before = re.compile(rf"({any_of(self.before).pattern})\s$", re.IGNORECASE)
        ordered = sorted(self.glued, key=lambda f: (-len(f), f))
        self.magnitude_glued = re.compile(
            rf"(?:{'|'.join(map(re.escape, ordered)) or '(?!)'})(?!\w)", re.IGNORECASE
        )
        self.word = any_of(self.words, any_blank=True)
        self.custom = _custom(pack.code)


@cache
def _custom(code: str) -> tuple[str, str]:
    """The language's group mark and decimal mark by CLDR; English ones where it has none."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return ",", "."
    return get_group_symbol(locale), get_decimal_symbol(locale)


def find_numbers(text: str, table: NumberTable) -> list[Number]:
    """All numbers in text order, none overlapping: digits first, then words, then Chinese numerals."""
    found: list[Number] = []
    for match in DIGITS.finditer(text):
        if not found or match.start() >= found[-1].piece.end:
            found.append(_digits(text, match, table))
    for others in (_han(text, table), _words(text, table)):
        starts = [n.piece.start for n in found]
        free = [o for o in others if not _overlaps(o.piece, found, starts)]
        found = sorted([*found, *free], key=lambda n: n.piece)
    if table.before:
        scaled = [_scaled_before(text, n, table) for n in found]
        # "milioni" alone is a number too.
        nexts = [n.piece.start for n in scaled[1:]] + [len(text)]
        found = [n for n, after in zip(scaled, nexts, strict=False) if after >= n.piece.end]
    return [n for n in found if n.value < LARGEST]


def _scaled_before(text: str, number: Number, table: NumberTable) -> Number:
    """The number with a magnitude that stands before it ("milioni 1.5")."""
    offset = max(0, number.piece.start - 16)
    match = table.magnitude_before.search(text[offset : number.piece.start])
    if match is None or number.scale != 1:
        return number
    scale = table.before[match.group(1).lower()]
    value = read_digits(text[number.piece.start : number.piece.end], table.custom, scaled=True)[0]
    return replace(
        number, piece=Piece(offset + match.start(), number.piece.end), scale=scale, year=False,
        value=scale * (number.value if number.spelled else value),
    )  # fmt: skip


def _overlaps(piece: Piece, found: list[Number], starts: list[int]) -> bool:
    """Whether a number of `found`, sorted and apart, shares characters with the piece."""
    last = bisect_left(starts, piece.end) - 1
    return last >= 0 and found[last].piece.end > piece.start


def _digits(text: str, match: re.Match[str], table: NumberTable) -> Number:
    raw = match.group()
    scale = _scale(text, match.end(), table, digits=True)
    value, against = read_digits(raw, table.custom, scaled=scale is not None)
    end, brief = match.end(), False
    if scale:
        value, end, brief = value * scale[0], scale[1], scale[1] == match.end() + 1
        rest = re.compile(r"[ \u00a0](\d{1,3})(?![\d.,]*\d)").match(text, end)
        if rest and scale[0] == 1000:
            # "12 bin 500": the hundreds after the thousands.
            value, end = value + float(rest.group(1)), rest.end()
    year = scale is None and YEAR.match(raw) is not None
    return Number(
        Piece(match.start(), end), value, against_custom=against, year=year, scale=scale[0] if scale else 1.0,
        brief=brief and text[end - 1].isascii(),
    )  # fmt: skip


def _scale(text: str, end: int, table: NumberTable, digits: bool = False) -> tuple[float, int] | None:
    """The magnitude word after `end`, with at most a blank or hyphen between; "12m", "200rb" right after digits."""
    if digits and (match := table.magnitude_glued.match(text, end)):
        return table.glued[form_of(table.glued, match.group())], match.end()
    at = end + 1 if text[end : end + 1] in " \n\u00a0\u202f-" and text[end : end + 1] else end
    match = table.magnitude.match(text, at)
    return (table.magnitudes[form_of(table.magnitudes, match.group())], match.end()) if match else None


def read_digits(raw: str, custom: tuple[str, str] = (",", "."), scaled: bool = False) -> tuple[float, bool]:
    """The value of a run of digits and marks, and whether it was read against the language's custom.

    A mark that comes twice, or before exactly three digits, parts groups; before a magnitude word
    (`scaled`) a single point or comma parts decimals.

    >>> read_digits("200.000"), read_digits("200.000", (".", ",")), read_digits("2,14,000")[0]
    ((200000.0, True), (200000.0, False), 214000.0)
    >>> read_digits("1.5")[0], read_digits("1,25", (".", ","), scaled=True)[0], read_digits("12.345,5")[0]
    (1.5, 1.25, 12345.5)
    """
    marks = re.findall(r"\D", raw)
    if not marks:
        return float(raw), False
    last = raw.rfind(marks[-1])
    after = len(raw) - last - 1
    if len(set(marks)) > 1 or (len(marks) == 1 and (after != 3 or (scaled and marks[0] in POINT))):
        decimal = marks[-1] in POINT and (len(set(marks)) > 1 or after != 3 or scaled)
        if decimal and marks.count(marks[-1]) == 1:
            whole = re.sub(r"\D", "", raw[:last])
            return float(f"{whole}.{raw[last + 1 :]}"), marks[-1] == custom[0]
    return float(re.sub(r"\D", "", raw)), marks[0] == custom[1]


def _words(text: str, table: NumberTable) -> list[Number]:
    """Runs of number words: "two hundred and fifty", "tiga puluh ribu"."""
    found: list[Number] = []
    matches = list(table.word.finditer(text))
    at = 0
    while at < len(matches):
        start, end = matches[at].start(), matches[at].end()
        total, section, last = 0.0, table.words[form_of(table.words, matches[at].group())], 1.0
        at += 1
        while True:
            scale = _scale(text, end, table)
            if scale:
                total, section, end, last = total + section * scale[0], 0.0, scale[1], scale[0]
            if (
                at < len(matches)
                and 0 <= matches[at].start() - end < 8
                and _joins(text[end : matches[at].start()])
            ):
                more = table.words[form_of(table.words, matches[at].group())]
                if scale or (section > more and section % 10 ** len(str(int(more))) == 0):
                    section, end, at = section + more, matches[at].end(), at + 1
                    continue
            break
        while at < len(matches) and matches[at].start() < end:
            at += 1
        found.append(Number(Piece(start, end), total + section, spelled=True, scale=last))
    return found


def _joins(between: str) -> bool:
    """Only blanks, hyphens or one short "and" between two number words."""
    return re.fullmatch(r"[\s-]+(?:\w{1,3}\s+)?", between) is not None


def _han(text: str, table: NumberTable) -> list[Number]:
    if not any(scale in table.magnitudes for scale in HAN_SCALES):
        return []
    return [
        Number(Piece(m.start(), m.end()), value, spelled=True)
        for m in HAN.finditer(text)
        if (value := read_han(m.group())) not in (None, 1.0)
    ]


def read_han(raw: str) -> float | None:
    """The value of Chinese numerals; None for scales alone.

    >>> read_han("三万五千"), read_han("一百二十"), read_han("十二"), read_han("万")
    (35000.0, 120.0, 12.0, None)
    """
    total = section = digit = 0.0
    for character in raw:
        scale = HAN_SCALES.get(character, 0)
        if not scale:
            digit = HAN_DIGITS[character]
        elif scale < 10_000:
            section, digit = section + (digit or 1) * scale, 0.0
        else:
            total, section, digit = total + (section + digit) * scale, 0.0, 0.0
    return total + section + digit or None

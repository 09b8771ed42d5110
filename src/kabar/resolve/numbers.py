"""Numbers in running text: digits with their marks, magnitudes, spelled-out words, Chinese numerals.

A mark between digits is read by shape first and by the language's custom (CLDR) only where the shape leaves it open:
machine translation keeps "200.000" in an English text. What was decided against the custom is marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kabar.languages.pack import Pack, any_of, form_of
from kabar.text.document import Piece

GROUP, POINT = ".,٬٫'’\u00a0\u202f\u2009 ", ".,٫"
DIGITS = re.compile(
    rf"(?<![\d$€£¥₹/:#])(?<!\d[.,٫٬])"
    rf"(?:\d{{1,3}}(?:,\d\d)+,\d{{3}}|\d{{1,3}}(?:[{GROUP}]\d{{3}})+(?!\d)(?:[{POINT}]\d{{1,2}}(?!\d))?"
    rf"|\d{{1,15}}(?:[{POINT}]\d{{1,3}}(?!\d))?)"
)
HAN = re.compile("[一二两兩三四五六七八九十百千万萬亿億]+")
HAN_DIGITS = {
    c: n for n, cs in enumerate(("", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")) for c in cs
}
HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
# Years are numbers of this shape; a count of that size is taken only with its unit right behind.
YEAR = re.compile(r"(?:1[89]|20)\d\d$")


@dataclass(frozen=True)
class Number:
    """A number and its value; `spelled` when in words, `against_custom` when its marks are not the language's."""

    piece: Piece
    value: float
    spelled: bool = False
    against_custom: bool = False
    year: bool = False


class NumberTable:
    """What a pack says of numbers."""

    def __init__(self, pack: Pack) -> None:
        rows = pack.tables["figures"]
        self.magnitudes = {r["form"].lower(): float(r["value"]) for r in rows if r["kind"] == "magnitude"}
        self.words = {r["form"].lower(): float(r["value"]) for r in pack.tables["numbers"]}
        self.words |= {r["form"].lower(): float(r["value"]) for r in rows if r["kind"] == "number"}
        self.magnitude = any_of(self.magnitudes)
        self.word = any_of(self.words)
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
    for other in (*_han(text, table), *_words(text, table)):
        if not any(other.piece.start < n.piece.end and n.piece.start < other.piece.end for n in found):
            found.append(other)
    return sorted(found, key=lambda n: n.piece)


def _digits(text: str, match: re.Match[str], table: NumberTable) -> Number:
    raw = match.group()
    scale = _scale(text, match.end(), table)
    value, against = read_digits(raw, table.custom, scaled=scale is not None)
    end = match.end()
    if scale:
        value, end = value * scale[0], scale[1]
        rest = re.compile(r"[ \u00a0](\d{1,3})(?![\d.,]*\d)").match(text, end)
        if rest and scale[0] == 1000:
            # "12 bin 500": the hundreds after the thousands.
            value, end = value + float(rest.group(1)), rest.end()
    year = scale is None and YEAR.match(raw) is not None
    return Number(Piece(match.start(), end), value, against_custom=against, year=year)


def _scale(text: str, end: int, table: NumberTable) -> tuple[float, int] | None:
    """The magnitude word after `end`, with at most a blank or hyphen between."""
    at = end + 1 if text[end : end + 1] in " \u00a0\u202f-" and text[end : end + 1] else end
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
        total, section = 0.0, table.words[form_of(table.words, matches[at].group())]
        at += 1
        while True:
            scale = _scale(text, end, table)
            if scale:
                total, section, end = total + section * scale[0], 0.0, scale[1]
            if at < len(matches) and _joins(text[end : matches[at].start()]) and matches[at].start() >= end:
                more = table.words[form_of(table.words, matches[at].group())]
                if scale or (section > more and section % 10 ** len(str(int(more))) == 0):
                    section, end, at = section + more, matches[at].end(), at + 1
                    continue
            break
        while at < len(matches) and matches[at].start() < end:
            at += 1
        found.append(Number(Piece(start, end), total + section, spelled=True))
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

"""General signs of damage: words glued together, endings left on names, stray and doubled characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kabar.mend.lexicon import Lexicon

WORD = re.compile(r"[^\W\d_]+")
LONGEST_WORD = 60
FUNCTION_WORD = 1e-3  # a share of the text that only function words reach
# Languages that write compounds as one word: only a capital inside is a sign there (BCP 47).
COMPOUNDING = frozenset({"da", "de", "fi", "hu", "is", "nb", "nl", "sv"})
ENDINGS = ("n", "an", "ian", "i", "ish")  # with which English makes adjectives of country names


@dataclass(frozen=True)
class Finding:
    """Original `[start, end)` should read `should_read`."""

    start: int
    end: int
    kind: str
    should_read: str
    confidence: float = 0.8


def find_split(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """A name glued to the next word, its ending left alone later: "a NameAttack on the town backed n"."""
    for glued in _glued(text, lexicon):
        stop = re.compile(r"[.!?\n]").search(text, glued.end)
        end = stop.start() if stop else len(text)
        name, word = glued.should_read.split(" ", 1)
        lone = re.compile(r"(?<=\s)[b-z](?=\s)").search(text, glued.end, end)
        article = re.compile(r"(?<=\s)an?\s$").search(text[: glued.start])
        if lone and article:
            between = text[glued.end : lone.start()]
            yield Finding(article.start(), lone.end(), "glued-and-split", f"{word}{between}{name}", 0.7)


def find_glued(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """Two words run together, the whole unknown, the halves a name and a common word."""
    yield from _glued(text, lexicon)


def _glued(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    if not lexicon.has_words():
        return
    for match in WORD.finditer(text):
        word = match.group()
        if not 6 <= len(word) <= LONGEST_WORD or not word[0].isupper() or lexicon.whole(word):
            continue
        cut = _cut(word, lexicon)
        if cut:
            yield Finding(match.start(), match.end(), "glued", f"{word[:cut]} {word[cut:]}")


def _cut(word: str, lexicon: Lexicon) -> int | None:
    for at in range(len(word) - 2, 2, -1):
        left, right = word[:at], word[at:]
        hump = right[0].isupper()
        if not hump and lexicon.language in COMPOUNDING:
            continue
        likely = lexicon.common(right) if hump else lexicon.share(right) >= 1e-4
        if left in lexicon.names and likely and len(right) >= (2 if hump else 4):
            return at
    return None


def find_endings(
    text: str, lexicon: Lexicon, *, adjective_after: bool, verbs: re.Pattern[str] | None = None
) -> Iterator[Finding]:
    """A name with an English adjective's ending before its noun, in a language that puts adjectives after; before one of
    the verbs it only loses the ending, for to swap them would turn round who speaks."""
    if not adjective_after or not lexicon.has_words():
        return
    for match in re.finditer(r"\b([^\W\d_a-z][^\W\d_A-Z]+) ([^\W\d_A-Z]+)(?: ([^\W\d_A-Z]+))?", text):
        whole, first, second = match.groups()
        name = next(
            (whole[: -len(e)] for e in ENDINGS if whole.endswith(e) and whole[: -len(e)] in lexicon.names),
            None,
        )
        if name is None or lexicon.whole(whole) or not 0 < lexicon.share(first) < FUNCTION_WORD:
            continue
        if verbs and verbs.fullmatch(first):
            yield Finding(match.start(), match.end(1), "suffix-leak", name)
            continue
        two = second is not None and _compound(text, match.end())
        end = match.end(3) if two else match.end(2)
        noun = f"{first} {second}" if two else first
        yield Finding(match.start(), end, "suffix-leak", f"{noun} {name}")


def _compound(text: str, end: int) -> bool:
    """Two words make one noun when the clause ends right behind them."""
    return text[end : end + 1] in {",", ".", ";"}


def find_punctuation(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """A full stop or comma said twice with a blank between, or three commas in a row."""
    for match in re.finditer(r"([.,;]) \1(?=\s|$)", text):
        yield Finding(match.start(), match.end(), "stray-punctuation", match.group(1), 0.9)
    for match in re.finditer(r",{2,}", text):
        yield Finding(match.start(), match.end(), "stray-punctuation", ",", 0.9)


def find_markup(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """Tags and entities that scraping left behind."""
    for match in re.finditer(r"</?(?:p|br|a|b|i|em|strong|span|div|li|ul|img)\b[^<>\n]{0,300}>", text):
        yield Finding(match.start(), match.end(), "leaked-markup", "", 0.9)
    for match, plain in ((m, {"amp": "&", "nbsp": " ", "quot": '"', "lt": "<", "gt": ">"}[m.group(1)])
                         for m in re.finditer(r"&(amp|nbsp|quot|lt|gt);", text)):  # fmt: skip
        yield Finding(match.start(), match.end(), "leaked-markup", plain, 0.9)


def find_doubled(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """A long sentence said twice, one right after the other."""
    for match in re.finditer(r"([^.!?\n]{30,400}[.!?])\s+\1", text):
        yield Finding(match.start(), match.end(), "doubled", match.group(1), 0.9)


def find_mojibake(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """UTF-8 read as another encoding."""
    for match in re.finditer(r"\S{0,40}(?:â€|Ã[\u0080-\u00bf]|Ð[\u0080-\u00bf])\S{0,40}", text):
        from ftfy import fix_encoding

        plain = fix_encoding(match.group())
        if plain != match.group():
            yield Finding(match.start(), match.end(), "mojibake", plain, 0.9)


def find_truncated(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    """The marks that a cut article ends with."""
    match = re.search(r"\[\+\d+ chars\]\s*$", text)
    if match:
        yield Finding(match.start(), match.end(), "truncated", "", 0.9)

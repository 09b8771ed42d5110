"""Damage made on purpose, seeded, on clean text: for tests and for measuring what mending finds."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from kabar.errors import KabarError
from kabar.model import Span

Made = tuple[str, Span] | None
NAME_THEN_WORD = re.compile(r"(?<=[^\W\d_] )([^\W\d_a-z][^\W\d_A-Z]{3,}) ([^\W\d_A-Z]{4,})\b")
SENTENCE = re.compile(r"(?<=[.!?] )[^.!?\n]{40,300}[.!?](?=\s|$)")


def _pick(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _glued(text: str, chance: random.Random) -> Made:
    match = _pick(NAME_THEN_WORD, text, chance)
    if match is None:
        return None
    new = match.group(1) + match.group(2)
    return text[: match.start()] + new + text[match.end() :], Span(match.start(), match.start() + len(new))


def _ending(text: str, chance: random.Random) -> Made:
    match = _pick(re.compile(r"\b([^\W\d_A-Z]{4,}) ([^\W\d_a-z][^\W\d_A-Z]{2,}[ai])\b"), text, chance)
    if match is None:
        return None
    new = f"{match.group(2)}n {match.group(1)}"
    return text[: match.start()] + new + text[match.end() :], Span(match.start(), match.start() + len(new))


def _stray(text: str, chance: random.Random) -> Made:
    match = _pick(re.compile(r"\.(?=\s)"), text, chance)
    return match and (text[: match.end()] + " ." + text[match.end() :], Span(match.start(), match.end() + 2))


def _markup(text: str, chance: random.Random) -> Made:
    match = _pick(re.compile(r" (?=\w)"), text, chance)
    return match and (text[: match.end()] + "<br/>" + text[match.end() :], Span(match.end(), match.end() + 5))


def _doubled(text: str, chance: random.Random) -> Made:
    match = _pick(SENTENCE, text, chance)
    if match is None:
        return None
    again = " " + match.group()
    return text[: match.end()] + again + text[match.end() :], Span(match.start(), match.end() + len(again))


def _mojibake(text: str, chance: random.Random) -> Made:
    match = _pick(re.compile(r"\w+[’é“”ñçğüö]\w*"), text, chance)
    if match is None:
        return None
    new = match.group().encode("utf-8").decode("cp1252", errors="ignore")
    return text[: match.start()] + new + text[match.end() :], Span(match.start(), match.start() + len(new))


def _truncated(text: str, chance: random.Random) -> Made:
    at = chance.randrange(len(text) // 2, len(text)) if text else 0
    tail = f"… [+{chance.randrange(100, 9999)} chars]"
    return text[:at] + tail, Span(at + 2, at + len(tail))


INJECTORS: dict[str, Callable[[str, random.Random], Made]] = {
    "glued": _glued,
    "suffix-leak": _ending,
    "stray-punctuation": _stray,
    "leaked-markup": _markup,
    "doubled": _doubled,
    "mojibake": _mojibake,
    "truncated": _truncated,
}


def inject(text: str, kind: str, seed: int) -> tuple[str, tuple[Span, ...]]:
    """`text` with one damage of `kind`, and where it is; unchanged, with no span, where there is no room for it.

    The same text, kind and seed give the same damage. Raises KabarError for an unknown kind.

    >>> inject("We saw Goma burning.", "glued", seed=1)
    ('We saw Gomaburning.', (Span(start=7, end=18),))
    """
    if kind not in INJECTORS:
        raise KabarError(f"there is no damage '{kind}': use one of {', '.join(INJECTORS)}")
    made = INJECTORS[kind](text, random.Random(seed))
    return (made[0], (made[1],)) if made else (text, ())

"""Whether two names are one name spelt in two ways or written in two scripts.

Names are romanised letter by letter (anyascii) and compared twice: by what is left without vowels and with letters that
scripts confuse taken together, which must be equal, and by edit distance (rapidfuzz) of the romanised forms.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from kabar.languages.script import written_without_spaces

# Letters that scripts without a sign of their own write with another one's.
TAKEN_TOGETHER = str.maketrans(
    {"p": "b", "v": "f", "q": "k", "c": "k", "x": "k", "z": "s", "g": "k", "j": "k"}
)
UNSOUNDED = re.compile(r"[aeiouywh'`\W\d_]")
# Consonants that a whole name must have left, so that two short names do not meet by chance.
ENOUGH = 6
# Edit likeness (0-100) of the romanised forms where both scripts write their vowels; where one does not, a longer name is asked for.
LIKE = 78.0
VOWELLESS = re.compile(r"[\u0590-\u08ff]")


def same_name(one: str, other: str) -> bool:
    """Whether two names of at least two words are the same, word for word.

    >>> same_name("Владимир Путин", "Vladimir Putin"), same_name("فلاديمير بوتين", "Vladimir Putin")
    (True, True)
    >>> same_name("Maria Okello", "Moses Okello")
    False
    """
    first, second = skeleton(one), skeleton(other)
    if len(first) < 2 or first != second or sum(map(len, first)) < ENOUGH:
        return False
    if VOWELLESS.search(one) or VOWELLESS.search(other):
        return sum(map(len, first)) > ENOUGH
    return ratio(romanised(one), romanised(other)) >= LIKE


def alike(one: str, other: str) -> bool:
    """Whether two single words are spellings of one name ("Wladimir", "Vladimir")."""
    return skeleton(one) == skeleton(other) and ratio(romanised(one), romanised(other)) >= LIKE


@lru_cache(maxsize=50_000)
def skeleton(name: str) -> tuple[str, ...]:
    """Consonants of each word, doubles once; empty for scripts without spaces, whose letters are no sounds."""
    if name and written_without_spaces(name[0]):
        return ()
    words = (UNSOUNDED.sub("", w.translate(TAKEN_TOGETHER)) for w in romanised(name).split())
    return tuple(re.sub(r"(.)\1+", r"\1", w) for w in words)


@lru_cache(maxsize=50_000)
def romanised(name: str) -> str:
    """Lower-case Latin letters; hyphens part words."""
    return anyascii(name.replace("-", " ")).casefold()

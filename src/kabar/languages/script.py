"""What a character's script says of the words around it."""

from __future__ import annotations

import re
import unicodedata

# Han, kana, Thai, Lao, Myanmar, Khmer, Tibetan: Unicode blocks of scripts that part words by nothing.
UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
)
# What stands inside words but is no \\w to Python: combining marks of Latin, Hebrew, Arabic, the Indic scripts (whose
# blocks hold no punctuation but the danda), Ethiopic; joiners.
MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u0900-\u0963\u0966-\u0dff\u135d-\u135f\u200c\u200d"
)


def written_without_spaces(character: str) -> bool:
    """Whether the character's script puts no spaces between words.

    >>> written_without_spaces("战"), written_without_spaces("в")
    (True, False)
    """
    return UNSPACED.match(character) is not None


def within_word(before: str, after: str) -> bool:
    """Whether no word ends between the two characters: letters, digits, their marks, and what joins letters unseen.

    >>> within_word("a", "b"), within_word("a", "'"), within_word("می"[-1], "\u200c"), within_word("战", "争")
    (True, False, True, False)
    """
    return _joins(before) and _joins(after) and not written_without_spaces(before)


def _joins(character: str) -> bool:
    return character.isalnum() or character in "\u200c\u200d" or unicodedata.category(character)[0] == "M"

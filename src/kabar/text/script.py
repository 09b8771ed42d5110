"""What a character's script says of the words around it."""

from __future__ import annotations

import re

# Han, kana, Thai, Lao, Myanmar, Khmer, Tibetan: Unicode blocks of scripts that part words by nothing.
UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
)


def written_without_spaces(character: str) -> bool:
    """Whether the character's script puts no spaces between words.

    >>> written_without_spaces("战"), written_without_spaces("в")
    (True, False)
    """
    return UNSPACED.match(character) is not None

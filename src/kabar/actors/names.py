"""Many names found in a text at once: the longest that stands at a word, by the hash of its first word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kabar.languages.script import MARKS, UNSPACED

_SPACELESS = UNSPACED.pattern.strip("[]")
# A run of letters, digits and their marks; scripts without spaces between words are looked through letter by letter.
WORD = re.compile(rf"(?:(?![{_SPACELESS}])[\w{MARKS}])+")
LETTERS = re.compile(UNSPACED.pattern + "+")
INSIDE = re.compile(rf"(?![{_SPACELESS}])[\w{MARKS}-]")


class NameIndex:
    """Names are whole words, matched in their own case; in scripts without spaces they are found anywhere.

    >>> index = NameIndex(["Boko Haram", "Boko", "戈马"])
    >>> [index_text for index_text in ("a Boko Haram camp", "在戈马说")] and list(index.find("Boko, Boko Haram, Bokos"))
    [(0, 4), (6, 16)]
    """

    def __init__(self, names: Collection[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._by_letters: dict[str, list[str]] = {}
        for name in sorted(names, key=lambda n: (-len(n), n)):
            word = WORD.match(name)
            if word:
                self._by_word.setdefault(word.group(), []).append(name)
            else:
                self._by_letters.setdefault(name[:2], []).append(name)

    def find(self, text: str, prefixes: Collection[str] = ()) -> Iterator[tuple[int, int]]:
        """`[start, end)` of each name in text order, longest first, none overlapping.

        `prefixes` are letters that a language glues to the word behind them; the name is found without them.
        """
        free = 0
        for match in sorted((*WORD.finditer(text), *LETTERS.finditer(text)), key=re.Match.start):
            if LETTERS.match(match.group()):
                for start in range(match.start(), match.end()):
                    if start >= free and (
                        end := self._at(text, start, self._by_letters.get(text[start : start + 2]))
                    ):
                        yield start, end
                        free = end
                continue
            start, word = match.start(), match.group()
            if start < free or (start and INSIDE.match(text[start - 1])):
                continue
            end = self._at(text, start, self._by_word.get(word))
            for prefix in () if end else prefixes:
                if word.startswith(prefix) and (names := self._by_word.get(word[len(prefix) :])):
                    start += len(prefix)
                    end = self._at(text, start, names)
                    break
            if end:
                yield start, end
                free = end

    @staticmethod
    def _at(text: str, start: int, names: list[str] | None) -> int:
        """The end of the longest of the names that stands whole at `start`; 0 where none does."""
        for name in names or ():
            end = start + len(name)
            if text.startswith(name, start) and not (
                end < len(text) and INSIDE.match(name[-1]) and INSIDE.match(text[end])
            ):
                return end
        return 0

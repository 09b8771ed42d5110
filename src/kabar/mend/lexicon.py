"""What words a language has, from word-frequency data that a package ships."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@cache
def frequencies(language: str) -> dict[str, float]:
    """Lower-case word -> its share of all words; empty where wordfreq has no list for the language."""
    from wordfreq import available_languages, get_frequency_dict

    if language not in available_languages("small"):
        return {}
    return dict(get_frequency_dict(language, wordlist="small"))


@dataclass(frozen=True)
class Lexicon:
    """Words of a language; `names` of the article and the actor table, `firm` those that cannot be damage."""

    language: str
    names: frozenset[str]
    firm: frozenset[str]

    def has_words(self) -> bool:
        """Whether there is any lexical evidence for the language."""
        return bool(frequencies(self.language))

    def share(self, word: str) -> float:
        """How often the word is used, as a share of all words; 0 when it is unknown."""
        return frequencies(self.language).get(word.casefold(), 0.0)

    def known(self, word: str) -> bool:
        """A word of the language or a name."""
        return word in self.names or self.share(word) > 0

    def whole(self, word: str) -> bool:
        """A word of the language, a name of the table, or one that the article repeats: not damaged."""
        return word in self.firm or self.share(word) > 0

    def common(self, word: str) -> bool:
        """A word used at least ten times in a million."""
        return self.share(word) >= 1e-5

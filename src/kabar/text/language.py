"""Which language a text is in: by script, then by its commonest words."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, islice

from babel import localedata

LATIN = ("en", "id", "ms", "fr", "es", "pt", "de", "it", "nl", "tr", "pl", "ro", "cs", "vi", "sv")
SCRIPTS = (("Arab", r"[\u0600-\u06ff]"), ("Cyrl", r"[\u0400-\u04ff]"), ("Deva", r"[\u0900-\u097f]"), ("Kana", r"[\u3040-\u30ff]"),
           ("Hang", r"[\uac00-\ud7af]"), ("Hani", r"[\u4e00-\u9fff]"), ("Hebr", r"[\u0590-\u05ff]"), ("Grek", r"[\u0370-\u03ff]"))  # fmt: skip
BY_SCRIPT = {"Arab": ("ar", "fa", "ur"), "Cyrl": ("ru", "uk", "bg", "mk"), "Deva": ("hi",), "Kana": ("ja",), "Hang": ("ko",),
             "Hani": ("zh",), "Hebr": ("he",), "Grek": ("el",)}  # fmt: skip
SAMPLE = 2_000
FUNCTION_WORDS = 150


@cache
def _words(language: str) -> frozenset[str]:
    from wordfreq import get_frequency_list

    # Words of equal frequency, the most frequent first: the rest of the list is never looked at.
    ranked = chain.from_iterable(map(sorted, get_frequency_list(language, wordlist="small")))
    return frozenset(islice(ranked, FUNCTION_WORDS))


def guess_language(text: str) -> str:
    """A BCP 47 language, or `und` where no language's commonest words make a tenth of the text."""
    sample = text[:SAMPLE]
    for script, pattern in SCRIPTS:
        if len(re.findall(pattern, sample)) > len(sample) / 5:
            candidates = BY_SCRIPT[script]
            break
    else:
        candidates = LATIN
    if len(candidates) == 1:
        return candidates[0]
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    scores = {c: sum(w in _words(c) for w in words) / max(1, len(words)) for c in candidates}
    best = max(scores, key=lambda c: scores[c])
    return best if scores[best] >= 0.15 else "und"


def agreed_language(said: str | None, text: str) -> str | None:
    """The language that a page says it is in, where its text does not contradict; None where it does or the code is none.

    Pages are often made from a template of another language: a language that can be told by its words goes by them. One
    that can't is believed where no other language fits, or several share its script.
    """
    if said is None or not localedata.exists(said):
        return None
    guessed = guess_language(text)
    if said in {c for group in (LATIN, *BY_SCRIPT.values()) for c in group}:
        return said if said == guessed else None
    shared = any(guessed in group and len(group) > 1 for group in BY_SCRIPT.values())
    return said if guessed == "und" or shared else None

"""Near-duplicates: the same wire story in several outlets, and in several languages.

In one language MinHash over runs of words (rensa; Broder 1997) finds texts of which most is the same. Across languages the
sentences of two articles are compared by their vectors, because the model was trained to lay translations together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from kabar.languages.script import written_without_spaces
from kabar.model import Article
from kabar.store import Archive

HASHES, SEED = 128, 1
# 32 bands of 4 hashes: texts that share half of their word runs are candidates with a chance of .87.
BAND = 4
# Share of word runs that two texts of one story have in common at least.
ALIKE = 0.5
WORDS, CHARACTERS = 3, 5
# Of 24 articles in six languages these find .71 of the translations, and 1 false one in 8,280 pairs (bench/duplicates.py).
TRANSLATED, ALIKE_ACROSS, LEAST = 0.65, 0.6, 4
# Days that may lie between an article and its translation.
DAYS = 3
MINHASH, SENTENCES = "minhash", "sentences"
WIDTH = 384


def shingles(text: str) -> list[str]:
    """Runs of three words, or of five characters in a script without spaces between words."""
    folded = text.casefold()
    letters = "".join(c for c in folded if c.isalnum())
    if letters and written_without_spaces(letters[len(letters) // 2]):
        return sorted({letters[i : i + CHARACTERS] for i in range(max(1, len(letters) - CHARACTERS + 1))})
    words = re.findall(r"\w+", folded)
    return sorted({" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))})


def minhash(text: str) -> NDArray[np.uint32]:
    """The signature of a text: 128 smallest hash values."""
    made = RMinHash(num_perm=HASHES, seed=SEED)
    made.update(shingles(text))
    return np.array(made.digest(), dtype=np.uint32)


def bands(signature: NDArray[np.uint32]) -> list[bytes]:
    """Keys under which texts that are alike meet; each with its number."""
    return [
        bytes([n]) + signature[n * BAND : (n + 1) * BAND].tobytes() for n in range(len(signature) // BAND)
    ]


def likeness(one: NDArray[np.float16], other: NDArray[np.float16]) -> float:
    """Share of the longer article's sentences that have their translation in the other, in the same order; 0 for fewer
    than `LEAST` such.

    `one` and `other` are unit vectors of sentences [n, 384]. Two sentences are taken for translations when each is the
    other's nearest and their cosine is `TRANSLATED` or more. Articles of one situation have many sentences alike; a
    translation has most of them, in order.
    """
    if not len(one) or not len(other):
        return 0.0
    cosines = one.astype(np.float32) @ other.astype(np.float32).T
    there, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
    first = np.arange(len(one))
    paired = there[(back[there] == first) & (cosines[first, there] >= TRANSLATED)]
    pairs = _longest_ascent(paired.tolist())
    return pairs / max(len(one), len(other)) if pairs >= LEAST else 0.0


def _longest_ascent(numbers: list[int]) -> int:
    """How many numbers the longest ascending part of a row has, in time n log n (patience sorting)."""
    lowest: list[int] = []
    for number in numbers:
        at = bisect_left(lowest, number)
        lowest[at : at + 1] = [number]
    return len(lowest)


def group(
    archive: Archive, article_id: int, version_id: int, article: Article, sentences: NDArray[np.float32]
) -> bool:
    """Keep the signatures of a newest version, and put its article with those that it is nearly the same as.

    What its versions before were nearly the same as does not count. `sentences` are unit vectors of the article's sentences [n, 384]. Tells whether there were any.
    """
    archive.duplicates.leave(article_id)
    joined = False
    signature = minhash(article.text)
    keys = bands(signature)
    for other, raw in archive.duplicates.candidates(MINHASH, keys).items():
        alike = float((np.frombuffer(raw, dtype=np.uint32) == signature).mean())
        if other != article_id and alike >= ALIKE:
            archive.duplicates.group([article_id, other], MINHASH, alike)
            joined = True
    archive.duplicates.sign(version_id, MINHASH, signature.tobytes(), keys)
    if article.published is None:
        return joined
    day, mine = date.fromisoformat(article.published[:10]), sentences.astype(np.float16)
    near = [_day_key(day + timedelta(n)) for n in range(-DAYS, DAYS + 1)]
    for other, raw in archive.duplicates.candidates(SENTENCES, near).items():
        language, values = raw.split(b"\0", 1)
        if other == article_id or language.decode() == article.language:
            continue
        alike = likeness(mine, np.frombuffer(values, dtype=np.float16).reshape(-1, WIDTH))
        if alike >= ALIKE_ACROSS:
            archive.duplicates.group([article_id, other], SENTENCES, alike)
            joined = True
    signed = article.language.encode() + b"\0" + mine.tobytes()
    archive.duplicates.sign(version_id, SENTENCES, signed, [_day_key(day)])
    return joined


def _day_key(day: date) -> bytes:
    return day.isoformat().encode()

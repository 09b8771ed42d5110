"""The vocabulary, pruned before training to the pieces that running text needs; characters are the fallback.

Evidence is the share of a piece among the pieces of a language's words, weighted by how often each word is used
(wordfreq), and every piece that the training texts use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from wordfreq import available_languages, get_frequency_dict

from kabar.train.base import Base

SPECIAL = ("\x00start", "\x00pad", "\x00end", "\x00unknown")
COMMON = 50_000
WORDS_READ = 40_000
INVISIBLE = Regex("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def build_tokenizer(pieces: Iterable[tuple[str, float]]) -> Tokenizer:
    """A unigram tokenizer over `(piece, log probability)`; its first four pieces are the special ones."""
    listed = list(pieces)
    named = [(SPECIAL[i] if i < 4 else piece, float(score)) for i, (piece, score) in enumerate(listed)]
    tokenizer = Tokenizer(models.Unigram(named, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace(INVISIBLE, ""), normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always", split=False)]
    )
    return tokenizer


def kept_pieces(base: Base, texts: Iterable[str], size: int) -> list[int]:
    """Ids of the `size` pieces to keep, in their old order."""
    whole = build_tokenizer(zip(base.pieces, base.scores.tolist(), strict=True))
    kept = set(range(COMMON)) | {i for i, p in enumerate(base.pieces) if len(p.strip("▁")) == 1}
    for encoding in whole.encode_batch(list(texts)):
        kept.update(encoding.ids)
    shares = _shares(whole)
    for piece in sorted(shares, key=lambda p: -shares[p]):
        if len(kept) >= size:
            break
        kept.add(piece)
    return sorted(kept)


def _shares(tokenizer: Tokenizer) -> dict[int, float]:
    """Piece -> its greatest share in any language."""
    best: dict[int, float] = defaultdict(float)
    for language in available_languages("small"):
        words = sorted(get_frequency_dict(language, "small").items(), key=lambda w: -w[1])[:WORDS_READ]
        share: dict[int, float] = defaultdict(float)
        for form, weight in ((str.lower, 0.75), (str.title, 0.25)):
            encoded = tokenizer.encode_batch([form(word) for word, _ in words])
            for encoding, (_, frequency) in zip(encoded, words, strict=True):
                for piece in encoding.ids:
                    share[piece] += weight * frequency
        total = sum(share.values())
        for piece, value in share.items():
            best[piece] = max(best[piece], value / total)
    return best


def write_vocabulary(base: Base, kept: list[int], folder: Path) -> None:
    """Write `tokenizer.json` and `words.q4` (the kept 4-bit rows, bit for bit)."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = build_tokenizer((base.pieces[i], float(base.scores[i])) for i in kept)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "words.q4").write_bytes(np.ascontiguousarray(base.rows[kept]).tobytes())

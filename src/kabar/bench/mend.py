"""`kabar bench mend`: what mending finds of injected damage, and what it changes in clean text."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import msgspec

from kabar.errors import KabarError
from kabar.mend import mend
from kabar.mend.inject import INJECTORS, inject
from kabar.model import Span
from kabar.resources import load_resources


def measure_mending(path: Path) -> list[str]:
    """Lines of two tables: recall by kind, and mendings per 2,000 words of clean text by language.

    `path` is JSON lines (gzipped or not) of clean articles with `lang` and `text`. Raises KabarError when missing.
    """
    if not path.is_file():
        raise KabarError(f"there is no file '{path}': give JSON lines of clean articles")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as lines:
        rows = [msgspec.json.decode(line) for line in lines]
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for seed, row in enumerate(rows):
        language, text = row["lang"], row["text"]
        mended[language] += _count(text, language)
        words[language] += len(text.split())
        for kind in INJECTORS:
            broken, spans = inject(text, kind, seed)
            made[f"{language} {kind}"] += len(spans)
            damage = _damage(broken, language)
            found[f"{language} {kind}"] += sum(any(d.overlaps(s) for d in damage) for s in spans)
    out = [f"{'language and kind':28}{'made':>6}{'found':>6}{'recall':>8}"]
    out += [f"{k:28}{made[k]:6}{found[k]:6}{found[k] / made[k]:8.2f}" for k in sorted(made) if made[k]]
    out += ["", f"{'clean':10}{'words':>8}{'mendings':>9}{'per 2,000':>10}"]
    return out + [
        f"{k:10}{words[k]:8}{mended[k]:9}{2000 * mended[k] / words[k]:10.2f}" for k in sorted(words)
    ]


def _damage(text: str, language: str) -> list[Span]:
    resources = load_resources(language)
    made = mend(
        text,
        language=language,
        names=resources.actors.names,
        adjective_after=resources.pack.adjective_after_noun,
    )
    return [d.span for d in made.damage]


def _count(text: str, language: str) -> int:
    return len(_damage(text, language))

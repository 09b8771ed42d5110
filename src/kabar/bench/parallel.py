"""How alike the same news is read in many languages, without annotation: aligned lines of translated articles.

The English reading is no gold: agreement says how much of it carries over, not how right it is.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

from kabar.languages.pack import load_pack
from kabar.tagger.attribution import tag_attributions
from kabar.tagger.encoder import load_encoder
from kabar.text.document import Document

Row = dict[str, Any]


def measure_languages(path: Path, articles: int) -> list[str]:
    """A line a language over the first `articles`: agreement on which lines hold a statement, and retrieval.

    `statement`: F1 of "this line holds a content" against English; `sourced`: share of the lines with a content in
    both whose statement has a source here, of those that have one in English; `vector`: share of lines whose nearest
    English line, by sentence vector with each language's mean taken off, is their own.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = sorted({r["id"] for r in rows})[:articles]
    by_language: dict[str, list[Row]] = {}
    for row in sorted((r for r in rows if r["id"] in chosen), key=lambda r: r["id"]):
        by_language.setdefault(row["lang"], []).append(row)
    english = _lines(by_language.pop("en"))
    found = [f"{'language':10} statement  sourced  vector"]
    for language, group in sorted(by_language.items()):
        f1, sourced, nearest = _compared(english, _lines(group))
        found.append(f"{language:10} {f1:9.3f}  {sourced:7.3f}  {nearest:6.3f}")
    return found


Line = tuple[bool, bool, Any]


def _lines(rows: list[Row]) -> list[Line]:
    """For each aligned line: whether it holds a content, whether that has a source, and its vector."""
    found: list[Line] = []
    for row in rows:
        doc = Document(row["text"], load_pack(row["lang"]))
        scores = load_encoder().read(doc.text)
        attributions = tag_attributions(doc, scores, [])
        for start, end in row["sentences"]:
            here = [a for a in attributions if any(c.start < end and start < c.end for c in a.contents)]
            vector = scores.sentence_vector(start, end)
            found.append((bool(here), any(a.source for a in here), vector))
    return found


def _compared(english: list[Line], other: list[Line]) -> tuple[float, float, float]:
    pairs = list(zip(english, other, strict=True))
    both = [(e, o) for e, o in pairs if e[0] and o[0]]
    f1 = 2 * len(both) / (sum(e[0] for e in english) + sum(o[0] for o in other))
    sourced = [o[1] for e, o in both if e[1]]
    a, b = (np.stack([line[2] for line in side]) for side in (english, other))
    a, b = a - a.mean(axis=0), b - b.mean(axis=0)
    a, b = (x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-9) for x in (a, b))
    nearest = float(((b @ a.T).argmax(axis=1) == np.arange(len(a))).mean())
    return f1, sum(sourced) / max(len(sourced), 1), nearest

"""How far the model's probabilities can be trusted: a logistic regression on development data.

An attribution is right when its content's words and a gold content's have F1 of a half or more and so have their
sources' (the rule of the attribution scorer).
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kabar.languages.pack import load_pack
from kabar.tagger.attribution import Attribution, tag_attributions
from kabar.tagger.confidence import features
from kabar.tagger.encoder import Encoder
from kabar.text.document import WORD, Document
from kabar.train.windows import read_lines

RIDGE = 1.0
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
Spans = list[tuple[int, int]]
Doubles = NDArray[np.float64]


def calibrate(folder: Path, gold: Path) -> dict[str, Any]:
    """Coefficients for `tagger.confidence` and the reliability of each half of the articles under the other's fit."""
    encoder = Encoder(folder)
    rows: list[list[float]] = []
    right: list[bool] = []
    article: list[int] = []
    for number, row in enumerate(read_lines(gold)):
        doc = Document(row["text"], load_pack(row.get("lang") or "en"))
        for found in tag_attributions(doc, encoder.read(doc.text), []):
            rows.append(features(found.sure))
            right.append(_right(doc.text, found, row["attributions"]))
            article.append(number)
    x, y, half = np.array(rows), np.array(right, dtype=float), np.array(article) % 2
    chance = np.zeros(len(y))
    for side in (0, 1):
        chance[half == side] = _sigmoid(x[half == side] @ _fit(x[half != side], y[half != side]))
    return {
        "weights": [round(float(w), 4) for w in _fit(x, y)],
        "reliability": _bins(chance, y),
        "fitted_on": len(y),
    }


def _sigmoid(z: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-z)), dtype=np.float64)


def _fit(x: Doubles, y: Doubles) -> Doubles:
    """Logistic regression by Newton's method, with a ridge."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = _sigmoid(x @ w)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(w))
        w = w - np.linalg.solve(hessian, x.T @ (p - y) + RIDGE * w)
    return w


def _bins(chance: Doubles, y: Doubles) -> list[dict[str, float]]:
    found = []
    for low, high in pairwise(BINS):
        here = (chance >= low) & (chance < high)
        if here.any():
            found.append({"from": low, "n": int(here.sum()), "said": round(float(chance[here].mean()), 3),
                          "right": round(float(y[here].mean()), 3)})  # fmt: skip
    return found


def _right(text: str, found: Attribution, gold: list[dict[str, Any]]) -> bool:
    content = _words(text, [(c.start, c.end) for c in found.contents])
    source = _words(text, [(found.source.start, found.source.end)] if found.source else [])
    best = max(gold, key=lambda g: _f1(content, _words(text, g["content"])), default=None)
    if best is None or _f1(content, _words(text, best["content"])) < 0.5:
        return False
    return _f1(source, _words(text, best["source"] or [])) >= 0.5


def _words(text: str, spans: Spans) -> set[int]:
    return {m.start() for s, e in spans for m in WORD.finditer(text, s, e)}


def _f1(a: set[int], b: set[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0

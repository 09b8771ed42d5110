"""The head that says what a cue does, fitted on the sentence layer once the encoder is trained.

Its labels are silver: English cue words sorted by hand (`acts.tsv`). Below the top layers a cue still means what it
means and lies near its translations, which carries the labels to other languages.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from kabar.tagger.encoder import ROW, dequantise
from kabar.tagger.labels import ACTS
from kabar.train.network import Network
from kabar.train.windows import IGNORE, Article, Labeller

ROUNDS, RATE, DECAY = 400, 0.02, 1e-3


def fit_acts(
    network: Network, articles: list[Article], dev: list[Article], tokenizer: Tokenizer, folder: Path
) -> str:
    """Fit `network.acts` in place; a line with its dev scores."""
    rows = np.fromfile(folder / "words.q4", dtype=np.uint8).reshape(-1, ROW)
    labeller = Labeller(tokenizer)
    x, y = _cues(network, articles, labeller, rows)
    count = torch.bincount(y, minlength=len(ACTS)).clamp(min=1)
    weight = (count.float().mean() / count) ** 0.5
    head = torch.nn.Linear(x.shape[1], len(ACTS))
    optim = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(ROUNDS):
        optim.zero_grad()
        functional.cross_entropy(head(x), y, weight=weight).backward()
        optim.step()
    network.acts.load_state_dict(head.state_dict())
    with torch.no_grad():
        dev_x, dev_y = _cues(network, dev, labeller, rows)
        said = head(dev_x).argmax(-1)
    return f"acts: {float((said == dev_y).float().mean()):.3f} right, macro F1 {_macro_f1(said, dev_y):.3f}"


def _cues(
    network: Network, articles: list[Article], labeller: Labeller, rows: np.ndarray[tuple[int, int], np.dtype[np.uint8]]
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """A vector and an act for each cue: the mean of its pieces."""
    network.eval().cpu()
    vectors, acts = [], []
    for article in articles:
        for window in labeller.windows(article, None):
            begins = [i for i in np.flatnonzero(window.roles[:, 1] == 1) if window.acts[i] != IGNORE]
            if not begins:
                continue
            with torch.no_grad():
                below = network.at_layer(torch.from_numpy(dequantise(rows[window.ids]))[None])[0]
            for first in begins:
                last = first + 1
                while last < len(window.ids) and window.roles[last, 1] == 2:
                    last += 1
                vectors.append(below[first:last].mean(0))
                acts.append(int(window.acts[first]))
    return torch.stack(vectors), torch.tensor(acts)


def _macro_f1(said: Tensor, gold: Tensor) -> float:
    scores = []
    for act in gold.unique():
        hit = int(((said == act) & (gold == act)).sum())
        scores.append(2 * hit / (int((said == act).sum()) + int((gold == act).sum())))
    return sum(scores) / len(scores)

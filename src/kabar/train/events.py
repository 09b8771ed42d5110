"""The head that says which event a word names, fitted on the sentence layer once the encoder is trained.

Its labels are silver: the English pack's table of triggers. Below the top layers a word lies near its translations,
which carries the labels to other languages.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from kabar.codes.crosswalk import load_crosswalk
from kabar.languages.pack import load_pack
from kabar.tagger.encoder import ROW, dequantise
from kabar.tagger.labels import EVENTS
from kabar.train.network import Network
from kabar.train.windows import IGNORE, Article, Labeller

ROUNDS, RATE, DECAY = 300, 0.02, 1e-3
# Of the words that name no event, the share that is trained on; the head's bias makes up for the others.
NEGATIVES = 0.06


def labelled(article: Article) -> Article:
    """The article with the triggers that the English table finds in it."""
    pack, crosswalk = load_pack("en"), load_crosswalk()
    triggers = []
    for match in pack.pattern("events").finditer(article.text):
        code = pack.row("events", match.group())["cameo"]
        event = crosswalk[code].plover if code in crosswalk else code
        if event in EVENTS:
            triggers.append((match.span(), event))
    return replace(article, triggers=triggers)


def fit_events(
    network: Network, articles: list[Article], dev: list[Article], tokenizer: Tokenizer, folder: Path
) -> str:
    """Fit `network.events` in place; a line with its dev scores against the same table."""
    rows = np.fromfile(folder / "words.q4", dtype=np.uint8).reshape(-1, ROW)
    labeller = Labeller(tokenizer)
    x, y = _words(network, articles, labeller, rows, NEGATIVES)
    head = torch.nn.Linear(x.shape[1], len(EVENTS))
    optim = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(ROUNDS):
        optim.zero_grad()
        functional.cross_entropy(head(x), y).backward()
        optim.step()
    with torch.no_grad():
        head.bias[0] += math.log(1 / NEGATIVES)
        network.events.load_state_dict(head.state_dict())
        dev_x, dev_y = _words(network, dev, labeller, rows, 1.0)
        said = head(dev_x).argmax(-1)
    hit = int(((said == dev_y) & (dev_y > 0)).sum())
    precision, recall = hit / max(int((said > 0).sum()), 1), hit / max(int((dev_y > 0).sum()), 1)
    return f"events: pieces P {precision:.3f} R {recall:.3f}"


def _words(
    network: Network, articles: list[Article], labeller: Labeller,
    rows: np.ndarray[tuple[int, int], np.dtype[np.uint8]], share: float,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Vectors and labels of all pieces of triggers and of a share of the others."""
    network.eval().cpu()
    chance = np.random.default_rng(7)
    vectors, events = [], []
    for article in articles:
        for window in labeller.windows(labelled(article), None):
            known = window.events != IGNORE
            chosen = np.flatnonzero(known & ((window.events > 0) | (chance.random(len(known)) < share)))
            with torch.no_grad():
                below = network.at_layer(torch.from_numpy(dequantise(rows[window.ids]))[None])[0]
            vectors.append(below[chosen])
            events.append(torch.from_numpy(window.events[chosen]))
    return torch.cat(vectors), torch.cat(events)

"""Training data -> windows of pieces with their labels."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from kabar.tagger.labels import ACTS, ENTITIES, ROLES
from kabar.train.augment import Span, augmented, edited

START, END = 0, 2
WINDOW = 384
IGNORE = -100
NAMED = {"PER": "person", "PERSON": "person", "PPL": "person", "ORG": "organisation", "ORGANISATION": "organisation",
         "IND": "organisation", "LOC": "place", "PLACE": "place", "PLC": "place"}  # fmt: skip
UNSPACED = re.compile(r" (?=[,.;:!?)\]%])|(?<=[(\[]) ")


@dataclass
class Window:
    """Pieces with the labels of each head; IGNORE where a head has nothing to learn."""

    ids: list[int]
    roles: np.ndarray[Any, np.dtype[np.int64]]
    entities: np.ndarray[Any, np.dtype[np.int64]]
    acts: np.ndarray[Any, np.dtype[np.int64]]
    to_cue: np.ndarray[Any, np.dtype[np.int64]]
    to_source: np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class Article:
    """A text with spans: three lists an attribution, or named entities."""

    text: str
    attributions: list[list[list[Span]]] = field(default_factory=list)
    entities: list[tuple[Span, str]] = field(default_factory=list)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_attributions(path: Path) -> list[Article]:
    """Articles with attributions."""
    return [
        Article(
            row["text"],
            [[[(int(s), int(e)) for s, e in a[r] or []] for r in ROLES] for a in row["attributions"]],
        )
        for row in read_lines(path)
    ]


def read_entities(path: Path, chance: random.Random) -> list[Article]:
    """Sentences with entities, joined into articles of some eight sentences."""
    made, group = [], []
    for row in read_lines(path):
        text, spans = row["text"], [tuple(e["span"]) for e in row["entities"]]
        if row.get("tokenised") and chance.random() < 0.8:
            text, spans = edited(text, spans, [(m.start(), m.end(), "") for m in UNSPACED.finditer(text)])
        group.append((text, spans, [e["label"] for e in row["entities"]]))
        if len(group) == 8:
            made.append(_joined(group, chance))
            group = []
    return made


def _joined(group: list[tuple[str, list[Span], list[str]]], chance: random.Random) -> Article:
    text, entities = "", []
    for sentence, spans, labels in group:
        text += ("\n" if chance.random() < 0.4 else " ") if text else ""
        entities += [
            ((s + len(text), e + len(text)), label) for (s, e), label in zip(spans, labels, strict=True)
        ]
        text += sentence
    return Article(text, entities=entities)


def _act_words() -> dict[str, str]:
    """English cue words -> the act, from `acts.tsv`: silver labels, carried to other languages by the encoder."""
    rows = (Path(__file__).parent / "acts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {word: act for word, act in (row.split("\t") for row in rows)}


class Labeller:
    """Cuts articles into windows of whole paragraphs and labels their pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.acts = _act_words()

    def windows(self, article: Article, chance: random.Random | None) -> Iterator[Window]:
        """The article's windows; with `chance` it is augmented, and windows begin at a random paragraph."""
        text = article.text
        flat = [s for a in article.attributions for part in a for s in part] + [
            s for s, _ in article.entities
        ]
        if chance and article.attributions:
            text, flat = augmented(text, flat, chance)
        spans = iter(flat)
        attributions = [[[next(spans) for _ in part] for part in a] for a in article.attributions]
        entities = [(next(spans), label) for _, label in article.entities]
        label = self._attribution_labels if article.attributions else self._entity_labels
        room = WINDOW - (chance.randrange(120) if chance else 0)
        ids: list[int] = [START]
        offsets: list[Span] = [(-1, -1)]
        for piece_ids, piece_offsets in self._paragraphs(text):
            if len(ids) + len(piece_ids) + 1 > room and len(ids) > 1:
                yield label(text, ids, offsets, attributions, entities)
                ids, offsets = [START], [(-1, -1)]
                room = WINDOW
            ids += [*piece_ids[: WINDOW - 2], END]
            offsets += [*piece_offsets[: WINDOW - 2], (-1, -1)]
        if len(ids) > 1:
            yield label(text, ids, offsets, attributions, entities)

    def _paragraphs(self, text: str) -> Iterator[tuple[list[int], list[Span]]]:
        for match in re.finditer(r"[^\n]+", text):
            encoding = self.tokenizer.encode(match.group())
            if encoding.ids:
                yield encoding.ids, [(s + match.start(), e + match.start()) for s, e in encoding.offsets]

    def _attribution_labels(
        self, text: str, ids: list[int], offsets: list[Span], attributions: list[list[list[Span]]],
        entities: list[tuple[Span, str]],
    ) -> Window:  # fmt: skip
        window = _blank(ids)
        window.roles[:] = 0
        window.roles[[i for i, o in enumerate(offsets) if o[0] < 0]] = IGNORE
        inside = _Inside(offsets)
        for parts in attributions:
            found = [[inside.pieces(span) for span in part] for part in parts]
            for role, pieces in enumerate(found):
                for run in pieces:
                    if run:
                        window.roles[run, role] = 2
                        window.roles[run[0], role] = 1
            source, cue, content = ([i for run in part for i in run] for part in found)
            window.to_cue[content] = cue[0] if cue else 0
            window.to_source[cue] = source[0] if source else 0
            act = self._act(text, parts[1])
            if act:
                window.acts[cue] = ACTS.index(act)
        return window

    def _act(self, text: str, cue: list[Span]) -> str | None:
        words = re.findall(r"\w+", " ".join(text[s:e] for s, e in cue).casefold())
        return next((self.acts[w] for w in reversed(words) if w in self.acts), None)

    def _entity_labels(
        self, text: str, ids: list[int], offsets: list[Span], attributions: list[list[list[Span]]],
        entities: list[tuple[Span, str]],
    ) -> Window:  # fmt: skip
        window = _blank(ids)
        window.entities[:] = 0
        inside = _Inside(offsets)
        for span, label in entities:
            run = inside.pieces(span)
            if run and label in NAMED:
                window.entities[run] = 2 + 2 * ENTITIES.index(NAMED[label])
                window.entities[run[0]] -= 1
            elif run:
                window.entities[run] = IGNORE
        return window


class _Inside:
    """Which pieces of a window lie in a span."""

    def __init__(self, offsets: list[Span]) -> None:
        self.offsets = offsets
        self.first = min((s for s, _ in offsets if s >= 0), default=0)
        self.last = max((e for _, e in offsets), default=0)

    def pieces(self, span: Span) -> list[int]:
        start, end = span
        if end <= self.first or start >= self.last:
            return []
        return [i for i, (s, e) in enumerate(self.offsets) if s < end and e > start and e > s]


def _blank(ids: list[int]) -> Window:
    n = len(ids)
    return Window(
        ids,
        np.full((n, 3), IGNORE),
        np.full(n, IGNORE),
        np.full(n, IGNORE),
        np.full(n, IGNORE),
        np.full(n, IGNORE),
    )


def endless(
    articles: list[Article],
    labeller: Labeller,
    chance: random.Random,
    weight: Callable[[Article], float] | None = None,
) -> Iterator[Window]:
    """Windows of all articles, epoch after epoch, in a new order and with new changes each time."""
    while True:
        order = list(range(len(articles)))
        chance.shuffle(order)
        pool: list[Window] = []
        for index in order:
            pool += labeller.windows(articles[index], chance)
            if len(pool) > 400:
                chance.shuffle(pool)
                yield from pool[:300]
                del pool[:300]
        chance.shuffle(pool)
        yield from pool

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

from kabar.tagger.labels import ACTS, ENTITIES, EVENTS, ROLES
from kabar.train.augment import Span, augmented, edited

START, END = 0, 2
WINDOW = 384
IGNORE = -100
Floats = np.ndarray[Any, np.dtype[np.float32]]
NAMED = {"PER": "person", "PERSON": "person", "PPL": "person", "ORG": "organisation", "ORGANISATION": "organisation",
         "IND": "organisation", "LOC": "place", "PLACE": "place", "PLC": "place"}  # fmt: skip
UNSPACED = re.compile(r" (?=[,.;:!?)\]%])|(?<=[(\[]) ")


@dataclass
class Window:
    """Pieces with the labels of each head; IGNORE where a head has nothing to learn.

    `meanings` are (first piece, last piece, vector) of whole lines.
    """

    ids: list[int]
    roles: np.ndarray[Any, np.dtype[np.int64]]
    entities: np.ndarray[Any, np.dtype[np.int64]]
    acts: np.ndarray[Any, np.dtype[np.int64]]
    events: np.ndarray[Any, np.dtype[np.int64]]
    to_cue: np.ndarray[Any, np.dtype[np.int64]]
    to_source: np.ndarray[Any, np.dtype[np.int64]]
    meanings: list[tuple[int, int, Floats]] = field(default_factory=list)


@dataclass
class Article:
    """A text with spans: three lists an attribution, named entities, event triggers; None where nobody looked for them.

    Nothing is learned from the stretches in `unsure`. `meanings` are lines with the vectors they should get. `acts` are those of
    the attributions where a person said them; without one the English cue words tell.
    """

    text: str
    attributions: list[list[list[Span]]] | None = None
    entities: list[tuple[Span, str]] | None = None
    triggers: list[tuple[Span, str]] | None = None
    unsure: list[Span] = field(default_factory=list)
    meanings: list[tuple[Span, Floats]] = field(default_factory=list)
    acts: list[str | None] | None = None


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_attributions(path: Path) -> list[Article]:
    """Articles with attributions; those that people reviewed (`kabar judge export`) have acts, and stretches nobody looked at."""
    return [
        Article(
            row["text"],
            [[[(int(s), int(e)) for s, e in a[r] or []] for r in ROLES] for a in row["attributions"]],
            unsure=[(int(s), int(e)) for s, e in row.get("unsure", ())],
            acts=[a.get("act") for a in row["attributions"]],
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
        if chance and article.attributions is not None:
            article = _changed(article, chance)
        room = WINDOW - (chance.randrange(120) if chance else 0)
        ids: list[int] = [START]
        offsets: list[Span] = [(-1, -1)]
        for piece_ids, piece_offsets in self._paragraphs(article.text):
            if len(ids) + len(piece_ids) + 1 > room and len(ids) > 1:
                yield self._labelled(article, ids, offsets)
                ids, offsets = [START], [(-1, -1)]
                room = WINDOW
            ids += [*piece_ids[: WINDOW - 2], END]
            offsets += [*piece_offsets[: WINDOW - 2], (-1, -1)]
        if len(ids) > 1:
            yield self._labelled(article, ids, offsets)

    def _paragraphs(self, text: str) -> Iterator[tuple[list[int], list[Span]]]:
        for match in re.finditer(r"[^\n]+", text):
            encoding = self.tokenizer.encode(match.group())
            if encoding.ids:
                yield encoding.ids, [(s + match.start(), e + match.start()) for s, e in encoding.offsets]

    def _labelled(self, article: Article, ids: list[int], offsets: list[Span]) -> Window:
        window = _blank(ids)
        inside = _Inside(offsets)
        if article.attributions is not None:
            self._label_attributions(window, article, inside)
        if article.entities is not None:
            _label_entities(window, article.entities, inside)
        if article.triggers is not None:
            window.events[:] = 0
            for span, event in article.triggers:
                window.events[inside.pieces(span)] = EVENTS.index(event)
            window.events[[i for i, o in enumerate(offsets) if o[0] < 0]] = IGNORE
        for span, vector in article.meanings:
            line = inside.pieces(span)
            if line:
                window.meanings.append((line[0], line[-1], vector))
        nowhere = [i for i, o in enumerate(offsets) if o[0] < 0]
        left_out = [i for span in article.unsure for i in inside.pieces(span)]
        window.roles[nowhere + left_out] = IGNORE
        for labels in (window.entities, window.acts, window.to_cue, window.to_source):
            labels[left_out] = IGNORE
        return window

    def _label_attributions(self, window: Window, article: Article, inside: _Inside) -> None:
        window.roles[:] = 0
        attributions = article.attributions or []
        for parts, told in zip(attributions, article.acts or [None] * len(attributions), strict=True):
            found = [[inside.pieces(span) for span in part] for part in parts]
            for role, pieces in enumerate(found):
                for run in pieces:
                    if run:
                        window.roles[run, role] = 2
                        window.roles[run[0], role] = 1
            source, cue, content = ([i for run in part for i in run] for part in found)
            window.to_cue[content] = cue[0] if cue else 0
            window.to_source[cue] = source[0] if source else 0
            act = told or self._act(article.text, parts[1])
            if act:
                window.acts[cue] = ACTS.index(act)

    def _act(self, text: str, cue: list[Span]) -> str | None:
        words = re.findall(r"\w+", " ".join(text[s:e] for s, e in cue).casefold())
        return next((self.acts[w] for w in reversed(words) if w in self.acts), None)


def _label_entities(window: Window, entities: list[tuple[Span, str]], inside: _Inside) -> None:
    window.entities[:] = 0
    for span, label in entities:
        run = inside.pieces(span)
        if run and label in NAMED:
            window.entities[run] = 2 + 2 * ENTITIES.index(NAMED[label])
            window.entities[run[0]] -= 1
        elif run:
            window.entities[run] = IGNORE


def _changed(article: Article, chance: random.Random) -> Article:
    """The article after a random draw of changes, its spans carried along."""
    attributions, entities = article.attributions or [], article.entities
    flat = [s for a in attributions for part in a for s in part]
    flat += [s for s, _ in entities or []] + [s for s, _ in article.meanings] + article.unsure
    text, moved = augmented(article.text, flat, chance)
    spans = iter(moved)
    return Article(
        text,
        [[[next(spans) for _ in part] for part in a] for a in attributions],
        None if entities is None else [(next(spans), label) for _, label in entities],
        meanings=[(next(spans), vector) for _, vector in article.meanings],
        unsure=list(spans),
        acts=article.acts,
    )


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
    entities, acts, events, to_cue, to_source = (np.full(n, IGNORE) for _ in range(5))
    return Window(ids, np.full((n, 3), IGNORE), entities, acts, events, to_cue, to_source)


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

"""Silver data in other languages: what the model reads in English, carried over to the aligned translations.

Words of two aligned lines are joined where each is the other's nearest, by the cosine of a middle layer of the base
encoder (mutual argmax). A span goes to the stretch of the translation that holds most of its partners and least
of the others'. A line whose spans do not all come over is left out of the training, not guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kabar.languages.pack import load_pack
from kabar.languages.script import within_word
from kabar.tagger.attribution import tag_attributions
from kabar.tagger.decode import entity_spans, words_of
from kabar.tagger.encoder import ROW, Encoder, dequantise
from kabar.text.document import Document, Piece
from kabar.train.augment import Span
from kabar.train.network import Network
from kabar.train.windows import Article, read_lines

# Articles from here on, in the order of their identifiers, are trained on; those before measure (bench languages).
FIRST_TRAINED = 20
ALIGNING_LAYER = 7
# What a piece in the stretch counts: a partner of the span's, of another word's, of none.
INSIDE, OTHERS, NONE = 1.0, -1.2, -0.15
# Of a span's pieces that have a partner at all, the share that the stretch must hold.
HELD = 0.6
SURE_NAME = 0.85
# Spans of more pieces than this run to the mark that closes them.
LONG = 6
KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC"}
EDGES = " \u00a0,;:.،。，"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Line:
    """One line: its pieces' places in the article, their vectors at the aligning layer, the top layer's mean."""

    start: int
    end: int
    pieces: list[Span]
    vectors: Floats
    meaning: Floats


@dataclass(frozen=True)
class Reading:
    """The English reading: attributions as lists of spans by role, and named entities."""

    attributions: list[list[list[Span]]]
    entities: list[tuple[Span, str]]


class Aligner:
    """Vectors of lines from the base encoder, before any training."""

    def __init__(self, base: Network, tokenizer: Tokenizer, rows: bytes) -> None:
        self.base, self.tokenizer = base.eval(), tokenizer
        self.rows = np.frombuffer(rows, dtype=np.uint8).reshape(-1, ROW)

    def line(self, text: str, start: int, end: int) -> Line:
        """The line `text[start:end]` read alone."""
        encoding = self.tokenizer.encode(text[start:end])
        ids = [0, *encoding.ids[:500], 2]
        with torch.no_grad():
            words = torch.from_numpy(dequantise(self.rows[ids]))[None]
            vectors = self.base.at_layer(words, ALIGNING_LAYER)
            meaning = self.base.at_layer(vectors, len(self.base.layers), ALIGNING_LAYER).mean(dim=1)[0]
        pieces = [(s + start, e + start) for s, e in encoding.offsets[:500]]
        return Line(start, end, pieces, vectors[0, 1:-1].numpy(), meaning.numpy())


def partners(a: Line, b: Line) -> list[tuple[int, int]]:
    """Pieces of two lines that are each other's nearest."""
    if not a.pieces or not b.pieces:
        return []
    near = _unit(a.vectors) @ _unit(b.vectors).T
    forth, back = near.argmax(axis=1), near.argmax(axis=0)
    return [(i, int(j)) for i, j in enumerate(forth) if back[j] == i]


def _unit(vectors: Floats) -> Floats:
    centred = vectors - vectors.mean(axis=0)
    return np.asarray(centred / (np.linalg.norm(centred, axis=1, keepdims=True) + 1e-6), dtype=np.float32)


def carried(span: Span, text: str, here: Line, there: Line, pairs: list[tuple[int, int]]) -> Span | None:
    """The stretch of `there` that stands for `span` of `here`, in whole words of `text`; None when too little came."""
    inside = {i for i, (s, e) in enumerate(here.pieces) if s < span[1] and e > span[0]}
    worth = np.full(len(there.pieces), NONE)
    for i, j in pairs:
        worth[j] = INSIDE if i in inside else OTHERS
    wanted = sum(1 for i, _ in pairs if i in inside)
    if not wanted:
        return None
    first, last = _best_stretch(worth)
    if (worth[first : last + 1] == INSIDE).sum() < HELD * wanted:
        return None
    if len(inside) > LONG:
        last = _to_the_mark(text, there, worth, last)
    return _whole_words(text, there.pieces[first][0], there.pieces[last][1], there)


def _to_the_mark(text: str, line: Line, worth: NDArray[np.float64], last: int) -> int:
    """On to the next mark of punctuation, when no other word's partner stands before it."""
    for at in range(last + 1, len(line.pieces)):
        if worth[at] == OTHERS or at - last > LONG:
            return last
        if not any(c.isalnum() for c in text[slice(*line.pieces[at])]):
            return at - 1
    return len(line.pieces) - 1


def _best_stretch(worth: NDArray[np.float64]) -> tuple[int, int]:
    """First and last index of the stretch with the greatest sum (Kadane's method).

    >>> _best_stretch(np.array([-1.0, 2.0, -0.5, 1.0, -3.0]))
    (1, 3)
    """
    best, found, total, start = -np.inf, (0, 0), 0.0, 0
    for at, value in enumerate(worth):
        if total <= 0:
            total, start = 0.0, at
        total += value
        if total > best:
            best, found = total, (start, at)
    return found


def _whole_words(text: str, start: int, end: int, line: Line) -> Span | None:
    while start > line.start and within_word(text[start - 1], text[start]):
        start -= 1
    while end < line.end and within_word(text[end - 1], text[end]):
        end += 1
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return (start, end) if start < end else None


def silver(path: Path, folder: Path, aligner: Aligner, say: Callable[[str], None]) -> list[Article]:
    """Articles of the aligned set at `path` with labels read by the model in `folder` and carried over."""
    rows: dict[str, dict[str, Any]] = {}
    for row in read_lines(path):
        rows.setdefault(row["id"], {})[row["lang"]] = row
    encoder, made = Encoder(folder), []
    languages: dict[str, list[tuple[Article, list[Line]]]] = {}
    for name in sorted(rows)[FIRST_TRAINED:]:
        english = rows[name].pop("en")
        reading = read_english(english["text"], encoder)
        lines = [aligner.line(english["text"], s, e) for s, e in english["sentences"]]
        languages.setdefault("en", []).append((Article(english["text"]), lines))
        for code, row in rows[name].items():
            others = [aligner.line(row["text"], s, e) for s, e in row["sentences"]]
            made.append(_article(reading, lines, row["text"], others))
            languages.setdefault(code, []).append((made[-1], others))
    _give_meanings(languages)
    labelled = sum(len(a.attributions or []) for a in made)
    say(
        f"silver: {len(made)} articles, {labelled} attributions, {sum(len(a.unsure) for a in made)} lines left out"
    )
    return made


def _give_meanings(languages: dict[str, list[tuple[Article, list[Line]]]]) -> None:
    """Each line's `meaning` label: its own base vector and the English one's, each less its language's mean."""
    centred = {}
    for code, group in languages.items():
        all_lines = np.stack([line.meaning for _, lines in group for line in lines])
        centred[code] = _unit(all_lines)
    for code, group in languages.items():
        wanted = iter(centred[code] + centred["en"])
        for article, lines in group:
            article.meanings = [((line.start, line.end), next(wanted)) for line in lines]


def read_english(text: str, encoder: Encoder) -> Reading:
    """What the model reads in an English text, as training labels."""
    doc = Document(text, load_pack("en"))
    scores = encoder.read(text)

    def spans(piece: Piece | None) -> list[Span]:
        return [(piece.start, piece.end)] if piece else []

    attributions = [
        [spans(a.source), spans(a.cue), [(c.start, c.end) for c in a.contents]]
        for a in tag_attributions(doc, scores, [])
    ]
    named = entity_spans(scores, words_of(doc, scores))
    names = [t for t in named if text[t.piece.start].isupper() and t.sure > SURE_NAME]
    return Reading(attributions, [((t.piece.start, t.piece.end), KINDS[t.label]) for t in names])


def _article(reading: Reading, lines: list[Line], text: str, others: list[Line]) -> Article:
    pairs = [partners(a, b) for a, b in zip(lines, others, strict=True)]
    unsure: set[int] = set()

    def over(span: Span) -> Iterator[Span]:
        for number, line in enumerate(lines):
            start, end = max(span[0], line.start), min(span[1], line.end)
            if start >= end:
                continue
            found = carried((start, end), text, line, others[number], pairs[number])
            if found:
                yield found
            else:
                unsure.add(number)

    attributions = [
        [[s for span in part for s in over(span)] for part in parts] for parts in reading.attributions
    ]
    entities = [(s, label) for span, label in reading.entities for s in over(span)]
    left_out = [(others[n].start, others[n].end) for n in sorted(unsure)]
    left_out += [s for source, cue, _ in attributions for s in cue if _meets(s, source)]
    whole = [a for a in attributions if not any(_meets(s, left_out) for part in a for s in part)]
    kept = [(s, label) for s, label in entities if not _meets(s, left_out)]
    return Article(text, attributions=whole, entities=kept, unsure=left_out)


def _meets(span: Span, lines: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in lines)

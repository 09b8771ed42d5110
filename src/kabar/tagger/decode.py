"""Scores of pieces -> spans of whole words: the best sequence under a few hard rules.

No span goes over a line's end, a word is never cut, and opening a span costs something, so that spans come out whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kabar.languages.script import within_word, written_without_spaces
from kabar.tagger.encoder import Floats, Ints, Scores
from kabar.tagger.labels import ENTITIES
from kabar.text.document import Document, Piece

# Costs of opening a span, and of opening one right after another, by role; chosen on PolNeAR's dev half.
OPENING = np.array([0.5, -0.25, 1.25], dtype=np.float32)
AFTER_ANOTHER = np.array([2.0, 2.0, 2.0], dtype=np.float32)
# What a word outside costs: a source's span is drawn rather long than short, since a cut name is another name.
OUTSIDE = np.array([2.0, 0.0, 0.0], dtype=np.float32)
QUOTED = 2.0
QUOTED_WORDS = 4
# What it costs a content outside quotation marks to go on into the next sentence.
ACROSS = 2.0


@dataclass(frozen=True)
class Tagged:
    """A span that a head found; `first` and `last` are its pieces, `line` its paragraph, `sure` the mean probability."""

    piece: Piece
    first: int
    last: int
    line: int
    sure: float
    label: str = ""


@dataclass(frozen=True)
class Words:
    """Words as runs of pieces: `first` [n] and `last` [n] pieces of each, `line` [n] the paragraph it stands in."""

    first: Ints
    last: Ints
    line: Ints


def words_of(doc: Document, scores: Scores) -> Words:
    """Pieces joined to words; in scripts without spaces each piece is a word."""
    text = doc.text
    opens = [
        i == 0
        or start == 0
        or not within_word(text[start - 1], text[start])
        or written_without_spaces(text[start])
        for i, start in enumerate(scores.starts.tolist())
    ]
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(opens)) - 1 if len(first) else first
    paragraphs = np.array([p.start for p in doc.paragraphs], dtype=np.int64)
    line = np.searchsorted(paragraphs, scores.starts[first], side="right")
    return Words(first, last, line)


def role_spans(doc: Document, scores: Scores, words: Words) -> list[list[Tagged]]:
    """Spans of sources, cues and contents, each in text order."""
    if not len(words.first):
        return [[], [], []]
    logs = _log_softmax(scores.roles.reshape(-1, 3, 3))
    chances = np.exp(logs)
    emitted = _by_word(logs, words)
    quoted = _quoted(doc, scores, words)
    emitted[:, :, 0] -= OUTSIDE
    emitted[quoted, 2, 0] -= QUOTED
    emitted[_openings(doc, scores, words) & ~quoted, 2, 2] -= ACROSS
    found = []
    for role in range(3):
        tags = best_tags(emitted[:, role], words.line, float(OPENING[role]), float(AFTER_ANOTHER[role]))
        found.append(_spans(tags, 1 - chances[:, role, 0], scores, words))
    return found


def entity_spans(scores: Scores, words: Words) -> list[Tagged]:
    """People, organisations and places, in text order; each word takes the tag of its first piece."""
    if not len(words.first):
        return []
    logs = _log_softmax(scores.entities)
    found = []
    for number, kind in enumerate(ENTITIES):
        begin, inside = logs[:, 1 + 2 * number], logs[:, 2 + 2 * number]
        other = np.log(np.maximum(1 - np.exp(begin) - np.exp(inside), 1e-6))
        emitted = np.stack([other, begin, inside], axis=-1)[words.first]
        tags = best_tags(emitted, words.line, 0.0, 0.0)
        sure = np.exp(begin) + np.exp(inside)
        found += [replace(t, label=kind) for t in _spans(tags, sure, scores, words)]
    return _apart(found)


def _apart(found: list[Tagged]) -> list[Tagged]:
    """Where two kinds claim the same words the surer one stays."""
    kept: list[Tagged] = []
    for one in sorted(found, key=lambda t: -t.sure):
        if all(one.piece.end <= k.piece.start or k.piece.end <= one.piece.start for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda t: t.piece)


def best_tags(emitted: Floats, line: Ints, opening: float, after: float) -> NDArray[np.int8]:
    """The best tags (0 out, 1 begins, 2 inside) of each word, by Viterbi, all lines at once.

    emitted: [words, 3] log probabilities; line: [words] ascending. Inside only follows begins or inside.
    """
    starts = np.flatnonzero(np.append(True, np.diff(line) > 0))
    lengths = np.diff(np.append(starts, len(line)))
    cost = np.zeros((3, 3), dtype=np.float32)
    cost[:, 1] = -opening
    cost[1:, 1] = -after
    cost[0, 2] = -np.inf
    best = np.full((len(starts), 3), -np.inf, dtype=np.float32)
    best[:, 0] = 0.0
    back = np.zeros((int(lengths.max()), len(starts), 3), dtype=np.int8)
    for step in range(len(back)):
        live = lengths > step
        paths = best[live][:, :, None] + cost
        back[step, live] = paths.argmax(axis=1)
        best[live] = paths.max(axis=1) + emitted[starts[live] + step]
    tags = np.zeros(len(line), dtype=np.int8)
    now = best.argmax(axis=1)
    for step in range(len(back) - 1, -1, -1):
        live = lengths > step
        tags[starts[live] + step] = now[live]
        now[live] = back[step, live, now[live]]
    return tags


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def _by_word(logs: Floats, words: Words) -> Floats:
    """[words, roles, 3]: the mean over a word's pieces; a word that begins goes on inside."""
    inside = logs.copy()
    inside[:, :, 1] = logs[:, :, 2]
    inside[words.first, :, 1] = logs[words.first, :, 1]
    sums = np.add.reduceat(inside, words.first, axis=0)
    count = (words.last - words.first + 1)[:, None, None]
    return np.asarray(sums / count, dtype=np.float32)


def _quoted(doc: Document, scores: Scores, words: Words) -> NDArray[np.bool_]:
    """Which words stand in a quotation of at least four words."""
    starts = scores.starts[words.first]
    inside = np.zeros(len(starts), dtype=bool)
    for quotation in doc.quotations:
        a, b = np.searchsorted(starts, [quotation.start, quotation.end])
        if b - a >= QUOTED_WORDS:
            inside[a:b] = True
    return inside


def _openings(doc: Document, scores: Scores, words: Words) -> NDArray[np.bool_]:
    """Which words open a sentence."""
    opens = np.zeros(len(words.first), dtype=bool)
    starts = np.searchsorted(scores.starts[words.first], [s.start for s in doc.sentences])
    opens[starts[starts < len(opens)]] = True
    return opens


def _spans(tags: NDArray[np.int8], sure: Floats, scores: Scores, words: Words) -> list[Tagged]:
    found = []
    at = 0
    while at < len(tags):
        if tags[at] == 0:
            at += 1
            continue
        end = at + 1
        while end < len(tags) and tags[end] == 2:
            end += 1
        first, last = int(words.first[at]), int(words.last[end - 1])
        piece = Piece(int(scores.starts[first]), int(scores.ends[last]))
        found.append(Tagged(piece, first, last, int(words.line[at]), float(sure[first : last + 1].mean())))
        at = end
    return found

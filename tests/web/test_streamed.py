"""A file that is sent while it is written."""

from __future__ import annotations

import threading
import time
from typing import BinaryIO

import pytest
from starlette.exceptions import HTTPException

from kabar.errors import KabarError
from kabar.web.streamed import AHEAD, CHUNK, Writers


def many(out: BinaryIO) -> None:
    for n in range(1_000):
        out.write(bytes([n % 256]) * 1_000)


def test_all_that_is_written_arrives_in_order() -> None:
    expected = b"".join(bytes([n % 256]) * 1_000 for n in range(1_000))
    assert b"".join(Writers().stream(many)) == expected


def test_the_writer_waits_for_its_reader() -> None:
    written = [0]

    def endless(out: BinaryIO) -> None:
        while True:
            written[0] += out.write(b"x" * CHUNK)

    reader = Writers().stream(endless)
    next(reader)
    time.sleep(0.2)
    assert written[0] <= (AHEAD + 3) * CHUNK
    reader.close()  # type: ignore[attr-defined]


def test_a_reader_who_leaves_ends_the_writer_and_makes_room() -> None:
    ended = threading.Event()

    def endless(out: BinaryIO) -> None:
        try:
            while True:
                out.write(b"x" * CHUNK)
        finally:
            ended.set()

    writers = Writers(at_once=1)
    reader = writers.stream(endless)
    next(reader)
    with pytest.raises(HTTPException) as refused:
        writers.stream(many)
    assert refused.value.status_code == 503
    reader.close()  # type: ignore[attr-defined]
    assert ended.wait(5)
    time.sleep(0.05)
    assert b"".join(writers.stream(many))


def test_what_goes_wrong_before_anything_is_written_is_raised_at_once() -> None:
    def refuses(_out: BinaryIO) -> None:
        raise KabarError("there is nothing to write")

    writers = Writers(at_once=1)
    for _ in range(3):
        with pytest.raises(KabarError, match="nothing to write"):
            writers.stream(refuses)
        time.sleep(0.05)


def test_what_goes_wrong_later_breaks_the_file_off() -> None:
    def breaks(out: BinaryIO) -> None:
        out.write(b"x" * CHUNK)
        raise KabarError("the disk is gone")

    reader = Writers().stream(breaks)
    assert next(reader)
    with pytest.raises(KabarError, match="disk is gone"):
        list(reader)


def test_a_file_of_nothing_is_a_file() -> None:
    assert b"".join(Writers().stream(lambda _out: None)) == b""

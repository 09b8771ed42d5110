"""A file that is sent while it is written: its writer is never more than a megabyte ahead of its reader."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, cast

from starlette.exceptions import HTTPException

CHUNK = 65_536
AHEAD = 16
# Seconds that a writer waits for a reader who takes nothing.
PATIENCE = 60.0
AT_ONCE = 4

Write = Callable[[BinaryIO], None]


class LeftError(OSError):
    """Nobody takes the file any more."""


class Pipe(io.RawIOBase):
    """The writer's end: what is written goes to the reader in chunks; it can't be read or searched."""

    def __init__(self) -> None:
        self._chunks: queue.Queue[bytes | BaseException | None] = queue.Queue(AHEAD)
        self._waiting = bytearray()
        self._length = 0
        self._left = threading.Event()

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._length

    def write(self, data: Any) -> int:
        given = bytes(data)
        self._waiting += given
        self._length += len(given)
        if len(self._waiting) >= CHUNK:
            self._send(bytes(self._waiting))
            self._waiting.clear()
        return len(given)

    def end(self, error: BaseException | None = None) -> None:
        """No more is written: all was, or this went wrong."""
        if self._waiting and error is None:
            self._send(bytes(self._waiting))
        self._send(error)

    def _send(self, item: bytes | BaseException | None) -> None:
        try:
            if self._left.is_set():
                raise LeftError
            self._chunks.put(item, timeout=PATIENCE)
        except queue.Full:
            raise LeftError from None

    def chunks(self) -> Iterator[bytes]:
        """The reader's end. Raises what the writer raised."""
        try:
            while True:
                item = self._chunks.get()
                if item is None:
                    return
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            self._left.set()
            # A writer that waits for room finds it, and then that nobody is there.
            while not self._chunks.empty():
                self._chunks.get_nowait()


class Writers:
    """Files that are being written; no more than so many at once, so that the pages stay quick."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._room = threading.BoundedSemaphore(at_once)

    def stream(self, write: Write) -> Iterator[bytes]:
        """The file that `write` writes in a thread of its own, from its first chunk on.

        Raises what it raises before anything is written, and HTTPException 503 where too many are written at the time.
        """
        if not self._room.acquire(blocking=False):
            told = "too many files are being written: try again when one of them is done"
            raise HTTPException(503, told, {"Retry-After": "10"})
        pipe = Pipe()

        def work() -> None:
            try:
                write(cast(BinaryIO, pipe))
                pipe.end()
            except LeftError:
                pass
            except BaseException as error:
                with suppress(LeftError):
                    pipe.end(error)
            finally:
                self._room.release()

        threading.Thread(target=work, name="export", daemon=True).start()
        chunks = pipe.chunks()
        first = next(chunks, b"")

        def all_of_it() -> Iterator[bytes]:
            try:
                yield first
                yield from chunks
            finally:
                chunks.close()  # type: ignore[attr-defined]

        return all_of_it()

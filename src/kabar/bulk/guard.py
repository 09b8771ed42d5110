"""A process that reads, watched: one that dies, hangs or runs out of memory costs the article that did it, and nothing else.

The article is tried once more in a fresh process, then set aside with the reason.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, cast

import msgspec

from kabar.bulk.child import Answer, Asked, seconds_to_read, send
from kabar.bulk.units import Raw
from kabar.errors import KabarError
from kabar.intake.article import Given

TRIES = 2
# Seconds that a process has to load model and tables, on a machine that does much else.
STARTING = 300.0
COMMAND = (sys.executable, "-m", "kabar.bulk.child")


@dataclass(frozen=True)
class Limits:
    """What one article may cost: `seconds` to take it in, and as many and a thousandth for each of its characters to read
    it; `memory` in bytes of the whole process, 0 for no limit."""

    seconds: float = 120.0
    memory: int = 4_000_000_000

    def reading(self, characters: int) -> float:
        """Seconds to read an article."""
        return seconds_to_read(self.seconds, characters)


class StoppedError(Exception):
    """Reading was given up from outside."""


class _DiedError(Exception):
    """The process is gone, with the reason."""


class Guard:
    """Reads records one after the other. Started at the first one; to be closed."""

    def __init__(self, given: Given, limits: Limits, command: tuple[str, ...] = COMMAND) -> None:
        self.given, self.limits, self.command = given, limits, command
        self._process: subprocess.Popen[bytes] | None = None
        self._held = b""
        self._stopping = False

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raw: Raw) -> Answer:
        """What was read in a record, or why nothing was. Raises KabarError where no process can be started."""
        reason = ""
        for _ in range(TRIES):
            try:
                return self._ask(raw)
            except _DiedError as died:
                if self._stopping:
                    raise StoppedError from None
                reason = str(died)
                self.close()
        return Answer("refused", reason=f"{raw.where}: its reader {reason}, twice: look at it by itself")

    def stop(self) -> None:
        """Give up, called from another thread: `read` raises StoppedError from now on."""
        self._stopping = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process, self._held = self._process, None, b""
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                cast(BinaryIO, stream).close()
        process.wait()

    def _ask(self, raw: Raw) -> Answer:
        process = self._process or self._started()
        try:
            send(cast(BinaryIO, process.stdin), Asked(raw, self.given))
        except OSError:
            raise _DiedError(self._reason(process)) from None
        answer = self._answer(process, self.limits.seconds, "to take it in")
        if answer.said == "taken":
            seconds = self.limits.reading(answer.characters)
            answer = self._answer(process, seconds, f"to read {answer.characters:,} characters")
        if answer.said == "no-memory":
            raise _DiedError(self._out_of_memory())
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        command = [*self.command, str(self.limits.memory), str(self.limits.seconds)]
        # In a group of its own: Ctrl-C is for the command, which ends it.
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0, env=_environment()
        )
        self._process = process
        if self._stopping:
            raise StoppedError
        try:
            answer = self._answer(process, STARTING, "to load")
        except _DiedError as died:
            self.close()
            raise KabarError(
                f"the reader {died} before it was ready: run `kabar bulk` with more --memory"
            ) from None
        if answer.said != "ready":
            self.close()
            raise KabarError(f"the reader can't start: {answer.reason}")
        return process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float, what: str) -> Answer:
        """The next frame. Raises _DiedError where none comes in time, or none at all."""
        out = cast(BinaryIO, process.stdout).fileno()
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(out, selectors.EVENT_READ)
            while True:
                length = int.from_bytes(self._held[:4], "little") + 4
                if len(self._held) >= max(4, length):
                    frame, self._held = self._held[4:length], self._held[length:]
                    return msgspec.msgpack.decode(frame, type=Answer)
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise _DiedError(f"took more than {seconds:,.0f} seconds {what}")
                data = os.read(out, 1 << 20)
                if not data:
                    raise _DiedError(self._reason(process))
                self._held += data

    def _reason(self, process: subprocess.Popen[bytes]) -> str:
        code = process.wait()
        if code == -signal.SIGABRT:
            return self._out_of_memory()  # so C++ ends where it gets none
        if code < 0:
            return f"was ended by signal {-code} ({signal.Signals(-code).name})"
        return f"ended with status {code}"

    def _out_of_memory(self) -> str:
        most = f"more than {self.limits.memory / 1e9:,.1f} GB" if self.limits.memory else "more than there is"
        return f"needed {most} of memory"


def _environment() -> dict[str, str]:
    """One thread, and the modules that this process has: an engine may have put them elsewhere."""
    path = os.pathsep.join(p for p in sys.path if p)
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

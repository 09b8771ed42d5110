"""How far a run has come, in a line: units, articles a second, refused, time left, cost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO

from kabar.bulk.work import Done
from kabar.errors import KabarError

# Seconds between two lines where the output is no terminal.
EVERY = 30.0


@dataclass(frozen=True)
class Price:
    """What a core costs for an hour, in a currency that the user names."""

    amount: float
    currency: str

    @classmethod
    def parse(cls, text: str) -> Price:
        """A price as "0.04 EUR". Raises KabarError for anything else."""
        amount, _, currency = text.strip().partition(" ")
        try:
            return cls(float(amount), currency.strip())
        except ValueError:
            raise KabarError(f"'{text}' is no price: write a number and a currency, as '0.04 EUR'") from None

    def of(self, seconds: float, cores: int) -> str:
        """What so many cores cost for so long."""
        return f"{self.amount * cores * seconds / 3600:.2f} {self.currency}".strip()


class Meter:
    """Counts what is done of an input of `size` bytes, `before` of them by earlier runs."""

    def __init__(
        self, size: int, workers: int, price: Price | None, out: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.size, self.workers, self.price = size, workers, price
        self.units = self.articles = self.refused = self.written = self.known = 0
        self.failed: list[str] = []
        self._out, self._clock = out or sys.stderr, clock
        self._began = self._told = clock()
        self._before = self._through = 0

    def pass_over(self, size: int) -> None:
        """A unit that an earlier run committed."""
        self.known += 1
        self._before += size

    def add(self, done: Done) -> None:
        """A unit that was committed now, or failed."""
        self._through += done.size
        if done.failed:
            self.failed.append(done.failed)
        else:
            self.units += 1
            self.articles += done.articles
            self.refused += done.refused
            self.written += done.written
        self._show()

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return self._clock() - self._began

    def line(self) -> str:
        """How far it has come."""
        seconds = max(self.seconds, 1e-9)
        parts = [
            f"{self.units} units", f"{self.articles:,} articles", f"{self.articles / seconds:.2f}/s",
            f"{self.refused} refused",
        ]  # fmt: skip
        if self.failed:
            parts.append(f"{len(self.failed)} failed")
        left = self._left(seconds)
        if left is not None:
            parts.append(f"{_span(left)} left")
        if self.price:
            whole = f" of {self.price.of(seconds + left, self.workers)}" if left is not None else ""
            parts.append(self.price.of(seconds, self.workers) + whole)
        return ", ".join(parts)

    def _left(self, seconds: float) -> float | None:
        """Seconds to go, by the bytes of the input gone through in this run."""
        rest = self.size - self._before - self._through
        return seconds * rest / self._through if self._through and rest >= 0 else None

    def _show(self) -> None:
        terminal = self._out.isatty()
        if terminal:
            print(f"\r{self.line()}\033[K", end="", file=self._out, flush=True)
        elif self._clock() - self._told >= EVERY:
            self._told = self._clock()
            print(self.line(), file=self._out, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self._out.isatty():
            print("\r\033[K", end="", file=self._out, flush=True)

    def summary(self, engine: str) -> dict[str, Any]:
        """What the run did, for `_summary.json`."""
        seconds = self.seconds
        return {
            "engine": engine, "workers": self.workers, "seconds": round(seconds, 3), "units": self.units,
            "units_known": self.known, "articles": self.articles, "refused": self.refused, "failed": self.failed,
            "bytes_written": self.written, "articles_per_second": round(self.articles / max(seconds, 1e-9), 3),
            "cost": self.price.of(seconds, self.workers) if self.price else None,
        }  # fmt: skip


def _span(seconds: float) -> str:
    """A time in two units.

    >>> _span(59), _span(3700), _span(200_000)
    ('59s', '1h 1m', '2d 7h')
    """
    rest = int(seconds)
    parts: list[str] = []
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")):
        if rest >= size or (parts and len(parts) < 2) or (size == 1 and not parts):
            parts.append(f"{rest // size}{name}")
            rest %= size
        if len(parts) == 2:
            break
    return " ".join(parts)

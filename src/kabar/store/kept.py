"""Answers that take long, kept in memory until the archive changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from kabar.store.database import Database

Value = TypeVar("Value")
MOST = 128
# While an archive changes all the time, what took longer than SLOW seconds is asked again only after REST times as long:
# answering it costs at most a twentieth of the time, and it is that much behind.
SLOW, REST = 0.1, 20


@dataclass(frozen=True, slots=True)
class _Answer:
    state: str
    value: Any
    took: float
    at: float

    def holds(self, state: str) -> bool:
        rests = self.took > SLOW and time.monotonic() - self.at < self.took * REST
        return self.state == state or rests


class Kept:
    """The last answers; threads may share them, and what several ask at once is worked out once."""

    def __init__(self, archive: Database) -> None:
        self._archive = archive
        self._answers: dict[Hashable, _Answer] = {}
        self._lock = threading.Lock()
        self._working: dict[Hashable, threading.Lock] = {}

    def of(self, question: Hashable, ask: Callable[[], Value]) -> Value:
        """The answer to a question, from memory where nothing was changed since."""
        if self._archive.in_batch:
            return ask()  # what a batch has changed is nobody else's yet
        state = self._archive.state()
        known = self._answers.get(question)
        if known is None or not known.holds(state):
            with self._lock:
                working = self._working.setdefault(question, threading.Lock())
            with working:
                known = self._answers.get(question)
                if known is None or not known.holds(state):
                    known = self._asked(question, state, ask)
        value: Value = known.value
        return value

    def _asked(self, question: Hashable, state: str, ask: Callable[[], Any]) -> _Answer:
        started = time.monotonic()
        value = ask()
        ended = time.monotonic()
        made = _Answer(state, value, ended - started, ended)
        with self._lock:
            self._answers.pop(question, None)
            while len(self._answers) >= MOST:
                del self._answers[next(iter(self._answers))]
            self._answers[question] = made
            self._working.pop(question, None)
        return made

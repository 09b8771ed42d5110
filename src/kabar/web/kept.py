"""What was worked out from an archive, kept in memory as long as nothing in the archive changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from kabar.store import Archive

Made = TypeVar("Made")
MOST = 64


class Kept:
    """Values by key, the `MOST` last used, of one state of each archive; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: dict[object, threading.Lock] = {}
        self._of: WeakKeyDictionary[Archive, tuple[str, OrderedDict[object, object]]] = WeakKeyDictionary()

    def get(self, archive: Archive, key: object, make: Callable[[], Made]) -> Made:
        """The value under this key, made where the archive's state has none. Whoever asks for a key that is being made waits
        for it; other keys do not."""
        state = archive.state()
        with self._lock:
            values = self._values(archive, state)
            if key in values:
                values.move_to_end(key)
                return cast("Made", values[key])
            making = self._making.setdefault((state, key), threading.Lock())
        with making:
            with self._lock:
                if key in values:
                    return cast("Made", values[key])
            made = make()
            with self._lock:
                values[key] = made
                while len(values) > MOST:
                    values.popitem(last=False)
                self._making.pop((state, key), None)
        return made

    def _values(self, archive: Archive, state: str) -> OrderedDict[object, object]:
        if archive not in self._of or self._of[archive][0] != state:
            self._of[archive] = (state, OrderedDict())
        return self._of[archive][1]

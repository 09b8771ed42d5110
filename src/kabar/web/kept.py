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
        self._of: WeakKeyDictionary[Archive, tuple[str, OrderedDict[object, object]]] = WeakKeyDictionary()

    def get(self, archive: Archive, key: object, make: Callable[[], Made]) -> Made:
        """The value under this key, made where the archive's state has none; it is made once, others wait for it."""
        with self._lock:
            state = archive.state()
            if archive not in self._of or self._of[archive][0] != state:
                self._of[archive] = (state, OrderedDict())
            values = self._of[archive][1]
            if key not in values:
                values[key] = make()
                while len(values) > MOST:
                    values.popitem(last=False)
            values.move_to_end(key)
            return cast("Made", values[key])

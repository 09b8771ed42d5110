"""One open database, and its transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from kabar.store.engine import address_of, make_engine, migrate, told


class Database:
    """Threads may share it; `batch` puts the calls of one thread into one transaction."""

    def __init__(self, target: str | Path, *, busy_seconds: float = 10.0) -> None:
        self.url = address_of(target)
        self._local = threading.local()
        with told(self.url):
            self.engine = make_engine(self.url, busy_seconds)
            try:
                migrate(self.engine)
            except BaseException:
                self.engine.dispose()
                raise

    def close(self) -> None:
        """Close the connections; the archive can't be used afterwards."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def tidy(self) -> None:
        """Let the database learn how its rows are spread, on which fast queries depend: after much was added."""
        with self.writing() as connection:
            connection.execute(sa.text("ANALYZE"))

    @contextmanager
    def batch(self) -> Iterator[None]:
        """All calls of this thread inside are one transaction: all of them are kept or none."""
        with self.writing():
            yield

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in a transaction that may write; inside `batch` the batch's own."""
        open_now: sa.Connection | None = getattr(self._local, "connection", None)
        with told(self.url):
            if open_now is not None:
                yield open_now
                return
            with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                self._local.connection = connection
                try:
                    yield connection
                finally:
                    self._local.connection = None

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """A connection that only reads; inside `batch` the batch's own, which sees what the batch wrote."""
        open_now: sa.Connection | None = getattr(self._local, "connection", None)
        with told(self.url):
            if open_now is not None:
                yield open_now
                return
            with self.engine.connect() as connection, connection.begin():
                yield connection

"""One open database, and its transactions."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from kabar.store import schema as t
from kabar.store.engine import address_of, make_engine, migrate, told

# Who may use an archive is no part of what is in it: a login changes no page.
BESIDE = {t.account, t.session, t.token}


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
        sa.event.listen(self.engine, "after_execute", self._notice)

    def state(self) -> str:
        """A word that is another whenever something in the archive was changed since, by whatever process.

        Ask for it before what is to be kept under it. Accounts and sessions don't count. Empty: nothing was put in yet.
        """
        info = t.archive_info.c
        with self.looking() as connection:
            return connection.scalar(sa.select(info.value).where(info.name == "state")) or ""

    @property
    def in_batch(self) -> bool:
        """Whether this thread is inside a transaction that writes."""
        return getattr(self._local, "connection", None) is not None

    def _notice(self, _connection: sa.Connection, asked: Any, *_rest: object) -> None:
        if isinstance(asked, sa.sql.dml.UpdateBase) and asked.table not in BESIDE:
            self._local.changed = True

    def _mark(self, connection: sa.Connection) -> None:
        """The last thing in a transaction: others wait for its row no longer than the commit takes. By chance and not by
        counting, so that an archive put back from a copy never comes to a state that it had with other content."""
        dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
        value = {"value": secrets.token_hex(8)}
        put = dialect.insert(t.archive_info).values(name="state", **value)
        connection.execute(put.on_conflict_do_update(index_elements=["name"], set_=value))

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
                self._local.connection, self._local.changed = connection, False
                try:
                    yield connection
                    if self._local.changed:
                        self._mark(connection)
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

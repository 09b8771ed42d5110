"""A connection to SQLite or PostgreSQL, its migrations, and what a user is told when the database fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from kabar import __version__
from kabar.errors import KabarError
from kabar.store import schema

MIGRATING = 7_364_021  # any number: the advisory lock under which one process at a time migrates
# A server has a connection for each of its threads: what each keeps of the file adds up, and the system keeps the file too.
CACHE_KIB = 16_384
TOO_LARGE = "a number is larger than any that an archive holds: look at the one you gave again"
FULL = ("SQLITE_FULL", "SQLITE_IOERR")


def address_of(target: str | Path) -> URL:
    """The database's URL for a file name or URL. Raises KabarError for another kind of database."""
    text = str(target)
    if "://" not in text:
        if text != ":memory:" and not Path(text).absolute().parent.is_dir():
            raise KabarError(f"there is no folder '{Path(text).parent}' for the archive: make it first")
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise KabarError(f"'{text}' is no database URL: give a file or postgresql+psycopg://...") from error
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise KabarError(
            f"kabar keeps no archive in {url.drivername}: give a file or postgresql+psycopg://..."
        )
    return url


def make_engine(url: URL, busy_seconds: float) -> sa.Engine:
    """An engine whose writing transactions begin with the write lock. Raises KabarError where the driver is missing."""
    try:
        if url.drivername == "sqlite":
            pool: dict[str, Any] = {"poolclass": sa.StaticPool} if url.database == ":memory:" else {}
            engine = sa.create_engine(
                url, connect_args={"timeout": busy_seconds, "check_same_thread": False}, **pool
            )
        else:
            engine = sa.create_engine(url, pool_pre_ping=True, connect_args={"options": "-c timezone=UTC"})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise KabarError("an archive in PostgreSQL needs psycopg: pip install 'kabar[postgres]'") from error
    if url.drivername == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says so
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size=-{CACHE_KIB}", "temp_store=MEMORY",
    ):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: sa.Engine) -> None:
    """Bring the tables to this kabar's schema. Raises KabarError: a newer archive, or a database of something else."""
    with engine.connect() as connection:
        if _revision(connection) == schema.HEAD:
            return
    from alembic import command
    from alembic.config import Config

    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:n)"), {"n": MIGRATING})
        if _revision(connection) == schema.HEAD:
            return
        config = Config()
        config.set_main_option(
            "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
        )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        info = schema.archive_info
        connection.execute(sa.delete(info).where(info.c.name == "kabar_version"))
        connection.execute(sa.insert(info).values(name="kabar_version", value=__version__))


def _revision(connection: sa.Connection) -> str | None:
    """The schema's revision; None for an empty database."""
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise KabarError(
                f"{_named(connection.engine.url)} holds tables of something else ({', '.join(sorted(tables)[:3])}): "
                "give the archive a file or database of its own"
            )
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    known = sorted(
        p.stem.split("_")[0] for p in (Path(__file__).parent / "migrations/versions").glob("[0-9]*.py")
    )
    if found not in known:
        info = schema.archive_info
        made_by = connection.execute(sa.select(info.c.value).where(info.c.name == "kabar_version")).scalar()
        raise KabarError(
            f"{_named(connection.engine.url)} was made by a newer kabar ({made_by}, schema {found}; this is "
            f"{__version__}, schema {schema.HEAD}): update kabar to open it; nothing was changed"
        )
    return str(found)


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Whatever the database raises inside becomes one KabarError."""
    try:
        yield
    except DBAPIError as error:
        raise KabarError(_sentence(error.orig, url, lost=error.connection_invalidated)) from error
    except sqlite3.Error as error:
        raise KabarError(_sentence(error, url)) from error
    except OverflowError as error:
        raise KabarError(TOO_LARGE) from error


def _sentence(error: BaseException | None, url: URL, *, lost: bool = False) -> str:
    name = _named(url)
    if isinstance(error, sqlite3.Error):
        return f"{name} {_sqlite_sentence(getattr(error, 'sqlite_errorname', ''), error)}"
    code = getattr(error, "sqlstate", None) or ""
    if code.startswith("53"):
        return f"{name} has no room left ({_first_line(error)}): free some space on its server and run this again; nothing reported as done was lost"
    if code == "22003":
        return TOO_LARGE
    if code in ("55P03", "40P01", "40001", "57014"):
        return f"{name} is held by somebody else's change: run this again; nothing was changed"
    if code.startswith("28") or code == "3D000":
        return f"{name} refused the connection ({_first_line(error)}): check user, password and name of the database"
    if lost or not code or code.startswith(("08", "57P")):
        return f"the connection to {name} was lost or could not be made ({_first_line(error)}): check that the server runs and run this again; nothing reported as done was lost"
    return f"{name} refused what kabar asked ({_first_line(error)}): please report this"


def _sqlite_sentence(code: str, error: sqlite3.Error) -> str:
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "is locked by another program that writes to it: wait until that has ended and run this again; nothing was changed"
    if code.startswith(FULL):
        return "could not be written, its disk is full or a limit on file size is reached: free some space and run this again; nothing reported as done was lost"
    if code == "SQLITE_NOTADB":
        return "is no SQLite database: give another name, or an archive that kabar made"
    if code.startswith("SQLITE_CORRUPT"):
        return "is damaged: restore it from a copy, or rescue what is left with 'sqlite3 FILE .recover'"
    if code.startswith("SQLITE_READONLY") or code.startswith("SQLITE_PERM"):
        return "may not be written: check the permissions of the file and its folder"
    if code.startswith("SQLITE_CANTOPEN"):
        return "cannot be opened: check that the folder is there and may be written"
    return f"refused what kabar asked ({error}): please report this"


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _named(url: URL) -> str:
    """The database as people are told of it, without the password."""
    if url.drivername == "sqlite":
        return f"'{url.database}'"
    return f"the archive {url.render_as_string(hide_password=True)}"

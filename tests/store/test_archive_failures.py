"""What goes wrong with a database is one sentence that says what to do, and nothing is lost."""

import contextlib
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from made import article, reading
from pg_server import Server

import kabar
from kabar.errors import KabarError
from kabar.store import Archive, Query

# Where a process of its own finds this module and what it imports.
HERE = (Path(__file__).parent, Path(__file__).parent.parent)


def fill(archive: Archive, numbers: range) -> int:
    """How many articles were reported as kept."""
    done = 0
    for n in numbers:
        of = article(url=f"https://example.org/{n}")
        added = archive.add_article(of, received=bytes(str(n), "ascii") * 2_000)
        archive.save_reading(added.version_id, reading(of), kabar_version="1", model="m")
        done += 1
    return done


def test_a_store_of_a_newer_version_is_left_alone(target: str) -> None:
    with kabar.open(target) as archive:
        fill(archive, range(1))
        with archive.writing() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
            connection.execute(sa.text("UPDATE archive_info SET value = '42.0'"))
    with pytest.raises(KabarError, match=r"made by a newer kabar \(42\.0.*update kabar"):
        kabar.open(target)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_of_something_else_is_left_alone(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    target = str(tmp_path / "other.db")
    if kind == "postgresql":
        server: Server = request.getfixturevalue("server")
        server.sql("CREATE DATABASE other")
        target = server.url("other")
    engine = sa.create_engine(target if kind == "postgresql" else f"sqlite:///{target}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE wages (id integer)"))
    engine.dispose()
    with pytest.raises(KabarError, match=r"holds tables of something else \(wages\)"):
        kabar.open(target)


def test_a_locked_database_is_said_to_be_locked(tmp_path: Path) -> None:
    name = tmp_path / "a.db"
    with Archive(name, busy_seconds=0.1) as archive:
        other = sqlite3.connect(name, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KabarError, match="is locked by another program"):
            archive.add_article(article())
        assert archive.count("articles") == 0, "reading goes on meanwhile"
        other.execute("ROLLBACK")
        other.close()
        assert archive.add_article(article()).outcome == "new"


def test_a_row_held_by_another_is_said_to_be_held(postgres: str) -> None:
    with kabar.open(postgres) as archive, kabar.open(postgres) as other:
        archive.add_article(article())
        with other.writing() as holding:
            holding.execute(sa.text("LOCK TABLE article IN ACCESS EXCLUSIVE MODE"))
            with (
                pytest.raises(KabarError, match="is held by somebody else's change"),
                archive.writing() as connection,
            ):
                connection.execute(sa.text("SET LOCAL lock_timeout = '100ms'"))
                archive.add_article(article(url="https://example.org/2"))
        assert archive.count("articles") == 1


def test_a_full_database_keeps_what_was_reported_as_done(tmp_path: Path) -> None:
    with kabar.open(tmp_path / "a.db") as archive:
        fill(archive, range(1))
        sa.event.listen(archive.engine, "begin", lambda c: c.exec_driver_sql("PRAGMA max_page_count=1"))
        done = 1
        with pytest.raises(KabarError, match=r"disk is full .*free some space"):
            for n in range(1, 1_000):
                done += fill(archive, range(n, n + 1))
    with kabar.open(tmp_path / "a.db") as archive:
        assert archive.count("statement") == 3 * done
        assert archive.count("articles") in (done, done + 1)
        assert archive.add_article(article(url="https://example.org/new")).outcome == "new"


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
sys.path[:0] = sys.argv[2:]
import kabar
from kabar.errors import KabarError
from test_archive_failures import fill
done = 0
try:
    with kabar.open(sys.argv[1]) as archive:
        while True:
            done += fill(archive, range(done, done + 1))
except KabarError as error:
    print(done, error)
"""


def test_a_disk_that_fills_up_keeps_what_was_reported_as_done(tmp_path: Path) -> None:
    target = tmp_path / "a.db"
    src = Path(kabar.__file__).parent.parent
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(target), str(src), *map(str, HERE)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    done, _, says = run.stdout.partition(" ")
    assert "disk is full" in says and "Traceback" not in run.stderr
    with kabar.open(target) as archive:
        assert int(done) > 0
        assert archive.count("event") == int(done)


def test_a_killed_writer_leaves_nothing_half_written(target: str) -> None:
    src = Path(kabar.__file__).parent.parent
    program = (
        f"import sys; sys.path[:0] = {[str(src), *map(str, HERE)]!r}\n"
        "import kabar, itertools\nfrom test_archive_failures import fill\n"
        f"archive = kabar.open({target!r})\n"
        "for n in itertools.count():\n    fill(archive, range(n, n + 1)); print(n, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        reported = [int(writer.stdout.readline()) for _ in range(5)]
        writer.send_signal(signal.SIGKILL)
        reported += [int(line) for line in writer.stdout]
    with kabar.open(target) as archive:
        for n in reported:
            assert archive.find_article(f"https://example.org/{n}") is not None
        kept = archive.count("statement")
        assert kept % 3 == 0 and kept >= 3 * len(reported)
        assert archive.count("dispute") * 3 == kept


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    name = tmp_path / "a.db"
    name.write_bytes(b"this is a letter, not a database. " * 100)
    with pytest.raises(KabarError, match="is no SQLite database: give another name"):
        kabar.open(name)
    assert name.read_bytes().startswith(b"this is a letter")


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("/nowhere/at/all/a.db", "there is no folder"),
        ("mysql://localhost/x", "keeps no archive in mysql"),
        ("postgresql+psycopg://host:port/x", "is no database URL"),
        ("://x", "is no database URL"),
        ("postgresql+psycopg://u:secret@127.0.0.1:1/x", "connection to the archive .* could not be made"),
    ],
)
def test_an_address_that_leads_nowhere(target: str, says: str) -> None:
    with pytest.raises(KabarError, match=says) as caught:
        kabar.open(target)
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there(server: Server) -> None:
    with pytest.raises(
        KabarError, match=r"refused the connection .*does not exist|could not be made .*does not exist"
    ):
        kabar.open(server.url("nothing_here"))


@contextlib.contextmanager
def cut_off(server: Server, database: str) -> Iterator[None]:
    """The server ends all connections to a database, as when it is restarted."""
    server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
    yield


def test_a_lost_connection_is_said_and_the_next_call_works(server: Server, postgres: str) -> None:
    database = postgres.rpartition("/")[2]
    with kabar.open(postgres) as archive:
        fill(archive, range(2))
        with pytest.raises(KabarError, match=r"connection to the archive .* was lost"), archive.batch():
            archive.add_article(article(url="https://example.org/9"))
            with cut_off(server, database):
                archive.add_article(article(url="https://example.org/10"))
        assert archive.count("articles") == 2, "the batch that was cut off left nothing"
        with cut_off(server, database):
            assert fill(archive, range(2, 3)) == 1
        assert len(archive.statements(Query(actor="UN"))) == 3


def test_a_stopped_server_is_said_to_be_gone(server: Server, postgres: str) -> None:
    with kabar.open(postgres) as archive:
        fill(archive, range(1))
        server.control("-m", "fast", "stop")
        try:
            with pytest.raises(KabarError, match="check that the server runs"):
                archive.add_article(article(url="https://example.org/2"))
        finally:
            server.start()
        assert archive.count("articles") == 1


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    with pytest.raises(KabarError, match=r"cannot be opened|may not be written"):
        kabar.open(tmp_path / "a.db")

"""A PostgreSQL of the tests' own, and fresh archives on it."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kabar

USER = "postgres"
REQUIRED = os.environ.get("KABAR_REQUIRE_POSTGRES") == "1"


def as_user(*command: str) -> list[str]:
    """PostgreSQL does not run as root."""
    return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else list(command)


@dataclass
class Server:
    """A PostgreSQL of the tests' own, in a folder of its own, on a port of its own."""

    binaries: Path
    folder: Path
    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def control(self, *arguments: str) -> None:
        command = as_user(str(self.binaries / "pg_ctl"), "-D", str(self.folder / "data"), "-w", *arguments)
        subprocess.run(command, check=True, capture_output=True, cwd="/")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
        self.control("-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.control("-m", "immediate", "stop")

    def sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    name = found[-1] if found else shutil.which("initdb")
    return Path(name).resolve().parent if name else None


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server; without PostgreSQL its tests are skipped, or fail where KABAR_REQUIRE_POSTGRES=1."""
    where = binaries()
    if where is None:
        missing = "no PostgreSQL on this machine: its half of the store's tests does not run (.ci/postgres installs it)"
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="kabar-pg-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    made = Server(where, folder, port)
    initdb = as_user(
        str(where / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    )
    try:
        subprocess.run(initdb, check=True, capture_output=True, cwd="/")
        made.start()
        made.sql("CREATE DATABASE template_kabar")
        kabar.open(made.url("template_kabar")).close()
        yield made
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


numbers = itertools.count(1)


@pytest.fixture
def postgres(server: Server) -> str:
    """The URL of a fresh archive on PostgreSQL."""
    name = f"kabar_{next(numbers)}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE template_kabar")
    return server.url(name)

"""Every test that asks for `target` or `archive` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pg_server import postgres, server

import kabar
from kabar.store import Archive

__all__ = ["postgres", "server"]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty archive in SQLite, made once by the migrations."""
    path = tmp_path_factory.mktemp("empty") / "archive.db"
    kabar.open(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path, empty: Path) -> str:
    """A fresh archive."""
    if request.param == "sqlite":
        shutil.copy(empty, tmp_path / "archive.db")
        return str(tmp_path / "archive.db")
    url: str = request.getfixturevalue("postgres")
    return url


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Archive]:
    """An archive on SQLite alone, for rules that know nothing of the database."""
    with kabar.open(tmp_path / "lite.db") as made:
        yield made


@pytest.fixture
def archive(target: str) -> Iterator[Archive]:
    with kabar.open(target) as made:
        yield made

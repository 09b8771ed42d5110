"""An archive on SQLite, for rules that know nothing of the database; `archive` of the tests around runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kabar
from kabar.store import Archive


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Archive]:
    with kabar.open(tmp_path / "lite.db") as made:
        yield made

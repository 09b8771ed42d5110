"""Inputs, runs and what they wrote."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import made_reader
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kabar.bulk import run
from kabar.bulk.guard import Limits
from kabar.bulk.run import Outcome, Settings, bulk

QUICK = Limits(seconds=20, memory=2_000_000_000)


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "model_digest", lambda: "m")


@pytest.fixture
def memory() -> Iterator[str]:
    """An object storage that is empty, and stays in this process."""
    fs = fsspec.filesystem("memory")
    yield "memory://bucket"
    if fs.exists("/bucket"):
        fs.rm("/bucket", recursive=True)


def settings(**more: Any) -> Settings:
    return Settings(**{"unit": 3, "limits": QUICK, "command": made_reader.COMMAND} | more)


def told(source: Path | str, target: Path | str, **more: Any) -> Outcome:
    return bulk(str(source), str(target), settings(**more))


def records(count: int, begin: int = 0) -> list[dict[str, Any]]:
    """Articles with an address and a day each, of several lengths."""
    return [
        {
            "text": f"{n} people left. " * (1 + n % 4),
            "url": f"https://example.org/{n}",
            "published": "2019-05-31",
            "lang": "en",
        }
        for n in range(begin, begin + count)
    ]


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    data = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def parquet(path: Path, rows: list[dict[str, Any]], row_group: int = 4) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=row_group)
    return path


def rows(target: Path | str, table: str) -> list[dict[str, Any]]:
    """All rows of a table, part by part."""
    fs, path = fsspec.core.url_to_fs(str(target))
    found: list[dict[str, Any]] = []
    for part in sorted(fs.glob(f"{path}/{table}/*.parquet")):
        with fs.open(part, "rb") as stream:
            found += pq.read_table(stream).to_pylist()
    return found


def numbers(target: Path | str) -> list[int]:
    """The number in each article's address, in the order of the output."""
    return [int(row["url"].rpartition("/")[2]) for row in rows(target, "articles")]


def files(target: Path) -> dict[str, bytes]:
    """Everything that was written but the summary of the run."""
    return {
        str(p.relative_to(target)): p.read_bytes()
        for p in sorted(target.rglob("*"))
        if p.is_file() and p.name != "_summary.json"
    }

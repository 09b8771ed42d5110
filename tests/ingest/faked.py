"""A reader that is quick and no model: one statement an article, a vector a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

import kabar
from kabar.ingest import Outcome, Settings, ingest, run
from kabar.ingest.run import Done
from kabar.intake.article import Given
from kabar.model import Actor, Article, Reading, Span, Statement
from kabar.store import Archive, schema


def read(article: Article, _resources: object) -> tuple[Reading, NDArray[np.float32]]:
    """The first five characters say the rest; lines that begin with the same number mean the same."""
    said: dict[str, Any] = {"evidence": (Span(0, len(article.text)),), "confidence": 0.5}
    actor = Actor(id="a1", name=article.text[:5], kind="person", **said)
    statement = Statement(
        id="s1", sources=("a1",), source_span=Span(0, 5), source_form="named", cue=Span(0, 5),
        content=(Span(5, len(article.text)),), mode="indirect", act="say", **said,
    )  # fmt: skip
    reading = Reading(article=article, language_pack="en", actors=(actor,), statements=(statement,))
    return reading, np.array([_vector(line) for line in article.text.splitlines()], dtype=np.float32)


def _vector(line: str) -> NDArray[np.float64]:
    number = re.match(r"\d+", line)
    made = np.random.default_rng(int(number.group()) if number else hash(line) % 2**32).normal(size=384)
    return np.asarray(made / np.linalg.norm(made))


def put_in(monkeypatch: pytest.MonkeyPatch, reader: Any = read) -> None:
    monkeypatch.setattr(run, "read_with_vectors", reader)
    monkeypatch.setattr(run, "load_resources", lambda language: None)
    monkeypatch.setattr(run, "model_digest", lambda: "m")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(monkeypatch)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with kabar.open(tmp_path / "archive.db") as made:
        yield made


def taken_in(archive: Archive, *sources: Path | str, given: Given | None = None, **more: Any) -> Outcome:
    """The outcome, after what was reported was checked against it."""
    told: list[Done] = []
    settings = Settings(given or Given(language="en"), **more)
    outcome = ingest(archive, [str(s) for s in sources], settings, told.append)
    assert len(told) == outcome.counts.total() - outcome.counts["passed over"]
    return outcome


def counts(outcome: Outcome) -> dict[str, int]:
    return {k: v for k, v in outcome.counts.items() if v}


def rows(archive: Archive) -> dict[str, list[Any]]:
    """Every row of every table but the list of runs, which each run is added to, and the archive's state."""
    with archive.looking() as connection:
        return {
            t.name: sorted(connection.execute(sa.select(t)), key=repr)
            for t in schema.metadata.sorted_tables
            if t.name not in ("run", "archive_info")
        }


def story(subject: str, lines: int = 8) -> str:
    """A text of so many sentences about a subject."""
    return "\n".join(
        f"{n} {subject} number {n}, said the {subject}, was told of {subject} {n * 7} by the {subject}."
        for n in range(1, lines + 1)
    )


def jsonl(path: Path, *records: dict[str, Any]) -> Path:
    import json

    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path

"""Reading and reconciling a part of the invented half: floors, and one story told in five languages."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import kabar
from kabar.reconcile import reconcile
from kabar.store import Archive, Query

SET = Path(__file__).parent / "reconcile"
STORIES = ("made01", "made02", "made08", "made14")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"accuracy_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = load(SET.parents[2] / "bench" / "reconcile.py")


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    with kabar.open(tmp_path_factory.mktemp("gate") / "archive.db") as archive:
        BENCH.take_in(archive, (a for a in BENCH.made() if a["id"].startswith(STORIES)))
        reconcile(archive)
        said = BENCH.predicted(archive)
    gold = [m for m in BENCH.rows_of(SET / "made.jsonl") if m["article"].startswith(STORIES)]
    score = BENCH.scorer().score
    return {
        k: score([g for g in gold if g["kind"] == k], [p for p in said if p["kind"] == k])
        for k in ("event", "figure")
    }


@pytest.mark.parametrize(
    ("kind", "measure", "floor"),
    [
        ("event", "bcubed_p", 0.9),
        ("event", "bcubed_f1", 0.8),
        ("figure", "bcubed_p", 0.85),
        ("figure", "bcubed_f1", 0.78),
    ],
)
def test_floors(scores: dict[str, dict[str, float]], kind: str, measure: str, floor: float) -> None:
    assert scores[kind][measure] >= floor


def test_a_story_told_in_five_languages_is_one_event_and_one_question(lite: Archive) -> None:
    """One strike in the sentences of the set, with another source and number in each language."""
    make = load(SET / "make.py")
    table: dict[str, Any] = tomllib.loads((SET / "templates.toml").read_text("utf-8"))
    kind = next(k for k, e in table["events"].items() if e["type"] == "ASSAULT")
    for n, language in enumerate(make.LANGUAGES):
        words = {
            "P": table["places"]["aleppo"][language], "D": make.day_of(table, date(2019, 5, 2), language),
            "S": table["sources"]["UN"][language], "M": "86", "N": str(45 + n),
        }  # fmt: skip
        article, _ = make.made(
            table, f"five-{language}", language, date(2019, 5, 2), table[kind][language]["first"], words,
            {"N": (45, 45), "M": (86, 86)}, "five", "ASSAULT", make.random.Random(n),
        )  # fmt: skip
        BENCH.take_in(lite, [article])
    reconcile(lite)
    languages = {r.key: r.language for k in ("event", "figure") for r in lite.each(k, Query())}
    told = {
        k: [{languages[m.record_key] for m in c.members} for c in lite.links.clusters(k)]
        for k in ("event", "figure")
    }
    assert set(make.LANGUAGES) in told["event"] and set(make.LANGUAGES) in told["figure"]

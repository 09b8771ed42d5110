"""Floors of places on development data: the first 120 articles of LGL, and 60 of GeoVirus. `docs/measures.md`."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kabar.bench.predict import predict_file

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PLACES = SHARED / "data/places"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="accuracy gates need the development data in ../shared"
)


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def first(name: str, count: int, scratch: Path) -> tuple[Path, list[dict]]:
    lines = (PLACES / name).read_text(encoding="utf-8").split("\n")[:count]
    (scratch / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return scratch / name, [json.loads(line) for line in lines]


def predicted(source: Path, scratch: Path) -> list[dict]:
    predict_file("places", source, scratch / "out.jsonl")
    lines = (scratch / "out.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def test_local_news_end_to_end(tmp_path: Path) -> None:
    source, gold = first("dev-lgl.jsonl", 120, tmp_path)
    found = module(SHARED / "score/places.py").score(gold, predicted(source, tmp_path))
    assert found["recognition_exact"]["F1"] >= 0.76
    assert found["resolved"]["acc161"] >= 0.86
    assert found["end_to_end"]["F1"] >= 0.73


def test_local_news_with_spans_given(tmp_path: Path) -> None:
    _, gold = first("dev-lgl.jsonl", 120, tmp_path)
    sys.path.insert(0, str(ROOT / "bench"))
    spans = module(ROOT / "bench/given_spans.py")
    gazetteer = spans.load_resources("en").gazetteer
    found = module(SHARED / "score/places.py").score(gold, [spans.answer(row, gazetteer) for row in gold])
    assert found["all_found"]["acc161"] >= 0.83


def test_recognition_in_world_news(tmp_path: Path) -> None:
    """GeoVirus counts no demonyms as places."""
    source, gold = first("dev-geovirus.jsonl", 60, tmp_path)
    kept = [
        {**row, "places": [p for p in row["places"] if p["use"] != "demonym"]}
        for row in predicted(source, tmp_path)
    ]
    found = module(SHARED / "score/places.py").score(gold, kept)
    assert found["recognition_exact"]["F1"] >= 0.89

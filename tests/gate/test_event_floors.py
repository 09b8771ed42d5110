"""Floors for events on development data. `docs/measures.md` has the figures themselves."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kabar.bench.predict import predict_file

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="accuracy gates need the development data in ../shared"
)


def test_events(tmp_path: Path) -> None:
    gold = SHARED / "data/events/dev-gsr.jsonl"
    predict_file("events", gold, tmp_path / "out.jsonl")
    command = [sys.executable, SHARED / "score/events.py", gold, tmp_path / "out.jsonl", "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["all"]
    assert found["type_micro"]["f1"] >= 0.785
    assert found["full"]["f1"] >= 0.425

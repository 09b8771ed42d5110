"""Floors for date expressions of the aligned set. `docs/measures.md` has the figures and how they were made."""

import gzip
import json
from pathlib import Path

import pytest

from kabar.resolve.dates import find_dates

HERE = Path(__file__).parent
TEXTS = HERE.parents[2] / "shared/data/parallel/dev.jsonl.gz"
pytestmark = pytest.mark.skipif(
    not TEXTS.is_file(), reason="accuracy gates need the development data in ../shared"
)


def overlap(a: list[int], b: list[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def test_dates_in_five_languages() -> None:
    gold = [json.loads(line) for line in (HERE / "dates.jsonl").read_text(encoding="utf-8").splitlines()]
    with gzip.open(TEXTS, "rt", encoding="utf-8") as lines:
        texts = {(r["id"], r["lang"]): r["text"] for r in map(json.loads, lines)}
    hits = wanted = made = spotted = relative = 0
    for row in gold:
        found = find_dates(texts[row["id"], row["lang"]], row["lang"], None)
        values = [([d.span.start, d.span.end], d.value) for d in found if d.value]
        right = [any(overlap(s, g["span"]) and v == g["value"] for s, v in values) for g in row["dates"]]
        hits, wanted, made = hits + sum(right), wanted + len(right), made + len(values)
        seen = [any(overlap([d.span.start, d.span.end], r) for d in found) for r in row["relative"]]
        spotted, relative = spotted + sum(seen), relative + len(seen)
    assert 2 * hits / (wanted + made) >= 0.98
    assert spotted / relative >= 0.97

"""The set for reconciling holds what its README says, and its scorer scores."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parent / "reconcile"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"reconcile_{name}", FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORE = load("score")


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def test_the_aligned_half_has_no_text_and_eighty_articles() -> None:
    marks = rows("parallel.jsonl")
    assert len({m["article"] for m in marks}) == 80
    assert {k for m in marks for k in m} == {
        "article",
        "kind",
        "span",
        "cluster",
        "type",
        "low",
        "high",
        "coarse",
    }


def test_every_made_mark_points_into_its_article() -> None:
    texts = {a["id"]: a["text"] for a in rows("made-articles.jsonl")}
    for mark in rows("made.jsonl"):
        start, end = mark["span"]
        words = texts[mark["article"]][start:end]
        assert words and words == words.strip()
        assert any(c.isdigit() for c in words) == (mark["kind"] == "figure")


def test_most_clusters_of_the_made_half_span_languages() -> None:
    languages = {a["id"]: a["lang"] for a in rows("made-articles.jsonl")}
    told: dict[str, set[str]] = {}
    for mark in rows("made.jsonl"):
        told.setdefault(mark["cluster"], set()).add(languages[mark["article"]])
    stories = [v for k, v in told.items() if "." not in k[: k.rindex(".")]]
    assert all(len(v) == 4 for v in stories) and len(stories) == 54


def mention(article: str, start: int, cluster: str, low: float = 5) -> dict:
    return {
        "article": article,
        "kind": "figure",
        "span": [start, start + 3],
        "cluster": cluster,
        "low": low,
        "high": low,
    }


GOLD = [mention("a", 0, "x"), mention("b", 0, "x"), mention("c", 0, "y")]


@pytest.mark.parametrize(
    ("clusters", "bcubed", "pairs"),
    [("112", (1, 1), (1, 1)), ("111", (5 / 9, 1), (1 / 3, 1)), ("123", (1, 2 / 3), (0, 0))],
)
def test_scores_of_known_clusterings(
    clusters: str, bcubed: tuple[float, float], pairs: tuple[float, float]
) -> None:
    said = [mention(a, 1, c) for a, c in zip("abc", clusters, strict=True)]
    got = SCORE.score(GOLD, said)
    assert (got["bcubed_p"], got["bcubed_r"]) == pytest.approx(bcubed)
    assert (got["pair_p"], got["pair_r"]) == pytest.approx(pairs)


def test_a_missed_mention_costs_recall_and_a_wrong_value_is_a_miss() -> None:
    said = [mention("a", 0, "1"), mention("b", 0, "1", low=6)]
    got = SCORE.score(GOLD, said)
    assert got["found"] == pytest.approx(1 / 3)
    assert got["bcubed_r"] == pytest.approx(0.5 / 3)


def test_the_gold_scores_full_marks_against_itself() -> None:
    for name in ("parallel.jsonl", "made.jsonl"):
        gold = rows(name)
        assert SCORE.score(gold, gold)["bcubed_f1"] == pytest.approx(1)
    assert Counter(m["kind"] for m in rows("parallel.jsonl"))["event"] > 300

"""Floors for figures of whole articles in six languages. `docs/measures.md` says how they were annotated."""

import json
from pathlib import Path

import pytest
from test_accuracy import HERE, SHARED, predicted, rows, scored

GOLD = HERE / "figures.jsonl"
LANGUAGES = ("en", "id", "fr", "es", "ru", "ar")
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="accuracy gates need the development data in ../shared"
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict:
    scratch: Path = tmp_path_factory.mktemp("figures")
    wanted = {(r["id"], r["lang"]) for r in rows(GOLD)}
    texts = [r for r in rows(SHARED / "data/parallel/dev.jsonl.gz") if (r["id"], r["lang"]) in wanted]
    docs = scratch / "docs.jsonl"
    docs.write_text("".join(json.dumps(r) + "\n" for r in texts), encoding="utf-8")
    return scored("statements", GOLD, predicted("statements", docs, scratch), "--text", str(docs))


def test_figures_of_whole_articles(found: dict) -> None:
    assert found["pooled"]["figures"]["F1"] >= 0.93
    assert found["pooled"]["unit"] >= 0.99


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_falls_behind(found: dict, language: str) -> None:
    assert found[language]["figures"]["F1"] >= 0.88

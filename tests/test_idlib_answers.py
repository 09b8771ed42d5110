"""The bundled situation of examples/idlib: its known answers point at words that are there."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trafilatura

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples" / "idlib"
ARTICLES = FOLDER / "articles"
KNOWN = json.loads((ROOT / "tests" / "data" / "idlib-answers.json").read_text("utf-8"))
FORMATS = {"txt", "html", "jsonl", "csv", "xml", "eml", "docx", "pdf"}
FILES = sorted({a["file"] for a in KNOWN["articles"]})
PAGES = [f for f in FILES if f.endswith(".html")]
PLAIN = [f for f in FILES if f.endswith((".txt", ".jsonl", ".csv"))]


def evidence(value: Any) -> Iterator[dict[str, Any]]:
    """Every passage that the answers name."""
    if isinstance(value, dict):
        if "article" in value and "words" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from evidence(part)


def texts_of(file: str) -> dict[str, str]:
    """The texts of a plain file by their keys in the answers."""
    text = (ARTICLES / file).read_text("utf-8")
    if file.endswith(".txt"):
        return {file: text}
    rows = (
        csv.DictReader(text.splitlines(keepends=True))
        if file.endswith(".csv")
        else map(json.loads, text.splitlines())
    )
    return {f"{file}#{i}": row["text"] for i, row in enumerate(rows, 1)}


def page_of(file: str) -> Any:
    return trafilatura.bare_extraction(
        (ARTICLES / file).read_bytes(), include_comments=False, with_metadata=True
    )


@pytest.mark.parametrize("file", PLAIN)
def test_every_answer_stands_where_it_says(file: str) -> None:
    texts = texts_of(file)
    named = [e for e in evidence(KNOWN) if e["article"] in texts]
    assert named
    for e in named:
        start, end = e["span"]
        assert texts[e["article"]][start:end] == e["words"]


@pytest.mark.parametrize("file", PAGES)
def test_a_page_keeps_its_article_and_loses_its_furniture(file: str) -> None:
    page = page_of(file)
    row = next(a for a in KNOWN["articles"] if a["file"] == file)
    assert (page.url, page.date) == (row["url"], row["published"])
    assert all(e["words"] in page.text for e in evidence(KNOWN) if e["article"] == file)
    assert not any(word in page.text.casefold() for word in ("cookie", "çerez", "kuki", "©"))


def test_the_manifest_lists_every_article() -> None:
    with (FOLDER / "articles.csv").open(encoding="utf-8", newline="") as rows:
        listed = [(r["file"], r["url"], r["lang"], r["published"]) for r in csv.DictReader(rows)]
    assert listed == [
        (f"articles/{a['file']}", a["url"], a["lang"], a["published"]) for a in KNOWN["articles"]
    ]
    assert sorted(p.name for p in ARTICLES.iterdir()) == FILES
    assert {f.rsplit(".", 1)[-1] for f in FILES} == FORMATS


def test_six_languages_tell_of_it_in_thirty_articles_and_more() -> None:
    assert len(KNOWN["articles"]) >= 30
    assert {"en", "id", "fr", "ar", "ru", "tr"} <= {a["lang"] for a in KNOWN["articles"]}


def test_the_reference_article_is_among_them() -> None:
    assert (ARTICLES / "29-idlib.id.txt").read_bytes() == (ROOT / "examples" / "idlib.id.txt").read_bytes()


def test_figures_differ_on_at_least_eight_questions() -> None:
    values = [{(f["low"], f["high"]) for f in q["figures"]} for q in KNOWN["questions"]]
    assert sum(len(v) > 1 for v in values) >= 8


def test_every_event_is_told_and_most_more_than_once() -> None:
    tellers = [{e["article"] for e in event["told"]} for event in KNOWN["events"]]
    assert all(len(t) >= 2 for t in tellers)

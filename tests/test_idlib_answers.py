"""The bundled situation of examples/idlib: its known answers point at words that are there."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kabar.intake import take_in
from kabar.model import Article

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples" / "idlib"
ARTICLES = FOLDER / "articles"
KNOWN = json.loads((ROOT / "tests" / "data" / "idlib-answers.json").read_text("utf-8"))
FORMATS = {"txt", "html", "jsonl", "csv", "xml", "eml", "docx", "pdf"}


def evidence(value: Any) -> Iterator[dict[str, Any]]:
    """Every passage that the answers name."""
    if isinstance(value, dict):
        if "article" in value and "words" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from evidence(part)


def articles_of(file: str) -> dict[str, Article]:
    """The articles of a file by their key in the answers."""
    rows = [a for a in KNOWN["articles"] if a["file"] == file]
    read = take_in((ARTICLES / file).read_bytes(), name=file, language=rows[0]["lang"] if len(rows) == 1 else None,
                   published=None)  # fmt: skip
    return {row["key"]: article for row, article in zip(rows, read, strict=True)}


FILES = sorted({a["file"] for a in KNOWN["articles"]})
READ_TODAY = [f for f in FILES if f.endswith((".txt", ".html", ".jsonl"))]


@pytest.mark.parametrize("file", READ_TODAY)
def test_every_answer_is_in_its_article(file: str) -> None:
    read = articles_of(file)
    named = [e for e in evidence(KNOWN) if e["article"] in read]
    assert named
    for e in named:
        text = read[e["article"]].text
        if "span" in e:
            assert text[slice(*e["span"])] == e["words"]
        else:
            assert e["words"] in text


@pytest.mark.parametrize("file", [f for f in READ_TODAY if f.endswith(".html")])
def test_a_page_is_read_without_its_furniture(file: str) -> None:
    (article,) = articles_of(file).values()
    row = next(a for a in KNOWN["articles"] if a["file"] == file)
    assert (article.url, article.published) == (row["url"], row["published"])
    assert not any(word in article.text.casefold() for word in ("cookie", "çerez", "kuki", "©"))


def test_the_manifest_lists_every_article() -> None:
    with (FOLDER / "articles.csv").open(encoding="utf-8", newline="") as rows:
        listed = [(r["file"], r["url"], r["lang"], r["published"]) for r in csv.DictReader(rows)]
    assert listed == [
        (f"articles/{a['file']}", a["url"], a["lang"], a["published"]) for a in KNOWN["articles"]
    ]
    assert sorted(p.name for p in ARTICLES.iterdir()) == FILES
    assert {f.rsplit(".", 1)[-1] for f in FILES} == FORMATS


def test_the_reference_article_is_among_them() -> None:
    assert (ARTICLES / "29-idlib.id.txt").read_bytes() == (ROOT / "examples" / "idlib.id.txt").read_bytes()


def test_figures_differ_on_at_least_eight_questions() -> None:
    values = [{(f["low"], f["high"]) for f in q["figures"]} for q in KNOWN["questions"]]
    assert sum(len(v) > 1 for v in values) >= 8

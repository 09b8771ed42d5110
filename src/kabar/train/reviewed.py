"""What people decided about statements as training data for the tagger: a line an article, in the form of `read_attributions`.

A statement that was accepted or corrected is an attribution; one that was rejected is none, and its words are learned as such.
Nothing is learned from the rest of the article, where nobody looked: it stands in `unsure`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from kabar.model import Article, Span, Statement
from kabar.store import Archive

KEYS = 500


def write_reviewed(archive: Archive, target: Path) -> tuple[int, int]:
    """Write JSON lines; returns how many articles and how many statements. What was there before is replaced."""
    articles = statements = 0
    part = target.with_name(target.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        for row in reviewed(archive):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            articles += 1
            statements += len(row["attributions"])
    part.replace(target)
    return articles, statements


def reviewed(archive: Archive) -> Iterator[dict[str, Any]]:
    """The articles of which statements were decided about, in the order of their ids."""
    verdicts = {
        j.key: j.verdict
        for j in archive.judgements.standing()
        if j.other_key is None and j.key.startswith("statement-")
    }
    decided: dict[int, dict[str, str]] = defaultdict(dict)
    versions: dict[int, tuple[int, str]] = {}
    keys = sorted(verdicts)
    for i in range(0, len(keys), KEYS):
        for key, row in archive.by_key(keys[i : i + KEYS]).items():
            decided[row.article_id][row.local] = verdicts[key]
            versions[row.article_id] = (row.version_id, row.address)
    for article_id in sorted(decided):
        version_id, address = versions[article_id]
        reading = archive.reading(version_id)
        if reading is not None:
            yield _row(reading.article, address, reading.statements, decided[article_id])


def _row(
    article: Article, address: str, statements: tuple[Statement, ...], verdicts: dict[str, str]
) -> dict[str, Any]:
    held = [s for s in statements if verdicts.get(s.id) in ("right", "corrected")]
    looked_at = [_reach(s, article.text) for s in statements if s.id in verdicts]
    open_ = [span for s in statements if s.id not in verdicts for span in _parts(s)]
    return {
        "id": address, "lang": article.language, "publisher": article.publisher, "published": article.published,
        "text": article.text,
        "attributions": [
            {
                "source": _written((s.source_span,) if s.source_span else ()), "cue": _written((s.cue,) if s.cue else ()),
                "content": _written(s.content), "act": s.act,
            }
            for s in held
        ],
        "unsure": _written(_rest(len(article.text), looked_at, open_)),
    }  # fmt: skip


def _parts(s: Statement) -> list[Span]:
    return sorted({x for x in (s.source_span, s.cue, *s.content) if x is not None})


def _reach(s: Statement, text: str) -> Span:
    """From the first word of a statement to its last, with the marks that close it: a piece of the tokenizer may hold both."""
    parts = _parts(s)
    if not parts:
        return Span(0, 0)
    end = max(p.end for p in parts)
    while end < len(text) and not (text[end].isalnum() or text[end].isspace()):
        end += 1
    return Span(parts[0].start, end)


def _rest(length: int, looked_at: list[Span], open_: list[Span]) -> list[Span]:
    """What nobody decided about: outside every reach, and the words of statements that wait."""
    edges = sorted({0, length, *(e for s in (*looked_at, *open_) for e in (s.start, s.end))})
    found: list[Span] = []
    for start, end in pairwise(edges):
        here = Span(start, end)
        inside = any(s.contains(here) for s in looked_at) and not any(s.contains(here) for s in open_)
        if inside or start == end:
            continue
        if found and found[-1].end == start:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(here)
    return found


def _written(spans: Any) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]

"""Whole readings against the part that no code around it can save: the encoder's own graph, in the same run.

usage: python bench/speed.py ARTICLES.jsonl   (id, text, lang; the first 100 are read, on one thread)
"""

import json
import resource
import sys
import time
from itertools import islice
from pathlib import Path

from kabar.intake import from_text
from kabar.pipeline import read_article
from kabar.resources import load_resources
from kabar.tagger.encoder import load_encoder


def main(path: Path) -> None:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 100)]
    began = time.perf_counter()
    encoder = load_encoder()
    for row in rows:
        article = from_text(row["text"], language=row.get("lang"), published=None)
        read_article(article, load_resources(article.language))
    whole = time.perf_counter() - began
    began = time.perf_counter()
    pieces = sum(len(encoder.read(row["text"]).starts) for row in rows)
    graph = time.perf_counter() - began
    words = sum(len(row["text"].split()) for row in rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(rows)} articles, {words} words, {pieces} pieces")
    print(
        f"whole readings, model loading included: {len(rows) / whole:.1f} articles/s, {words / whole:.0f} words/s"
    )
    print(f"the encoder alone: {pieces / graph:.0f} pieces/s; whole / encoder: {whole / graph:.2f}")
    print(f"peak memory {peak:.0f} MB")


main(Path(sys.argv[1]))

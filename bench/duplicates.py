"""How many translations are found by sentence vectors, and how many articles that are none, at several thresholds.

usage: python bench/duplicates.py PARALLEL.jsonl.gz   (id, lang, text; the first 24 ids in six languages)
"""

import gzip
import itertools
import json
import sys
from pathlib import Path

import numpy as np

from kabar.ingest import duplicates
from kabar.languages.pack import load_pack
from kabar.tagger.encoder import load_encoder
from kabar.text.document import Document

LANGUAGES = ("en", "id", "fr", "ar", "ru", "zh")
ARTICLES = 24


def vectors(text: str, language: str) -> np.ndarray:
    """What ingest compares: the vectors of the sentences as the pipeline cuts them."""
    sentences = Document(text, load_pack(language)).sentences
    found = load_encoder().read(text).sentence_vectors([(s.start, s.end) for s in sentences])
    return found.astype(np.float16)


def main(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    ids = sorted({r["id"] for r in rows})[:ARTICLES]
    of = {
        (r["id"], r["lang"]): vectors(r["text"], r["lang"])
        for r in rows
        if r["id"] in ids and r["lang"] in LANGUAGES
    }
    pairs = [
        (one == other, of[one, a], of[other, b])
        for a, b in itertools.combinations(LANGUAGES, 2)
        for one, other in itertools.product(ids, ids)
        if (one, a) in of and (other, b) in of
    ]
    print(f"{len(of)} articles; at {duplicates.LEAST} or more sentences")
    print("cosine  share  translations found  false")
    for cosine in (0.65, 0.7, 0.75, 0.8):
        duplicates.TRANSLATED = cosine
        alike = [(same, duplicates.likeness(a, b)) for same, a, b in pairs]
        for share in (0.4, 0.5, 0.6, 0.7):
            found = [same for same, value in alike if value >= share]
            true = sum(same for same, _ in alike)
            print(
                f"{cosine:6.2f} {share:6.1f} {sum(found) / true:11.2f} of {true} "
                f"{len(found) - sum(found):6} of {len(alike) - true:,}"
            )


main(Path(sys.argv[1]))

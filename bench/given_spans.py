"""Resolution alone: gold's spans are given, and the places that kabar reads in them are written for the scorer.

python bench/given_spans.py GOLD.jsonl OUT.jsonl; then score/places.py GOLD.jsonl OUT.jsonl
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from kabar.gazetteer.lookup import Gazetteer
from kabar.resolve.actors import Cast
from kabar.resolve.places import resolve_places
from kabar.resolve.toponyms import Finder, Toponym
from kabar.resources import load_resources
from kabar.tagger.decode import entity_spans, words_of
from kabar.tagger.encoder import load_encoder
from kabar.text.document import Document, Piece


def given(row: dict) -> tuple[Document, list[Toponym], Counter[str]]:
    """The document, gold's spans as toponyms, and the countries of its actors."""
    resources = load_resources(row.get("lang") or "en")
    doc = Document(row["text"], resources.pack)
    scores = load_encoder().read(doc.text)
    cast = Cast(doc, resources.actors, entity_spans(scores, words_of(doc, scores)))
    finder = Finder(doc, cast, resources.gazetteer)
    spans = sorted({tuple(p["span"]) for p in row["places"]})
    countries = Counter(m.known.country for m in cast.known if m.known and m.known.country)
    return doc, [finder.given(Piece(*span)) for span in spans], countries


def answer(row: dict, gazetteer: Gazetteer) -> dict:
    """One record as the scorer reads it."""
    places = []
    for resolved in resolve_places(*given(row)):
        piece = resolved.toponym.piece
        places.append({"span": [piece.start, piece.end]})
        if resolved.readings:
            entry, share = resolved.readings[0]
            country = gazetteer.iso2.get(entry.country or "")
            places[-1] |= {
                "lat": entry.lat,
                "lon": entry.lon,
                "geonameid": entry.geonames,
                "country": country,
            }
            places[-1]["share"] = round(share, 3)
    return {"id": row["id"], "places": places}


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").split("\n") if line]
    gazetteer = load_resources("en").gazetteer
    target.write_text("".join(json.dumps(answer(r, gazetteer)) + "\n" for r in rows), encoding="utf-8")

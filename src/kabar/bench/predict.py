"""Predictions in the form that the scorers read. Only id, text, lang and a date are taken from the input."""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kabar.codes.plover import coded_type
from kabar.errors import KabarError
from kabar.gazetteer.lookup import Gazetteer
from kabar.intake import from_text
from kabar.languages.pack import load_pack
from kabar.model import Event, Figure, Reading, Span, Statement
from kabar.pipeline import read_article
from kabar.resolve.actors import Cast
from kabar.resolve.places import Resolved, resolve_places
from kabar.resolve.toponyms import find_toponyms
from kabar.resources import load_resources
from kabar.tagger.decode import entity_spans, words_of
from kabar.tagger.encoder import load_encoder
from kabar.text.document import Document

Row = dict[str, Any]


def predict_file(task: str, source: Path, target: Path) -> None:
    """Read every record of `source` (JSON lines, or gzipped) and write a prediction a line to `target`.

    Raises KabarError for an unknown task, a missing file, or a line that is not a record.
    """
    if task not in TASKS:
        raise KabarError(f"there is no task '{task}': use one of {', '.join(TASKS)}")
    if not source.is_file():
        raise KabarError(f"there is no file '{source}': give a JSON lines file")
    opener = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rb") as lines, target.open("wb") as out:
        for number, line in enumerate(lines, 1):
            try:
                row = msgspec.json.decode(line)
                answer = TASKS[task](row)
            except (msgspec.DecodeError, KeyError, TypeError) as error:
                raise KabarError(f"{source} line {number} is no record with id and text: {error}") from error
            out.write(msgspec.json.encode({"id": row["id"], "lang": row.get("lang"), **answer}) + b"\n")


def _read(row: Row) -> Reading:
    published = row.get("published") or row.get("date")
    article = from_text(row["text"], language=row.get("lang"), published=published)
    return read_article(article, load_resources(article.language))


def _pairs(*spans: Span | None) -> list[list[int]]:
    return [[s.start, s.end] for s in spans if s]


def _attribution(row: Row) -> Row:
    reading = _read(row)
    return {
        "attributions": [
            {"source": _pairs(s.source_span), "cue": _pairs(s.cue), "content": _pairs(*s.content)}
            for s in reading.statements
        ]
    }


def _one(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _statement(statement: Statement) -> Row:
    return {
        "source": _one(statement.source_span),
        "cue": _one(statement.cue),
        "content": [statement.content[0].start, statement.content[-1].end],
        "segments": _pairs(*statement.content),
        "type": statement.mode,
    }


def _statements(row: Row) -> Row:
    reading = _read(row)
    return {
        "statements": [_statement(s) for s in reading.statements],
        "figures": [
            {"span": _one(f.span), "low": f.low, "high": f.high, "unit": f.unit} for f in _said(reading)
        ],
        "dates": [{"span": _one(d.span), "value": d.value} for d in reading.dates if d.value],
    }


LABELS = {"person": "PER", "organisation": "ORG", "place": "LOC"}


def _entities(row: Row) -> Row:
    doc = Document(row["text"], load_pack(row.get("lang") or "und"))
    scores = load_encoder().read(doc.text)
    found = entity_spans(scores, words_of(doc, scores))
    return {"entities": [{"span": [e.piece.start, e.piece.end], "label": LABELS[e.label]} for e in found]}


def _said(reading: Reading) -> list[Figure]:
    """The figures whose bounds the text itself gives: the scorers know no shares and nothing worked out."""
    return [f for f in reading.figures if f.share is None and "derived" not in f.flags]


def _figures(row: Row) -> Row:
    """Surest figure first, as the scorer wants it."""
    reading = _read(row)
    found = sorted(_said(reading), key=lambda f: (-f.confidence, f.span.start))
    return {
        "figures": [
            {"value": f.high if f.low is None else f.low, "low": f.low, "high": f.high, "unit": f.unit,
             "term": f.concept, "span": _one(f.span)}
            for f in found
        ]
    }  # fmt: skip


def _events(row: Row) -> Row:
    """The first event of each sentence, as coders take the lead act; countries of both sides by ISO alpha-3."""
    reading = _read({**row, "lang": row.get("lang") or "en"})
    ends = [s.end for s in Document(row["text"], load_pack(row.get("lang") or "en")).sentences]
    found: dict[int, Event] = {}
    for event in sorted((e for e in reading.events if e.plover.isupper()), key=lambda e: e.trigger):
        found.setdefault(bisect_left(ends, event.trigger.end), event)
    return {"events": [_coded(reading, e) for e in found.values()]}


# Types whose parties are all actors, and types where several actors without a target act with each other.
BOTH, JOINT = ("CONSULT", "COOPERATE"), ("AGREE", "SUPPORT")


def _coded(reading: Reading, event: Event) -> Row:
    """An event as PLOVER codes it: who asks is the source of what is demanded, and whom it happens to or where its target."""
    country = {a.id: a.country for a in reading.actors}
    plover = coded_type(event.plover, event.status, "ended" in event.flags)
    actors, targets = event.actors, event.targets
    if event.status == "demanded":
        said = next((s for s in reading.statements if s.id == event.statement), None)
        actors, targets = (said.sources, actors or targets) if said else (actors, targets)
    source = [c for a in actors if (c := country.get(a))]
    target = [c for a in targets if (c := country.get(a))]
    return {
        "plover": plover, "mode": event.mode, "cameo": event.cameo, "source": source, "target": target,
        "status": event.status, "reciprocal": plover in BOTH or (plover in JOINT and len(source) > 1 and not target),
    }  # fmt: skip


def _places(row: Row) -> Row:
    """Every toponym, also those that the record keeps apart: countries as actors, demonyms."""
    article = from_text(row["text"], language=row.get("lang") or "en", published=None)
    resources = load_resources(article.language)
    doc = Document(article.text, resources.pack)
    scores = load_encoder().read(doc.text)
    cast = Cast(doc, resources.actors, entity_spans(scores, words_of(doc, scores)))
    countries = Counter(m.known.country for m in cast.known if m.known and m.known.country)
    resolved = resolve_places(doc, find_toponyms(doc, cast, resources.gazetteer), countries)
    return {"places": [_toponym(r, resources.gazetteer) for r in resolved]}


def _toponym(resolved: Resolved, gazetteer: Gazetteer) -> Row:
    """A toponym as the scorer wants it; without a position where the gazetteer has nothing that fits."""
    piece = resolved.toponym.piece
    answer: Row = {"span": [piece.start, piece.end], "use": resolved.toponym.use}
    if resolved.readings:
        entry = resolved.readings[0][0]
        answer |= {"lat": entry.lat, "lon": entry.lon, "geonameid": entry.geonames}
        answer["country"] = gazetteer.iso2.get(entry.country or "")
    return answer


TASKS: dict[str, Callable[[Row], Row]] = {
    "attribution": _attribution, "statements": _statements, "entities": _entities, "figures": _figures,
    "places": _places, "events": _events,
}  # fmt: skip

"""Names after a locative -> Places by the gazetteer."""

from __future__ import annotations

import re
from collections import Counter

from kabar.assemble.context import Context
from kabar.gazetteer.lookup import resolve_place
from kabar.model import Place
from kabar.text.document import Piece


def assemble_places(context: Context) -> list[Place]:
    """Places of the article, each with all its mentions. Fills `context.places` too."""
    countries = Counter(m.known.country for m in context.cast.known if m.known and m.known.country)
    grouped: dict[tuple[str, str | None], list[Piece]] = {}
    entries: dict[tuple[str, str | None], Place] = {}
    for piece, is_actor in _toponyms(context):
        name = context.text(piece)
        entry, confidence, tied = resolve_place(context.resources.gazetteer.candidates(name), countries)
        if entry is None or (is_actor and entry.kind != "country"):
            continue
        key = (entry.name, entry.country)
        grouped.setdefault(key, []).append(piece)
        flags = ("places-tied",) if tied else ()
        entries.setdefault(
            key,
            Place(
                id="", evidence=(), confidence=round(confidence, 2), flags=flags, name=entry.name, kind=entry.kind,
                country=entry.country, latitude=entry.lat, longitude=entry.lon, geonames=entry.geonames,
                precision=entry.precision,
            ),
        )  # fmt: skip
    made = [
        _numbered(context, f"p{n}", entries[k], pieces) for n, (k, pieces) in enumerate(grouped.items(), 1)
    ]
    return made + _borders(context, len(made))


def _numbered(context: Context, ident: str, place: Place, pieces: list[Piece]) -> Place:
    from dataclasses import replace

    spans = tuple(context.span(p) for p in pieces)
    flags = (*place.flags, "damaged") if context.damaged(*spans) else place.flags
    placed = replace(place, id=ident, evidence=spans, flags=flags)
    context.places.extend((p, placed) for p in pieces)
    context.note(ident, "resolve", f"gazetteer: {place.name}, {place.kind}, {place.country}", *spans)
    return placed


def _toponyms(context: Context) -> list[tuple[Piece, bool]]:
    """Names that may be places, and whether the name is also an actor's."""
    text, locatives = context.doc.text, context.doc.pack.pattern("locatives")
    found = []
    for mention in context.cast.known:
        before = text[max(0, mention.piece.start - 20) : mention.piece.start]
        words = list(locatives.finditer(before))
        near = bool(words) and not re.search(r"[\w,.]", before[words[-1].end() :])
        if mention.kind == "government" and near and not _is_border(context, mention.piece):
            found.append((mention.piece, True))
    found.extend((m.piece, False) for m in context.cast.names)
    return sorted(found)


def _is_border(context: Context, piece: Piece) -> bool:
    before = context.doc.text[max(0, piece.start - 20) : piece.start].rstrip()
    return bool(re.search(context.doc.pack.pattern("borders").pattern + "$", before, re.IGNORECASE))


def _borders(context: Context, already: int) -> list[Place]:
    made: list[Place] = []
    for mention in context.cast.known:
        if mention.kind == "government" and mention.known and _is_border(context, mention.piece):
            before = list(
                context.doc.pack.pattern("borders").finditer(context.doc.text, 0, mention.piece.start)
            )[-1]
            piece = Piece(before.start(), mention.piece.end)
            span = context.span(piece)
            place = Place(
                id=f"p{already + len(made) + 1}", evidence=(span,), confidence=0.6, flags=("no-coordinates",),
                name=f"border of {mention.known.name}", kind="border", country=mention.known.country, precision=3,
            )  # fmt: skip
            context.places.append((piece, place))
            context.note(place.id, "resolve", "a border has no point of its own", span)
            made.append(place)
    return made

"""Toponyms used as places -> Places; countries as actors and demonyms are only hints to where those are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from kabar.assemble.context import Context
from kabar.model import Place, PlaceReading
from kabar.resolve.places import Resolved, resolve_places
from kabar.resolve.toponyms import find_toponyms
from kabar.text.document import Piece

# A second reading is kept from this share of the belief on; a place with a rival this strong is tied.
KEPT, TIED = 0.05, 0.3
UNLOCATED = 0.4
# How often a reading with a given share is within 161 km, a line through what LGL shows (docs/measures.md).
AT_LEAST, SHARE = 0.25, 0.7


def assemble_places(context: Context) -> list[Place]:
    """Places of the article, each with all its mentions. Fills `context.places` too."""
    toponyms = find_toponyms(context.doc, context.cast, context.resources.gazetteer)
    countries = Counter(m.known.country for m in context.cast.known if m.known and m.known.country)
    grouped: dict[tuple[str, str | None], list[Piece]] = {}
    made: dict[tuple[str, str | None], Place] = {}
    context.toponyms = resolve_places(context.doc, toponyms, countries)
    for resolved in context.toponyms:
        if resolved.toponym.use != "place" and not _is_namesake(context, resolved):
            continue
        country = resolved.readings and resolved.readings[0][0].kind == "country"
        if country and _is_border(context, resolved.toponym.piece):
            continue
        place = _place(resolved) if resolved.readings else _unknown(resolved)
        grouped.setdefault((place.name, place.country), []).append(resolved.toponym.piece)
        made.setdefault((place.name, place.country), place)
    numbered = [
        _numbered(context, f"p{n}", made[k], pieces) for n, (k, pieces) in enumerate(grouped.items(), 1)
    ]
    return numbered + _borders(context, len(numbered))


def _is_namesake(context: Context, resolved: Resolved) -> bool:
    """Whether what looked like a seat of government is a place elsewhere: "Paris, Texas"."""
    if resolved.toponym.use != "actor" or not resolved.readings:
        return False
    piece = resolved.toponym.piece
    if context.doc.text[piece.end : piece.end + 1] != ",":
        return False
    seats = {k.known.country for k in context.cast.known if k.known and k.piece == piece}
    return bool(seats) and resolved.readings[0][0].country not in seats


def _place(resolved: Resolved) -> Place:
    (entry, share), *others = resolved.readings
    rivals = tuple(
        PlaceReading(e.name, e.country, e.lat, e.lon, e.geonames, round(s, 2)) for e, s in others if s >= KEPT
    )
    flags = ("places-tied",) if any(r.share >= TIED for r in rivals) else ()
    if resolved.toponym.transliterated:
        flags = (*flags, "name-transliterated")
    return Place(
        id="", evidence=(), confidence=round(AT_LEAST + SHARE * share, 2), flags=flags,
        name=entry.name, kind=entry.kind, country=entry.country, admin1=entry.region, latitude=entry.lat, longitude=entry.lon,
        geonames=entry.geonames, precision=entry.precision, rivals=rivals,
    )  # fmt: skip


def _unknown(resolved: Resolved) -> Place:
    """A place that the gazetteer lacks, or whose namesakes do not fit the article: named, and not located."""
    return Place(
        id="", evidence=(), confidence=UNLOCATED, flags=("not-in-gazetteer", "no-coordinates"),
        name=resolved.toponym.name, kind=resolved.toponym.head or "unknown", precision=3,
    )  # fmt: skip


def _numbered(context: Context, ident: str, place: Place, pieces: list[Piece]) -> Place:
    spans = tuple(context.span(p) for p in pieces)
    flags = (*place.flags, "damaged") if context.damaged(*spans) else place.flags
    placed = replace(place, id=ident, evidence=spans, flags=flags)
    context.places.extend((p, placed) for p in pieces)
    context.note(ident, "resolve", f"gazetteer: {place.name}, {place.kind}, {place.country}", *spans)
    return placed


def _is_border(context: Context, piece: Piece) -> bool:
    before = context.doc.text[max(0, piece.start - 20) : piece.start].rstrip()
    return bool(re.search(context.doc.pack.pattern("borders").pattern + "$", before, re.IGNORECASE))


def _borders(context: Context, already: int) -> list[Place]:
    made: list[Place] = []
    for mention in context.cast.known:
        if mention.known and mention.known.is_state and _is_border(context, mention.piece):
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

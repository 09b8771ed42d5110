"""Where the text names a place: by the model, by capitals and the gazetteer, as an actor's country, as a demonym."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kabar.gazetteer.lookup import Gazetteer, GazetteerEntry
from kabar.languages.pack import Pack
from kabar.resolve.actors import Cast
from kabar.text.document import Document, Piece

Use = Literal["place", "actor", "inside", "demonym"]
# Kinds that only the hand-kept supplement has: such a name is a place even where the model takes it for a body.
SUPPLEMENTED = ("camp", "crossing", "airbase", "base", "island", "strait", "sea", "front", "dam", "district")
# A name that only capitals and the gazetteer vouch for is a place from this many people on.
KNOWN_CITY = 100_000
# Reduced to a part of itself ("Rapides Parish"), a name is looked up without its first or last word.
CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]+(?<=[^\W\d_])")


@dataclass(frozen=True, order=True)
class Toponym:
    """A mention with all the gazetteer's candidates; `use` says how the text uses the name."""

    piece: Piece
    name: str
    use: Use
    candidates: tuple[GazetteerEntry, ...]


def find_toponyms(doc: Document, cast: Cast, gazetteer: Gazetteer) -> list[Toponym]:
    """Toponyms in text order, none overlapping: the model's places first, then actors' countries, capitals, demonyms."""
    found: list[Toponym] = []

    def add(piece: Piece, use: Use, candidates: tuple[GazetteerEntry, ...]) -> None:
        if candidates and not any(piece.start < t.piece.end and t.piece.start < piece.end for t in found):
            found.append(Toponym(piece, doc.text[piece.start : piece.end], use, candidates))

    for entity in cast.entities:
        if entity.label == "place" and not _is_actor(entity.piece, cast):
            piece = _bare(doc, entity.piece)
            add(piece, "place", candidates_of(doc.text[piece.start : piece.end], doc.pack, gazetteer))
    for mention in cast.known:
        if mention.known and mention.known.is_state:
            use: Use = "place" if _after_locative(doc, mention.piece) else "actor"
            name = doc.text[mention.piece.start : mention.piece.end]
            add(mention.piece, use, gazetteer.candidates(name) or _country_of(mention.known, gazetteer))
    others = [e.piece for e in cast.entities if e.label != "place"]
    for mention in cast.names:
        candidates = gazetteer.candidates(doc.text[mention.piece.start : mention.piece.end])
        if any(o.start < mention.piece.end and mention.piece.start < o.end for o in others):
            candidates = tuple(c for c in candidates if c.kind in SUPPLEMENTED)
        if _after_locative(doc, mention.piece) or any(_well_known(c) for c in candidates):
            add(mention.piece, "place", candidates)
    _add_inside(doc, cast, gazetteer, found, add)
    for match in CAPITALISED.finditer(doc.text):
        add(Piece(match.start(), match.end()), "demonym", gazetteer.of_demonym(match.group()))
    return sorted(found)


def _add_inside(
    doc: Document, cast: Cast, gazetteer: Gazetteer, found: list[Toponym],
    add: Callable[[Piece, Use, tuple[GazetteerEntry, ...]], None],
) -> None:  # fmt: skip
    """Places that open the name of a body ("Goma hospital"), and further mentions of places found above."""
    known = {t.name for t in found if t.use == "place"}
    people = [e.piece for e in cast.entities if e.label == "person"]
    bodies = [e.piece for e in cast.entities if e.label == "organisation"] + [m.piece for m in cast.names]
    for body in bodies:
        if any(p.start < body.end and body.start < p.end for p in people):
            continue
        words = list(CAPITALISED.finditer(doc.text, body.start, body.end))
        for last in (w for w in (1, 0) if w < len(words)):
            piece = Piece(words[0].start(), words[last].end())
            name = doc.text[piece.start : piece.end]
            candidates = gazetteer.candidates(name)
            if name in known or (piece != body and any(_well_known(c) for c in candidates)):
                add(piece, "place" if piece == body else "inside", candidates)
                break


def _well_known(entry: GazetteerEntry) -> bool:
    return entry.main and (entry.kind != "city" or entry.population >= KNOWN_CITY)


def _is_actor(piece: Piece, cast: Cast) -> bool:
    return any(
        not (k.known and k.known.is_state) and k.piece.start <= piece.start and piece.end <= k.piece.end
        for k in cast.known
    )


def _bare(doc: Document, piece: Piece) -> Piece:
    """Without an article or a preposition that the span took in."""
    text = doc.text[piece.start : piece.end]
    words = [*doc.pack.words("articles"), *doc.pack.words("locatives"), *doc.pack.words("prepositions")]
    first = text.split(" ")[0]
    if " " in text and first.casefold() in words and not first[0].isupper():
        return Piece(piece.start + len(first) + 1, piece.end)
    return piece


def candidates_of(name: str, pack: Pack, gazetteer: Gazetteer) -> tuple[GazetteerEntry, ...]:
    """The gazetteer's places of that name, else of its forms without case endings, prefixes, or an outer word."""
    whole = gazetteer.candidates(name)
    if whole:
        return whole
    for form in _stems(name, pack):
        found = gazetteer.candidates(form)
        if found:
            return found
    words = name.split()
    for part in (words[:-1], words[1:]) if len(words) > 1 else ():
        found = gazetteer.candidates(" ".join(part))
        if found:
            return found
    return ()


def _stems(name: str, pack: Pack) -> list[str]:
    """Dictionary forms that the pack's `name_endings` ("е>а") and `name_prefixes` allow, likeliest first."""
    found = [name[: cut.start()]] if (cut := re.search(r"['’]\w+$", name)) else []
    for rule in pack.words("name_endings"):
        ending, replacement = rule.split(">")
        if name.casefold().endswith(ending) and len(name) - len(ending) >= 3:
            found.append(name[: len(name) - len(ending)] + replacement)
    for prefix in pack.words("name_prefixes"):
        if name.startswith(prefix) and len(name) - len(prefix) >= 3:
            found.append(name[len(prefix) :])
    return found


def _country_of(known: object, gazetteer: Gazetteer) -> tuple[GazetteerEntry, ...]:
    """An actor that stands for its country by another name (a seat, a capital)."""
    country = getattr(known, "country", None)
    name = getattr(known, "name", "")
    return tuple(c for c in gazetteer.candidates(name) if c.country == country)


def _after_locative(doc: Document, piece: Piece) -> bool:
    before = doc.text[max(0, piece.start - 20) : piece.start]
    words = list(doc.pack.pattern("locatives").finditer(before))
    return bool(words) and not re.search(r"[\w,.]", before[words[-1].end() :])

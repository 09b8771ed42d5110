"""Names of places as the text has them -> names as the gazetteer has them: articles, endings, head words, scripts."""

from __future__ import annotations

import re

from kabar.gazetteer.lookup import Gazetteer, GazetteerEntry
from kabar.languages.pack import Pack
from kabar.text.document import Document, Piece

# Without an outer word a name still means a place only when that one is known so well.
KNOWN_WELL = 100_000
# A hospital, a station is in the town that its name begins with, if that has so many people.
TOWN = 15_000


def bare(doc: Document, piece: Piece, gazetteer: Gazetteer) -> Piece:
    """Without an article, a preposition or a connective that the span took in ("An Alexandria man", "As Zimbabwe ...")."""
    text = doc.text[piece.start : piece.end]
    lists = ("articles", "locatives", "prepositions", "connectives")
    first = text.split(" ")[0]
    opened = " " in text and any(first.casefold() in doc.pack.words(name) for name in lists)
    if opened and not (first[0].isupper() and gazetteer.candidates(text)):
        return Piece(piece.start + len(first) + 1, piece.end)
    return piece


def head_kind(pack: Pack, word: str) -> str:
    """The kind of place that a word beside a name tells of, by the pack's `place_heads` ("county>admin2"); "" for none."""
    return pack.place_heads.get(word.casefold(), "") if word else ""


def is_area(entry: GazetteerEntry) -> bool:
    """A country, a division, or a region of the supplement."""
    return entry.kind in ("country", "admin1", "admin2", "region", "continent")


def candidates_of(name: str, pack: Pack, gazetteer: Gazetteer) -> tuple[GazetteerEntry, ...]:
    """The gazetteer's places of that name, else of its forms without case endings, prefixes, head words or an outer word."""
    forms = [name, *stems(name, pack), *_without_head(name, pack)]
    for form in forms:
        found = gazetteer.candidates(form)
        if found:
            return found
    words = name.split()
    least = TOWN if len(words) > 1 and head_kind(pack, words[-1]) == "facility" else KNOWN_WELL
    for part in (words[1:], words[:-1]) if len(words) > 1 else ():
        found = gazetteer.candidates(" ".join(part))
        if any(e.main and (e.kind in ("country", "admin1") or e.population >= least) for e in found):
            return found
    return ()


def stems(name: str, pack: Pack) -> list[str]:
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


def _without_head(name: str, pack: Pack) -> list[str]:
    """ "Aleppo Province" without its head word; not so a street, a lake or a hospital, which are other places."""
    words = name.split()
    found = []
    if len(words) > 1:
        for word, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
            if head_kind(pack, word) in ("admin1", "admin2", "city", "site"):
                rested = " ".join(rest)
                found += [rested, *stems(rested, pack)]
    return found

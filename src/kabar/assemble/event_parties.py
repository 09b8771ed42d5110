"""Everyone in the text who can act: known actors, the model's people and bodies, nations, and groups of people."""

from __future__ import annotations

from kabar.assemble.context import Context
from kabar.resolve.parties import Party
from kabar.resolve.places import Resolved
from kabar.text.document import WORD, Document, Piece

# Kinds of groups that speak of others and take no part.
BYSTANDERS = ("media", "person")
# How many characters may stand between a group and the country that it is of ("rebels in the north of").
NEAR = 16
# How many words may stand between "in" and the name that it says to be the place ("in the northern").
QUALIFIERS = 2
# One word may stand between a group and its nation's adjective: this many characters at most.
LONGEST_WORD = 40


def find_parties(context: Context) -> list[Party]:
    """Parties in text order, none overlapping. A group has the country that stands beside it."""
    named = _named(context)
    found: list[Party] = []
    used: list[Piece] = []
    for group in context.doc.pack.pattern("groups").finditer(context.doc.text):
        piece = Piece(group.start(), group.end())
        kind = context.doc.pack.row("groups", group.group())["kind"]
        if kind in BYSTANDERS or any(piece.overlaps(p.piece) for p in named):
            continue
        whole, country, beside = _with_country(context, piece, named)
        actor = beside.actor if beside and kind == "government" else context.cast.phrase(whole)[0]
        if country and not context.cast.actors[actor].country:
            context.cast.actors[actor].country = country
        found.append(Party(whole, actor, country or context.cast.actors[actor].country))
        used.append(whole)
    return sorted([*found, *(p for p in named if not any(p.piece.overlaps(u) for u in used))])


def only_where(doc: Document, piece: Piece) -> bool:
    """Whether a name only says where ("in Kenya"), so that it cannot act or be acted on."""
    before = doc.text[max(0, piece.start - 20) : piece.start]
    marks = list(doc.pack.pattern("location_markers").finditer(before))
    if not marks:
        return False
    between = WORD.findall(before[marks[-1].end() :])
    plain = all(w.islower() and w not in doc.pack.words("prepositions") for w in between)
    return plain and len(between) <= QUALIFIERS


def _named(context: Context) -> list[Party]:
    found: list[Party] = []

    def add(piece: Piece, actor: str, country: str | None, adjective: bool = False) -> None:
        if not any(piece.overlaps(p.piece) for p in found):
            found.append(Party(piece, actor, country, adjective))

    # An outlet tells of events; it hardly ever acts in them ("PARIS (Reuters) - Fighters ...").
    media = [m.piece for m in context.cast.known if m.kind == "media"]
    for mention in context.cast.known:
        if mention.known and mention.kind != "media" and not only_where(context.doc, mention.piece):
            add(mention.piece, context.cast.named(mention), mention.known.country)
    for resolved in context.toponyms:
        piece, country = resolved.toponym.piece, _state(resolved)
        demonym = resolved.toponym.use == "demonym"
        if country and (demonym or not only_where(context.doc, piece)):
            add(piece, context.cast.nation(piece, country), country, demonym)
    for entity in context.cast.entities:
        if entity.label != "place" and entity.piece not in media:
            ident = context.cast.phrase(entity.piece)[0]
            add(entity.piece, ident, context.cast.actors[ident].country)
    return found


def _with_country(
    context: Context, group: Piece, named: list[Party]
) -> tuple[Piece, str | None, Party | None]:
    """The group with the nation that stands right by it, or with the country of the place that it is in."""
    text = context.doc.text
    for party in named:
        low, high = sorted((party.piece, group))
        if high.start - low.end > LONGEST_WORD:
            continue
        if party.country and (party.adjective or context.doc.pack.adjective_after_noun == (low == group)):
            gap = WORD.findall(text[low.end : high.start])
            if text[low.end : high.start].strip() == "" or (
                len(gap) == 1 and low != group and party.adjective
            ):
                return Piece(low.start, high.end), party.country, party
    pack = context.doc.pack
    for resolved in context.toponyms:
        piece = resolved.toponym.piece
        if not (resolved.readings and 0 < piece.start - group.end <= NEAR):
            continue
        between = text[group.end : piece.start]
        led = pack.pattern("location_markers").search(between) or pack.pattern("name_joiners").search(between)
        if led and len(WORD.findall(between)) <= 2:
            return group, resolved.readings[0][0].country, None
    return group, None, None


def _state(resolved: Resolved) -> str | None:
    """The country that a toponym names, none when it names a smaller place."""
    entry = resolved.readings[0][0] if resolved.readings else None
    return entry.country if entry and entry.kind == "country" else None

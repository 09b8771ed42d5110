"""Sources and other noun phrases -> actors of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kabar.actors.table import ActorTable, KnownActor
from kabar.model.records import ActorKind, SourceForm
from kabar.tagger.decode import Tagged
from kabar.tagger.mentions import Mention, known_names, proper_names
from kabar.text.document import WORD, Document, Piece

# A source of more words than this is a description with a name in it.
LONGEST_NAME = 6


@dataclass
class LocalActor:
    """An actor of this article while it is being read."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    affiliation: str | None = None
    mentions: set[Piece] = field(default_factory=set)
    known: bool = False


@dataclass
class Cast:
    """The actors of an article, found by name or made anew."""

    doc: Document
    table: ActorTable
    entities: list[Tagged] = field(default_factory=list)
    actors: dict[str, LocalActor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = known_names(self.doc, self.table)
        self.names = [m for m in proper_names(self.doc) if not any(_same(m, k) for k in self.known)]
        taken = [m.piece for m in (*self.known, *self.names)]
        # Scripts without capitals: there only the model knows a name.
        self.names += [
            Mention(e.piece, "name")
            for e in self.entities
            if e.label != "place" and not any(_overlap(e.piece, t) for t in taken)
        ]

    def phrase(self, piece: Piece) -> tuple[str, SourceForm]:
        """The actor a noun phrase names, and the form of the phrase. Pronouns are not resolved here."""
        piece = self._head(piece)
        text = self.doc.text[piece.start : piece.end]
        known = [m for m in self.known if piece.start <= m.piece.start and m.piece.end <= piece.end]
        names = [m for m in self.names if piece.start <= m.piece.start and m.piece.end <= piece.end]
        role = self.doc.pack.pattern("roles").search(text)
        group = self.doc.pack.pattern("groups").search(text)
        if group and any(
            m.piece.start <= piece.start + group.start() and m.piece.end >= piece.start + group.end()
            for m in known
        ):
            group = None  # part of the known name: "Organisation mondiale de la santé"
        people = [m for m in known if m.kind == "person"]
        if people and group and group.start() == 0:
            # "Erdogan's office" speaks for the person and is not the person.
            head = people[0].known
            country, person = (head.country, head.id) if head else (None, None)
            return self._local(text, self._group_kind(group), piece, country, person), "named"
        if people:
            return self._known(people[0], piece), "named"
        person = self._person(piece, text, names, known, role)
        if person:
            return person, "named"
        if known and not role and not (group and group.start() == 0 and not _governs(self.doc, group)):
            return self._known(known[0], piece), "named"
        if role and known:
            return self._office(known[0], role, piece, text)
        kind = self._group_kind(group)
        if names and not group:
            return self._local(self._whole_name(piece, names[0]), "unknown", piece), "named"
        country = next((m.known.country for m in known if m.known), None)
        form: SourceForm = "collective" if group else "nominal"
        return self._local(text, kind, piece, country), form

    def _whole_name(self, piece: Piece, first: Mention) -> str:
        """A short phrase is the name as it stands, without its article ("Umoja wa Wanawake"); of a long one its first name."""
        words = [m for m in WORD.finditer(self.doc.text, piece.start, piece.end)]
        if not 0 < len(words) <= LONGEST_NAME:
            return self._text(first.piece)
        article = words[0].group().casefold() in self.doc.pack.words("articles") and len(words) > 1
        return self.doc.text[words[1 if article else 0].start() : piece.end]

    def _head(self, piece: Piece) -> Piece:
        """The name before a comma, when what follows only tells who that is ("Kampala, an ally of President Okello")."""
        comma = self.doc.text.find(",", piece.start, piece.end)
        head = Piece(piece.start, comma)
        if comma < 0 or not any(head.holds(m.piece.start) for m in (*self.known, *self.names)):
            return piece
        text = self.doc.text[head.start : head.end]
        titled = self.doc.pack.pattern("roles").search(text) or self.doc.pack.pattern("groups").search(text)
        return piece if titled else head

    def named(self, mention: Mention) -> str:
        """The actor of a mention that the table knows."""
        return self._known(mention, mention.piece)

    def nation(self, piece: Piece, country: str | None) -> str:
        """The actor that a nation's adjective opens ("Kenyan troops"): the group it goes with, else the state."""
        group = self.doc.pack.pattern("groups").match(self.doc.text, piece.end + 1)
        if group:
            whole = Piece(piece.start, group.end())
            return self._local(self._text(whole), self._group_kind(group), whole, country)
        row = self.table.by_id.get(country or "")
        if row:
            return self._known(Mention(piece, "government", row), piece)
        return self._local(self._text(piece), "unknown", piece, country)

    def mention_in(self, piece: Piece) -> list[str]:
        """Actors that the piece names, in text order: for targets and parties."""
        found = [self._known(m, m.piece) for m in self.known if piece.holds(m.piece.start)]
        for match in self.doc.pack.pattern("groups").finditer(self.doc.text, piece.start, piece.end):
            row = self.doc.pack.row("groups", match.group())
            if row["kind"] == "armed-group":
                found.append(self._local(match.group(), "armed-group", Piece(match.start(), match.end())))
        return list(dict.fromkeys(found))

    def _person(
        self, piece: Piece, text: str, names: list[Mention], known: list[Mention], role: re.Match[str] | None
    ) -> str | None:
        taken = [m for m in names if not any(_overlap(m.piece, k.piece) for k in known)]
        if not taken or not role:
            return None
        named = taken[0] if role.start() == 0 or "," in text else taken[-1]
        country = next((m.known.country for m in known if m.known), None)
        affiliation = next((m.known.id for m in known if m.known), None)
        return self._local(self._text(named.piece), "person", named.piece, country, affiliation)

    def _office(
        self, holder: Mention, role: re.Match[str], piece: Piece, text: str
    ) -> tuple[str, SourceForm]:
        """ "The Turkish leader": the person of that country named in the article, else the office itself."""
        assert holder.known is not None
        office = holder.known.id
        for mention in reversed([m for m in self.known if m.piece.start < piece.start]):
            if mention.known and mention.kind == "person" and mention.known.affiliation == office:
                return self._known(mention, piece), "nominal"
        for actor in self.actors.values():
            if actor.kind == "person" and actor.affiliation == holder.known.id:
                actor.mentions.add(piece)
                return actor.id, "nominal"
        return self._local(text, "person", piece, holder.known.country, holder.known.id), "nominal"

    def _group_kind(self, group: re.Match[str] | None) -> ActorKind:
        if group is None:
            return "unknown"
        return self.doc.pack.row("groups", group.group())["kind"]  # type: ignore[return-value]

    def _text(self, piece: Piece) -> str:
        return self.doc.text[piece.start : piece.end]

    def _known(self, mention: Mention, piece: Piece) -> str:
        row = mention.known
        assert isinstance(row, KnownActor)
        actor = self.actors.setdefault(
            row.id, LocalActor(row.id, row.name, row.kind, row.country, row.affiliation, known=True)
        )
        actor.mentions.add(piece)
        return actor.id

    def _local(
        self,
        name: str,
        kind: ActorKind,
        piece: Piece,
        country: str | None = None,
        affiliation: str | None = None,
    ) -> str:
        folded = " ".join(w.group().casefold() for w in WORD.finditer(name))
        for actor in self.actors.values():
            if not actor.known and _folds_together(folded, actor.name.casefold(), kind, actor.kind):
                actor.mentions.add(piece)
                return actor.id
        ident = f"a{sum(not a.known for a in self.actors.values()) + 1}"
        self.actors[ident] = LocalActor(ident, name, kind, country, affiliation, {piece})
        return ident


def _folds_together(name: str, other: str, kind: str, other_kind: str) -> bool:
    """The same words, or a surname alone for a person named in full before."""
    if name == other:
        return True
    return other_kind == "person" and kind in ("person", "unknown") and other.split()[-1:] == [name]


def _governs(doc: Document, group: re.Match[str]) -> bool:
    """A government's own group noun ("the Syrian government") stands for the state."""
    return doc.pack.row("groups", group.group())["kind"] == "government"


def _overlap(a: Piece, b: Piece) -> bool:
    return a.start < b.end and b.start < a.end


def _same(mention: Mention, known: Mention) -> bool:
    return known.piece.start <= mention.piece.start and mention.piece.end <= known.piece.end

"""Sources and other noun phrases -> actors of the article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kabar.actors.table import ActorTable, KnownActor
from kabar.model.records import ActorKind, SourceForm
from kabar.resolve.introductions import Office, abbreviations, offices, same_office
from kabar.tagger.decode import Tagged
from kabar.tagger.mentions import Mention, known_names, proper_names
from kabar.text.document import WORD, Document, Piece
from kabar.text.spelling import alike, same_name, skeleton

# A source of more words than this is a description with a name in it.
LONGEST_NAME = 6
# Kinds of nouns for many that can be blamed or asked.
ANSWERABLE = ("armed-group", "government")


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
    """The actors of an article, found by name or made anew. `demonym` gives the country of an adjective, if it is one."""

    doc: Document
    table: ActorTable
    entities: list[Tagged] = field(default_factory=list)
    demonym: Callable[[str], str | None] = lambda word: None
    actors: dict[str, LocalActor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = known_names(self.doc, self.table)
        runs = [m for m in proper_names(self.doc) if not any(_same(m, k) for k in known)]
        tagged = [
            e.piece for e in self.entities if e.label == "person" and not self._only_states(e.piece, known)
        ]
        # The table's name of a state that is a part of a person's is no state here ("Chad Smith").
        self.known = [m for m in known if m.kind == "person" or not any(_part(m.piece, t) for t in tagged)]
        self.names = runs
        tagged = [self._whole_person(t) for t in tagged if not any(m.piece == t for m in self.known)]
        tagged = [t for t in tagged if not self._only_title(t)]
        self.known = [m for m in self.known if not self._namesake(m, tagged)]
        taken = [m.piece for m in (*self.known, *self.names)]
        # Scripts without capitals: there only the model knows a name.
        self.names += [
            Mention(e.piece, "name")
            for e in self.entities
            if e.label != "place" and not any(e.piece.overlaps(t) for t in taken)
        ]
        self.people = self._people(tagged)
        self.offices = offices(self.doc, self.people)
        self.short = abbreviations(
            self.doc,
            [*(e.piece for e in self.entities if e.label != "place"), *(m.piece for m in self.names)],
        )

    def _only_states(self, piece: Piece, known: list[Mention]) -> bool:
        """Whether all words of a person that the model found are names of several states, which is no person's name."""
        inside = [
            m
            for m in known
            if m.kind != "person" and piece.start <= m.piece.start and m.piece.end <= piece.end
        ]
        words = [w for w in WORD.finditer(self.doc.text, piece.start, piece.end)]
        named = all(any(m.piece.holds(w.start()) for m in inside) for w in words)
        return len(inside) > 1 and named

    def _only_title(self, piece: Piece) -> bool:
        """ "Mr" or "President", with or without a point, is no name."""
        role = self.doc.pack.pattern("roles").match(self.doc.text, piece.start)
        return role is not None and role.end() >= piece.end

    def _whole_person(self, tagged: Piece) -> Piece:
        """The run of capitalised words that a person's name found by the model is a part of, without its office."""
        run = next((m.piece for m in self.names if _part(tagged, m.piece)), None)
        if run is None:
            return tagged
        bare = self._titled(run) or run
        inside = any(bare.overlaps(m.piece) for m in self.known if m.kind != "person")
        return bare if _within(tagged, bare) and not inside else tagged

    def _people(self, tagged: list[Piece]) -> list[Piece]:
        """Names of people, in text order: the table's, the model's, those behind an office, and others that share a name
        with one of them ("John Okello" beside "Maria Okello", "Okello" alone)."""
        found = [m.piece for m in self.known if m.kind == "person"]
        runs = [m.piece for m in self.names if self._text(m.piece)[:1].isupper()]
        titled = [p for run in runs if (p := self._titled(run)) and " " in self._text(p)]
        for piece in (*tagged, *titled):
            if not any(piece.overlaps(f) for f in found):
                found.append(piece)
        full = [self._text(p).split() for p in found]
        words = {w for name in full if len(name) > 1 for w in name if w[0].isupper() and len(w) > 2}
        bodies = [e.piece for e in self.entities if e.label == "organisation"]
        for run in runs:
            piece = self._titled(run) or run
            shares = self._text(piece).split()[-1] in words and len(self._text(piece).split()) <= 3
            if shares and not any(piece.overlaps(f) for f in (*found, *bodies)):
                found.append(piece)
        return sorted(found)

    def _titled(self, run: Piece) -> Piece | None:
        """What of a run of capitalised words is left behind an office and the body it belongs to; None without an office."""
        role = self.doc.pack.pattern("roles").match(self.doc.text, run.start)
        start = role.end() if role and role.end() < run.end else run.start
        before = list(
            self.doc.pack.pattern("roles").finditer(self.doc.text, max(0, run.start - 40), run.start)
        )
        if start == run.start and not (before and not self.doc.text[before[-1].end() : run.start].strip()):
            return None
        start = max(
            [start, *(m.piece.end for m in self.known if m.kind != "person" and _within(m.piece, run))]
        )
        words = list(WORD.finditer(self.doc.text, start, run.end))
        while words and self.demonym(words[0].group()):
            words = words[1:]
        bodies = [e.piece for e in self.entities if e.label == "organisation"]
        if not words or any(Piece(words[0].start(), run.end).overlaps(b) for b in bodies):
            return None
        return Piece(words[0].start(), words[-1].end())

    def _namesake(self, mention: Mention, people: list[Piece]) -> bool:
        """Whether a name of the table is here someone else's: another first name, or a surname first given with one."""
        if mention.kind != "person" or mention.known is None:
            return False
        own = {w.casefold() for a in self.table.aliases[mention.known.id] for w in a.split()}
        surname = self._text(mention.piece).casefold()
        holders = [p for p in people if surname in self._text(p).casefold().split()]
        others = [p for p in holders if self._first_names(p, own)]
        if any(p.start <= mention.piece.start and mention.piece.end <= p.end for p in others):
            return True
        alone = " " not in surname and bool(others)
        return alone and not any(len(self._text(p).split()) > 1 and p not in others for p in holders)

    def _first_names(self, person: Piece, own: set[str]) -> list[str]:
        """Words of a person's name that are neither a title nor one of the table's for that actor."""
        titles = [m.span() for m in self.doc.pack.pattern("roles").finditer(self._text(person))]
        taken = [Piece(person.start + a, person.start + b) for a, b in titles]
        taken += [m.piece for m in self.known if m.kind != "person"]
        words = (
            (Piece(w.start(), w.end()), w.group())
            for w in WORD.finditer(self.doc.text, person.start, person.end)
        )
        return [
            w
            for at, w in words
            if w[0].isupper()
            and len(w) > 1
            and w.casefold() not in own
            and not self.demonym(w)
            and not any(at.overlaps(t) for t in taken)
            and not any(alike(w, o) for o in own)
        ]

    def phrase(self, piece: Piece) -> tuple[str, SourceForm]:
        """The actor a noun phrase names, and the form of the phrase. Pronouns are not resolved here."""
        piece = self._head(piece)
        text = self._text(piece)
        known = [m for m in self.known if piece.start <= m.piece.start and m.piece.end <= piece.end]
        names = [m for m in self.names if piece.start <= m.piece.start and m.piece.end <= piece.end]
        role = self.doc.pack.pattern("roles").search(text)
        group = self.doc.pack.pattern("groups").search(text)
        if group and any(
            m.piece.start <= piece.start + group.start() and m.piece.end >= piece.start + group.end()
            for m in known
        ):
            group = None  # part of the known name: "Organisation mondiale de la santé"
        inner = [m for m in known if self._inside_name(m, piece)]
        known = [m for m in known if m not in inner]
        people = [m for m in known if m.kind == "person"]
        if people and group and group.start() == 0:
            # "Erdogan's office" speaks for the person and is not the person.
            head = people[0].known
            country, person = (head.country, head.id) if head else (None, None)
            return self._local(text, self._group_kind(group), piece, country, person), "named"
        if people:
            return self._known(people[0], piece), "named"
        person = self._person_in(piece, names, known, role, group)
        if person:
            return person, "named"
        if inner and not known and not role:
            country = next((m.known.country for m in inner if m.known and not self.only_where(m.piece)), None)
            return self._described(piece, group, country)
        if known and not role and not (group and group.start() == 0 and not _governs(self.doc, group)):
            return self._known(known[0], piece), "named"
        if role:
            return self._office(role, piece, known), "nominal"
        kind = self._group_kind(group)
        if names and not group:
            return self._local(self._whole_name(piece, names[0]), "unknown", piece), "named"
        country = next((m.known.country for m in known if m.known), None) or self._nation(piece)
        form: SourceForm = "collective" if group else "nominal"
        return self._local(text, kind, piece, country), form

    def _inside_name(self, mention: Mention, piece: Piece) -> bool:
        """Whether a state's name only says whose, or where, the body is that a phrase names ("Pertahanan Sipil Suriah")."""
        known = mention.known
        if known is None or known.kind != "government" or known.id != known.country:
            return False
        before = [w.group() for w in WORD.finditer(self.doc.text, piece.start, mention.piece.start)]
        if self.only_where(mention.piece):
            group = self.doc.pack.pattern("groups").search(self.doc.text, piece.start, mention.piece.start)
            return any(map(self._noun, before)) and not (group and _governs(self.doc, group))
        for run in self.names:
            if (
                _part(mention.piece, run.piece)
                and _within(run.piece, piece)
                and self._adds(run.piece, mention.piece)
            ):
                return True
        head = before[-1] if before else ""
        return self.doc.pack.adjective_after_noun and head.islower() and self._noun(head)

    def _adds(self, run: Piece, state: Piece) -> bool:
        """Whether a run of capitals holds more than the state's name and a government's own noun."""
        words = [w for w in WORD.finditer(self.doc.text, run.start, run.end) if not state.holds(w.start())]
        starts = {s.start for s in self.doc.sentences}
        own = [w for w in words if w.start() not in starts or len(words) > 1]
        group = self.doc.pack.pattern("groups").search(self._text(run))
        return bool(own) and not (group and _governs(self.doc, group))

    def _noun(self, word: str) -> bool:
        """Whether a word right before a state's name is none of the pack's small words, nor a government's own noun."""
        small = (
            "articles",
            "prepositions",
            "connectives",
            "conjunctions",
            "date_markers",
            "locatives",
            "name_joiners",
        )
        if any(word.casefold() in self.doc.pack.words(name) for name in small):
            return False
        group = self.doc.pack.pattern("groups").fullmatch(word)
        return not (group and _governs(self.doc, group))

    def _described(
        self, piece: Piece, group: re.Match[str] | None, country: str | None
    ) -> tuple[str, SourceForm]:
        """An actor of the article by the whole phrase, with the country that it names."""
        form: SourceForm = "collective" if group else "nominal"
        return self._local(self._text(piece), self._group_kind(group), piece, country), form

    def _person_in(
        self, piece: Piece, names: list[Mention], known: list[Mention], role: re.Match[str] | None,
        group: re.Match[str] | None,
    ) -> str | None:  # fmt: skip
        """A person that the phrase names: by the model, or by an office beside a name."""
        tagged = [p for p in self.people if piece.start <= p.start and p.end <= piece.end]
        spoken_for = group and tagged and piece.start + group.start() < tagged[0].start and not role
        if tagged and not spoken_for:
            return self.person(tagged[0], piece)
        taken = [
            m
            for m in names
            if not any(m.piece.overlaps(k.piece) for k in known) and not self.demonym(self._text(m.piece))
        ]
        bodies = [e.piece for e in self.entities if e.label == "organisation"]
        taken = [m for m in taken if not any(m.piece.overlaps(b) for b in bodies)]
        if not taken or not role:
            return None
        named = taken[0] if role.start() == 0 or "," in self._text(piece) else taken[-1]
        return self.person(named.piece, piece)

    def person(self, name: Piece, mention: Piece | None = None) -> str:
        """The person of a name: the table's when it is surely the same, else one of the article, in full where it is given."""
        mention = mention or name
        row = next((m for m in self.known if m.kind == "person" and m.piece.overlaps(name)), None)
        if row:
            return self._known(row, mention)
        full = self._full_name(name)
        spelt = self._spelt_otherwise(self._text(full))
        if spelt:
            return self._known(Mention(full, "person", spelt), mention)
        ident = self._local(self._text(full), "person", mention)
        actor = self.actors[ident]
        if actor.affiliation is None:
            for office in (o for o in self.offices if self._full_name(o.name) == full):
                country, affiliation = self._belongs(office)
                actor.country, actor.affiliation = actor.country or country, actor.affiliation or affiliation
        return ident

    def _full_name(self, name: Piece) -> Piece:
        """The first full name of the article that a single name is part of; the latest one before it where there are several."""
        word = self._text(name)
        same = [p for p in self.people if self._text(p) == word]
        if " " in word:
            return min([*same, name])
        full = [p for p in self.people if word in self._text(p).split()[0:] and " " in self._text(p)]
        before = [p for p in full if p.start <= name.start]
        chosen = max(before) if before else min([*full, *same, name]) if not full else min(full)
        return min(p for p in (*self.people, chosen) if self._text(p) == self._text(chosen))

    def rivals(self, piece: Piece) -> tuple[str, ...]:
        """Others whom a source of one surname may mean, where the article names two people of it."""
        inside = [p for p in self.people if piece.start <= p.start and p.end <= piece.end]
        if not inside or " " in self._text(inside[0]):
            return ()
        surname = self._text(inside[0])
        full = {
            self._text(p): p
            for p in self.people
            if surname in self._text(p).split()[1:] and p.start < piece.start
        }
        chosen = self.person(inside[0])
        return tuple(dict.fromkeys(i for p in full.values() if (i := self.person(p)) != chosen))

    def _spelt_otherwise(self, name: str) -> KnownActor | None:
        """The one person of the table whose name this is in another spelling or script; none when two fit."""
        found = {
            ident: self.table.by_id[ident]
            for ident in self.table.spelt.get(skeleton(name), ())
            if any(same_name(name, a) for a in self.table.aliases[ident])
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _belongs(self, office: Office) -> tuple[str | None, str | None]:
        """Country and affiliation that the words of an office tell: a body before a state; where someone is says neither."""
        phrase, name = office.phrase, office.name
        outside = [m for m in self.known if _within(m.piece, phrase) and not m.piece.overlaps(name)]
        known = [m for m in outside if m.known and m.kind != "person" and not self.only_where(m.piece)]
        bodies = [
            e.piece
            for e in self.entities
            if e.label == "organisation" and _within(e.piece, phrase) and not e.piece.overlaps(name)
        ]
        bodies += [
            m.piece
            for m in self.names
            if _within(m.piece, phrase)
            and not any(m.piece.overlaps(p) for p in (*self.people, *bodies))
            and self.doc.pack.pattern("groups").search(self._text(m.piece))
        ]
        for mention in known:
            covered = any(_within(mention.piece, b) and b != mention.piece for b in bodies)
            if mention.kind != "government" and not covered and mention.known:
                return mention.known.country, self._known(mention, mention.piece)
        states = [m for m in known if m.kind == "government" and m.known]
        for body in bodies:
            within = next((m.known for m in states if _within(m.piece, body)), None)
            if within and self._text(body) in self.table.aliases[within.id]:
                continue
            country = within.country if within else self._nation(body)
            group = self.doc.pack.pattern("groups").search(self._text(body))
            return country, self._local(self._text(body), self._group_kind(group), body, country)
        if states and states[0].known:
            return states[0].known.country, self._known(states[0], states[0].piece)
        return self._nation(phrase), None

    def _nation(self, piece: Piece) -> str | None:
        """The country whose adjective stands in the piece."""
        words = (w.group() for w in WORD.finditer(self.doc.text, piece.start, piece.end))
        return next((c for w in words if (c := self.demonym(w))), None)

    def only_where(self, piece: Piece) -> bool:
        """Whether a name only says where ("in Kenya", "from Moscow"), so that it neither acts nor answers."""
        before = self.doc.text[max(0, piece.start - 16) : piece.start]
        for words in ("location_markers", "locatives"):
            marks = list(self.doc.pack.pattern(words).finditer(before))
            if not marks or re.search(r"[\w,.]", before[marks[-1].end() :]):
                continue
            if marks[-1].group().casefold() not in self.doc.pack.words("addressee_markers"):
                return True
        return False

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
        """Actors that the piece names, in text order: for targets and parties. A name that only says where is none."""
        return [ident for _, ident in self.mentions_in(piece)]

    def mentions_in(self, piece: Piece) -> list[tuple[Piece, str]]:
        """The same with the place of each actor's first mention."""
        found: list[tuple[Piece, Callable[[], str]]] = []

        def add(at: Piece, make: Callable[[], str]) -> None:
            if not any(at.overlaps(p) for p, _ in found):
                found.append((at, make))

        for mention in self.known:
            if piece.holds(mention.piece.start) and not self.only_where(mention.piece):
                add(mention.piece, lambda m=mention: self._known(m, m.piece))  # type: ignore[misc]
        for person in self.people:
            if piece.holds(person.start):
                add(person, lambda p=person: self.person(p))  # type: ignore[misc]
        for entity in self.entities:
            if (
                entity.label == "organisation"
                and piece.holds(entity.piece.start)
                and not self.only_where(entity.piece)
            ):
                add(entity.piece, lambda p=entity.piece: self.phrase(p)[0])  # type: ignore[misc]
        for match in self.doc.pack.pattern("groups").finditer(self.doc.text, piece.start, piece.end):
            at = Piece(match.start(), match.end())
            kind = self._group_kind(match)
            if kind in ANSWERABLE and not (kind == "government" and self._beside(at, [p for p, _ in found])):
                whole, country = self._with_nation(at)
                add(whole, lambda p=whole, k=kind, c=country: self._local(self._text(p), k, p, c))  # type: ignore[misc]
        made = [(at, make()) for at, make in sorted(found, key=lambda f: f[0])]
        first: dict[str, Piece] = {}
        for number, (at, ident) in enumerate(made):
            follower = made[number + 1] if number + 1 < len(made) else None
            if follower and self._specifies(at, ident, *follower):
                continue
            first.setdefault(ident, at)
        return [(at, ident) for ident, at in first.items()]

    def _specifies(self, at: Piece, ident: str, name: Piece, named: str) -> bool:
        """Whether a named armed group behind a noun for one, in the same clause, says which ("militants of M23")."""
        general, special = self.actors[ident], self.actors[named]
        if general.known or not special.known or not general.kind == special.kind == "armed-group":
            return False
        return not re.search(r"[,;:.]", self.doc.text[at.end : name.start]) and name.start - at.end < 60

    def _beside(self, at: Piece, others: list[Piece]) -> bool:
        """A state's own noun ("pemerintah Suriah", "the Syrian army") right by the state's name is the state."""
        return any(
            len(WORD.findall(self.doc.text[min(at.end, o.end) : max(at.start, o.start)])) <= 1
            and max(at.start, o.start) - min(at.end, o.end) < 24
            for o in others
        )

    def _with_nation(self, group: Piece) -> tuple[Piece, str | None]:
        """A group with the adjective of a nation right before or behind it."""
        before = list(WORD.finditer(self.doc.text, max(0, group.start - 24), group.start))
        after = WORD.match(self.doc.text, group.end + 1)
        if before and (country := self.demonym(before[-1].group())):
            return Piece(before[-1].start(), group.end), country
        if after and (country := self.demonym(after.group())):
            return Piece(group.start, after.end()), country
        return group, None

    def _office(self, role: re.Match[str], piece: Piece, known: list[Mention]) -> str:
        """ "The Turkish leader", "the minister": who was introduced in that office before, else the office itself."""
        text = self._text(piece)
        row = self.doc.pack.row("roles", role.group())
        body = next((m.known for m in known if m.known and not self.only_where(m.piece)), None)
        country = body.country if body else self._nation(piece)
        for office in reversed([o for o in self.offices if o.name.start < piece.start]):
            ident = self._holder(office, row["form"].casefold(), row["kind"], body, country)
            if ident:
                self.actors[ident].mentions.add(piece)
                return ident
        if body and row["kind"] == "leader":
            known_people = [
                m for m in self.known if m.piece.start < piece.start and m.kind == "person" and m.known
            ]
            heads = {m.known.id: m for m in known_people if m.known and m.known.affiliation == body.id}
            others = {self.person(o.name) for o in self.offices if o.kind != "leader"}
            free = [m for i, m in heads.items() if i not in others]
            if len(free) == 1:
                return self._known(free[0], piece)
        return self._local(text, "person", piece, country, body.id if body else None)

    def _holder(
        self, office: Office, form: str, kind: str, body: KnownActor | None, country: str | None
    ) -> str | None:
        """The holder of an office, when the phrase may mean that office."""
        if not (same_office(office.form, form) or kind == office.kind == "leader"):
            return None
        ident = self.person(office.name)
        actor = self.actors[ident]
        if body and actor.affiliation != body.id and not (country and actor.country == country):
            return None
        return ident if body or not country or actor.country == country else None

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
        """A local actor of that name, or the one that has it already, by its letters ("UOSSM") or otherwise."""
        bare = re.sub(r"\s?[(（]([^\W\d_]+)[)）]$", "", name)
        name = self._text(self.short[bare]) if bare in self.short else bare
        folded = self._folded(name)
        if kind == "unknown" and " " not in folded:
            folded = self._surname_of(folded) or folded
        for actor in self.actors.values():
            if not actor.known and self._folded(actor.name) == folded:
                actor.mentions.add(piece)
                if actor.kind == "unknown":
                    actor.kind = kind
                actor.country = actor.country or country
                return actor.id
        ident = f"a{sum(not a.known for a in self.actors.values()) + 1}"
        self.actors[ident] = LocalActor(ident, name, kind, country, affiliation, {piece})
        return ident

    def _surname_of(self, word: str) -> str | None:
        """The one short name of an earlier actor, a person as far as is known, that the word ends."""
        names = {
            self._folded(a.name)
            for a in self.actors.values()
            if not a.known and a.kind in ("person", "unknown")
        }
        ending = [n for n in names if n.endswith(f" {word}") and len(n.split()) <= 3]
        return ending[0] if len(ending) == 1 else None

    def _folded(self, name: str) -> str:
        """Words in lower case, without an article before them."""
        words = [w.group().casefold() for w in WORD.finditer(name)]
        elided = [
            a for a in self.doc.pack.words("articles") if a[-1] in "'’" and words and words[0].startswith(a)
        ]
        words = [words[0][len(elided[0]) :], *words[1:]] if elided else words
        if len(words) > 1 and words[0] in self.doc.pack.words("articles"):
            words = words[1:]
        return " ".join(words)


def _governs(doc: Document, group: re.Match[str]) -> bool:
    """A government's own group noun ("the Syrian government") stands for the state."""
    return doc.pack.row("groups", group.group())["kind"] == "government"


def _within(part: Piece, whole: Piece) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _part(piece: Piece, whole: Piece) -> bool:
    """Whether the piece lies in a larger one."""
    return piece != whole and _within(piece, whole)


def _same(mention: Mention, known: Mention) -> bool:
    return known.piece.start <= mention.piece.start and mention.piece.end <= known.piece.end

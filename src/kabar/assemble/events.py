"""Triggers + parties + statements + places + figures -> Events. One trigger is a mention; mentions of one event merge."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kabar.assemble.context import Context
from kabar.assemble.event_merge import HAPPENED, HARM, HARMFUL, Mention, merged
from kabar.assemble.event_parties import find_parties
from kabar.assemble.when import claim_date, told
from kabar.codes.plover import FRIENDLY, HOSTILE, SPOKEN, VERBAL
from kabar.model import Event, Figure, Span, Statement
from kabar.model.records import EventStatus
from kabar.resolve.modality import Modality, modality
from kabar.resolve.parties import Party, Scene, Sides
from kabar.resolve.triggers import Trigger, find_triggers
from kabar.text.document import Piece

# Meetings and trade have no side that suffers them.
MUTUAL = ("CONSULT", "COOPERATE")
# What a speaker says of his own doing: without another subject the speaker is the actor.
OWN = ("promise", "intend", "threaten", "agree", "admit")
# "The worst since May": an open date of a bare noun tells no event apart.
OPEN = ".."
FLEEING = "displacement"
FLEES = ("civilians", "person", "unknown")


def assemble_events(context: Context, statements: list[Statement], figures: list[Figure]) -> list[Event]:
    """What the article tells of, in text order; what only a source says is claimed by that source."""
    parties = find_parties(context)
    _countries_of_sources(context, statements, parties)
    counted = [(context.mended.offsets.to_mended(f.span).start, f.concept) for f in figures]
    reader = Reader(context, statements, parties, counted)
    mentions = [reader.mention(t) for t in find_triggers(context.doc, context.scores)]
    return merged(context, mentions, figures)


def _countries_of_sources(context: Context, statements: list[Statement], parties: list[Party]) -> None:
    """A source without a country has that of the nation in its own words ("a French minister")."""
    for statement in statements:
        if statement.source_span and len(statement.sources) == 1:
            actor = context.cast.actors[statement.sources[0]]
            words = context.mended.offsets.to_mended(statement.source_span)
            inside = [p for p in parties if words.start <= p.piece.start < words.end and p.country]
            if inside and not actor.country and not actor.known:
                actor.country = inside[0].country


@dataclass
class Reader:
    """Reads one trigger at a time."""

    context: Context
    statements: list[Statement]
    parties: list[Party]
    counted: list[tuple[int, str]]

    def mention(self, trigger: Trigger) -> Mention:
        """The trigger as an event of its own, before merging."""
        context = self.context
        codes = context.resources.crosswalk.get(trigger.code)
        plover = codes.plover if codes else trigger.code
        span = context.span(trigger.piece)
        teller = self._teller(span)
        holder, channel = self._holder(trigger.piece, span) if not teller else (None, None)
        scene = self._scene(trigger.piece, holder, teller)
        clause = scene.clause(trigger.piece)
        participle = next((p for p in self.parties if _within(trigger.piece, p.piece)), None)
        sides = scene.sides(trigger, plover in VERBAL)
        said = modality(context.doc.text, context.doc.pack, clause, trigger)
        status, flags = self._status(said, holder, plover, scene.given(trigger))
        actors, targets = self._roles(trigger, plover, sides, scene, holder, teller, participle)
        if channel:
            status, holder = "reported", None
            actors = self._on_channel(channel, trigger.piece)
            targets = ()
        led = scene.led(trigger)
        place, inferred = (None, False) if participle else self._place(clause, trigger.piece, led)
        if inferred and (channel or plover in SPOKEN):
            place = None  # words need no place
        date = (
            None if participle or led else told(claim_date(context, trigger.piece, holder, self.statements))
        )
        if place and inferred:
            flags.append("place-inferred")
        if said.ended:
            flags.append("ended")
        if context.damaged(span):
            flags.append("damaged")
        if not codes:
            flags.append("outside-plover")
        speakers = holder.sources if holder else ()
        event = Event(
            id="", evidence=(span,), confidence=0.6 if trigger.listed else round(0.6 * trigger.sure, 2),
            flags=tuple(flags), trigger=span, plover=plover, mode=codes.mode if codes else None,
            cameo=codes.cameo or None if codes else None, acled=codes.acled if codes else None,
            acled_sub=codes.acled_sub if codes else None, actors=actors, targets=targets, place=place, date=date,
            status=status, claimed_by=speakers if status == "claimed" else (),
            denied_by=speakers if status == "denied" else (),
            statement=holder.id if holder else teller.id if teller else None,
        )  # fmt: skip
        counted = (
            not participle
            and not led
            and any(
                clause.start <= at < clause.end
                and (concept in HARM if plover in HARMFUL else plover == FLEEING)
                for at, concept in self.counted
            )
        )
        own = (
            len(actors)
            + len(targets)
            + (place is not None and not inferred and not self._coarse(place))
            + (date is not None and not date.endswith(OPEN))
            + counted
        )
        # The end of an attack is told or asked for: the attack itself was told before.
        over = said.ended and status in HAPPENED and scene.nominal(trigger) and not actors
        if participle or over or own == 0:
            return Mention(replace(event, place=None, date=None), 0, True, False)
        return Mention(event, own, False, counted)

    def _on_channel(self, statement: Statement, trigger: Piece) -> tuple[str, ...]:
        """Who spoke with whom: the source, and those named between it and the channel ("told Putin by telephone")."""
        assert statement.cue
        cue = self.context.mended.offsets.to_mended(statement.cue)
        between = [p.actor for p in self.parties if cue.end <= p.piece.start and p.piece.end <= trigger.start]
        return tuple(dict.fromkeys((*statement.sources, *statement.addressees, *between)))

    def _teller(self, span: Span) -> Statement | None:
        """The statement whose cue is this trigger: the saying itself is the act."""
        return next((s for s in self.statements if s.cue and s.cue.overlaps(span)), None)

    def _holder(self, piece: Piece, span: Span) -> tuple[Statement | None, Statement | None]:
        """The innermost statement that tells of the event, and the one of which it is the channel (a telephone call)."""
        sentence = self.context.sentence(piece.start)
        words = self.context.text(piece)
        for statement in self.statements:
            if not (statement.channel and words in statement.channel and statement.cue):
                continue
            if sentence.holds(self.context.mended.offsets.to_mended(statement.cue).start):
                return None, statement
        holders = [s for s in self.statements if any(self._inside(span, c) for c in s.content)]
        return min(holders, key=lambda s: sum(c.end - c.start for c in s.content), default=None), None

    def _scene(self, piece: Piece, holder: Statement | None, teller: Statement | None) -> Scene:
        """Where the trigger's parties may stand: its statement's content, or the sentence outside of contents.

        Whoever only says it stands outside of the content and so is never a party by that. Where the saying is the act
        ("accused X of Y") the content names whom it is aimed at.
        """
        context = self.context
        sentence = context.sentence(piece.start)
        if holder:
            contents = [context.mended.offsets.to_mended(c) for c in holder.content]
            region = next(
                (Piece(c.start, c.end) for c in contents if c.start <= piece.start < c.end), sentence
            )
            region = Piece(max(region.start, sentence.start), min(region.end, sentence.end))
            here = [p for p in self.parties if region.holds(p.piece.start)]
        elif teller:
            region = sentence
            here = [p for p in self.parties if region.holds(p.piece.start)]
        else:
            region = sentence
            here = [
                p for p in self.parties
                if region.holds(p.piece.start) and not self._told(p.piece) and not self._speaks_after(p.piece, piece)
            ]  # fmt: skip
        here = [
            p
            for p in here
            if not p.piece.overlaps(piece) or (p.piece.start > piece.start and p.piece.end < piece.end)
        ]
        return Scene(context.doc.text, context.doc.pack, region, here)

    def _told(self, piece: Piece) -> bool:
        span = self.context.span(piece)
        return any(self._inside(span, c) for s in self.statements for c in s.content)

    def _inside(self, span: Span, content: Span) -> bool:
        """Whether a content holds a span; one that damage has widened may reach out of it."""
        return content.contains(span) or (content.overlaps(span) and self.context.damaged(span))

    def _speaks_after(self, piece: Piece, trigger: Piece) -> bool:
        span = self.context.span(piece)
        return piece.start > trigger.start and any(
            s.source_span and s.source_span.overlaps(span) for s in self.statements
        )

    def _status(
        self, said: Modality, holder: Statement | None, plover: str, given: bool
    ) -> tuple[EventStatus, list[str]]:
        """Its status, and `end-demanded` where the end of something that goes on is asked for.

        A noun with its doer ("the government's attack") takes for granted that it happens, whatever is said of it.
        """
        plain: EventStatus = "claimed" if holder else "reported"
        marked = None if given and said.status not in ("denied", "historical") else said.status
        act = holder.act if holder else None
        asked = act in ("demand", "appeal") or (not given and said.status == "demanded")
        if asked and (given or said.ended or plover == "ASSAULT" or plover == FLEEING):
            return plain, ["end-demanded"] if said.ended else []
        if asked:
            return "demanded", []
        if act == "deny":
            return "denied", []
        if marked:
            return (
                "threatened" if marked == "planned" and act == "threaten" and plover in HOSTILE else marked
            ), []
        if act in ("promise", "intend") and not given:
            return "planned", []
        if act == "threaten" and plover in HOSTILE and not given:
            return "threatened", []
        if act == "agree" and plover in FRIENDLY:
            return "agreed", []
        return plain, []

    def _roles(
        self, trigger: Trigger, plover: str, sides: Sides, scene: Scene, holder: Statement | None,
        teller: Statement | None, participle: Party | None,
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
        """Actor and target ids."""
        actors = tuple(dict.fromkeys(p.actor for p in sides.actors))
        targets = tuple(dict.fromkeys(p.actor for p in sides.targets))
        if plover == FLEEING:
            kinds = self.context.cast.actors
            who = (participle.actor,) if participle else (*actors, *targets)
            return (), tuple(a for a in who if kinds[a].kind in FLEES)
        if teller:
            aimed = targets or teller.targets or teller.addressees
            actors = self._sources(teller, scene) or actors
            targets = tuple(t for t in aimed if t not in actors)
        elif holder and sides.open_subject and self._speaks_of_itself(trigger, scene, holder):
            actors = holder.sources[:1]
            targets = tuple(t for t in targets if t not in actors)
        if plover in MUTUAL:
            return tuple(dict.fromkeys((*actors, *targets))), ()
        return actors, targets

    def _sources(self, statement: Statement, scene: Scene) -> tuple[str, ...]:
        """Who says it: several where the words of the source name several ("Armenia and Azerbaijan")."""
        if statement.source_span and statement.source_form == "named" and len(statement.sources) == 1:
            words = self.context.mended.offsets.to_mended(statement.source_span)
            held = [p for p in self.parties if words.start <= p.piece.start < words.end]
            inside = [p.actor for p in scene.group(held)]
            unknown = self.context.cast.actors[statement.sources[0]].kind == "unknown"
            if inside and (statement.sources[0] in inside or unknown):
                return tuple(dict.fromkeys(inside))
        return statement.sources

    def _speaks_of_itself(self, trigger: Trigger, scene: Scene, holder: Statement) -> bool:
        """Whether the clause has a pronoun for its subject ("said it had withdrawn") or is what the speaker will do."""
        clause = scene.clause(trigger.piece)
        pronoun = self.context.doc.pack.pattern("pronouns").search(
            self.context.doc.text, clause.start, trigger.piece.start
        )
        return pronoun is not None or holder.act in OWN

    def _place(self, clause: Piece, trigger: Piece, led: bool) -> tuple[str | None, bool]:
        """The nearest place of the clause, else of the sentence; else inferred from the sentences before, the article.

        A border or a country comes after any finer place. Where a preposition leads the trigger in ("fled the
        attack at ..."), a place of the clause says where something else happened.
        """
        context = self.context
        sentence = context.sentence(trigger.start)
        sites = context.sites

        def nearest(region: Piece, coarse: bool) -> str | None:
            found = [
                (abs(p.start - trigger.start), place.id) for p, place in sites
                if region.holds(p.start) and (place.kind in ("border", "country")) == coarse
                and not any(p.overlaps(party.piece) for party in self.parties)
            ]  # fmt: skip
            return min(found, default=(0, None))[1]

        if not led:
            for coarse in (False, True):
                for region in (clause, sentence):
                    if found := nearest(region, coarse):
                        return found, False
        before = [(p.start, place.id) for p, place in sites if p.start < trigger.end and place.kind not in ("border", "country") and not any(p.overlaps(party.piece) for party in self.parties)]  # fmt: skip
        paragraph = next((p for p in context.doc.paragraphs if p.holds(trigger.start)), sentence)
        inside = [b for b in before if paragraph.holds(b[0])]
        if inside or before:
            return max(inside or before)[1], True
        return context.place_near(trigger.start)

    def _coarse(self, place: str) -> bool:
        """A border or a country: too wide to tell one event from another."""
        return any(p.id == place and p.kind in ("border", "country") for _, p in self.context.places)


def _within(inner: Piece, outer: Piece) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end

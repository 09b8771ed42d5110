"""Mentions of one event -> one event: same type, and parties, place and date that do not speak against it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kabar.assemble.context import Context
from kabar.codes.crosswalk import acled_of
from kabar.model import Event, Figure
from kabar.model.records import EventStatus

# A denial is of the same event as the claim; a plan or a demand is not.
HAPPENED = ("reported", "claimed", "denied")
# Types whose killed and injured are counted, and concepts of figures that count them.
HARMFUL = ("ASSAULT", "PROTEST", "COERCE")
HARM = ("killed", "injured")
INFERRED = "place-inferred"


@dataclass(frozen=True)
class Mention:
    """One trigger read in its clause. `own` counts what it says of its own: parties, place, date, a figure.

    `back` marks one without any of these, which refers back to an event that is told elsewhere; `counted` one whose
    clause counts people.
    """

    event: Event
    own: int
    back: bool
    counted: bool


@dataclass
class Group:
    """Mentions of one event."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        return [m.event for m in self.mentions]

    def takes(self, event: Event, context: Context) -> bool:
        """Whether the mention may be of this event."""
        return all(_same(event, other, context) for other in self.events)


def merged(context: Context, mentions: list[Mention], figures: list[Figure]) -> list[Event]:
    """Events in text order with ids. A noun that only refers back joins the one event that it fits."""
    groups: list[Group] = []
    for mention in mentions:
        if not mention.back:
            fitting = next((g for g in groups if g.takes(mention.event, context)), None)
            if fitting is None:
                groups.append(Group([mention]))
            else:
                fitting.mentions.append(mention)
    vague: dict[tuple[str, str | None, str], Group] = {}
    for mention in mentions:
        if mention.back:
            fits = _referred(groups, mention.event, context)
            if fits is None:
                key = (mention.event.plover, mention.event.cameo, _class(mention.event.status))
                fits = vague.setdefault(key, Group())
            fits.mentions.append(mention)
    whole = [*groups, *vague.values()]
    made = [_event(group, context) for group in whole]
    made.sort(key=lambda e: (e.trigger.start, e.trigger.end))
    made = [replace(event, id=f"e{number}") for number, event in enumerate(made, 1)]
    for event in made:
        said = f" on the word of {', '.join(event.claimed_by)}" if event.claimed_by else ""
        context.note(event.id, "tag", f"trigger of {event.cameo or event.plover}", event.trigger)
        context.note(event.id, "assemble", f"{event.status}{said}", *event.evidence)
    return _with_harm(made, context, figures)


def _class(status: EventStatus) -> str:
    return "happened" if status in HAPPENED else status


def _same(a: Event, b: Event, context: Context) -> bool:
    if (
        a.plover != b.plover
        or _class(a.status) != _class(b.status)
        or ("ended" in a.flags) != ("ended" in b.flags)
    ):
        return False
    if a.mode and b.mode and a.mode != b.mode:
        return False
    if a.place and b.place and a.place != b.place and INFERRED not in (*a.flags, *b.flags):
        return False
    if a.date and b.date and a.date != b.date:
        return False
    return _meet(a.actors, b.actors, context) and _meet(a.targets, b.targets, context)


def _meet(a: tuple[str, ...], b: tuple[str, ...], context: Context) -> bool:
    """Whether two lists of parties may be the same people: one is open, they share one, or a bare noun stands for it."""
    if not a or not b or set(a) & set(b):
        return True
    kinds = context.cast.actors
    return any(
        kinds[x].kind == kinds[y].kind and (_bare(x, context) or _bare(y, context)) for x in a for y in b
    )


def _bare(actor: str, context: Context) -> bool:
    """ "The government", "rebels": a local group without a country."""
    row = context.cast.actors[actor]
    return not row.known and row.country is None and row.kind in ("government", "armed-group", "civilians")


def _named(parties: list[tuple[str, ...]], context: Context) -> tuple[str, ...]:
    """The first mention's parties that say more than "the government", else the first."""
    return next((p for p in parties if not all(_bare(a, context) for a in p)), parties[0] if parties else ())


def _referred(groups: list[Group], event: Event, context: Context) -> Group | None:
    """The one event that fits: of those with the same code, else of all of its type. An end that is asked for is the
    end of an event that goes on; a word for one kind of event ("air strike") never stands for another kind."""
    bare = replace(event, flags=())
    fitting = [
        g for g in groups
        if all(_same(bare, replace(e, flags=(), place=None), context) for e in g.events)
        and (event.mode is None or any(e.mode == event.mode for e in g.events))
    ]  # fmt: skip
    same_code = [g for g in fitting if any(e.cameo == event.cameo for e in g.events)]
    for chosen in (same_code, fitting):
        if len(chosen) == 1:
            return chosen[0]
    return None


def _event(group: Group, context: Context) -> Event:
    """One record; the mention that says most leads, the others are evidence and fill what it leaves open."""
    events = group.events
    lead = max(group.mentions, key=lambda m: m.own).event
    first = min(events, key=lambda e: e.trigger.start)
    status = _status(group)
    coded = next((e for e in events if e.mode), lead)
    placed = [e for e in events if e.place and INFERRED not in e.flags] or [e for e in events if e.place]
    flags = {f for e in events for f in e.flags if f not in (INFERRED, "end-demanded", "damaged", "ended")}
    flags |= {"end-demanded" for e in events if "end-demanded" in e.flags}
    flags |= {"ended"} if all("ended" in e.flags for e in events) else set()
    flags |= {INFERRED} if placed and INFERRED in placed[0].flags else set()
    flags |= {"damaged"} if "damaged" in lead.flags else set()
    actors = _named([e.actors for e in (lead, *events) if e.actors], context)
    targets = _named([e.targets for e in (lead, *events) if e.targets], context)
    kinds = {context.cast.actors[t].kind for t in targets}
    target = "civilians" if "civilians" in kinds else "armed" if "armed-group" in kinds else None
    acled, sub = acled_of(
        context.resources.crosswalk.get(coded.cameo or f"{coded.plover}/{coded.mode}"), target
    )
    return replace(
        lead, evidence=tuple(dict.fromkeys(s for e in events for s in e.evidence)), trigger=first.trigger if lead.plover == first.plover else lead.trigger,
        flags=tuple(sorted(flags)), mode=coded.mode, cameo=coded.cameo, acled=acled, acled_sub=sub,
        actors=actors, targets=targets,
        civilians_targeted=target == "civilians" and lead.plover in HARMFUL,
        place=placed[0].place if placed else None, date=next((e.date for e in (lead, *events) if e.date), None),
        status=status, statement=next((e.statement for e in events if e.statement), None),
        claimed_by=_speakers(events, "claimed") if status == "claimed" else (),
        denied_by=_speakers(events, "denied"),
    )  # fmt: skip


def _status(group: Group) -> EventStatus:
    """Reported where the article itself tells of it, unless only a source counts who was hurt or fled."""
    counted = {m.event.status for m in group.mentions if m.counted}
    found = counted if counted and "reported" not in counted else {e.status for e in group.events}
    return next((s for s in HAPPENED if s in found), group.events[0].status)


def _speakers(events: list[Event], status: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(a for e in events if e.status == status for a in (*e.claimed_by, *e.denied_by))
    )


def _with_harm(events: list[Event], context: Context, figures: list[Figure]) -> list[Event]:
    """Each figure of killed or injured goes to the harmful event named nearest in its sentence."""
    killed: dict[str, list[str]] = {}
    injured: dict[str, list[str]] = {}
    to_mended = context.mended.offsets.to_mended
    for figure in (f for f in figures if f.concept in HARM):
        at = to_mended(figure.span).start
        sentence = context.sentence(at)
        near = [
            (abs(to_mended(s).start - at), e.id) for e in events if e.plover in HARMFUL
            for s in e.evidence if sentence.holds(to_mended(s).start)
        ]  # fmt: skip
        if near:
            (killed if figure.concept == "killed" else injured).setdefault(min(near)[1], []).append(figure.id)
    return [
        replace(e, killed=tuple(killed.get(e.id, ())), injured=tuple(injured.get(e.id, ()))) for e in events
    ]

"""Triggers + parties + statements + places -> Events, merged by what they are about."""

from __future__ import annotations

from dataclasses import replace

from kabar.assemble.context import Context
from kabar.assemble.when import claim_date, told
from kabar.codes.crosswalk import Codes
from kabar.model import Event, Statement
from kabar.model.records import EventStatus
from kabar.resolve.parties import Party, sides
from kabar.resolve.triggers import Trigger, find_triggers
from kabar.text.document import Piece

STATUS_OF_ACT: dict[str, EventStatus] = {
    "deny": "denied", "demand": "demanded", "appeal": "demanded", "threaten": "threatened", "promise": "planned",
    "intend": "planned",
}  # fmt: skip
# Meetings and trade have no side that suffers them.
MUTUAL = ("CONSULT", "COOPERATE")
MARKED: tuple[tuple[str, EventStatus], ...] = (
    ("negators", "denied"), ("demand_markers", "demanded"), ("hypothetical_markers", "hypothetical"), ("future_markers", "planned"),
    ("historical_markers", "historical"),
)  # fmt: skip
# How far before a trigger a word may stand that says it did not happen, or not yet.
MARKER_REACH = 25


def assemble_events(context: Context, statements: list[Statement]) -> list[Event]:
    """One event a type, mode, status and source, its evidence all mentions; what only a source says is claimed."""
    made: dict[tuple[str, str | None, EventStatus, str | None], Event] = {}
    parties = context.parties()
    for trigger in find_triggers(context.doc, context.scores):
        holder = _holder(context, trigger.piece, statements)
        status = _status(context, trigger.piece, holder)
        codes = context.resources.crosswalk.get(trigger.code)
        plover = codes.plover if codes else trigger.code
        key = (
            plover,
            codes.mode if codes else None,
            status,
            holder.sources[0] if holder and holder.sources else None,
        )
        event = _event(context, f"e{len(made) + 1}", trigger, codes, status, holder, parties, statements)
        if key not in made:
            made[key] = event
            continue
        first = made[key]
        made[key] = replace(
            first, evidence=(*first.evidence, *event.evidence), actors=first.actors or event.actors,
            targets=first.targets or event.targets, date=first.date or event.date,
        )  # fmt: skip
        context.note(first.id, "assemble", "another mention of the same", *event.evidence)
    return list(made.values())


def _holder(context: Context, piece: Piece, statements: list[Statement]) -> Statement | None:
    span = context.span(piece)
    holders = [s for s in statements if any(c.contains(span) for c in s.content)]
    return min(holders, key=lambda s: sum(c.end - c.start for c in s.content), default=None)


def _status(context: Context, piece: Piece, holder: Statement | None) -> EventStatus:
    if holder and holder.act in STATUS_OF_ACT:
        return STATUS_OF_ACT[holder.act]
    sentence = context.sentence(piece.start)
    before = context.doc.text[max(sentence.start, piece.start - MARKER_REACH) : piece.start]
    for words, status in MARKED:
        if context.doc.pack.pattern(words).search(before):
            return status
    return "claimed" if holder else "reported"


def _event(
    context: Context, ident: str, trigger: Trigger, codes: Codes | None, status: EventStatus,
    holder: Statement | None, parties: list[Party], statements: list[Statement],
) -> Event:  # fmt: skip
    span = context.span(trigger.piece)
    sentence = context.sentence(trigger.piece.start)
    plover = codes.plover if codes else trigger.code
    actors, targets = sides(
        context.doc.text, context.doc.pack, sentence, trigger.piece, parties, plover in MUTUAL
    )
    date = told(claim_date(context, trigger.piece, holder, statements))
    flags = ("damaged",) if context.damaged(span) else ()
    how = "trigger of the pack" if trigger.listed else f"trigger by the model ({trigger.sure:.2f})"
    context.note(ident, "tag", f"{how}, {trigger.code}", span)
    context.note(ident, "assemble", f"{status}" + (f" in {holder.id}" if holder else " by the article"))
    return Event(
        id=ident, evidence=(span,), confidence=0.6 if trigger.listed else round(0.6 * trigger.sure, 2),
        flags=flags if codes else (*flags, "outside-plover"), trigger=span, plover=plover,
        mode=codes.mode if codes else None, cameo=codes.cameo or None if codes else None,
        acled=codes.acled if codes else None, acled_sub=codes.acled_sub if codes else None,
        actors=tuple(dict.fromkeys(p.actor for p in actors)), targets=tuple(dict.fromkeys(p.actor for p in targets)),
        place=context.place_near(trigger.piece.start), date=date, status=status,
        statement=holder.id if holder else None,
    )  # fmt: skip

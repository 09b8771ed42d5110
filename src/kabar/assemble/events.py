"""Triggers + statements + places -> Events, merged by what they are about."""

from __future__ import annotations

from dataclasses import replace

from kabar.assemble.context import Context
from kabar.model import Event, Statement
from kabar.model.records import EventStatus
from kabar.tagger.clauses import Clauses
from kabar.text.document import Piece

STATUS_OF_ACT: dict[str, EventStatus] = {
    "deny": "denied", "demand": "demanded", "appeal": "demanded", "threaten": "threatened", "promise": "planned",
}  # fmt: skip


def assemble_events(context: Context, statements: list[Statement]) -> list[Event]:
    """One event a kind, status and source, its evidence all mentions; what only a source says is claimed."""
    made: dict[tuple[str, EventStatus, str | None], Event] = {}
    for match in context.doc.pack.pattern("events").finditer(context.doc.text):
        piece = Piece(match.start(), match.end())
        cameo = context.doc.pack.row("events", match.group())["cameo"]
        holder = _holder(context, piece, statements)
        status: EventStatus = STATUS_OF_ACT.get(holder.act, "claimed") if holder else "reported"
        key = (cameo, status, holder.sources[0] if holder and holder.sources else None)
        if key in made:
            made[key] = replace(made[key], evidence=(*made[key].evidence, context.span(piece)))
        else:
            made[key] = _event(context, f"e{len(made) + 1}", piece, cameo, status, holder)
    return list(made.values())


def _holder(context: Context, piece: Piece, statements: list[Statement]) -> Statement | None:
    span = context.span(piece)
    return next((s for s in statements if any(c.contains(span) for c in s.content)), None)


def _event(
    context: Context, ident: str, piece: Piece, cameo: str, status: EventStatus, holder: Statement | None
) -> Event:
    codes = context.resources.crosswalk.get(cameo)
    span = context.span(piece)
    sentence = context.sentence(piece.start)
    subject, _ = Clauses(context.doc, sentence).subject(piece.start)
    actors = (
        (context.cast.phrase(subject)[0],) if subject and subject.end <= piece.start and not holder else ()
    )
    after = Piece(piece.end, min(sentence.end, piece.end + 80))
    targets = tuple(t for t in context.cast.mention_in(after) if t not in actors)[:1]
    date = next((m.value for p, m in context.dates if sentence.holds(p.start)), None)
    flags = ("damaged",) if context.damaged(span) else ()
    context.note(ident, "tag", f"trigger of the pack, CAMEO {cameo}", span)
    context.note(ident, "assemble", f"{status}" + (f" in {holder.id}" if holder else " by the article"))
    return Event(
        id=ident, evidence=(span,), confidence=0.6, flags=flags if codes else (*flags, "outside-plover"), trigger=span,
        plover=codes.plover if codes else cameo, mode=codes.mode if codes else None,
        cameo=codes.cameo if codes else None, acled=codes.acled if codes else None,
        acled_sub=codes.acled_sub if codes else None, actors=actors, targets=targets,
        place=context.place_near(piece.start), date=date, status=status, statement=holder.id if holder else None,
    )  # fmt: skip

"""Agreements that the article reports, and the breaches that statements allege."""

from __future__ import annotations

from kabar.assemble.context import Context
from kabar.assemble.when import date_for, told
from kabar.model import Agreement, Breach, Event, Statement
from kabar.tagger.clauses import Clauses
from kabar.text.document import Piece

MADE = ("AGREE", "SUPPORT", "CONCEDE", "RETREAT")
ALLEGING = ("accuse", "complain")


def assemble_agreements(
    context: Context, events: list[Event], statements: list[Statement]
) -> list[Agreement]:
    """An agreement is one that an event of the article made; a call for one is a demand and none."""
    made: list[Agreement] = []
    for event in events:
        if event.plover not in MADE or event.status not in ("reported", "claimed", "agreed"):
            continue
        trigger = context.mended.offsets.to_mended(event.trigger)
        sentence = context.sentence(trigger.start)
        forms = list(
            context.doc.pack.pattern("agreements").finditer(context.doc.text, trigger.start, sentence.end)
        )
        if forms:
            piece = Piece(forms[0].start(), Clauses(context.doc, sentence).sentence.end)
            kinds = [context.doc.pack.row("agreements", f.group())["kind"] for f in forms]
            made.append(_agreement(context, f"g{len(made) + 1}", piece, sentence, kinds, statements))
    return made


def _agreement(
    context: Context, ident: str, piece: Piece, sentence: Piece, kinds: list[str], statements: list[Statement]
) -> Agreement:
    trimmed = Clauses(context.doc, sentence).trimmed(piece.start, piece.end) or piece
    span = context.span(trimmed)
    parties = tuple(context.cast.mention_in(Piece(sentence.start, trimmed.start)))
    kind = next((k for k in kinds if k != "deal"), kinds[0])
    relative = context.doc.pack.pattern("relative").search(context.doc.text, trimmed.start, trimmed.end)
    terms = (context.span(Piece(relative.end() + 1, trimmed.end)),) if relative else ()
    date = told(date_for(context, Piece(trimmed.start, trimmed.start), within=[trimmed]))
    evidence = context.span(sentence)
    flags = ("damaged",) if context.damaged(evidence) else ()
    context.note(ident, "assemble", f"parties {', '.join(parties) or 'not named'}", evidence)
    sides = tuple(p for p in parties if not _only_related(context, sentence, p))
    return Agreement(
        id=ident, evidence=(span,), confidence=0.7, flags=flags, span=span, kind=kind, parties=sides, terms=terms,
        place=context.place_near(trimmed.start), date=date,
        alleged_breaches=_breaches(context, span.end, sides, statements),
    )  # fmt: skip


def _only_related(context: Context, sentence: Piece, actor: str) -> bool:
    """Named only as someone's ally or leader ("an ally of the Syrian government"), so no party by itself."""
    named = [
        m.piece
        for m in context.cast.known
        if m.known and m.known.id == actor and sentence.holds(m.piece.start)
    ]
    return bool(named) and all(_after_role(context, sentence, piece) for piece in named)


def _after_role(context: Context, sentence: Piece, piece: Piece) -> bool:
    before = context.doc.text[sentence.start : piece.start]
    roles = list(context.doc.pack.pattern("roles").finditer(before))
    return bool(roles) and "," not in before[roles[-1].end() :]


def _breaches(
    context: Context, after: int, parties: tuple[str, ...], statements: list[Statement]
) -> tuple[Breach, ...]:
    """Accusations and complaints by a party against another side, said after the agreement was named."""
    found = []
    for statement in statements:
        if statement.act not in ALLEGING or not statement.targets or statement.content[0].start < after:
            continue
        if statement.sources and statement.sources[0] in parties:
            found.append(Breach(statement.sources, statement.targets, statement.id, statement.content))
    return tuple(found)

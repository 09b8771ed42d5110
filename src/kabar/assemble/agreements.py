"""Agreements that were made, each once, and the breaches that statements allege."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kabar.assemble.breaches import alleged
from kabar.assemble.context import Context
from kabar.model import Agreement, DateMention, Event, Statement
from kabar.resolve.pacts import Pact, find_pacts
from kabar.tagger.clauses import Clauses
from kabar.text.document import WORD, Piece

MADE = ("AGREE", "SUPPORT", "CONCEDE", "RETREAT")
# Acts whose content is wished for and not so.
ASKING = ("demand", "appeal", "ask", "intend", "promise", "threaten")
# How many words may stand between who brokered and the word that says so.
ADJACENT = 2


@dataclass
class Found:
    """One agreement while it is put together: its mentions, the first that says it was made, sides and brokers."""

    mentions: list[Pact]
    kind: str
    parties: list[str] = field(default_factory=list)
    brokers: list[str] = field(default_factory=list)
    date: str | None = None
    terms: list[Piece] = field(default_factory=list)


def assemble_agreements(
    context: Context, events: list[Event], statements: list[Statement]
) -> list[Agreement]:
    """An agreement is one that the text says was made or broken; a call for one, a proposal or talks are none."""
    found: list[Found] = []
    pacts = [_as_said(context, _with_event(context, p, events), statements) for p in find_pacts(context.doc)]
    for pact in sorted(pacts, key=lambda p: (p.standing not in ("made", "broken"), p.piece)):
        if pact.standing == "sought":
            continue
        made = _read(context, pact, statements)
        same = next((f for f in found if _same(f, made)), None)
        if same:
            _join(same, made)
        elif pact.standing != "plain":
            found.append(made)
    found.sort(key=lambda f: min(f.mentions))
    return [
        _agreement(context, f"g{n}", one, statements, [f for f in found if f is not one])
        for n, one in enumerate(found, 1)
    ]


def _with_event(context: Context, pact: Pact, events: list[Event]) -> Pact:
    """A mention that an event of making holds is made, where the words around leave it open."""
    if pact.standing != "plain":
        return pact
    for event in events:
        trigger = context.mended.offsets.to_mended(event.trigger)
        near = pact.sentence.holds(trigger.start) and abs(pact.piece.start - trigger.end) <= 80
        if near and event.plover in MADE and event.status in ("reported", "claimed", "agreed"):
            return replace(pact, standing="made", marker=Piece(trigger.start, trigger.end))
    return pact


def _as_said(context: Context, pact: Pact, statements: list[Statement]) -> Pact:
    """One that is asked or hoped for is not made, whatever the words for making ("urged both sides to agree on a truce")."""
    asked = any(s.act in ASKING and _tells(context, s, pact) for s in statements)
    return replace(pact, standing="sought") if asked and pact.standing == "made" else pact


def _read(context: Context, pact: Pact, statements: list[Statement]) -> Found:
    found = Found([pact], pact.kind)
    if pact.standing == "made":
        found.brokers, found.terms = _brokers(context, pact), _terms(context, pact)
        # Whom the terms name is not by that a side.
        until = found.terms[0].start if found.terms else _end(context, pact)
        speakers = {
            s for statement in statements if _tells(context, statement, pact) for s in statement.sources
        }
        sides = [
            ident
            for _, ident in context.cast.mentions_in(Piece(pact.sentence.start, until))
            if ident not in found.brokers
            and not (ident in speakers and not _inside(context, pact, ident, statements))
        ]
        found.parties = [s for s in sides if not _only_related(context, pact.sentence, s)]
        found.date = _date(context, pact)
    return found


def _tells(context: Context, statement: Statement, pact: Pact) -> bool:
    """Whether the mention stands in what the statement says, with the word that tells of its making."""
    spans = [context.span(p) for p in (pact.piece, pact.marker) if p]
    return all(any(c.overlaps(s) for c in statement.content) for s in spans)


def _inside(context: Context, pact: Pact, ident: str, statements: list[Statement]) -> bool:
    """Whether a speaker is named in the content too, beside the agreement."""
    pieces = [p for p in context.cast.actors[ident].mentions if pact.sentence.holds(p.start)]
    return any(
        c.contains(context.span(p))
        for s in statements
        if _tells(context, s, pact)
        for c in s.content
        for p in pieces
    )


def _end(context: Context, pact: Pact) -> int:
    """Where the clause ends that names the agreement."""
    clause = Clauses(context.doc, pact.sentence).after(pact.piece.start)
    return max(pact.piece.end, clause.end if clause else pact.sentence.end)


def _brokers(context: Context, pact: Pact) -> list[str]:
    """Who stands right behind the word for brokering, or right before it where the agreement itself follows."""
    text, pack = context.doc.text, context.doc.pack
    people = context.cast.mentions_in(pact.sentence)
    for match in pack.pattern_of("agreement_words", "broker").finditer(
        text, pact.sentence.start, pact.sentence.end
    ):
        behind = [(p, i) for p, i in people if p.start >= match.end()]
        if (
            behind
            and len(WORD.findall(text[match.end() : behind[0][0].start])) <= ADJACENT
            and not (match.end() <= pact.piece.start < behind[0][0].start)
        ):
            return [behind[0][1]]
        before = [(p, i) for p, i in people if p.end <= match.start()]
        if before and len(WORD.findall(text[before[-1][0].end : match.start()])) <= ADJACENT:
            return [before[-1][1]]
    return []


def _date(context: Context, pact: Pact) -> str | None:
    """The date of the sentence nearest to the agreement's own words."""
    near: list[tuple[int, DateMention]] = [
        (min(abs(p.start - pact.piece.end), abs(pact.piece.start - p.end)), m)
        for p, m in context.dates
        if pact.sentence.holds(p.start) and m.value and m.precision != "duration"
    ]
    return min(near, key=lambda n: n[0])[1].value if near else None


def _terms(context: Context, pact: Pact) -> list[Piece]:
    """What it says: the relative clause behind its name, or from the word on that begins its terms."""
    clauses = Clauses(context.doc, pact.sentence)
    text, pack = context.doc.text, context.doc.pack
    end = _end(context, pact)
    words = pack.pattern_of("agreement_words", "terms").search(text, pact.piece.end, pact.sentence.end)
    start = None
    if words and len(WORD.findall(text[pact.piece.end : words.start()])) <= 8:
        start, end = words.start(), max(end, (clauses.after(words.start()) or pact.sentence).end)
    else:
        relative = pack.pattern("relative").search(text, pact.piece.end, end)
        told = relative and (
            pack.pattern_of("agreement_words", "breach").search(text, relative.end(), end)
            or pack.pattern_of("agreement_words", "made").search(text, relative.end(), end)
        )
        start = relative.end() if relative and not told else None
    trimmed = clauses.trimmed(start, end) if start is not None else None
    return [trimmed] if trimmed else []


def _only_related(context: Context, sentence: Piece, actor: str) -> bool:
    """Named only as someone's ally or leader ("an ally of the Syrian government"), so no party by itself."""
    named = [p for p in context.cast.actors[actor].mentions if sentence.holds(p.start)]
    return bool(named) and all(_after_role(context, sentence, piece) for piece in named)


def _after_role(context: Context, sentence: Piece, piece: Piece) -> bool:
    before = context.doc.text[sentence.start : piece.start]
    roles = list(context.doc.pack.pattern("roles").finditer(before))
    return (
        bool(roles)
        and "," not in before[roles[-1].end() :]
        and len(WORD.findall(before[roles[-1].end() :])) <= 4
    )


def _same(one: Found, other: Found) -> bool:
    """One agreement: kinds that agree or say nothing, no other date, and a side in common where both have sides."""
    if one.kind != other.kind and "deal" not in (one.kind, other.kind):
        return False
    if one.date and other.date and not _compatible(one.date, other.date):
        return False
    return not (one.parties and other.parties and not set(one.parties) & set(other.parties))


def _compatible(one: str, other: str) -> bool:
    """Whether one date lies in the other by its letters (2018-09 and 2018-09-17)."""
    return one.startswith(other) or other.startswith(one)


def _join(one: Found, other: Found) -> None:
    one.mentions += other.mentions
    one.kind = other.kind if one.kind == "deal" else one.kind
    one.parties = one.parties if len(one.parties) >= len(other.parties) else other.parties
    one.brokers = one.brokers or other.brokers
    one.terms = one.terms or other.terms
    one.date = max(filter(None, (one.date, other.date)), key=len, default=None)


def _agreement(
    context: Context, ident: str, found: Found, statements: list[Statement], others: list[Found]
) -> Agreement:
    if len(found.parties) < 2:
        # A deal has two sides: those who made it among others are sides themselves.
        found.parties = list(dict.fromkeys([*found.parties, *found.brokers]))
    first = next((m for m in sorted(found.mentions) if m.standing == "made"), min(found.mentions))
    whole = (
        Clauses(context.doc, first.sentence).trimmed(first.piece.start, _end(context, first)) or first.piece
    )
    span = context.span(whole)
    evidence = tuple(
        dict.fromkeys((span, *(context.span(m.piece) for m in sorted(found.mentions) if m is not first)))
    )
    told = all(any(_tells(context, s, m) for s in statements) for m in found.mentions)
    flags = [flag for flag, on in (
        ("damaged", context.damaged(context.span(first.sentence))), ("claimed", told),
        ("parties-unstated", not found.parties),
    ) if on]  # fmt: skip
    context.note(
        ident, "assemble", f"{first.standing}; parties {', '.join(found.parties) or 'not named'}", span
    )
    return Agreement(
        id=ident, evidence=evidence, confidence=0.7 if first.standing == "made" else 0.5, flags=tuple(flags), span=span,
        kind=found.kind, parties=tuple(found.parties), brokers=tuple(found.brokers),
        terms=tuple(context.span(t) for t in found.terms), place=context.place_near(first.piece.start), date=found.date,
        alleged_breaches=alleged(context, found.mentions, found.parties, [m for o in others for m in o.mentions], statements),
    )  # fmt: skip

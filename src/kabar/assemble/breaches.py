"""Allegations that an agreement was broken: who says it, of whom, by doing what. Allegations, never findings."""

from __future__ import annotations

from kabar.assemble.context import Context
from kabar.model import Breach, Statement
from kabar.resolve.pacts import Pact
from kabar.text.document import WORD, Piece

ALLEGING = ("accuse", "complain")
# Acts in which a breach is spoken of and not alleged.
NOT_ALLEGED = ("deny", "promise", "threaten", "ask", "demand", "appeal", "intend")


def alleged(
    context: Context,
    mentions: list[Pact],
    parties: list[str],
    others: list[Pact],
    statements: list[Statement],
) -> tuple[Breach, ...]:
    """The breaches of one agreement; `others` are the mentions of the article's other agreements."""
    found = []
    for statement in statements:
        if "not-said" in statement.flags or not statement.sources:
            continue
        against = _named(context, statement, mentions, others)
        if against is None and _implied(context, statement, mentions, parties):
            against = statement.targets
        if against is not None:
            found.append(Breach(statement.sources, against, statement.id, statement.content))
    return tuple(found)


def _pieces(context: Context, statement: Statement) -> list[Piece]:
    spans = (context.mended.offsets.to_mended(c) for c in statement.content)
    return [Piece(s.start, s.end) for s in spans]


def _named(
    context: Context, statement: Statement, mentions: list[Pact], others: list[Pact]
) -> tuple[str, ...] | None:
    """Whom a statement says to have broken the agreement, in words for breaking; None when it says no such thing."""
    if statement.act in NOT_ALLEGED:
        return None
    words = context.doc.pack.pattern_of("agreement_words", "breach")
    negators = context.doc.pack.pattern("negators")
    for piece in _pieces(context, statement):
        match = next(
            (
                m
                for m in words.finditer(context.doc.text, piece.start, piece.end)
                if not negators.search(context.doc.text, max(piece.start, m.start() - 12), m.start())
            ),
            None,
        )
        about = [m for m in (*mentions, *others) if piece.start <= m.piece.start < piece.end]
        if match is None or not about:
            continue
        nearest = min(about, key=lambda m: abs(m.piece.start - match.start()))
        if nearest in mentions:
            return _breakers(context, statement, piece, Piece(match.start(), match.end()))
    return None


def _breakers(context: Context, statement: Statement, piece: Piece, word: Piece) -> tuple[str, ...]:
    """The actor before the word for breaking, or behind "by"; else the one the statement is aimed at."""
    people = [(p, i) for p, i in context.cast.mentions_in(piece) if i not in statement.sources]
    behind = [(p, i) for p, i in people if p.start >= word.end]
    agents = (
        list(
            context.doc.pack.pattern("agent_markers").finditer(context.doc.text, word.end, behind[0][0].start)
        )
        if behind
        else []
    )
    if agents and not _words(context, agents[-1].end(), behind[0][0].start):
        return (behind[0][1],)
    before = [i for p, i in people if p.end <= word.start]
    if before:
        return (before[0],)
    return statement.targets or tuple(i for _, i in behind[:1])


def _words(context: Context, start: int, end: int) -> list[str]:
    """Words between two places, articles left out."""
    words = (w.group().casefold() for w in WORD.finditer(context.doc.text, start, end))
    return [w for w in words if w not in context.doc.pack.words("articles")]


def _implied(context: Context, statement: Statement, mentions: list[Pact], parties: list[str]) -> bool:
    """A side complains of someone in the sentence right behind the one that tells of the agreement."""
    if statement.act not in ALLEGING or not statement.targets or statement.sources[0] not in parties:
        return False
    sentences = context.doc.sentences
    here = _pieces(context, statement)[0].start
    made = [
        n for n, s in enumerate(sentences) if any(m.sentence == s and m.standing == "made" for m in mentions)
    ]
    return any(n + 1 < len(sentences) and sentences[n + 1].holds(here) for n in made)

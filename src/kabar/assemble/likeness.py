"""Whether two statements speak of the same thing, at whom one is aimed, and whom it says did it."""

from __future__ import annotations

from kabar.assemble.context import Context
from kabar.mend.lexicon import frequencies
from kabar.model import Event, Span, Statement
from kabar.resolve.pacts import find_pacts
from kabar.text.document import WORD, Piece

# Words rarer than this share of all words carry the subject.
CONTENT_WORD = 1e-3
# Letters that two forms of one word share, and the part of the shorter statement's words that must be shared.
STEM, OVERLAP = 4, 0.34
# The shortest denial that is compared by its words.
FEW = 3


class Claims:
    """Statements compared by their words, events and actors."""

    def __init__(self, context: Context, events: list[Event]) -> None:
        self.context, self.events = context, events
        self.pacts = find_pacts(context.doc)
        self.common = frequencies(context.language)
        self._done_by: dict[str, set[str]] = {}

    def side(self, actor: str) -> str:
        """The body or state an actor speaks for; itself where that is unknown."""
        row = self.context.cast.actors.get(actor)
        return (row.affiliation if row and row.affiliation else actor) or actor

    def acts(self, side: str) -> bool:
        """Whether a side is one of a conflict: a state or an armed group."""
        row = self.context.cast.actors.get(side)
        return row is not None and row.kind in ("government", "armed-group")

    def events_in(self, statement: Statement) -> list[Event]:
        """Events that the statement's content names."""
        return [e for e in self.events if any(c.overlaps(s) for c in statement.content for s in e.evidence)]

    def doers(self, statement: Statement) -> set[str]:
        """The sides that a statement says did something: its target, or the actors of its events."""
        if statement.id not in self._done_by:
            self._done_by[statement.id] = self._doers(statement)
        return self._done_by[statement.id]

    def _doers(self, statement: Statement) -> set[str]:
        actors = [a for e in self.events_in(statement) for a in e.actors]
        targets = statement.targets or self._named(statement)[:1]
        return {self.side(a) for a in (*targets, *actors)} - {self.side(statement.sources[0])}

    def aimed_at(self, statement: Statement) -> set[str]:
        """The sides that a statement is about or said to."""
        return self.doers(statement) | {self.side(a) for a in statement.addressees}

    def _named(self, statement: Statement) -> list[str]:
        spans = (self.context.mended.offsets.to_mended(c) for c in statement.content)
        named = (i for s in spans for i in self.context.cast.mention_in(Piece(s.start, s.end)))
        return [i for i in named if i not in statement.sources]

    def neighbours(self, one: Statement, two: Statement) -> bool:
        """Whether no whole sentence stands between them."""
        ends = sorted((c.start, c.end) for s in (one, two) for c in (s.content[0], s.content[-1]))
        between = [s for s in self.context.doc.sentences if ends[1][1] <= s.start and s.end <= ends[2][0]]
        return not between

    def about_the_same(self, one: Statement, two: Statement) -> bool:
        """A third of the shorter one's content words in common; of few words one, beside events of one type; events of one
        type alone where there are no words to compare."""
        first, second = self._stems(one), self._stems(two)
        shorter = min(len(first), len(second))
        shared = len(first & second)
        if shorter >= FEW:
            return shared >= max(2, OVERLAP * shorter)
        types = {e.plover for e in self.events_in(one)} & {e.plover for e in self.events_in(two)}
        return (bool(types) and shared > 0) or shared == shorter if shorter else bool(types)

    def _stems(self, statement: Statement) -> set[str]:
        names = {w.casefold() for a in self.context.cast.actors.values() for w in a.name.split()}
        found = set()
        for span in statement.content:
            for match in WORD.finditer(self._text(span)):
                word = match.group().casefold()
                if len(word) > 2 and word not in names and self.common.get(word, 0.0) < CONTENT_WORD:
                    found.add(word[: max(STEM, len(word) - 3)])
        return found

    def _text(self, span: Span) -> str:
        piece = self.context.mended.offsets.to_mended(span)
        return self.context.doc.text[piece.start : piece.end]

    def terms_of(self, statement: Statement) -> bool | None:
        """What a statement says of an agreement's terms: that it asks (true) or does not ask (false) something; else None."""
        pack, text = self.context.doc.pack, self.context.doc.text
        for span in statement.content:
            piece = self.context.mended.offsets.to_mended(span)
            pact = next((p for p in self.pacts if piece.start <= p.piece.start < piece.end), None)
            if pact is None:
                continue
            asks = pack.pattern_of("agreement_words", "terms").search(text, pact.piece.end, piece.end)
            if asks:
                negated = pack.pattern("negators").search(text, pact.piece.end, asks.end())
                return not (negated or statement.act == "deny")
        return None

"""Who the source of an attribution is: named, meant by a pronoun, dropped, or going on from the sentence before."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.assemble.context import Context
from kabar.mend.lexicon import frequencies
from kabar.model.records import SourceForm
from kabar.resolve.pronouns import NAMED, SPOKE, SUBJECT, Heard, antecedents
from kabar.tagger.attribution import Attribution
from kabar.text.document import Piece

# A one-word source at least this common in the language (share of all words) is a pronoun, not a name.
PRONOUN_SHARE = 5e-4
# How many characters may lie between a statement and the next sentence that goes on without naming its subject.
NEIGHBOUR = 60
MANY = ("civilians", "armed-group", "government", "igo", "ngo", "unknown")


@dataclass(frozen=True)
class Source:
    """Actor ids (two where either may be meant) and how the text names them."""

    actors: tuple[str, ...]
    form: SourceForm


class Sources:
    """Sources of an article's attributions, in text order: each may lean on those before it."""

    def __init__(self, context: Context, attributions: list[Attribution]) -> None:
        self.context, self.cast, self.doc = context, context.cast, context.doc
        self.contents = [c for a in attributions for c in a.contents]
        self.heard: list[Heard] = []
        self.last: tuple[Attribution, Source] | None = None
        self.opened = 0

    def of(self, found: Attribution) -> Source:
        """The source of the next attribution."""
        self._listen(found.sentence.start)
        source = self._source(found)
        if source.actors:
            at = found.source or found.cue or found.content
            self.heard.append(Heard(source.actors[0], at, SPOKE))
            self.last = (found, source)
        return source

    def _source(self, found: Attribution) -> Source:
        if found.continued:
            return Source(self.last[1].actors if self.last else (), "continued")
        if found.source is None:
            return self._dropped(found)
        if self._is_pronoun(found.source):
            meant = self._meant(found.source)
            for ident in meant[:1]:
                self.cast.actors[ident].mentions.add(found.source)
            return Source(meant, "pronoun")
        ident, form = self.cast.phrase(found.source)
        others = self.cast.rivals(found.source) if form == "named" else ()
        if found.rival and not self._is_pronoun(found.rival):
            others = (*others, self.cast.phrase(found.rival)[0])
        return Source(tuple(dict.fromkeys((ident, *others))), form)

    def _listen(self, until: int) -> None:
        """Hear the actors of all sentences that end before `until`, and of the one it opens."""
        for sentence in self.doc.sentences:
            if sentence.start < self.opened or sentence.start > until:
                continue
            self.opened = sentence.end
            first = True
            for piece, ident in self.cast.mentions_in(sentence):
                quoted = any(c.holds(piece.start) for c in self.contents)
                weight = NAMED / 2 if quoted else SUBJECT if first else NAMED
                first = first and quoted
                self.heard.append(Heard(ident, piece, weight))

    def _meant(self, pronoun: Piece) -> tuple[str, ...]:
        word = self.context.text(pronoun).casefold()
        persons = word in self.doc.pack.words("person_pronouns")
        many = word in self.doc.pack.words("plural_pronouns")

        def fits(actor: str) -> bool:
            kind = self.cast.actors[actor].kind
            if persons and not many:
                return kind in ("person", "unknown")
            if not many:
                return kind not in ("civilians", "armed-group")  # one, not many
            return kind in MANY or (persons and kind == "person")

        found = antecedents(self.doc, pronoun.start, self.heard, fits)
        if not found and self.last:
            return self.last[1].actors[:1] if fits(self.last[1].actors[0]) else ()
        return found

    def _dropped(self, found: Attribution) -> Source:
        """No source: where the language drops subjects, the subject of this sentence so far or of its neighbour goes on."""
        if not (self.doc.pack.settings.get("drops_subjects") and found.cue):
            return Source((), "unstated")
        cue = found.cue.start
        near = [
            h
            for h in self.heard
            if h.weight > NAMED
            and h.piece.start < cue
            and found.sentence.start - h.piece.end <= self._gap(h, found)
        ]
        meant = antecedents(self.doc, cue, near, lambda a: True)
        return Source(meant, "elided") if meant else Source((), "unstated")

    def _gap(self, heard: Heard, found: Attribution) -> int:
        """How far the sentence's end may lie behind: the one before it, with nothing but a short one between."""
        end = next((s.end for s in self.doc.sentences if heard.piece.start < s.end), heard.piece.end)
        if self.last and self.last[1].actors[:1] == (heard.actor,):
            end = max(end, self.last[0].content.end)
        return end - heard.piece.end + NEIGHBOUR

    def _is_pronoun(self, piece: Piece) -> bool:
        """A word of the pack's list or, where there is none, a single very common word."""
        word = self.context.text(piece).casefold()
        listed = self.doc.pack.words("pronouns")
        if listed or any(piece.holds(m.piece.start) for m in self.cast.known):
            return word in listed
        return word.isalpha() and frequencies(self.context.language).get(word, 0.0) >= PRONOUN_SHARE

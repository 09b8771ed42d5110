"""Who did it to whom, around a trigger.

Only parties of the trigger's own clause count. A verb's first party before it acts and the first one after it is acted
on; in a passive it is the other way round and the agent is marked ("by"). A noun ("the attack") is done by whom it
names beside it ("the Israeli attack", "serangan pemerintah", "attack by rebels") and done to whom a marker of aim
names ("on", "against"). Parties joined by "and" or a comma stand together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kabar.languages.pack import Pack
from kabar.resolve.triggers import Trigger
from kabar.text.document import WORD, Piece

# How far from its trigger a party may stand, in characters.
REACH = 160
# How many words may stand between a noun or a marker and the party that goes with it.
BESIDE, MARKED = 1, 3
# How many words may stand between a passive's auxiliary and its verb.
AUXILIARY = 2
# "Held by the": characters and words that may stand between such a word and who holds.
HELD_REACH, HELD_WORDS = 30, 2


@dataclass(frozen=True, order=True)
class Party:
    """A mention that can act: its place, the actor it was resolved to, its country (ISO 3166-1 alpha-3)."""

    piece: Piece
    actor: str
    country: str | None = None
    adjective: bool = False


@dataclass(frozen=True)
class Sides:
    """Who acted on whom; `open_subject` where a verb's subject is no party of its clause (a pronoun, nothing)."""

    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    open_subject: bool = False


@dataclass(frozen=True)
class Scene:
    """Where to look: the text, its pack, the piece that parties may stand in, and the parties there in order."""

    text: str
    pack: Pack
    region: Piece
    parties: list[Party]

    def sides(self, trigger: Trigger, verbal: bool) -> Sides:
        """The trigger's sides; a `verbal` act may be told of whom its subordinate clause names."""
        clause = self.clause(trigger.piece)
        parties = [p for p in self.parties if not self._holds(p)]
        before = [p for p in parties if clause.start <= p.piece.start and p.piece.end <= trigger.piece.start]
        before = [p for p in before if trigger.piece.start - p.piece.end <= REACH]
        end = self.region.end if verbal else clause.end
        # A party in the gap of a form of two parts ("warf Ghana Lügen vor") stands after its verb.
        after = [p for p in parties if trigger.piece.start < p.piece.start < end]
        after = [p for p in after if p.piece.start - trigger.piece.end <= REACH]
        agents = self._agents(trigger.piece, before, after)
        if self.nominal(trigger):
            return self._of_noun(trigger.piece, agents, before, after)
        if agents or self._passive(trigger):
            others = [p for p in before if p not in agents]
            return Sides(agents, self.group(self._free(others)) or self.group(after, agents))
        if self.pack.settings.get("verb_last"):
            return self._verb_last(before)
        if self.pack.settings.get("verb_first") and not before:
            first = self.group(after)
            return Sides(first, self.group(after, first), open_subject=not first)
        subject = [p for p in before if not self._object_before(p, trigger.piece)]
        first = self.group(self._free(subject))
        second = self.group(after)
        if not second and self.pack.settings.get("object_before_verb"):
            second = self.group(before, first)
        return Sides(first, _without(second, first), open_subject=not first)

    def clause(self, trigger: Piece) -> Piece:
        """From the last word that opens a clause with a party in it, to the next that opens one."""
        start, end = self.region.start, self.region.end
        marks = self._openers()
        for opener in reversed([m for m in marks if m.end <= trigger.start]):
            if any(opener.end <= p.piece.start and p.piece.end <= trigger.start for p in self.parties):
                start = opener.end
                break
        following = [m for m in marks if m.start >= trigger.end]
        if following:
            end = following[0].start
        return Piece(start, end)

    def _openers(self) -> list[Piece]:
        """Words and marks that open a clause; none that stands between two parties that it joins."""
        found = [Piece(m.start(), m.end()) for m in re.finditer(r"[;:—]", self._part(self.region))]
        found = [Piece(p.start + self.region.start, p.end + self.region.start) for p in found]
        for name in ("clause_openers", "relative"):
            for match in self.pack.pattern(name).finditer(self.text, self.region.start, self.region.end):
                found.append(Piece(match.start(), match.end()))
        pairs = list(zip(self.parties, self.parties[1:], strict=False))
        return sorted(
            o
            for o in found
            if not any(
                a.piece.end <= o.start and o.end <= b.piece.start and self._joined(a.piece, b.piece)
                for a, b in pairs
            )
        )

    def _part(self, piece: Piece) -> str:
        return self.text[piece.start : piece.end]

    def _words(self, start: int, end: int) -> int:
        return len(WORD.findall(self.text, start, end))

    def nominal(self, trigger: Trigger) -> bool:
        """A noun by the table, or by the article or preposition right before it."""
        if trigger.use == "noun":
            return True
        if self.pack.settings.get("postpositions"):
            return False  # there such a word goes with what stands before it
        before = self.text[max(self.region.start, trigger.piece.start - 24) : trigger.piece.start]
        words = WORD.findall(before)
        if not words or words[-1].casefold() in self.pack.words("infinitive_markers"):
            return False
        return words[-1].casefold() in (*self.pack.words("articles"), *self.pack.words("prepositions"))

    def given(self, trigger: Trigger) -> bool:
        """Whether a noun names its doer beside it ("the army's attack"), and so takes for granted that it happens."""
        before = [p for p in self.parties if p.piece.end <= trigger.piece.start]
        after = [p for p in self.parties if p.piece.start >= trigger.piece.end]
        return self.nominal(trigger) and bool(self._beside(trigger.piece, before, after))

    def led(self, trigger: Trigger) -> bool:
        """Whether a noun is led in by a preposition ("fled the shelling", "berlindung dari serangan")."""
        return self.nominal(trigger) and not self._object(trigger.piece)

    def _passive(self, trigger: Trigger) -> bool:
        if trigger.use == "passive":
            return True
        if self._part(trigger.piece).casefold().endswith(tuple(self.pack.words("active_endings"))):
            return False
        before = self.text[self.region.start : trigger.piece.start]
        marks = list(self.pack.pattern("passive_markers").finditer(before))
        if marks and len(WORD.findall(before[marks[-1].end() :])) <= AUXILIARY:
            return True
        own = self.pack.pattern("passive_markers").search(self._part(trigger.piece))
        return own is not None

    def _agents(self, trigger: Piece, before: list[Party], after: list[Party]) -> tuple[Party, ...]:
        """Parties that the pack's agent markers name: before them, or after them where postpositions do that."""
        if self.pack.settings.get("postpositions"):
            first = next((n for n, p in enumerate(before) if self._postposed(p)), None)
            if first is None:
                return ()
            while first and self._joined(before[first - 1].piece, before[first].piece):
                first -= 1
            return self.group(before[first:])
        marked = [p for p in after if self._marked("agent_markers", p, trigger.end)]
        if not marked and self.pack.settings.get("agent_before_verb"):
            marked = [p for p in before if self._marked("agent_markers", p, self.region.start)]
        return self.group(marked[:1] + [p for p in after if marked and p.piece > marked[0].piece])

    def _postposed(self, party: Party) -> bool:
        match = self.pack.pattern("agent_markers").search(self.text, party.piece.end, party.piece.end + 30)
        return match is not None and self._words(party.piece.end, match.start()) <= BESIDE

    def _marked(self, markers: str, party: Party, floor: int) -> bool:
        """Whether such a marker stands before the party with few words between."""
        start = max(floor, party.piece.start - 40)
        marks = list(self.pack.pattern(markers).finditer(self.text, start, party.piece.start))
        return bool(marks) and self._words(marks[-1].end(), party.piece.start) <= MARKED

    def _of_noun(
        self, trigger: Piece, agents: tuple[Party, ...], before: list[Party], after: list[Party]
    ) -> Sides:
        beside = self._beside(trigger, before, after)
        first = agents or beside or self.group(self._free(before) if self._object(trigger) else [])
        aimed = [p for p in after if p not in first and self._marked("target_markers", p, trigger.end)]
        rest = [p for p in after if aimed and p.piece >= aimed[0].piece]
        return Sides(first, _without(self.group(rest), first))

    def _beside(self, trigger: Piece, before: list[Party], after: list[Party]) -> tuple[Party, ...]:
        """The party that stands right by a noun as its modifier."""
        if self.pack.adjective_after_noun:
            near = [p for p in after if self._words(trigger.end, p.piece.start) <= BESIDE][:1]
            return () if near and self._marked("target_markers", near[0], trigger.end) else tuple(near)
        last = before[-1:]
        gap = self.text[last[0].piece.end : trigger.start] if last else ""
        return (
            tuple(last) if last and not re.search(r"[,;:]", gap) and len(WORD.findall(gap)) <= BESIDE else ()
        )

    def _object(self, trigger: Piece) -> bool:
        """Whether a noun is what a verb does ("held talks"), not what a preposition leads in ("after the attack")."""
        words = WORD.findall(self.text, max(self.region.start, trigger.start - 30), trigger.start)
        near = [w.casefold() for w in words[-2:]]
        return not any(w in self.pack.words("prepositions") for w in near)

    def _verb_last(self, before: list[Party]) -> Sides:
        first = self.group(self._free(before))
        rest = [p for p in before if p not in first]
        return Sides(first, self.group(rest), open_subject=not first)

    def _holds(self, party: Party) -> bool:
        """Whether a party is only named as who holds or backs something ("the town held by rebels")."""
        start = max(self.region.start, party.piece.start - HELD_REACH)
        marks = list(self.pack.pattern("held_markers").finditer(self.text, start, party.piece.start))
        return bool(marks) and self._words(marks[-1].end(), party.piece.start) <= HELD_WORDS

    def _object_before(self, party: Party, trigger: Piece) -> bool:
        """Whether only a joining word parts a party from the verb: the object of the one before ("hit men and fled")."""
        between = [w.casefold() for w in WORD.findall(self.text, party.piece.end, trigger.start)]
        return len(between) == 1 and between[0] in self.pack.words("name_joiners")

    def _free(self, parties: list[Party]) -> list[Party]:
        """From the first party that no preposition leads in; all where each has one."""
        if self.pack.settings.get("postpositions"):
            return parties
        for number, party in enumerate(parties):
            words = WORD.findall(self.text, max(self.region.start, party.piece.start - 24), party.piece.start)
            led = [w.casefold() for w in words[-2:]]
            led = [w for w in led if w not in self.pack.words("articles")][-1:]
            if not led or led[0] not in self.pack.words("prepositions"):
                return parties[number:]
        return parties

    def group(self, parties: list[Party], leave: tuple[Party, ...] = ()) -> tuple[Party, ...]:
        """The first party and those joined to it."""
        found: list[Party] = []
        for party in (p for p in parties if p not in leave):
            if found and not self._joined(found[-1].piece, party.piece):
                break
            found.append(party)
        return tuple(found)

    def _joined(self, a: Piece, b: Piece) -> bool:
        """Whether two parties stand in a row: only a comma, a conjunction of the pack or an article between them."""
        between = self.text[a.end : b.start]
        words = [w.casefold() for w in WORD.findall(between)]
        words = [w for w in words if w not in self.pack.words("articles")]
        if re.search(r"[.;:]", between):
            return False
        return ("," in between and not words) or (
            len(words) == 1 and words[0] in self.pack.words("conjunctions")
        )


def _without(parties: tuple[Party, ...], others: tuple[Party, ...]) -> tuple[Party, ...]:
    taken = {p.actor for p in others}
    return tuple(p for p in parties if p.actor not in taken)

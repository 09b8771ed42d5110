"""Where a clause begins and ends, and what its subject and complement are, in one sentence."""

from __future__ import annotations

import re
from functools import cached_property

from kabar.text.document import WORD, Document, Piece

APPOSED_NAME = re.compile(r",(?=\s[^\W\d_a-z]\w*(?:\s[^\W\d_a-z]\w*)?,)")


class Clauses:
    """The clauses of one sentence of a document."""

    def __init__(self, doc: Document, sentence: Piece) -> None:
        self.doc, self.text, self.pack, self.sentence = doc, doc.text, doc.pack, sentence
        self._sets = {
            name: frozenset(doc.pack.words(name))
            for name in (
                "auxiliaries", "connectives", "clause_openers", "relative", "pronouns", "not_verbs", "articles",
                "addressee_markers", "prepositions", "name_joiners",
            )
        }  # fmt: skip

    @cached_property
    def words(self) -> list[re.Match[str]]:
        """Words of the sentence."""
        return list(WORD.finditer(self.text, self.sentence.start, self.sentence.end))

    @cached_property
    def commas(self) -> list[int]:
        """Commas that part clauses: not in quotations, not around an apposed name, not in numbers."""
        masked = set()
        for match in APPOSED_NAME.finditer(self.text, self.sentence.start, self.sentence.end):
            masked |= {match.start(), self.text.index(",", match.end())}
        return [
            m.start()
            for m in re.finditer(r"[,;:—](?!\d)", self.text[: self.sentence.end])
            if m.start() >= self.sentence.start
            and m.start() not in masked
            and not self.doc.quotation_at(m.start())
        ]

    def is_verb(self, word: str) -> bool:
        """Whether the word looks like a verb by the pack's prefixes."""
        lower = word.casefold()
        prefixes = tuple(self.pack.words("verb_prefixes"))
        return bool(prefixes) and lower.startswith(prefixes) and word.islower() and len(word) > 4 and (
            lower not in self._sets["not_verbs"]
        )  # fmt: skip

    def is_cue(self, word: str) -> bool:
        return word.casefold() in self.pack.lookup["cues"]

    def opens_clause(self, at: int) -> bool:
        """Whether what follows the comma at `at` is a clause of its own."""
        following = [w.group() for w in self.words if w.start() > at][:3]
        if not following:
            return True
        first = following[0].casefold()
        suffixes = tuple(self.pack.words("clause_suffixes"))
        if first in self._sets["clause_openers"]:
            return True
        if any(self.is_cue(w) for w in following[:2]) or self.is_verb(following[0]):
            return True
        return bool(suffixes) and following[0].islower() and first.endswith(suffixes)

    def subject(self, at: int) -> tuple[Piece | None, bool]:
        """The subject of the verb at `at`, and whether it was taken over from an earlier clause."""
        commas = [c for c in self.commas if c < at]
        near = self._noun_phrase(commas[-1] + 1 if commas else self.sentence.start, at)
        if near:
            return near, False
        for comma in reversed(commas):
            after = next((w.group().casefold() for w in self.words if w.start() > comma), "")
            if after in self._sets["clause_openers"]:
                opened = self._noun_phrase(comma + 1, at)
                if opened:
                    return opened, False
        return self._noun_phrase(self.sentence.start, at), bool(commas)

    def _noun_phrase(self, start: int, limit: int) -> Piece | None:
        """The noun phrase that a clause beginning at `start` opens with, ending before `limit`."""
        taken: list[re.Match[str]] = []
        relative = False
        for word in self.words:
            if word.start() < start or word.start() >= limit or self.doc.quotation_at(word.start()):
                continue
            lower = word.group().casefold()
            if not taken and lower in self._sets["relative"]:
                return None
            if not taken and lower in self._sets["connectives"]:
                continue
            if lower in self._sets["auxiliaries"] or (
                taken and self._gap_breaks(taken[-1].end(), word.start())
            ):
                break
            if self.is_verb(word.group()) or self.is_cue(word.group()):
                if not relative:
                    break
                relative = False
            relative = relative or lower in self._sets["relative"]
            taken.append(word)
        if not taken:
            return None
        piece = Piece(taken[0].start(), self._close_bracket(taken[-1].end()))
        return piece if self._nameable(taken) else None

    def _close_bracket(self, end: int) -> int:
        return end + 1 if self.text[end : end + 1] == ")" else end

    def _gap_breaks(self, end: int, start: int) -> bool:
        return any(c in ",;:—" for c in self.text[end:start])

    def _nameable(self, words: list[re.Match[str]]) -> bool:
        """A noun phrase that can speak holds a pronoun, a group, a role, a name or an article."""
        phrase = self.text[words[0].start() : words[-1].end()]
        if words[0].group().casefold() in self._sets["pronouns"]:
            return len(words) == 1 or not self.is_verb(words[1].group())
        return bool(
            self.pack.pattern("groups").search(phrase)
            or self.pack.pattern("roles").search(phrase)
            or any(w.group()[0].isupper() and not self._plain_start(w) for w in words)
            or words[0].group().casefold() in self._sets["articles"]
        )

    def _plain_start(self, word: re.Match[str]) -> bool:
        return word.start() == self.sentence.start and word.group().casefold() in (
            self._sets["prepositions"] | self._sets["connectives"]
        )

    def complement(
        self, cue: Piece, following: Piece | None
    ) -> tuple[Piece | None, Piece | None, Piece | None]:
        """What follows a cue: its content, and before it an addressee and a channel."""
        end = self._complement_end(cue, following)
        start = self._complement_start(cue, end)
        between = Piece(cue.end, start)
        content = self.trimmed(start, end)
        return content, self.addressee(between), self.channel(between)

    def _complement_start(self, cue: Piece, end: int) -> int:
        head = self.pack.pattern("complementisers").search(self.text, cue.end, end)
        if head and len(WORD.findall(self.text, cue.end, head.start())) <= 8:
            return head.end()
        leading = self.pack.pattern("date_markers").match(self.text, cue.end + 1, end)
        if leading:
            named = re.compile(r"\s*[^\W\d_a-z]\w*,?").match(self.text, leading.end(), end)
            return named.end() if named else leading.end()
        marker = self.pack.pattern("addressee_markers").match(self.text, cue.end + 1, end)
        if marker:
            phrase = self.noun_phrase_after(marker.end())
            return phrase.end if phrase else marker.end()
        return cue.end

    def _complement_end(self, cue: Piece, following: Piece | None) -> int:
        for comma in self.commas:
            if comma <= cue.end + 1:
                continue
            if self.opens_clause(comma):
                return comma
            if (
                following
                and comma < following.start
                and not any(comma < c < following.start for c in self.commas)
            ):
                return comma
        return self.sentence.end

    def inverted(self, cue: Piece) -> bool:
        """`"...," said the minister`: the cue stands right after the content."""
        before = self.text[self.sentence.start : cue.start].rstrip()
        if not before or before[-1] not in '”"»,':
            return False
        return before[-1] != "," and self.noun_phrase_after(cue.end) is not None

    def before(self, piece: Piece) -> Piece | None:
        """The clause or quotation that ends where `piece` begins."""
        return self.trimmed(self.sentence.start, piece.start)

    def after(self, at: int) -> Piece | None:
        """The clause from `at` to where it ends."""
        end = next((c for c in self.commas if c > at + 1 and self.opens_clause(c)), self.sentence.end)
        return self.trimmed(at, end)

    def noun_phrase_after(self, at: int) -> Piece | None:
        """The noun phrase of names, roles, groups and articles that starts at `at`."""
        taken: list[re.Match[str]] = []
        skipped = False
        for word in self.words:
            if word.start() < at:
                continue
            lower = word.group().casefold()
            gap = self.text[taken[-1].end() if taken else at : word.start()]
            if gap.strip() and not (gap.strip() == "," and self._apposed_role(word)) and gap.strip() != "(":
                break
            nominal = (
                word.group()[0].isupper()
                or lower in self._sets["articles"] | self._sets["pronouns"]
                or self._starts_row(word.start())
            )
            if not nominal:
                if not taken or skipped or lower not in self._sets["name_joiners"]:
                    break
                if lower in self._sets["addressee_markers"] or not self._capital_follows(word):
                    break
            taken.append(word)
        if not taken:
            return None
        return Piece(taken[0].start(), self._close_bracket(taken[-1].end()))

    def _capital_follows(self, word: re.Match[str]) -> bool:
        return self.text[word.end() + 1 : word.end() + 2].isupper()

    def _starts_row(self, at: int) -> bool:
        return bool(
            self.pack.pattern("roles").match(self.text, at)
            or self.pack.pattern("groups").match(self.text, at)
            or (re.search(r"\w\s$", self.text[max(0, at - 12) : at]) and self._inside_role(at))
        )

    def _inside_role(self, at: int) -> bool:
        """Second words of roles that have two ("juru bicara")."""
        window = self.text[max(0, at - 20) : at + 20]
        return any(
            m.start() < min(at, 20) < m.end()
            for name in ("roles", "groups")
            for m in self.pack.pattern(name).finditer(window)
        )

    def _apposed_role(self, word: re.Match[str]) -> bool:
        """Whether a role follows the comma ("X, the mayor of Y"), with or without an article."""
        roles = self.pack.pattern("roles")
        if word.group().casefold() in self._sets["articles"]:
            return bool(roles.match(self.text, word.end() + 1))
        return bool(roles.match(self.text, word.start()))

    def addressee(self, piece: Piece) -> Piece | None:
        """The noun phrase after "to" in the piece."""
        for marker in self.pack.pattern("addressee_markers").finditer(self.text, piece.start, piece.end):
            phrase = self.noun_phrase_after(marker.end())
            if phrase and not self.pack.pattern("date_markers").match(self.text, phrase.start):
                return phrase
        return None

    def channel(self, piece: Piece) -> Piece | None:
        """Through which the words came ("by telephone", "in a statement")."""
        marker = self.pack.pattern("channel_markers").search(self.text, piece.start, piece.end)
        if marker is None:
            return None
        word = WORD.search(self.text, marker.end(), piece.end)
        return Piece(marker.start(), word.end() if word else marker.end())

    def trimmed(self, start: int, end: int) -> Piece | None:
        """The piece without quotation marks, white space and closing punctuation; None when nothing is left."""
        marks = {m for pair in self.pack.quotes for m in pair} | set(" \u00a0\n,;:—–")
        while start < end and self.text[start] in marks:
            start += 1
        while end > start and self.text[end - 1] in marks | {"."}:
            end -= 1
        return Piece(start, end) if start < end else None

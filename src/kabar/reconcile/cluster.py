"""Clusters grow record by record: each joins the cluster whose members it is most like, by the mean over them.

The mean, and not the best, keeps chains apart: an event on Monday is near one on Tuesday and that near one on Wednesday, and
still Monday's and Wednesday's are two. What a person decided goes before every rule.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kabar.reconcile.same import ENOUGH, Match
from kabar.store.ledger import Judgement, Judgements
from kabar.store.links import Cluster, Member
from kabar.store.rows import RecordRow

Same = Callable[[Any, Any], Match]


@dataclass(frozen=True)
class Decided:
    """What people decided: pairs of keys that are the same, pairs that are not, and records that are wrong.

    `pairs` are all two records that anybody ever decided about, also where that was taken back; `judged` all records,
    `corrected` those that anybody ever corrected.
    """

    same: frozenset[frozenset[str]] = frozenset()
    different: frozenset[frozenset[str]] = frozenset()
    wrong: frozenset[str] = frozenset()
    pairs: frozenset[frozenset[str]] = frozenset()
    judged: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()

    @classmethod
    def of(cls, judgements: Judgements) -> Decided:
        """The decisions that hold."""
        standing, every = judgements.standing(), judgements.all()

        def pairs(of: Sequence[Judgement], *verdicts: str) -> frozenset[frozenset[str]]:
            return frozenset(
                frozenset((j.key, j.other_key)) for j in of if j.verdict in verdicts and j.other_key
            )

        return cls(
            pairs(standing, "same"), pairs(standing, "different"),
            frozenset(j.key for j in standing if j.verdict == "wrong"), pairs(every, "same", "different"),
            frozenset(k for j in every if j.verdict != "comment" for k in (j.key, j.other_key) if k),
            frozenset(j.key for j in every if j.verdict == "corrected"),
        )  # fmt: skip

    def partners(self, keys: Iterable[str]) -> set[str]:
        """These records, and all that any decision ties to them, over however many decisions."""
        found = set(keys)
        if found.isdisjoint(self.judged):
            return found
        while more := {k for p in self.pairs if not found.isdisjoint(p) for k in p} - found:
            found |= more
        return found

    def match(self, one: RecordRow, other: RecordRow, rule: Same) -> Match:
        """The decision about two records, else what the rule says."""
        pair = frozenset((one.key, other.key))
        if pair in self.same:
            return Match(1.0, "a person said that they are the same")
        if pair in self.different:
            return Match(-1.0, "a person said that they are not the same")
        return rule(one, other)


@dataclass
class Growing:
    """A cluster with the rows of its members."""

    key: str
    type: str
    rows: list[RecordRow] = field(default_factory=list)
    why: dict[str, Match] = field(default_factory=dict)

    def likeness(self, row: RecordRow, rule: Same, decided: Decided) -> Match:
        """How well a row fits: the mean over the members; a decision about one of them settles it."""
        matches = [decided.match(row, member, rule) for member in self.rows]
        if any(m.confidence < 0 for m in matches):
            return Match(0.0, "")
        sure = next((m for m in matches if m.reason.startswith("a person")), None)
        if sure:
            return sure
        best = max(matches, key=lambda m: m.confidence)
        mean = sum(m.confidence for m in matches) / len(matches)
        # Every member must be possible: one that is contradicted outright keeps the row out.
        return (
            Match(round(mean, 2), best.reason) if min(m.confidence for m in matches) > 0 else Match(0.0, "")
        )

    def add(self, row: RecordRow, match: Match) -> None:
        self.rows.append(row)
        self.why[row.key] = match

    def kept(self) -> Cluster:
        """As the archive keeps it."""
        members = tuple(Member(r.key, self.why[r.key].confidence, self.why[r.key].reason) for r in self.rows)
        return Cluster(key=self.key, type=self.type, members=members)


def key_of(kind: str, first: RecordRow) -> str:
    """A cluster is named after the record that it began with."""
    return f"{kind}s-{hashlib.sha256(first.key.encode()).hexdigest()[:24]}"


def place_in(row: RecordRow, kind: str, clusters: Iterable[Growing], rule: Same, decided: Decided) -> Growing:
    """Put a row into the cluster that it fits best, or begin one; returns it."""
    fits = [(c.likeness(row, rule, decided), c) for c in clusters]
    best = max(fits, key=lambda f: (f[0].confidence, f[1].key), default=None)
    if best is not None and best[0].confidence >= ENOUGH:
        best[1].add(row, best[0])
        return best[1]
    begun = Growing(key_of(kind, row), kind)
    begun.add(row, Match(1.0, "the first account"))
    return begun

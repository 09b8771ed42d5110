"""Whether two records are about the same thing: a question that two figures answer, an event, an agreement, a statement.

Each rule gives a confidence (0 where they are not) and the reason in words. The rules are plain, because an analyst must be able
to check them; the weights are beliefs, measured in docs/measures.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from kabar.reconcile.near import Period, period_nearness, place_nearness
from kabar.store.rows import AgreementRow, DatedRow, EventRow, FigureRow, RecordRow, StatementRow

# Two accounts belong together from this confidence on.
ENOUGH = 0.5
# Verbs that answer one question: who "fled" and who was "displaced" are counted by the same reports.
CONCEPTS = {"forced_to_flee": "displaced"}
# Deaths and injuries are counted an event; flight is counted over weeks.
MOMENTARY = (
    "killed",
    "injured",
    "missing",
    "arrested",
    "abducted",
    "destroyed_housing",
    "partially_destroyed_housing",
)
# Words too vague to make a question of.
NO_QUESTION = ("affected",)
# Days by which accounts of one happening, and of one count over weeks, may be apart.
SLACK_OF_EVENTS = timedelta(days=2)
DRIFTING = timedelta(days=21)
# Days between two publications that may tell of one event without saying when it was.
TOLD_LATER = timedelta(days=4)
# An agreement is spoken of for months; the same words are repeated for a week.
STANDING = timedelta(days=90)
RETOLD = timedelta(days=7)
HAPPENED = ("reported", "claimed", "denied", "agreed", "historical")
ALIKE_WORDS = 0.5


@dataclass(frozen=True)
class Match:
    """How sure it is that two records are about the same, and why."""

    confidence: float
    reason: str


NO = Match(0.0, "")


def period_of(row: DatedRow) -> Period | None:
    """First and last day of what the record is about, None where it does not say."""
    return (row.date_lo, row.date_hi) if row.date_lo is not None and row.date_hi is not None else None


def told(row: RecordRow) -> Period | None:
    """The day of publication as a period."""
    return (row.day, row.day) if row.day is not None else None


def _when(one: DatedRow, other: DatedRow, slack: timedelta) -> float:
    """Nearness of the periods; where one is not said, of the publications, and less sure."""
    mine, theirs = period_of(one), period_of(other)
    if mine is not None and theirs is not None:
        return period_nearness(mine, theirs, slack)
    return 0.8 * period_nearness(mine or told(one), theirs or told(other), max(slack, TOLD_LATER))


def same_question(one: FigureRow, other: FigureRow) -> Match:
    """Two figures that answer one question: unit, concept, group, kind of count, place and period."""
    if not (is_asked(one) and is_asked(other)):
        return NO
    concept = CONCEPTS.get(one.concept, one.concept)
    if (
        one.unit != other.unit
        or concept != CONCEPTS.get(other.concept, other.concept)
        or one.group != other.group
    ):
        return NO
    if (one.part_of is None) != (other.part_of is None) and one.group is None:
        # Some of them are not all of them.
        return NO
    if _differ(one.measure, other.measure) or _differ(one.counting, other.counting):
        return NO
    where = place_nearness(one.site, other.site)
    when = _when(one, other, slack_of(one))
    if concept in MOMENTARY and _spans(one) != _spans(other):
        # A day's dead and a month's dead are two questions.
        return NO
    return Match(
        round(where * when, 2),
        f"both ask how many {one.unit} {concept}; place {where:.1f}, period {when:.1f}",
    )


def slack_of(figure: FigureRow) -> timedelta:
    """By how many days accounts of this count may be apart."""
    return SLACK_OF_EVENTS if CONCEPTS.get(figure.concept, figure.concept) in MOMENTARY else DRIFTING


def is_asked(figure: FigureRow) -> bool:
    """Whether a figure answers a question of its own: no share of an unstated whole, nothing worked out, no mere "affected"."""
    worked_out = (
        figure.derived_from is not None or "derived" in figure.flags or "whole-unstated" in figure.flags
    )
    supposed = {"hypothetical", "negated", "capacity", "need", "target"} & set(figure.flags)
    return not worked_out and not supposed and figure.concept not in NO_QUESTION


def _spans(figure: FigureRow) -> bool:
    """Whether it is counted over more than a week."""
    period = period_of(figure)
    return period is not None and period[1] - period[0] > timedelta(days=7)


def _differ(one: object | None, other: object | None) -> bool:
    return one is not None and other is not None and one != other


def same_event(one: EventRow, other: EventRow) -> Match:
    """Two accounts of one event: type, place, day. Who did it may differ: that is what a dispute is made of."""
    if one.plover != other.plover or (one.status in HAPPENED) != (other.status in HAPPENED):
        return NO
    if one.status not in HAPPENED and one.status != other.status:
        return NO
    where = place_nearness(one.site, other.site)
    when = _when(one, other, SLACK_OF_EVENTS)
    kind = 1.0 if one.acled_sub == other.acled_sub else 0.85 if one.acled == other.acled else 0.7
    who = _same_parties(one, other)
    confidence = round(where * when * kind * who, 2)
    return Match(
        confidence,
        f"both {one.plover}; place {where:.1f}, day {when:.1f}, kind {kind:.2f}, parties {who:.1f}",
    )


def _same_parties(one: EventRow, other: EventRow) -> float:
    """Less sure where both name whom it befell and name others."""
    mine, theirs = _refs(one, "target"), _refs(other, "target")
    return 0.7 if mine and theirs and not mine & theirs else 1.0


def _refs(row: RecordRow, *roles: str) -> frozenset[str]:
    return frozenset(p.ref for p in row.parties if p.role in roles)


def same_agreement(one: AgreementRow, other: AgreementRow) -> Match:
    """Two accounts of one agreement: kind, parties, date or the time of reporting."""
    if one.kind != other.kind and "deal" not in (one.kind, other.kind):
        return NO
    mine, theirs = _refs(one, "party", "broker"), _refs(other, "party", "broker")
    shared = len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.6
    if period_of(one) and period_of(other):
        when = period_nearness(period_of(one), period_of(other), SLACK_OF_EVENTS)
    else:
        when = 0.8 * period_nearness(told(one), told(other), STANDING)
    where = max(place_nearness(one.site, other.site), 0.5 if shared == 1.0 else 0.0)
    return Match(
        round(shared * when * where, 2),
        f"both a {one.kind}; parties {shared:.1f}, time {when:.1f}, place {where:.1f}",
    )


def same_statement(one: StatementRow, other: StatementRow) -> Match:
    """One statement retold: the same source, act, and mostly the same words, within a week. In one language only."""
    if one.language != other.language or one.article_id == other.article_id or one.act != other.act:
        return NO
    if not (_refs(one, "source") & _refs(other, "source")):
        return NO
    if period_nearness(told(one), told(other), RETOLD) == 0.0:
        return NO
    mine, theirs = _words(one.content), _words(other.content)
    alike = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    return (
        Match(round(alike, 2), f"{alike:.0%} of the words shared")
        if alike >= ALIKE_WORDS and len(mine) > 3
        else NO
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))

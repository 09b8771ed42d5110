"""Whether two records are about the same thing: a question that two figures answer, an event, an agreement, a statement.

Each rule gives a confidence (0 where they are not) and the reason in words. The rules are plain, because an analyst must be able
to check them; the weights are beliefs, measured in docs/measures.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from kabar.reconcile.near import ONE_DAY, UNSAID, Period, gap_between, period_nearness, place_nearness
from kabar.store.edtf import bounds
from kabar.store.rows import AgreementRow, DatedRow, EventRow, FigureRow, RecordRow, SiteRow, StatementRow
from kabar.store.schema import UNKNOWN_DAY

# Two accounts belong together from this confidence on.
ENOUGH = 0.5
# Verbs that answer one question: who "fled" and who was "displaced" are counted by the same reports.
CONCEPTS = {"forced_to_flee": "displaced"}
# What lasts and grows over weeks; all else (deaths, arrests, a crowd) is counted at a happening.
LASTING = (
    "displaced",
    "evacuated",
    "relocated",
    "sheltered",
    "in_relief_camp",
    "homeless",
    "uninhabitable_housing",
    "refugees",
    "returned",
)
# Flags of numbers that count nothing that was, and of those that were worked out.
SUPPOSED = ("hypothetical", "negated", "capacity", "need", "target")
WORKED_OUT = ("derived", "whole-unstated")
# Words too vague to make a question of.
NO_QUESTION = ("affected",)
# Days by which accounts of one happening, and of one count over weeks, may be apart.
SLACK_OF_EVENTS = timedelta(days=2)
DRIFTING = timedelta(days=21)
# Days by which the beginnings of one count may be apart.
SLACK_OF_BEGINNINGS = timedelta(days=5)
LONG = timedelta(days=7)
# Days between two publications that may tell of one event without saying when it was.
AT_ONCE, TOLD_LATER = timedelta(days=2), timedelta(days=4)
# An agreement is spoken of for months; the same words are repeated for a week.
STANDING = timedelta(days=90)
RETOLD = timedelta(days=7)
# What is left of a day or place that is not said, or differs a little, when the same numbers or parties speak for it.
CORROBORATED = 0.8
# What is left where one account says its day and another only when it was published, or neither does.
UNDATED = 0.8
UNDATED_MOMENT = 0.45
# What is left where a day is told against a month, one day against the next, and one number against another.
COARSE = 0.7
NEXT_DAY = 0.45
OTHER_NUMBER = 0.85
BARE = 0.7
# What is left of places that contradict one another in two tellings of one report: a reader's slip is likelier.
SLIP = 0.65
INFERRED = "place-inferred"
HAPPENED = ("reported", "claimed", "denied", "agreed", "historical")
ALIKE_WORDS = 0.5


@dataclass(frozen=True)
class Match:
    """How sure it is that two records are about the same, and why."""

    confidence: float
    reason: str


NO = Match(0.0, "")


def period_of(row: DatedRow) -> Period | None:
    """First and last day of what the record is about, None where it does not say; an event that goes on counts by its beginning."""
    if isinstance(row, EventRow) and row.date is not None and row.date.endswith("/.."):
        return bounds(row.date.removesuffix("/.."))
    return (row.date_lo, row.date_hi) if row.date_lo is not None and row.date_hi is not None else None


def told(row: RecordRow) -> Period | None:
    """The day of publication as a period."""
    return (row.day, row.day) if row.day is not None else None


def site_of(row: FigureRow | EventRow) -> SiteRow | None:
    """Where it is said to be; a place that the reader only inferred is not said."""
    return None if INFERRED in row.flags else row.site


def _where(one: SiteRow | None, other: SiteRow | None, corroborated: bool) -> float:
    where = place_nearness(one, other)
    return CORROBORATED if where == UNSAID and corroborated else where


def _bare(one: FigureRow | EventRow, other: FigureRow | EventRow) -> float:
    """What is left where neither place nor day is said by both: what corroborates can stand for one of them."""
    placed = place_nearness(site_of(one), site_of(other)) != UNSAID
    return 1.0 if placed or (one.date_lo is not None and other.date_lo is not None) else BARE


def _moment(one: DatedRow, other: DatedRow, corroborated: bool) -> float:
    """Nearness of two accounts of a happening in time."""
    mine, theirs = period_of(one), period_of(other)
    if mine is None or theirs is None:
        said = mine or told(one), theirs or told(other)
        if said[0] is None or said[1] is None:
            return 0.0
        left = UNDATED if corroborated or mine is not None or theirs is not None else UNDATED_MOMENT
        return left * _news(gap_between(said[0], said[1]))
    gap = gap_between(mine, theirs)
    if not gap:
        return COARSE if max(p[1] - p[0] for p in (mine, theirs)) > LONG and mine != theirs else 1.0
    if corroborated:
        return CORROBORATED if gap <= SLACK_OF_EVENTS else 0.0
    return NEXT_DAY if gap <= ONE_DAY else 0.0


def _news(gap: timedelta) -> float:
    """What happened is told at once, or some days later."""
    return 1.0 if gap <= AT_ONCE else 0.5 if gap <= TOLD_LATER else 0.0


def _drift(one: FigureRow, other: FigureRow) -> float:
    """Nearness in time of two counts that go on over weeks: where both say since when, by that."""
    begun = [bounds(f.since) for f in (one, other)]
    if all(b[0] != UNKNOWN_DAY for b in begun):
        return period_nearness(begun[0], begun[1], SLACK_OF_BEGINNINGS)
    mine, theirs = period_of(one) or told(one), period_of(other) or told(other)
    if mine is None or theirs is None:
        return 0.0
    return (1.0 if period_of(one) and period_of(other) else UNDATED) * period_nearness(mine, theirs, DRIFTING)


def same_question(one: FigureRow, other: FigureRow, retold: bool = False) -> Match:
    """Two figures that answer one question: unit, concept, group, kind of count, place and period.

    `retold`: the two articles are nearly the same, so that the same number is the same figure, wherever it was read to be.
    """
    if not (is_asked(one) and is_asked(other)):
        return NO
    concept = concept_of(one)
    if one.unit != other.unit or concept != concept_of(other) or one.group != other.group:
        return NO
    if (one.part_of is None) != (other.part_of is None) and one.group is None:
        # Some of them are not all of them.
        return NO
    if _differ(one.measure, other.measure) or _differ(one.counting, other.counting):
        return NO
    equal = (one.low, one.high) == (other.low, other.high)
    if retold and equal:
        return Match(0.9, f"nearly the same articles give the same number of {one.unit} {concept}")
    if one.article_id == other.article_id and not equal and not _two_voices(one, other):
        # One voice does not answer one question twice in one article.
        return NO
    if concept not in LASTING:
        if _spans(one) != _spans(other):
            # A day's dead and a month's dead are two questions.
            return NO
        when = _drift(one, other) if _spans(one) else _moment(one, other, equal)
    else:
        when = _drift(one, other)
    begun_together = None in (site_of(one), site_of(other)) and one.since is not None and when == 1.0
    where = _where(site_of(one), site_of(other), begun_together or (equal and "vague" not in one.flags))
    return Match(
        round(where * when * _bare(one, other) * (1.0 if equal else OTHER_NUMBER), 2),
        f"both ask how many {one.unit} {concept}; place {where:.2f}, time {when:.2f}"
        + (", the same number" if equal else ""),
    )


def _two_voices(one: FigureRow, other: FigureRow) -> bool:
    mine, theirs = _refs(one, "source"), _refs(other, "source")
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def concept_of(figure: FigureRow) -> str:
    """The concept that its question is about."""
    return CONCEPTS.get(figure.concept, figure.concept)


def slack_of(figure: FigureRow) -> timedelta:
    """By how many days accounts of this count may be apart."""
    return SLACK_OF_EVENTS if concept_of(figure) not in LASTING and not _spans(figure) else DRIFTING


def is_asked(figure: FigureRow) -> bool:
    """Whether a figure answers a question of its own: no share of an unstated whole, nothing worked out, no mere "affected"."""
    worked_out = figure.derived_from is not None or not set(WORKED_OUT).isdisjoint(figure.flags)
    supposed = not set(SUPPOSED).isdisjoint(figure.flags)
    return not worked_out and not supposed and figure.concept not in NO_QUESTION


def _spans(figure: FigureRow) -> bool:
    """Whether it is counted over more than a week."""
    period = period_of(figure)
    return period is not None and period[1] - period[0] > LONG


def _differ(one: object | None, other: object | None) -> bool:
    return one is not None and other is not None and one != other


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedEvent(EventRow):
    """An event with what was counted in it: (concept, low, high)."""

    counts: frozenset[tuple[str, float | None, float | None]] = frozenset()


def same_event(one: EventRow, other: EventRow, retold: bool = False) -> Match:
    """Two accounts of one event: type, place, day. Who did it may differ: that is what a dispute is made of.

    `retold`: the two articles are nearly the same, so that places that contradict one another are likely a slip.
    """
    if one.plover != other.plover or (one.status in HAPPENED) != (other.status in HAPPENED):
        return NO
    if one.status not in HAPPENED and one.status != other.status:
        return NO
    corroborated = (
        retold
        or _same_counts(one, other)
        or all(_refs(one, role) & _refs(other, role) for role in ("actor", "target"))
    )
    where = _where(site_of(one), site_of(other), corroborated)
    if retold and where == 0.0:
        where = SLIP
    when = _moment(one, other, corroborated)
    kind = 1.0 if one.acled_sub == other.acled_sub else 0.85 if one.acled == other.acled else 0.7
    who = _same_parties(one, other)
    bare = 1.0 if retold else _bare(one, other)
    return Match(
        round(where * when * kind * who * bare, 2),
        f"both {one.plover}; place {where:.2f}, day {when:.2f}, kind {kind:.2f}, parties {who:.1f}",
    )


def _same_counts(one: EventRow, other: EventRow) -> bool:
    return (
        isinstance(one, CountedEvent)
        and isinstance(other, CountedEvent)
        and not one.counts.isdisjoint(other.counts)
    )


def _same_parties(one: EventRow, other: EventRow) -> float:
    """Less sure where both name whom it befell and name others."""
    mine, theirs = _refs(one, "target"), _refs(other, "target")
    return 0.7 if mine and theirs and not mine & theirs else 1.0


def _refs(row: RecordRow, *roles: str) -> frozenset[str]:
    return frozenset(p.ref for p in row.parties if p.role in roles)


def same_agreement(one: AgreementRow, other: AgreementRow, retold: bool = False) -> Match:
    """Two accounts of one agreement: kind, parties, date or the time of reporting."""
    if one.kind != other.kind and "deal" not in (one.kind, other.kind):
        return NO
    mine, theirs = _refs(one, "party", "broker"), _refs(other, "party", "broker")
    shared = len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.6
    about, said = (period_of(one), period_of(other)), (told(one), told(other))
    if about[0] and about[1]:
        when = period_nearness(about[0], about[1], SLACK_OF_EVENTS)
    else:
        when = UNDATED * period_nearness(said[0], said[1], STANDING) if said[0] and said[1] else 0.0
    where = max(place_nearness(one.site, other.site), 0.5 if shared == 1.0 else 0.0)
    return Match(
        round(shared * when * where, 2),
        f"both a {one.kind}; parties {shared:.1f}, time {when:.1f}, place {where:.1f}",
    )


def same_statement(one: StatementRow, other: StatementRow, retold: bool = False) -> Match:
    """One statement retold: the same source, act, and mostly the same words, within a week. In one language only."""
    if one.language != other.language or one.article_id == other.article_id or one.act != other.act:
        return NO
    if not (_refs(one, "source") & _refs(other, "source")):
        return NO
    mine_day, their_day = told(one), told(other)
    if mine_day is None or their_day is None or gap_between(mine_day, their_day) > RETOLD:
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

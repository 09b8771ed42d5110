"""What was told day by day: events with their accounts, statements, agreements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from kabar.store.links import Cluster
from kabar.store.rows import AgreementRow, DatedRow, EventRow, StatementRow

Kind = Literal["event", "statement", "agreement"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Happening:
    """An event as one account tells it, with the other accounts of the same event."""

    row: EventRow
    others: tuple[EventRow, ...]


@dataclass(frozen=True)
class TimelineDay:
    """One day; None for what has none. `left` is how much more the archive has of it."""

    day: date | None
    events: tuple[Happening, ...]
    statements: tuple[StatementRow, ...]
    agreements: tuple[AgreementRow, ...]
    left: int

    @property
    def total(self) -> int:
        """How many lines the day has, those that are left out among them."""
        return len(self.events) + len(self.statements) + len(self.agreements) + self.left


@dataclass(frozen=True)
class DayCount:
    """How much is told of a day."""

    day: date
    events: int
    statements: int
    agreements: int

    @property
    def total(self) -> int:
        return self.events + self.statements + self.agreements


@dataclass(frozen=True)
class Timeline:
    """Days in order, those out of the period and without a day last; `counts` are of all days in the period, `days_left` how many are not shown."""

    days: tuple[TimelineDay, ...]
    counts: tuple[DayCount, ...]
    days_left: int


def happenings(events: Iterable[EventRow], clusters: Iterable[Cluster]) -> list[Happening]:
    """Events, the accounts of one event together; the surest account that has a day stands for it."""
    rows = {e.key: e for e in events}
    groups: list[list[EventRow]] = []
    for cluster in clusters:
        groups.append([rows.pop(m.record_key) for m in cluster.members if m.record_key in rows])
    groups += [[e] for e in rows.values()]
    made = []
    for group in groups:
        if group:
            first, *others = sorted(group, key=lambda e: (e.date_lo is None, -e.confidence, e.key))
            made.append(Happening(first, tuple(others)))
    return made


def timeline(
    told: Sequence[Happening], statements: Sequence[StatementRow], agreements: Sequence[AgreementRow],
    period: tuple[date | None, date | None] = (None, None), *, days: int, lines: int, kind: Kind | None = None,
) -> Timeline:  # fmt: skip
    """At most so many days, those of which most is told, each with at most so many lines of a kind, those with most accounts first."""
    by_day: dict[date | None, tuple[list[Happening], list[StatementRow], list[AgreementRow]]] = {}
    for happening in told if kind in (None, "event") else ():
        by_day.setdefault(happening.row.date_lo, ([], [], []))[0].append(happening)
    for statement in statements if kind in (None, "statement") else ():
        by_day.setdefault(said_on(statement), ([], [], []))[1].append(statement)
    for agreement in agreements if kind in (None, "agreement") else ():
        by_day.setdefault(said_on(agreement), ([], [], []))[2].append(agreement)
    first, last = period[0] or date.min, period[1] or date.max

    def place(day: date | None) -> tuple[bool, bool, date]:
        return day is None, day is not None and not first <= day <= last, day or date.max

    shown = sorted(by_day, key=lambda d: (-sum(len(told) for told in by_day[d]), place(d)))[:days]
    made = [_day(d, *by_day[d], lines) for d in sorted(shown, key=place)]
    inside = sorted(d for d in by_day if d is not None and first <= d <= last)
    counts = [DayCount(d, *(len(told) for told in by_day[d])) for d in inside]
    return Timeline(tuple(made), tuple(counts), len(by_day) - len(made))


def said_on(row: DatedRow) -> date | None:
    """The day that a statement or agreement tells, else the publication's."""
    return row.date_lo or row.day


def _day(
    day: date | None, told: list[Happening], statements: list[StatementRow], agreements: list[AgreementRow], lines: int
) -> TimelineDay:  # fmt: skip
    told = sorted(told, key=lambda h: (-len(h.others), -h.row.confidence, h.row.key))
    statements = sorted(statements, key=lambda s: (not s.actors("target"), -s.confidence, s.key))
    left = sum(max(0, len(of) - lines) for of in (told, statements, agreements))
    return TimelineDay(day, tuple(told[:lines]), tuple(statements[:lines]), tuple(agreements[:lines]), left)

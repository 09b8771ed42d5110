"""Figures over time, one panel for each concept and unit: what the charts draw and the tables beside them say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kabar.reconcile.same import INFERRED
from kabar.reconcile.view import Question
from kabar.store.rows import FigureRow
from kabar.store.schema import OPEN_DAY
from kabar.web.views.headlines import apart, figure_of

# Sources that have a mark of their own; the others share one.
NAMED = 6
OTHERS = NAMED + 1


@dataclass(frozen=True)
class Mark:
    """One account. `day` is when the number stood: its own last day, else the publication's; None: not drawn.

    `source` is the number of the mark: 1 to NAMED, OTHERS for the rest.
    """

    row: FigureRow
    name: str
    source: int
    day: date | None
    doubtful: bool


@dataclass(frozen=True)
class Panel:
    """All numbers of one unit, concept, group and measure."""

    unit: str
    concept: str
    group: str | None
    measure: str | None
    sources: int
    marks: tuple[Mark, ...]
    total: int


@dataclass(frozen=True)
class Charts:
    """`names` are the sources that have marks of their own, in their order."""

    names: tuple[str, ...]
    panels: tuple[Panel, ...]
    total: int


def charts(questions: Iterable[Question], panels: int, marks: int) -> Charts:
    """At most so many panels of two numbers or more, those with most sources first, each with at most so many of its newest marks."""
    accounts = [(a, q) for q in questions for a in q.accounts]
    often = Counter(a.who for a, _ in accounts)
    name_of = {a.who: a.name for a, _ in reversed(accounts)}
    main = [who for who, _ in sorted(often.items(), key=lambda x: (-x[1], x[0]))[:NAMED]]
    number = {who: n for n, who in enumerate(main, 1)}
    found: dict[tuple[str, str, str | None], dict[str | None, list[tuple[str, Mark]]]] = {}
    for account, question in accounts:
        row = figure_of(account)
        if (row.low, row.high) == (None, None):
            continue
        made = Mark(
            row, account.name, number.get(account.who, OTHERS), day_of(row), doubtful(row)
        )  # fmt: skip
        of = (question.unit, question.concept, question.group)
        found.setdefault(of, {}).setdefault(row.measure, []).append((account.who, made))
    # One number makes no chart.
    made_panels = [
        Panel(*of, measure, len({who for who, _ in told}), _newest([m for _, m in told], marks), len(told))
        for of, by_measure in found.items()
        for measure, told in apart(by_measure).items()
        if len(told) > 1
    ]
    made_panels.sort(key=lambda p: (-p.sources, -p.total, p.concept, p.unit, p.group or "", p.measure or ""))
    return Charts(tuple(name_of[w] for w in main), tuple(made_panels[:panels]), len(made_panels))


def doubtful(row: FigureRow) -> bool:
    """Whether the number, its source or its day is in doubt; where it is counted is not drawn here, and a doubt of that stands in the table."""
    return bool(set(row.flags) - {INFERRED})


def day_of(row: FigureRow) -> date | None:
    """When a number stood: the last day of what it counts where that is said and over, else when it was published."""
    if row.date_hi is not None and row.date_hi < OPEN_DAY:
        return row.date_hi
    return row.day


def _newest(marks: list[Mark], most: int) -> tuple[Mark, ...]:
    newest = sorted(marks, key=lambda m: (m.day or date.min, m.row.key))[-most:]
    return tuple(newest)

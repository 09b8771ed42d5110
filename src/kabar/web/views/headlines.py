"""How many, according to whom: a question with its sources, and from where to where their numbers go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kabar.reconcile.positions import Account, GroupOf, ordered
from kabar.reconcile.view import Question
from kabar.store.rows import FigureRow

Of = TypeVar("Of")
ROUGH = "about"


@dataclass(frozen=True)
class Range:
    """From the lowest to the highest number that any source names; `low_open`, `high_open`: a source leaves that end open.

    "More than 200,000" beside "180,000" goes from 180,000 to 200,000 or more. None: no source names a number. `about`: an end is a
    number that a source gives as a rough one.
    """

    low: float | None
    high: float | None
    low_open: bool
    high_open: bool
    about: bool


@dataclass(frozen=True)
class Source:
    """Who gives a number: the newest that it gave, others that it gave before, and how many articles repeat it."""

    name: str
    actor_id: int | None
    first_hand: bool
    row: FigureRow
    earlier: tuple[FigureRow, ...]
    again: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Headline:
    """A question and its answers. `measure` is stock, flow, or None where no account says which.

    `dispute` is the key of the dispute in which these accounts stand, `place` and `date` (ISO 8601/EDTF) those that an account states.
    """

    unit: str
    concept: str
    group: str | None
    measure: str | None
    place: str
    date: str
    range: Range
    sources: tuple[Source, ...]
    dispute: str | None


def headlines(
    questions: Iterable[Question], group_of: GroupOf, disputed: Mapping[str, str]
) -> list[Headline]:
    """Questions as headlines: those with most sources first, disputed before undisputed, then by number."""
    made = [_headline(q, said, group_of, disputed) for q in questions for said in _by_measure(q.accounts)]
    return sorted(
        made,
        key=lambda h: (-len(h.sources), h.dispute is None, -(h.range.high or 0), h.concept, h.unit, h.place),
    )


def _by_measure(accounts: Sequence[Account]) -> list[list[Account]]:
    groups: dict[str | None, list[Account]] = {}
    for account in accounts:
        groups.setdefault(figure_of(account).measure, []).append(account)
    return list(apart(groups).values())


def apart(groups: dict[str | None, list[Of]]) -> dict[str | None, list[Of]]:
    """A stock and a flow are never one number; what does not say which goes with the only one that is said."""
    said = [measure for measure in groups if measure is not None]
    if len(said) != 1 or None not in groups:
        return groups
    return {said[0]: [*groups[said[0]], *groups[None]]}


def figure_of(account: Account) -> FigureRow:
    """The figure that an account is."""
    assert isinstance(account.row, FigureRow)
    return account.row


def _headline(
    question: Question, said: list[Account], group_of: GroupOf, disputed: Mapping[str, str]
) -> Headline:
    rows = [figure_of(a) for a in said]
    sources = sources_of(said, group_of)
    return Headline(
        question.unit, question.concept, question.group, next((r.measure for r in rows if r.measure), None),
        next((r.site.name for r in rows if r.site), ""), next((r.date for r in rows if r.date), ""),
        range_of([s.row for s in sources]), sources,
        next((disputed[r.key] for r in rows if r.key in disputed), None),
    )  # fmt: skip


def sources_of(said: Sequence[Account], group_of: GroupOf) -> tuple[Source, ...]:
    """Accounts by who gives them, in the order to read in. Who repeats is no further source."""
    by_source: dict[str, list[Account]] = {}
    for account in ordered(said):
        by_source.setdefault(_who(account, group_of), []).append(account)
    return tuple(_source(accounts) for accounts in by_source.values())


def _who(account: Account, group_of: GroupOf) -> str:
    group = group_of(account.row.article_id) if account.holder is None else None
    # Outlets that print one report are one outlet.
    return account.who if group is None else f"group:{group}"


def _source(accounts: list[Account]) -> Source:
    # In the order to read in, so that of one day the first stands.
    newest = max(accounts, key=lambda a: a.row.day.toordinal() if a.row.day else 0)
    row = figure_of(newest)
    others = [figure_of(a) for a in accounts if a is not newest and a.row.key != row.key]
    same = tuple(r for r in others if (r.low, r.high) == (row.low, row.high))
    # Of what it gave before, each number once.
    earlier = {(r.low, r.high): r for r in others if (r.low, r.high) != (row.low, row.high)}
    return Source(
        newest.name, newest.holder.actor_id if newest.holder else None, newest.first_hand, row,
        tuple(earlier.values()), same,
    )  # fmt: skip


def range_of(rows: Sequence[FigureRow]) -> Range:
    """The outermost numbers that are named, and whether any source leaves an end open; nothing is averaged.

    A figure without any number says nothing of the range.
    """
    given = [r for r in rows if (r.low, r.high) != (None, None)]
    named = [n for r in given for n in (r.low, r.high) if n is not None]
    ends = {min(named, default=None), max(named, default=None)}
    return Range(
        min(named, default=None), max(named, default=None),
        any(r.low is None for r in given), any(r.high is None for r in given),
        any(r.wording == ROUGH and ends & {r.low, r.high} for r in given),
    )  # fmt: skip

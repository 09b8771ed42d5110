"""The kinds of records that are reconciled: which take part, by which rule they are the same, and where others may stand.

Where others may stand only narrows the search: it must let through every record that the rule could find the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kabar.reconcile.near import TOWN_KM
from kabar.reconcile.same import (
    CONCEPTS,
    RETOLD,
    SLACK_OF_EVENTS,
    STANDING,
    TOLD_LATER,
    Match,
    is_asked,
    period_of,
    same_agreement,
    same_event,
    same_question,
    same_statement,
    site_of,
    slack_of,
    told,
)
from kabar.store.related import Near, widened
from kabar.store.rows import AgreementRow, DatedRow, EventRow, FigureRow, RecordRow, StatementRow


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name in the archive, which of its records take part, the rule, and where others may stand."""

    name: str
    takes_part: Callable[[Any], bool]
    same: Callable[[Any, Any, bool], Match]
    near: Callable[[Any], Near]


def _figure_near(row: FigureRow) -> Near:
    concept = CONCEPTS.get(row.concept, row.concept)
    names = (concept, *(c for c, of in CONCEPTS.items() if of == concept))
    equal = {"unit": (row.unit,), "concept": names, "group": (row.group,)}
    return Near(equal=equal, site=site_of(row), km=TOWN_KM, **_days(row, slack_of(row)))


def _event_near(row: EventRow) -> Near:
    return Near(equal={"plover": (row.plover,)}, site=site_of(row), km=TOWN_KM, **_days(row, SLACK_OF_EVENTS))


def _days(row: DatedRow, slack: timedelta) -> dict[str, Any]:
    """Days that others may be about, or where those are not said, of publication."""
    about, said, later = period_of(row), told(row), max(slack, TOLD_LATER)
    first = about or said
    if first is None:
        return {}
    # Between what it is about and the day of publication others may have told of it without a day.
    between = (min(first[0], said[0]), max(first[1], said[1])) if said else first
    return {"period": widened(first, later), "published": widened(between, later)}


def _statement_near(row: StatementRow) -> Near:
    equal = {"act": (row.act,), "language": (row.language,)}
    sources = tuple(p.ref for p in row.parties if p.role == "source")
    return Near(equal=equal, published=_published(row, RETOLD), role="source", actors=sources)


def _agreement_near(row: AgreementRow) -> Near:
    about = period_of(row)
    return Near(
        period=widened(about, SLACK_OF_EVENTS) if about else None, published=_published(row, STANDING)
    )


def _published(row: RecordRow, reach: timedelta) -> Any:
    day = told(row)
    return widened(day, reach) if day is not None else None


def _any(_: RecordRow) -> bool:
    return True


KINDS = (
    Kind("figure", is_asked, same_question, _figure_near),
    Kind("event", _any, same_event, _event_near),
    Kind("agreement", _any, same_agreement, _agreement_near),
    Kind("statement", _any, same_statement, _statement_near),
)
KIND_OF = {k.name: k for k in KINDS}

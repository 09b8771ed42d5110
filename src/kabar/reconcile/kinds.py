"""The kinds of records that are reconciled: how candidates are found and by which rule they are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kabar.reconcile.same import (
    CONCEPTS,
    Match,
    is_asked,
    same_agreement,
    same_event,
    same_question,
    same_statement,
)
from kabar.store import Query
from kabar.store.rows import AgreementRow, EventRow, FigureRow, RecordRow, StatementRow


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name in the archive, which of its records take part, where its candidates are, and the rule.

    `reach` is the time between two publications within which accounts of one thing are looked for.
    """

    name: str
    takes_part: Callable[[Any], bool]
    blocks: Callable[[Any], list[Query]]
    same: Callable[[Any, Any], Match]
    reach: timedelta


def _figure_blocks(row: FigureRow) -> list[Query]:
    concept = CONCEPTS.get(row.concept, row.concept)
    names = {concept, *(c for c, of in CONCEPTS.items() if of == concept)}
    return [Query(unit=row.unit, concept=name) for name in sorted(names)]


def _event_blocks(row: EventRow) -> list[Query]:
    return [Query(plover=row.plover)]


def _statement_blocks(row: StatementRow) -> list[Query]:
    return [Query(actor=p.ref, role="source", act=row.act) for p in row.parties if p.role == "source"]


def _agreement_blocks(row: AgreementRow) -> list[Query]:
    return [Query()]


def _any(_: RecordRow) -> bool:
    return True


KINDS = (
    Kind("figure", is_asked, _figure_blocks, same_question, timedelta(days=45)),
    Kind("event", _any, _event_blocks, same_event, timedelta(days=14)),
    Kind("agreement", _any, _agreement_blocks, same_agreement, timedelta(days=90)),
    Kind("statement", _any, _statement_blocks, same_statement, timedelta(days=7)),
)

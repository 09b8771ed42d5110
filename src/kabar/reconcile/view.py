"""A situation as an analyst reads it: disputes first, then figures by question and source, a timeline, agreements.

Data only: the report, the terminal and the web pages put it into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kabar.errors import KabarError
from kabar.reconcile.changes import Change, changes_of
from kabar.reconcile.positions import Account, accounts, ordered
from kabar.reconcile.same import CONCEPTS, is_asked
from kabar.store import Archive, Query
from kabar.store.links import CrossDispute, Situation
from kabar.store.rows import AgreementRow, BreachRow, EventRow, FigureRow, RecordRow, StatementRow

Row = TypeVar("Row", bound=RecordRow)
# Acts that say what an actor wants or lays at another's door; the others are in the figures and events.
SHOWN_ACTS = ("accuse", "deny", "demand", "threaten", "promise", "complain", "warn", "admit", "appeal")


@dataclass(frozen=True)
class Question:
    """Figures that answer one question, by source; `low` and `high` are the outermost bounds that any of them gives.

    `place` and `date` (ISO 8601/EDTF) are those that an account states, empty where none does.
    """

    unit: str
    concept: str
    group: str | None
    place: str
    date: str
    accounts: tuple[Account, ...]
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Day:
    """One day of the timeline; None for events without a date."""

    day: date | None
    events: tuple[EventRow, ...]


@dataclass(frozen=True)
class View:
    """Everything that was told of one situation; `changes` with a record of the article that changed."""

    situation: Situation
    disputes: tuple[CrossDispute, ...]
    questions: tuple[Question, ...]
    timeline: tuple[Day, ...]
    agreements: tuple[AgreementRow, ...]
    breaches: tuple[BreachRow, ...]
    statements: tuple[StatementRow, ...]
    changes: tuple[tuple[RecordRow, Change], ...]
    articles: int
    languages: tuple[str, ...]


def find_situation(archive: Archive, query: Query) -> Situation:
    """The situation of which most is told among those that the query finds. Raises KabarError when there is none."""
    found = archive.links.situations(query, limit=1000)
    if not found:
        raise KabarError(
            "there is no such situation: run `kabar reconcile` first, or ask for another place or time"
        )
    return max(found, key=lambda s: (len(s.members), s.key))


def situation_view(archive: Archive, situation: Situation) -> View:
    """The situation with its records."""
    rows = archive.by_key([key for _, key in situation.members])
    figures = [r for r in rows.values() if isinstance(r, FigureRow) and is_asked(r)]
    events = [r for r in rows.values() if isinstance(r, EventRow) and r.plover]
    agreements = [r for r in rows.values() if isinstance(r, AgreementRow)]
    articles = {r.article_id for r in rows.values()}
    disputes = archive.links.disputes_of(sorted(rows))
    wrong = {j.key for j in archive.judgements.standing() if j.verdict == "wrong"}
    breaches = [b for b in _of_articles(archive, articles, "breach", BreachRow) if b.key not in wrong]
    statements = [
        s for s in _of_articles(archive, articles, "statement", StatementRow)
        if s.act in SHOWN_ACTS and s.key not in wrong
    ]  # fmt: skip
    return View(
        situation, tuple(sorted(disputes, key=lambda d: (-len(d.positions), d.key))), tuple(questions(archive, figures)),
        tuple(timeline(events)), tuple(agreements), tuple(breaches), tuple(statements), tuple(_changes(archive, rows.values())),
        len(articles),
        tuple(sorted({r.language for r in rows.values()})),
    )  # fmt: skip


def _changes(archive: Archive, rows: Iterable[RecordRow]) -> Iterator[tuple[RecordRow, Change]]:
    """What the articles of these records changed between their versions; statements are too many to be listed."""
    for article, row in sorted({r.article_id: r for r in rows}.items()):
        yield from ((row, c) for c in changes_of(archive, article) if c.kind != "statement")


def _of_articles(archive: Archive, ids: set[int], kind: str, row_type: type[Row]) -> list[Row]:
    return [r for i in sorted(ids) for r in archive.each(kind, Query(article=i)) if isinstance(r, row_type)]


def questions(archive: Archive, figures: Sequence[FigureRow]) -> list[Question]:
    """Figures by the question that they answer, as reconciling found it; those with most accounts first."""
    rows = {f.key: f for f in figures}
    groups: list[list[FigureRow]] = []
    for cluster in archive.links.clusters_of(sorted(rows)):
        groups.append([rows.pop(m.record_key) for m in cluster.members if m.record_key in rows])
    groups += [[f] for f in rows.values()]
    return sorted(
        (question(g) for g in groups if g), key=lambda q: (-len(q.accounts), q.concept, q.unit, q.place)
    )


def question(figures: Sequence[FigureRow]) -> Question:
    """The question that these figures answer, with their accounts."""
    first = ordered(accounts(figures, "source"))[0].row
    assert isinstance(first, FigureRow)
    lows, highs = [f.low for f in figures], [f.high for f in figures]
    return Question(
        first.unit, CONCEPTS.get(first.concept, first.concept), first.group,
        next((f.site.name for f in figures if f.site), ""), next((f.date for f in figures if f.date), ""),
        tuple(ordered(accounts(figures, "source"))), min((n for n in lows if n is not None), default=None),
        None if None in highs else max((n for n in highs if n is not None), default=None),
    )  # fmt: skip


def timeline(events: Sequence[EventRow]) -> list[Day]:
    """Events by their first day; those without a day come last."""
    days: dict[date | None, list[EventRow]] = {}
    for event in events:
        days.setdefault(event.date_lo, []).append(event)
    order = sorted(days, key=lambda d: (d is None, d or date.max))
    return [Day(d, tuple(sorted(days[d], key=lambda e: (e.day or date.max, e.key)))) for d in order]

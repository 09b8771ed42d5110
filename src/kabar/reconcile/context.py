"""What a count takes from the event that it is counted in, day and place where it has none of its own, and the event from its counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from kabar.reconcile.same import INFERRED, CountedEvent, site_of
from kabar.store import Archive
from kabar.store.related import (
    Count,
    Happening,
    Numbered,
    counts,
    happenings,
    only_days,
    only_places,
    sourced,
)
from kabar.store.rows import EventRow, FigureRow, PartyRow, RecordRow

Value = TypeVar("Value")


def in_context(archive: Archive, rows: Iterable[RecordRow]) -> list[RecordRow]:
    """The rows in the same order: figures with the day and place of their event and the source that the article names for
    the same number elsewhere, events with what is counted in them."""
    rows = list(rows)
    bare = {r.article_id for r in rows if isinstance(r, FigureRow) and (r.date_lo is None or r.site is None)}
    around = happenings(archive, sorted(bare)) if bare else {}
    alone = {r.article_id for r in rows if isinstance(r, FigureRow) and not r.parties}
    given = sourced(archive, sorted(alone)) if alone else {}
    counting = {r.article_id for r in rows if isinstance(r, EventRow) and (r.killed or r.injured)}
    counted = counts(archive, sorted(counting)) if counting else {}
    made = [
        _given(_placed(r, around.get(r.article_id, ())), given) if isinstance(r, FigureRow)
        else _counted(r, counted.get(r.article_id, {})) if isinstance(r, EventRow)
        else r
        for r in rows
    ]  # fmt: skip
    return _in_short(archive, made)


def _in_short(archive: Archive, rows: list[RecordRow]) -> list[RecordRow]:
    """An article that names one place, or one day, tells of that."""
    articles = sorted({r.article_id for r in rows if isinstance(r, FigureRow | EventRow)})
    places = only_places(archive, articles) if articles else {}
    days = only_days(archive, articles) if articles else {}
    found: list[RecordRow] = []
    for row in rows:
        if isinstance(row, FigureRow | EventRow):
            site, day = places.get(row.article_id), days.get(row.article_id)
            said = site_of(row)
            if site is not None and (said is None or said.latitude is None):
                row = replace(row, site=site, flags=tuple(f for f in row.flags if f != INFERRED))
            if day is not None and row.date_lo is None:
                row = replace(row, date=day.isoformat(), date_lo=day, date_hi=day)
        found.append(row)
    return found


def _given(figure: FigureRow, given: Mapping[tuple[int, Numbered], set[PartyRow]]) -> FigureRow:
    """A number that stands once with its source and once without, in a headline say, is that source's."""
    number = (figure.unit, figure.concept, figure.low, figure.high)
    source = _only(given.get((figure.article_id, number), set())) if not figure.parties else None
    return replace(figure, parties=(source,)) if source else figure


def _counted(event: EventRow, figures: Mapping[str, Count]) -> EventRow:
    mine = frozenset(figures[i] for i in (*event.killed, *event.injured) if i in figures)
    names = (f.name for f in fields(EventRow))
    return CountedEvent(**{n: getattr(event, n) for n in names}, counts=mine) if mine else event


def _placed(figure: FigureRow, around: Sequence[Happening]) -> FigureRow:
    own = [h for h in around if figure.local in h.counted]
    own = own or [h for h in around if figure.statement is not None and h.statement == figure.statement]
    if figure.date_lo is None and (
        dated := _only({(h.when, h.first, h.last) for h in own if h.first is not None})
    ):
        date, first, last = dated
        figure = replace(figure, date=date, date_lo=first, date_hi=last)
    if figure.site is None and (site := _only({h.site for h in own if h.site is not None})):
        figure = replace(figure, site=site)
    return figure


def _only(found: set[Value]) -> Value | None:
    """The one that there is; several are none, for nothing tells which."""
    return next(iter(found)) if len(found) == 1 else None

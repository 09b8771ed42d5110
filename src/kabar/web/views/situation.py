"""One situation: disputes at the top, how many according to whom, where, when, what was agreed; bounded however much is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from kabar.reconcile.changes import Change, changes_of
from kabar.reconcile.same import is_asked
from kabar.reconcile.view import SHOWN_ACTS, questions
from kabar.store import Archive, Query, situated
from kabar.store.links import CrossDispute, Holder, Situation
from kabar.store.related import of_ids, sites
from kabar.store.rows import AgreementRow, BreachRow, EventRow, FigureRow, RecordRow, SiteRow
from kabar.web.errors import MissingError
from kabar.web.kept import Kept
from kabar.web.views.charts import Charts, charts
from kabar.web.views.headlines import Headline, headlines
from kabar.web.views.situation_days import Kind, Timeline, happenings, timeline
from kabar.web.views.situation_map import PlaceOnMap, as_json, places_on_map

Part = Literal["overview", "figures", "disputes", "timeline", "places", "changes"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Most:
    """How much of each a page shows: numbers of headlines, disputes, chart panels and marks in each, places, days and lines of a day,
    agreements, breaches, changes."""

    headlines: int = 6
    disputes: int = 4
    panels: int = 6
    marks: int = 30
    places: int = 30
    days: int = 14
    lines: int = 3
    agreements: int = 12
    changes: int = 8


OVERVIEW = Most()
# What the page of one part shows of that part; the other parts are left out.
ALL_OF = {
    "figures": Most(headlines=200, panels=24, marks=120), "disputes": Most(disputes=200), "timeline": Most(days=400, lines=40),
    "places": Most(places=200), "changes": Most(agreements=200, changes=100),
}  # fmt: skip
# What is read of a situation: records in all, and of its articles statements, breaches and those with several versions.
RECORDS, STATEMENTS, BREACHES, ARTICLES, CHANGED = 1_500, 300, 100, 500, 20
_kept = Kept()


@dataclass(frozen=True)
class Head:
    """Where and when, from how many articles in which languages. `read` of the `records` are looked at: those that most accounts are about."""

    key: str
    site: SiteRow | None
    date: str | None
    articles: int
    languages: tuple[str, ...]
    outlets: int
    records: int
    read: int


@dataclass(frozen=True)
class Held:
    """One account of a position with its record; `repeats`: it only repeats another."""

    row: RecordRow
    name: str
    actor_id: int | None
    first_hand: bool
    repeats: bool


@dataclass(frozen=True)
class Position:
    """One side of a dispute. `order_reason` is why it stands where it stands, no verdict."""

    low: float | None
    high: float | None
    order_reason: str
    held: tuple[Held, ...]


@dataclass(frozen=True)
class DisputeShown:
    """Accounts that differ, side by side; `place` is where, None in a place that is not told."""

    key: str
    kind: str
    question: str
    figure: FigureRow | None
    place: str | None
    date: str | None
    flags: tuple[str, ...]
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class ChangeShown:
    """What an article changed in a later version, with a record of that article."""

    row: RecordRow
    change: Change
    what: str


@dataclass(frozen=True)
class Counts:
    """How many there are of each, of which a page may show fewer."""

    headlines: int
    disputes: int
    places: int
    agreements: int
    breaches: int
    changes: int


@dataclass(frozen=True)
class SituationView:
    """A situation, or all of one part of it. `filters` finds its place and period on other pages, `judged` says of records that a
    person found them wrong, and who."""

    head: Head
    part: Part
    kind: Kind | None
    filters: Query
    counts: Counts
    disputes: tuple[DisputeShown, ...]
    headlines: tuple[Headline, ...]
    charts: Charts
    places: tuple[PlaceOnMap, ...]
    timeline: Timeline
    agreements: tuple[AgreementRow, ...]
    breaches: tuple[BreachRow, ...]
    changes: tuple[ChangeShown, ...]
    judged: dict[str, str]

    @property
    def map_data(self) -> str:
        """What the map draws."""
        return as_json(self.places)


def situation_view(
    archive: Archive, key: str, part: Part = "overview", kind: Kind | None = None
) -> SituationView:
    """The situation with this key. Raises MissingError where there is none."""
    return _kept.get(archive, (key, part, kind), lambda: _made(archive, key, part, kind))


def _made(archive: Archive, key: str, part: Part, kind: Kind | None) -> SituationView:
    found = archive.links.situations_by_key([key])
    if not found:
        raise MissingError("there is no such situation any more: choose one from the list of situations")
    situation = found[0]
    most = ALL_OF.get(part, OVERVIEW)
    keys = [k for _, k in situation.members]
    chosen = _chosen(archive, keys)
    rows = archive.by_key(chosen)
    articles = situated.articles_of(archive, keys)
    near = sorted({r.article_id for r in rows.values()})[-ARTICLES:]
    figures = [r for r in rows.values() if isinstance(r, FigureRow) and is_asked(r)]
    events = [r for r in rows.values() if isinstance(r, EventRow) and r.plover]
    agreements = [r for r in rows.values() if isinstance(r, AgreementRow)]
    disputes = sorted(archive.links.disputes_of(chosen), key=_weight)
    asked = questions(archive, figures)
    disputed = {h.record_key: d.key for d in disputes for p in d.positions for h in p.holders}
    told = headlines(asked, archive.duplicates.group_ids(near).get, disputed)
    places, all_places = places_on_map([*events, *figures], most.places)
    breaches = situated.breaches_in(archive, near, BREACHES)
    statements = situated.statements_in(archive, near, SHOWN_ACTS, STATEMENTS)
    changes = _changes(archive, near, rows)
    site = _site(archive, situation)
    shown = _disputes(archive, disputes[: most.disputes], rows)
    return SituationView(
        head=Head(
            key, site, situation.date, len(articles), tuple(situated.languages_of(archive, articles)),
            len({r.publisher for r in rows.values() if r.publisher}), len(keys), len(rows),
        ),
        part=part, kind=kind, filters=_filters(site, situation),
        counts=Counts(len(told), len(disputes), all_places, len(agreements), len(breaches), len(changes)),
        disputes=shown, headlines=tuple(told[: most.headlines]), charts=charts(asked, most.panels, most.marks),
        places=places,
        timeline=timeline(
            happenings(events, archive.links.clusters_of([e.key for e in events])), statements, agreements,
            _period(situation), days=most.days, lines=most.lines, kind=kind,
        ),
        agreements=tuple(agreements[: most.agreements]), breaches=tuple(breaches[: most.agreements]),
        changes=tuple(changes[: most.changes]),
        judged=_judged(archive),
    )  # fmt: skip


def _chosen(archive: Archive, keys: list[str]) -> list[str]:
    """The records that a view is made of: those that most accounts are about, then the latest."""
    if len(keys) <= RECORDS:
        return keys
    weights = situated.record_weights(archive, keys)
    order = {key: n for n, key in enumerate(keys)}
    return sorted(keys, key=lambda k: (-weights[k], -order[k]))[:RECORDS]


def _weight(dispute: CrossDispute) -> tuple[object, ...]:
    """Disputes with most holders who do not repeat another come first."""
    held = sum(h.repeats_key is None for p in dispute.positions for h in p.holders)
    return -held, dispute.kind, dispute.key


def _site(archive: Archive, situation: Situation) -> SiteRow | None:
    return (
        None
        if situation.site_id is None
        else sites(archive, of_ids([situation.site_id])).get(situation.site_id)
    )


def _period(situation: Situation) -> tuple[date | None, date | None]:
    first, _, last = (situation.date or "").partition("/")
    return date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None


def _filters(site: SiteRow | None, situation: Situation) -> Query:
    """What other pages are asked for to show the records of this place and period."""
    first, last = _period(situation)
    asked = Query(since=first, until=last)
    if site is None:
        return asked
    return replace(asked, place=site.name) if site.kind != "country" else replace(asked, country=site.country)


def _disputes(
    archive: Archive, disputes: list[CrossDispute], rows: dict[str, RecordRow]
) -> tuple[DisputeShown, ...]:
    held = [h.record_key for d in disputes for p in d.positions for h in p.holders]
    rows = rows | archive.by_key([k for k in held if k not in rows])
    places = sites(archive, of_ids([d.site_id for d in disputes if d.site_id is not None]))
    return tuple(_dispute(d, rows, places) for d in disputes)


def _dispute(dispute: CrossDispute, rows: dict[str, RecordRow], places: dict[int, SiteRow]) -> DisputeShown:
    positions = tuple(
        Position(p.low, p.high, p.order_reason, _held(p.holders, rows)) for p in dispute.positions
    )
    first = next((h.row for p in positions for h in p.held if isinstance(h.row, FigureRow)), None)
    place = places.get(dispute.site_id) if dispute.site_id is not None else None
    return DisputeShown(
        dispute.key, dispute.kind, dispute.question, first if dispute.kind == "figure" else None,
        place.name if place else None, dispute.date, dispute.flags, positions,
    )  # fmt: skip


def _held(holders: tuple[Holder, ...], rows: dict[str, RecordRow]) -> tuple[Held, ...]:
    """Who holds a position, those who only repeat it last."""
    made = []
    for holder in holders:
        row = rows.get(holder.record_key)
        if row is not None:
            party = next((p for p in row.parties if p.actor_id == holder.actor_id), None)
            name = party.name if party else row.publisher or row.title or row.address
            made.append(Held(row, name, holder.actor_id, holder.first_hand, holder.repeats_key is not None))
    return tuple(
        sorted(made, key=lambda h: (h.repeats, not h.first_hand, "damaged" in h.row.flags, -_day(h.row)))
    )


def _day(row: RecordRow) -> int:
    return row.day.toordinal() if row.day else 0


def _changes(archive: Archive, articles: list[int], rows: dict[str, RecordRow]) -> list[ChangeShown]:
    of_article = {r.article_id: r for r in rows.values()}
    return [
        ChangeShown(of_article[article], change, change.what)
        for article in situated.changed_articles(archive, articles, CHANGED)
        for change in changes_of(archive, article)
        if change.kind != "statement"
    ]


def _judged(archive: Archive) -> dict[str, str]:
    return {
        j.key: j.who for j in archive.judgements.standing() if j.verdict == "wrong" and j.other_key is None
    }

"""What can be asked of an archive, and the conditions that it becomes."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.gazetteer.distance import EARTH_KM
from kabar.store import schema as t
from kabar.store.search import fold, matching
from kabar.store.write import sphere

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Filters; all that are given must hold. Asked of articles, a filter of records asks for one such record in the article.

    text: words and "phrases" that all must stand in a statement, or, for every other record, in its article.
    actor: an actor's id in kabar's table ("UN"), or a name; `role` narrows it (source, target, actor, party, holder ...).
    source, target: the same for who says it and whom it is about, so that both can be asked for at once; asked of articles,
        they mean a statement.
    place: a GeoNames id or a name; country: ISO 3166-1 alpha-3; box: south, west, north, east in degrees (west > east
        crosses the date line); near: latitude, longitude, kilometres. A statement is where the places of its content are.
    since, until: first and last day of what the record is about; a record whose own period touches them is found.
    published_since, published_until: days of publication.
    low, high: a figure whose bounds touch this range, ends included.
    flags, without_flags: flags that a record must have, or must not have.
    """

    text: str | None = None
    actor: str | None = None
    role: str | None = None
    source: str | None = None
    target: str | None = None
    act: str | None = None
    mode: str | None = None
    place: int | str | None = None
    country: str | None = None
    box: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    since: date | None = None
    until: date | None = None
    published_since: date | None = None
    published_until: date | None = None
    language: str | None = None
    publisher: str | None = None
    unit: str | None = None
    concept: str | None = None
    low: float | None = None
    high: float | None = None
    plover: str | None = None
    cameo: str | None = None
    acled: str | None = None
    status: str | None = None
    kind: str | None = None
    confidence: float | None = None
    flags: tuple[str, ...] = ()
    without_flags: tuple[str, ...] = ()
    article: int | None = None

    def in_short_period(self) -> bool:
        """Whether it asks for at most a year of what records are about."""
        return self.since is not None and self.until is not None and (self.until - self.since).days <= 366

    def people(self) -> list[tuple[str, str | None]]:
        """Everybody asked for, with the role that they must have; targets are rarer than sources."""
        named = [(self.actor, self.role), (self.target, "target"), (self.source, "source")]
        return [(who, role) for who, role in named if who is not None]

    def given(self) -> set[str]:
        """The names of the filters that are set."""
        return {f.name for f in fields(self) if getattr(self, f.name) not in (None, ())}


ALL = Query()

# Filters beside the common ones, by the table whose columns they are on.
OWN = {
    "statement": {"source", "target", "act", "mode", "since", "until"},
    "figure": {"source", "unit", "concept", "low", "high", "since", "until"},
    "event": {"target", "plover", "cameo", "acled", "status", "since", "until"},
    "agreement": {"kind", "since", "until"},
    "breach": {"kind"},
    "dispute": {"kind"},
    "mention": set(),
    "place": set(),
    "date_mention": {"since", "until"},
    "damage": {"kind"},
}
OF_ARTICLE = {"text", "published_since", "published_until", "language", "publisher", "article"}
COMMON = OF_ARTICLE | {"confidence", "flags", "without_flags"}
PEOPLE, PLACES = {"actor", "role"}, {"place", "country", "box", "near"}
WITHOUT_PEOPLE = {"place", "date_mention", "damage"}
WITHOUT_PLACES = {"mention", "date_mention", "damage"}
SOUGHT_IN = {"source": "statement", "target": "statement", "act": "statement", "mode": "statement", "unit": "figure", "concept": "figure", "low": "figure", "high": "figure",
             "plover": "event", "cameo": "event", "acled": "event", "status": "event"}  # fmt: skip


def allowed(name: str) -> set[str]:
    """The filters that a kind of record takes."""
    return (
        COMMON | OWN[name] | (set() if name in WITHOUT_PEOPLE else PEOPLE)
        | (set() if name in WITHOUT_PLACES else PLACES)
    )  # fmt: skip


def check(name: str, query: Query) -> None:
    """Raises KabarError for a filter that means nothing here."""
    wrong = query.given() - (allowed(name) if name in OWN else _of_articles())
    if wrong:
        raise KabarError(f"a query for {name} has no filter {', '.join(sorted(wrong))}: leave it out")
    if query.role and not query.actor:
        raise KabarError("a role without an actor: name the actor too")


DISPUTE = PLACES | {
    "kind",
    "actor",
    "since",
    "until",
    "published_since",
    "published_until",
    "confidence",
    "low",
    "high",
}


def check_dispute(query: Query) -> None:
    """Raises KabarError for a filter that disputes across articles do not have."""
    if wrong := query.given() - DISPUTE:
        raise KabarError(
            f"a query for disputes across articles has no filter {', '.join(sorted(wrong))}: leave it out"
        )


def _of_articles() -> set[str]:
    return OF_ARTICLE | PEOPLE | PLACES | set(SOUGHT_IN)


def conditions(connection: sa.Connection, name: str, query: Query) -> list[Condition]:
    """The conditions on the rows of a record's table, without text, actor, place and flags, which are ids (`narrowed`)."""
    c = t.RECORDS[name].c
    found = _on_publication(c, query)
    for given in ("act", "mode", "unit", "concept", "plover", "cameo", "status", "kind"):
        value = getattr(query, given)
        if value is not None:
            found.append(c[given] == value)
    if query.acled is not None:
        found.append(sa.or_(c.acled == query.acled, c.acled_sub == query.acled))
    found += touching(c, query)
    if query.low is not None:
        found.append(sa.or_(c.high >= query.low, sa.and_(c.high.is_(None), c.low.is_not(None))))
    if query.high is not None:
        found.append(sa.or_(c.low <= query.high, sa.and_(c.low.is_(None), c.high.is_not(None))))
    if query.confidence is not None:
        found.append(c.confidence >= query.confidence)
    if query.article is not None:
        found.append(c.article_id == query.article)
    found += [sa.not_(c.flags.contains(f" {f} ", autoescape=True)) for f in query.without_flags]
    return found


def touching(c: Any, query: Query) -> list[Condition]:
    """What has a day in common with the period from `since` to `until`."""
    if query.since is None and query.until is None:
        return []
    since, until = query.since or t.FIRST_DAY, query.until or t.OPEN_DAY
    earliest = (
        since - timedelta(t.SHORT_DAYS) if since > t.FIRST_DAY + timedelta(t.SHORT_DAYS) else t.UNKNOWN_DAY
    )
    short = sa.and_(c.date_class == t.SHORT, c.date_lo.between(earliest, until), c.date_hi >= since)
    long = sa.and_(c.date_class == t.LONG, c.date_lo <= until, c.date_hi >= since)
    return [sa.or_(short, long)]


def published(c: Any, query: Query) -> list[Condition]:
    """What was published in the days asked for."""
    found: list[Condition] = []
    if query.published_since is not None or query.published_until is not None:
        found.append(c.day > t.UNKNOWN_DAY)
    if query.published_since is not None:
        found.append(c.day >= query.published_since)
    if query.published_until is not None:
        found.append(c.day <= query.published_until)
    return found


def _on_publication(c: Any, query: Query) -> list[Condition]:
    found = published(c, query)
    if query.language is not None:
        found.append(c.language == query.language)
    if query.publisher is not None:
        found.append(c.publisher == query.publisher)
    return found


def leading(connection: sa.Connection, name: str, query: Query) -> tuple[sa.Table | None, list[Condition]]:
    """The table by whose order a page can be read, `located` or `party`, with the conditions on it; None: the record's own."""
    if query.given() & PLACES:
        return t.located, [t.located.c.type == name, t.located.c.site_id.in_(site_ids(connection, query))]
    for who, role in query.people():
        return t.party, _acting(connection, name, who, role)
    return None, []


def _acting(connection: sa.Connection, name: str, who: str, role: str | None) -> list[Condition]:
    """The conditions on `party` for somebody in a role, or in any, of a kind of record."""
    p = t.party.c
    found: list[Condition] = [p.type == name, p.actor_id.in_(actor_ids(connection, who))]
    return [*found, p.role == role] if role else found


def narrowed(
    connection: sa.Connection, name: str, query: Query, but: sa.Table | None = None
) -> list[Condition]:
    """The conditions through other tables than `but`: who, where, flags and words. They are on the ids in `but`, if it is
    given, so that a record is looked at only where they hold."""
    table = t.RECORDS[name]
    record_id: sa.ColumnElement[int] = table.c.id if but is None else but.c.record_id
    found: list[Condition] = []
    for who, role in query.people()[1 if but is t.party else 0 :]:
        found.append(_has(t.party, record_id, *_acting(connection, name, who, role)))
    if query.given() & PLACES and but is not t.located:
        at = t.located.c
        found.append(_has(t.located, record_id, at.type == name, at.site_id.in_(site_ids(connection, query))))
    found += [
        _has(t.flagged, record_id, t.flagged.c.type == name, t.flagged.c.flag == f) for f in query.flags
    ]
    if query.text is not None:
        dialect = connection.dialect.name
        if name == "statement":
            found.append(record_id.in_(matching("statement_words", query.text, dialect)))
        else:
            found.append(table.c.article_id.in_(_articles_with(query.text, dialect)))
    return found


def _has(beside: sa.Table, record_id: sa.ColumnElement[int], *where: Condition) -> Condition:
    return record_id.in_(sa.select(beside.c.record_id).where(*where))


def _articles_with(text: str, dialect: str) -> sa.Select[int]:
    return sa.select(t.passage.c.article_id).where(
        t.passage.c.id.in_(matching("passage_words", text, dialect))
    )


def of_articles(connection: sa.Connection, query: Query) -> list[Condition]:
    """The conditions on articles; a filter of records asks for one record that has all filters of its kind."""
    c = t.article.c
    found = _on_publication(c, query)
    if query.article is not None:
        found.append(c.id == query.article)
    if query.text is not None:
        found.append(c.id.in_(_articles_with(query.text, connection.dialect.name)))
    if query.actor is not None:
        p = t.party.c
        roles = [p.role == query.role] if query.role else [p.type == "mention"]
        found.append(
            c.id.in_(
                sa.select(p.article_id).where(p.actor_id.in_(actor_ids(connection, query.actor)), *roles)
            )
        )
    if query.given() & PLACES:
        at = t.located.c
        found.append(
            c.id.in_(
                sa.select(at.article_id).where(
                    at.type == "place", at.site_id.in_(site_ids(connection, query))
                )
            )
        )
    for name in sorted({SOUGHT_IN[g] for g in query.given() if g in SOUGHT_IN}):
        own = Query(**{g: getattr(query, g) for g in query.given() if SOUGHT_IN.get(g) == name})
        where = [*conditions(connection, name, own), *narrowed(connection, name, own)]
        found.append(c.id.in_(sa.select(t.RECORDS[name].c.article_id).where(*where)))
    return found


def actor_ids(connection: sa.Connection, actor: str) -> list[int]:
    """The actors with this id in kabar's table, or with this name in any letter case and with or without accents."""
    a = t.actor.c
    return list(connection.scalars(sa.select(a.id).where(sa.or_(a.ref == actor, a.folded == fold(actor)))))


def site_ids(connection: sa.Connection, query: Query) -> list[int]:
    """The places that the place, country, box and near of a query leave. Raises KabarError for a latitude out of range."""
    if query.near and not (-90 <= query.near[0] <= 90 and query.near[2] >= 0):
        raise KabarError("near takes latitude (-90 to 90), longitude and kilometres: check their order")
    s = t.site.c
    where: list[Condition] = []
    if isinstance(query.place, int):
        where.append(s.geonames == query.place)
    elif query.place is not None:
        where.append(s.folded == fold(query.place))
    if query.country is not None:
        where.append(s.country == query.country)
    if query.box is not None:
        south, west, north, east = query.box
        where.append(s.latitude.between(south, north))
        across = sa.or_(s.longitude >= west, s.longitude <= east)
        where.append(s.longitude.between(west, east) if west <= east else across)
    if query.near is not None:
        latitude, longitude, km = query.near
        x, y, z = sphere(latitude, longitude)
        # The straight line through the earth, squared, for an arc of so many kilometres.
        chord = (2 * math.sin(min(km / EARTH_KM / 2, math.pi / 2))) ** 2
        squared = (s.x - x) * (s.x - x) + (s.y - y) * (s.y - y) + (s.z - z) * (s.z - z)
        degrees = math.degrees(km / EARTH_KM) + 1e-6
        where += [s.latitude.between(latitude - degrees, latitude + degrees), squared <= chord + 1e-12]
    return list(connection.scalars(sa.select(s.id).where(*where)))

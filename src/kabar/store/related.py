"""What reconciling asks of an archive: where accounts of one thing may stand, and what is told of an area.

Conditions only narrow; whether two records are about the same is for the rules to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import cos, degrees, radians
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from kabar.gazetteer.distance import EARTH_KM
from kabar.store import schema as t
from kabar.store.find import known, load
from kabar.store.query import Condition
from kabar.store.rows import BreachRow, PartyRow, SiteRow, StatementRow
from kabar.store.search import fold

if TYPE_CHECKING:
    from kabar.store.archive import Archive

Value = TypeVar("Value", int, str, tuple[int, str])
# Databases take a bounded number of values in a statement (SQLite 32,766).
CHUNK = 10_000
TOLD = ("figure", "event", "agreement")


@dataclass(frozen=True, kw_only=True)
class Near:
    """Where accounts of one thing may stand.

    equal: columns with the values that they may have (None among them: or nothing). period: what it is about touches these
    days, or is not said and it was published in the days of `published`; without a period only publication counts. site:
    the same place, one within `km` kilometres, an area around or inside it, a country, none, or one that was only inferred. actors: one of these (by
    their refs) has this role.
    """

    equal: Mapping[str, Sequence[object]] = field(default_factory=dict)
    published: tuple[date, date] | None = None
    period: tuple[date, date] | None = None
    site: SiteRow | None = None
    km: float = 0.0
    role: str | None = None
    actors: Sequence[str] = ()


def clusters_near(archive: Archive, name: str, near: Near) -> list[str]:
    """Keys of the clusters of this kind in which a record stands that is near."""
    table = t.RECORDS[name]
    joined = table.join(t.member, t.member.c.record_key == table.c.key).join(t.cluster)
    where = _equal(table.c, near.equal)
    where += _days(table.c, near)
    if near.site is not None:
        joined = joined.outerjoin(t.site, t.site.c.id == table.c.site_id)
        inferred = table.c.flags.contains(" place-inferred ")
        where.append(sa.or_(inferred, _around(near.site, near.km)))
    if near.role is not None:
        p = t.party
        having = sa.select(p.c.record_id).join(t.actor, t.actor.c.id == p.c.actor_id)
        having = having.where(p.c.type == name, p.c.role == near.role, t.actor.c.ref.in_(near.actors))
        where.append(table.c.id.in_(having))
    with archive.looking() as connection:
        asked = sa.select(t.cluster.c.key).select_from(joined).where(*where).distinct()
        return sorted(connection.scalars(asked))


def _equal(c: Any, equal: Mapping[str, Sequence[object]]) -> list[Condition]:
    found = []
    for column, values in equal.items():
        among = c[column].in_([v for v in values if v is not None])
        found.append(sa.or_(among, c[column].is_(None)) if None in values else among)
    return found


def _days(c: Any, near: Near) -> list[Condition]:
    if near.published is None:
        return []
    told = sa.or_(c.day.between(*near.published), c.day == t.UNKNOWN_DAY)
    if near.period is None:
        return [told]
    touches = sa.and_(c.date_lo.between(t.FIRST_DAY, near.period[1]), c.date_hi >= near.period[0])
    return [sa.or_(touches, sa.and_(c.date_lo == t.UNKNOWN_DAY, told))]


def _around(site: SiteRow, km: float) -> Condition:
    s = t.site.c
    in_country = sa.or_(s.country.is_(None), s.country == site.country) if site.country else sa.true()
    if site.kind == "country" or site.latitude is None:
        return sa.or_(s.id.is_(None), in_country)
    there = [s.id == site.id, s.latitude.is_(None), s.folded == fold(site.name), s.admin1 == site.name]
    if site.admin1 is not None:
        there.append(sa.and_(s.kind == "admin1", s.name == site.admin1))
    if site.geonames is not None:
        there.append(s.geonames == site.geonames)
    if site.latitude is not None and site.longitude is not None:
        north = degrees(km / EARTH_KM) + 1e-6
        east = north / max(0.01, cos(radians(site.latitude)))
        there.append(
            sa.and_(
                s.latitude.between(site.latitude - north, site.latitude + north),
                s.longitude.between(site.longitude - east, site.longitude + east),
            )
        )
    return sa.or_(s.id.is_(None), sa.and_(in_country, sa.or_(s.kind == "country", *there)))


def breaches_of(archive: Archive, agreement_ids: Sequence[int]) -> list[BreachRow]:
    """The alleged breaches of these agreements, oldest first."""
    c = t.RECORDS["breach"].c
    with archive.looking() as connection:
        asked = sa.select(c.id).where(c.agreement_id.in_(agreement_ids)).order_by(c.day, c.id)
        rows = load(connection, "breach", list(connection.scalars(asked)))
    return [r for r in rows if isinstance(r, BreachRow)]


def statements_named(
    archive: Archive, named: Sequence[tuple[int, str]]
) -> dict[tuple[int, str], StatementRow]:
    """The statements with these local ids in these articles."""
    c = t.RECORDS["statement"].c
    found: dict[tuple[int, str], StatementRow] = {}
    for some in chunks(sorted(set(named))):
        with archive.looking() as connection:
            asked = sa.select(c.id).where(
                c.article_id.in_({article for article, _ in some}), c.local.in_({local for _, local in some})
            )
            rows = load(connection, "statement", list(connection.scalars(asked)))
        found |= {(r.article_id, r.local): r for r in rows if isinstance(r, StatementRow)}
    return {at: row for at, row in found.items() if at in set(named)}


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as what is counted in it needs it: the local ids of its figures, its statement, day and place."""

    counted: tuple[str, ...]
    statement: str | None
    when: str | None
    first: date | None
    last: date | None
    site: SiteRow | None


def happenings(archive: Archive, article_ids: Sequence[int]) -> dict[int, list[Happening]]:
    """The events of these articles, by article."""
    c = t.RECORDS["event"].c
    names = ("article_id", "killed", "injured", "statement", "date", "date_lo", "date_hi", "site_id")
    found: dict[int, list[Happening]] = {}
    for some in chunks(article_ids):
        with archive.looking() as connection:
            asked = sa.select(*(c[n] for n in names)).where(c.article_id.in_(some)).order_by(c.id)
            rows = list(connection.execute(asked).mappings())
        places = sites(archive, of_ids(sorted({r["site_id"] for r in rows if r["site_id"] is not None})))
        for row in rows:
            made = Happening(
                (*row["killed"].split(), *row["injured"].split()), row["statement"], row["date"],
                known(row["date_lo"]), known(row["date_hi"]), places.get(row["site_id"]),
            )  # fmt: skip
            found.setdefault(row["article_id"], []).append(made)
    return found


def only_places(archive: Archive, article_ids: Sequence[int]) -> dict[int, SiteRow]:
    """Of those articles that name one place and no other, countries and names that are in no gazetteer aside, that place."""
    c = t.RECORDS["place"].c
    found: dict[int, set[int]] = {}
    with archive.looking() as connection:
        asked = sa.select(c.article_id, c.site_id).join(t.site, t.site.c.id == c.site_id)
        asked = asked.where(
            c.article_id.in_(article_ids), t.site.c.kind != "country", t.site.c.latitude.is_not(None)
        )
        for article_id, site_id in connection.execute(asked):
            found.setdefault(article_id, set()).add(site_id)
    one = {article: next(iter(ids)) for article, ids in found.items() if len(ids) == 1}
    places = sites(archive, of_ids(sorted(set(one.values()))))
    return {article: places[i] for article, i in one.items()}


def only_days(archive: Archive, article_ids: Sequence[int]) -> dict[int, date]:
    """Of those articles that name one day and no other, that day."""
    c = t.RECORDS["date_mention"].c
    found: dict[int, set[tuple[date, date]]] = {}
    with archive.looking() as connection:
        asked = sa.select(c.article_id, c.date_lo, c.date_hi)
        asked = asked.where(c.article_id.in_(article_ids), c.date_lo > t.UNKNOWN_DAY)
        for article_id, first, last in connection.execute(asked):
            found.setdefault(article_id, set()).add((first, last))
    return {
        article: first
        for article, days in found.items()
        if len(days) == 1
        for first, last in days
        if first == last
    }


Count = tuple[str, float | None, float | None]


def counts(archive: Archive, article_ids: Sequence[int]) -> dict[int, dict[str, Count]]:
    """Of these articles the figures by their local ids, each as (concept, low, high)."""
    c = t.RECORDS["figure"].c
    found: dict[int, dict[str, Count]] = {}
    for some in chunks(article_ids):
        with archive.looking() as connection:
            asked = sa.select(c.article_id, c.local, c.concept, c.low, c.high).where(c.article_id.in_(some))
            for article_id, local, *count in connection.execute(asked):
                found.setdefault(article_id, {})[local] = (count[0], count[1], count[2])
    return found


Numbered = tuple[str, str, float | None, float | None]


def sourced(archive: Archive, article_ids: Sequence[int]) -> dict[tuple[int, Numbered], set[PartyRow]]:
    """Who gives a number in these articles: by article and (unit, concept, low, high)."""
    c, p, a = t.RECORDS["figure"].c, t.party.c, t.actor.c
    found: dict[tuple[int, Numbered], set[PartyRow]] = {}
    for some in chunks(article_ids):
        with archive.looking() as connection:
            asked = (
                sa.select(
                    c.article_id,
                    c.unit,
                    c.concept,
                    c.low,
                    c.high,
                    p.role,
                    a.id,
                    a.ref,
                    a.name,
                    a.kind,
                    a.country,
                )
                .join(t.party, sa.and_(p.type == "figure", p.record_id == c.id, p.role == "source"))
                .join(t.actor, a.id == p.actor_id)
                .where(c.article_id.in_(some))
            )
            for article_id, unit, concept, low, high, *party in connection.execute(asked):
                found.setdefault((article_id, (unit, concept, low, high)), set()).add(PartyRow(*party))
    return found


def clusters_of_articles(archive: Archive, article_ids: Sequence[int]) -> list[str]:
    """Keys of the clusters in which a record of these articles stands."""
    found: set[str] = set()
    with archive.looking() as connection:
        for table in t.RECORDS.values():
            joined = t.member.join(table, table.c.key == t.member.c.record_key).join(t.cluster)
            asked = sa.select(t.cluster.c.key).select_from(joined).where(table.c.article_id.in_(article_ids))
            found.update(connection.scalars(asked))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Told:
    """A record with a place: its kind, key and days (None: not known)."""

    kind: str
    key: str
    site: SiteRow
    first: date | None
    last: date | None
    day: date | None


def told_in(archive: Archive, where: Condition) -> list[Told]:
    """Figures, events and agreements whose place meets a condition on the table of places."""
    sites = [t.site.c[n].label(f"site_{n}") for n in SiteRow.__dataclass_fields__]
    found = []
    with archive.looking() as connection:
        for name in TOLD:
            c = t.RECORDS[name].c
            asked = (
                sa.select(c.key, c.date_lo, c.date_hi, c.day, *sites)
                .join(t.site, t.site.c.id == c.site_id)
                .where(where)
                .order_by(c.id)
            )
            for row in connection.execute(asked).mappings():
                site = SiteRow(**{n: row[f"site_{n}"] for n in SiteRow.__dataclass_fields__})
                days = [known(row[n]) for n in ("date_lo", "date_hi", "day")]
                found.append(Told(name, row["key"], site, *days))
    return found


def sites(archive: Archive, where: Condition) -> dict[int, SiteRow]:
    """The places that meet a condition on the table of places, by id."""
    columns = [t.site.c[n] for n in SiteRow.__dataclass_fields__]
    with archive.looking() as connection:
        rows = connection.execute(sa.select(*columns).where(where)).mappings()
        return {row["id"]: SiteRow(**row) for row in rows}


def of_articles(article_ids: Sequence[int]) -> Condition:
    """The condition on places: one that a record of these articles names."""
    chosen = [
        sa.select(t.RECORDS[n].c.site_id).where(t.RECORDS[n].c.article_id.in_(article_ids)) for n in TOLD
    ]
    return sa.or_(*(t.site.c.id.in_(c) for c in chosen))


def of_ids(site_ids: Sequence[int]) -> Condition:
    """The condition on places: these."""
    return t.site.c.id.in_(site_ids)


def of_area(country: str | None, name: str) -> Condition:
    """The condition on places: those of an area, a first-level division or what stands for one (`area_of`)."""
    s = t.site.c
    here = s.country == country if country is not None else s.country.is_(None)
    return sa.and_(here, s.kind == "country" if name == country else sa.or_(s.name == name, s.admin1 == name))


def chunks(values: Sequence[Value]) -> list[Sequence[Value]]:
    """The values in runs that fit into a statement."""
    return [values[i : i + CHUNK] for i in range(0, len(values), CHUNK)]


def widened(days: tuple[date, date], by: timedelta) -> tuple[date, date]:
    """The days with `by` more on either side, within those that there are."""
    first, last = days
    return (
        first - by if first - t.FIRST_DAY > by else t.FIRST_DAY,
        last + by if t.OPEN_DAY - last > by else t.OPEN_DAY,
    )

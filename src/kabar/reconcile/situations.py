"""Situations: a place and a period, with all that was told of them.

A situation is an area (a first-level division where the place has one, else its country) and a run of days without a gap
of more than three weeks in what is told of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from kabar.store import Archive
from kabar.store.links import Situation
from kabar.store.related import Told, chunks, of_area, of_articles, of_ids, sites, told_in
from kabar.store.rows import SiteRow

GAP = timedelta(days=21)
# A country's border runs along two countries and many divisions: what is told of it is no situation by itself.
BORDER = "border"
# Fewer records than this are a mention.
LEAST = 3

Area = tuple[str | None, str]


def area_of(site: SiteRow) -> Area:
    """(country, name) of the area that a place belongs to."""
    if site.kind == "admin1":
        return site.country, site.name
    return site.country, site.admin1 or (site.country if site.kind == "country" else None) or site.name


def refresh(
    archive: Archive, articles: Sequence[int], gone: Sequence[str] = (), wrong: Collection[str] = ()
) -> None:
    """Make the situations anew of those areas that these articles tell of, or told of before.

    `gone` are keys of records that the articles have no more, `wrong` those that a person said are wrong.
    """
    areas: set[Area] = set()
    for some in chunks(articles):
        areas |= {area_of(site) for site in sites(archive, of_articles(some)).values()}
    for keys in chunks(gone):
        places = sorted({s.site_id for s in archive.links.situations_of(keys) if s.site_id})
        areas |= {area_of(site) for site in sites(archive, of_ids(places)).values()}
    for area in sorted(areas, key=str):
        _refresh_area(archive, area, wrong)


def _refresh_area(archive: Archive, area: Area, wrong: Collection[str]) -> None:
    here = of_area(*area)
    inside = {i for i, site in sites(archive, here).items() if area_of(site) == area}
    told = [one for one in told_in(archive, here) if one.site.id in inside and one.key not in wrong]
    old = {s.key: s for s in archive.links.situations_at(here) if s.site_id in inside}
    new = {s.key: s for s in situations(told)}
    archive.links.drop_situations(sorted(set(old) - set(new)))
    for key, situation in new.items():
        if key not in old or situation != replace(old[key], changed_at=None):
            archive.links.keep_situation(situation)


def situations(told: Iterable[Told]) -> list[Situation]:
    """One situation an area and run of days."""
    areas: dict[Area, list[Told]] = {}
    for one in told:
        if one.site.kind != BORDER:
            areas.setdefault(area_of(one.site), []).append(one)
    return [s for area, found in sorted(areas.items(), key=lambda a: str(a[0])) for s in _runs(area, found)]


def days_of(told: Told) -> tuple[date, date] | None:
    """First and last day of what a record tells, the day of publication where it does not say; None: neither is known."""
    first, last = told.first or told.day, told.last or told.day
    if first is None or last is None:
        return None
    if told.day is not None:
        # What is told without an end goes on until the report; what began long before is told as it stands then.
        last = max(first, min(last, told.day))
        if last >= told.day - GAP:
            first = max(first, told.day - GAP)
    return first, max(first, last)


def _runs(area: Area, found: list[Told]) -> Iterator[Situation]:
    run: list[tuple[date, date, Told]] = []
    end: date | None = None
    dated = [(*days, one) for one in found if (days := days_of(one))]
    for first, last, one in sorted(dated, key=lambda d: (d[0], d[1], d[2].key)):
        if end is not None and first - end > GAP:
            yield from _kept(area, run)
            run, end = [], None
        run.append((first, last, one))
        end = max(end or last, last)
    yield from _kept(area, run)


def _kept(area: Area, run: list[tuple[date, date, Told]]) -> Iterator[Situation]:
    if len(run) < LEAST:
        return
    country, name = area
    first, last = min(d[0] for d in run), max(d[1] for d in run)
    site = min((d[2].site for d in run), key=lambda s: (s.name != name, s.id))
    key = hashlib.sha256(f"{country}|{name}|{first}".encode()).hexdigest()[:24]
    yield Situation(
        key=f"situation-{key}", title=f"{name}{f', {country}' if country and country != name else ''}: {first} to {last}",
        members=tuple((d[2].kind, d[2].key) for d in run), site_id=site.id, date=f"{first}/{last}",
    )  # fmt: skip

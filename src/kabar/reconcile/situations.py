"""Situations: a place and a period, with all that was told of them.

A situation is an area (a first-level division where the place has one, else its country) and a run of days without a gap
of more than three weeks in what is told of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kabar.store.links import Situation
from kabar.store.rows import DatedRow, SiteRow

GAP = timedelta(days=21)
# Fewer records than this are a mention.
LEAST = 3


@dataclass(frozen=True)
class Told:
    """Something with a place and a period: a record's kind and key."""

    kind: str
    key: str
    site: SiteRow
    first: date
    last: date


def area_of(site: SiteRow) -> tuple[str | None, str]:
    """(country, name) of the area that a place belongs to."""
    if site.kind == "admin1":
        return site.country, site.name
    return site.country, site.admin1 or (site.country if site.kind == "country" else None) or site.name


def told_of(kind: str, rows: Iterable[DatedRow]) -> Iterator[Told]:
    """The rows that have a place and a day of their own or of publication."""
    for row in rows:
        site: SiteRow | None = getattr(row, "site", None)
        first = row.date_lo or row.day
        last = row.date_hi or row.day
        if site is None or first is None or last is None:
            continue
        # What is told without an end goes on until the report.
        yield Told(kind, row.key, site, first, min(max(first, last), row.day or last))


def situations(told: Iterable[Told]) -> list[Situation]:
    """One situation an area and run of days."""
    areas: dict[tuple[str | None, str], list[Told]] = {}
    for one in told:
        areas.setdefault(area_of(one.site), []).append(one)
    return [s for area, found in sorted(areas.items(), key=lambda a: str(a[0])) for s in _runs(area, found)]


def _runs(area: tuple[str | None, str], found: list[Told]) -> Iterator[Situation]:
    run: list[Told] = []
    end: date | None = None
    for one in sorted(found, key=lambda t: (t.first, t.last, t.key)):
        if end is not None and one.first - end > GAP:
            yield from _kept(area, run)
            run, end = [], None
        run.append(one)
        end = max(end or one.last, one.last)
    yield from _kept(area, run)


def _kept(area: tuple[str | None, str], run: list[Told]) -> Iterator[Situation]:
    if len(run) < LEAST:
        return
    country, name = area
    first, last = min(t.first for t in run), max(t.last for t in run)
    site = min(run, key=lambda t: (t.site.name != name, t.site.id)).site
    key = hashlib.sha256(f"{country}|{name}|{first}".encode()).hexdigest()[:24]
    yield Situation(
        key=f"situation-{key}", title=f"{name}{f', {country}' if country and country != name else ''}: {first} to {last}",
        members=tuple((t.kind, t.key) for t in run), site_id=site.id, date=f"{first}/{last}",
    )  # fmt: skip

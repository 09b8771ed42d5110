"""How near two places and two periods are, each as a share between 0 (cannot be the same) and 1."""

from __future__ import annotations

from datetime import date, timedelta

from kabar.gazetteer.distance import kilometres
from kabar.store.rows import SiteRow
from kabar.store.search import fold

# Two towns this near are told of by one another's name; farther apart they are two places.
TOWN_KM = 15.0
# What is left when one account names no place: too little, unless something else speaks for it.
UNSAID = 0.45
# What is left when one account names a town and the other only the region around it.
AROUND = 0.7
# Kinds of places that are areas, smallest last.
AREAS = ("country", "region", "admin1", "admin2", "district")
ONE_DAY = timedelta(days=1)


def place_nearness(one: SiteRow | None, other: SiteRow | None) -> float:
    """1 for the same place, less for a town and its region, 0 for two places that lie apart.

    A country tells too little to say that two accounts are of one thing, and is as good as no place.
    """
    if one is None or other is None or "country" in (one.kind, other.kind):
        if one is not None and other is not None and one.country != other.country:
            return 0.0
        return UNSAID
    if one.id == other.id or (one.geonames is not None and one.geonames == other.geonames):
        return 1.0
    if one.country and other.country and one.country != other.country:
        return 0.0
    if fold(one.name) == fold(other.name):
        # A town and the province named after it.
        return 0.9
    if None in (one.latitude, other.latitude):
        # A name that is in no gazetteer may be another name of the same place.
        return UNSAID
    area, town = (one, other) if one.kind in AREAS else (other, one)
    if area.kind == "admin1" and area.name == town.admin1:
        return AROUND
    gap = apart(one, other)
    return 0.8 if gap is not None and gap <= TOWN_KM and area.kind not in AREAS else 0.0


def apart(one: SiteRow, other: SiteRow) -> float | None:
    """Kilometres between two places; None where one has no point."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


Period = tuple[date, date]


def gap_between(one: Period, other: Period) -> timedelta:
    """Days between two periods; none where they share a day."""
    return max(max(one[0], other[0]) - min(one[1], other[1]), timedelta(0))


def period_nearness(one: Period, other: Period, slack: timedelta) -> float:
    """1 where the periods share a day, falling to 0 where more than `slack` lies between them."""
    gap = gap_between(one, other)
    return 1.0 - gap / (slack + ONE_DAY) if gap <= slack else 0.0

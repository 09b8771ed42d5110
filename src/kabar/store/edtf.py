"""The first and last day of an ISO 8601/EDTF date or interval.

Source of the forms: the Library of Congress's EDTF specification, levels 0 and 1, and "201X" of its draft.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from kabar.store.schema import OPEN_DAY, UNKNOWN_DAY

Bounds = tuple[date, date]
NONE: Bounds = (UNKNOWN_DAY, UNKNOWN_DAY)
ONE = re.compile(r"(\d{2}(?:\d\d|\dX|XX))(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?[?~%]?$", re.ASCII)
# Level 1: 21 to 24 are spring, summer, autumn and winter; northern months are taken, winter from its December.
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}


def bounds(value: str | None) -> Bounds:
    """First and last day; an open end is 9999-12-31, an open start and anything unreadable 0001-01-01 (`NONE`).

    >>> bounds("2019-04/2019-05")
    (datetime.date(2019, 4, 1), datetime.date(2019, 5, 31))
    >>> bounds("2019-05-31/..")[1].year
    9999
    >>> bounds("P3D") == NONE
    True
    """
    if not value:
        return NONE
    first, slash, last = value.partition("/")
    if not slash:
        return _one(first) or NONE
    low, high = _one(first), _one(last)
    if (low is None and first not in ("", "..")) or (high is None and last not in ("", "..")):
        return NONE
    if low is None and high is None:
        return NONE
    found = (low[0] if low else UNKNOWN_DAY, high[1] if high else OPEN_DAY)
    return found if found[0] <= found[1] else NONE


def _one(value: str) -> Bounds | None:
    match = ONE.match(value)
    if match is None:
        return None
    years, month, day = match[1], int(match[2] or 0), int(match[3] or 0)
    try:
        if not month:
            return date(int(years.replace("X", "0")), 1, 1), date(int(years.replace("X", "9")), 12, 31)
        if month in SEASONS:
            start, end = SEASONS[month]
            return date(int(years), start, 1), _month_end(int(years) + (end > 12), (end - 1) % 12 + 1)
        if not day:
            return date(int(years), month, 1), _month_end(int(years), month)
        return (date(int(years), month, day),) * 2
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])

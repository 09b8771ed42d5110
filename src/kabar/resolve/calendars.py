"""Calendar arithmetic: values in ISO 8601 and EDTF level 1 (Library of Congress), and other calendars by libraries.

Nothing is invented: a month stays a month, a part of one its third. Each function gives None for what no calendar has.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

EARLIEST, LATEST = 1, 9999
# EDTF level 1: 21 spring, 22 summer, 23 autumn, 24 winter.
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
# The month in which a season of the northern hemisphere has ended.
SEASON_OVER = {"spring": 6, "summer": 9, "autumn": 12, "winter": 3}
# Parts of a month by days, of a week by days from Monday, of twelve months, ten years and a hundred years, as thirds.
MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "half1": (1, 15), "half2": (16, 31)}
WEEK_PARTS = {"early": (0, 1), "mid": (2, 3), "late": (4, 6), "half1": (0, 2), "half2": (3, 6)}
YEAR_PARTS = {
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "half1": (1, 6), "half2": (7, 12),
    "quarter1": (1, 3), "quarter2": (4, 6), "quarter3": (7, 9), "quarter4": (10, 12),
}  # fmt: skip
DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "half1": (0, 4), "half2": (5, 9)}
# Years of other calendars in which news may date; the tables of hijridate end at 1500.
HIJRI_YEARS, PERSIAN_YEARS, BUDDHIST_YEARS = range(1343, 1501), range(1200, 1500), range(2400, 2700)
BUDDHIST_OFFSET = 543


def day_value(year: int, month: int, day: int) -> str | None:
    """ISO day, or None for a day that no calendar has (30 February).

    >>> day_value(2019, 5, 21), day_value(2019, 2, 30)
    ('2019-05-21', None)
    """
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def month_value(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if EARLIEST <= year <= LATEST and 1 <= month <= 12 else None


def year_value(year: int) -> str | None:
    return f"{year:04d}" if EARLIEST <= year <= LATEST else None


def interval(first: str | None, last: str | None) -> str | None:
    """EDTF interval; None where an end is missing or they stand in the wrong order.

    >>> interval("2019-05-03", "2019-05-07"), interval("2019-05-07", "2019-05-03")
    ('2019-05-03/2019-05-07', None)
    """
    if first is None or last is None or first > last:
        return None
    return f"{first}/{last}"


def season_value(year: int, season: str) -> str | None:
    return f"{year:04d}-{SEASONS[season]}" if EARLIEST <= year <= LATEST else None


def part_value(whole: str, part: str) -> str | None:
    """A part of a month, week, year, decade or century given by its value.

    >>> part_value("2019-02", "late"), part_value("2018", "early"), part_value("199X", "mid")
    ('2019-02-21/2019-02-28', '2018-01/2018-04', '1994/1996')
    """
    if len(whole) == 7 and part in MONTH_PARTS:
        year, month = int(whole[:4]), int(whole[5:])
        first, last = MONTH_PARTS[part]
        return f"{whole}-{first:02d}/{whole}-{min(last, monthrange(year, month)[1]):02d}"
    if "/" in whole and part in WEEK_PARTS and len(whole) == 21:
        monday = date.fromisoformat(whole[:10])
        first, last = WEEK_PARTS[part]
        return f"{(monday + timedelta(first)).isoformat()}/{(monday + timedelta(last)).isoformat()}"
    if whole.isdigit() and part in YEAR_PARTS:
        first, last = YEAR_PARTS[part]
        return f"{whole}-{first:02d}/{whole}-{last:02d}"
    if whole.endswith("X") and part in DECADE_PARTS:
        first, last = DECADE_PARTS[part]
        if whole.endswith("XX"):
            return f"{whole[:2]}{first}0/{whole[:2]}{last}9"
        return f"{whole[:3]}{first}/{whole[:3]}{last}"
    return None


def shifted(start: date, unit: str, number: int) -> str | None:
    """The day, week (Monday to Sunday), weekend, month, year, decade or century so many units from a day.

    >>> shifted(date(2019, 5, 31), "week", -1), shifted(date(2019, 5, 31), "month", 1)
    ('2019-05-20/2019-05-26', '2019-06')
    """
    try:
        if unit == "day":
            return (start + timedelta(number)).isoformat()
        if unit in ("week", "weekend"):
            monday = start - timedelta(start.weekday()) + timedelta(weeks=number)
            first = monday if unit == "week" else monday + timedelta(5)
            return f"{first.isoformat()}/{(monday + timedelta(6)).isoformat()}"
    except OverflowError:
        return None
    if unit == "month":
        months = start.year * 12 + start.month - 1 + number
        return month_value(months // 12, months % 12 + 1)
    if unit == "year":
        return year_value(start.year + number)
    if unit == "decade":
        found = year_value(start.year + 10 * number)
        return found and found[:3] + "X"
    if unit == "century":
        found = year_value(start.year + 100 * number)
        return found and found[:2] + "XX"
    return None


def moved(start: date, unit: str, number: int) -> date | None:
    """The very day so many units from a day; the last of a shorter month."""
    try:
        if unit in ("day", "week"):
            return start + timedelta(number * (7 if unit == "week" else 1))
        months = {"month": 1, "year": 12, "decade": 120, "century": 1200}.get(unit)
        if months is None:
            return None
        count = start.year * 12 + start.month - 1 + number * months
        year, month = count // 12, count % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def duration(number: int, unit: str) -> str | None:
    """ISO 8601 duration.

    >>> duration(3, "week"), duration(72, "hour"), duration(2, "decade")
    ('P3W', 'PT72H', 'P20Y')
    """
    if unit in ("decade", "century"):
        return f"P{number * (10 if unit == 'decade' else 100)}Y"
    letter = {"hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}.get(unit)
    return f"P{'T' if unit == 'hour' else ''}{number}{letter}" if letter else None


def from_hijri(year: int, month: int | None, day: int | None) -> str | None:
    """The Gregorian day, or interval of a month or year, of the Umm al-Qura calendar (library hijridate)."""
    from hijridate import Hijri

    if year not in HIJRI_YEARS:
        return None
    try:
        if month and day:
            return str(Hijri(year, month, day).to_gregorian().isoformat())
        first = Hijri(year, month or 1, 1)
        last_month = month or 12
        last = Hijri(year, last_month, Hijri(year, last_month, 1).month_length())
        return f"{first.to_gregorian().isoformat()}/{last.to_gregorian().isoformat()}"
    except (ValueError, OverflowError):
        return None


def hijri_year(day: date) -> tuple[int, int] | None:
    """Year and month of the Hijri calendar on a day; None outside the library's tables."""
    from hijridate import Gregorian

    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month


def from_persian(year: int, month: int | None, day: int | None) -> str | None:
    """The Gregorian day, or interval of a month or year, of the solar Hijri calendar (library persiantools)."""
    from persiantools.jdatetime import JalaliDate

    if year not in PERSIAN_YEARS:
        return None
    try:
        if month and day:
            return str(JalaliDate(year, month, day).to_gregorian().isoformat())
        first = JalaliDate(year, month or 1, 1)
        last = JalaliDate(year, month or 12, JalaliDate.days_in_month(month or 12, year))
        return f"{first.to_gregorian().isoformat()}/{last.to_gregorian().isoformat()}"
    except (ValueError, OverflowError):
        return None


def persian_year(day: date) -> tuple[int, int] | None:
    """Year and month of the Persian calendar on a day."""
    from persiantools.jdatetime import JalaliDate

    try:
        found = JalaliDate(day)
    except (ValueError, OverflowError):
        return None
    return found.year, found.month

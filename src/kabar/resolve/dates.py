"""Date expressions, resolved against the publication date with the precision they have, in ISO 8601 and EDTF.

Month and weekday names come from CLDR, every other word from the pack's `dates.toml`. Nothing is invented: a month stays a
month, a season is written as EDTF has it (2019-21 is spring 2019, Library of Congress, EDTF level 1), and without a
publication date whatever needs one stays unresolved.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kabar.languages.dates import DateWords, load_date_words
from kabar.languages.script import MARKS, written_without_spaces
from kabar.model import DateMention, Span

PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
# EDTF level 1: 21 spring, 22 summer, 23 autumn, 24 winter.
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
EARLIEST, LATEST = 1, 9999
# Case endings and the like after a name of a month or weekday: "Mayıs'ta", "Montags".
ENDING = rf"(?:['’][\w{MARKS}]+)?"


@dataclass(frozen=True)
class Found:
    """A value and its precision; None where the text does not tell."""

    value: str | None
    precision: str


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = load_date_words(language)
    month, day, unit = _any(words.months), _any(words.weekdays), _any(words.units)
    part, season = _any(words.parts), _any(words.seasons)
    ago = "|".join(
        re.escape(p)
        .replace(r"\{n\}", r"(?:\d{1,3}|" + _any(words.numbers) + ")")
        .replace(r"\{unit\}", f"(?:{unit})")
        for p in words.ago
    )
    last = "|".join(re.escape(p).replace(r"\{weekday\}", f"(?:{day})") for p in words.last_weekday)
    unspaced = any(written_without_spaces(w[0]) for w in (*words.relative, *words.weekdays))
    opens, closes = ("", "") if unspaced else (rf"(?<![\w{MARKS}])", rf"(?![\w{MARKS}])")
    of = r"(?:de\s|del\s|of\s|d[’'])?"
    return re.compile(
        rf"""{opens}(?:
        (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
        | (?P<chinese>(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}[日号])?|\d{{4}}年)
        | (?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s{of}(?P<month>{month}){ENDING}(?:,?\s{of}(?P<year>\d{{4}}))?
        | (?P<month2>{month})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,:%]\d)(?!\d)(?:,?\s(?P<year2>\d{{4}}))?
        | (?P<part>{part})[\s-]{of}(?P<month3>{month})(?:\s{of}(?P<year3>\d{{4}}))?
        | (?P<month4>{month})\s(?:(?P<year4>\d{{4}})\s)?(?P<part2>{part})
        | (?P<month5>{month}){ENDING}\s{of}(?P<year5>\d{{4}})
        | (?P<year6>\d{{4}})\s(?P<month6>{month})(?!\s\d)
        | (?:{_any(words.before_month)})\s(?P<month7>{month}){ENDING}
        | (?P<season>{season})(?:\s{of}(?P<year7>\d{{4}}))
        | (?P<ago>{ago or "(?!)"})
        | (?P<last>{last or "(?!)"})
        | (?P<relative>{_any(words.relative)})
        | (?:(?:{_any(words.before_weekday)})\s)?(?P<weekday>{day}){ENDING}
        ){closes}""",
        re.IGNORECASE | re.VERBOSE,
    )


def find_dates(text: str, language: str, published: date | None) -> list[DateMention]:
    """Date expressions in text order; `value` is None, flag `unresolved`, where the text does not tell."""
    words = load_date_words(language)
    if not words.months:
        return []
    found: list[DateMention] = []
    for match in _pattern(language).finditer(text):
        read = _read(match, words, published)
        span = Span(match.start(), match.end())
        found.append(
            DateMention(
                id=f"t{len(found) + 1}", evidence=(span,), confidence=0.9 if read.value else 0.3,
                flags=() if read.value else ("unresolved",), span=span, value=read.value, precision=read.precision,
            )
        )  # fmt: skip
    return found


def _first(match: re.Match[str], name: str, count: int) -> str | None:
    names = [name, *(f"{name}{n}" for n in range(2, count + 1))]
    return next((v for n in names if (v := match.group(n))), None)


def _read(match: re.Match[str], words: DateWords, published: date | None) -> Found:
    if match["iso"]:
        return Found(_day(*map(int, match["iso"].split("-"))), "day")
    if match["chinese"]:
        return _chinese(match["chinese"], published)
    year = _first(match, "year", 7)
    if match["season"]:
        return Found(f"{int(year or 0):04d}-{SEASONS[words.of(words.seasons, match['season'])]}", "season")
    month = _first(match, "month", 7)
    if month:
        part, day = _first(match, "part", 2), _first(match, "day", 2)
        return _month(words, words.of(words.months, month), year, day, part, published)
    if match["relative"]:
        return _from_publication(words.of(words.relative, match["relative"]), published)
    if match["ago"]:
        return _ago(match["ago"], words, published)
    return _weekday(match, words, published)


def _month(
    words: DateWords,
    month: int,
    year_text: str | None,
    day: str | None,
    part: str | None,
    published: date | None,
) -> Found:
    year = int(year_text) if year_text else _year_of(month, published)
    precision = "day" if day else "part-of-month" if part else "month"
    if year is None or not EARLIEST <= year <= LATEST:
        return Found(None, precision)
    if day:
        return Found(_day(year, month, int(day)), precision)
    if part:
        first, last = PARTS[words.of(words.parts, part)]
        last = min(last, monthrange(year, month)[1])
        return Found(f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{last:02d}", precision)
    return Found(f"{year:04d}-{month:02d}", precision)


def _day(year: int, month: int, day: int) -> str | None:
    """ISO day, or None for a day that no calendar has (30 February)."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _year_of(month: int, published: date | None) -> int | None:
    """A bare month is the latest one that has begun when the article was published."""
    if published is None:
        return None
    return published.year if month <= published.month else published.year - 1


def _chinese(text: str, published: date | None) -> Found:
    parts = dict((mark, int(n)) for n, mark in re.findall(r"(\d+)(.)", text))
    year, month, day = parts.get("年"), parts.get("月"), parts.get("日", parts.get("号"))
    if month is None:
        return Found(f"{year:04d}", "year")
    if not 1 <= month <= 12:
        return Found(None, "month")
    year = year or _year_of(month, published)
    if year is None:
        return Found(None, "day" if day else "month")
    return Found(_day(year, month, day), "day") if day else Found(f"{year:04d}-{month:02d}", "month")


def _weekday(match: re.Match[str], words: DateWords, published: date | None) -> Found:
    """The latest such day up to the publication; "last Friday" the one of the week before where today is not past it."""
    if published is None:
        return Found(None, "day")
    text = match["weekday"] or match["last"]
    names = [w for w in words.weekdays if w in text.casefold()]
    if not names:
        return Found(None, "day")
    name = max(names, key=len)
    back = (published.weekday() - words.weekdays[name]) % 7
    return Found((published - timedelta(back or (7 if match["last"] else 0))).isoformat(), "day")


def _ago(text: str, words: DateWords, published: date | None) -> Found:
    """So many units before the publication; unresolved where the count can't be told."""
    folded = text.casefold()
    units = [u for u in words.units if u in folded]
    if not units:
        return Found(None, "day")
    unit = words.units[max(units, key=len)]
    digits = re.search(r"\d+", text)
    spelled = max((w for w in words.numbers if w in folded), key=len, default=None)
    if digits is None and spelled is None:
        return Found(None, unit)
    count = int(digits.group()) if digits else words.numbers[spelled or ""]
    return _from_publication(f"{unit}:-{count}", published)


def _from_publication(what: str, published: date | None) -> Found:
    """`day:-1`, `week:-1`, `month:0`, `year:-1`: so many units from the publication date."""
    unit, number = what.split(":")
    if published is None:
        return Found(None, unit)
    try:
        return Found(_shifted(published, unit, int(number)), unit)
    except (OverflowError, ValueError):
        return Found(None, unit)


def _shifted(published: date, unit: str, number: int) -> str:
    if unit == "day":
        return (published + timedelta(number)).isoformat()
    if unit == "week":
        monday = published - timedelta(published.weekday()) + timedelta(weeks=number)
        return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + number
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return f"{published.year + number:04d}"

"""Date expressions, resolved against the publication date with the precision they have."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from kabar.model import DateMention, Span

PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


@cache
def _calendar(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Month and weekday names of CLDR in lower case -> number (January 1, Monday 0)."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}, {}
    months = {
        n.casefold(): k for form in ("format", "stand-alone") for k, n in locale.months[form]["wide"].items()
    }
    days = {
        n.casefold(): k for form in ("format", "stand-alone") for k, n in locale.days[form]["wide"].items()
    }
    return months, days


@cache
def _relative(language: str) -> dict[str, Any]:
    path = files("kabar.languages") / "packs" / language.split("-")[0] / "dates.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    months, days = _calendar(language)
    if not months:
        return None
    table = _relative(language)

    def alternatives(words: Any) -> str:
        return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"

    month, day = alternatives(months), alternatives(days)
    parts = alternatives(table.get("parts", {}))
    relative = alternatives(table.get("relative", {}))
    before = alternatives(table.get("before_month", []))
    weekday = alternatives(table.get("before_weekday", []))
    return re.compile(
        rf"""(?<!\w)(?:
        (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
        | (?P<day>\d{{1,2}})\s(?P<month>{month})(?:,?\s(?P<year>\d{{4}}))?
        | (?P<month2>{month})\s(?P<day2>\d{{1,2}})(?!\d)(?:,\s(?P<year2>\d{{4}}))?
        | (?P<part>{parts})[\s-](?P<month3>{month})(?:\s(?P<year3>\d{{4}}))?
        | (?P<month4>{month})\s(?P<year4>\d{{4}})
        | (?:{before})\s(?P<month5>{month})
        | (?P<relative>{relative})
        | (?:(?:{weekday})\s)?(?P<weekday>{day})
        )(?!\w)""",
        re.IGNORECASE | re.VERBOSE,
    )


def find_dates(text: str, language: str, published: date | None) -> list[DateMention]:
    """Date expressions in text order; `value` is None, flag `unresolved`, where the text does not tell."""
    pattern = _pattern(language)
    found: list[DateMention] = []
    for match in pattern.finditer(text) if pattern else ():
        value, precision = _value(match, language, published)
        span = Span(match.start(), match.end())
        found.append(
            DateMention(
                id=f"t{len(found) + 1}", evidence=(span,), confidence=0.9 if value else 0.3,
                flags=() if value else ("unresolved",), span=span, value=value, precision=precision,
            )
        )  # fmt: skip
    return found


def _value(match: re.Match[str], language: str, published: date | None) -> tuple[str | None, str]:
    months, days = _calendar(language)
    groups = match.groupdict()
    month_name = next(
        (groups[k] for k in ("month", "month2", "month3", "month4", "month5") if groups[k]), None
    )
    year_text = next((groups[k] for k in ("year", "year2", "year3", "year4") if groups[k]), None)
    if groups["iso"]:
        return _day(*map(int, groups["iso"].split("-"))), "day"
    if month_name:
        month = months[month_name.casefold()]
        year = int(year_text) if year_text else _year_of(month, published)
        day = groups["day"] or groups["day2"]
        precision = "day" if day else "part-of-month" if groups["part"] else "month"
        if year is None:
            return None, precision
        if day:
            return _day(year, month, int(day)), precision
        if groups["part"]:
            return _part(year, month, _relative(language)["parts"][groups["part"].casefold()]), precision
        return f"{year:04d}-{month:02d}", precision
    if groups["relative"]:
        return _from_publication(_relative(language)["relative"][groups["relative"].casefold()], published)
    if published is None:
        return None, "day"
    wanted = days[groups["weekday"].casefold()]
    return (published - timedelta((published.weekday() - wanted) % 7)).isoformat(), "day"


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


def _part(year: int, month: int, part: str) -> str:
    first, last = PARTS[part]
    next_month = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else date(year, month, 28)
    return f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{min(last, (next_month - timedelta(1)).day):02d}"


def _from_publication(what: str, published: date | None) -> tuple[str | None, str]:
    """`day:-1`, `week:-1`, `month:0`, `year:-1`: so many units from the publication date."""
    unit, number = what.split(":")
    if published is None:
        return None, unit
    if unit == "day":
        return (published + timedelta(int(number))).isoformat(), unit
    if unit == "week":
        monday = published - timedelta(published.weekday()) + timedelta(weeks=int(number))
        return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}", unit
    if unit == "month":
        months = published.year * 12 + published.month - 1 + int(number)
        return f"{months // 12:04d}-{months % 12 + 1:02d}", unit
    return f"{published.year + int(number):04d}", unit

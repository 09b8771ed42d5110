"""Which day it was where the article was written: its dateline and the time of publication.

"KYIV, May 31 (Reuters) -": relative words mean the days of that place. Only a publication time with an offset can be another
day there; the zone is the gazetteer's, else that of a country that CLDR gives one zone alone.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kabar.gazetteer.lookup import Gazetteer, GazetteerEntry

# Place, perhaps its country, a date, an agency in brackets, and a dash, at the beginning of a line.
DATELINE = re.compile(
    r"^[ \t]*(?P<place>[^\W\d_][^\n,(–—:.!?]{1,40}?)(?P<more>(?:,[^\n,(–—:]{1,30}){0,3})\s*(?:\([^)\n]{2,60}\)\s*)?(?:--|[-–—])\s",
    re.MULTILINE,
)
# Lines in which a dateline is looked for: a headline, a byline and a lead.
LINES = 5


def find_dateline(text: str) -> re.Match[str] | None:
    """What looks like a dateline in the first lines; its group `place` is the place."""
    end = 0
    for _ in range(LINES):
        end = text.find("\n", end) + 1 or len(text)
    return DATELINE.search(text, 0, end)


def published_day(published: str | None, text: str, gazetteer: Gazetteer) -> date | None:
    """The day of publication at the dateline's place; as given when its zone or the time is not known."""
    if published is None:
        return None
    if len(published) <= 10:
        return date.fromisoformat(published)
    moment = datetime.fromisoformat(published)
    line = find_dateline(text) if moment.tzinfo else None
    zones = (
        {z for e in gazetteer.candidates(line["place"].strip())[:1] if (z := _zone(e, gazetteer))}
        if line
        else set()
    )
    for zone in zones:
        try:
            return moment.astimezone(ZoneInfo(zone)).date()
        except (ZoneInfoNotFoundError, ValueError, OverflowError):
            return moment.date()
    return moment.date()


def _zone(entry: GazetteerEntry, gazetteer: Gazetteer) -> str | None:
    from babel.core import get_global

    if entry.timezone:
        return entry.timezone
    of_country = get_global("territory_zones").get(gazetteer.iso2.get(entry.country or "", ""), ())
    return of_country[0] if len(of_country) == 1 else None

"""What the shape of a date expression says: its value in ISO 8601 and EDTF level 1 and its precision, with flags for what
had to be worked out. `None` where its words are no date after all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from kabar.languages.dates import load_date_words
from kabar.languages.pack import load_pack
from kabar.model.records import Calendar, Relation
from kabar.resolve import calendars
from kabar.resolve.datewords import Matcher, Shape

# Bare four-digit numbers that are read as years; anything earlier has a word or mark that says so.
BARE_YEARS = range(1900, 2100)
# A month without a year lies at most so many months after the publication, and after "until" and "before" so many.
MONTHS_AHEAD, MONTHS_AHEAD_UNTIL = 2, 6
# How far before a weekday a word for the future stands.
FUTURE_REACH = 60
# Ages are told between commas ("the player, 33 years, said") or as more years than anything lasts in news.
LONG_YEARS = 150
# From how many years on "a man of 34 years" is an age.
AGE_FROM = 14
APPROXIMATE: tuple[str, ...] = ("calendar-approximate",)


@dataclass(frozen=True)
class Found:
    """A value and its precision; None where the text does not tell."""

    value: str | None
    precision: str
    flags: tuple[str, ...] = ()
    calendar: Calendar = "gregorian"


class ShapeReader:
    """Reads the shapes of one text against its publication date."""

    def __init__(self, text: str, language: str, published: date | None) -> None:
        self.text, self.published = text, published
        self.words = load_date_words(language)
        self.matcher = Matcher(text, language)
        self.tokens = self.matcher.tokens
        self.future = load_pack(language).pattern("future_markers")

    def read(self, shape: Shape, relation: Relation, year: int | None) -> list[tuple[Found, int, int]]:
        """What a shape says, with the tokens it covers; nothing where its words are no date after all."""
        if shape.kind == "days":
            return self._two_days(shape, relation, year)
        read = getattr(self, f"_read_{shape.kind}")(shape, relation, year)
        return [(read, shape.start, shape.end)] if read is not None else []

    def _two_days(self, shape: Shape, relation: Relation, year: int | None) -> list[tuple[Found, int, int]]:
        first = replace_slots(shape, "date")
        second = replace_slots(shape, "date", day=shape.slots["day2"])
        found = self._read_date(first, relation, year), self._read_date(second, relation, year)
        cut = next(i for i in range(shape.start, shape.end) if self.matcher.phrase("and", i))
        if found[0] is None or found[1] is None:
            return []
        after = self.matcher.phrase("and", cut)
        return [(found[0], shape.start, cut), (found[1], after[0] if after else cut, shape.end)]

    def _year(
        self, shape: Shape, month: int, relation: Relation, hint: int | None
    ) -> tuple[int | None, tuple[str, ...]]:
        """The year of a month: its own, its neighbour's, or the one that brings it nearest to the publication."""
        own = shape.slots.get("year")
        if own is not None:
            return own.number, ()
        if hint is not None:
            return hint, ("year-from-context",)
        if self.published is None:
            return None, ()
        ahead = (month - self.published.month) % 12
        reach = MONTHS_AHEAD_UNTIL if relation in ("until", "before") else MONTHS_AHEAD
        index = (
            self.published.year * 12 + self.published.month - 1 + (ahead if ahead <= reach else ahead - 12)
        )
        return index // 12, ("year-inferred",)

    def _read_date(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        month, day = shape.slots["month"], shape.slots["day"]
        if self._other_word(shape, True):
            return None
        if (
            "year" not in shape.slots
            and self.tokens[shape.end - 1].word.isdecimal()
            and self._counts(shape.end)
        ):
            return self._read_month(shape, relation, hint)
        year, flags = self._year(shape, month, relation, hint)
        if year is None:
            return Found(None, "day")
        if "year-inferred" in flags and month == 2 and day == 29:
            year = next(
                (y for y in (year, year - 1, year - 2, year - 3) if calendars.day_value(y, 2, 29)), year
            )
        return checked(calendars.day_value(year, month, day), "day", flags)

    def _read_month(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        alone = not {"year", "day"} & shape.slots.keys()
        if self._other_word(shape, not alone):
            return None
        year, flags = self._year(shape, shape.slots["month"], relation, hint)
        if year is None:
            return Found(None, "month")
        return Found(calendars.month_value(year, shape.slots["month"]), "month", flags)

    def _other_word(self, shape: Shape, dated: bool) -> bool:
        """Whether the name is another word: without its capital, or an ambiguous one with nothing that makes it a date."""
        for at in range(shape.start, shape.end):
            form = next(
                (f for table in ("months", "weekdays") if (f := self.matcher.phrase(table, at)) is not None),
                None,
            )
            if form is None:
                continue
            words = tuple(t.word for t in self.tokens[at : form[0]])
            if words not in self.words.phrases["ambiguous"]:
                return False
            first = self.text[self.tokens[at].start]
            if self.words.capital and first.islower():
                return True
            introduced = (
                any(
                    self.matcher.phrase_before(name, shape.start) is not None
                    for name in ("before_month", "before_weekday", "since", "until", "before", "after")
                )
                or at > shape.start
            )
            introduced = introduced or any(
                self.matcher.phrase(name, shape.end)
                for name in ("after_month", "since_after", "until_after", "before_after", "after_after")
            )
            return not (dated or introduced)
        return False

    def _counts(self, at: int) -> bool:
        """Whether what is counted stands at a token, so that the number before it is no date."""
        return (
            at < len(self.tokens) and self.words.counted.match(self.text, self.tokens[at].start) is not None
        )

    def _read_range(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        month = shape.slots["month"]
        if self._other_word(shape, True):
            return None
        year, flags = self._year(shape, month, relation, hint)
        if year is None:
            return Found(None, "interval")
        ends = (calendars.day_value(year, month, shape.slots[d]) for d in ("day", "day2"))
        return checked(calendars.interval(*ends), "interval", flags)

    def _read_part(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        slots = shape.slots
        if "persian" in slots:
            whole = self._read_persian(shape, relation, hint)
            return (
                None
                if whole is None
                else replace(whole, value=_third(whole.value, slots["part"]), precision="part-of-month")
            )
        if "month" in slots:
            whole, precision = self._read_month(shape, relation, hint), "part-of-month"
        elif "relative" in slots:
            unit, _, number = slots["relative"].partition(":")
            if unit not in ("week", "month", "year") or not number.lstrip("-").isdigit():
                return None
            whole, precision = self._read_relative(shape, relation, hint), f"part-of-{unit}"
        elif "decade" in slots:
            whole, precision = Found(f"{slots['decade'] // 10}X", "decade"), "part-of-decade"
        elif "century" in slots:
            whole, precision = Found(f"{slots['century'] - 1}XX", "century"), "part-of-century"
        else:
            if not slots["year"].marked and slots["year"].number not in BARE_YEARS:
                return None
            whole, precision = Found(calendars.year_value(slots["year"].number), "year"), "part-of-year"
        if whole is None:
            return None
        value = calendars.part_value(whole.value, slots["part"]) if whole.value else None
        return replace(whole, value=value, precision=precision)

    def _read_season(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return Found(calendars.season_value(shape.slots["year"].number, shape.slots["season"]), "season")

    def _read_year(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        year = shape.slots["year"]
        if self._counts(shape.end) and not year.marked:
            return None
        marked = year.marked or self._introduced(shape.start)
        if not marked and (year.number not in BARE_YEARS or self._part_of_number(shape)):
            return None
        return Found(calendars.year_value(year.number), "year")

    def _introduced(self, at: int) -> bool:
        return any(
            self.matcher.phrase_before(n, at) is not None for n in ("since", "until", "before", "after")
        )

    def _part_of_number(self, shape: Shape) -> bool:
        """Whether a number goes on behind a blank ("2019 000") or stands behind a mark of numbers."""
        after = self.tokens[shape.end] if shape.end < len(self.tokens) else None
        before = self.tokens[shape.start - 1] if shape.start else None
        return bool(
            (after and after.word.isdecimal() and not after.fresh)
            or (before and before.word.isdecimal() and not self.tokens[shape.start].fresh)
            or (before and before.word in "$€£¥₹#№+×/_")
            or (after and after.word in "$€£¥₹+×/_°" and not after.spaced)
        )

    def _read_years(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        first, second = shape.slots["year"], shape.slots["year2"]
        last = second if second >= 100 else first.number // 100 * 100 + second
        if last <= first.number or last - first.number > LONG_YEARS:
            return None
        if not first.marked and first.number not in range(1500, 2100):
            return None
        return Found(
            calendars.interval(calendars.year_value(first.number), calendars.year_value(last)), "interval"
        )

    def _read_decade(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return Found(f"{shape.slots['decade'] // 10}X", "decade")

    def _read_century(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        number = shape.slots.get("century", shape.slots.get("ordinal"))
        return Found(f"{number - 1:02d}XX", "century") if number and 1 <= number <= 21 else None

    # Against the publication date.

    def _read_relative(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        """`day:-1`, `week:0`: so many units from the publication; `recent:week`, `coming:day`: an open interval."""
        unit, _, number = shape.slots["relative"].partition(":")
        if unit in ("recent", "coming"):
            if self.published is None:
                return Found(None, number, ("vague",))
            day = self.published.isoformat()
            return Found(f"../{day}" if unit == "recent" else f"{day}/..", "interval", ("vague",))
        if self.published is None:
            return Found(None, unit)
        return Found(calendars.shifted(self.published, unit, int(number)), unit)

    def _read_ago(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._away(shape, -1)

    def _read_ahead(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._away(shape, 1)

    def _away(self, shape: Shape, direction: int) -> Found:
        number, unit = shape.slots["span"]
        if number is None:
            return Found(None, unit, ("vague",))
        if self.published is None or unit == "hour":
            return Found(None, unit)
        return Found(calendars.shifted(self.published, unit, direction * number), unit)

    def _read_earlier(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        _number, unit = shape.slots["span"]
        return Found(None, unit, ("needs-anchor",)) if unit != "hour" else None

    _read_later = _read_earlier

    def _read_following(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return Found(None, "day", ("needs-anchor",))

    def _read_past(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._stretch(shape, -1)

    def _read_coming(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._stretch(shape, 1)

    def _stretch(self, shape: Shape, direction: int) -> Found | None:
        """An interval of so many units that ends, or begins, at the publication."""
        number, unit = shape.slots.get("span") or (1, shape.slots["unit"])
        if self.published is None or unit == "hour":
            return Found(None, "interval")
        if number is None:
            return self._read_relative(
                Shape("relative", 0, 0, {"relative": f"{'recent' if direction < 0 else 'coming'}:{unit}"}),
                "on",
                None,
            )
        end = calendars.moved(self.published, unit, direction * number)
        ends = sorted((end, self.published)) if end else []
        return Found("/".join(d.isoformat() for d in ends) or None, "interval")

    def _read_duration(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        number, unit = shape.slots["span"]
        first = self.tokens[shape.start].word
        if self.matcher.phrase("ones", shape.start) and (first,) not in self.words.phrases["numbers"]:
            return None
        if number is None or self._age(shape, number, unit):
            return None
        flags = ("maybe-age",) if unit == "year" and number >= AGE_FROM else ()
        return Found(calendars.duration(number, unit), "duration", flags)

    def _read_lasting(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        number, unit = shape.slots["span"]
        if number is None:
            return Found(None, "duration", ("vague",))
        return Found(calendars.duration(number, unit), "duration")

    def _age(self, shape: Shape, number: int, unit: str) -> bool:
        """Whether so many years are someone's age: by words around, or set off by commas right behind a name."""
        if self.matcher.phrase_before("age_before", shape.start) is not None or self.matcher.phrase(
            "age_after", shape.end
        ):
            return True
        if unit != "year":
            return False
        if number >= AGE_FROM and self.matcher.phrase_before("of", shape.start) is not None:
            return True
        before = self.tokens[shape.start - 1].word if shape.start else ""
        after = self.tokens[shape.end].word if shape.end < len(self.tokens) else "."
        return number > LONG_YEARS or (before in "(,،" and after in ".,،)" and number > 9)

    def _read_last(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._named(shape, -1)

    def _read_this(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._named(shape, 0)

    def _read_next(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._named(shape, 1)

    def _named(self, shape: Shape, direction: int) -> Found | None:
        """The last, this or next weekday, month, season, week or year."""
        slots, today = shape.slots, self.published
        if slots.get("unit") == "hour":
            return None
        if today is None:
            named = next((k for k in ("month", "season") if k in slots), "day")
            return Found(None, slots.get("unit", named))
        if "weekday" in slots:
            back = (today.weekday() - slots["weekday"]) % 7
            ahead = (slots["weekday"] - today.weekday()) % 7
            days = {-1: -(back or 7), 0: ahead - 7 if ahead > 6 - today.weekday() else ahead, 1: ahead or 7}[
                direction
            ]
            return Found(calendars.shifted(today, "day", days), "day")
        if "month" in slots:
            months = (slots["month"] - today.month) % 12
            year = today.year + (today.month - 1 + months) // 12
            if direction < 0:
                year -= 1
            elif direction == 0:
                year = today.year
            elif months == 0:
                year += 1
            return Found(calendars.month_value(year, slots["month"]), "month")
        if "season" in slots:
            return self._season_near(slots["season"], direction)
        return Found(calendars.shifted(today, slots["unit"], direction), slots["unit"])

    def _season_near(self, season: str, direction: int) -> Found:
        """The last season is the latest one that is over, the next one the first to begin, this one the year's."""
        today = self.published
        if today is None:
            return Found(None, "season")
        year = today.year
        over = today.month >= calendars.SEASON_OVER[season]
        if direction < 0:
            # A winter is written by the year in which it begins.
            year -= 0 if over and season != "winter" else 1
        elif direction > 0:
            year += 1 if today.month >= calendars.SEASON_OVER[season] - 3 and season != "winter" else 0
        elif season == "winter" and today.month < 3:
            year -= 1
        return Found(
            calendars.season_value(year, season),
            "season",
            ("hemisphere-unsure",) if season in ("spring", "autumn") else (),
        )

    def _read_week_before(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._in_week(shape.slots["weekday"], -1)

    def _read_this_week(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._in_week(shape.slots["weekday"], 0)

    def _read_week_after(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        return self._in_week(shape.slots["weekday"], 1)

    def _in_week(self, weekday: int, number: int) -> Found:
        if self.published is None:
            return Found(None, "day")
        return Found(
            calendars.shifted(self.published, "day", weekday - self.published.weekday() + 7 * number), "day"
        )

    def _read_weekday(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        """The latest such day up to the publication, or the next one after a word for the future."""
        if self._other_word(shape, False):
            return None
        if self.published is None:
            return Found(None, "day")
        back = (self.published.weekday() - shape.slots["weekday"]) % 7
        if relation == "until" or self._ahead(shape):
            return Found(
                calendars.shifted(self.published, "day", (7 - back) % 7), "day", ("future-inferred",)
            )
        return Found(calendars.shifted(self.published, "day", -back), "day")

    def _ahead(self, shape: Shape) -> bool:
        start = self.tokens[shape.start].start
        before = re.split(r"[.!?;:\n\"”»]", self.text[max(0, start - FUTURE_REACH) : start])[-1]
        # A marker may be the name of a month in another case ("may", "May").
        return any(not m.group()[0].isupper() for m in self.future.finditer(before))

    # Other calendars.

    def _read_hijri(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        slots, flags = shape.slots, APPROXIMATE
        month, day = slots.get("hijri"), slots.get("day")
        precision = "day" if day else "month" if month else "year"
        year = slots.get("hijri_year", slots.get("hijri_marked"))
        if self._unnamed(shape):
            return None
        if year is None:
            if self.published is None:
                return Found(None, precision, flags, "hijri")
            year, flags = (
                self._lunar_year(month or 1, calendars.hijri_year(self.published)),
                (*flags, "year-inferred"),
            )
        return checked(calendars.from_hijri(year, month, day) if year else None, precision, flags, "hijri")

    def _read_persian(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        slots = shape.slots
        flags: tuple[str, ...] = ()
        month, day = slots.get("persian"), slots.get("day")
        year = slots.get("persian_year", slots.get("persian_marked"))
        if self._unnamed(shape):
            return None
        precision = "day" if day else "month" if month else "year"
        if year is None:
            if self.published is None:
                return Found(None, precision, calendar="persian")
            year, flags = (
                self._lunar_year(month or 1, calendars.persian_year(self.published)),
                ("year-inferred",),
            )
        return checked(
            calendars.from_persian(year, month, day) if year else None, precision, flags, "persian"
        )

    def _unnamed(self, shape: Shape) -> bool:
        """Whether a month alone is an ambiguous word ("Asad") that nothing calls a month."""
        return tuple(t.word for t in self.tokens[shape.start : shape.end]) in self.words.phrases[
            "ambiguous"
        ] and (self.matcher.phrase_before("month_before", shape.start) is None)

    def _lunar_year(self, month: int, today: tuple[int, int] | None) -> int | None:
        """The year of a month without one: nearest to the publication, as with other months."""
        if today is None:
            return None
        ahead = (month - today[1]) % 12
        return (today[0] * 12 + today[1] - 1 + (ahead if ahead <= MONTHS_AHEAD else ahead - 12)) // 12

    def _read_buddhist(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        year = shape.slots["buddhist"]
        if year not in calendars.BUDDHIST_YEARS:
            return None
        year -= calendars.BUDDHIST_OFFSET
        month, day = shape.slots.get("month"), shape.slots.get("day")
        if month and day:
            return checked(calendars.day_value(year, month, day), "day", (), "buddhist")
        value = calendars.month_value(year, month) if month else calendars.year_value(year)
        return Found(value, "month" if month else "year", calendar="buddhist")


def replace_slots(shape: Shape, kind: str, **slots: Any) -> Shape:
    """The shape as another kind with other slots."""
    return replace(shape, kind=kind, slots={**shape.slots, **slots})


def checked(
    value: str | None, precision: str, flags: tuple[str, ...] = (), calendar: Calendar = "gregorian"
) -> Found:
    return Found(value, precision, flags if value else (*flags, "no-such-day"), calendar)


def _third(value: str | None, part: str) -> str | None:
    """A third of an interval of days."""
    if value is None or "/" not in value:
        return value
    first, last = (date.fromisoformat(v) for v in value.split("/"))
    days = calendars.MONTH_PARTS.get(part, (1, 31))
    begin, end = first + timedelta(days[0] - 1), min(last, first + timedelta(days[1] - 1))
    return f"{begin.isoformat()}/{end.isoformat()}"

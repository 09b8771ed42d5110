"""Date expressions, resolved against the publication date with the precision they have, in ISO 8601 and EDTF level 1.

Month and weekday names come from CLDR, every other word from the pack's `dates.toml`. Nothing is invented: a month stays a
month, and without a publication date whatever needs one stays unresolved. What had to be worked out is flagged:
`year-inferred` (a month without a year is the one nearest to the publication), `future-inferred` (a weekday after a word for
the future), `day-month-order` (3/4/2019 in a language that writes both), `calendar-approximate` (a Hijri day depends on the
moon sighted), `no-such-day`, `vague`, `unresolved`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from kabar.languages.dates import load_date_words
from kabar.languages.pack import load_pack
from kabar.model import DateMention, Span
from kabar.model.records import Calendar, Relation
from kabar.resolve import calendars
from kabar.resolve.datewords import Matcher, Shape, Year

# A numeric date stands alone: no digit or further part beside it.
NUMERIC = re.compile(r"(?<![\d.,:/-])(\d{1,2}|\d{4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?![\d/-]|[.,:]\d)")
SENTENCE_END = re.compile(r"[.!?؟।]\s|[。！？\n]")
# What stands after a clock time in ISO datetimes.
ISO_TIME = re.compile(r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
# Bare four-digit numbers that are read as years; anything earlier has a word or mark that says so.
BARE_YEARS = range(1900, 2100)
# Two-digit years of numeric dates as POSIX strptime has them: 69-99 are 19xx.
PIVOT = 69
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
    has_year: bool = True


@dataclass(frozen=True)
class Expression:
    """A found expression with the tokens it covers, `[first, last)`."""

    found: Found
    start: int
    end: int
    first: int
    last: int
    relation: Relation = "on"
    kind: str = ""
    shape: Shape | None = None


def find_dates(text: str, language: str, published: date | None) -> list[DateMention]:
    """Date expressions in text order; `value` is None, flag `unresolved`, where the text does not tell."""
    reader = _Reader(text, language, published)
    return [_mention(number, e) for number, e in enumerate(reader.expressions(), 1)]


def _mention(number: int, found: Expression) -> DateMention:
    value, flags = found.found.value, found.found.flags
    if value is None:
        flags = (*flags, "unresolved")
    span = Span(found.start, found.end)
    return DateMention(
        id=f"t{number}", evidence=(span,), confidence=0.3 if value is None else 0.7 if flags else 0.9, flags=flags,
        span=span, value=value, precision=found.found.precision, relation=found.relation,
        calendar=found.found.calendar,
    )  # fmt: skip


class _Reader:
    """One text being read."""

    def __init__(self, text: str, language: str, published: date | None) -> None:
        self.text, self.published = text, published
        self.words = load_date_words(language)
        self.matcher = Matcher(text, language)
        self.tokens = self.matcher.tokens
        self.future = load_pack(language).pattern("future_markers")

    def expressions(self) -> list[Expression]:
        if not self.words.phrases["months"]:
            return []
        numeric = self._numeric()
        taken = [(e.start, e.end) for e in numeric]
        shapes = [s for s in self.matcher.find() if not self._meets(s, taken)]
        found = [*numeric, *self._evaluated(shapes)]
        return self._joined(sorted(found, key=lambda e: e.start))

    def _meets(self, shape: Shape, taken: list[tuple[int, int]]) -> bool:
        if not taken:
            return False
        start, end = self.tokens[shape.start].start, self.tokens[shape.end - 1].end
        at = _after(taken, start)
        return any(s < end and start < e for s, e in taken[max(0, at - 1) : at + 1])

    # Numeric dates.

    def _numeric(self) -> list[Expression]:
        found = []
        starts = [t.start for t in self.tokens]
        for match in NUMERIC.finditer(self.text):
            read = self._numeric_value(match[1], match[2], match[3], match[4])
            if read is not None:
                time = ISO_TIME.match(self.text, match.end())
                end = time.end() if time else match.end()
                first, last = bisect_left(starts, match.start()), bisect_left(starts, end)
                relation = self._relation(first, last)
                found.append(Expression(read, match.start(), end, first, last, relation, "numeric"))
        return found

    def _numeric_value(self, a: str, mark: str, b: str, c: str) -> Found | None:
        """The day of three numbers by their shape, or by CLDR's order where the shape leaves it open; None for no date."""
        first, second, third = int(a), int(b), int(c)
        if len(a) == 4:
            if len(c) > 2:
                return None
            return self._of_year(first, second, third, ())
        if len(c) != 4 and (mark != "/" or not 1 <= third <= 99):
            return None
        year = third if len(c) == 4 else third + (1900 if third >= PIVOT else 2000)
        flags: tuple[str, ...] = () if len(c) == 4 else ("century-inferred",)
        month_first = self.words.order.index("m") < self.words.order.index("d")
        if first > 12 or second > 12:
            day, month = (first, second) if first > 12 else (second, first)
        else:
            # Where the month comes first by custom (English, Chinese), others write the day first, and points always do.
            month_first = month_first and mark == "/"
            day, month = (second, first) if month_first else (first, second)
            if month_first and day != month:
                flags = (*flags, "day-month-order")
        return self._of_year(year, month, day, flags)

    def _of_year(self, year: int, month: int, day: int, flags: tuple[str, ...]) -> Found | None:
        if self.words.phrases["persian_months"] and year in calendars.PERSIAN_YEARS:
            return _checked(calendars.from_persian(year, month, day), "day", flags, "persian")
        if self.words.phrases["hijri_months"] and year in calendars.HIJRI_YEARS:
            return _checked(
                calendars.from_hijri(year, month, day), "day", (*flags, "calendar-approximate"), "hijri"
            )
        if not 1000 <= year <= 2199 or month > 12:
            return None
        return _checked(calendars.day_value(year, month, day), "day", flags)

    # Shapes.

    def _evaluated(self, shapes: list[Shape]) -> list[Expression]:
        found: list[Expression] = []
        hint: int | None = None
        for number, shape in enumerate(shapes):
            start, end = self.tokens[shape.start], self.tokens[shape.end - 1]
            if self._heads_line(shape):
                hint = shape.slots["year"].number
            elif hint is not None and self._new_line_between(found, shape):
                hint = None
            year = hint if hint is not None else self._year_of_next(shapes, number)
            relation = "on" if shape.kind in ("range", "years") else self._relation(shape.start, shape.end)
            for read, first, last in self._read(shape, relation, year):
                begin = self.tokens[first].start if first != shape.start else start.start
                stop = self.tokens[last - 1].end if last != shape.end else end.end
                found.append(Expression(read, begin, stop, first, last, relation, shape.kind, shape))
        return found

    def _heads_line(self, shape: Shape) -> bool:
        """A year and a colon at the beginning of a line date the line."""
        if shape.kind != "year":
            return False
        token = self.tokens[shape.start]
        after = self.tokens[shape.end].word if shape.end < len(self.tokens) else ""
        return (shape.start == 0 or token.fresh) and after == ":"

    def _new_line_between(self, found: list[Expression], shape: Shape) -> bool:
        last = found[-1].last if found else 0
        return any(t.fresh for t in self.tokens[last : shape.start + 1])

    def _year_of_next(self, shapes: list[Shape], number: int) -> int | None:
        """The year of the next date when only "and", "to" or a comma stands between ("in May and June 2018")."""
        for earlier, later in zip(shapes[number:], shapes[number + 1 : number + 5], strict=False):
            between = self.tokens[earlier.end : later.start]
            if len(between) > 3 or not (self._links(earlier.end, later.start)):
                return None
            if isinstance(year := later.slots.get("year"), Year):
                return year.number
        return None

    def _links(self, start: int, end: int) -> bool:
        """Whether words between two dates only join them."""
        if start >= end:
            return False
        joint = self.matcher.phrase("and", start) or self.matcher.phrase("to", start)
        at = joint[0] if joint else start + (self.tokens[start].word in "、-‐‑–—")
        while start < at < end and (found := self.matcher.phrase("before_month", at)):
            at = found[0]
        return at == end

    def _relation(self, first: int, last: int) -> Relation:
        """What the words right before or behind an expression say of it."""
        if first < len(self.tokens) and not (self.tokens[first].fresh):
            longest: tuple[int, Relation] | None = None
            names: tuple[Relation, ...] = ("since", "until", "before", "after")
            for name in names:
                start = self.matcher.phrase_before(name, first)
                if start is not None and (longest is None or start < longest[0]):
                    longest = (start, name)
            if longest:
                return longest[1]
        if last < len(self.tokens) and not self.tokens[last].fresh:
            behind: tuple[tuple[str, Relation], ...] = (
                ("since_after", "since"), ("until_after", "until"), ("before_after", "before"), ("after_after", "after"),
            )  # fmt: skip
            for table, relation in behind:
                if self.matcher.phrase(table, last):
                    return relation
        return "on"

    def _read(self, shape: Shape, relation: Relation, year: int | None) -> list[tuple[Found, int, int]]:
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
    ) -> tuple[int | None, tuple[str, ...], bool]:
        """The year of a month: its own, its neighbour's, or the one that brings it nearest to the publication."""
        own = shape.slots.get("year")
        if own is not None:
            return own.number, (), True
        if hint is not None:
            return hint, ("year-from-context",), True
        if self.published is None:
            return None, (), False
        ahead = (month - self.published.month) % 12
        reach = MONTHS_AHEAD_UNTIL if relation in ("until", "before") else MONTHS_AHEAD
        index = (
            self.published.year * 12 + self.published.month - 1 + (ahead if ahead <= reach else ahead - 12)
        )
        return index // 12, ("year-inferred",), False

    def _read_date(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        month, day = shape.slots["month"], shape.slots["day"]
        if self._other_word(shape, bool(shape.slots.get("year"))):
            return None
        if (
            "year" not in shape.slots
            and self.tokens[shape.end - 1].word.isdecimal()
            and self._counts(shape.end)
        ):
            return self._read_month(shape, relation, hint)
        year, flags, has_year = self._year(shape, month, relation, hint)
        if year is None:
            return Found(None, "day", has_year=False)
        if not has_year and month == 2 and day == 29:
            year = next(
                (y for y in (year, year - 1, year - 2, year - 3) if calendars.day_value(y, 2, 29)), year
            )
        return replace(_checked(calendars.day_value(year, month, day), "day", flags), has_year=has_year)

    def _read_month(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        alone = not {"year", "day"} & shape.slots.keys()
        if self._other_word(shape, not alone):
            return None
        year, flags, has_year = self._year(shape, shape.slots["month"], relation, hint)
        if year is None:
            return Found(None, "month", has_year=False)
        return Found(calendars.month_value(year, shape.slots["month"]), "month", flags, has_year=has_year)

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
        year, flags, has_year = self._year(shape, month, relation, hint)
        if year is None:
            return Found(None, "interval", has_year=False)
        ends = (calendars.day_value(year, month, shape.slots[d]) for d in ("day", "day2"))
        return replace(_checked(calendars.interval(*ends), "interval", flags), has_year=has_year)

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
        return Found(calendars.duration(number, unit), "duration")

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
            days, flags = (7 - back) % 7, ("future-inferred",)
        else:
            days, flags = -back, ()
        return Found(calendars.shifted(self.published, "day", days), "day", flags)

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
        if year is None:
            if self.published is None:
                return Found(None, precision, flags, "hijri")
            year, flags = (
                self._lunar_year(month or 1, calendars.hijri_year(self.published)),
                (*flags, "year-inferred"),
            )
        return _checked(calendars.from_hijri(year, month, day) if year else None, precision, flags, "hijri")

    def _read_persian(self, shape: Shape, relation: Relation, hint: int | None) -> Found | None:
        slots = shape.slots
        flags: tuple[str, ...] = ()
        month, day = slots.get("persian"), slots.get("day")
        year = slots.get("persian_year", slots.get("persian_marked"))
        if month and not day and not year and self._ambiguous_persian(shape):
            return None
        precision = "day" if day else "month" if month else "year"
        if year is None:
            if self.published is None:
                return Found(None, precision, calendar="persian")
            year, flags = (
                self._lunar_year(month or 1, calendars.persian_year(self.published)),
                ("year-inferred",),
            )
        return _checked(
            calendars.from_persian(year, month, day) if year else None, precision, flags, "persian"
        )

    def _ambiguous_persian(self, shape: Shape) -> bool:
        word = tuple(t.word for t in self.tokens[shape.start : shape.end])
        return (
            word in self.words.phrases["ambiguous"]
            and self.matcher.phrase_before("before_month", shape.start) is None
        )

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
            return _checked(calendars.day_value(year, month, day), "day", (), "buddhist")
        value = calendars.month_value(year, month) if month else calendars.year_value(year)
        return Found(value, "month" if month else "year", calendar="buddhist")

    # Neighbours.

    def _joined(self, found: list[Expression]) -> list[Expression]:
        """A weekday beside its date or week becomes one with it, two dates joined by words of a range an interval."""
        joined: list[Expression] = []
        for expression in found:
            last = joined[-1] if joined else None
            one = self._one(last, expression) if last else None
            if one is not None:
                joined[-1] = one
            else:
                joined.append(self._anchored(last, expression))
        return joined

    def _one(self, a: Expression, b: Expression) -> Expression | None:
        between = self.text[a.end : b.start]
        if "\n" in between or len(between) > 30:
            return None
        gap = between.strip(" \u00a0,،()'’")
        small = (
            not gap
            or self.matcher.phrase("of", a.last) == (b.first, True)
            or (
                self.matcher.phrase("before_weekday", a.last)
                or self.matcher.phrase("day_before", a.last)
                or (0, 0)
            )[0]
            == b.first
        )
        for weekday, other in ((a, b), (b, a)):
            if weekday.kind == "weekday" and small:
                if (
                    other.kind in ("date", "numeric", "hijri", "persian", "buddhist")
                    and other.found.precision == "day"
                ):
                    return self._with_weekday(weekday, other, a, b)
                week = other.found.precision == "week" and other.kind in ("relative", "last", "this", "next")
                if week and (other is b or "," not in between):
                    return self._weekday_of(weekday, other, a, b)
        return self._interval(a, b)

    def _with_weekday(
        self, weekday: Expression, other: Expression, a: Expression, b: Expression
    ) -> Expression:
        value, flags = other.found.value, other.found.flags
        wanted = weekday.shape.slots["weekday"] if weekday.shape else None
        if value and len(value) == 10 and date.fromisoformat(value).weekday() != wanted:
            flags = (*flags, "weekday-mismatch")
        relation = a.relation if a.relation != "on" else b.relation
        return replace(
            other, found=replace(other.found, flags=flags), start=a.start, end=b.end, first=a.first, last=b.last,
            relation=relation,
        )  # fmt: skip

    def _weekday_of(self, weekday: Expression, week: Expression, a: Expression, b: Expression) -> Expression:
        value = None
        if week.found.value and weekday.shape:
            monday = date.fromisoformat(week.found.value[:10])
            value = (monday + timedelta(weekday.shape.slots["weekday"])).isoformat()
        return replace(
            weekday,
            found=Found(value, "day"),
            start=a.start,
            end=b.end,
            first=a.first,
            last=b.last,
            kind="day-of-week",
        )

    def _interval(self, a: Expression, b: Expression) -> Expression | None:
        if "duration" in (a.found.precision, b.found.precision) or a.last >= b.first:
            return None
        if a.kind in ("range", "interval", "past", "coming", "ago") or b.kind in (
            "range",
            "interval",
            "past",
            "coming",
            "ago",
        ):
            return None
        until = self._linked(a, b)
        if not until:
            return None
        value = calendars.interval(_first(a.found.value), _last(b.found.value))
        if value is None and a.found.value and b.found.value:
            return None
        flags = tuple(dict.fromkeys((*a.found.flags, *b.found.flags)))
        return replace(
            b, found=Found(value, "interval", flags, b.found.calendar), start=a.start, first=a.first, kind="interval",
            relation="on",
        )  # fmt: skip

    def _linked(self, a: Expression, b: Expression) -> bool:
        """Whether "to", a dash, or "and" after a "between" stands between two dates."""
        to = self.matcher.phrase("to", a.last)
        if self.tokens[a.last].word in "-‐‑–—":
            to = (a.last + 1, None)
        if to is None and self.matcher.phrase_before("between", a.first) is not None:
            to = self.matcher.phrase("and", a.last)
        if to is None:
            return False
        at = to[0]
        while at < b.first:
            skip = self.matcher.phrase("before_month", at) or self.matcher.phrase("before_weekday", at)
            skip = skip or self.matcher.phrase("day_before", at) or self.matcher.phrase("of", at)
            if not skip:
                return False
            at = skip[0]
        return at == b.first

    def _anchored(self, last: Expression | None, found: Expression) -> Expression:
        """So many units from the day that the text gave just before: in the same sentence, or, for "the next day", in the
        one before."""
        if found.kind not in ("earlier", "later", "following") or found.shape is None:
            return found
        if last is None or last.found.precision != "day" or not last.found.value:
            return found
        ends = len(SENTENCE_END.findall(self.text, last.end, found.start))
        if ends > (found.kind == "following"):
            return found
        start = date.fromisoformat(last.found.value[:10])
        if found.kind == "following":
            return replace(
                found,
                found=Found(
                    calendars.shifted(start, "day", found.shape.slots["following"]), "day", ("anchored",)
                ),
            )
        number, unit = found.shape.slots["span"]
        if number is None:
            return found
        value = calendars.shifted(start, unit, number if found.kind == "later" else -number)
        return replace(found, found=Found(value, unit, ("anchored",)))


def replace_slots(shape: Shape, kind: str, **slots: Any) -> Shape:
    """The shape as another kind with other slots."""
    return replace(shape, kind=kind, slots={**shape.slots, **slots})


def _checked(
    value: str | None, precision: str, flags: tuple[str, ...] = (), calendar: Calendar = "gregorian"
) -> Found:
    return Found(value, precision, flags if value else (*flags, "no-such-day"), calendar)


def _first(value: str | None) -> str | None:
    return value.split("/")[0] if value else None


def _last(value: str | None) -> str | None:
    return value.split("/")[-1] if value else None


def _third(value: str | None, part: str) -> str | None:
    """A third of an interval of days."""
    if value is None or "/" not in value:
        return value
    first, last = (date.fromisoformat(v) for v in value.split("/"))
    days = calendars.MONTH_PARTS.get(part, (1, 31))
    begin, end = first + timedelta(days[0] - 1), min(last, first + timedelta(days[1] - 1))
    return f"{begin.isoformat()}/{end.isoformat()}"


def _after(spans: list[tuple[int, int]], at: int) -> int:
    """How many of the spans, in order, begin before `at`."""
    return bisect_left(spans, (at, at))

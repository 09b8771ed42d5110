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

from kabar.model import DateMention, Span
from kabar.model.records import Relation
from kabar.resolve import calendars
from kabar.resolve.datevalues import APPROXIMATE, Found, ShapeReader, checked
from kabar.resolve.datewords import Shape, Year

# A numeric date stands alone: no digit or further part beside it.
NUMERIC = re.compile(r"(?<![\d.,:/-])(\d{1,2}|\d{4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?![\d/-]|[.,:]\d)")
SENTENCE_END = re.compile(r"[.!?؟।]\s|[。！？\n]")
# What stands after a clock time in ISO datetimes.
ISO_TIME = re.compile(r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
# Two-digit years of numeric dates as POSIX strptime has them: 69-99 are 19xx.
PIVOT = 69


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


class _Reader(ShapeReader):
    """One text being read."""

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
            return checked(calendars.from_persian(year, month, day), "day", flags, "persian")
        if self.words.phrases["hijri_months"] and year in calendars.HIJRI_YEARS:
            return checked(calendars.from_hijri(year, month, day), "day", (*flags, *APPROXIMATE), "hijri")
        if not 1000 <= year <= 2199 or month > 12:
            return None
        return checked(calendars.day_value(year, month, day), "day", flags)

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
            for read, first, last in self.read(shape, relation, year):
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


def _first(value: str | None) -> str | None:
    return value.split("/")[0] if value else None


def _last(value: str | None) -> str | None:
    return value.split("/")[-1] if value else None


def _after(spans: list[tuple[int, int]], at: int) -> int:
    """How many of the spans, in order, begin before `at`."""
    return bisect_left(spans, (at, at))

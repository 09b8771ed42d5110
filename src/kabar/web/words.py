"""The interface in the reader's language: messages from the catalogues, numbers and dates by locale (CLDR through Babel)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.core import get_global, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from kabar.web.codes import CODES
from kabar.web.safe import direction

CATALOGUES = Path(__file__).parent / "locale"
SOURCE = "en"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Read once: it is asked for on every line of a table.
NUMBER = numbers.parse_pattern("#,##0.##")
MONTH = re.compile(r"\d{4}-\d{2}")


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, English first: adding one is adding a folder."""
    found = sorted(p.parent.parent.name for p in CATALOGUES.glob("*/LC_MESSAGES/kabar.po"))
    return (SOURCE, *(code for code in found if code != SOURCE))


@dataclass(frozen=True)
class Words:
    """How one language says what the pages say."""

    language: str
    locale: Locale
    messages: NullTranslations

    @property
    def direction(self) -> str:
        return direction(self.language)

    def __call__(self, message: str, **values: object) -> str:
        """A message of the interface; `%(name)s` stands for a value."""
        found = self.messages.gettext(message)
        return found % values if values else found

    def several(self, one: str, more: str, n: int, **values: object) -> str:
        """A message that counts: `%(n)s` is the number by locale."""
        return self.messages.ngettext(one, more, n) % {"n": self.number(n), **values}

    def number(self, value: float | None) -> str:
        return "" if value is None else str(NUMBER.apply(value, self.locale))

    def percent(self, value: float) -> str:
        return str(numbers.format_percent(value, locale=self.locale))

    def day(self, value: date | None) -> str:
        return "" if value is None else str(dates.format_date(value, "medium", locale=self.locale))

    def moment(self, value: datetime) -> str:
        return str(dates.format_datetime(value, "medium", locale=self.locale))

    def when(self, value: str | None) -> str:
        """An ISO 8601/EDTF date as a person writes it; what is more than days and months stays as it is."""
        if not value:
            return ""
        if "/" in value:
            first, _, last = value.partition("/")
            if first == last:
                return self.when(first)
            if first in ("", ".."):
                return self("until %(day)s", day=self.when(last))
            if last in ("", ".."):
                return self("since %(day)s", day=self.when(first))
            return self("%(first)s to %(last)s", first=self.when(first), last=self.when(last))
        try:
            if DAY.fullmatch(value[:10]) and len(value) in (10, 16, 19, 25):
                return self.day(date.fromisoformat(value[:10]))
            if MONTH.fullmatch(value):
                month = date.fromisoformat(f"{value}-01")
                return str(dates.format_skeleton("yMMMM", month, locale=self.locale))
        except ValueError:
            pass
        return value

    def code(self, kind: str, code: str | None) -> str:
        """A code in words; a code that the table lacks is shown as it is."""
        if not code:
            return ""
        message = CODES.get(kind, {}).get(code)
        return self(message) if message else code.replace("-", " ").replace("_", " ")

    def bounds(self, low: float | None, high: float | None, wording: str = "") -> str:
        """A number with its bounds in words; an open end is said."""
        if low is None and high is None:
            return self("no number given")
        if high is None:
            return self("%(n)s or more", n=self.number(low))
        if low is None:
            return self("up to %(n)s", n=self.number(high))
        if low != high:
            return self("%(low)s to %(high)s", low=self.number(low), high=self.number(high))
        return self("about %(n)s", n=self.number(low)) if wording == "about" else self.number(low)

    def span(self, low: float | None, high: float | None, lowest: float, highest: float) -> str:
        """From the lowest to the highest of several figures; `low` and `high` are None where one of them is open there."""
        if low is not None and high is not None:
            return self.bounds(low, high)
        if lowest == highest and (low is None) != (high is None):
            return self.bounds(low, high)
        first, last = self.number(lowest), self.number(highest)
        if low is not None:
            return self("%(low)s to %(high)s or more", low=first, high=last)
        if high is not None:
            return self("%(low)s or fewer to %(high)s", low=first, high=last)
        return self("%(low)s or fewer to %(high)s or more", low=first, high=last)

    def head(self, axis: str, value: str | None, name: str | None) -> str:
        """A row or column of a table of figures: a code in words, a day by locale, else its name."""
        if value is None:
            return self("not said")
        if axis in ("month", "day", "published"):
            return self("over more than one") if value == "several" else self.when(value)
        if axis == "language":
            return self.language_name(value)
        if axis == "country":
            return self.country_name(value)
        kind = "unit" if axis == "group" else axis
        return self.code(kind, value) if kind in CODES and kind not in ("source", "place") else name or value

    def country_name(self, code: str | None) -> str:
        """A country's name (CLDR) by its ISO 3166-1 alpha-3 code; the code where CLDR has no name."""
        return self.countries.get(code, code) if code else ""

    @cached_property
    def countries(self) -> dict[str, str]:
        """The names of countries by ISO 3166-1 alpha-3 code."""
        names = self.locale.territories
        aliases = get_global("territory_aliases")
        return {
            three: names[twos[0]] for three, twos in aliases.items()
            if len(three) == 3 and three.isalpha() and twos[0] in names
        }  # fmt: skip

    def language_name(self, code: str) -> str:
        """A language's name in this language."""
        try:
            return Locale.parse(code, sep="-").get_display_name(self.locale) or code
        except (UnknownLocaleError, ValueError):
            return code


@cache
def words(language: str) -> Words:
    """The words of a language that has a catalogue, of English for any other."""
    if language not in languages():
        language = SOURCE
    path = CATALOGUES / language / "LC_MESSAGES/kabar.po"
    messages: NullTranslations = NullTranslations()
    if path.is_file():
        # Catalogues are kept as text only: compiling one takes less time than a page.
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        messages = Translations(compiled)
    return Words(language, Locale.parse(language), messages)


def chosen(wanted: str | None, accepted: str) -> str:
    """The language to use: the one asked for, else the best of an Accept-Language header, else English."""
    known = languages()
    if wanted in known:
        return str(wanted)
    ranked = [part.split(";")[0].strip() for part in accepted.split(",")[:20]]
    return negotiate_locale([r for r in ranked if r], known, sep="-") or SOURCE

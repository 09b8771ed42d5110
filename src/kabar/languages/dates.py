"""The words a language dates with: CLDR's months, weekdays and order of numeric dates, and the pack's `dates.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from kabar.errors import KabarError
from kabar.languages.pack import any_of, load_pack, packs_folder
from kabar.languages.script import UNSPACED

LONGEST_SHORT = 3
# The largest spelled-out number of days, weeks or years.
LARGEST = 100
# Tables of dates.toml: form -> value.
TABLES = (
    "months", "weekdays", "numbers", "parts", "parts_after", "decades", "relative",
    "following", "seasons", "units", "lengths", "ordinals", "hijri_months", "persian_months",
)  # fmt: skip
# Lists of words of dates.toml.
LISTS = (
    "before_month", "after_month", "before_weekday", "ambiguous", "of", "to", "between", "and", "ones", "some", "ordinal_marks", "year_before", "year_after",
    "month_before", "month_after", "day_before", "day_after", "decade_before", "decade_after", "since", "until", "before",
    "after", "since_after", "until_after", "before_after", "after_after", "age_before", "age_after", "hijri_era", "persian_era",
    "buddhist_era", "prefixes",
)  # fmt: skip
# Lists of patterns with {slots} of dates.toml.
PATTERNS = (
    "ago", "ahead", "earlier", "later", "past", "coming", "lasting", "last", "this", "next", "week_before", "this_week", "week_after",
    "century",
)  # fmt: skip
SLOTS = ("span", "n", "weekday", "month", "season", "unit", "ordinal")
# Arabic vowel signs and the stretched line, which are written or not; the dot that a Turkish İ leaves in lower case.
UNWRITTEN = re.compile("[\u0640\u064b-\u0652\u0307]")
# One letter for those that writers of Arabic script use for one another: alef with or without hamza, kaf, yeh.
ALIKE = str.maketrans("\u0623\u0625\u0643\u064a\u0649", "\u0627\u0627\u06a9\u06cc\u06cc")
TOKEN = re.compile(
    rf"\d+|{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern})[^\W\d_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0d7f])+|\S"
)


def folded(word: str) -> str:
    """A word without case, vowel signs and variants of one letter.

    >>> folded("Mayıs"), folded("الأسبوع") == folded("الاسبوع")
    ('mayıs', True)
    """
    return UNWRITTEN.sub("", word.casefold()).translate(ALIKE).replace("’", "'").replace("ʼ", "'")


def words_in(form: str) -> tuple[str, ...]:
    """The words of a form as a text is cut into them; hyphens part words and are none."""
    return tuple(folded(t) for t in TOKEN.findall(form) if t not in "-\u200c\u200d")


Phrases = dict[str, dict[tuple[str, ...], Any]]


@dataclass(frozen=True)
class DateWords:
    """What a language dates with. Months 1-12, weekdays 0 (Monday) to 6; empty where nothing is known.

    `phrases` holds for each table and list the word sequences and what they mean, `longest` how many words they have at
    most, `first` and `last` the words they begin and end with; `patterns` for each kind the sequences
    of words and {slots}; `order` the letters of CLDR's short date ("dmy"); `vocabulary` every word that may stand in a date; `capital` whether
    names of months begin with a capital; `counted` finds what is counted, so that a number before it is no date.
    """

    phrases: Phrases
    longest: dict[str, int]
    first: dict[str, frozenset[str]]
    last: dict[str, frozenset[str]]
    patterns: tuple[tuple[str, tuple[str, ...]], ...]
    order: str
    unit_first: bool
    capital: bool
    counted: re.Pattern[str]
    vocabulary: frozenset[str]

    def prefix(self, word: str) -> int:
        """How many letters of a word are prefixes glued to a word of a date ("and", "in" in Arabic)."""
        if word in self.vocabulary:
            return 0
        for (prefix,) in self.phrases["prefixes"]:
            if word.startswith(prefix) and word[len(prefix) :] in self.vocabulary:
                return len(prefix)
        return 0


@cache
def load_date_words(language: str) -> DateWords:
    """The words of a BCP 47 language; months and weekdays alone where it has no pack. Raises KabarError for a bad file."""
    code = language.split("-")[0]
    table = _table(code)
    pack = load_pack(code)
    phrases: Phrases = {name: {} for name in (*TABLES, *LISTS)}
    months, weekdays, order = _calendar(language)
    for name, forms in (("months", months), ("weekdays", weekdays)):
        phrases[name] |= {words_in(f): v for f, v in forms.items()}
    for name in TABLES:
        phrases[name] |= {words_in(f): v for f, v in table.get(name, {}).items()}
    for name in LISTS:
        phrases[name] |= {words_in(f): True for f in table.get(name, [])}
    rows = [
        *pack.tables["numbers"],
        *(r for r in pack.tables["figures"] if r["kind"] == "number"),
    ]
    for row in rows:
        value = float(row["value"])
        if value.is_integer() and value <= LARGEST:
            phrases["numbers"][words_in(row["form"])] = int(value)
    patterns = tuple((kind, _pattern(code, p)) for kind in PATTERNS for p in table.get(kind, []))
    vocabulary = {w for forms in phrases.values() for form in forms for w in form}
    vocabulary |= {w for _, pattern in patterns for w in pattern if not w.startswith("{")}
    longest = {name: max(map(len, forms), default=0) for name, forms in phrases.items()}
    first = {name: frozenset(f[0] for f in forms if f) for name, forms in phrases.items()}
    last = {name: frozenset(f[-1] for f in forms if f) for name, forms in phrases.items()}
    unit_first = bool(pack.settings.get("unit_before_number"))
    capital = bool(months) and all(m[0].isupper() for m in months)
    counted = any_of(
        r["form"] for r in pack.tables["figures"] if r["kind"] in ("unit", "magnitude", "uncounted")
    )
    return DateWords(
        phrases, longest, first, last, patterns, order, unit_first, capital, counted, frozenset(vocabulary)
    )


def _pattern(code: str, pattern: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in re.split(r"(\{\w+\})", pattern):
        if part.startswith("{"):
            if part[1:-1] not in SLOTS:
                raise KabarError(
                    f"languages/packs/{code}/dates.toml: '{pattern}' has {part}; known are "
                    + ", ".join(f"{{{s}}}" for s in SLOTS)
                )
            found.append(part)
        else:
            found.extend(words_in(part))
    return tuple(found)


def _table(code: str) -> dict[str, Any]:
    path = packs_folder() / code / "dates.toml"
    if not code.isalpha() or not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KabarError(f"languages/packs/{code}/dates.toml: {error}; mend that line") from error
    unknown = sorted(set(table) - {*TABLES, *LISTS, *PATTERNS})
    if unknown:
        raise KabarError(f"languages/packs/{code}/dates.toml: '{unknown[0]}' is no table that dates know")
    return table


def _calendar(language: str) -> tuple[dict[str, int], dict[str, int], str]:
    """CLDR's names of months and weekdays, and its order of day, month and year ("dmy")."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}, {}, "dmy"
    names: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for width in ("abbreviated", "wide"):
        for form in ("format", "stand-alone"):
            for found, table in zip(names, (locale.months, locale.days), strict=True):
                found |= {n: k for k, n in table[form][width].items() if width == "wide" or _tells(n)}
    pattern = locale.date_formats["short"].pattern.casefold()
    return *names, "".join(dict.fromkeys(c for c in pattern if c in "dmy"))


def _tells(name: str) -> bool:
    """Short forms of up to three letters ("mar", "sun") are other words too often."""
    return len(name.rstrip(".")) > LONGEST_SHORT or not name.isascii() or not name.isalpha()

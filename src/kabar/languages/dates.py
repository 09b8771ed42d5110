"""The words a language dates with: CLDR's months and weekdays, and the pack's `dates.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from kabar.errors import KabarError
from kabar.languages.pack import load_pack, packs_folder

Value = TypeVar("Value")
LONGEST_SHORT = 3


@dataclass(frozen=True)
class DateWords:
    """Lower-case forms and what they mean; months 1-12, weekdays 0 (Monday) to 6. Empty where nothing is known."""

    months: dict[str, int]
    weekdays: dict[str, int]
    parts: dict[str, str]
    relative: dict[str, str]
    seasons: dict[str, str]
    units: dict[str, str]
    numbers: dict[str, int]
    before_month: tuple[str, ...]
    before_weekday: tuple[str, ...]
    ago: tuple[str, ...]
    last_weekday: tuple[str, ...]

    @staticmethod
    def of(table: Mapping[str, Value], found: str) -> Value:
        """What a form means that the text has in any case."""
        word = found.casefold()
        if word in table:
            return table[word]
        # Some letters have another length or form in lower case (Turkish İ).
        return next(v for k, v in table.items() if k.casefold().replace("i̇", "i") == word.replace("i̇", "i"))


@cache
def load_date_words(language: str) -> DateWords:
    """The words of a BCP 47 language; months and weekdays alone where it has no pack. Raises KabarError for a bad file."""
    code = language.split("-")[0]
    months, weekdays = _calendar(language)
    table = _table(code)
    pack = load_pack(code)
    numbers = {r["form"]: int(r["value"]) for r in pack.tables["numbers"] if int(r["value"]) <= 100}
    return DateWords(
        months | _folded(table, "months"), weekdays | _folded(table, "weekdays"), _folded(table, "parts"),
        _folded(table, "relative"), _folded(table, "seasons"), _folded(table, "units"), numbers,
        tuple(table.get("before_month", ())), tuple(table.get("before_weekday", ())),
        tuple(table.get("ago", ())), tuple(table.get("last_weekday", ())),
    )  # fmt: skip


def _folded(table: dict[str, Any], name: str) -> dict[str, Any]:
    return {k.casefold(): v for k, v in table.get(name, {}).items()}


def _table(code: str) -> dict[str, Any]:
    path = packs_folder() / code / "dates.toml"
    if not code.isalpha() or not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KabarError(f"languages/packs/{code}/dates.toml: {error}; mend that line") from error


def _calendar(language: str) -> tuple[dict[str, int], dict[str, int]]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}, {}
    months: dict[str, int] = {}
    days: dict[str, int] = {}
    for width in ("abbreviated", "wide"):
        for form in ("format", "stand-alone"):
            months |= {
                n.casefold(): k for k, n in locale.months[form][width].items() if width == "wide" or _tells(n)
            }
            days |= {
                n.casefold(): k for k, n in locale.days[form][width].items() if width == "wide" or _tells(n)
            }
    return months, days


def _tells(name: str) -> bool:
    """Short forms of up to three letters ("mar", "sun") are other words too often."""
    return len(name.rstrip(".")) > LONGEST_SHORT or not name.isascii() or not name.isalpha()

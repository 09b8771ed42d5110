"""A query as a person writes it: `concept=displaced place=Idlib since=2019-05-01`."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from math import isfinite
from typing import Any

from kabar.errors import KabarError
from kabar.store.query import Query


def _number(value: str) -> float:
    found = float(value)
    if not isfinite(found):
        raise ValueError
    return found


def _numbers(count: int) -> Callable[[str], tuple[float, ...]]:
    def read(value: str) -> tuple[float, ...]:
        found = tuple(_number(part) for part in value.split(","))
        if len(found) != count:
            raise ValueError
        return found

    return read


def _place(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


def _words(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part)


# What each filter takes: how it is read, and how that is told to the user. The others take words as they are.
READ: dict[str, tuple[Callable[[str], Any], str]] = {
    "place": (_place, "a name or a GeoNames id"),
    "box": (_numbers(4), "south,west,north,east in degrees"),
    "near": (_numbers(3), "latitude,longitude,kilometres"),
    **dict.fromkeys(("since", "until", "published_since", "published_until"), (date.fromisoformat, "a day, YYYY-MM-DD")),
    **dict.fromkeys(("low", "high", "confidence"), (_number, "a number")),
    **dict.fromkeys(("flags", "without_flags"), (_words, "flags with commas between them")),
    "article": (int, "the number of an article"),
}  # fmt: skip


def parse_query(text: str) -> Query:
    """The query that `filter=value` pairs ask for; a value with spaces is put in quotation marks.

    Raises KabarError for an unknown filter or a value that it does not take.

    >>> parse_query("concept=killed place='Khan Sheikhoun' low=10").place
    'Khan Sheikhoun'
    >>> parse_query("low=1e400")
    Traceback (most recent call last):
    kabar.errors.KabarError: '1e400' is no value for low: it takes a number
    """
    names = [f.name for f in fields(Query)]
    try:
        parts = shlex.split(text)
    except ValueError as error:
        raise KabarError(f"the query can't be read ({error}): close the quotation marks") from None
    found: dict[str, Any] = {}
    for part in parts:
        name, equals, value = part.partition("=")
        if not equals or name not in names:
            raise KabarError(f"'{part}' is no filter: write filter=value with one of {', '.join(names)}")
        read, told = READ.get(name, (str, "words"))
        try:
            found[name] = read(value)
        except ValueError:
            raise KabarError(f"'{value}' is no value for {name}: it takes {told}") from None
    return Query(**found)

"""Which fields of a record a person may correct, and how what was typed is read.

A corrected value is kept as plain JSON that still means the same when the article is read again: a person or body by its id in
kabar's table or by name, a place by its GeoNames id or by name, another record by its key, a passage as [start, end).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kabar.errors import KabarError
from kabar.store import choices
from kabar.store.edtf import NONE, bounds

Holds = Literal[
    "number", "whole", "text", "code", "date", "yes", "span", "spans", "codes", "actor", "actors", "place", "record", "records",
]  # fmt: skip
MANY = ("spans", "codes", "actors", "records")
DURATION = re.compile(r"P(?=\d|T\d)(\d+[YMWD])*(T(\d+[HMS])+)?$")
LONGEST = 500


@dataclass(frozen=True)
class Field:
    """What a field holds. `codes` gives the values that it may have, `of` the kind of record that it points at."""

    holds: Holds
    optional: bool = True
    codes: Callable[[], tuple[str, ...]] | None = None
    of: str = ""


def _code(codes: Callable[[], tuple[str, ...]], optional: bool = True) -> Field:
    return Field("code", optional, codes)


def _type(name: str, optional: bool = False) -> Field:
    return Field("code", optional, lambda: choices.of_type(name))


DATE, TEXT, NUMBER, SPAN, SPANS = (Field(h) for h in ("date", "text", "number", "span", "spans"))
ACTOR, ACTORS, PLACE = Field("actor"), Field("actors"), Field("place")

FIELDS: dict[str, dict[str, Field]] = {
    "figure": {
        "low": NUMBER, "high": NUMBER, "wording": _code(lambda: choices.WORDINGS, False), "unit": _code(choices.units, False),
        "concept": _code(choices.concepts, False), "group": _code(choices.groups), "measure": _type("Measure", True),
        "counting": _type("Counting", True), "sectors": Field("codes", codes=choices.sectors), "source": ACTOR, "place": PLACE,
        "since": DATE, "until": DATE, "as_of": DATE, "span": Field("span", False), "statement": Field("record", of="statement"),
        "part_of": Field("record", of="figure"),
    },
    "statement": {
        "sources": ACTORS, "act": _type("Act"), "mode": _type("Mode"), "addressees": ACTORS, "targets": ACTORS,
        "relayed_by": ACTOR, "channel": TEXT, "said_on": DATE, "source_span": SPAN, "cue": SPAN,
        "content": Field("spans", False),
    },
    "event": {
        "plover": _code(choices.plover, False), "mode": _code(choices.plover_modes), "cameo": _code(choices.cameo),
        "acled": _code(choices.acled), "acled_sub": _code(choices.acled_sub), "status": _type("EventStatus"),
        "actors": ACTORS, "targets": ACTORS, "civilians_targeted": Field("yes", False), "claimed_by": ACTORS,
        "denied_by": ACTORS, "place": PLACE, "date": DATE, "killed": Field("records", of="figure"),
        "injured": Field("records", of="figure"), "trigger": Field("span", False),
        "statement": Field("record", of="statement"),
    },
    "agreement": {
        "kind": _code(choices.agreements, False), "parties": ACTORS, "brokers": ACTORS, "place": PLACE, "date": DATE,
        "span": Field("span", False), "terms": SPANS,
    },
    "breach": {"by": ACTORS, "against": ACTORS, "what": SPANS, "statement": Field("record", False, of="statement")},
    "mention": {
        "name": Field("text", False), "kind": _type("ActorKind"), "country": TEXT, "affiliation": ACTOR,
    },
    "place": {
        "name": Field("text", False), "kind": Field("text", False), "country": TEXT, "admin1": TEXT, "latitude": NUMBER,
        "longitude": NUMBER, "geonames": Field("whole"), "precision": Field("whole", False),
    },
    "date_mention": {
        "value": DATE, "relation": _type("Relation"), "calendar": _type("Calendar"), "span": Field("span", False),
    },
    "damage": {"should_read": TEXT, "span": Field("span", False)},
}  # fmt: skip


def field_of(kind: str, name: str) -> Field:
    """The field. Raises KabarError where a person may not correct it."""
    if kind not in FIELDS:
        raise KabarError(
            f"a {kind} can't be corrected: correct the records that it is made of, or say that it is wrong"
        )
    if name not in FIELDS[kind]:
        raise KabarError(f"a {kind} has no field '{name}' to correct: use {', '.join(FIELDS[kind])}")
    return FIELDS[kind][name]


def parts(given: object) -> list[object]:
    """The values of a field that holds many: a list, or a text with semicolons between them."""
    if given is None:
        return []
    if isinstance(given, str):
        return [p.strip() for p in given.split(";") if p.strip() and p.strip().casefold() != "none"]
    if isinstance(given, list | tuple):
        return [g for g in given if g not in (None, "")]
    return [given]


def plain(name: str, field: Field, given: object, text: str) -> object:
    """A value that names no other record, as it is kept. Raises KabarError for what the field does not take."""
    if isinstance(given, str) and given.strip().casefold() in ("", "none"):
        given = None
    if given is None:
        if not field.optional:
            raise KabarError(f"{name} can't be left empty: say what it is")
        return None
    return READ[field.holds](name, field, given, text)


def _number(name: str, field: Field, given: object, text: str) -> float:
    try:
        value = (
            float(given) if isinstance(given, str | int | float) and not isinstance(given, bool) else math.nan
        )
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise KabarError(f"'{given}' is no number for {name}: write it in digits, as 1200 or 0.5, or none")
    return value


def _whole(name: str, field: Field, given: object, text: str) -> int:
    value = _number(name, field, given, text)
    if value != int(value):
        raise KabarError(f"'{given}' is no whole number for {name}: write it in digits")
    return int(value)


def _text(name: str, field: Field, given: object, text: str) -> str:
    if not isinstance(given, str) or len(given) > LONGEST or "\n" in given:
        raise KabarError(f"{name} is a line of at most {LONGEST} characters")
    return given.strip()


def _code_value(name: str, field: Field, given: object, text: str) -> str:
    allowed = field.codes() if field.codes else ()
    if given not in allowed:
        near = ", ".join(allowed[:40]) + (" ..." if len(allowed) > 40 else "")
        raise KabarError(f"'{given}' is no value of {name}: use {near}")
    return str(given)


def _date(name: str, field: Field, given: object, text: str) -> str:
    value = str(given).strip()
    if bounds(value) == NONE and not DURATION.match(value):
        raise KabarError(
            f"'{given}' is no date for {name}: write 2019-05-31, 2019-05, 2019 or 2019-05-01/2019-05-31"
        )
    return value


def _yes(name: str, field: Field, given: object, text: str) -> bool:
    if isinstance(given, bool):
        return given
    if str(given).casefold() not in ("yes", "no"):
        raise KabarError(f"{name} is yes or no, not '{given}'")
    return str(given).casefold() == "yes"


def _span(name: str, field: Field, given: object, text: str) -> list[int]:
    found = given
    if isinstance(given, str):
        found = (
            [int(p) for p in given.split(":")] if re.fullmatch(r"\d{1,9}:\d{1,9}", given.strip()) else None
        )
    numbers = [n for n in found if type(n) is int] if isinstance(found, list | tuple) else []
    if len(numbers) != 2 or (isinstance(found, list | tuple) and len(found) != 2):
        raise KabarError(f"'{given}' is no passage for {name}: give start:end in characters of the article")
    start, end = numbers
    if not 0 <= start < end <= len(text):
        raise KabarError(
            f"{name} [{start}, {end}) is not inside the article, which has {len(text)} characters"
        )
    return [start, end]


READ: dict[str, Callable[[str, Field, object, str], object]] = {
    "number": _number, "whole": _whole, "text": _text, "code": _code_value, "codes": _code_value, "date": _date, "yes": _yes,
    "span": _span, "spans": _span,
}  # fmt: skip

"""The values that a coded field of a record may have, each from the table that it is read from."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import get_args

from kabar.codes.crosswalk import load_crosswalk
from kabar.languages.pack import load_pack
from kabar.model import records
from kabar.resolve.figure_table import HEDGES, SAME
from kabar.tagger.labels import EVENTS

SECTOR = "sector:"
# How a figure is worded beside the hedges of the packs.
WORDINGS = ("exact", *HEDGES, "range", "vague")


def of_type(name: str) -> tuple[str, ...]:
    """The values of a type of `model.records`: "Act", "Mode", "EventStatus" ..."""
    return get_args(getattr(records, name))


@cache
def of_packs(table: str, kind: str | None = None) -> tuple[str, ...]:
    """What the language packs' table gives: of `figures` the values of a kind of row, else the kinds themselves."""
    column = "value" if kind else "kind"
    folder = files("kabar.languages") / "packs"
    rows = (
        r for p in sorted(p.name for p in folder.iterdir() if p.is_dir()) for r in load_pack(p).tables[table]
    )
    return tuple(sorted({r[column] for r in rows if kind in (None, r["kind"])} - {"", SAME}))


def concepts() -> tuple[str, ...]:
    """What figures count."""
    return tuple(c for c in of_packs("figures", "concept") if not c.startswith(SECTOR))


def sectors() -> tuple[str, ...]:
    """The sectors of need."""
    found = of_packs("figures", "concept")
    return tuple(c.removeprefix(SECTOR) for c in found if c.startswith(SECTOR))


def units() -> tuple[str, ...]:
    """What is counted."""
    return of_packs("figures", "unit")


def groups() -> tuple[str, ...]:
    """Who of the people is counted."""
    return of_packs("figures", "group")


def agreements() -> tuple[str, ...]:
    """Kinds of agreements."""
    return of_packs("agreements")


@cache
def _of_codes(column: str) -> tuple[str, ...]:
    return tuple(sorted({str(v) for c in load_crosswalk().values() if (v := getattr(c, column))}))


def plover() -> tuple[str, ...]:
    """PLOVER's types, and flight."""
    return EVENTS[1:]


def plover_modes() -> tuple[str, ...]:
    """PLOVER's modes."""
    return _of_codes("mode")


def cameo() -> tuple[str, ...]:
    """CAMEO's codes."""
    return _of_codes("cameo")


def acled() -> tuple[str, ...]:
    """ACLED's event types."""
    return _of_codes("acled")


def acled_sub() -> tuple[str, ...]:
    """ACLED's sub-event types."""
    return _of_codes("acled_sub")


@cache
def acled_pairs() -> frozenset[tuple[str | None, str | None]]:
    """Which sub-event type is of which event type, by the crosswalk and its targets."""
    from kabar.codes.crosswalk import acled_of

    rows = load_crosswalk().values()
    return frozenset(acled_of(c, target) for c in rows for target in (None, "civilians", "armed"))

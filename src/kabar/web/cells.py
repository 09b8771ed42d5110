"""A cell of a table of figures in an address: `at_place=geonames:169389&at_month=2019-05`."""

from __future__ import annotations

import inspect
from math import isfinite, nan
from typing import Annotated, Any

import fastapi

from kabar.errors import KabarError
from kabar.store.listed import Order, Seen
from kabar.store.pivot import AXES, At
from kabar.web.filters import after_of

# Stands for "nothing is said" on an axis.
NONE = "-"


def _cell() -> Any:
    """A dependency that reads a cell from the address; its signature names every axis."""

    def read(**given: str | None) -> At:
        return {n.removeprefix("at_"): None if v == NONE else v for n, v in given.items() if v}

    note = fastapi.Query(
        description="only figures that stand there in a table; '-': it is not said", max_length=500
    )
    read.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                f"at_{name}",
                inspect.Parameter.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[str | None, note],
            )
            for name in AXES
        ],
        return_annotation=At,
    )
    return fastapi.Depends(read)


CELL = _cell()


def values_of(at: At) -> dict[str, str]:
    """The cell as values of an address."""
    return {f"at_{name}": NONE if value is None else value for name, value in at.items()}


def seen_cursor(seen: Seen | None) -> str | None:
    """Where the next page of a list begins, as it stands in an address: a day or a number, and an id."""
    if seen is None:
        return None
    by = seen[0]
    return f"{repr(by) if isinstance(by, float) else by.isoformat()}_{seen[1]}"


def seen_of(value: str | None, order: Order) -> Seen | None:
    """The cursor of an address. Raises KabarError for one that is none, or of another order."""
    if not value or order in ("newest", "oldest"):
        return after_of(value)
    size, _, number = value.partition("_")
    try:
        seen = float(size), int(number)
    except ValueError:
        seen = nan, 0
    if not isfinite(seen[0]) or not 0 <= seen[1] < 2**63:
        raise KabarError(f"'{value}' is no place to go on from: follow the link of the page before")
    return seen

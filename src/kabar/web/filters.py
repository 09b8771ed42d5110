"""The filters of an address (`?concept=displaced&place=Idlib`) as a query of the archive."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

import fastapi

from kabar.errors import KabarError
from kabar.store import Query
from kabar.store.asked import READ
from kabar.store.find import After
from kabar.store.query import allowed
from kabar.store.spread import clean

OF_ARTICLES = "article"


def names_of(kind: str) -> tuple[str, ...]:
    """The filters that a kind of record takes, in the order of `Query`."""
    if kind == OF_ARTICLES:
        return tuple(f.name for f in fields(Query))
    return tuple(f.name for f in fields(Query) if f.name in allowed(kind))


def query_of(given: Mapping[str, str | None]) -> Query:
    """The query that these values ask for; empty values are left out.

    Raises KabarError for a value that its filter does not take.
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or not value.strip():
            continue
        read, told = READ.get(name, (str, "words"))
        try:
            found[name] = read(clean(value.strip()))
        except ValueError:
            raise KabarError(f"'{value}' is no value for {name}: it takes {told}") from None
    if "role" in found and "actor" not in found:
        del found["role"]
    return Query(**found)


@cache
def filters(kind: str) -> Any:
    """A dependency that reads the filters of a kind of record from the address.

    Its signature is made from `Query`, so the OpenAPI document names every filter.
    """

    def read(**given: str | None) -> Query:
        return query_of(given)

    parameters = []
    for name in names_of(kind):
        told = READ[name][1] if name in READ else "words"
        note = fastapi.Query(description=told, max_length=500)
        parameters.append(
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, note]
            )
        )
    read.__signature__ = inspect.Signature(parameters, return_annotation=Query)  # type: ignore[attr-defined]
    return fastapi.Depends(read)


def written(query: Query) -> dict[str, str]:
    """The query as the values of an address: `query_of(written(q)) == q`."""
    found: dict[str, str] = {}
    for name in (f.name for f in fields(Query)):
        value = getattr(query, name)
        if value in (None, ()):
            continue
        found[name] = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return found


def address(path: str, query: Query, **more: object) -> str:
    """A link to a page with these filters."""
    values = written(query) | {k: str(v) for k, v in more.items() if v not in (None, "")}
    return f"{path}?{urlencode(values)}" if values else path


def without(query: Query, *names: str) -> Query:
    """The query less these filters; a role goes with its actor."""
    gone = {*names, "role"} if "actor" in names else set(names)
    return query_of({name: value for name, value in written(query).items() if name not in gone})


def cursor(after: After | None) -> str | None:
    """Where the next page begins, as it stands in an address."""
    return f"{after[0].isoformat()}_{after[1]}" if after else None


def after_of(value: str | None, lowest: int = 0) -> After | None:
    """The cursor of an address; its id is `lowest` or more. Raises KabarError for one that is none."""
    if not value:
        return None
    day, _, number = value.partition("_")
    try:
        if not lowest <= int(number) < 2**63:
            raise ValueError
        return date.fromisoformat(day), int(number)
    except ValueError:
        raise KabarError(f"'{value}' is no place to go on from: follow the link of the page before") from None

"""Query results as data frames, through Arrow."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import types
import typing
from collections.abc import Iterable
from typing import Any, Literal

from kabar.errors import KabarError
from kabar.model import Span
from kabar.store.rows import PartyRow, SiteRow

Library = Literal["arrow", "pandas", "polars"]


def library(name: str) -> Any:
    """A module of the extra `frames`. Raises KabarError where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise KabarError(f"data frames need {name}: pip install 'kabar[frames]'") from error


def frame(rows: Iterable[Any], kind: type, to: Library = "pandas") -> Any:
    """Rows of one class as an Arrow table, a pandas or a polars data frame.

    One column a field, in their order, the same types for no rows as for many. Parties become lists of
    {role, actor_id, ref, name, kind, country}, spans lists of {start, end}, a site one struct.
    Raises KabarError: the extra is missing, or another library is asked for.
    """
    if to not in typing.get_args(Library):
        raise KabarError(f"there are no data frames of '{to}': use {', '.join(typing.get_args(Library))}")
    arrow = library("pyarrow")
    found = list(rows)
    hints = typing.get_type_hints(kind)
    fields = [(f.name, _type(arrow, hints[f.name])) for f in dataclasses.fields(kind)]
    columns = [arrow.array([_plain(getattr(r, n)) for r in found], type=t) for n, t in fields]
    table = arrow.Table.from_arrays(columns, schema=arrow.schema(fields))
    if to == "arrow":
        return table
    if to == "polars":
        return library("polars").from_arrow(table)
    library("pandas")
    return table.to_pandas()


def _type(arrow: Any, hint: Any) -> Any:
    simple = {
        str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_(), dt.date: arrow.date32(),
        dt.datetime: arrow.timestamp("us", tz="UTC"),
    }  # fmt: skip
    if hint in simple:
        return simple[hint]
    origin, inside = typing.get_origin(hint), [a for a in typing.get_args(hint) if a is not type(None)]
    if origin in (types.UnionType, typing.Union):
        return _type(arrow, inside[0])
    if origin is tuple and inside[-1] is Ellipsis:
        return arrow.list_(_type(arrow, inside[0]))
    if origin is tuple:
        return arrow.struct([(str(n), _type(arrow, a)) for n, a in enumerate(inside)])
    if hint in (PartyRow, SiteRow, Span):
        hints = typing.get_type_hints(hint)
        return arrow.struct([(f.name, _type(arrow, hints[f.name])) for f in dataclasses.fields(hint)])
    raise TypeError(f"no column for {hint}")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [{str(n): v for n, v in enumerate(x)} if isinstance(x, tuple) else _plain(x) for x in value]
    return value

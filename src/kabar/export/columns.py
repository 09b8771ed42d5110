"""The columns of the tables that exports write: name, type, what it holds, and how it is taken from a row.

Every row of every export ends with the same columns, by which it can be traced to the characters it was read from.
`docs/formats.md` is written from these lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kabar.errors import KabarError
from kabar.store.rows import (
    AgreementRow,
    BreachRow,
    DisputeRow,
    EventRow,
    FigureRow,
    RecordRow,
    SiteRow,
    StatementRow,
)

Type = Literal["text", "number", "integer", "boolean"]
Value = str | float | int | bool | None
SEPARATOR = " | "


@dataclass(frozen=True)
class Column:
    """One column; `type` is that of all its values, which may be None."""

    name: str
    type: Type
    help: str
    get: Callable[[Any], Value]


def _actors(role: str) -> Callable[[RecordRow], Value]:
    return lambda row: SEPARATOR.join(row.actors(role)) or None


def _site(name: str) -> Callable[[Any], Value]:
    def get(row: Any) -> Value:
        site: SiteRow | None = row.site
        value = getattr(site, name) if site is not None else None
        return value if isinstance(value, (str, float, int)) else None

    return get


def _own(name: str) -> Callable[[Any], Value]:
    def get(row: Any) -> Value:
        value = getattr(row, name)
        if isinstance(value, tuple):
            return " ".join(map(str, value)) or None
        return value.isoformat() if isinstance(value, date) else value

    return get


def _text(name: str, help: str, attribute: str | None = None) -> Column:
    return Column(name, "text", help, _own(attribute or name))


def _number(name: str, help: str, attribute: str | None = None) -> Column:
    return Column(name, "number", help, _own(attribute or name))


DATED = (
    _text("date", "ISO 8601 or EDTF, with the precision of its words"),
    _text("date_start", "first day that the date may mean", "date_lo"),
    _text("date_end", "last day that the date may mean", "date_hi"),
)
PLACED = (
    Column("place", "text", "name of the place", _site("name")),
    Column("place_kind", "text", "city, admin1, country, camp, crossing ...", _site("kind")),
    Column("admin1", "text", "first-level division", _site("admin1")),
    Column("country", "text", "ISO 3166-1 alpha-3", _site("country")),
    Column("latitude", "number", "degrees, WGS 84", _site("latitude")),
    Column("longitude", "number", "degrees, WGS 84", _site("longitude")),
    Column("geonames", "integer", "GeoNames id", _site("geonames")),
)
TRACE = (
    _text("article_url", "address of the article", "url"),
    Column("article_id", "integer", "number of the article in the archive", _own("article_id")),
    Column("article_version", "integer", "number of the version in the archive", _own("version_id")),
    _text("article_title", "headline of the article", "title"),
    _text("publisher", "outlet"),
    _text("published", "day of publication", "day"),
    _text("language", "BCP 47 language of the article"),
    _text("record_id", "key of the record; it survives re-reading", "key"),
    _text("evidence", "words of the article that the row was read from"),
    Column("offsets", "text", "[start, end) of the evidence in code points of the article's text",
           lambda row: " ".join(f"{s.start}:{s.end}" for s in row.spans)),
    _number("confidence", "0 to 1"),
    _text("flags", "doubts: damaged, source-doubtful, vague ..."),
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One table: the records of one kind. `kind` is the archive's name of it, `name` the file's or sheet's."""

    name: str
    kind: str
    row: type[RecordRow]
    help: str
    columns: tuple[Column, ...]


TABLES = (
    Table("figures", "figure", FigureRow, "how many, of what, according to whom", (
        _number("low", "lower bound; empty is open"), _number("high", "upper bound; empty is open"),
        _text("wording", "exact, about, at-least, at-most, nearly, range, vague"), _text("unit", "what is counted"),
        _text("concept", "what happened to them"), _text("group", "who of them"),
        _text("measure", "stock (at a day) or flow (over a period)"), _text("counting", "new or cumulative"),
        _number("share_low", "share of a whole, 0 to 1"), _number("share_high", "share of a whole, 0 to 1"),
        _text("part_of", "the figure in the same article that is the whole"),
        _text("derived_from", "the figure in the same article that it was worked out from"),
        _text("sectors", "humanitarian sectors"), Column("source", "text", "who gives the figure; empty: the article itself", _actors("source")),
        _text("since", "first day of a flow"), _text("until", "last day of a flow"), _text("as_of", "day of a stock"),
        *DATED, *PLACED, *TRACE)),
    Table("events", "event", EventRow, "what happened, where, when, and who says so", (
        _text("plover_type", "PLOVER type", "plover"), _text("plover_mode", "PLOVER mode"), _text("cameo", "CAMEO code"),
        _text("event_type", "ACLED event type", "acled"), _text("sub_event_type", "ACLED sub-event type", "acled_sub"),
        _text("status", "reported, claimed, denied, demanded, threatened, planned, agreed, hypothetical, historical"),
        Column("actors", "text", "who did it", _actors("actor")), Column("targets", "text", "to whom", _actors("target")),
        Column("claimed_by", "text", "on whose word alone it stands", _actors("claimant")),
        Column("denied_by", "text", "who denies it", _actors("denier")),
        Column("civilians_targeted", "boolean", "whether civilians were the target", _own("civilians_targeted")),
        _text("killed", "figures of the killed, in the same article"), _text("injured", "figures of the injured, in the same article"),
        *DATED, *PLACED, *TRACE)),
    Table("statements", "statement", StatementRow, "who said what about whom", (
        Column("source", "text", "who said it; several: rivals or together", _actors("source")),
        _text("source_words", "the source as the article words it", "source_text"), _text("source_form", "named, nominal, pronoun ..."),
        _text("act", "say, demand, accuse, deny ..."), _text("mode", "direct, indirect or mixed"),
        _text("content", "what was said"), Column("addressees", "text", "to whom", _actors("addressee")),
        Column("targets", "text", "about or against whom", _actors("target")), _text("relayed_by", "who handed it on"),
        _text("channel", "by telephone, in a statement ..."), *DATED, *TRACE)),
    Table("agreements", "agreement", AgreementRow, "what was agreed", (
        _text("kind", "truce, demilitarised-zone, deal ..."), Column("parties", "text", "who agreed", _actors("party")),
        Column("brokers", "text", "who brokered it", _actors("broker")), _text("terms", "what was agreed, as worded"),
        *DATED, *PLACED, *TRACE)),
    Table("breaches", "breach", BreachRow, "who says that whom broke it: allegations", (
        Column("agreement", "integer", "number of the agreement in the archive", _own("agreement_id")), _text("kind", "kind of the agreement"),
        Column("alleged_by", "text", "who says so", _actors("accuser")),
        Column("alleged_against", "text", "who is said to have broken it", _actors("accused")),
        *PLACED, *TRACE)),
    Table("disputes", "dispute", DisputeRow, "accounts inside one article that differ", (
        _text("kind", "figure, blame, occurrence or terms"), _text("differ_in", "what they differ in"),
        Column("positions", "integer", "how many positions", _own("positions")),
        Column("holders", "text", "who holds them", _actors("holder")), *TRACE)),
)  # fmt: skip


def table_named(name: str) -> Table:
    """The table of this name. Raises KabarError when there is none."""
    found = next((t for t in TABLES if t.name == name), None)
    if found is None:
        raise KabarError(f"there is no table '{name}': use {', '.join(t.name for t in TABLES)}")
    return found


def values(table: Table, row: RecordRow) -> dict[str, Value]:
    """The row's values by column name."""
    return {c.name: c.get(row) for c in table.columns}

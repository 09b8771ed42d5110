"""The tables that bulk writes: those of the exports, without an archive's numbers, and those that hold the articles.

`docs/scale.md` names them; every column of every file carries its help as Arrow metadata.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from kabar.export.columns import DATED, PLACED, SEPARATOR, TABLES, TRACE, Column, Value
from kabar.extras import needed
from kabar.ingest.bulk import ARTICLES, READINGS, REFUSED, VECTORS
from kabar.store.rows import DisputeRow, RecordRow

Type = Literal["text", "number", "integer", "boolean", "bytes"]


@dataclass(frozen=True)
class Field:
    """A column of a table: name, type, what it holds."""

    name: str
    type: Type
    help: str


@dataclass(frozen=True)
class BulkTable:
    """A table: the name of its folder, what it holds, its columns."""

    name: str
    help: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class RecordTable:
    """A table of records of one kind, as the archive names it, with how each column is taken from a row."""

    name: str
    kind: str
    help: str
    columns: tuple[Column, ...]


def _column(name: str, help: str, attribute: str | None = None) -> Column:
    return Column(name, "text", help, attrgetter(attribute or name))


def _members(row: DisputeRow) -> Value:
    numbers = sorted({n for n, _ in row.members})
    return SEPARATOR.join(" ".join(key for m, key in row.members if m == n) for n in numbers) or None


def _ref(row: RecordRow) -> Value:
    return next((p.ref for p in row.parties), None)


OWN = (
    _column("article", "identity of the article: its address, else sha256: and the digest of its text", "address"),
    Column("article_sha256", "text", "digest of the article's text", lambda row: None),
    _column("local_id", "id in its article, by which part_of, killed, injured and the like name it", "local"),
)  # fmt: skip
# Numbers that only an archive gives.
NUMBERS = ("article_id", "article_version", "agreement")
MORE: dict[str, tuple[Column, ...]] = {
    "breach": (Column("agreement", "text", "record_id of the agreement", lambda row: None),),
    "dispute": (Column("members", "text", "record_id of the records, position by position", _members),),
}


def _kept(columns: tuple[Column, ...], kind: str) -> tuple[Column, ...]:
    return (*(c for c in columns if c.name not in NUMBERS), *MORE.get(kind, ()), *OWN)


RECORDS = (
    *(RecordTable(t.name, t.kind, t.help, _kept(t.columns, t.kind)) for t in TABLES),
    RecordTable("actors", "mention", "who is named in an article", _kept((
        _column("name", "name of the actor"), Column("actor", "text", "id in kabar's table, or name: and what tells it apart", _ref),
        Column("kind", "text", "person, government, armed-group ...", lambda row: row.parties[0].kind if row.parties else None),
        Column("actor_country", "text", "ISO 3166-1 alpha-3", lambda row: row.parties[0].country if row.parties else None),
        *TRACE), "mention")),
    RecordTable("places", "place", "where, by the article's own names", _kept((
        _column("name", "name as the article gives it"), Column("precision", "integer", "1 exact, 2 area, 3 region", attrgetter("precision")),
        *PLACED, *TRACE), "place")),
    RecordTable("dates", "date_mention", "expressions of date and time", _kept((
        _column("precision", "day, month, year, duration ..."), _column("relation", "on, since, until, before, after"),
        _column("calendar", "gregorian, hijri, persian, buddhist"), *DATED, *TRACE), "date_mention")),
    RecordTable("damage", "damage", "broken passages and what they should read", _kept((
        _column("kind", "glued, split, suffix-leak ..."), _column("should_read", "what it should read"), *TRACE), "damage")),
)  # fmt: skip


def _fields(table: RecordTable) -> tuple[Field, ...]:
    return tuple(Field(c.name, c.type, c.help) for c in table.columns)


def _texts(*rows: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(name, "text", help) for name, help in rows)


BULK = (
    BulkTable(ARTICLES, "the articles that were read", (*_texts(
        ("article", "identity: its address, else sha256: and the digest of its text"), ("sha256", "digest of the text"),
        ("url", "address"), ("title", "headline"), ("byline", "who wrote it"), ("publisher", "outlet"),
        ("published", "day of publication, or with time and offset"), ("language", "BCP 47"),
        ("guessed", "what of these nobody stated"), ("text", "the text as received; empty with --no-text"),
        ("name", "file of the input, and where in it"), ("media_type", "what it came as"),
        ("received_sha256", "digest of the bytes that it came as")),)),
    *(BulkTable(t.name, t.help, _fields(t)) for t in RECORDS),
    BulkTable(READINGS, "the readings, for the archive: with the text of `articles` put in they are whole", (*_texts(
        ("article", "identity of the article"), ("sha256", "digest of its text"), ("reading", "the reading as JSON, without the text")),)),
    BulkTable(VECTORS, "by which the archive finds translations; may be deleted", (*_texts(
        ("article", "identity of the article"), ("sha256", "digest of its text")),
        Field("sentences", "bytes", "unit vectors of its sentences, 384 little-endian float16 each"))),
    BulkTable(REFUSED, "what could not be read, and why", (*_texts(
        ("name", "file of the input, and where in it"), ("reason", "why"), ("url", "address"), ("media_type", "what it came as"),
        ("received_sha256", "digest of the bytes that it came as")), Field("received", "bytes", "the bytes that it came as"))),
)  # fmt: skip
NAMED = {t.name: t for t in BULK}


def arrow_schema(table: BulkTable) -> Any:
    """The Arrow schema of a table."""
    arrow = needed("pyarrow", "bulk")
    types = {
        "text": arrow.string(), "number": arrow.float64(), "integer": arrow.int64(), "boolean": arrow.bool_(),
        "bytes": arrow.binary(),
    }  # fmt: skip
    return arrow.schema([arrow.field(f.name, types[f.type]) for f in table.fields])

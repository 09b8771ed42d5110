"""A Parquet file's rows as JSON lines: the same columns, `text` (or body, content, article), lang, published, url ..."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

import msgspec

from kabar.errors import KabarError
from kabar.extras import needed
from kabar.intake.jsonl import FIELDS
from kabar.intake.table import TEXT_COLUMNS

BATCH = 256
TAIL = 8


class Table:
    """The rows of an open file. Raises KabarError: no Parquet, no column with a text, two columns of one name."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        parquet, arrow = needed("pyarrow.parquet", "bulk"), needed("pyarrow", "bulk")
        try:
            self._file = parquet.ParquetFile(stream)
        except arrow.ArrowException as error:
            raise KabarError(
                f"'{name}' is a broken Parquet file ({_first(error)}): fetch it again"
            ) from error
        self._broken = arrow.ArrowException
        self.name, self.count = name, self._file.metadata.num_rows
        columns = {c.casefold(): c for c in self._file.schema_arrow.names}
        text = next((columns[c] for c in TEXT_COLUMNS if c in columns), None)
        if text is None:
            raise KabarError(
                f"'{name}' has no column 'text': name the column with the article's text so (it has {', '.join(columns)[:200]})"
            )
        self._columns = {text: "text"} | {columns[c]: c for c in FIELDS if c in columns}
        self.digest = _digest(stream)
        groups = map(self._file.metadata.row_group, range(self._file.num_row_groups))
        # Bytes of a row, on average.
        self.weight = sum(g.total_byte_size for g in groups) // max(1, self.count)

    def rows(self, before: int, count: int) -> Iterator[bytes | str]:
        """So many rows after the first ones, each as a JSON line, or as what is wrong with it."""
        begins = 0
        for number in range(self._file.num_row_groups):
            ends = begins + self._file.metadata.row_group(number).num_rows
            if ends > before and begins < before + count:
                yield from self._group(number, max(0, before - begins), min(ends, before + count) - begins)
            begins = ends

    def _group(self, number: int, first: int, last: int) -> Iterator[bytes | str]:
        """The rows `[first, last)` of a row group."""
        at = 0
        try:
            for batch in self._file.iter_batches(BATCH, [number], list(self._columns)):
                within = batch.slice(
                    max(0, first - at), max(0, min(batch.num_rows, last - at) - max(0, first - at))
                )
                at += batch.num_rows
                columns = [(self._columns[n], _values(within.column(n))) for n in within.schema.names]
                for row in range(within.num_rows):
                    yield _line({name: values[row] for name, values in columns})
                if at >= last:
                    return
        except self._broken as error:
            raise KabarError(f"'{self.name}' is broken ({_first(error)}): fetch it again") from error


def _values(column: Any) -> list[Any]:
    """Texts as bytes: Arrow does not look whether they are UTF-8."""
    arrow = needed("pyarrow", "bulk")
    kind = column.type
    if arrow.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if arrow.types.is_string(kind) or arrow.types.is_large_string(kind) or arrow.types.is_string_view(kind):
        column = column.cast(arrow.large_binary())
    return list(column.to_pylist())


def _line(row: dict[str, Any]) -> bytes | str:
    found: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, bytes):
            try:
                found[name] = value.decode("utf-8")
            except UnicodeDecodeError as error:
                return f"is not in UTF-8 ({error}): mend that row"
        elif isinstance(value, date):
            found[name] = value.isoformat()
    return msgspec.json.encode(found) + b"\n"


def _digest(stream: BinaryIO) -> bytes:
    """The digest of the file's footer, which has the size, place and least and greatest value of all that is in it."""
    end = stream.seek(0, 2)
    stream.seek(end - TAIL)
    length = int.from_bytes(stream.read(TAIL)[:4], "little")
    stream.seek(max(0, end - TAIL - length))
    return hashlib.sha256(stream.read(length)).digest()


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]

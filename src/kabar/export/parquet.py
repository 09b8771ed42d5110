"""Parquet: one table, by pyarrow (extra `frames`)."""

from __future__ import annotations

from itertools import islice
from typing import Any, BinaryIO

from kabar.errors import KabarError
from kabar.export.columns import Table
from kabar.export.selection import Selection

BATCH = 10_000


def write_parquet(selection: Selection, out: BinaryIO) -> None:
    """The first of the selection's tables, in row groups of 10,000. Raises KabarError without pyarrow."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise KabarError("Parquet needs pyarrow: pip install 'kabar[frames]'") from error
    table = selection.tables[0]
    rows = selection.table(table)
    schema = arrow_schema(table)
    with parquet.ParquetWriter(out, schema) as writer:
        while batch := list(islice(rows, BATCH)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))


def arrow_schema(table: Table) -> Any:
    """The Arrow schema of a table."""
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "number": pyarrow.float64(),
        "integer": pyarrow.int64(),
        "boolean": pyarrow.bool_(),
    }
    return pyarrow.schema(
        [pyarrow.field(c.name, types[c.type], metadata={"help": c.help}) for c in table.columns]
    )

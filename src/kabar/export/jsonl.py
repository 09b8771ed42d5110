"""JSON lines: a record a line, with a JSON Schema."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec

from kabar.export.columns import TABLES, Table, Type
from kabar.export.selection import Selection

JSON_TYPE: dict[Type, str] = {
    "text": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
}


def write_jsonl(selection: Selection, out: BinaryIO) -> None:
    """All tables of the selection; `table` names the table of a line."""
    for table in selection.tables:
        for row in selection.table(table):
            out.write(msgspec.json.encode({"table": table.name, **row}) + b"\n")


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a line."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A line of kabar's JSON lines export",
        "oneOf": [_of(table) for table in TABLES],
    }  # fmt: skip


def _of(table: Table) -> dict[str, Any]:
    columns = {c.name: {"type": [JSON_TYPE[c.type], "null"], "description": c.help} for c in table.columns}
    return {
        "title": table.name, "description": table.help, "type": "object", "additionalProperties": False,
        "required": ["table", *columns], "properties": {"table": {"const": table.name}, **columns},
    }  # fmt: skip

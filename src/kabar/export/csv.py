"""CSV: one table, UTF-8 with a byte order mark so that spreadsheets read every script."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from kabar.export.columns import Value
from kabar.export.selection import Selection

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection): text of articles is written after a '.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(selection: Selection, out: BinaryIO) -> None:
    """The first of the selection's tables."""
    table = selection.tables[0]
    lines = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    rows = csv.writer(lines)
    rows.writerow(c.name for c in table.columns)
    for row in selection.table(table):
        rows.writerow(cell(v) for v in row.values())
    lines.detach()


def cell(value: Value) -> Value:
    """The value as a spreadsheet shows it and never runs it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value

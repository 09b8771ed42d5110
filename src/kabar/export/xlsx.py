"""XLSX: a sheet a table, by openpyxl."""

from __future__ import annotations

import re
from typing import BinaryIO

from kabar.export.columns import Value
from kabar.export.selection import Selection

# Characters that XML 1.0 cannot hold; a cell holds 32,767 characters at most (Excel's limit).
UNHOLDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767


def write_xlsx(selection: Selection, out: BinaryIO) -> None:
    """All tables of the selection; text is never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for table in selection.tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        head = [WriteOnlyCell(sheet, value=c.name) for c in table.columns]
        for one in head:
            one.font = Font(bold=True)
        sheet.append(head)
        for row in selection.table(table):
            cells = []
            for value in row.values():
                made = WriteOnlyCell(sheet, value=_shown(value))
                if isinstance(value, str):
                    made.data_type = "s"
                cells.append(made)
            sheet.append(cells)
    book.save(out)


def _shown(value: Value) -> Value:
    return UNHOLDABLE.sub("\ufffd", value)[:LONGEST_CELL] if isinstance(value, str) else value

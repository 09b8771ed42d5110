"""The situation report as DOCX, by python-docx."""

from __future__ import annotations

from typing import BinaryIO

from kabar.export.selection import Selection
from kabar.export.situation import report_sections
from kabar.export.situation_text import view_of
from kabar.export.xlsx import UNHOLDABLE


def write_docx(selection: Selection, out: BinaryIO) -> None:
    """Headings, lines and tables of the report."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    document.styles["Normal"].font.size = Pt(9)
    for number, section in enumerate(report_sections(view_of(selection))):
        document.add_heading(_held(section.title), level=0 if number == 0 else 1)
        for line in section.lines:
            document.add_paragraph(_held(line))
        if section.table and section.table.rows:
            table = document.add_table(rows=1, cols=len(section.table.columns), style="Light Grid Accent 1")
            for cell, name in zip(table.rows[0].cells, section.table.columns, strict=True):
                cell.text = name
            for row in section.table.rows:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = _held(value)
    document.save(out)


def _held(text: str) -> str:
    return UNHOLDABLE.sub("\ufffd", text)

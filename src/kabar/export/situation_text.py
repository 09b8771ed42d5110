"""The situation report in Markdown, HTML and the terminal."""

from __future__ import annotations

from html import escape
from typing import BinaryIO

from rich.console import Console
from rich.table import Table as Grid

from kabar.export.markdown import escaped
from kabar.export.page import safe
from kabar.export.selection import Selection
from kabar.export.situation import Section, report_sections
from kabar.export.situation_map import svg_map
from kabar.reconcile.view import View, find_situation, situation_view

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:start;vertical-align:top;padding:.4rem .6rem;"
    "border-bottom:1px solid #ccc}th{background:#f2f2f2}td:last-child{font-size:.8rem;color:#444;overflow-wrap:anywhere}svg{max-width:100%;height:auto}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}th{background:#2a2a2a}td{border-color:#444}td:last-child{color:#bbb}}"
)


def view_of(selection: Selection) -> View:
    """The situation that a selection's query asks for. Raises KabarError when there is none."""
    return situation_view(selection.archive, find_situation(selection.archive, selection.query))


def write_markdown(selection: Selection, out: BinaryIO) -> None:
    """The report as Markdown; words of articles are escaped."""
    lines: list[str] = []
    for number, section in enumerate(report_sections(view_of(selection))):
        lines += [
            f"{'#' if number == 0 else '##'} {escaped(section.title)}",
            "",
            *(escaped(li) + "\n" for li in section.lines),
        ]
        if section.table and section.table.rows:
            lines += [f"| {' | '.join(section.table.columns)} |", "|" + "---|" * len(section.table.columns)]
            lines += [f"| {' | '.join(escaped(cell) for cell in row)} |" for row in section.table.rows] + [""]
    out.write("\n".join(lines).encode("utf-8", "replace"))


def write_html(selection: Selection, out: BinaryIO) -> None:
    """The report as one page without script; words of articles are escaped."""
    view = view_of(selection)
    sections = report_sections(view)
    body = "".join(_section(n, s) + (svg_map(view) if n == 0 else "") for n, s in enumerate(sections))
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{safe(view.situation.title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )
    out.write(page.encode("utf-8", "replace"))


def _section(number: int, section: Section) -> str:
    level = "h1" if number == 0 else "h2"
    lines = "".join(f"<p>{safe(line)}</p>" for line in section.lines)
    if not section.table or not section.table.rows:
        return f"<{level}>{safe(section.title)}</{level}>{lines}"
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in section.table.columns)
    rows = "".join(
        "<tr>" + "".join(f'<td dir="auto">{safe(c)}</td>' for c in row) + "</tr>"
        for row in section.table.rows
    )
    return f"<{level}>{safe(section.title)}</{level}>{lines}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def print_situation(view: View, console: Console, most: int = 12) -> None:
    """The report in a terminal, `most` rows of each table."""
    for number, section in enumerate(report_sections(view)):
        console.print(section.title, style="bold" if number == 0 else "bold underline", markup=False)
        for line in section.lines:
            console.print(line, markup=False)
        if section.table and section.table.rows:
            grid = Grid(*section.table.columns, show_lines=False, pad_edge=False)
            for row in section.table.rows[:most]:
                grid.add_row(*(cell.replace("[", "\\[") for cell in row))
            console.print(grid)
            if len(section.table.rows) > most:
                console.print(f"and {len(section.table.rows) - most} more", style="dim")
        console.print()

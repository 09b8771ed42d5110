"""/export: what is shown, as a file for other tools."""

from __future__ import annotations

from typing import Annotated, Any

import fastapi
from fastapi import APIRouter
from starlette.responses import StreamingResponse

from kabar.errors import KabarError
from kabar.export import EXPORTERS, exporter_named
from kabar.export.columns import TABLES, Table, table_named
from kabar.export.selection import Selection
from kabar.store import Query
from kabar.web.asked import Ask
from kabar.web.filters import filters
from kabar.web.page import page
from kabar.web.streamed import Writers
from kabar.web.views.export import ExportView, export_view

router = APIRouter(tags=["export"])
WRITERS = Writers()
Tables = Annotated[
    list[str] | None,
    fastapi.Query(alias="table", max_length=len(TABLES), description=", ".join(t.name for t in TABLES)),
]
FormatName = Annotated[str, fastapi.Query(description=", ".join(e.name for e in EXPORTERS), max_length=20)]
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {m: {"schema": {"type": "string", "format": "binary"}} for m in {e.media_type for e in EXPORTERS}},
    },
    503: {"description": "Too many files are being written"},
}  # fmt: skip


@page(router, "/export", "export.html")
def export(
    asked: Ask, query: Annotated[Query, filters("article")], tables: Tables = None,
    back: Annotated[str | None, fastapi.Query(max_length=4_000)] = None,
) -> ExportView:  # fmt: skip
    """Formats and tables to choose from, with the filters of the page that led here."""
    chosen = tuple(table_named(t).name for t in tables or ())
    return export_view(asked.archive, query, chosen, back)


@router.get("/export/file", response_class=StreamingResponse, responses=FILES)
def export_file(
    asked: Ask, query: Annotated[Query, filters("article")], format: FormatName, tables: Tables = None
) -> StreamingResponse:
    """The records that the filters find, in a format that other tools read."""
    exporter = exporter_named(format)
    chosen = tuple(map(table_named, tables or ())) or TABLES
    if exporter.missing:
        raise KabarError(
            f"{format} needs what is not installed on this server: pip install 'kabar[{exporter.extra}]'"
        )
    if exporter.one_table and len(chosen) > 1:
        if tables:
            raise KabarError(f"a {format} file holds one table: choose one of those")
        chosen = TABLES[:1]
    selection = Selection(asked.archive, query, chosen)
    headers = {
        "Content-Disposition": f'attachment; filename="{_name(format, exporter.ending, chosen, exporter.one_table)}"',
        # To be compressed on its way it would be held up: it is sent as it is written.
        "Content-Encoding": "identity",
    }
    chunks = WRITERS.stream(lambda out: exporter.write(selection, out))
    return StreamingResponse(chunks, headers=headers, media_type=exporter.media_type)


def _name(format: str, ending: str, tables: tuple[Table, ...], one_table: bool) -> str:
    """The name of the file: "kabar-figures.csv", "kabar.xlsx", "kabar-report.md"."""
    told = tables[0].name if one_table else format.partition("-")[0]
    return f"kabar{ending}" if f".{told}" == ending else f"kabar-{told}{ending}"

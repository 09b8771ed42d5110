"""What can be exported, and in which formats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from kabar.export import EXPORTERS, Exporter
from kabar.export.columns import TABLES
from kabar.store import Archive, Query
from kabar.store.query import allowed
from kabar.web.filters import names_of, query_of


@dataclass(frozen=True)
class Format:
    """A format; `missing` names the extra that must be installed for it. One is `chosen`: the first that holds the tables."""

    name: str
    chosen: bool
    ending: str
    media_type: str
    one_table: bool
    missing: str | None


@dataclass(frozen=True)
class TableChoice:
    """A table with how many rows the filters find; None where one of the filters means nothing for it, so that it is empty."""

    name: str
    chosen: bool
    rows: int | None


@dataclass(frozen=True)
class ExportView:
    """Formats and tables to choose from, with the filters carried over from the page `back`."""

    filters: Query
    back: str | None
    formats: tuple[Format, ...]
    tables: tuple[TableChoice, ...]


def export_view(archive: Archive, query: Query, tables: tuple[str, ...], back: str | None) -> ExportView:
    """The choice. Filters of the page come in `back`, or beside it; those beside it go first."""
    if back is not None and (not back.startswith("/") or back.startswith(("//", "/\\"))):
        back = None
    if back is not None:
        page = urlsplit(back)
        names = names_of("article")
        carried = query_of({k: v for k, v in parse_qsl(page.query)[:100] if k in names})
        query = replace(carried, **{n: getattr(query, n) for n in query.given()})
        tables = tables or tuple(t.name for t in TABLES if t.name == page.path.split("/")[1])
    choices = [
        TableChoice(
            t.name, not tables or t.name in tables,
            archive.count(t.kind, query) if query.given() <= allowed(t.kind) else None,
        )
        for t in TABLES
    ]  # fmt: skip
    several = sum(c.chosen for c in choices) > 1
    first = next(e for e in EXPORTERS if not (several and e.one_table) and not e.missing)
    formats = tuple(_format(e, chosen=e is first) for e in EXPORTERS)
    return ExportView(query, back, formats, tuple(choices))


def _format(exporter: Exporter, *, chosen: bool) -> Format:
    return Format(
        exporter.name, chosen, exporter.ending, exporter.media_type, exporter.one_table,
        exporter.extra if exporter.missing else None,
    )  # fmt: skip

"""Exports: one file a format, one line each in EXPORTERS (of an archive) or FORMS (of one reading)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pkgutil import resolve_name
from typing import TYPE_CHECKING, BinaryIO

from kabar.errors import KabarError
from kabar.model import Reading

if TYPE_CHECKING:
    from kabar.export.selection import Selection


@dataclass(frozen=True)
class Form:
    """A form of one reading: its name, what it is, and how a reading is written in it."""

    name: str
    help: str
    write: Callable[[Reading], str]


@dataclass(frozen=True)
class Exporter:
    """A format of an archive's records: its name, the ending of its files, what it is, its function (`module:name`,
    loaded when it is asked for) and its media type. `one_table` formats hold one table a file; `needs` is a module of an extra
    without which it can't be written, `extra` the extra's name.
    """

    name: str
    ending: str
    help: str
    function: str
    media_type: str
    one_table: bool = False
    needs: str | None = None
    extra: str | None = None

    @property
    def missing(self) -> bool:
        """Whether its extra is not installed."""
        return self.needs is not None and find_spec(self.needs) is None

    def write(self, selection: Selection, out: BinaryIO) -> None:
        """Write what the selection holds."""
        function: Callable[[Selection, BinaryIO], None] = resolve_name(self.function)
        function(selection, out)


def _json(reading: Reading) -> str:
    import msgspec

    return msgspec.json.format(reading.to_json(), indent=1).decode("utf-8")


def _html(reading: Reading) -> str:
    from kabar.export.page import page

    return page(reading)


def _markdown(reading: Reading) -> str:
    from kabar.export.markdown import markdown

    return markdown(reading)


FORMS = (
    Form("json", "the reading, lossless", _json),
    Form("html", "one self-contained page", _html),
    Form("md", "a Markdown document", _markdown),
)


EXPORTERS = (
    Exporter("csv", ".csv", "one table, for spreadsheets", "kabar.export.csv:write_csv", "text/csv", one_table=True),
    Exporter("xlsx", ".xlsx", "all tables, a sheet each", "kabar.export.xlsx:write_xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Exporter("jsonl", ".jsonl", "all tables, a JSON record a line", "kabar.export.jsonl:write_jsonl", "application/x-ndjson"),
    Exporter(
        "parquet", ".parquet", "one table, for DuckDB, Spark, pandas and polars", "kabar.export.parquet:write_parquet", "application/vnd.apache.parquet",
        one_table=True, needs="pyarrow", extra="frames",
    ),
    Exporter("geojson", ".geojson", "events and figures with a point, for maps", "kabar.export.geojson:write_geojson", "application/geo+json"),
    Exporter("hxl", ".csv", "figures with HXL tags", "kabar.export.hxl:write_hxl", "text/csv"),
    Exporter("acled", ".csv", "events with ACLED's column names", "kabar.export.acled:write_acled", "text/csv"),
    Exporter("plover", ".json", "events as PLOVER JSON", "kabar.export.plover:write_plover", "application/json"),
    Exporter("ftm", ".ftm.json", "followthemoney entities: articles, actors, events", "kabar.export.ftm:write_ftm", "application/x-ndjson"),
    Exporter("report-md", ".md", "the report of one situation, Markdown", "kabar.export.situation_text:write_markdown", "text/markdown"),
    Exporter("report-html", ".html", "the report of one situation, a page with a map", "kabar.export.situation_text:write_html", "text/html"),
    Exporter("report-docx", ".docx", "the report of one situation, a document", "kabar.export.situation_docx:write_docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Exporter("feed", ".atom", "an Atom feed of disputes", "kabar.export.dispute_feed:write_feed", "application/atom+xml"),
)  # fmt: skip


def exporter_named(name: str) -> Exporter:
    """The exporter of this name. Raises KabarError when there is none."""
    found = next((e for e in EXPORTERS if e.name == name), None)
    if found is None:
        raise KabarError(f"there is no format '{name}': use {', '.join(e.name for e in EXPORTERS)}")
    return found

"""Exports: one file a format, one line each in EXPORTERS (of an archive) or FORMS (of one reading)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    """A format of an archive's records: its name, the ending of its files, what it is, and its function (`module:name`,
    loaded when it is asked for). `one_table` formats hold one table a file.
    """

    name: str
    ending: str
    help: str
    function: str
    one_table: bool = False

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
    Exporter("csv", ".csv", "one table, for spreadsheets", "kabar.export.csv:write_csv", one_table=True),
    Exporter("xlsx", ".xlsx", "all tables, a sheet each", "kabar.export.xlsx:write_xlsx"),
    Exporter("jsonl", ".jsonl", "all tables, a JSON record a line", "kabar.export.jsonl:write_jsonl"),
    Exporter(
        "parquet", ".parquet", "one table, for DuckDB, Spark, pandas and polars", "kabar.export.parquet:write_parquet",
        one_table=True,
    ),
    Exporter("geojson", ".geojson", "events and figures with a point, for maps", "kabar.export.geojson:write_geojson"),
    Exporter("hxl", ".csv", "figures with HXL tags", "kabar.export.hxl:write_hxl"),
    Exporter("acled", ".csv", "events with ACLED's column names", "kabar.export.acled:write_acled"),
    Exporter("plover", ".json", "events as PLOVER JSON", "kabar.export.plover:write_plover"),
    Exporter("ftm", ".ftm.json", "followthemoney entities: articles, actors, events", "kabar.export.ftm:write_ftm"),
    Exporter("report-md", ".md", "the report of one situation, Markdown", "kabar.export.situation_text:write_markdown"),
    Exporter("report-html", ".html", "the report of one situation, a page with a map", "kabar.export.situation_text:write_html"),
    Exporter("report-docx", ".docx", "the report of one situation, a document", "kabar.export.situation_docx:write_docx"),
    Exporter("feed", ".atom", "an Atom feed of disputes", "kabar.export.dispute_feed:write_feed"),
)  # fmt: skip


def exporter_named(name: str) -> Exporter:
    """The exporter of this name. Raises KabarError when there is none."""
    found = next((e for e in EXPORTERS if e.name == name), None)
    if found is None:
        raise KabarError(f"there is no format '{name}': use {', '.join(e.name for e in EXPORTERS)}")
    return found

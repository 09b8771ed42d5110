"""Every export of a small archive against a golden file, and against the format's own tool.

`KABAR_WRITE_GOLDEN=1` writes the golden files anew: read the difference before it is committed.
"""

import csv
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import made
import pytest

import kabar
from kabar.errors import KabarError
from kabar.export import EXPORTERS, exporter_named
from kabar.export.columns import TABLES, TRACE
from kabar.export.csv import cell
from kabar.export.jsonl import json_schema
from kabar.export.selection import Selection
from kabar.model import Reading
from kabar.reconcile import reconcile
from kabar.store import Archive, Query

GOLDEN = Path(__file__).parent / "golden"
BINARY = ("xlsx", "parquet", "report-docx")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with kabar.open(tmp_path_factory.mktemp("export") / "a.db") as opened:
        added = opened.add_article(made.article())
        opened.save_reading(added.version_id, made.reading(), kabar_version="1", model="m")
        opened.save_reading(*another(opened), kabar_version="1", model="m")
        reconcile(opened)
        yield opened


def another(archive: Archive) -> tuple[int, Reading]:
    """A second article in which Russia gives another number of the displaced."""
    article = made.article(url="https://example.org/2", publisher="Other", published="2019-06-01")
    reading = made.reading(article, low=500_000)
    figures = (replace(reading.figures[0], source="RUS"), *reading.figures[1:])
    return archive.add_article(article).version_id, replace(reading, figures=figures)


def written(archive: Archive, name: str, **query: object) -> bytes:
    out = io.BytesIO()
    exporter_named(name).write(Selection(archive, Query(**query)), out)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("name", [e.name for e in EXPORTERS if e.name not in (*BINARY, "feed")])
def test_golden(archive: Archive, name: str) -> None:
    data, path = written(archive, name), GOLDEN / f"{name}{exporter_named(name).ending}"
    if os.environ.get("KABAR_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert data == path.read_bytes()


def test_json_lines_are_as_their_schema_says(archive: Archive) -> None:
    lines = [json.loads(line) for line in written(archive, "jsonl").splitlines()]
    for line in lines:
        jsonschema.validate(line, json_schema())
    assert {line["table"] for line in lines} == {t.name for t in TABLES}


def test_a_spreadsheet_has_a_sheet_for_each_table(archive: Archive) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(written(archive, "xlsx")))
    assert book.sheetnames == [t.name for t in TABLES]
    head, first, *_ = book["figures"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["low"], row["high"], row["source"]) in [(300000, None, "United Nations"), (12, 12, "Russia")]


def test_parquet_is_read_by_arrow(archive: Archive) -> None:
    from pyarrow import parquet

    rows = parquet.read_table(io.BytesIO(written(archive, "parquet"))).to_pylist()
    assert sorted(r["low"] for r in rows) == [12, 12, 300000, 500000]


def test_hxl_is_read_by_libhxl(archive: Archive) -> None:
    hxl = pytest.importorskip("hxl", reason="libhxl is not installed")
    data = hxl.data(list(csv.reader(io.StringIO(written(archive, "hxl").decode()))))
    displaced = [row.get("#affected+displaced+ind") for row in data]
    assert "300000" in displaced


def test_followthemoney_knows_every_property(archive: Archive) -> None:
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    for line in written(archive, "ftm").splitlines():
        given = json.loads(line)
        proxy = ftm.model.get_proxy(given)
        assert {p: proxy.get(p) for p in given["properties"]} == {
            p: v for p, v in given["properties"].items()
        }
        ftm.model.get(given["schema"]).validate(given)


def test_geojson_has_points_and_counts_what_has_none(archive: Archive) -> None:
    made_of = json.loads(written(archive, "geojson"))
    assert made_of["type"] == "FeatureCollection" and made_of["without_point"] == 0
    assert {tuple(f["geometry"]["coordinates"]) for f in made_of["features"]} == {
        (36.634, 35.931),
        (32.854, 39.92),
    }


def test_the_feed_tells_of_the_dispute(archive: Archive) -> None:
    import feedparser

    (entry,) = feedparser.parse(written(archive, "feed")).entries
    assert "people displaced in Idlib" in entry.title
    assert "300,000" in entry.content[0].value and "500,000" in entry.content[0].value


def test_the_document_opens_with_the_situation(archive: Archive) -> None:
    import docx

    document = docx.Document(io.BytesIO(written(archive, "report-docx")))
    assert "2019-05-30" in document.paragraphs[0].text
    assert document.tables[0].rows[0].cells[-1].text == "Article"


def test_words_of_an_article_are_never_markup_in_a_report(tmp_path: Path) -> None:
    with kabar.open(tmp_path / "a.db") as opened:
        for number in range(2):
            url = f"https://example.org/{number}"
            article = made.article(url=url, publisher="<b onclick=x>", title="<script>")
            reading = made.reading(article)
            actors = tuple(replace(a, name=f"<i>{a.name}") for a in reading.actors)
            version = opened.add_article(article).version_id
            opened.save_reading(version, replace(reading, actors=actors), kabar_version="1", model="m")
        reconcile(opened)
        for name in ("report-html", "report-md"):
            assert not any(mark in written(opened, name) for mark in (b"<b onclick", b"<script", b"<i>"))


def test_every_row_can_be_traced(archive: Archive) -> None:
    names = {c.name for c in TRACE}
    for table in TABLES:
        assert names <= {c.name for c in table.columns}
        for row in Selection(archive, Query()).table(table):
            assert row["evidence"] and row["offsets"] and row["record_id"]


def test_a_query_narrows_every_table_it_means_something_for(archive: Archive) -> None:
    rows = [json.loads(r) for r in written(archive, "jsonl", concept="killed").splitlines()]
    assert {(r["table"], r["low"]) for r in rows} == {("figures", 12.0)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_text_is_never_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_an_unknown_format_is_named_with_those_there_are() -> None:
    with pytest.raises(KabarError, match="csv, xlsx"):
        exporter_named("doc")


def test_formats_page_has_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")
    for table in TABLES:
        for column in table.columns:
            assert f"`{column.name}`" in page, column.name
    for exporter in EXPORTERS:
        assert f"`{exporter.name}`" in page

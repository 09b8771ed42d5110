"""/export: what is shown, as a file that other tools open."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from watched import Watched

from kabar.export import EXPORTERS
from kabar.export.columns import TABLES
from kabar.web.codes import CODES


def test_what_is_shown_is_downloaded_and_opens(tab: Watched, tmp_path: Path) -> None:
    import openpyxl

    page = tab.open("/figures?concept=displaced")
    count = int(page.get_by_text("figures ·").inner_text().split()[0])
    page.get_by_role("link", name="Export these").press("Enter")
    assert page.get_by_label("What is counted").input_value() == "displaced"
    assert page.get_by_role("radio", name="csv", exact=False).first.is_checked()
    tab.picture("export")
    for scheme, width, direction in (("light", 1280, "ltr"), ("dark", 320, "rtl")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("d => { document.documentElement.dir = d }", direction)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.axe() == []
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").press("Enter")
    assert waiting.value.suggested_filename == "kabar-figures.csv"
    waiting.value.save_as(tmp_path / "figures.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "figures.csv").read_text("utf-8-sig"))))
    assert len(rows) == count and {r["concept"] for r in rows} == {"displaced"}
    page.locator("#format-xlsx").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").press("Enter")
    assert waiting.value.suggested_filename == "kabar.xlsx"
    waiting.value.save_as(tmp_path / "kabar.xlsx")
    assert openpyxl.load_workbook(tmp_path / "kabar.xlsx")["figures"].max_row == count + 1
    page.get_by_role("link", name="Back to the page").press("Enter")
    assert page.url.endswith("/figures?concept=displaced")


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda e: e.name)
def test_every_format_arrives_with_its_name_and_media_type(client: Any, exporter: Any) -> None:
    place = "&place=Idlib" if exporter.name.startswith("report") else ""
    answer = client.get(f"/export/file?format={exporter.name}{place}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == exporter.media_type
    assert exporter.ending in answer.headers["content-disposition"]
    assert answer.content


def test_a_file_holds_what_the_filters_find(client: Any) -> None:
    lines = client.get(
        "/export/file?format=jsonl&table=figures&table=events&concept=killed"
    ).text.splitlines()
    rows = [json.loads(line) for line in lines]
    assert {(r["table"], r["concept"]) for r in rows} == {("figures", "killed")}
    assert len(rows) == client.get("/figures.json?concept=killed").json()["count"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("format=word", "there is no format 'word'"),
        ("format=csv&table=figures&table=events", "holds one table"),
        ("format=csv&table=poems", "there is no table 'poems'"),
        ("format=report-md&place=Nowhere", "there is no such situation"),
        ("format=csv&low=many", "takes a number"),
    ],
)
def test_what_can_t_be_written_is_told_before_anything_is_sent(client: Any, address: str, said: str) -> None:
    answer = client.get(f"/export/file?{address}", headers={"Accept": "application/json"})
    assert answer.status_code == 400 and said in answer.json()["error"]


def test_a_format_whose_extra_is_missing_says_so(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kabar.export.find_spec", lambda name: None)
    formats = {f["name"]: f["missing"] for f in client.get("/export.json").json()["formats"]}
    assert (formats["parquet"], formats["csv"]) == ("frames", None)
    assert "kabar[frames]" in client.get("/export/file?format=parquet").text
    assert "pip install 'kabar[frames]'" in client.get("/export").text


def test_filters_come_over_from_the_page_and_those_beside_it_go_first(client: Any) -> None:
    back = "/statements%3Fact%3Ddeny%26language%3Dfr%26lang%3Den"
    view = client.get(f"/export.json?back={back}&language=ar").json()
    assert (view["filters"]["act"], view["filters"]["language"]) == ("deny", "ar")
    assert [t["name"] for t in view["tables"] if t["chosen"]] == ["statements"]
    rows = {t["name"]: t["rows"] for t in view["tables"]}
    assert rows["figures"] is None and rows["statements"] is not None


@pytest.mark.parametrize(
    "back",
    ["//elsewhere.example/figures", "/\\elsewhere.example", "javascript:alert(1)", "https://x.example/"],
)
def test_the_way_back_leads_to_this_server_only(client: Any, back: str) -> None:
    assert client.get("/export.json", params={"back": back}).json()["back"] is None


def test_every_format_and_table_is_in_words_as_the_command_line_has_them() -> None:
    assert CODES["format"] == {e.name: e.help for e in EXPORTERS}
    assert CODES["table"] == {t.name: t.help for t in TABLES}
    assert set(CODES["table_name"]) == set(CODES["table"])

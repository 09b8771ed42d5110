"""Results as data frames."""

import importlib

import pytest
from made import article, reading

from kabar.errors import KabarError
from kabar.store import Archive, Query
from kabar.store.rows import ROWS


@pytest.fixture(autouse=True)
def filled(archive: Archive) -> None:
    added = archive.add_article(article())
    archive.save_reading(added.version_id, reading(), kabar_version="1", model="m")


def test_frames_hold_what_the_rows_hold(archive: Archive) -> None:
    pandas = archive.frame("figure")
    polars = archive.frame("figure", to="polars")
    rows = list(archive.figures())
    assert list(pandas["evidence"]) == polars["evidence"].to_list() == [r.evidence for r in rows]
    assert polars["date_lo"].to_list() == [r.date_lo for r in rows]
    assert polars["spans"].to_list()[0] == [{"start": rows[0].spans[0].start, "end": rows[0].spans[0].end}]
    assert polars["site"].to_list()[0]["name"] == "Ankara"
    assert [p["name"] for p in polars["parties"].to_list()[0]] == ["Russia"]


@pytest.mark.parametrize("name", [*ROWS, "articles"])
def test_no_rows_have_the_same_columns_as_some(archive: Archive, name: str) -> None:
    none = Query(language="xx")
    assert archive.frame(name, none, to="arrow").schema == archive.frame(name, to="arrow").schema
    assert archive.frame(name, to="arrow").num_rows == archive.count(name) > 0


def test_a_missing_library_is_named(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(KabarError, match=r"need pyarrow: pip install 'kabar\[frames\]'"):
        archive.frame("figure")


def test_another_library_or_kind_is_refused(archive: Archive) -> None:
    with pytest.raises(KabarError, match="no data frames of 'excel'"):
        archive.frame("figure", to="excel")  # type: ignore[arg-type]
    for ask in (archive.page, archive.count, archive.frame):
        with pytest.raises(KabarError, match="no records called 'figures'"):
            ask("figures")

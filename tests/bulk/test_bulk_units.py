"""What comes in is cut into units that depend on it alone, and each unit gives its records back."""

import gzip
import io
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bulkmade import lines, parquet, records
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kabar.bulk import units
from kabar.bulk.inputs import InputFile, find_input
from kabar.bulk.units import Raw, Unit, cut
from kabar.errors import KabarError


def cut_file(path: Path, size: int = 3) -> list[Unit]:
    (file,) = find_input(str(path)).files
    return list(cut(file, size))


def given_back(found: list[Unit]) -> list[Raw]:
    return [raw for unit in found for raw in units.records(unit)]


def warc(path: Path, pages: int, *, packed: bool = True) -> Path:
    """Pages, each after a request that is none."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=packed)
        for n in range(pages):
            address = f"https://example.org/{n}"
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
            fixed = {"WARC-Record-ID": f"<urn:uuid:{n}>", "WARC-Date": "2019-05-31T10:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    address, "request", http_headers=asked, warc_headers_dict=dict(fixed)
                )
            )
            body = io.BytesIO(
                f"<html><body><p>{n} people left their homes. {'More. ' * 20}</p></body></html>".encode()
            )
            writer.write_record(
                writer.create_warc_record(
                    address, "response", body, http_headers=head, warc_headers_dict=fixed
                )
            )
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet", "a.warc", "a.warc.gz"])
@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_every_record_is_in_one_unit_in_order(tmp_path: Path, name: str, size: int) -> None:
    path = tmp_path / name
    if "warc" in name:
        warc(path, 7, packed=name.endswith("gz"))
    else:
        (parquet if name.endswith("parquet") else lines)(path, records(7))
    found = cut_file(path, size)
    assert [u.count for u in found] == [min(size, 7 - n) for n in range(0, 7, size)]
    raws = given_back(found)
    assert [n for n in range(7) if f"{n} people left".encode() in raws[n].data] == list(range(7))
    assert len({r.where for r in raws}) == 7 and len({u.name for u in found}) == len(found)
    assert sum(u.size for u in found) <= path.stat().st_size


@given(st.lists(st.sampled_from([b"", b" ", b'{"text": "a"}', b"no json"]), min_size=1), st.integers(1, 5))
def test_whatever_the_lines_and_the_size_no_record_is_lost_or_read_twice(
    found: list[bytes], size: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(b"\n".join(found))
        raws = [r for r in given_back(cut_file(path, size)) if r.fault is None]
    said = [(f"'a.jsonl' line {n}", line) for n, line in enumerate(found, 1) if line.strip()]
    assert [(r.where, r.data.rstrip(b"\n")) for r in raws] == said


def test_where_a_record_stands_is_said_as_in_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n\n{"text": "two"}\n{"text": "three"}\n')
    assert [r.where for r in given_back(cut_file(path, 1))] == [
        "'a.jsonl' line 1",
        "'a.jsonl' line 3",
        "'a.jsonl' line 4",
    ]
    pages = given_back(cut_file(warc(tmp_path / "a.warc.gz", 3), 2))
    assert [(r.where, r.url, r.day) for r in pages][2] == (
        "'a.warc.gz' record 6",
        "https://example.org/2",
        "2019-05-31",
    )


def test_the_same_input_elsewhere_has_the_same_units(tmp_path: Path) -> None:
    here, there = (lines(tmp_path / d / "a.jsonl", records(4)) for d in ("here", "there"))
    assert [(u.name, u.digest) for u in cut_file(here)] == [(u.name, u.digest) for u in cut_file(there)]


@pytest.mark.parametrize("kind", [lines, parquet])
def test_what_was_changed_has_another_digest(tmp_path: Path, kind: object) -> None:
    name = "a.parquet" if kind is parquet else "a.jsonl"
    rows = records(6)
    before = cut_file((parquet if kind is parquet else lines)(tmp_path / name, rows))
    rows[4]["text"] = "Nobody left."
    after = cut_file((parquet if kind is parquet else lines)(tmp_path / name, rows))
    assert [u.name for u in before] == [u.name for u in after]
    assert before[1].digest != after[1].digest


def test_a_parquet_row_is_a_json_line_of_its_columns(tmp_path: Path) -> None:
    table = pa.table({
        "Body": ["one", None], "published": pa.array([date(2019, 5, 31), None]), "url": pa.array(["u", None]).dictionary_encode(),
        "lang": ["en", "en"], "other": [1, 2],
    })  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = given_back(cut_file(tmp_path / "a.parquet"))
    assert first.data == b'{"text":"one","lang":"en","published":"2019-05-31","url":"u"}\n'
    assert second.data == b'{"lang":"en"}\n'


def test_a_row_that_is_no_utf8_is_refused_by_itself(tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\3\0\0\0\5\0\0\0"), pa.py_buffer(b"one\xff\xfe")]
    )
    pq.write_table(pa.table({"text": broken}), tmp_path / "a.parquet")
    one, two = given_back(cut_file(tmp_path / "a.parquet"))
    assert one.fault is None and two.fault is not None and "row 2 is not in UTF-8" in two.fault


def test_a_line_longer_than_an_article_is_refused_and_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kabar.intake.jsonl.LARGEST", 50)
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n{"text": "' + "x" * 100 + '"}\n{"text": "three"}\n')
    one, two, three = given_back(cut_file(path, 1))
    assert two.fault is not None and "more than 50 bytes" in two.fault
    assert three.data == b'{"text": "three"}\n' and one.fault is None


def test_heavy_records_make_a_smaller_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "HEAVY", 200)
    assert [u.count for u in cut_file(lines(tmp_path / "a.jsonl", records(8)), 100)] == [2, 2, 2, 2]


def faults(path: Path) -> list[str]:
    return [u.fault for u in cut_file(path) if u.fault]


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more")
    (tmp_path / "a.warc").write_bytes(b"no archive\n")
    (tmp_path / "a.jsonl").write_bytes(b"\n\n")
    pq.write_table(pa.table({"words": ["one"]}), tmp_path / "b.parquet")
    assert "'a.parquet' is a broken Parquet file" in faults(tmp_path / "a.parquet")[0]
    assert faults(tmp_path / "a.warc") == ["'a.warc' is no WARC file: give one as a crawler writes it"]
    assert faults(tmp_path / "a.jsonl") == ["'a.jsonl' holds no article: check what is in it"]
    assert faults(tmp_path / "b.parquet")[0].startswith("'b.parquet' has no column 'text'")


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.warc.gz"])
def test_what_comes_before_a_break_is_kept(tmp_path: Path, name: str) -> None:
    path = warc(tmp_path / name, 40) if "warc" in name else lines(tmp_path / name, records(4_000))
    data = path.read_bytes()
    at = 2 * len(data) // 3
    path.write_bytes(data[:at] + b"\0" * 90 + data[at + 90 :])
    found = cut_file(path, 10)
    assert sum(bool(u.fault) for u in found) == 1 and found[-1].fault and name in found[-1].fault
    whole = [r for u in found[:-2] for r in units.records(u)]
    assert len(whole) == 10 * (len(found) - 2) > 0 and all(r.fault is None for r in whole)
    last = list(units.records(found[-2]))
    assert len(last) == found[-2].count or last[-1].fault


def test_a_file_changed_under_way_is_told(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", records(6))
    found = cut_file(path)
    lines(path, records(2))
    with pytest.raises(KabarError, match="changed while it was read"):
        list(units.records(found[1]))


def test_files_are_found_by_name_folder_and_glob(tmp_path: Path) -> None:
    for name in ("b.jsonl", "deep/a.parquet", "c.warc.gz", "note.txt", ".hidden/d.jsonl", "_made/e.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")

    def names(source: str) -> list[str]:
        return [f.name for f in find_input(source).files]

    assert names(str(tmp_path)) == ["b.jsonl", "c.warc.gz", "deep/a.parquet"]
    assert names(f"{tmp_path}/*.jsonl") == ["b.jsonl"]
    assert names(f"{tmp_path}/b.jsonl") == ["b.jsonl"]
    with pytest.raises(KabarError, match=r"there is no file .*none.* with one of the endings"):
        names(f"{tmp_path}/none.jsonl")
    with pytest.raises(KabarError, match="endings"):
        names(f"{tmp_path}/note.txt")
    with pytest.raises(KabarError, match="can't be opened"):
        names("nosuch://place/a.jsonl")


def test_gzip_says_how_far_it_is_by_the_bytes_that_lie_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "one"}\n' * 100))
    file = InputFile("a.jsonl.gz", f"file://{path}", "lines", path.stat().st_size)
    assert sum(u.size for u in cut(file, 10)) <= path.stat().st_size

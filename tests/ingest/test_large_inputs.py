"""Large and hostile inputs: memory stays bounded, and what swells is refused."""

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from kabar.intake import decode, jsonl, table, take
from kabar.intake.article import Given, Refused, Taken

LINE = json.dumps({"text": "The army said that the road was closed. " * 2_500, "lang": "en"}).encode() + b"\n"
RECORD = (
    b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2019-05-31T10:00:00Z\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s"
PAGE = b"<html><body><article><p>%s</p></article></body></html>" % (
    b"The army said that the road was closed. " * 5
)


class Generated(io.RawIOBase):
    """A stream of a gigabyte or so that is made as it is read: a head, and pieces without end until it is long enough."""

    def __init__(self, piece: bytes, size: int, head: bytes = b"") -> None:
        self.piece, self.size, self.head, self.at = piece, size, head, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert whence == 0
        self.at = offset
        return offset

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), self.size - self.at)
        made = self.head[self.at :] if self.at < len(self.head) else b""
        while len(made) < wanted:
            start = (self.at + len(made) - len(self.head)) % len(self.piece)
            made += self.piece[start : start + wanted - len(made)]
        buffer[:wanted] = made[:wanted]
        self.at += wanted
        return wanted


def stream(piece: bytes, size: int, head: bytes = b"") -> io.BufferedReader:
    whole = len(head) + (size - len(head)) // len(piece) * len(piece)
    return io.BufferedReader(Generated(piece, whole, head), 1 << 16)


@pytest.fixture
def bounded() -> Iterator[None]:
    """At most 150 MB at once."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150_000_000, peak


def taken(data: io.BufferedIOBase, name: str) -> tuple[int, list[Refused]]:
    """How many articles, and what was refused."""
    found, refused = 0, []
    for one in take(data, name, Given(language="en")):  # type: ignore[arg-type]
        if isinstance(one, Taken):
            found += 1
        else:
            refused.append(one)
    return found, refused


def test_json_lines_of_a_gigabyte_are_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "make_article", lambda text, *_: text)
    tracemalloc.start()
    found, refused = taken(stream(LINE, 1_000_000_000), "a.jsonl")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == 1_000_000_000 // len(LINE) and refused == []
    assert peak < 20_000_000


def test_a_warc_of_a_gigabyte_is_streamed(bounded: None) -> None:
    picture = HTTP % (b"image/png", b"\0" * 4_000_000)
    page = HTTP % (b"text/html", PAGE)
    piece = RECORD % (b"response", len(picture), picture) * 5 + RECORD % (b"response", len(page), page)
    found, refused = taken(stream(piece, 1_000_000_000), "a.warc")
    assert found == 1_000_000_000 // len(piece) and refused == []


def test_a_line_without_end_is_refused_without_being_held(bounded: None) -> None:
    found, refused = taken(stream(b"x" * 9_999, 300_000_000, LINE + b'{"text": "'), "a.jsonl")
    assert found == 1
    assert [r.name for r in refused] == ["'a.jsonl' line 2"]
    assert "more than one article has" in refused[0].reason and refused[0].received == b""


def test_a_line_that_is_too_long_stops_no_other() -> None:
    data = b'{"text": "' + b"x" * decode.LARGEST + b'"}\n' + LINE
    found, refused = taken(io.BytesIO(data), "a.jsonl")
    assert (found, len(refused)) == (1, 1)


def test_a_row_without_end_is_refused_without_being_held(bounded: None) -> None:
    found, refused = taken(stream(b"x" * 9_999, 100_000_000, b"text\n"), "a.csv")
    assert (found, len(refused)) == (0, 1)
    assert "more than 20,000,000 characters" in refused[0].reason


def test_a_quote_that_is_never_closed_is_refused_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "LARGEST", 10_000)
    rows = b"one,two\n" * 5_000
    found, refused = taken(io.BytesIO(b'text,url\nThe first row.,\n"never closed\n' + rows), "a.csv")
    assert found >= 1 and "field larger than field limit" in refused[0].reason


def test_a_packed_page_that_swells_is_refused(bounded: None) -> None:
    body = HTTP % (b"text/html", b"0" * 40_000_000)
    data = gzip.compress(RECORD % (b"response", len(body), body), 1)
    found, refused = taken(io.BytesIO(data), "a.warc.gz")
    assert found == 0 and "more than a page has" in refused[0].reason


def test_what_swells_between_records_is_refused(bounded: None) -> None:
    data = gzip.compress(RECORD % (b"warcinfo", 3, b"abc") + b"0" * 40_000_000, 1)
    found, refused = taken(io.BytesIO(data), "a.warc.gz")
    assert found == 0 and "a line of more than 1,000,000 bytes" in refused[0].reason


def test_what_is_between_records_is_not_told_the_user(capsys: pytest.CaptureFixture[str]) -> None:
    page = HTTP % (b"text/html", PAGE)
    found, _ = taken(io.BytesIO(RECORD % (b"response", len(page) - 5, page)), "a.warc")
    assert found == 1 and capsys.readouterr().err == ""


def test_a_package_of_pages_that_swells_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/a.warc", b"0" * 50_000_000)
    found, refused = taken(io.BytesIO(out.getvalue()), "a.wacz")
    assert found == 0 and "swells more than 200 times" in refused[0].reason


def test_a_document_whose_xml_swells_is_refused_before_it_is_read(bounded: None) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:p/>" * 10_000_000)
    found, refused = taken(io.BytesIO(out.getvalue()), "a.docx")
    assert found == 0 and "unpacks to more than 50,000,000 bytes" in refused[0].reason


NESTED = "".join(
    f'<!ENTITY {name} "{("&" + before + ";") * 10}">'
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{NESTED}]>'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rss", "<rss version='2.0'><channel><item><title>t</title><description>&i; The army said so.</description></item></channel></rss>"),
        ("a.html", "<html><body><article><p>&i; The army said that the road to the town was closed.</p></article></body></html>"),
        ("a.xml", "<urlset><url><loc>https://example.org/&i;</loc></url></urlset>"),
    ],
)  # fmt: skip
def test_entities_are_not_expanded(name: str, text: str) -> None:
    for one in take(io.BytesIO(f"<?xml version='1.0'?>{LAUGHS}{text}".encode()), name, Given(language="en")):
        assert isinstance(one, Refused) or (len(one.article.text) < 1_000 and "haha" not in one.article.text)


def test_no_file_is_read_through_an_entity() -> None:
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>t</title><description>&a; The army said so.</description></item></channel></rss>'
    for one in take(io.BytesIO(text.encode()), "a.rss", Given(language="en")):
        assert isinstance(one, Refused) or "root:" not in one.article.text

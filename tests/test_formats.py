"""Each format with a real document of its kind, whole and broken."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kabar.intake import take
from kabar.intake.article import Given, Refused, Taken
from kabar.intake.formats import FORMATS, format_of

TEXT = (
    "The army said on Friday that the road to the town was closed. Some 2,000 people have fled since Monday."
)
PAGE = (
    "<html><head><title>Road closed</title></head><body><nav>Home News Sport</nav><article><h1>Road closed</h1>"
    f"<p>{TEXT}</p><p>Nobody was allowed to pass the checkpoint, residents told the paper.</p></article></body></html>"
)


def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setTitle("Road closed")
    for number, line in enumerate(
        (
            "The army said on Friday that the road to",
            "the town was closed.",
            "Some 2,000 people have fled since Monday.",
        )
    ):
        canvas.drawString(72, 720 - 14 * number, line)
    canvas.save()
    return out.getvalue()


def word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.core_properties.title = "Road closed"
    document.add_heading("Road closed")
    document.add_paragraph(TEXT)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Camp A", "2,000 people"
    document.save(out)
    return out.getvalue()


def mail(html: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Field Office <field@example.org>", "Road closed"
    message["Date"], message["Message-ID"] = "Fri, 31 May 2019 10:00:00 +0300", "<1@example.org>"
    message.set_content(PAGE if html else TEXT, subtype="html" if html else "plain")
    return message.as_bytes()


def mailbox() -> bytes:
    return b"".join(b"From field Fri May 31 10:00:00 2019\n" + mail() + b"\n\n" for _ in range(2))


def warc(gzip: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    for address, kind, body in (
        ("https://example.org/a", "text/html; charset=utf-8", PAGE.encode()),
        ("https://example.org/b.png", "image/png", b"..."),
    ):
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(body), http_headers=headers,
                warc_headers_dict={"WARC-Date": "2019-05-31T10:00:00Z"},
            )
        )  # fmt: skip
    return out.getvalue()


def wacz() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("archive/data.warc.gz", warc())
    return out.getvalue()


def table(delimiter: str = ",") -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter)
    rows.writerow(["id", "Text", "published", "lang"])
    rows.writerow(["1", TEXT, "2019-05-31", "en"])
    return out.getvalue().encode()


def feed() -> bytes:
    item = f"<item><title>Road closed</title><link>https://example.org/a</link><pubDate>Fri, 31 May 2019 08:00:00 GMT</pubDate><description><![CDATA[<p>{TEXT}</p>]]></description></item>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Paper</title><language>en-gb</language>{item}</channel></rss>".encode()


WHOLE: dict[str, Callable[[], bytes]] = {
    "a.txt": TEXT.encode, "a.html": PAGE.encode, "a.pdf": pdf, "a.docx": word, "a.eml": mail, "a.mbox": mailbox,
    "a.warc.gz": warc, "a.wacz": wacz, "a.csv": table, "a.tsv": lambda: table("\t"), "a.rss": feed,
    "a.jsonl": lambda: json.dumps({"text": TEXT}).encode(),
}  # fmt: skip


def taken(name: str, data: bytes, given: Given | None = None) -> list[Taken]:
    found = list(take(io.BytesIO(data), name, given or Given()))
    assert all(isinstance(f, Taken) for f in found), found
    return [f for f in found if isinstance(f, Taken)]


def refused(name: str, data: bytes) -> list[str]:
    return [f.reason for f in take(io.BytesIO(data), name, Given()) if isinstance(f, Refused)]


@pytest.mark.parametrize("name", WHOLE)
def test_a_document_gives_its_sentences(name: str) -> None:
    for one in taken(name, WHOLE[name]()):
        assert "the road to the town was closed" in one.article.text
        assert "2,000 people" in one.article.text


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.docx", "a.eml", "a.warc.gz"])
def test_the_bytes_are_kept_as_received(name: str) -> None:
    (one,) = taken(name, data := WHOLE[name]())
    assert one.received in data or name == "a.warc.gz"


@pytest.mark.parametrize(("name", "count"), [("a.mbox", 2), ("a.wacz", 1), ("a.warc.gz", 1), ("a.csv", 1)])
def test_a_container_gives_each_article(name: str, count: int) -> None:
    assert len(taken(name, WHOLE[name]())) == count


@pytest.mark.parametrize(
    ("name", "published", "publisher", "title"),
    [
        ("a.eml", "2019-05-31", "Field Office", "Road closed"),
        ("a.rss", "2019-05-31", "The Paper", "Road closed"),
        ("a.warc.gz", "2019-05-31", "example.org", "Road closed"),
        ("a.csv", "2019-05-31", None, None),
    ],
)
def test_what_the_container_says_is_kept(
    name: str, published: str, publisher: str | None, title: str | None
) -> None:
    article = taken(name, WHOLE[name]())[0].article
    assert (article.published, article.publisher, article.title) == (published, publisher, title)


def test_what_the_user_says_goes_before_what_the_container_says() -> None:
    (one,) = taken("a.eml", mail(), Given(published="2019-06-01", publisher="Desk"))
    assert (one.article.published, one.article.publisher) == ("2019-06-01", "Desk")


def test_a_mail_of_html_gives_its_article() -> None:
    (one,) = taken("a.eml", mail(html=True))
    assert "Home News Sport" not in one.article.text


@pytest.mark.parametrize(
    "name",
    [
        n
        for n in WHOLE
        if n not in ("a.txt", "a.tsv", "a.csv", "a.jsonl", "a.docx", "a.wacz", "a.eml", "a.warc.gz")
    ],
)
def test_the_first_bytes_tell_the_format_of_a_file_without_an_ending(name: str) -> None:
    assert format_of("unnamed", WHOLE[name]()[:2000]) is next(f for f in FORMATS if name.endswith(f.endings))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", pdf()[:200], "broken PDF"),
        ("a.docx", word()[:500], "broken DOCX"),
        ("a.docx", b"PK\x03\x04", "broken DOCX"),
        ("a.wacz", wacz()[:100], "broken zip"),
        ("a.warc", b"no warc at all" * 10, "no WARC"),
        ("a.csv", b"a,b\n1,2\n", "no column 'text'"),
        ("a.rss", b"<rss version='2.0'><channel></channel></rss>", "without items"),
        ("a.rss", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>', "without items"),
        ("a.jsonl", b'{"text": 5}\n', "no string"),
        ("a.eml", b"Subject: x\n\n", "is empty"),
        ("a.txt", b"", "is empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)  # fmt: skip
def test_a_broken_document_is_refused_in_one_sentence(name: str, data: bytes, message: str) -> None:
    (reason,) = refused(name, data)
    assert message in reason


def test_a_bad_row_stops_no_other() -> None:
    data = b'text,published\n"one two",2019-05-31\n"three",31 May\n"four five",2019-05-30\n'
    found = list(take(io.BytesIO(data), "a.csv", Given(language="en")))
    assert [isinstance(f, Taken) for f in found] == [True, False, True]
    assert "line 3" in refused("a.csv", data)[0]


def test_a_truncated_archive_keeps_what_came_before() -> None:
    data = warc(gzip=False)
    found = list(take(io.BytesIO(data[: len(data) - 40]), "a.warc", Given()))
    assert isinstance(found[0], Taken)


def test_a_document_that_swells_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(4):
            package.writestr(f"word/{number}.xml", b"0" * 100_000_000)
    assert "unpacks to more than" in refused("a.docx", out.getvalue())[0]


ENGLISH = TEXT + " The mayor said that they would be given food and water when they came to the camp."
SOMALI = "Ciidanka ayaa sheegay in wadada magaalada la xiray maalintii Jimcaha, dad badanna way qaxeen laga soo bilaabo Isniintii."
PASHTO = "د پوځ ویاند وویل چې د ښار لاره د جمعې په ورځ وتړل شوه او په سلګونو کسان له خپلو کورونو وتښتېدل."


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("en", ENGLISH, "en"),
        ("en-GB", ENGLISH, "en"),
        ("fr", ENGLISH, "en"),
        ("so", ENGLISH, "en"),
        ("xx", ENGLISH, "en"),
        ("so", SOMALI, "so"),
        ("en", SOMALI, "und"),
        ("ps", PASHTO, "ps"),
    ],
)
def test_the_language_that_a_page_says_is_believed_where_its_text_does_not_contradict(
    said: str, text: str, language: str
) -> None:
    html = (
        f"<!DOCTYPE html><html class='x' lang=\"{said}\"><body><article><p>{text}</p></article></body></html>"
    )
    assert taken("a.html", html.encode())[0].article.language == language


def test_an_items_own_language_goes_before_the_channels() -> None:
    items = "".join(
        f"<item><title>t</title>{own}<description>{TEXT}</description></item>"
        for own in ("<dc:language>id</dc:language>", "")
    )
    data = f"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>P</title><language>en-gb</language>{items}</channel></rss>"
    assert [t.article.language for t in taken("a.rss", data.encode())] == ["id", "en"]


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("Archived-At: <https://lists.example.org/msg/1>\n", "https://lists.example.org/msg/1"),
        ("Archived-At: somewhere\n", "mid:1@example.org"),
        ("", "mid:1@example.org"),
    ],
)
def test_a_mail_is_known_by_where_it_is_kept_else_by_its_id(header: str, address: str) -> None:
    (one,) = taken("a.eml", header.encode() + mail())
    assert one.article.url == address


def test_a_title_in_a_pdf_has_single_spaces() -> None:
    (one,) = taken("a.pdf", pdf().replace(b"(Road closed)", b"(Road  closd)"))
    assert one.article.title == "Road closd"


@pytest.mark.parametrize("text", ["<?xml version='1.0'?><a>5</a>", "<a>5</a>"])
def test_other_xml_is_refused(text: str) -> None:
    assert "no RSS or Atom feed, sitemap or page" in refused("a.xml", text.encode())[0]


@pytest.mark.parametrize(
    ("name", "head", "media", "format_"),
    [
        ("a.xml", b"<?xml version='1.0'?>\n<!-- made\nby -->\n<rss>", None, "feed"),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", None, "HTML"),
        ("https://a.example/", b"<p>no head", "text/html", "HTML"),
        ("https://a.example/feed", b"<?xml version='1.0'?><feed xmlns='x'>", "text/xml", "feed"),
        ("https://a.example/raw", b"<!doctype html><html>", "text/plain", "HTML"),
        ("https://a.example/a.pdf", b"%PDF", "application/octet-stream", "PDF"),
        ("standard input", b'{"text": "x"}', None, "JSON lines"),
        ("standard input", b"{braces} begin a text", None, "text"),
        ("'a.jsonl' line 3", b'{"text": 5}', "application/json", "JSON lines"),
    ],
)
def test_the_format_by_name_then_media_type_then_first_bytes(
    name: str, head: bytes, media: str | None, format_: str
) -> None:
    assert format_of(name, head, media).name == format_

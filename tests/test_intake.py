"""What is taken in, and what is refused with which words."""

from pathlib import Path

import pytest

from kabar.errors import KabarError
from kabar.intake import take_in
from kabar.intake.article import Given
from kabar.intake.source import read_source

PAGE = (
    "<html><head><title>Road closed</title><meta property='article:published_time' content='2020-03-01'></head><body>"
    "<article><h1>Road closed</h1><p>The army said on Friday that the road to the town was closed for a week.</p>"
    "<h2>Background</h2><p>Fighting has gone on there since January, and thousands of people have fled.</p></article>"
    "</body></html>"
)


def take(data: bytes, name: str = "a.txt", **given: str | None) -> list[str]:
    published, language = given.get("published"), given.get("language")
    return [a.text for a in take_in(data, name, Given(language=language, published=published))]


def test_text_is_kept_as_received() -> None:
    assert take("Satu  dua\r\n\r\ntiga…".encode()) == ["Satu  dua\r\n\r\ntiga…"]


def test_a_byte_order_mark_goes() -> None:
    assert take("\ufeffSatu dua".encode()) == ["Satu dua"]


def test_another_encoding_is_detected() -> None:
    text = "Армия заявила в пятницу, что дорога в город закрыта на неделю из-за боёв."
    assert take(text.encode("cp1251")) == [text]


def test_a_page_gives_its_article_and_date() -> None:
    (article,) = take_in(PAGE.encode(), "a.html", Given())
    assert "thousands of people" in article.text
    assert article.published == "2020-03-01"
    assert "published" in article.guessed


def test_json_lines_give_one_article_a_line() -> None:
    assert take(b'{"text": "one"}\n\n{"text": "two"}\n', "a.jsonl") == ["one", "two"]


def test_headings_are_told_from_paragraphs() -> None:
    text = "Road closed\nThe army said so on Friday.\nBackground\nFighting goes on."
    (article,) = take_in(text.encode(), "a.txt", Given(language="en"))
    assert [b.kind for b in article.blocks] == ["headline", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("data", "name", "published", "message"),
    [
        (b"   \n", "a.txt", None, "is empty"),
        (b"%PDF-1.4 ...", "a.txt", None, "is a PDF"),
        (b"%PDF-1.4 ...", "a.pdf", None, "broken PDF"),
        (b"ab\x00cd" * 50, "a.txt", None, "binary"),
        (b"text", "a.txt", "2019-02-30", "'2019-02-30' is not a date"),
        (b"text", "a.txt", "Friday", "YYYY-MM-DD"),
        (b"<html><body></body></html>", "a.html", None, "no article text"),
        (b'{"text": "one"}\n{"text"', "a.jsonl", None, "line 2"),
    ],
)
def test_refused_with_one_clear_sentence(data: bytes, name: str, published: str | None, message: str) -> None:
    with pytest.raises(KabarError, match=message):
        take(data, name, published=published)


def test_sources_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    for source, message in [
        (str(tmp_path), "is a directory"),
        (str(tmp_path / "none.txt"), "there is no file"),
        (str(tmp_path / "empty.txt"), "is empty"),
        ("https://example.org/a", "on the network"),
    ]:
        with pytest.raises(KabarError, match=message):
            read_source(source)


def test_a_file_address_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("one")
    assert read_source((tmp_path / "a b.txt").as_uri()) == (b"one", "a b.txt")

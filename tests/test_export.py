"""What people see: nothing lost, nothing of the article becomes markup."""

import re
from html import unescape

import pytest

import kabar
from kabar.export import FORMS
from kabar.export.highlights import marks_of, segments
from kabar.export.page import page
from kabar.model import Span

HOSTILE = (
    "The army said that <script>alert(1)</script> \u202eand \"x\" 'y' javascript:x people fled.\nMore & more."
)


def test_segments_are_the_whole_text() -> None:
    reading = kabar.read(HOSTILE, lang="en")
    marks = [m for record in reading.records() for m in marks_of(record)]
    pieces = segments(marks, Span(0, len(HOSTILE)), cuts=[5])
    assert "".join(p.span.of(HOSTILE) for p in pieces) == HOSTILE
    assert all(m.span.contains(p.span) for p in pieces for m in p.marks)
    assert 5 in {p.span.start for p in pieces}


def test_article_text_never_becomes_markup() -> None:
    made = page(kabar.read(HOSTILE, lang="en"))
    assert "<script>alert" not in made
    assert "\u202e" not in made and "[U+202E]" in made


def test_the_page_shows_the_whole_original() -> None:
    text = "The army said on Friday that more than 200 people fled from Goma."
    made = page(kabar.read(text, lang="en", published="2020-01-01"))
    article = re.search(r"<article.*?>(.*)</article>", made, re.DOTALL)
    assert article and unescape(re.sub(r"<[^>]+>", "", article.group(1))) == text


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    assert not re.search(r"(src|href)=|https?://", page(kabar.read("PBB mengatakan hal itu.", lang="id")))


def test_right_to_left_text_runs_right_to_left() -> None:
    assert '<article lang="ar" dir=rtl>' in page(kabar.read("قال الجيش إن الطريق مغلق.", lang="ar"))


@pytest.mark.parametrize("form", FORMS, ids=lambda e: e.name)
def test_every_export_writes_hostile_text(form: object) -> None:
    from kabar.export import Form

    assert isinstance(form, Form)
    assert form.write(kabar.read(HOSTILE, lang="en")).strip()

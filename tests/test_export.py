"""What people see: nothing lost, nothing of the article becomes markup."""

import re
from html import unescape

import pytest

import kabar
from kabar.export import FORMS
from kabar.export.page import page, segments

HOSTILE = (
    "The army said that <script>alert(1)</script> \u202eand \"x\" 'y' javascript:x people fled.\nMore & more."
)


def test_segments_are_the_whole_text() -> None:
    reading = kabar.read(HOSTILE, lang="en")
    assert "".join(s.of(HOSTILE) for s, _, _ in segments(reading)) == HOSTILE


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

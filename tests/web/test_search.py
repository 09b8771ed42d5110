"""/search."""

from typing import Any

import pytest
from watched import Watched

from kabar.store.search import fold


def test_words_are_found_marked_and_narrowed(tab: Watched) -> None:
    page = tab.open("/")
    page.get_by_label("Search articles and statements").fill("idlib")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?text=idlib")
    assert fold(page.locator("article.found .snippet mark").first.inner_text()) == "idlib"
    assert fold(page.locator("article.said mark").first.inner_text()) == "idlib"
    assert tab.axe() == []
    tab.picture("search")
    link = (
        page.locator(".facets h3", has_text="Language").locator("xpath=following-sibling::ul[1]").locator("a")
    )
    name = link.first.inner_text()
    link.first.click()
    page.wait_for_url("**language=**")
    for line in page.locator("article.found p.soft").all_inner_texts():
        assert line.endswith(name)


@pytest.mark.parametrize("words", ["идлиб", "إدلب", "伊德利卜", "Idlib"])
def test_any_script(client: Any, words: str) -> None:
    found = client.get("/search.json", params={"text": words}).json()
    for row in found["rows"]:
        for snippet in row["snippets"]:
            assert snippet["marks"]
            for mark in snippet["marks"]:
                assert snippet["text"][mark["start"] : mark["end"]]


def test_a_year_of_the_facets_is_the_days_of_publication(client: Any) -> None:
    everything = client.get("/search.json?text=idlib").json()
    years = next(f["values"] for f in everything["facets"]["facets"] if f["name"] == "year")
    for year, n in years:
        query = {"text": "idlib", "published_since": f"{year}-01-01", "published_until": f"{year}-12-31"}
        assert client.get("/search.json", params=query).json()["count"] == n


def test_without_words_the_page_says_what_can_be_asked(tab: Watched) -> None:
    page = tab.open("/search")
    assert page.locator("article.found").count() == 0
    assert "quotation marks" in page.locator("main").inner_text()
    assert tab.axe() == []


HOSTILE = [
    '"><script>alert(1)</script>',
    "' OR 1=1 --",
    "\x00",
    "\u202egnp",
    "{{ 7 * 7 }}",
    "a" * 500,
    "(((",
    '"',
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_is_an_error_or_markup(client: Any, words: str) -> None:
    answer = client.get("/search", params={"text": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "\u202e" not in answer.text.replace('value="\u202egnp"', "")


def test_a_filter_that_articles_lack_is_told(client: Any) -> None:
    answer = client.get("/search.json?kind=truce")
    assert answer.status_code == 400 and "no filter kind" in answer.json()["error"]

"""/articles."""

from __future__ import annotations

from typing import Any

from watched import Watched


def test_the_list_tells_what_to_look_out_for_and_leads_on(tab: Watched) -> None:
    page = tab.open("/articles")
    rows = page.locator("tbody tr")
    assert rows.count() > 15
    assert page.locator("tbody time").first.get_attribute("datetime")
    assert page.locator(".flags li", has_text="dispute").count()
    assert tab.axe() == []
    page.get_by_label("By language").get_by_role("link", name="Arabic").click()
    assert "language=ar" in page.url
    assert rows.count() == page.locator("tbody td", has_text="Arabic").count() > 0
    rows.first.locator("th a").click()
    assert page.locator("article[dir=rtl][lang=ar]").count() == 1


def test_the_list_fits_a_phone(browser: Any, served: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme="dark")
    tab = Watched(context.new_page(), served)
    page = tab.open("/articles")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.axe() == []
    context.close()
    assert tab.faults == []


def test_articles_are_json_and_their_pages_can_be_followed(client: Any) -> None:
    found = client.get("/articles.json?language=id").json()
    assert found["count"] == len(found["rows"]) > 0
    assert {r["article"]["language"] for r in found["rows"]} == {"id"}
    everything = client.get("/articles.json").json()
    assert dict(everything["languages"])["id"] == found["count"]
    second = everything["rows"][4]["article"]
    rest = client.get(f"/articles.json?after={second['day']}_{second['id']}").json()["rows"]
    assert [r["article"]["id"] for r in rest] == [r["article"]["id"] for r in everything["rows"][5:]]


def test_a_filter_that_articles_lack_is_told(client: Any) -> None:
    answer = client.get("/articles.json?kind=blame")
    assert answer.status_code == 400 and "no filter kind" in answer.json()["error"]

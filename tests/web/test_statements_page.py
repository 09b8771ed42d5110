"""/statements and /statements/matrix."""

import re
from html import unescape
from typing import Any

from watched import Watched


def test_statements_say_who_says_what_about_whom_and_lead_to_the_sentence(tab: Watched) -> None:
    page = tab.open("/statements")
    first = page.locator("article.said").first
    assert first.locator("q.evidence").inner_text()
    assert first.locator("a.act").get_attribute("href").startswith("/articles/")
    assert first.locator("h2 a[href^='/actors/']").count() or first.locator("h2 .soft").count()
    assert tab.axe() == []
    tab.picture("statements")


def test_a_facet_narrows_the_list_and_is_taken_off_again_by_keyboard(tab: Watched) -> None:
    page = tab.open("/statements?act=accuse")
    number = page.locator(".facets a", has_text="accuses").locator("xpath=..").locator(".n").inner_text()
    assert page.locator("article.said").count() == min(int(number), 30)
    assert set(page.locator("a.act").all_inner_texts()) == {"accuses"}
    page.locator(".facets a", has_text="any").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements")
    assert len(set(page.locator("a.act").all_inner_texts())) > 1


def test_the_form_asks_what_one_has_said_about_another_since_a_day(tab: Watched) -> None:
    page = tab.open("/statements")
    page.get_by_label("Source", exact=True).fill("UN")
    page.get_by_label("Act", exact=True).select_option("say")
    page.get_by_label("Published from").fill("2019-05-01")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**source=UN**")
    assert "published_since=2019-05-01" in page.url and "act=say" in page.url
    assert page.get_by_label("Source", exact=True).input_value() == "UN"
    for said in page.locator("article.said h2").all():
        assert "United Nations" in said.inner_text()


def test_pages_join_up_and_their_addresses_can_be_shared(client: Any) -> None:
    seen: list[str] = []
    address = "/statements.json"
    while address:
        answer = client.get(address).json()
        seen += [row["statement"]["key"] for row in answer["rows"]]
        address = f"/statements.json?after={answer['after']}" if answer["after"] else ""
    assert len(seen) == len(set(seen)) == answer["count"] > 30


def test_a_cell_of_the_matrix_opens_the_statements_that_it_counts(tab: Watched) -> None:
    page = tab.open("/statements/matrix")
    assert page.locator("table.matrix caption").inner_text()
    cell = page.locator("table.matrix td a.total").first
    number = int(cell.inner_text().split()[0])
    assert tab.axe() == []
    tab.picture("matrix")
    cell.click()
    page.wait_for_url("**/statements?source=**")
    assert page.locator("article.said").count() == min(number, 30)


def test_the_matrix_as_json_has_the_numbers_of_the_lists(client: Any) -> None:
    found = client.get("/statements/matrix.json").json()["matrix"]
    row = found["rows"][0]
    for target, cell in zip(found["targets"], row["cells"], strict=True):
        for act, n in cell["acts"]:
            query = {"source": row["source"]["ref"], "target": target["ref"], "act": act}
            assert client.get("/statements.json", params=query).json()["count"] == n


def test_the_export_has_the_same_filters(client: Any) -> None:
    page = client.get("/statements?act=accuse&language=en").text
    link = re.search(r'class="export" href="([^"]+)"', page)
    assert link is not None and client.get(unescape(link[1])).status_code == 200
    assert "act%3Daccuse%26language%3Den" in link[1]


def test_on_a_phone_nothing_runs_out_of_the_window(tab: Watched) -> None:
    tab.page.set_viewport_size({"width": 320, "height": 700})
    for address in (
        "/statements",
        "/statements/matrix",
        "/actors",
        "/actors/UN",
        "/sources",
        "/search?text=Idlib",
    ):
        page = tab.open(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    tab.open("/statements")
    tab.picture("statements-narrow")


def test_right_to_left_and_in_the_dark(tab: Watched) -> None:
    tab.page.emulate_media(color_scheme="dark")
    for address, name in (
        ("/statements", "statements"),
        ("/statements/matrix", "matrix"),
        ("/sources", "sources"),
    ):
        page = tab.open(f"{address}?lang=ar")
        assert tab.axe() == []
        tab.picture(f"{name}-dark")
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        tab.picture(f"{name}-rtl")


def test_a_statement_can_do_nothing_to_the_page(client: Any) -> None:
    answer = client.get("/statements", params={"text": "<script>alert(1)</script>\u202e"})
    assert "<script>alert" not in answer.text

"""/agreements."""

from typing import Any

from watched import Watched


def test_agreements_say_who_alleges_what_against_whom(tab: Watched) -> None:
    page = tab.open("/agreements")
    page.get_by_label("Order").select_option("oldest")
    page.get_by_label("Order").press("Tab")
    page.get_by_role("button", name="Show").press("Enter")
    assert "order=oldest" in page.url
    breach = page.locator("article", has=page.get_by_role("heading", name="Alleged breaches")).first
    assert "says that" in breach.inner_text()
    assert breach.locator("q.evidence").first.inner_text()
    assert breach.locator("a.article").first.get_attribute("href").startswith("/articles/")
    tab.picture("agreements")
    for scheme, width, direction in (("light", 1280, "ltr"), ("dark", 320, "rtl")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("d => { document.documentElement.dir = d }", direction)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.axe() == []


def test_each_agreement_stands_once_with_its_accounts_and_pages_join_up(client: Any) -> None:
    found = client.get("/agreements.json").json()
    accounts = [a["key"] for g in found["agreements"] for a in g["accounts"]]
    assert len(accounts) == len(set(accounts)) == found["count"] > 0
    said = [(s, g) for p in found["agreements"] for g in p["allegations"] for s in g["said"]]
    assert said
    for place, allegation in said:
        assert place["breach"]["agreement_id"] in {
            a["id"] for p in found["agreements"] for a in p["accounts"]
        }
        accusers = {p["ref"] for p in place["breach"]["parties"] if p["role"] == "accuser"}
        assert accusers == {p["ref"] for p in allegation["accusers"]}


def test_a_filter_and_a_cursor_that_mean_nothing_are_told(client: Any) -> None:
    assert client.get("/agreements.json?after=x").status_code == 400
    assert client.get("/agreements.json?order=prettiest").status_code == 422
    assert client.get("/agreements.json?kind=no-such-kind").json()["agreements"] == []

"""/figures."""

from typing import Any

from watched import Watched


def test_a_figure_leads_to_its_sentence_and_says_who_counts(tab: Watched) -> None:
    page = tab.open("/figures?concept=displaced")
    first = page.locator("tbody tr").first
    assert first.locator("th a").get_attribute("href").startswith("/articles/")
    assert first.locator("q.evidence").inner_text()
    assert tab.axe() == []
    tab.picture("figures")


def test_the_same_address_is_json(client: Any) -> None:
    as_json = client.get("/figures.json?concept=killed").json()
    assert as_json == client.get("/figures?concept=killed", headers={"Accept": "application/json"}).json()
    assert as_json["count"] >= len(as_json["rows"]) > 0
    assert {r["concept"] for r in as_json["rows"]} == {"killed"}


def test_a_value_that_means_nothing_is_told_in_one_sentence(client: Any) -> None:
    answer = client.get("/figures?low=many", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "'many' is no value for low: it takes a number",
    )

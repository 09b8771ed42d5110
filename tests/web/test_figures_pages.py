"""/figures and what is below it: the list, the table, what is in conflict, and one question with all its accounts."""

from typing import Any

import pytest
from watched import Watched

PAGES = ("/figures", "/figures/pivot", "/figures/conflicts")


def json(client: Any, address: str) -> Any:
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_figure_leads_to_its_sentence_and_says_who_counts(tab: Watched) -> None:
    page = tab.open("/figures?concept=displaced")
    first = page.locator("tbody tr").first
    assert first.locator("th a").first.get_attribute("href").startswith("/articles/")
    assert first.locator("q.evidence").inner_text()
    assert tab.axe() == []
    tab.picture("figures")


def test_the_pages_of_figures_are_used_by_keyboard_and_hold_on_every_screen(tab: Watched) -> None:
    page = tab.open("/figures")
    page.get_by_role("link", name="Table by place").press("Enter")
    page.get_by_label("Rows by").select_option("source")
    page.get_by_label("What is counted").fill("displaced")
    page.get_by_label("What is counted").press("Enter")
    assert "rows=source" in page.url and "concept=displaced" in page.url
    number = page.locator(".pivot td a").first
    said = number.inner_text()
    number.press("Enter")
    assert "/figures?" in page.url and "at_source=" in page.url
    assert page.locator("tbody tr").count() > 0 and said
    page.go_back()
    tab.picture("pivot")
    page.get_by_role("link", name="In conflict").press("Enter")
    page.locator("summary", has_text="All accounts").first.press("Enter")
    assert page.locator("details[open] .accounts").first.is_visible()
    assert tab.axe() == []
    tab.picture("conflicts")
    page.locator("article h2 a").first.press("Enter")
    assert page.get_by_role("heading", name="Source by source").is_visible()
    tab.picture("compare")
    compared = page.url.removeprefix(tab.home)
    for scheme, width, direction in (("light", 320, "ltr"), ("dark", 1280, "rtl"), ("dark", 320, "rtl")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for address in (*PAGES, compared):
            tab.open(address)
            page.evaluate("d => { document.documentElement.dir = d }", direction)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert tab.axe() == []


def test_the_same_address_is_json(client: Any) -> None:
    as_json = client.get("/figures.json?concept=killed").json()
    assert as_json == json(client, "/figures?concept=killed")
    assert as_json["count"] >= len(as_json["rows"]) > 0
    assert {r["concept"] for r in as_json["rows"]} == {"killed"}


def test_a_value_that_means_nothing_is_told_in_one_sentence(client: Any) -> None:
    answer = client.get("/figures?low=many", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "'many' is no value for low: it takes a number",
    )


@pytest.mark.parametrize("order", ["newest", "oldest", "largest", "smallest"])
def test_pages_of_the_list_join_up_in_every_order(client: Any, order: str) -> None:
    keys, after = [], ""
    while after is not None:
        found = json(client, f"/figures?order={order}&after={after}")
        keys += [r["key"] for r in found["rows"]]
        after = found["after"]
    assert len(keys) == len(set(keys)) == found["count"] > 50


@pytest.mark.parametrize("after", ["x", "1_x", "nan_1", "inf_2", "1_99999999999999999999", "2019-05-31_1"])
def test_a_cursor_that_is_none_is_told(client: Any, after: str) -> None:
    answer = client.get(f"/figures?order=largest&after={after}", headers={"Accept": "application/json"})
    assert answer.status_code == 400 and "no place to go on from" in answer.json()["error"]


@pytest.mark.parametrize("rows", ["source", "place", "month", "publisher", "language", "group"])
def test_every_cell_of_a_table_lists_as_many_figures_as_it_counts(client: Any, rows: str) -> None:
    table = json(client, f"/figures/pivot?rows={rows}&columns=concept&concept=killed")
    cells = [c for row in table["rows"] for cell in row["cells"] for c in cell]
    assert cells
    for cell in cells:
        found = json(client, cell["address"])
        assert found["count"] == cell["range"]["figures"]
        bounds = [(r["low"], r["high"]) for r in found["rows"]]
        named = [n for pair in bounds for n in pair if n is not None]
        assert (cell["range"]["lowest"], cell["range"]["highest"]) == (min(named), max(named))
        assert (cell["range"]["low"] is None) == any(low is None for low, _ in bounds)
        assert (cell["range"]["high"] is None) == any(high is None for _, high in bounds)


def test_needs_and_what_was_worked_out_stand_in_no_cell(client: Any) -> None:
    listed = json(client, "/figures?flags=capacity")["count"] + json(client, "/figures?flags=need")["count"]
    table = json(client, "/figures/pivot?rows=concept&columns=unit")
    in_cells = sum(c["range"]["figures"] for row in table["rows"] for cell in row["cells"] for c in cell)
    assert 0 < in_cells <= json(client, "/figures")["count"] - listed


def test_an_unknown_axis_and_twice_the_same_are_told(client: Any) -> None:
    for address, said in (("rows=colour", "set out by 'colour'"), ("rows=unit&columns=unit", "choose two")):
        answer = client.get(f"/figures/pivot?{address}", headers={"Accept": "application/json"})
        assert answer.status_code == 400 and said in answer.json()["error"]


def test_a_figure_in_conflict_leads_to_all_accounts_of_its_question(client: Any) -> None:
    listed = json(client, "/figures?concept=displaced")
    disputed = next(key for key, beside in listed["beside"].items() if beside["disputed"])
    found = json(client, f"/figures/compare?key={disputed}")
    accounts = [a["figure"]["key"] for side in found["sides"] for a in side["accounts"]]
    assert disputed in accounts
    assert len(found["sides"]) > 1 and found["dispute"]["kind"] == "figure"
    firsts = [side["first_hand"] for side in found["sides"]]
    assert firsts == sorted(firsts, reverse=True)


def test_questions_in_conflict_have_sides_that_differ(client: Any) -> None:
    for question in json(client, "/figures/conflicts")["questions"]:
        positions = {a["position"] for s in question["sides"] for a in s["accounts"] if a["position"]}
        assert len(positions) > 1
        assert question["key"] == question["dispute"]["key"]
    assert json(client, "/figures/conflicts?concept=protesting&publisher=nobody")["questions"] == []


def test_a_key_of_nothing_is_not_there(client: Any) -> None:
    assert client.get("/figures/compare?key=figure-nothing").status_code == 404


def test_what_a_person_judged_wrong_is_marked_and_leaves_the_table(client: Any) -> None:
    row = json(client, "/figures?concept=displaced")["rows"][0]
    before = json(client, "/figures/pivot?concept=displaced")
    client.app.state.archive.judgements.add("wrong", row["key"], who="ana")
    assert row["key"] in json(client, "/figures?concept=displaced")["wrong"]
    assert "a person judged this wrong" in client.get("/figures?concept=displaced").text
    after = json(client, "/figures/pivot?concept=displaced")
    assert (before["figures"] - after["figures"], after["wrong"]) == (1, 1)

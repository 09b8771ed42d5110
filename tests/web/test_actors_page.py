"""/actors, /actors/ID and /sources."""

from typing import Any

import pytest
from watched import Watched


def test_an_actor_is_found_by_a_name_in_another_language(tab: Watched) -> None:
    page = tab.open("/actors")
    assert tab.axe() == []
    tab.picture("actors")
    page.get_by_label("Any name, in any language").fill("Vereinte Nationen")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=Vereinte**")
    page.get_by_role("link", name="United Nations", exact=True).click()
    page.wait_for_url("**/actors/*")
    assert page.locator("h1").inner_text() == "United Nations"
    assert tab.axe() == []
    tab.picture("actor")


def test_the_numbers_of_an_actor_lead_to_the_records(client: Any) -> None:
    found = client.get("/actors/UN.json").json()
    roles = {f"{r['type']}.{r['role']}": r["count"] for r in found["profile"]["roles"]}
    assert client.get("/statements.json?source=UN").json()["count"] == roles["statement.source"]
    assert client.get("/figures.json?source=UN").json()["count"] == roles["figure.source"]
    assert {s["statement"]["act"] for s in found["says"]}
    assert client.get(f"/actors/{found['profile']['actor']['id']}.json").json() == found


@pytest.mark.parametrize("name", ["nobody", "0", "99999999999999999999999", "%00", "name:x"])
def test_nobody_of_this_name(client: Any, name: str) -> None:
    answer = client.get(f"/actors/{name}", headers={"Accept": "application/json"})
    assert answer.status_code == 404 and "there is no actor" in answer.json()["error"]


@pytest.mark.parametrize("name", ["text", "kind", "country"])
def test_no_value_is_an_error(client: Any, name: str) -> None:
    for value in ("\x00", "%", "'", "\u202e", "X" * 3):
        assert client.get("/actors.json", params={name: value}).status_code == 200
    assert client.get("/statements.json", params={"source": "\x00"}).json()["count"] == 0


def test_pages_of_actors_join_up(client: Any) -> None:
    first = client.get("/actors.json").json()
    second = client.get("/actors.json", params={"skip": first["next"]}).json()
    ids = [r["actor"]["id"] for r in first["rows"] + second["rows"]]
    assert len(ids) == len(set(ids)) > 50
    assert [r["articles"] for r in first["rows"]] == sorted(
        (r["articles"] for r in first["rows"]), reverse=True
    )


def test_sources_with_what_to_be_careful_with(tab: Watched) -> None:
    page = tab.open("/sources")
    assert page.get_by_role("heading", name="Outlets").is_visible()
    assert page.locator("table").count() == 2
    assert tab.axe() == []
    tab.picture("sources")
    page.get_by_label("First those with most").select_option("disputes")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**order=disputes**")
    column = page.locator("table").last.locator("tbody tr td:nth-child(6)").all_inner_texts()
    assert [int(n) for n in column] == sorted((int(n) for n in column), reverse=True)


def test_the_counts_of_sources_are_those_of_the_lists(client: Any) -> None:
    found = client.get("/sources.json").json()
    outlet, quoted = found["outlets"][0], found["quoted"][0]
    query = {"publisher": outlet["publisher"]}
    assert client.get("/statements.json", params=query).json()["count"] == outlet["counts"]["statements"]
    query = {"source": quoted["actor"]["ref"]}
    assert client.get("/statements.json", params=query).json()["count"] == quoted["counts"]["statements"]
    assert client.get("/sources.json?text=no%20such").json()["outlet_count"] == 0
    assert client.get("/sources.json?order=best").status_code == 422

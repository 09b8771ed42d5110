"""/situation: understood in a minute, and every number two clicks from its sentence."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from typing import Any

import pytest
from watched import Watched

import kabar
from kabar.store import Query
from kabar.web import words as worded

SENTENCE = re.compile(r"/articles/\d+#\w+")
DRAWN = "path.linked"


@pytest.fixture
def key(filled_target: str) -> str:
    """The situation of which most is told: Idlib in spring 2019."""
    with kabar.open(filled_target) as archive:
        return max(archive.links.situations(Query(place="Idlib")), key=lambda s: len(s.members)).key


def drawn(page: Any) -> None:
    """Scroll to the charts and the map and wait until they are there."""
    page.locator("#over-time").scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-chart]')].every(c => c.hidden || c.querySelector('.linked'))"
    )
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map[data-drawn]", timeout=60_000)


def test_from_the_list_to_a_number_to_its_sentence(tab: Watched, key: str) -> None:
    page = tab.open("/")
    assert page.url.endswith("/situation")
    assert tab.axe() == []
    page.get_by_label("Place").fill("Idlib")
    page.get_by_label("From day").fill("2019-05-01")
    page.get_by_role("button", name="Show").click()
    if "/situation/" not in page.url:
        page.locator(f"a[href='/situation/{key}']").click()
    assert "Idlib" in page.get_by_role("heading", level=1).inner_text()
    # One click to the headline, one to the sentence.
    page.locator(".glance a").first.click()
    number = page.locator(".headline:target .number").first
    assert number.inner_text() and SENTENCE.fullmatch(number.get_attribute("href"))


def test_disputes_stand_at_the_top_with_positions_side_by_side(tab: Watched, key: str) -> None:
    page = tab.open(f"/situation/{key}")
    assert page.locator("section").first.get_attribute("id") == "disputes"
    dispute = page.locator(".dispute").first
    first, second = dispute.locator(".positions > li").all()[:2]
    assert abs(first.bounding_box()["y"] - second.bounding_box()["y"]) < 2
    assert first.bounding_box()["x"] != second.bounding_box()["x"]
    for position in (first, second):
        assert position.locator("q.evidence").first.inner_text()
        assert SENTENCE.fullmatch(position.locator(".says a, .holders a.article").first.get_attribute("href"))
        assert "Stands here because" in position.inner_text()


def test_charts_and_map_are_drawn_and_nothing_is_asked_of_others(tab: Watched, key: str) -> None:
    page = tab.open(f"/situation/{key}")
    drawn(page)
    for chart in page.locator("[data-chart]:visible").all():
        table = page.locator(f"#{chart.get_attribute('data-chart')}")
        assert chart.locator(DRAWN).count() == table.locator("tr[data-day]").count() > 1
        assert chart.locator(DRAWN).first.get_attribute("aria-label")
    colours = page.evaluate(
        """() => {
          const canvas = document.querySelector('#map canvas');
          const copy = document.createElement('canvas');
          [copy.width, copy.height] = [canvas.width, canvas.height];
          const context = copy.getContext('2d');
          context.drawImage(canvas, 0, 0);
          const pixels = new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer);
          return new Set(pixels).size;
        }"""
    )
    assert colours > 3
    assert tab.axe() == []
    tab.picture("situation")
    page.locator("#map .map-label").first.click()
    assert SENTENCE.fullmatch(page.locator("#map-place a").first.get_attribute("href"))


def test_the_keyboard_reaches_marks_and_places(tab: Watched, key: str) -> None:
    page = tab.open(f"/situation/{key}")
    drawn(page)
    page.locator(DRAWN).first.focus()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "link"
    label = page.locator("#map .map-label").first
    label.focus()
    page.keyboard.press("Enter")
    assert page.locator("#map-place").is_visible()
    page.locator("#map canvas").focus()
    before = page.evaluate("document.querySelector('.maplibregl-ctrl-scale').textContent")
    page.keyboard.press("=")
    page.wait_for_function(
        "b => document.querySelector('.maplibregl-ctrl-scale').textContent !== b", arg=before
    )
    day = page.locator("details.day").first
    day.locator("> summary").focus()
    page.keyboard.press("Enter")
    assert day.get_attribute("open") is None


def test_a_phone_and_the_dark(browser: Any, served: str, key: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme="dark")
    tab = Watched(context.new_page(), served)
    page = tab.open(f"/situation/{key}")
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.axe() == []
    tab.picture("situation-phone-dark")
    context.close()
    assert tab.faults == []


def test_on_paper_nothing_is_folded_away(tab: Watched, key: str) -> None:
    page = tab.open(f"/situation/{key}")
    folded = page.locator("details:not([open])").count()
    assert folded
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert not page.locator(".top").is_visible()
    assert page.locator("#panel-1-table").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == folded


def test_without_scripts_the_same_is_said(browser: Any, served: str, key: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/situation/{key}?kind=event#timeline")
    assert page.locator(".event-line").count() and not page.locator(".statement-line").count()
    page.locator("#panel-1 summary").click()
    assert page.locator("#panel-1-table a").first.is_visible()
    context.close()


def test_right_to_left(client: Any, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arabic, before it has a catalogue: the page turns round, passages keep their own direction."""
    monkeypatch.setattr("kabar.web.asked.words", lambda _: replace(worded.words("en"), language="ar"))
    page = client.get(f"/situation/{key}").text
    assert 'dir="rtl"' in page.split("<head>")[0]
    assert 'lang="en" dir="ltr"' in page


def test_json_says_what_the_page_says(client: Any, key: str) -> None:
    view = client.get(f"/situation/{key}.json").json()
    page = client.get(f"/situation/{key}").text
    assert view["head"]["key"] == key and view["counts"]["disputes"] >= len(view["disputes"]) > 0
    assert view["headlines"] and view["charts"]["panels"] and view["places"] and view["timeline"]["days"]
    for headline in view["headlines"]:
        for source in headline["sources"]:
            assert f"/articles/{source['row']['article_id']}#{source['row']['local']}" in page
    assert client.get("/situation.json?place=Idlib").status_code == 200


def test_a_part_has_its_own_address_and_shows_all(client: Any, key: str) -> None:
    whole = client.get(f"/situation/{key}.json").json()
    part = client.get(f"/situation/{key}.json?part=figures").json()
    assert len(part["headlines"]) == whole["counts"]["headlines"] > len(whole["headlines"])
    assert 'id="disputes"' not in client.get(f"/situation/{key}?part=figures").text


def test_a_record_that_a_person_found_wrong_is_marked_and_not_gone(
    client: Any, key: str, filled_target: str
) -> None:
    view = client.get(f"/situation/{key}.json?kind=statement").json()
    statement = next(s for d in view["timeline"]["days"] for s in d["statements"])
    with kabar.open(filled_target) as archive:
        archive.judgements.add(who="Ana", verdict="wrong", key=statement["key"], why="misread")
    page = client.get(f"/situation/{key}?kind=statement").text
    assert "Judged wrong by Ana" in page


def test_the_page_is_light(client: Any, key: str) -> None:
    """Below 1 MB over the wire without the map: the page, its styles and scripts, packed."""
    paths = [f"/situation/{key}", "/static/kabar.css", "/static/situation.css", "/static/kabar.js", "/static/situation.js",
             "/static/situation-charts.js", "/static/vendor/htmx.js", "/static/vendor/charts.js"]  # fmt: skip
    assert sum(len(gzip.compress(client.get(p).content, 5)) for p in paths) < 1_000_000


def test_a_situation_that_is_not_there_and_a_place_to_go_on_from_that_is_none(client: Any) -> None:
    assert client.get("/situation/situation-none").status_code == 404
    assert client.get("/situation?after=x").status_code == 400
    assert client.get("/situation?place=Nowhere").status_code == 200

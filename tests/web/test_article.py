"""/articles/ID: the original with its records, versions and files."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import ROOT
from made import TEXT, article, reading
from watched import Watched

import kabar
from kabar.ingest.run import model_digest
from kabar.model import Article, Reading

HOSTILE = (
    "The army said <script>alert(1)</script> \u202e\"' onclick=x that 300 people fled. <img src=x onerror=alert(2)>\n"
    + "x" * 5_000
)


@pytest.fixture(scope="session")
def damaged_reading() -> Reading:
    text = (ROOT / "examples/idlib.id.txt").read_text(encoding="utf-8")
    return kabar.read(text, lang="id", published="2019-05-31")


@pytest.fixture
def damaged(filled_target: str, damaged_reading: Reading) -> int:
    """The number of the reference article: damaged, Indonesian."""
    return keep(filled_target, damaged_reading)


def keep(target: str, found: Reading, received: bytes | None = None) -> int:
    with kabar.open(target) as archive:
        added = archive.add_article(found.article, received=received)
        archive.save_reading(added.version_id, found, kabar_version=kabar.__version__, model=model_digest())
        return added.article_id


def first_of(client: Any, kind: str) -> dict[str, Any]:
    """A record of a kind, as the list has it."""
    rows: list[dict[str, Any]] = client.get(f"/{kind}.json").json()["rows"]
    return rows[0]


# In the browser


def test_an_address_opens_the_sentence_and_shows_the_record(damaged: int, tab: Watched) -> None:
    page = tab.open(f"/articles/{damaged}#f2")
    on = page.locator("article .on")
    on.first.wait_for()
    assert on.all_inner_texts() == ["lebih dari 200.000 orang"]
    box = on.first.bounding_box()
    assert 0 < box["y"] < 900
    shown = page.get_by_role("region", name="The record", exact=True).inner_text()
    assert "200,000 or more" in shown and "United Nations" in shown and "the place is inferred" in shown
    assert tab.axe() == []
    tab.picture("article")


def test_hover_click_and_keys_show_records(damaged: int, tab: Watched) -> None:
    page = tab.open(f"/articles/{damaged}?mended=no")
    shown = page.locator("#shown")
    assert shown.is_hidden()
    page.locator('article a[data-r~="f1"]').hover()
    assert "1,000 or more people" in shown.inner_text()
    page.locator("h1").hover()
    page.locator('article a[data-r~="f2"]').click()
    assert page.url.endswith("#f2")
    # The figure stands in a statement: both are shown, the closer one first.
    assert [t.split("\n")[0] for t in shown.locator(".tag").all_inner_texts()][:2] == ["f2", "s18"]
    page.keyboard.press("Escape")
    assert shown.is_hidden()

    page.locator(".list .pick").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.record').dataset.record") == "s3"
    assert "s3" in shown.inner_text()
    page.keyboard.press("Enter")
    assert page.url.endswith("#s3") and page.evaluate("document.activeElement.id") == "shown"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.record').dataset.record") == "s3"

    page.locator('article a[tabindex="0"]').focus()
    before = page.evaluate("document.activeElement.dataset.r")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.r") != before
    assert page.locator('article a[tabindex="0"]').count() == page.locator('.pick[tabindex="0"]').count() == 1


def test_kinds_are_filtered_and_the_address_can_be_shared(damaged: int, tab: Watched) -> None:
    page = tab.open(f"/articles/{damaged}")
    page.get_by_label("Figures").check()
    page.wait_for_url("**kind=figure**")
    page.locator(".list .record").nth(4).wait_for()
    assert page.locator("article a").count() == page.locator("article a.figure").count() == 5
    page.reload()
    assert page.locator(".list .record").count() == 5
    assert tab.axe() == []


def test_the_mended_reading_stands_beside_the_original(damaged: int, tab: Watched) -> None:
    page = tab.open(f"/articles/{damaged}")
    pair = page.locator(".pair").first
    assert "Rusian target" in pair.locator(".as-received").inner_text()
    assert pair.locator(".mended ins").inner_text() == "target Rusia"
    left, right = (pair.locator(s).bounding_box() for s in (".as-received", ".mended"))
    assert left["x"] + left["width"] <= right["x"]
    assert page.locator("article .block.paragraph:not(.pair *)").count() > 5
    page.get_by_label("the original alone").check()
    page.wait_for_url("**mended=no**")
    page.locator(".pair").first.wait_for(state="detached")
    assert "Rusian target" in page.locator("article").inner_text()


def test_an_arabic_article_runs_from_right_to_left(client: Any, tab: Watched) -> None:
    row = client.get("/articles.json?language=ar").json()["rows"][0]["article"]
    page = tab.open(f"/articles/{row['id']}?lang=en")
    assert page.locator("article").get_attribute("dir") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('article .block')).direction") == "rtl"
    page.locator('article a[tabindex="0"]').focus()
    before = page.evaluate("document.activeElement.dataset.r")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.r") != before
    assert tab.axe() == []
    tab.picture("article-arabic")


def test_text_of_an_article_never_becomes_markup(filled_target: str, tab: Watched) -> None:
    found = kabar.read(HOSTILE, lang="en", published="2020-01-01")
    hostile = replace(
        found.article, title="<b>T</b>", publisher="<i>P</i>", url="javascript:alert(3)", byline="\u202eB"
    )
    number = keep(filled_target, replace(found, article=hostile))
    page = tab.open(f"/articles/{number}")
    assert page.locator("article script, article img, h1 b, .by i").count() == 0
    assert page.locator('[href^="javascript"]').count() == 0
    assert "[U+202E]" in page.locator("article").inner_text()
    assert "[U+202E]B" in page.locator(".by").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    tab.open("/articles")
    tab.open(f"/articles/{number}?kind=figure#%22%3E%3Cscript%3E")


@pytest.mark.parametrize("width", [1280, 320])
def test_without_javascript_the_address_still_shows_the_record(
    damaged: int, browser: Any, served: str, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 700}, reduced_motion="reduce"
    )
    tab = Watched(context.new_page(), served)
    page = tab.open(f"/articles/{damaged}#f2")
    card = page.locator("#record-f2")
    assert card.locator(".told").is_visible() and not page.locator("#record-f3 .told").is_visible()
    for seen in (card, page.locator('article a[data-r~="f2"]')):
        box = seen.bounding_box()
        assert 0 <= box["y"] < 700 and box["y"] + box["height"] > 0
    page.locator('article a[data-r~="f1"]').first.click()
    assert page.url.endswith("#f1") and page.locator("#record-f1 .told").is_visible()
    context.close()
    assert tab.faults == []


def test_the_page_fits_a_phone_in_the_dark_and_prints(damaged: int, browser: Any, served: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme="dark")
    tab = Watched(context.new_page(), served)
    page = tab.open(f"/articles/{damaged}#s2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.axe() == []
    page.emulate_media(media="print")
    assert page.locator("#shown").is_hidden() and page.locator(".kinds").is_hidden()
    assert page.locator(".list .record").first.is_visible()
    context.close()
    assert tab.faults == []


# The same as data


def test_the_original_is_whole_and_unaltered(damaged: int, client: Any, damaged_reading: Reading) -> None:
    html = client.get(f"/articles/{damaged}?mended=no").text
    found = re.findall(r'<(p|h2) class="block \w+">(.*?)</\1>', html, re.DOTALL)
    shown = [unescape(re.sub(r"<[^>]+>", "", inside)) for _, inside in found]
    assert shown == damaged_reading.article.text.split("\n")
    as_json = client.get(f"/articles/{damaged}.json").json()
    assert as_json["text"] == damaged_reading.article.text
    assert {r["record"]["id"] for r in as_json["records"]} == {r.id for r in damaged_reading.records()}


def test_a_record_is_cited_by_its_key(client: Any, filled_target: str) -> None:
    figure = first_of(client, "figures")
    answer = client.get(f"/records/{figure['key']}", follow_redirects=False)
    assert answer.headers["location"] == f"/articles/{figure['article_id']}#{figure['local']}"
    shown = client.get(f"/articles/{figure['article_id']}.json").json()
    assert figure["key"] in {r["key"] for r in shown["records"]}
    gone = client.get("/records/figure-0")
    assert gone.status_code == 404 and "no current reading has a record with this key" in gone.text


def test_what_people_decided_is_told_and_nothing_goes(client: Any, filled_target: str) -> None:
    figure = first_of(client, "figures")
    with kabar.open(filled_target) as archive:
        archive.judgements.add("wrong", figure["key"], who="Ana <b>", why="a typing error")
    shown = client.get(f"/articles/{figure['article_id']}.json").json()
    mine = next(r for r in shown["records"] if r["key"] == figure["key"])
    assert [(d["verdict"], d["who"], d["why"]) for d in mine["decisions"]] == [
        ("wrong", "Ana <b>", "a typing error")
    ]
    html = client.get(f"/articles/{figure['article_id']}").text
    assert f'<li class="record wrong" id="record-{figure["local"]}"' in html
    assert "<b>rejected</b>" in html and "Ana &lt;b&gt;" in html and "a typing error" in html


def test_versions_are_told_with_what_they_claim_otherwise(client: Any, filled_target: str) -> None:
    number = keep(filled_target, reading(low=200_000))
    newer = article(TEXT + " More.", title="Idlib, later")
    keep(filled_target, replace(reading(low=300_000), article=newer))
    page = client.get(f"/articles/{number}").text
    assert "Idlib, later" in page and "200,000 or more" in page and "300,000 or more" in page
    old = client.get(f"/articles/{number}.json?version=1").json()
    assert (old["version"]["number"], old["newest"], len(old["changes"])) == (1, 2, 1)
    assert {r["key"] for r in old["records"]} == {None}
    assert "This is version 1 of 2" in client.get(f"/articles/{number}?version=1").text
    missing = client.get(f"/articles/{number}.json?version=3")
    assert missing.status_code == 404 and "it has 1 to 2" in missing.json()["error"]


def test_a_version_that_was_not_read_yet_gives_way_to_the_one_that_was(
    client: Any, filled_target: str
) -> None:
    number = keep(filled_target, reading())
    with kabar.open(filled_target) as archive:
        archive.add_article(article(TEXT + " More."))
        unread = archive.add_article(article("Only text.", url="https://example.org/2"))
    assert client.get(f"/articles/{number}.json").json()["version"]["number"] == 1
    page = client.get(f"/articles/{unread.article_id}")
    assert page.status_code == 200 and "has not been read yet" in page.text and "Only text." in page.text


def test_near_duplicates_and_disputes_across_articles_are_named(client: Any, filled_target: str) -> None:
    rows = client.get("/articles.json").json()["rows"]
    one, other = [r["article"]["id"] for r in rows if not r["tally"]["near"]][:2]
    with kabar.open(filled_target) as archive:
        archive.duplicates.group([one, other], "minhash", 0.83)
        dispute = archive.links.disputes(limit=1).rows[0]
        article_id = dispute.positions[0].holders[0].article_id
    near = client.get(f"/articles/{one}.json").json()["near"]
    assert [(n["article"]["id"], n["likeness"]) for n in near] == [(other, 0.83)]
    assert "83%" in client.get(f"/articles/{one}").text
    shown = client.get(f"/articles/{article_id}.json").json()
    assert dispute.key in [s["dispute"]["key"] for s in shown["disputes"]]
    assert any(dispute.key in r["disputes"] for r in shown["records"])
    assert 'id="disputes"' in client.get(f"/articles/{article_id}").text


def test_what_was_received_is_a_download_and_never_a_page(client: Any, filled_target: str) -> None:
    number = keep(filled_target, reading(), received=b"<script>alert(1)</script>\0")
    answer = client.get(f"/articles/{number}/received")
    assert answer.content == b"<script>alert(1)</script>\0"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    for form, begins in (("json", "{"), ("html", "<!doctype html>"), ("md", "#")):
        file = client.get(f"/articles/{number}/reading.{form}")
        assert file.text.startswith(begins) and file.headers["content-disposition"].startswith("attachment")
    assert Reading.from_json(client.get(f"/articles/{number}/reading.json").content) == reading()
    bare = keep(filled_target, replace(reading(), article=article(url="https://example.org/3")))
    assert client.get(f"/articles/{bare}/received").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [("/articles/99999", 404), ("/articles/0", 422), ("/articles/99999999999999999999999", 404),
     ("/articles/1/reading.exe", 422), ("/articles/1?kind=nothing", 400), ("/articles/1?record=f999", 404)],
)  # fmt: skip
def test_what_is_not_there_is_told(client: Any, address: str, status: int) -> None:
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == status and answer.json()["error"]


def test_a_very_long_article_comes_in_parts_and_every_record_is_within_reach(
    client: Any, filled_target: str, tab: Watched
) -> None:
    long = "\n".join(["Nothing happens in this sentence of many words at all."] * 1_500)
    text = f"{long}\n{TEXT}"
    found = reading(article(text, url="https://example.org/long"))
    number = keep(filled_target, found)
    first = client.get(f"/articles/{number}.json").json()
    assert len(first["others"]) > 3 and first["records"] == [] and first["counts"]["figure"] == 2
    parts = [client.get(f"/articles/{number}.json?at={at}").json()["text"] for at in first["others"]]
    assert "".join(parts) == text
    key = next(r["key"] for r in client.get("/figures.json?publisher=Example").json()["rows"])
    cited = urlsplit(client.get(f"/records/{key}", follow_redirects=False).headers["location"])
    assert cited.query == f"at={first['others'][-1]}" and cited.fragment.startswith("f")
    page = tab.open(f"/articles/{number}#f1")
    page.wait_for_url("**at=**#f1")
    page.locator("article .on").first.wait_for()
    assert "".join(page.locator("article .on").all_inner_texts()) == "300,000 people"
    page.get_by_role("link", name="Part before").first.click()
    assert "part 4 of 5" in page.locator(".windows").first.inner_text()
    page.get_by_label("Go to record").first.fill("s2")
    page.get_by_role("button", name="Go").first.click()
    page.locator("article .on", has_text="killed").wait_for()
    assert page.url.endswith("#s2")
    assert tab.axe() == []


def test_an_article_without_text_has_a_page(client: Any, filled_target: str) -> None:
    empty = Article(
        text="",
        sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        url="https://example.org/e",
    )
    number = keep(filled_target, Reading(article=empty, language_pack="en"))
    assert "The article has no text." in client.get(f"/articles/{number}").text

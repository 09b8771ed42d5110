"""/review and /review/log."""

from __future__ import annotations

import re
from typing import Any

import pytest
from watched import Watched

import kabar
from kabar.store import Archive

JSON = {"Accept": "application/json"}


def first(client: Any, **asked: str) -> dict[str, Any]:
    record: dict[str, Any] = client.get("/review.json", params=asked).json()["record"]
    return record


def csrf(client: Any) -> str:
    return str(re.search(r'name="csrf" value="([^"]+)"', client.get("/review").text)[1])  # type: ignore[index]


def decide(client: Any, record: dict[str, Any], action: str, **fields: Any) -> Any:
    """Send the form as a browser does: every field with what was shown in it, and what was typed."""
    data: dict[str, Any] = {
        "csrf": csrf(client), "action": action, "seen": str(record["seen"]), "who": "ana", "fields": [],
    }  # fmt: skip
    for field in record["fields"]:
        name = field["entry"]["name"]
        data["fields"].append(name)
        data[f"was-{name}"] = list(field["stands"])
        data[f"field-{name}"] = fields.pop(name, list(field["values"]))
    address = f"/review/records/{record['row']['key']}"
    return client.post(address, data=data | fields, headers={"Accept": "text/html"}, follow_redirects=False)


def test_the_queue_says_why_each_record_is_in_it_and_shows_the_first_with_its_words(client: Any) -> None:
    shown = client.get("/review.json").json()
    assert shown["record"]["reasons"] and all(w["reasons"] for w in shown["rows"])
    marked = "".join(p["text"] for p in shown["record"]["pieces"] if p["marks"])
    assert marked and marked in "".join(p["text"] for p in shown["record"]["pieces"])
    assert client.get("/review", headers=JSON).json() == shown


def test_filters_leave_records_of_a_kind_and_a_language(client: Any) -> None:
    shown = client.get("/review.json", params={"kinds": "statement", "language": "id"}).json()
    rows = [shown["record"]["row"], *(w["row"] for w in shown["rows"])]
    assert {r["key"].split("-")[0] for r in rows} == {"statement"} and {r["language"] for r in rows} == {"id"}


def test_a_correction_is_kept_shown_and_leads_to_the_next_record(client: Any) -> None:
    record = first(client, kinds="figure")
    answer = decide(
        client, record, "correct", low=["111"], high=["222"], kinds="figure", why="as the text says"
    )
    assert answer.status_code == 303 and answer.headers["location"].startswith("/review?kinds=figure&done=")
    after = client.get(answer.headers["location"].replace("/review", "/review.json")).json()
    assert after["done"]["verdict"] == "corrected" and after["record"]["row"]["key"] != record["row"]["key"]
    again = first(client, key=record["row"]["key"])
    assert (again["row"]["low"], again["row"]["high"], again["row"]["confidence"]) == (111, 222, 1)
    assert "corrected" in again["row"]["flags"] and again["decided"]["who"] == "ana"
    assert "kabar-name=ana" in answer.headers["set-cookie"]


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_decision_takes_the_record_out_and_undo_puts_it_back(client: Any, action: str) -> None:
    record = first(client)
    answer = decide(client, record, action)
    assert answer.status_code == 303 and first(client)["row"]["key"] != record["row"]["key"]
    number = client.get("/review/log.json").json()["rows"][0]["id"]
    back = client.post(
        f"/review/decisions/{number}/undo", data={"csrf": csrf(client), "who": "ben"}, follow_redirects=False
    )
    assert back.status_code == 303 and first(client)["row"]["key"] == record["row"]["key"]


def test_a_comment_leaves_the_record_where_it_is(client: Any) -> None:
    record = first(client)
    answer = decide(client, record, "comment", why="who counted this?")
    assert f"key={record['row']['key']}" in answer.headers["location"]
    assert first(client)["history"][0]["why"] == "who counted this?"


def test_the_log_has_every_decision_with_who_and_when_and_is_filtered(client: Any) -> None:
    record = first(client)
    decide(client, record, "comment", why="look")
    client.cookies.delete("kabar-name")
    decide(client, first(client), "accept", who="ben")
    rows = client.get("/review/log.json").json()["rows"]
    assert [(r["who"], r["verdict"]) for r in rows] == [("ben", "right"), ("ana", "comment")] and rows[0][
        "at"
    ]
    assert [r["who"] for r in client.get("/review/log.json?who=ana").json()["rows"]] == ["ana"]
    assert client.get("/review/log.json?verdict=wrong").json()["rows"] == []
    assert "ben" in client.get("/review/log").text


def test_what_makes_no_sense_comes_back_with_what_was_typed(client: Any) -> None:
    record = first(client, kinds="figure")
    answer = decide(client, record, "correct", low=["9"], high=["3"], why="my note")
    assert answer.status_code == 400 and "low 9 is above high 3" in answer.text
    assert 'value="9"' in answer.text and "my note" in answer.text


def test_accepting_with_changed_fields_is_asked_about_first(client: Any) -> None:
    record = first(client, kinds="figure")
    answer = decide(client, record, "accept", low=["9"])
    assert answer.status_code == 400 and "you changed fields" in answer.text


def test_the_second_of_two_is_told_keeps_what_they_typed_and_does_not_take_back_the_first(
    client: Any,
) -> None:
    record = first(client, kinds="figure")
    assert decide(client, record, "correct", low=["111"], high=["222"]).status_code == 303
    answer = decide(client, record, "correct", concept=["refugees"], who="ben")
    assert answer.status_code == 409 and "ana decided about this record meanwhile" in answer.text
    assert 'value="refugees" selected' in answer.text and 'value="111"' in answer.text
    seen = re.search(r'name="seen" value="(\d+)"', answer.text)[1]  # type: ignore[index]
    now = first(client, key=record["row"]["key"])
    assert str(now["seen"]) == seen
    assert decide(client, now, "correct", concept=["refugees"], who="ben").status_code == 303
    row = first(client, key=record["row"]["key"])["row"]
    assert (row["low"], row["high"], row["concept"]) == (111, 222, "refugees")


def test_nobody_decides_without_a_name_or_from_a_forged_form(client: Any) -> None:
    record = first(client)
    assert "give your name" in decide(client, record, "accept", who=" ").text
    address = f"/review/records/{record['row']['key']}"
    assert client.post(address, data={"action": "accept", "who": "ana"}).status_code == 403
    assert client.get("/review/log.json").json()["rows"] == []


def test_addresses_that_mean_nothing_are_told_so(client: Any) -> None:
    assert client.get("/review?key=figure-0").status_code == 404
    assert client.get("/review?after=somewhere").status_code == 400
    assert client.get("/review?kinds=mood").status_code == 400
    assert (
        client.post("/review/decisions/99/undo", data={"csrf": csrf(client), "who": "a"}).status_code == 404
    )
    assert client.get("/review/names.json?text=").json() == []


def test_names_are_found_for_the_fields(client: Any) -> None:
    assert {"RUS", "SYR"} & {n["value"] for n in client.get("/review/names.json?text=r").json()} == set()
    assert "RUS" in {n["value"] for n in client.get("/review/names.json?text=Russia").json()}
    assert client.get("/review/names.json?kind=place&text=Idlib").json()


def test_hidden_characters_and_markup_in_an_article_are_shown_and_do_nothing() -> None:
    from kabar.model import Span
    from kabar.web.views.review import pieces

    text = "a\u202eb<script>c"
    cut = pieces(text, 0, len(text), [(Span(0, 3), "cue")])
    assert [(p.start, p.text, p.hidden) for p in cut] == [
        (0, "a", False), (1, "\u202e", True), (2, "b", False), (3, "<script>c", False),
    ]  # fmt: skip
    assert all(("cue" in p.marks) == (p.start < 3) for p in cut)


# In a browser


def key_of(page: Any) -> str:
    return str(page.locator("#decide").get_attribute("action")).rpartition("/")[2]


def log_of(target: str) -> list[tuple[str, str]]:
    with kabar.open(target) as archive:
        return [(j.who, j.verdict) for j in archive.judgements.log()]


def test_a_person_reviews_with_the_keyboard_alone(tab: Watched, filled_target: str) -> None:
    page = tab.open("/review?kinds=figure")
    assert tab.axe() == []
    tab.picture("review")
    reviewed = key_of(page)
    page.fill("#who", "Ana")
    page.fill("#field-low", "5")
    page.fill("#field-high", "6")
    page.keyboard.press("a")  # in a field it is a letter and no decision
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_selector(".done")
    assert key_of(page) != reviewed and "done=" in page.url
    assert log_of(filled_target) == [("Ana", "corrected")]
    assert page.locator("#who").count() == 0, "the name is asked once"
    page.keyboard.press("a")
    page.wait_for_selector(".done >> text=accepted")
    skipped = key_of(page)
    page.keyboard.press("s")
    page.wait_for_selector(f"#decide:not([action$='{skipped}'])")
    page.keyboard.press("r")
    page.wait_for_selector(".done >> text=rejected")
    page.keyboard.press("u")
    page.wait_for_selector(".done", state="detached")
    assert [v for _, v in log_of(filled_target)] == ["undo", "wrong", "right", "corrected"]
    page.goto(tab.home + "/review/log")
    assert page.locator("tbody tr").count() == 4 and tab.axe() == []
    tab.picture("review-log")


def test_single_keys_can_be_switched_off(tab: Watched, filled_target: str) -> None:
    page = tab.open("/review")
    page.fill("#who", "Ana")
    page.click("#keys summary")
    page.uncheck("#keys-on")
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert log_of(filled_target) == []
    page.reload()
    assert not page.locator("#keys-on").is_checked()


def test_words_are_taken_from_the_text_by_mouse_and_by_keyboard(tab: Watched, filled_target: str) -> None:
    page = tab.open("/review?kinds=figure")
    key = key_of(page)
    with kabar.open(filled_target) as archive:
        row = archive.by_key([key])[key]
        text = archive.article(row.version_id).text
    page.locator("h1").click()
    page.keyboard.press("t")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(300)  # a busy browser is behind its keyboard
    selected = page.evaluate("getSelection().toString()")
    page.locator("[data-take=span]").press("Enter")
    start, end = map(int, page.input_value("#field-span").split(":"))
    assert text[start:end].split() == selected.split() != []
    assert page.inner_text("#words-span").strip("“” ").split() == selected.split()
    page.locator(".passage mark").first.dblclick()
    selected = page.evaluate("getSelection().toString()")
    page.click("[data-take=span]")
    start, end = map(int, page.input_value("#field-span").split(":"))
    assert text[start:end] == selected


def test_of_two_browsers_on_one_record_the_second_is_told_and_keeps_what_it_typed(
    tab: Watched, browser: Any, filled_target: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    other = Watched(context.new_page(), tab.home)
    mine, theirs = tab.open("/review?kinds=figure"), other.open("/review?kinds=figure")
    assert key_of(mine) == key_of(theirs)
    for page, who, field, value in ((mine, "Ana", "low", "3"), (theirs, "Ben", "high", "999999999")):
        page.fill("#who", who)
        page.fill(f"#field-{field}", value)
        page.fill("#why", f"{who}'s note")
    mine.click("[data-key=c]")
    mine.wait_for_selector(".done")
    theirs.click("[data-key=c]")
    theirs.wait_for_selector("#fault")
    told = theirs.inner_text("#fault")
    assert "Ana decided about this record meanwhile" in told and "Ana's note" in told and "3" in told
    assert theirs.input_value("#field-high") == "999999999" and theirs.input_value("#why") == "Ben's note"
    assert theirs.input_value("#field-low") == "3", "what they left alone is as the first corrected it"
    assert other.axe() == []
    theirs.click("[data-key=c]")
    theirs.wait_for_selector(".done")
    with kabar.open(filled_target) as archive:
        _both(archive)
    context.close()
    # A browser notes the refusal (409) itself; nothing else went wrong.
    assert all("409" in fault for fault in other.faults)


def _both(archive: Archive) -> None:
    newest, oldest = archive.judgements.log()
    assert (newest.who, oldest.who) == ("Ben", "Ana") and newest.says == {"high": 999_999_999}
    row = archive.by_key([newest.key])[newest.key]
    assert (row.low, row.high) == (3, 999_999_999)  # type: ignore[attr-defined]


def test_without_javascript_the_form_works_too(browser: Any, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + "/review")
    page.fill("#who", "Ana")
    page.click("[data-key=a]")
    assert "done=" in page.url and page.locator(".done").count() == 1
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_a_phone_and_reads_from_the_right(browser: Any, served: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark")
    watched = Watched(context.new_page(), served)
    page = watched.open("/review?kinds=statement")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert watched.axe() == []
    context.close()

"""/help."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from watched import Watched

import kabar
from kabar.export import EXPORTERS
from kabar.model import records
from kabar.store.query import OWN
from kabar.web.codes import CODES


def test_every_doubt_of_the_archive_is_told_and_the_page_is_accessible(
    tab: Watched, filled_target: str
) -> None:
    page = tab.open("/help")
    told = set(page.locator("#doubts ~ .scrolls").first.locator("th[scope=row]").all_inner_texts())
    with kabar.open(filled_target) as archive:
        flags = {flag for kind in OWN for flag, _ in archive.facets(kind, "flag", limit=1000)}
    assert flags and flags <= told
    page.locator("summary").first.press("Enter")
    assert page.locator("details table").first.is_visible()
    assert tab.axe() == []
    tab.picture("help")


def test_the_codes_are_those_of_the_records() -> None:
    """A code that a record may have is in words on every page."""
    for kind, of in (
        ("act", "Act"),
        ("mode", "Mode"),
        ("status", "EventStatus"),
        ("measure", "Measure"),
        ("counting", "Counting"),
    ):
        assert set(CODES[kind]) == set(get_args(getattr(records, of)))
    assert set(get_args(records.ActorKind)) <= set(CODES["kind"])


def test_it_is_json_with_every_format(client: Any) -> None:
    told = client.get("/help.json").json()
    assert {f["name"] for f in told["formats"]} == {e.name for e in EXPORTERS}
    assert {"code": "damaged", "words": "the passage is damaged"} in told["doubts"]


@pytest.mark.parametrize("language", ["id", "fr", "ar", "ru", "es", "xx"])
def test_it_opens_in_every_language(client: Any, language: str) -> None:
    assert client.get(f"/help?lang={language}").status_code == 200

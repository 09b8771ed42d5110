"""Every message of the pages is there in every language, with the same places for values."""

from __future__ import annotations

from typing import Any

import pytest

from kabar.web.catalogues import catalogue_of, missing, read, update
from kabar.web.words import languages, words

OTHERS = [code for code in languages() if code != "en"]


def test_the_interface_speaks_six_languages() -> None:
    assert set(languages()) >= {"en", "id", "fr", "ar", "ru", "es"}


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_and_no_other(language: str) -> None:
    assert missing(update(language)) == []
    assert {m.id for m in read(language)} == {m.id for m in update(language)}, (
        f"{catalogue_of(language)} is behind: python -m kabar.web.catalogues"
    )


def test_numbers_and_days_follow_the_language() -> None:
    assert words("fr").number(180000) == "180\u202f000"
    assert words("ru").when("2019-05-31") == "31 мая 2019\u202fг."
    assert words("ar").direction == "rtl"


def test_a_message_that_counts_has_the_forms_of_the_language() -> None:
    told = [words("ru").several("%(n)s figure", "%(n)s figures", n) for n in (1, 2, 5)]
    assert len(set(told)) == 3


@pytest.mark.parametrize("language", OTHERS)
def test_every_page_of_the_menu_is_shown_in_the_language(client: Any, language: str) -> None:
    for path in (
        "/situation",
        "/articles",
        "/statements",
        "/figures",
        "/agreements",
        "/review",
        "/actors",
        "/help",
    ):
        answer = client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text

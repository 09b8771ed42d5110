"""What differs between versions: changed, added, gone; what was only moved or reworded is the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from accounts import Story, breach

from kabar.reconcile.changes import differences


def told(*tell: Callable[[Story], object]) -> Story:
    story = Story("a")
    for one in tell:
        one(story)
    return story


def lines(old: Story, new: Story) -> list[str]:
    return [c.in_words() for c in differences(old.reading(), new.reading(), 2)]


TWELVE = lambda s: s.figure(12, source="UN", place="Maarat")  # noqa: E731
FLED = lambda s: s.figure(300_000, None, concept="displaced", source="UN")  # noqa: E731


def test_what_was_only_moved_is_the_same() -> None:
    assert lines(told(TWELVE, FLED), told(FLED, TWELVE)) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (TWELVE, lambda s: s.figure(15, source="UN", place="Maarat"), "figure changed from 12 people killed (United Nations) to 15 people killed (United Nations)"),
        (TWELVE, lambda s: s.figure(12, source="SOHR", place="Maarat"), "figure changed from 12 people killed (United Nations) to 12 people killed (Syrian Observatory)"),
        (FLED, lambda s: s.figure(300_000, concept="displaced", source="UN"), "figure changed from 300,000 or more people displaced (United Nations) to 300,000 people displaced (United Nations)"),
        (lambda s: s.event(place="Maarat", actors=("SYR",)), lambda s: s.event(place="Maarat", actors=("RUS",)), "event changed from Armed clash in Maarat al-Numan by Syria (reported) to Armed clash in Maarat al-Numan by Russia (reported)"),
        (lambda s: s.event(place="Maarat"), lambda s: s.event(place="Maarat", status="denied"), "event changed from Armed clash in Maarat al-Numan (reported) to Armed clash in Maarat al-Numan (denied)"),
        (lambda s: s.said("RUS", "they broke it"), lambda s: s.said("TUR", "they broke it"), "statement changed from Russia (accuse): they broke it to Türkiye (accuse): they broke it"),
        (lambda s: s.agreement(), lambda s: s.agreement(alleged_breaches=(breach("TUR", "SYR", "s1"),)), "agreement changed from ceasefire of Russia and Türkiye to ceasefire of Russia and Türkiye (Türkiye says that Syria broke it)"),
    ],
    ids=["number", "source", "bounds", "doer", "standing", "speaker", "a breach"],
)  # fmt: skip
def test_changed(was: Callable[[Story], object], now: Callable[[Story], object], said: str) -> None:
    assert lines(told(was), told(now)) == [f"version 2: {said}"]


def test_added_and_gone() -> None:
    assert lines(told(TWELVE), told(FLED)) == [
        "version 2: figure gone: 12 people killed (United Nations)",
        "version 2: figure added: 300,000 or more people displaced (United Nations)",
    ]

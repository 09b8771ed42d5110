"""One small story an act, told in fifteen languages (`events.tsv`): the same type, status and parties in each.

`known` in the table names a failure that stands: the test then expects it, and fails when it is mended.
"""

import csv
from pathlib import Path

import pytest

import kabar
from kabar.model import Reading

ROWS = list(csv.DictReader(Path(__file__).with_name("events.tsv").open(encoding="utf-8"), delimiter="\t"))
# story -> the type as coded, status, countries or kinds of actors and targets; None where the languages may differ.
STORIES: dict[str, tuple[str, str, set[str], set[str] | None]] = {
    "attack": ("ASSAULT", "reported", {"KEN"}, {"SOM"}),
    "claim": ("ASSAULT", "claimed", {"NOR"}, {"KEN"}),
    "arrest": ("COERCE", "reported", {"KEN"}, None),
    "protest": ("PROTEST", "reported", {"civilians"}, set()),
    "sanction": ("SANCTION", "reported", {"NOR"}, {"GHA"}),
    "accuse": ("ACCUSE", "reported", {"GHA"}, {"NOR"}),
    "reject": ("REJECT", "reported", {"GHA"}, set()),
    "threaten": ("THREATEN", "reported", {"GHA"}, {"NOR"}),
    "ask": ("REQUEST", "reported", {"NOR"}, {"GHA"}),
    "talks": ("CONSULT", "reported", {"KEN", "SOM"}, set()),
    "aid": ("AID", "reported", {"KEN"}, {"SOM"}),
    "withdraw": ("RETREAT", "reported", {"KEN"}, None),
    "flee": ("displacement", "reported", set(), {"civilians"}),
    "planned": ("MOBILIZE", "planned", {"KEN"}, None),
}


def sides(reading: Reading, actors: tuple[str, ...]) -> set[str]:
    """Countries of the actors, kinds of those without one."""
    rows = {a.id: a for a in reading.actors}
    return {rows[a].country or rows[a].kind for a in actors}


def told(row: dict[str, str]) -> list[tuple[str, str, set[str], set[str] | None]]:
    reading = kabar.read(row["text"], lang=row["lang"], published="2024-03-04")
    targets_matter = STORIES[row["story"]][3] is not None
    return [
        (e.plover, e.status, sides(reading, e.actors), sides(reading, e.targets) if targets_matter else None)
        for e in reading.events
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['lang']}-{r['story']}")
def test_one_story_an_act_in_every_language(row: dict[str, str], request: pytest.FixtureRequest) -> None:
    if row["known"]:
        request.applymarker(pytest.mark.xfail(reason=row["known"], strict=True))
    assert STORIES[row["story"]] in told(row)


def read(text: str) -> tuple[Reading, list[str]]:
    """A reading, and its events as "TYPE status: actors -> targets"."""
    reading = kabar.read(text, lang="en", published="2024-03-04")
    names = [
        f"{e.plover} {e.status}: {', '.join(map(reading.name, e.actors))} -> {', '.join(map(reading.name, e.targets))}"
        for e in reading.events
    ]
    return reading, names


def test_who_only_says_it_takes_no_part() -> None:
    _, events = read("The United Nations said that rebels had shelled a village in northern Syria.")
    assert events == ["ASSAULT claimed: rebels -> "]


def test_a_claim_names_who_makes_it() -> None:
    reading, _ = read("Ghana said that Norway had attacked Kenya.")
    assert [reading.name(a) for a in reading.events[0].claimed_by] == ["Ghana"]


def test_the_end_of_an_attack_that_is_asked_for_is_no_demand_for_the_attack() -> None:
    reading, events = read("Ghana demanded an end to Norwegian air strikes on Kenya.")
    strikes = next(e for e in reading.events if e.plover == "ASSAULT")
    assert strikes.status == "claimed" and "end-demanded" in strikes.flags
    assert "ASSAULT claimed: Norway -> Kenya" in events


def test_killed_are_tied_to_the_event_of_their_own_sentence() -> None:
    reading, _ = read(
        "A car bomb exploded in Beirut, killing 12 people. In Tripoli police arrested 40 people."
    )
    bomb, arrest = reading.events[0], reading.events[-1]
    assert [reading.record(f).low for f in bomb.killed] == [12]  # type: ignore[attr-defined]
    assert arrest.killed == ()


def test_civilians_make_another_acled_event_of_an_attack() -> None:
    reading, _ = read("Rebels attacked villagers.")
    assert reading.events[0].civilians_targeted
    assert reading.events[0].acled_sub == "Attack"


def test_shelling_of_two_places_are_two_events() -> None:
    reading, _ = read(
        "The army shelled a market in Aleppo on Monday.\nThe army shelled a school in Homs on Tuesday."
    )
    assert len(reading.events) == 2


def test_a_bare_noun_joins_the_event_that_it_refers_back_to() -> None:
    reading, _ = read("Norway attacked Kenya on Monday.\nThe attack came at dawn.")
    assert len(reading.events) == 1 and len(reading.events[0].evidence) == 2

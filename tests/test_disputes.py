"""Accounts of one article that differ, side by side; and those that only seem to."""

import pytest

import kabar
from kabar.assemble.counts import differ, same_question
from kabar.model import Figure, Reading, Span


def read(language: str, text: str) -> Reading:
    return kabar.read(text, published="2024-03-15", lang=language)


def kinds(language: str, text: str) -> list[str]:
    return [d.kind for d in read(language, text).disputes]


def figure(ident: str, source: str | None, low: float | None, high: float | None, **more: object) -> Figure:
    fields = {"unit": "people", "concept": "displaced", "wording": "exact", "flags": (), **more}
    return Figure(
        id=ident,
        evidence=(Span(0, 1),),
        confidence=1,
        span=Span(0, 1),
        low=low,
        high=high,
        source=source,
        **fields,
    )  # type: ignore[arg-type]


DIFFER = [
    ("two counts", (12000, 12000), (20000, 20000), True),
    ("one count in two roundings", (12000, 12000), (12050, 12050), False),
    ("more than X, and a little more than X", (200000, None), (230000, 230000), False),
    ("more than X, and half as much again", (200000, None), (400000, 400000), True),
    ("more than X against more than Y", (200000, None), (300000, None), True),
    ("up to X against more", (None, 100), (150, 150), True),
    ("counts a hundred times apart", (14, 14), (1400, 1400), False),
    ("a range that holds the count", (100, 200), (150, 150), False),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "other", "wanted"), DIFFER, ids=[d[0] for d in DIFFER])
def test_bounds_that_leave_each_other_room_are_no_dispute(
    what: str, one: tuple, other: tuple, wanted: bool
) -> None:
    assert differ(figure("f1", "UN", *one), figure("f2", "ICRC", *other)) is wanted


def test_the_same_source_that_gives_a_new_number_disputes_nothing() -> None:
    assert not differ(figure("f1", "UN", 100, 100), figure("f2", "UN", 200, 200))


def test_the_article_s_own_number_can_be_a_side() -> None:
    assert differ(figure("f1", None, 100, 100), figure("f2", "UN", 200, 200))


APART = [
    {"concept": "killed"}, {"unit": "households"}, {"group": "children"}, {"part_of": "f1"}, {"place": "p2"},
    {"counting": "new"}, {"measure": "flow"}, {"as_of": "2023"}, {"since": "2022-02"}, {"derived_from": "f1"}, {"flags": ("target",)},
]  # fmt: skip


@pytest.mark.parametrize("change", APART, ids=[next(iter(c)) for c in APART])
def test_what_makes_it_another_question(change: dict[str, object]) -> None:
    one = figure(
        "f1", "UN", 1, 1, place="p1", counting="cumulative", measure="stock", as_of="2024-03", since="2024"
    )
    base = {"place": "p1", "counting": "cumulative", "measure": "stock", "as_of": "2024-03", "since": "2024"}
    assert same_question(one, figure("f2", "ICRC", 2, 2, **base))
    assert not same_question(one, figure("f2", "ICRC", 2, 2, **{**base, **change}))


DENIED = [
    ("en", "Ethiopia blamed Eritrea for the attack on the convoy. Eritrea denied attacking the convoy."),
    ("id", "Kenya menuduh Somalia menyerang konvoi itu. Somalia membantah bahwa pasukannya menyerang konvoi."),
    ("fr", "Le Kenya a accusé la Somalie d'avoir attaqué le convoi. La Somalie a démenti avoir attaqué le convoi."),
    ("ru", "Кения обвинила Сомали в нападении на конвой. Сомали отрицает нападение на конвой."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), DENIED)
def test_a_denial_stands_beside_the_claim(language: str, text: str) -> None:
    (dispute,) = read(language, text).disputes
    assert dispute.kind == "occurrence"
    assert [p.records for p in dispute.positions] == [("s1",), ("s2",)]


def test_a_denial_of_something_else_disputes_nothing() -> None:
    text = (
        "The Red Cross said that the well in Goma was dry. The road to Bunia was closed on Monday after heavy rain fell. "
        "Kenya denied that its ambassador had resigned."
    )
    assert kinds("en", text) == []


BLAME = [
    ("en", "Chad said that Libya shelled the hospital in Bardai. Libya said that Chad shelled the hospital in Bardai."),
    ("id", "Chad mengatakan bahwa Libya menembaki rumah sakit itu. Libya mengatakan bahwa Chad menembaki rumah sakit itu."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), BLAME)
def test_who_blame_each_other_for_one_thing(language: str, text: str) -> None:
    (dispute,) = read(language, text).disputes
    assert dispute.kind == "blame"
    assert [p.holders for p in dispute.positions] == [("TCD",), ("LBY",)]


def test_asking_someone_who_asks_another_is_no_blame() -> None:
    text = "Kenya urged Somalia to open the road. Somalia urged Ethiopia to send food."
    assert kinds("en", text) == []


def test_what_an_agreement_says() -> None:
    text = (
        "Armenia said that the peace deal requires Azerbaijan to open the road. "
        "Azerbaijan said that the peace deal does not include the road."
    )
    assert "terms" in kinds("en", text)


def test_a_position_keeps_who_holds_it_and_in_which_records() -> None:
    text = (
        "The United Nations said that 12,000 people were displaced in Goma. "
        "The Red Cross said that 20,000 people were displaced in Goma."
    )
    (dispute,) = read("en", text).disputes
    assert dispute.kind == "figure"
    assert [(p.holders, len(p.records)) for p in dispute.positions] == [(("UN",), 1), (("ICRC",), 1)]

"""Numbers, bounds and units."""

from time import perf_counter

import pytest

from kabar.languages.pack import load_pack
from kabar.resolve.found import FoundFigure
from kabar.resolve.parts import find_figures
from kabar.text.document import Document


def figures(text: str, language: str = "en") -> list[FoundFigure]:
    return find_figures(Document(text, load_pack(language)), [])


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "unit"),
    [
        ("en", "More than 200,000 people were displaced.", 200000, None, "people"),
        ("en", "Up to 500 families fled.", None, 500, "households"),
        ("en", "About 1.5 million people fled.", 1500000, 1500000, "people"),
        ("en", "Nearly 300 people were killed.", None, 300, "people"),
        ("en", "Dozens of people were killed.", 12, None, "people"),
        ("id", "Lebih dari 200.000 orang mengungsi.", 200000, None, "people"),
        ("id", "Sekitar 1,5 juta orang mengungsi.", 1500000, 1500000, "people"),
        ("id", "Ribuan orang mengungsi.", 1000, None, "people"),
    ],
)
def test_bounds(language: str, text: str, low: float | None, high: float | None, unit: str) -> None:
    (found,) = figures(text, language)
    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text", ["In 2019 people fled.", "It cost $500 for people.", "At 10:30 people fled."]
)
def test_not_a_count_of_people(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "unit", "concept"),
    [
        ("en", "Between 500 and 700 people were killed.", 500, 700, "people", "killed"),
        ("en", "Three hundred and fifty families fled.", 350, 350, "households", "forced_to_flee"),
        ("en", "83,100 were displaced.", 83100, 83100, "people", "displaced"),
        ("en", "2.14 lakh people were evacuated.", 214000, 214000, "people", "evacuated"),
        ("en", "at least140,000 people were displaced.", 140000, None, "people", "displaced"),
        ("ru", "Более 12 тыс. человек были эвакуированы.", 12000, None, "people", "evacuated"),
        ("ru", "Погибли двадцать пять мирных жителей.", 25, 25, "people", "killed"),
        ("uk", "Загинуло щонайменше 12 цивільних.", 12, None, "people", "killed"),
        ("tr", "200 binden fazla kişi yerinden edildi.", 200000, None, "people", "displaced"),
        ("tr", "12 bin 500 kişi öldü.", 12500, 12500, "people", "killed"),
    ],
)
def test_what_is_counted(
    language: str, text: str, low: float | None, high: float | None, unit: str, concept: str
) -> None:
    (found,) = figures(text, language)
    assert (found.low, found.high, found.unit, found.concept) == (low, high, unit, concept)


@pytest.mark.parametrize(
    "text",
    ["A 60-year-old died.", "Prices rose 20 percent.", "The 3rd attack killed people.", "They walked 5 km."],
)
def test_ages_shares_ranks_and_distances_are_no_counts(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2-3,000 people fled.", 2000, 3000),
        ("One to 1.5 million people fled.", 1000000, 1500000),
        ("About 12m people fled.", 12000000, 12000000),
        ("Some 5k people fled.", 5000, 5000),
        ("More than the 20 people who died.", 20, None),
        ("The quake killed people, 384 people at least.", 384, None),
        ("More\nthan 12,000 people fled.", 12000, None),
        ("A blast hit the city, killing nine.", 9, 9),
        ("Death toll soars above 800.", 800, None),
    ],
)
def test_how_numbers_are_written(text: str, low: float | None, high: float | None) -> None:
    (found,) = figures(text)
    assert (found.low, found.high, found.unit) == (low, high, "people")


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("tr", "10 bine kadar kişi kaçtı.", None, 10000),
        ("tr", "10 binden fazla kişi kaçtı.", 10000, None),
        ("fr", "Une centaine de personnes ont fui.", 100, 100),
        ("fr", "Auprès de 400 personnes tuées.", 400, 400),
        ("ru", "Погибли 3 тысячи человек.", 3000, 3000),
        ("ar", "قتل شخصان في الهجوم.", 2, 2),
        ("de", "Rund 2,5 Mrd. Menschen hungern.", 2.5e9, 2.5e9),
        ("sw", "Watu elfu 50 walikimbia.", 50000, 50000),
    ],
)
def test_how_languages_write_numbers(language: str, text: str, low: float | None, high: float | None) -> None:
    (found,) = figures(text, language)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["A wave 12m high hit three towns.", "Quakes destroyed dozens of villages."])
def test_other_things_are_not_counted(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "share", "low", "high"),
    [
        ("More than half of the 2,000 families fled.", (0.5, None), 1000, None),
        ("One in ten of them was a child after 5,000 people fled.", None, None, None),
        ("Some 5,000 people fled, a third of them children.", (0.333333, 0.333333), 1667, 1667),
        ("More than 5,000 people fled, 20 to 30 percent of them women.", (0.2, 0.3), 1000, None),
    ],
)
def test_a_share_of_a_stated_whole(
    text: str, share: tuple[float, float | None] | None, low: float | None, high: float | None
) -> None:
    found = [f for f in figures(text) if f.share and f.part_of]
    assert [(f.share, f.low, f.high, "derived" in f.marks) for f in found] == (
        [(share, low, high, True)] if share else []
    )


def test_a_share_without_its_whole_is_kept_without_bounds() -> None:
    (found,) = figures("Some 60 percent of the children fled.")
    assert (found.low, found.high, found.share, found.group) == (None, None, (0.6, 0.6), "children")
    assert "whole-unstated" in found.marks


def test_what_is_said_of_a_share_is_not_said_of_its_whole() -> None:
    share, whole = figures("40 percent of the 2,000 families fled.")
    assert (share.concept, whole.concept) == ("forced_to_flee", "affected")


def test_a_list_of_parts() -> None:
    whole, children, women = figures("The raid killed 200 people, including 12 children and 30 women.")
    assert (children.part_of, women.part_of) == (whole.piece, whole.piece)
    assert (children.group, women.group) == ("children", "women")


def test_parts_named_behind() -> None:
    whole, part = figures("Floods displaced 10,214 people, 151 of whom took refuge in evacuation centres.")
    assert (part.part_of, part.concept) == (whole.piece, "sheltered")


def test_people_are_worked_out_only_where_the_article_gives_the_size() -> None:
    assert [f.unit for f in figures("Some 300 families fled.")] == ["households"]
    text = "At least 300 families fled. Households count 5 people per household here."
    homes, people = figures(text)
    assert (people.low, people.high, people.unit, people.derived_from) == (1500, None, "people", homes.piece)
    assert "derived" in people.marks
    assert people.size is not None
    assert text[people.size.start : people.size.end] == "5"


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("As of 31 May, 5,000 people were in the area, still displaced.", "stock"),
        ("Some 5,000 people have been displaced.", "flow"),
        ("Another 5,000 people fled.", "flow"),
        ("As of Monday 29 people were killed.", "flow"),
        ("Some 5,000 people are living in camps.", "stock"),
        ("Some 5,000 people were affected.", None),
    ],
)
def test_stock_and_flow(text: str, measure: str | None) -> None:
    assert figures(text)[0].measure == measure


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Up to 800,000 people could flee.", "hypothetical"),
        ("Not 200 people but 20 people died.", "negated"),
        ("A camp for 5,000 people was built.", "capacity"),
        ("Aid for 20,000 people was sent.", "need"),
        ("The agency plans to evacuate 3,000 people.", "target"),
    ],
)
def test_counts_of_what_did_not_happen_are_marked(text: str, mark: str) -> None:
    assert mark in figures(text)[0].marks
    assert figures("In May 300 people died.")[0].marks == ()


def test_a_share_of_others_takes_the_unit_before_it() -> None:
    first, second = figures("It damaged around 80 houses, destroyed 20 others.")
    assert (first.concept, second.concept) == ("partially_destroyed_housing", "destroyed_housing")
    assert second.unit == "houses"


def test_digits_without_end_are_no_number() -> None:
    for digits in ("9" * 1000, "9" + ",999" * 400, "1 " + "million " * 300):
        assert figures(f"{digits} people fled.") == []


def _seconds(text: str) -> float:
    start = perf_counter()
    figures(text)
    return perf_counter() - start


@pytest.mark.parametrize(
    "sentence",
    [
        "At least 1,234 people were killed, 12 of them children. ",
        "at least 1,234 people were killed, 40 percent of 300 families fled, ",
    ],
)
def test_time_grows_with_the_number_of_figures(sentence: str) -> None:
    """Four times the figures may take at most eight times as long, in sentences or in one that never ends."""
    _seconds(sentence * 50)
    short = min(_seconds(sentence * 600) for _ in range(2))
    assert _seconds(sentence * 2400) < 8 * short

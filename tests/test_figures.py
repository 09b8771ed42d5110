"""Numbers, bounds and units."""

import pytest

from kabar.languages.pack import load_pack
from kabar.resolve.figures import FoundFigure, find_figures
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
    ["A 60-year-old died.", "20% of people", "The 3rd attack killed people.", "They walked 5 km."],
)
def test_ages_shares_ranks_and_distances_are_no_counts(text: str) -> None:
    assert figures(text) == []

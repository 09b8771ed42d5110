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

"""The same shapes of figures in all fifteen languages: `figures.toml` beside this file has the sentences."""

import tomllib
from pathlib import Path

import pytest

from kabar.languages.pack import available, load_pack
from kabar.resolve.found import FoundFigure
from kabar.resolve.parts import find_figures
from kabar.text.document import Document

SHAPES = tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))
CASES = [(s, language) for s, shape in SHAPES.items() for language in shape if language != "expect"]


def told(figure: FoundFigure) -> set[str]:
    """Everything that an expectation may ask of a figure."""
    low, high = ("" if bound is None else f"{bound:.0f}" for bound in (figure.low, figure.high))
    said = {f"{low}..{high}", figure.unit, figure.group, figure.counting, figure.measure, *figure.marks}
    if figure.share:
        said |= {f"share={figure.share[0]:g}", "of" if figure.part_of else "alone"}
    elif figure.part_of:
        said.add("part")
    return {s for s in said if s}


def test_every_language_has_every_shape() -> None:
    assert {language for _, language in CASES} == set(available()) - {"und"}
    assert len({tuple(sorted(shape)) for shape in SHAPES.values()}) == 1


@pytest.mark.parametrize(("shape", "language"), CASES)
def test_shape(shape: str, language: str) -> None:
    found = find_figures(Document(SHAPES[shape][language], load_pack(language)), [])
    wanted = [set(e.split()) for e in SHAPES[shape]["expect"]]
    assert len(found) == len(wanted), found
    # In languages that turn the order round the whole comes first.
    ordered = sorted(found, key=lambda f: f.share is None) if shape == "share" else found
    missing = [want - told(figure) for want, figure in zip(wanted, ordered, strict=True)]
    assert not any(missing), found

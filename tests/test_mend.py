"""Damage is found by general signs, mended on a copy, and every offset leads back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.mend import Mended, mend
from kabar.mend.inject import INJECTORS, inject
from kabar.mend.offsets import OffsetMap, Replacement
from kabar.model import Span

CLEAN = (
    "The army said that Goma burning was seen. Thousands of people fled from the town on Friday, officials said. "
    "“It’s a café,” Abdi Farah said of Goma yesterday evening. Nobody knew what was next for the people of the town."
)


def mended(text: str, language: str = "id", *names: str) -> Mended:
    return mend(text, language=language, names=frozenset(names), adjective_after=language == "id")


@pytest.mark.parametrize(
    ("text", "kind", "should_read"),
    [
        ("Warga di KenyaPada hari itu pergi.", "glued", "Kenya Pada"),
        ("Kenyasalah satu sekutu.", "glued", "Kenya salah"),
        ("Mereka menyerang Kenyan target, katanya.", "suffix-leak", "target Kenya"),
        ("Itu selesai. .", "stray-punctuation", "."),
        ("Ini <br/> tanda.", "leaked-markup", ""),
        ("Itu cafÃ© tua.", "mojibake", "café"),
        (
            "Laporan tentang a KenyaSerangan pemerintah yang didukung n di sana.",
            "glued-and-split",
            "Serangan pemerintah yang didukung Kenya",
        ),
    ],
)
def test_damage_is_found(text: str, kind: str, should_read: str) -> None:
    (damage,) = mended(text, "id", "Kenya").damage
    assert (damage.kind, damage.should_read) == (kind, should_read)


def test_a_name_before_a_verb_of_saying_loses_its_ending_and_stays_the_speaker() -> None:
    text = "Kementerian Kenyan membantah laporan itu."
    made = mend(
        text, language="id", names=frozenset({"Kenya"}), adjective_after=True, verbs=re.compile("membantah")
    )
    assert made.text == "Kementerian Kenya membantah laporan itu."


@pytest.mark.parametrize("word", ["YouTube", "iPhone", "McDonald", "TikTok", "al-Assad", "UNHCR", "Hmeymim"])
def test_names_with_odd_capitals_are_left(word: str) -> None:
    assert mended(f"Mereka melihat {word} di sana.", "id", "You", "Tik").damage == ()


def test_clean_text_is_unchanged() -> None:
    made = mended(CLEAN, "en", "Goma")
    assert made.text == CLEAN and made.damage == ()


@pytest.mark.parametrize("kind", INJECTORS)
def test_injected_damage_is_seeded_and_marked(kind: str) -> None:
    broken, spans = inject(CLEAN, kind, seed=7)
    assert (broken, spans) == inject(CLEAN, kind, seed=7)
    assert all(0 <= s.start < s.end <= len(broken) for s in spans)
    assert bool(spans) == (broken != CLEAN)


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, tuple[Replacement, ...]]:
    text = draw(st.text(alphabet="abc ", min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, tuple(Replacement(s, e, draw(st.text(alphabet="XY", max_size=4))) for s, e in pairs)


def apply(text: str, replacements: tuple[Replacement, ...]) -> str:
    out, last = "", 0
    for r in replacements:
        out += text[last : r.start] + r.new
        last = r.end
    return out + text[last:]


@given(replaced())
def test_characters_outside_replacements_come_back_as_they_were(
    case: tuple[str, tuple[Replacement, ...]],
) -> None:
    text, replacements = case
    new, offsets = apply(text, replacements), OffsetMap(replacements)
    for at, character in enumerate(new):
        span = offsets.to_original(at, at + 1)
        assert 0 <= span.start <= span.end <= len(text)
        if character not in "XY":
            assert span.of(text).startswith(character) or character in span.of(text)


@given(replaced())
def test_a_mended_span_covers_the_original_it_touches(case: tuple[str, tuple[Replacement, ...]]) -> None:
    _text, replacements = case
    offsets = OffsetMap(replacements)
    for r in replacements:
        if r.new and r.start < r.end:
            there = offsets.to_mended(Span(r.start, r.end))
            assert offsets.to_original(there.start, there.end).contains(Span(r.start, r.end))

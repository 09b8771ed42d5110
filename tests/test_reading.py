"""A whole reading: round trip, offsets, schema, determinism."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kabar
from kabar.model import Reading, Span, json_schema

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "examples/idlib.id.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return kabar.read(TEXT, published="2019-05-31", lang="id")


def test_json_is_lossless(reading: Reading) -> None:
    assert Reading.from_json(reading.to_json()) == reading


def test_same_input_same_bytes(reading: Reading) -> None:
    assert kabar.read(TEXT, published="2019-05-31", lang="id").to_json() == reading.to_json()


def test_the_published_schema_is_the_code(reading: Reading) -> None:
    published = json.loads((ROOT / "docs/reading.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(msgspec.json.encode(json_schema()))
    jsonschema.validate(json.loads(reading.to_json()), published)


def test_a_reading_of_another_schema_is_refused(reading: Reading) -> None:
    with pytest.raises(ValueError, match="schema 99"):
        Reading.from_json(reading.to_json().replace(b'"schema":2', b'"schema":99'))


def test_the_original_is_kept_as_received(reading: Reading) -> None:
    assert reading.article.text == TEXT


def test_evidence_lies_in_the_original(reading: Reading) -> None:
    for record in reading.records():
        assert record.evidence, record.id
        for span in record.evidence:
            assert span.end <= len(TEXT) and span.of(TEXT).strip()


def test_damage_that_hides_the_speaker_leaves_both(reading: Reading) -> None:
    rivals = [s for s in reading.statements if "source-doubtful" in s.flags]
    assert [s.sources for s in rivals] == [("erdogan", "putin")]
    assert rivals[0].confidence < 0.5


def test_figures_keep_their_sources(reading: Reading) -> None:
    assert [(f.low, f.high, f.source) for f in reading.figures[1:3]] == [
        (200000, None, "UN"),
        (300000, None, "UOSSM"),
    ]


def test_two_counts_of_one_thing_are_a_dispute(reading: Reading) -> None:
    assert ("f2", "f3") in [d.members for d in reading.disputes if d.kind == "figure"]


def test_without_a_publication_date_relative_dates_stay_open() -> None:
    reading = kabar.read("The army said on Friday that the road was closed.", lang="en")
    assert [d.value for d in reading.dates] == [None]
    assert "unresolved" in reading.dates[0].flags
    assert any("no publication date" in w for w in reading.warnings)


def test_a_language_without_a_pack_is_read_and_said_so() -> None:
    reading = kabar.read(
        "Vláda oznámila v pátek, že město Goma je prázdné.", lang="cs", published="2020-01-01"
    )
    assert reading.language_pack == "und"
    assert "no language pack" in reading.warnings[0]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=300).filter(str.strip), st.sampled_from(["en", "id", "und"]))
def test_any_text_is_read_and_every_span_is_inside(text: str, language: str) -> None:
    reading = kabar.read(text, lang=language)
    size = len(reading.article.text)
    assert all(s.end <= size for r in reading.records() for s in r.evidence)


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)


def test_who_a_source_is_said_to_be_is_not_who_speaks() -> None:
    text = "Russia, an ally of Syrian President Bashar al-Assad, said that the road to the camp was closed."
    (statement,) = kabar.read(text, published="2019-05-31", lang="en").statements
    assert statement.sources == ("RUS",)

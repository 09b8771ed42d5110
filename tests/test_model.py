"""The encoder, its decoding and its links: windows, words, hard rules, and files that are not whole."""

import itertools
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kabar.errors import KabarError
from kabar.languages.pack import load_pack
from kabar.tagger.decode import best_tags, entity_spans, role_spans, words_of
from kabar.tagger.encoder import OVERLAP, WINDOW, Encoder, load_encoder, windows
from kabar.text.document import Document

MODEL = Path(str(files("kabar.tagger") / "model"))
PARAGRAPH = "The mayor of Goma said on Monday that the bridge had been destroyed by the rebels.\n"


@given(st.integers(1, 3000), st.lists(st.integers(0, 3000), max_size=40))
def test_windows_cover_every_piece_and_are_no_longer_than_the_limit(length: int, breaks: list[int]) -> None:
    found = list(windows(length, sorted({0, *(b for b in breaks if b < length)})))
    assert found[0][0] == 0 and found[-1][1] == length
    assert all(end - start < WINDOW for start, end in found)
    assert all(b[0] <= a[1] and b[0] > a[0] for a, b in itertools.pairwise(found))
    assert len(found) <= 2 + length // (WINDOW // 2 - OVERLAP)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[st.floats(-5, 0, width=32)] * 3), min_size=1, max_size=6))
def test_the_tags_are_the_best_of_all_allowed_ones(rows: list[tuple[float, float, float]]) -> None:
    emitted = np.array(rows, dtype=np.float32)

    def worth(tags: tuple[int, ...]) -> float:
        total, before = 0.0, 0
        for row, tag in zip(emitted, tags, strict=True):
            if tag == 2 and before == 0:
                return -np.inf
            total += float(row[tag]) - (0.0 if tag != 1 else 1.5 if before else 1.0)
            before = tag
        return total

    found = best_tags(emitted, np.zeros(len(rows), dtype=np.int64), 1.0, 1.5)
    best = max(worth(t) for t in itertools.product(range(3), repeat=len(rows)))
    assert worth(tuple(found.tolist())) == pytest.approx(best, abs=1e-4)


def test_lines_are_decoded_each_for_itself() -> None:
    emitted = np.array([[-9, 0, -9], [-9, -9, 0], [-9, -9, 0]], dtype=np.float32)
    tags = best_tags(emitted, np.array([0, 0, 1]), 0.0, 0.0)
    assert tags.tolist()[:2] == [1, 2] and tags[2] != 2


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "\U000130c0\U000130c1 \U000130c2", "....", "a"])
def test_any_text_is_read(text: str) -> None:
    scores = load_encoder().read(text)
    doc = Document(text, load_pack("und"))
    assert all(0 <= s < e <= len(text) for s, e in zip(scores.starts, scores.ends, strict=True))
    assert role_spans(doc, scores, words_of(doc, scores)) == [[], [], []] or text.strip()


def test_no_word_is_cut() -> None:
    text = "Menteri Luar Negeri mengatakan bahwa penyeberangan perbatasan ditutup, kata jurubicaranya."
    doc = Document(text, load_pack("id"))
    scores = load_encoder().read(text)
    words = words_of(doc, scores)
    spans = [t.piece for role in role_spans(doc, scores, words) for t in role]
    spans += [t.piece for t in entity_spans(scores, words)]
    assert spans
    for piece in spans:
        assert not (piece.start and text[piece.start - 1].isalnum() and text[piece.start].isalnum())
        assert not text[piece.end : piece.end + 1].isalnum()


def test_a_statement_far_from_a_window_s_border_is_read_the_same_wherever_the_window_falls() -> None:
    """The limit: a paragraph with two paragraphs of its own article on either side within its window."""
    filler = "Rain fell on the valley and the market stayed open until the evening.\n"
    said = '"We will not leave our homes," Amina Yusuf told reporters in Maiduguri on Friday.\n'
    found = set()
    for before in (40, 43, 47):
        text = filler * before + said + filler * 40
        doc = Document(text, load_pack("en"))
        scores = load_encoder().read(text)
        at = text.index(said)
        spans = role_spans(doc, scores, words_of(doc, scores))
        inside = [[t.piece for t in role if at <= t.piece.start < at + len(said)] for role in spans]
        found.add(str([[text[p.start : p.end] for p in role] for role in inside]))
    assert len(found) == 1
    assert "We will not leave our homes" in found.pop()


def test_long_text_takes_time_in_proportion_to_its_length() -> None:
    text = PARAGRAPH * 60
    encoder = load_encoder()
    assert len(encoder.read(text * 2).starts) == 2 * len(encoder.read(text).starts)


def test_sentence_vectors_bring_translations_together() -> None:
    def vector(text: str) -> np.ndarray:
        return load_encoder().read(text).sentence_vector(0, len(text))

    english = vector("Thousands of people fled the fighting in the north.")
    french = vector("Des milliers de personnes ont fui les combats dans le nord.")
    other = vector("The central bank raised interest rates by half a point.")
    assert float(english @ french) > float(english @ other)


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(MODEL, folder / "model"))


@pytest.mark.parametrize("name", ["encoder.onnx", "words.q4", "tokenizer.json"])
def test_a_missing_file_is_named_with_its_digest(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path)
    (folder / name).unlink()
    with pytest.raises(KabarError, match=f"{name}.*sha256 expected [0-9a-f]{{64}}.*reinstall"):
        Encoder(folder)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    data = bytearray((folder / "words.q4").read_bytes())
    data[1000] ^= 1
    (folder / "words.q4").write_bytes(data)
    with pytest.raises(KabarError, match="damaged"):
        Encoder(folder)


def test_a_model_of_another_format_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    card = (folder / "model.json").read_text().replace('"format": 1', '"format": 99')
    (folder / "model.json").write_text(card)
    with pytest.raises(KabarError, match="format 99"):
        Encoder(folder)


def test_without_a_card_there_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(KabarError, match=r"model\.json"):
        Encoder(tmp_path)

"""What a search marks is what it found, in any script; offsets only, nothing of it is markup."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.store.search import terms, words
from kabar.store.snippets import marks, snippets

MARKED = [
    ("The CEASEFIRE held; a ceasefire-breaker did not", "ceasefire", ["CEASEFIRE", "ceasefire"]),
    ("Erdoğan telah memberitahu", "erdogan", ["Erdoğan"]),
    ("Cafe\u0301 noir", "café", ["Cafe\u0301"]),
    ("اللاجئين في إدلب", "إدلب", ["إدلب"]),
    ("مُحَمَّد قال", "محمد", ["مُحَمَّد"]),
    ("Беженцы в Идлибе", "БЕЖЕНЦЫ", ["Беженцы"]),
    ("他说难民营被炸", "难民营", ["难民营"]),
    ("他说难民营被炸", "营", ["营"]),
    ("ผู้ลี้ภัยหนี", "ลี้ภัย", ["ลี้ภัย"]),
    ("शरणार्थी शिविर", "शिविर", ["शिविर"]),
    ("killed in Idlib, killed near Idlib", '"killed near"', ["killed near"]),
    ("killed in Idlib", '"in killed"', []),
    ("１２ people", "12", ["１２"]),
    ("no such word", "other", []),
    ("<b>bold</b> & x", "bold", ["bold"]),
    ("", "a", []),
    ("text", "", []),
]


@pytest.mark.parametrize(("text", "question", "found"), MARKED)
def test_the_words_asked_for_are_marked(text: str, question: str, found: list[str]) -> None:
    assert [m.of(text) for m in marks(text, question)] == found


@given(st.text(max_size=60), st.text(max_size=6))
def test_marks_lie_in_the_text_in_order_and_answer_the_question(text: str, question: str) -> None:
    found = marks(text, question)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    first = {w for term, _ in terms(question) for w in term}
    assert all(any(w.startswith(tuple(first)) for w in words(m.of(text))) for m in found)


@given(st.text(alphabet="ab 难民营é", max_size=80), st.sampled_from(["a", "ab", "难民", "é"]))
def test_snippets_are_cut_from_the_text(text: str, question: str) -> None:
    for snippet in snippets(text, question):
        assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
        assert "".join(piece for piece, _ in snippet.pieces()) == snippet.text
        assert any(marked for _, marked in snippet.pieces())


def test_every_word_asked_for_brings_a_passage() -> None:
    text = "alpha " + "x " * 200 + "beta " + "y " * 200 + "gamma alpha"
    found = snippets(text, "alpha gamma beta")
    assert [[t for t, marked in s.pieces() if marked] for s in found] == [
        ["alpha"],
        ["beta"],
        ["gamma", "alpha"],
    ]
    assert [(s.cut_before, s.cut_after) for s in found] == [(False, True), (True, True), (True, False)]


def test_a_large_text_takes_bounded_time() -> None:
    assert len(snippets("word " * 400_000, "word")) == 1

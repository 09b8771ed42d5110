"""Training articles and what is done to them: every label stays on its words."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kabar.tagger.encoder import load_encoder
from kabar.tagger.labels import ACTS
from kabar.train.augment import EDITORS, augmented, edited
from kabar.train.windows import IGNORE, Article, Labeller

TEXT = "Rain fell.\nThe mayor, Ana Lima, said “1,200 people left the Old Town” on Monday."
SPANS = [
    (TEXT.index(w), TEXT.index(w) + len(w))
    for w in ("The mayor, Ana Lima", "said", "“1,200 people left the Old Town”")
]


@given(st.data())
def test_an_edit_outside_a_span_leaves_the_span_s_words(data: st.DataObject) -> None:
    text = data.draw(st.text("abc ", min_size=2, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    places = [i for i in range(len(text)) if i + 1 <= start or i >= end]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True)) if places else []
    new, ((s, e),) = edited(
        text, [(start, end)], [(i, i + 1, data.draw(st.text("xy", max_size=3))) for i in chosen]
    )
    assert new[s:e] == text[start:end]


@pytest.mark.parametrize("editor", [e for _, e in EDITORS], ids=lambda e: e.__name__)
def test_every_change_keeps_the_cue_on_its_word(editor) -> None:  # type: ignore[no-untyped-def]
    for seed in range(20):
        new, spans = edited(TEXT, SPANS, editor(TEXT, SPANS, random.Random(seed)))
        assert "said" in new[slice(*spans[1])].casefold() or editor.__name__ == "damage"
        assert all(0 <= s < e <= len(new) for s, e in spans)


def test_the_same_seed_gives_the_same_article() -> None:
    assert augmented(TEXT, SPANS, random.Random(3)) == augmented(TEXT, SPANS, random.Random(3))


def test_a_window_s_labels_stand_on_the_right_pieces() -> None:
    tokenizer: Tokenizer = load_encoder().tokenizer
    (window,) = Labeller(tokenizer).windows(Article(TEXT, [[[s] for s in SPANS]]), None)
    words = [
        "".join(tokenizer.id_to_token(i) for i in window.ids[a:b]) for a, b in _runs(window.roles[:, 1] > 0)
    ]
    assert words == ["▁said"]
    cue = int(np.flatnonzero(window.roles[:, 1] == 1)[0])
    source = int(np.flatnonzero(window.roles[:, 0] == 1)[0])
    content = np.flatnonzero(window.roles[:, 2] > 0)
    assert set(window.to_cue[content]) == {cue} and window.to_source[cue] == source
    assert window.acts[cue] == ACTS.index("say") and (window.entities == IGNORE).all()


def _runs(mask: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]

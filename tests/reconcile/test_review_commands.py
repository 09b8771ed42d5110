"""`kabar judge correct`, `comment` and `export` as a user meets them; the training reader takes in what is exported."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import kabar
from kabar.cli import app
from kabar.errors import KabarError
from kabar.tagger.encoder import load_encoder
from kabar.tagger.labels import ACTS
from kabar.train.windows import IGNORE, Labeller, Window, read_attributions

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
from made import TEXT, at, reading


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with kabar.open(path) as made:
        version = made.add_article(reading().article).version_id
        made.save_reading(version, reading(), kabar_version="1", model="m")
    return path


def run(archive: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["judge", *arguments, "--from", str(archive)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def key(archive: Path, kind: str, local: str) -> str:
    with kabar.open(archive) as opened:
        return next(r.key for r in opened.page(kind).rows if r.local == local)


def test_a_correction_is_made_and_listed(archive: Path) -> None:
    where = key(archive, "figure", "f1")
    assert "decision 1" in run(
        archive, "correct", where, "low=250000", "high=310000", "--who", "ana", "--why", "the UN's own page"
    )
    run(archive, "comment", where, "asked the UN", "--who", "ben")
    listed = run(archive, "list")
    assert f"ana: corrected {where} low=250000.0 high=310000.0 - the UN's own page" in listed
    assert f"ben: comment {where} - asked the UN" in listed
    with kabar.open(archive) as opened:
        assert opened.by_key([where])[where].low == 250_000  # type: ignore[attr-defined]


def test_what_is_no_field_is_told(archive: Path) -> None:
    with pytest.raises(KabarError, match="'low' is no field=value"):
        run(archive, "correct", key(archive, "figure", "f1"), "low", "--who", "ana")


def test_a_correction_without_its_record_is_listed_as_such(archive: Path) -> None:
    run(archive, "correct", key(archive, "figure", "f1"), "low=1", "--who", "ana")
    with kabar.open(archive) as opened:
        opened.save_reading(1, reading(low=5), kabar_version="2", model="m")
    assert "(not applied: the reading has no such record any more)" in run(archive, "list")


def windows(archive: Path, target: Path, chance: random.Random | None = None) -> list[Window]:
    run(archive, "export", "--to", str(target))
    (article,) = read_attributions(target)
    return list(Labeller(load_encoder().tokenizer).windows(article, chance))


def words(window: Window, mask: np.ndarray) -> str:
    tokenizer = load_encoder().tokenizer
    return (
        "".join(tokenizer.id_to_token(window.ids[i]) for i in np.flatnonzero(mask)).replace("▁", " ").strip()
    )


def test_accepted_and_corrected_statements_are_what_the_tagger_learns(archive: Path, tmp_path: Path) -> None:
    where = at(TEXT, "300,000 people fled Idlib")
    run(
        archive,
        "correct",
        key(archive, "statement", "s1"),
        f"content={where.start}:{where.end}",
        "act=estimate",
        "--who",
        "a",
    )
    run(archive, "right", key(archive, "statement", "s3"), "--who", "a")
    (window,) = windows(archive, tmp_path / "reviewed.jsonl")
    assert (
        words(window, window.roles[:, 2] > 0)
        == "300,000 people fled Idlib breaking the truce of September 2018."
    )
    assert words(window, window.roles[:, 1] > 0) == "says accused"
    cues = np.flatnonzero(window.roles[:, 1] == 1)
    assert [ACTS[a] for a in window.acts[cues]] == ["estimate", "accuse"]


def test_nothing_is_learned_where_nobody_decided(archive: Path, tmp_path: Path) -> None:
    run(archive, "right", key(archive, "statement", "s1"), "--who", "a")
    (window,) = windows(archive, tmp_path / "reviewed.jsonl")
    assert "Russia" in words(window, window.roles[:, 0] == IGNORE)
    assert words(window, window.roles[:, 0] != IGNORE) == "UN says 300,000 people fled Idlib since May."


def test_a_rejected_statement_is_learned_as_none(archive: Path, tmp_path: Path) -> None:
    run(archive, "wrong", key(archive, "statement", "s2"), "--who", "a")
    (window,) = windows(archive, tmp_path / "reviewed.jsonl")
    assert words(window, (window.roles == 0).all(axis=1)).startswith("Russia said that 12 people")
    assert not (window.roles > 0).any()


def test_it_is_augmented_as_other_training_data_is(archive: Path, tmp_path: Path) -> None:
    run(archive, "right", key(archive, "statement", "s1"), "--who", "a")
    for seed in range(10):
        for window in windows(archive, tmp_path / "reviewed.jsonl", random.Random(seed)):
            assert "said" not in words(window, (window.roles[:, 1] > 0))


def test_a_comment_and_an_undone_decision_teach_nothing(archive: Path, tmp_path: Path) -> None:
    where = key(archive, "statement", "s1")
    run(archive, "right", where, "--who", "a")
    run(archive, "undo", "1", "--who", "a")
    run(archive, "comment", where, "hm", "--who", "a")
    assert "0 statements of 0 articles" in run(archive, "export", "--to", str(tmp_path / "r.jsonl"))
    assert read_attributions(tmp_path / "r.jsonl") == []

"""`kabar judge` and `kabar changes` as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts import Story, keep, keys, sizes
from typer.testing import CliRunner

import kabar
from kabar.cli import app
from kabar.errors import KabarError
from kabar.reconcile import reconcile


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two accounts of one figure, and a statement."""
    path = tmp_path / "archive.db"
    with kabar.open(path) as made:
        for name, number, source in (("a", 12, "UN"), ("b", 20, "SOHR")):
            story = Story(name, "2019-05-23")
            story.figure(number, place="Maarat", as_of="2019-05-22", source=source)
            story.said("TUR", "the truce is broken")
            keep(made, story)
        reconcile(made)
    return path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def figures(path: Path) -> tuple[list[str], list[int]]:
    with kabar.open(path) as opened:
        return [keys(opened, "figure", n)[0] for n in (1, 2)], sizes(opened, "figure")


def test_decisions_are_made_listed_obeyed_and_taken_back(archive: Path) -> None:
    (one, other), joined = figures(archive)
    assert joined == [2]
    assert "decision 1" in run(
        "judge", "different", one, other, "--who", "ana", "--why", "two markets", "--from", str(archive)
    )
    assert (
        "1 " in (listed := run("judge", "list", "--from", str(archive)))
        and f"ana: different {one} {other} - two markets" in listed
    )
    assert "2 articles reconciled" in run("reconcile", "--from", str(archive))
    assert figures(archive)[1] == [1, 1]
    run("judge", "undo", "1", "--who", "ben", "--from", str(archive))
    assert "(taken back)" in run("judge", "list", "--from", str(archive))
    run("reconcile", "--from", str(archive))
    assert figures(archive)[1] == [2]


@pytest.mark.parametrize("verdict", ["wrong", "right"])
def test_decisions_about_one_record(archive: Path, verdict: str) -> None:
    (one, _), _ = figures(archive)
    run("judge", verdict, one, "--who", "ana", "--from", str(archive))
    run("reconcile", "--from", str(archive))
    assert figures(archive)[1] == ([1] if verdict == "wrong" else [2])


def test_a_decision_about_nothing_is_refused(archive: Path) -> None:
    with pytest.raises(KabarError, match="no record 'figure-0'"):
        run("judge", "wrong", "figure-0", "--who", "ana", "--from", str(archive))


def test_two_kinds_are_never_the_same(archive: Path) -> None:
    with kabar.open(archive) as opened:
        said = keys(opened, "statement", 1)[0]
    with pytest.raises(KabarError, match="two of one kind"):
        run("judge", "same", figures(archive)[0][0], said, "--who", "ana", "--from", str(archive))


def test_a_decision_is_somebodys(archive: Path) -> None:
    with pytest.raises(KabarError, match="say whose"):
        run("judge", "wrong", figures(archive)[0][0], "--who", " ", "--from", str(archive))


def test_what_a_later_version_claims_otherwise(archive: Path) -> None:
    with kabar.open(archive) as opened:
        story = Story("a", "2019-05-23")
        story.figure(15, place="Maarat", as_of="2019-05-22", source="UN")
        story.figure(3, concept="missing", source="UN")
        story.said("TUR", "The truce is broken!")
        keep(opened, story)
    assert run("changes", "https://example.org/a", "--from", str(archive)).splitlines() == [
        "version 2: figure changed from 12 people killed (United Nations) to 15 people killed (United Nations)",
        "version 2: figure added: 3 people missing (United Nations)",
    ]


def test_an_article_of_one_version_has_not_changed(archive: Path) -> None:
    assert (
        run("changes", "https://example.org/b", "--from", str(archive)) == "no version claims anything else\n"
    )


def test_an_unknown_address_is_refused(archive: Path) -> None:
    with pytest.raises(KabarError, match="no article"):
        run("changes", "https://example.org/c", "--from", str(archive))

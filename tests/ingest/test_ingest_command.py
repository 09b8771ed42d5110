"""`kabar ingest` as a user meets it: what it prints, and its exit status."""
# ruff: noqa: F401  (fixtures)

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faked import jsonl, put_in, quick, read, story

import kabar
from kabar.cli import main
from kabar.ingest.progress import Progress
from kabar.ingest.run import Done

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """Runs `kabar ingest`: (exit status, standard output, the last line of standard error)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kabar", "ingest", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, error = capsys.readouterr()
        return int(ended.value.code or 0), out, (error.strip().splitlines() or [""])[-1]

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(story("mayor"))
    (folder / "b.txt").write_text(story("mayor") + "\nMore by our reporter.")
    (folder / "c.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def test_what_was_taken_in(command: Command, news: Path) -> None:
    assert command("news", "--lang", "en") == (
        0, "kabar.db: 2 new, 1 passed over; 1 nearly the same as another\n", "",
    )  # fmt: skip
    assert command("news", "--lang", "en")[:2] == (0, "kabar.db: 2 unchanged, 1 passed over\n")


def test_a_refusal_is_named_with_its_reason_and_ends_with_status_1(command: Command, news: Path) -> None:
    (news / "d.txt").write_text("")
    (news / "d[red].pdf").write_text("%PDF-")
    status, out, _ = command("news", "--into", "x.db")
    assert status == 1
    first, *reasons = out.splitlines()
    assert first == "x.db: 2 new, 1 passed over, 2 refused; 1 nearly the same as another"
    assert reasons[0] == "  refused: 'news/d.txt' is empty: give a file with an article in it"
    assert reasons[1].startswith("  refused: 'news/d[red].pdf' is a broken PDF")


def test_many_refusals_are_not_all_printed(command: Command, tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", *({"title": str(n)} for n in range(25)))
    status, out, _ = command("a.jsonl")
    assert status == 1 and len(out.splitlines()) == 22
    assert "and 5 more, all kept: `kabar ingest --retry-refused --into kabar.db`" in out


def test_a_retry(command: Command, news: Path) -> None:
    (empty := news / "d.txt").write_text("")
    command("news")
    empty.write_text(story("court"))
    assert command("--retry-refused")[:2] == (0, "kabar.db: 1 new\n")
    assert command("--retry-refused")[:2] == (0, "kabar.db: nothing found\n")


def test_no_source(command: Command) -> None:
    assert command() == (1, "", "kabar: nothing to take in: name a file, a folder or an address")
    assert not Path("kabar.db").exists()


def test_a_retry_takes_no_sources(command: Command, news: Path) -> None:
    assert command("news", "--retry-refused")[2].endswith("leave the sources out")


def test_what_is_not_there(command: Command) -> None:
    status, out, _ = command("none.txt")
    assert (status, out) == (
        1,
        "kabar.db: 1 refused\n  refused: there is no file 'none.txt': check the name\n",
    )


def test_ctrl_c_ends_with_what_was_done(
    command: Command, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(article: Any, resources: object) -> Any:
        if "reporter" in article.text:
            raise KeyboardInterrupt
        return read(article, resources)

    put_in(monkeypatch, stopped)
    status, out, _ = command("news")
    assert status == 130
    assert out.splitlines() == [
        "kabar.db: 1 new, 1 passed over",
        "  stopped: all of these are in the archive; the same command goes on from here",
    ]
    put_in(monkeypatch)
    assert command("news")[1].startswith("kabar.db: 1 new, 1 unchanged")


def test_an_archive_of_a_newer_kabar(command: Command, news: Path) -> None:
    kabar.open("kabar.db").close()
    with sqlite3.connect("kabar.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    status, out, error = command("news")
    assert (status, out) == (1, "") and "was made by a newer kabar" in error


def test_an_archive_that_is_something_else(command: Command, news: Path) -> None:
    status, _, error = command("news", "--into", "news/a.txt")
    assert status == 1 and "is no SQLite database" in error
    assert (news / "a.txt").read_text() == story("mayor")


@pytest.mark.parametrize("source", ["examples/idlib", "examples/idlib/articles.csv"])
def test_the_demonstration_and_its_manifest(source: str, command: Command, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    status, out, _ = command(str(root / source), "--into", str(tmp_path / "demo.db"))
    assert status == 0 and " new" in out and "refused" not in out
    with kabar.open(tmp_path / "demo.db") as archive:
        articles = archive.articles(limit=100).rows
        listed = (root / "examples/idlib/articles.csv").read_text().count("\n") - 1
        assert listed - 1 <= len(articles) <= listed
        assert all(a.url and a.publisher and a.day for a in articles), "as the manifest says"


def test_progress_goes_by_the_bytes_of_all_files(news: Path) -> None:
    size = sum((news / n).stat().st_size for n in ("a.txt", "b.txt"))
    with Progress([str(news)]) as progress:
        (task,) = progress._bar.tasks
        assert task.total == size
        progress.report(Done("a", "new", size // 2))
        progress.report(Done("b", "unchanged", size))
        assert (task.completed, task.fields["articles"], task.finished) == (size, 2, True)


def test_the_rate_is_that_of_the_last_articles(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Progress([str(news)]) as progress:
        now = [0.0]
        monkeypatch.setattr(progress._bar, "get_time", lambda: now[0])
        for seconds in [0.01] * 100 + [2.0] * 100:
            now[0] += seconds
            progress.report(Done("a", "new", 1))
        assert progress._bar.tasks[0].fields["rate"] == "0.5/s"


def test_progress_makes_no_promise_where_the_end_is_not_known(news: Path) -> None:
    for sources in ([str(news), "https://example.org/"], ["-"], ["none.txt"]):
        with Progress(sources) as progress:
            assert progress._bar.tasks[0].total is None

"""The command line as a user meets it, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = Path(__file__).parent.parent / "examples/idlib.id.txt"


def kabar(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from kabar.cli import main; main()", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def test_read_prints_a_report() -> None:
    done = kabar("read", str(ARTICLE), "--published", "2019-05-31")
    assert done.returncode == 0
    assert "according to United Nations" in " ".join(done.stdout.decode().split())


def test_read_from_standard_input_as_json() -> None:
    done = kabar(
        "read", "-", "--lang", "en", "--format", "json", given=b"The army said that the road was closed."
    )
    assert json.loads(done.stdout)["statements"][0]["act"] == "say"


def test_explain_names_the_steps() -> None:
    done = kabar("explain", str(ARTICLE), "s2", "--published", "2019-05-31")
    assert b"the model joins the cue to this source" in done.stdout
    assert b"resolve: source is" in done.stdout


def test_one_bad_line_never_stops_a_batch(tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"text": "The army said that it left."}\nbroken\n{"text": "PBB mengatakan bahwa itu benar."}\n'
    )
    done = kabar("read", str(batch), "--format", "md")
    assert done.returncode == 1
    assert done.stdout.count(b"# Reading") == 2
    assert b"line 2" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read", "nowhere.txt"], "there is no file"),
        (["read", str(ARTICLE), "--published", "31 May"], "not a date"),
        (["read", str(ARTICLE), "--format", "pdf"], "no form 'pdf'"),
        (["explain", str(ARTICLE), "z9"], "no record 'z9'"),
        (["check", "language", "xx"], "no pack 'xx'"),
        (["bench", "predict", "nothing", "a", "b"], "no task 'nothing'"),
        (["bench", "gold", "nowhere.json"], "no gold file"),
    ],
)
def test_bad_input_gets_one_sentence_and_a_status(arguments: list[str], message: str) -> None:
    done = kabar(*arguments)
    assert done.returncode == 1
    assert message in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_debug_shows_the_traceback() -> None:
    assert b"Traceback" in kabar("--debug", "read", "nowhere.txt").stderr


def test_actors_have_no_clashes() -> None:
    assert kabar("check", "actors").returncode == 0


def test_predict_writes_what_the_scorer_reads(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "1", "lang": "en", "text": "The army said that the road was closed."}\n')
    assert kabar("bench", "predict", "attribution", str(source), str(target)).returncode == 0
    assert json.loads(target.read_text())["attributions"] == [
        {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 38]]}
    ]

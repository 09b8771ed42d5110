"""/ingest: read before it is kept."""

from __future__ import annotations

import gzip
import io
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import HERE, add, at, csrf_in, send, sign_in, token
from fastapi.testclient import TestClient
from watched import Watched

import kabar
from kabar.fetch import client as fetching
from kabar.store import Archive
from kabar.web import desk as desks
from kabar.web.desk import LONGEST, MOST_OF_ONE, Desk, Handed
from kabar.web.pages import ingest as page

STORY = "The army said that 20 people were killed in Idlib on Friday. The governor denied it."
FACTS = {"language": "en", "published": "2019-05-31", "publisher": "Example"}


@pytest.fixture
def door(target: str) -> Iterator[TestClient]:
    with at(target) as made:
        yield made


def articles(target: str) -> int:
    with kabar.open(target) as archive:
        return len(list(archive.each_article()))


def test_a_text_is_read_then_kept(door: TestClient, target: str) -> None:
    answer = send(door, "/ingest", "/ingest/text", text=STORY, **FACTS)
    assert answer.status_code == 303
    here = answer.headers["Location"]
    shown = door.get(here)
    assert "Not in the archive yet" in shown.text and "20" in shown.text and "killed" in shown.text
    assert articles(target) == 0
    assert door.get(f"{here}.json").json()["articles"][0]["counts"]["statement"] == 2
    for _ in range(2):
        assert send(door, here, f"{here}/keep").status_code == 303 if "Keep" in door.get(here).text else True
    assert articles(target) == 1
    with kabar.open(target) as archive:
        (row,) = archive.each_article()
        reading = archive.reading(row.version_id)
        assert (row.publisher, row.language, archive.article(row.version_id).text) == ("Example", "en", STORY)
        assert reading is not None and reading.figures[0].low == 20
        assert [(r.what, r.who) for r in archive.log.rows()] == [("article taken in", "local")]
    assert f'/articles/{row.id}"' in door.get(here).text


def test_what_is_discarded_is_nowhere(door: TestClient, target: str) -> None:
    here = send(door, "/ingest", "/ingest/text", text=STORY).headers["Location"]
    assert send(door, here, f"{here}/discard").headers["Location"] == "/ingest"
    assert door.get(here).status_code == 404 and articles(target) == 0


def test_keeping_twice_is_keeping_once(door: TestClient, target: str) -> None:
    here = send(door, "/ingest", "/ingest/text", text=STORY).headers["Location"]
    csrf = csrf_in(door.get(here).text)
    assert [door.post(f"{here}/keep", data={"csrf": csrf}).status_code for _ in range(2)] == [303, 303]
    assert articles(target) == 1


def test_a_file_may_hold_many_articles(door: TestClient) -> None:
    lines = (
        "".join(f'{{"text": "The court said that {n} people were missing.", "lang": "en"}}\n' for n in (3, 4))
        + "broken\n"
    )
    csrf = csrf_in(door.get("/ingest").text)
    answer = door.post("/ingest/file", data={"csrf": csrf}, files={"file": ("../a.jsonl", lines.encode())})
    found = door.get(answer.headers["Location"] + ".json").json()
    assert len(found["articles"]) == 2 and len(found["faults"]) == 1 and found["name"] == "a.jsonl"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "  "}, "is empty"),
        ({"text": "x" * (LONGEST + 1)}, "more than are read here (limit 60,000)"),
        ({"text": STORY, "published": "yesterday"}, "&#39;yesterday&#39; is not a date"),
        ({"text": STORY, "language": "../../etc"}, "is no language"),
        ({"text": STORY, "language": "qq"}, "is no language"),
    ],
)  # fmt: skip
def test_a_text_is_refused_in_a_sentence_and_stays_in_the_form(
    door: TestClient, target: str, fields: dict[str, str], told: str
) -> None:
    answer = send(door, "/ingest", "/ingest/text", **fields)
    assert answer.status_code == 400 and told in answer.text.split('role="alert"')[1].split("</p>")[0]
    assert fields["text"] in answer.text
    assert articles(target) == 0


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * 60_000_000)
    return made.getvalue()


def billion_laughs() -> bytes:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<!DOCTYPE x [<!ENTITY l0 "lol">{rows}]><Types>&l9;</Types>')
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("bomb.docx", bomb(), "unpacks to more than"), ("laughs.docx", billion_laughs(), "is a broken DOCX"),
        ("a.docx", b"PK\x03\x04 no zip", "is a broken DOCX"), ("a.odt", b"PK\x03\x04 no zip", "is a zip or office file, not text"),
        ("a.gz", gzip.compress(b"a" * 50_000_000), "binary"), ("bomb.warc.gz", gzip.compress(b"a" * 50_000_000), "WARC"),
        ("a.pdf", b"%PDF-1.7 broken", "is a broken PDF"), ("empty.txt", b"", "is empty"), ("blank.html", b"<html></html>", "'blank.html'"),
        ("a.exe", b"MZ\x00\x01\x02" * 99, "binary"), ("a.xml", b"<?xml version='1.0'?><a/>", "'a.xml'"),
    ],
)  # fmt: skip
def test_a_file_is_refused_in_a_sentence(
    door: TestClient, target: str, name: str, data: bytes, told: str
) -> None:
    csrf = csrf_in(door.get("/ingest").text)
    since = time.monotonic()
    answer = door.post(
        "/ingest/file",
        data={"csrf": csrf},
        files={"file": (name, data)},
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, list(answer.json())) == (400, ["status", "error"]), answer.text
    assert told in answer.json()["error"] and "Traceback" not in answer.text
    assert time.monotonic() - since < 20
    assert articles(target) == 0


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:8017/account", "on a private network"), ("http://localhost/", "on a private network"),
        ("http://[::1]/", "on a private network"), ("http://169.254.169.254/latest/meta-data", "on a private network"),
        ("http://10.0.0.1/", "on a private network"), ("http://[::ffff:127.0.0.1]/", "on a private network"),
        ("http://0.0.0.0/", "on a private network"), ("http://2130706433/", "on a private network"),
        ("file:///etc/passwd", "no web address"), ("gopher://example.org/", "no web address"), ("", "no web address"),
        ("http://user:secret@example.org/", "leave it out of the address"), ("javascript:alert(1)", "no web address"),
    ],
)  # fmt: skip
def test_an_address_that_is_not_for_here_is_refused(door: TestClient, address: str, told: str) -> None:
    answer = send(door, "/ingest", "/ingest/address", address=address)
    assert answer.status_code == 400 and told in answer.text


def test_an_address_that_leads_into_the_private_network_is_refused(
    door: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_with(
        monkeypatch,
        lambda request: httpx.Response(302, headers={"location": "http://127.0.0.1:8017/account"}),
    )
    answer = send(door, "/ingest", "/ingest/address", address="http://192.0.2.1/")
    assert answer.status_code == 400 and "127.0.0.1" in answer.text and "on a private network" in answer.text


def test_an_address_is_fetched_and_kept_as_its_page(
    door: TestClient, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = f"<html lang=en><head><title>Idlib</title></head><body><article><p>{STORY}</p></article></body></html>"
    answers_with(
        monkeypatch,
        lambda request: (
            httpx.Response(404) if request.url.path == "/robots.txt" else httpx.Response(200, html=html)
        ),
    )
    here = send(
        door, "/ingest", "/ingest/address", address="http://192.0.2.1/news", published="2019-05-31"
    ).headers["Location"]
    wait(door, here)
    send(door, here, f"{here}/keep")
    with kabar.open(target) as archive:
        (row,) = archive.each_article()
        assert row.url == "http://192.0.2.1/news" and archive.versions(row.id)[0].fetched_at is not None


def answers_with(monkeypatch: pytest.MonkeyPatch, handler: Any) -> None:
    """A network in which the documentation's addresses are public and answer this."""
    real = fetching.resolved

    def resolved(address: str, *, allow_private: bool) -> list[str]:
        return ["192.0.2.1"] if "//192.0.2.1" in address else real(address, allow_private=allow_private)

    class Client(fetching.Client):
        def __post_init__(self) -> None:
            super().__post_init__()
            self._http = httpx.Client(transport=httpx.MockTransport(handler))
            self.sleep = lambda _seconds: None

    monkeypatch.setattr(fetching, "resolved", resolved)
    monkeypatch.setattr(page, "Client", Client)


def wait(door: TestClient, here: str) -> None:
    for _ in range(200):
        if door.get(f"{here}.json").json()["state"] != "waiting":
            return
        time.sleep(0.05)
    raise AssertionError("it was not read")


def test_what_is_too_large_is_refused_before_it_is_read(door: TestClient) -> None:
    csrf = csrf_in(door.get("/ingest").text)

    def of_unknown_length() -> Iterator[bytes]:
        yield b"csrf=" + csrf.encode() + b"&text="
        yield from [b"x" * 1_000_000] * 25

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for path, limit in (("/ingest/text", 20 * 1024 * 1024), ("/account/name", 1024 * 1024)):
        answer = door.post(path, content=b"x" * (limit + 1), headers=form)
        assert answer.status_code == 413 and "larger than what may be sent here" in answer.text
    answer = door.post("/ingest/text", content=of_unknown_length(), headers=form)
    assert answer.status_code == 413 and "larger than what may be sent here" in answer.text


def test_who_only_reads_hands_nothing_in(target: str) -> None:
    add(target, "ana", "admin")
    add(target, "rea", "reader")
    add(target, "rev", "reviewer")
    with at(target) as rea, at(target) as rev:
        sign_in(rea, "rea"), sign_in(rev, "rev")
        assert rea.get("/ingest").status_code == 403 and rev.get("/ingest").status_code == 200
        here = send(rev, "/ingest", "/ingest/text", text=STORY).headers["Location"]
        assert rev.get(here).status_code == 200
    with at(target) as program:
        assert (
            program.post(
                "/ingest/text", data={"text": STORY}, headers=token(target, "rev", "read", "review")
            ).status_code
            == 403
        )
        assert (
            program.post(
                "/ingest/text", data={"text": STORY}, headers=token(target, "rea", "ingest")
            ).status_code
            == 403
        )
        header = token(target, "rev", "ingest")
        here = program.post("/ingest/text", data={"text": STORY}, headers=header).headers["Location"]
        assert program.post(f"{here}/keep", headers=header).status_code == 303
        assert program.get(here, headers=token(target, "ana", "ingest")).status_code == 404, (
            "it is another one's"
        )
    with kabar.open(target) as archive:
        assert [r.who for r in archive.log.rows() if r.what == "article taken in"] == ["rev"]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A reader that ends when it is told to; it notes how many read at once."""
    go, real = threading.Event(), desks.read_with_vectors
    reading = threading.Semaphore(0)
    most: list[int] = []
    now_reading = 0
    lock = threading.Lock()

    def read(*given: Any) -> Any:
        nonlocal now_reading
        with lock:
            now_reading += 1
            most.append(now_reading)
        reading.release()
        go.wait(30)
        with lock:
            now_reading -= 1
        return real(*given)

    monkeypatch.setattr(desks, "read_with_vectors", read)
    monkeypatch.setattr(page, "PATIENCE", 0.05)
    go.most = most  # type: ignore[attr-defined]
    yield go
    go.set()


def test_a_long_reading_holds_up_no_other_page(door: TestClient, slow: threading.Event) -> None:
    here = [send(door, "/ingest", "/ingest/text", text=f"{STORY} {n}").headers["Location"] for n in range(5)]
    since = time.monotonic()
    assert door.get("/figures").status_code == 200
    assert "Being read" in door.get(here[0]).text and 'hx-trigger="every 2s"' in door.get(here[0]).text
    assert time.monotonic() - since < 2
    early = send(door, "/ingest", f"{here[0]}/keep")
    assert early.status_code == 400 and "still being read" in early.text
    slow.set()
    for one in here:
        wait(door, one)
    assert max(slow.most) == desks.READINGS  # type: ignore[attr-defined]


def test_who_hands_in_much_is_told_to_decide_first(lite: Archive, slow: threading.Event) -> None:
    desk = Desk(lite)
    handed = [desk.hand_in("a", "x", lambda: iter(())) for _ in range(MOST_OF_ONE)]
    with pytest.raises(kabar.errors.KabarError, match="keep or discard some"):
        desk.hand_in("a", "x", lambda: iter(()))
    desk.hand_in("b", "x", lambda: iter(()))
    desk.discard(handed[0])
    desk.hand_in("a", "x", lambda: iter(()))
    desk.close()


def test_what_nobody_decides_about_is_forgotten_at_last(lite: Archive) -> None:
    at_ = [0.0]
    desk = Desk(lite, lambda: at_[0])
    old: Handed = desk.hand_in("a", "x", lambda: iter(()))
    at_[0] = desks.HOURS * 3_600
    desk.hand_in("a", "x", lambda: iter(()))
    assert desk.get(old.id, "a") is None
    desk.close()


def test_a_fault_of_a_library_is_told_and_logged(door: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> Any:
        raise RuntimeError("a fault")

    monkeypatch.setattr(desks, "read_with_vectors", faulty)
    answer = send(door, "/ingest", "/ingest/text", text=STORY)
    assert answer.status_code == 400 and "please report this article" in answer.text


def test_in_a_browser_an_article_is_handed_in_and_kept(tab: Watched, tmp_path: Path) -> None:
    page = tab.open("/ingest")
    assert tab.axe() == []
    page.get_by_label("The article, as it was published").fill(STORY)
    page.locator("#text-published").fill("2019-05-31")
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("button", name="Keep").wait_for()
    assert tab.axe() == []
    tab.picture("ingest")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Kept in the archive.").wait_for()
    (tmp_path / "a.txt").write_text(f"{STORY} More is not known.", encoding="utf-8")
    tab.open("/ingest").locator("#file").set_input_files(tmp_path / "a.txt")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("heading", name="What you handed in").wait_for()
    assert page.url.endswith("/ingest") and HERE in page.url

"""Whatever a user names as a source."""
# ruff: noqa: F401, F811  (fixtures)

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from faked import archive, counts, jsonl, quick, rows, story, taken_in

from kabar.fetch.client import Limits
from kabar.ingest import Settings, retry_refused
from kabar.ingest.sources import files_of
from kabar.intake.article import Given
from kabar.store import Archive

LIMITS = Limits(pause=0, allow_private=True, size=100_000)


def addresses(archive: Archive) -> set[str]:
    return {str(r[1]) for r in rows(archive)["article"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    (made / "deep" / ".hidden").mkdir(parents=True)
    for name in ("a.txt", "deep/b.md", ".c.txt", "deep/.hidden/d.txt", "LICENSE", "make.py"):
        (made / name).write_text(story(name))
    return made


def test_a_folder_gives_its_articles_and_counts_what_it_passes_over(archive: Archive, folder: Path) -> None:
    assert counts(taken_in(archive, folder)) == {"new": 2, "passed over": 4}


def test_a_file_named_by_itself_is_read_whatever_its_name(archive: Archive, folder: Path) -> None:
    assert counts(taken_in(archive, folder / "LICENSE")) == {"new": 1}
    assert counts(taken_in(archive, (folder / "a.txt").as_uri())) == {"new": 1}


@pytest.mark.parametrize(
    ("pattern", "new"), [("*.txt", 2), ("**/*.md", 1), ("[ab].txt", 1), ("deep/?.md", 1)]
)
def test_a_glob(archive: Archive, folder: Path, pattern: str, new: int) -> None:
    assert counts(taken_in(archive, folder / pattern)) == {"new": new}


def test_nothing_found_is_refused(archive: Archive, folder: Path) -> None:
    (folder / "empty").mkdir()
    for source in (folder / "*.pdf", folder / "none.txt", folder / "empty"):
        assert "there is no file" in taken_in(archive, source).refused[0].reason


def test_standard_input_is_told_by_its_first_bytes(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = jsonl(tmp_path / "a.jsonl", {"text": story("mayor")}, {"text": story("court")}).read_bytes()

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    class Input:
        buffer = Pipe(lines)

    monkeypatch.setattr("sys.stdin", Input())
    assert counts(taken_in(archive, "-")) == {"new": 2}
    Input.buffer = Pipe(story("clinic").encode())
    assert counts(taken_in(archive, "-")) == {"new": 1}


def test_a_list_of_addresses_from_standard_input(
    archive: Archive, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO(f"# two\n{site}/a\n{site}/b\n".encode())

    monkeypatch.setattr("sys.stdin", Input())
    assert counts(taken_in(archive, "-", limits=LIMITS)) == {"new": 2}


def test_a_table_in_another_encoding_with_semicolons(archive: Archive, tmp_path: Path) -> None:
    text = "Войска вошли в город, сообщило министерство обороны в понедельник утром. " * 5
    (file := tmp_path / "a.csv").write_bytes(f"Text;URL\n{text};https://a.example/1\n".encode("cp1251"))
    taken_in(archive, file)
    (version,) = archive.versions(archive.find_article("https://a.example/1") or 0)
    assert archive.article(version.id).text == text


def test_xml_that_is_no_feed_is_refused(archive: Archive, tmp_path: Path) -> None:
    (file := tmp_path / "a.xml").write_text("<?xml version='1.0'?><prices><price>5</price></prices>")
    assert "is XML, but no RSS or Atom feed" in taken_in(archive, file).refused[0].reason
    file.write_text("<prices><price>5</price></prices>")
    assert "is XML, but no RSS or Atom feed" in taken_in(archive, file).refused[0].reason


# Manifests

ROWS = "file,url,publisher,published,lang,title\ntexts/a.txt,https://a.example/1,Paper,2019-05-31,fr,Titre\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    made = tmp_path / "listed"
    (made / "texts").mkdir(parents=True)
    (made / "texts/a.txt").write_text(story("mairie"))
    (made / "texts/b.txt").write_text(story("mayor"))
    (made / "articles.csv").write_text(ROWS)
    return made


@pytest.mark.parametrize(
    ("source", "new"), [("", 2), ("articles.csv", 1), ("texts/a.txt", 1), ("texts/*.txt", 2)]
)
def test_a_manifest_tells_what_is_known_of_files(
    archive: Archive, listed: Path, source: str, new: int
) -> None:
    given = Given() if source == "articles.csv" else Given(byline="Desk")
    assert counts(taken_in(archive, listed / source, given=given)) == {"new": new}
    if source != "texts/*.txt":
        (version,) = archive.versions(archive.find_article("https://a.example/1") or 0)
        assert (version.publisher, version.published, version.language, version.title) == ("Paper", "2019-05-31", "fr", "Titre")  # fmt: skip


def test_a_file_that_is_tried_again_has_its_manifest(archive: Archive, listed: Path) -> None:
    (listed / "texts/a.txt").write_text("")
    assert counts(taken_in(archive, listed, given=Given())) == {"new": 1, "refused": 1}
    (listed / "texts/a.txt").write_text(story("mairie"))
    assert counts(retry_refused(archive, Settings(), lambda done: None)) == {"new": 1}
    assert archive.find_article("https://a.example/1") is not None


def test_a_manifest_that_lists_what_is_not_there(archive: Archive, listed: Path) -> None:
    (listed / "articles.csv").write_text(ROWS + "texts/none.txt,,,,,\n")
    outcome = taken_in(archive, listed / "articles.csv")
    assert counts(outcome) == {"new": 1, "refused": 1}
    assert outcome.refused[0].reason == f"there is no file '{listed}/texts/none.txt': check the name"


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "texts/../../secret.txt"])
def test_a_manifest_leads_nowhere_else(archive: Archive, listed: Path, name: str) -> None:
    (listed.parent / "secret.txt").write_text("a secret")
    (listed / "articles.csv").write_text(f"file\n{name}\n")
    assert "which is not in its folder" in taken_in(archive, listed / "articles.csv").refused[0].reason


def test_a_table_of_articles_with_the_manifests_name_is_one(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text(f'text\n"{story("court")}"\n')
    assert counts(taken_in(archive, tmp_path / "articles.csv")) == {"new": 1}


# The web


def page(subject: str) -> bytes:
    return f"<html><head><title>{subject}</title></head><body><article><p>{story(subject)}</p></article></body></html>".encode()


class Site(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, tuple[str, bytes]]] = {}
    asked: ClassVar[list[tuple[str, int]]] = []

    def do_GET(self) -> None:
        kind, body = self.pages.get(self.path, ("", b""))
        tag = f'"{hash(body)}"'
        status = 404 if not kind else 304 if self.headers.get("If-None-Match") == tag else 200
        self.asked.append((self.path, status))
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("ETag", tag if kind else "")):
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if status == 200 else 0))
        self.end_headers()
        if status == 200:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    items = "".join(
        f"<item><title>{n}</title><link>{at}/{n}</link><description>In short: {n}.</description></item>"
        for n in "ab"
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    Site.asked.clear()
    Site.pages = {
        "/a": ("text/html; charset=utf-8", page("mayor")),
        "/b": ("text/html", page("court")),
        "/plain": ("text/plain", story("clinic").encode()),
        "/feed": ("application/xml", f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>".encode()),
        "/map.xml": ("text/xml", f"<?xml version='1.0'?>\n<!-- pages -->\n<urlset {space}><url><loc>{at}/a</loc></url><url><loc>{at}/gone</loc></url></urlset>".encode()),
        "/index.xml": ("text/xml", f"<sitemapindex {space}><sitemap><loc>{at}/none.xml</loc></sitemap><sitemap><loc>{at}/map.xml</loc></sitemap></sitemapindex>".encode()),
    }  # fmt: skip
    yield at
    server.shutdown()
    server.server_close()


def test_a_page_is_kept_under_its_address_with_when_it_was_fetched(archive: Archive, site: str) -> None:
    assert counts(taken_in(archive, f"{site}/a", limits=LIMITS)) == {"new": 1}
    (version,) = archive.versions(archive.find_article(f"{site}/a") or 0)
    assert version.fetched_at is not None
    assert archive.received(version.id) == page("mayor")


def test_a_page_that_the_site_says_is_unchanged_is_not_sent_again(archive: Archive, site: str) -> None:
    taken_in(archive, f"{site}/a", limits=LIMITS)
    before = rows(archive)
    assert counts(taken_in(archive, f"{site}/a", limits=LIMITS)) == {"unchanged": 1}
    assert Site.asked[-1] == ("/a", 304)
    assert rows(archive) == before


def test_a_page_that_changed_and_changed_back_has_three_versions(archive: Archive, site: str) -> None:
    for subject in ("mayor", "court", "mayor"):
        Site.pages["/a"] = ("text/html", page(subject))
        taken_in(archive, f"{site}/a", limits=LIMITS)
    assert len(archive.versions(archive.find_article(f"{site}/a") or 0)) == 3


def test_a_site_that_only_changes_its_tag_is_asked_with_the_new_one(archive: Archive, site: str) -> None:
    taken_in(archive, f"{site}/a", limits=LIMITS)
    Site.pages["/a"] = ("text/html", page("mayor") + b"<!-- a counter -->")
    assert counts(taken_in(archive, f"{site}/a", limits=LIMITS)) == {"unchanged": 1}
    taken_in(archive, f"{site}/a", limits=LIMITS)
    assert [s for p, s in Site.asked if p == "/a"] == [200, 200, 304]


def test_plain_text_from_a_site(archive: Archive, site: str) -> None:
    assert counts(taken_in(archive, f"{site}/plain", limits=LIMITS)) == {"new": 1}


def test_a_feed_gives_its_items(archive: Archive, site: str) -> None:
    assert counts(taken_in(archive, f"{site}/feed", limits=LIMITS)) == {"new": 2}
    assert addresses(archive) == {f"{site}/a", f"{site}/b"}
    assert {p for p, _ in Site.asked} == {"/robots.txt", "/feed"}


@pytest.mark.parametrize("local", [False, True])
def test_a_feed_that_is_followed_gives_its_pages_and_nothing_new_the_second_time(
    archive: Archive, site: str, tmp_path: Path, local: bool
) -> None:
    source = f"{site}/feed"
    if local:
        (file := tmp_path / "feed.xml").write_bytes(Site.pages["/feed"][1])
        source = str(file)
    assert counts(taken_in(archive, source, limits=LIMITS, follow=True)) == {"new": 2, "updated": 2}
    before = rows(archive)
    assert counts(taken_in(archive, source, limits=LIMITS, follow=True)) == {"unchanged": 4}
    assert rows(archive) == before


@pytest.mark.parametrize("name", ["/map.xml", "/index.xml"])
def test_a_sitemap_gives_its_pages_and_refuses_those_that_are_gone(
    archive: Archive, site: str, name: str
) -> None:
    outcome = taken_in(archive, site + name, limits=LIMITS)
    assert addresses(archive) == {f"{site}/a"}
    gone = {r.name for r in outcome.refused}
    assert gone == {f"{site}/gone"} | ({f"{site}/none.xml"} if "index" in name else set())
    assert all("answers 404" in r.reason for r in outcome.refused)


def test_a_sitemap_file(archive: Archive, site: str, tmp_path: Path) -> None:
    (file := tmp_path / "map.xml").write_bytes(Site.pages["/map.xml"][1])
    assert counts(taken_in(archive, file, limits=LIMITS)) == {"new": 1, "refused": 1}


@pytest.mark.parametrize("first", ["", "# these\n", "#\n\n"])
def test_a_list_of_addresses(archive: Archive, site: str, tmp_path: Path, first: str) -> None:
    (file := tmp_path / "list.txt").write_text(f"{first}{site}/a\n{site}/b # the court\n{site}/a\n")
    assert counts(taken_in(archive, file, limits=LIMITS)) == {"new": 2}


def test_a_text_that_begins_with_an_address_is_a_text(archive: Archive, tmp_path: Path) -> None:
    (file := tmp_path / "a.txt").write_text("https://example.org/a\nThe mayor said so on Friday.\n")
    assert counts(taken_in(archive, file)) == {"new": 1}


def test_a_private_address_is_refused_unless_allowed(archive: Archive, site: str) -> None:
    (refused,) = taken_in(archive, f"{site}/a", limits=Limits(pause=0)).refused
    assert "is on a private network" in refused.reason
    assert Site.asked == []


def test_a_page_that_was_gone_is_fetched_by_a_retry(archive: Archive, site: str) -> None:
    taken_in(archive, f"{site}/gone", limits=LIMITS)
    Site.pages["/gone"] = ("text/html", page("clinic"))
    assert counts(retry_refused(archive, Settings(limits=LIMITS), lambda done: None)) == {"new": 1}
    assert archive.refused.open() == [] and addresses(archive) == {f"{site}/gone"}


def test_files_are_in_order_and_each_once(folder: Path) -> None:
    assert [p.name for p in files_of(str(folder)).paths] == ["a.txt", "b.md"]

"""Polite and safe fetching, against a server on this machine."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kabar.errors import KabarError
from kabar.fetch import client as module
from kabar.fetch.addresses import host_of, resolved
from kabar.fetch.client import Client, Limits
from kabar.fetch.lists import is_address_list, is_sitemap, listed_addresses, sitemap_addresses


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/robots.txt":
            return self.answer(200, b"User-agent: *\nDisallow: /private\n", "text/plain")
        if self.path == "/page":
            if self.headers.get("If-None-Match") == '"1"':
                return self.answer(304, b"")
            return self.answer(200, b"<html>page</html>", etag='"1"')
        if self.path == "/large":
            return self.answer(200, b"x" * 5000)
        if self.path == "/bomb":
            return self.answer(200, gzip.compress(b"0" * 3_000_000), encoding="gzip")
        if self.path.startswith("/moved"):
            return self.answer(302, b"", location="/page" if self.path == "/moved" else self.path + "x")
        if self.path == "/moved-inside":
            return self.answer(302, b"", location="http://169.254.169.254/secret")
        self.answer(404, b"")

    def answer(
        self,
        status: int,
        body: bytes,
        kind: str = "text/html",
        etag: str = "",
        location: str = "",
        encoding: str = "",
    ) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("ETag", etag),
            ("Location", location),
            ("Content-Encoding", encoding),
            ("Content-Length", str(len(body))),
        ):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def client() -> Client:
    return Client(Limits(pause=0, allow_private=True, size=4000))


def test_a_page_is_fetched_with_its_tag(client: Client, site: str) -> None:
    page = client.fetch(f"{site}/page")
    assert (page.data, page.media_type, page.etag) == (b"<html>page</html>", "text/html", '"1"')


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client, site: str) -> None:
    assert client.fetch(f"{site}/page", etag='"1"').data is None


def test_a_redirect_is_followed_and_the_page_keeps_the_address_asked_for(client: Client, site: str) -> None:
    assert client.fetch(f"{site}/moved").address == f"{site}/moved"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/private/a", "robots.txt"),
        ("/none", "answers 404"),
        ("/large", "more than 4,000 bytes"),
        ("/bomb", "more than 4,000 bytes"),
        ("/movedx", "redirects more than"),
    ],
)
def test_refused_with_the_reason(client: Client, site: str, path: str, message: str) -> None:
    with pytest.raises(KabarError, match=message):
        client.fetch(site + path)


def test_robots_are_asked_for_once_a_site(client: Client, site: str) -> None:
    Site.asked.clear()
    client.fetch(f"{site}/page")
    client.fetch(f"{site}/page")
    assert Site.asked == ["/robots.txt", "/page", "/page"]


def test_a_host_is_left_in_peace_between_two_requests(site: str) -> None:
    waited: list[float] = []
    slow = Client(Limits(pause=2, allow_private=True), clock=lambda: 10.0, sleep=waited.append)
    slow.fetch(f"{site}/page")
    assert waited == [2.0]  # between robots.txt and the page


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
    ],
)
def test_private_hosts_are_refused(host: str) -> None:
    with pytest.raises(KabarError, match="private network"):
        Client(Limits(pause=0)).fetch(f"http://{host}/")


def test_a_name_that_turns_private_after_the_check_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        module,
        "resolved",
        lambda address, allow_private: resolved("http://127.0.0.1/", allow_private=allow_private),
    )
    with pytest.raises(KabarError, match="private network"):
        module.PinnedBackend(allow_private=False).connect_tcp("example.org", 80)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "http://user:word@example.org/",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_no_web_address(address: str) -> None:
    with pytest.raises(KabarError):
        host_of(address)


def test_a_list_of_addresses() -> None:
    text = "# these\nhttps://example.org/a\nhttps://example.org/b # twice\nhttps://example.org/a\n"
    assert is_address_list(text)
    assert listed_addresses(text) == ["https://example.org/a", "https://example.org/b"]
    assert not is_address_list("https://example.org/a said so.\nMore text.")


def test_a_sitemap_gives_pages_and_further_sitemaps() -> None:
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    pages = f"<urlset {space}><url><loc>https://example.org/a</loc></url></urlset>".encode()
    index = f"<sitemapindex {space}><sitemap><loc>https://example.org/s.xml</loc></sitemap></sitemapindex>".encode()
    assert is_sitemap(pages) and is_sitemap(index)
    assert sitemap_addresses(pages, "s.xml") == (["https://example.org/a"], [])
    assert sitemap_addresses(index, "s.xml") == ([], ["https://example.org/s.xml"])


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    data = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://example.org/&a;</loc></url></urlset>'
    assert sitemap_addresses(data, "s.xml")[0] == ["https://example.org/"]

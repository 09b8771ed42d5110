"""Whatever an article says, it is only said: no page takes markup, a script, a style or a link that runs from it.

The pages are found from the application's own description and by following links, so that one that is added is covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from doors import at
from fastapi.testclient import TestClient
from hostile import ALL, ATTEMPTS, BIDI, MARK, URLS, fill
from watched import Watched

MOST_PAGES = 60
LONGEST_ADDRESS = 60_000
LINKS = ("href", "src", "action", "formaction", "data", "poster", "srcset", "hx-get", "hx-post", "xlink:href")
RUNS = ("iframe", "object", "embed", "base", "applet", "frame", "portal", "style", "template", "math")


class Seen(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def faults_of(html: str) -> list[str]:
    """What in a page can't be ours."""
    seen = Seen()
    seen.feed(html)
    found = [f"comment: {c[:80]}" for c in seen.comments]
    for tag, attributes in seen.elements:
        if MARK in tag or tag in RUNS:
            found.append(f"element: {tag}")
        if tag == "meta" and "refresh" in attributes.get("http-equiv", ""):
            found.append("meta refresh")
        if tag == "script" and not attributes.get("src", "").startswith("/static/"):
            found.append(f"script: {attributes}")
        for name, value in attributes.items():
            if (
                MARK in name
                or name.startswith("on")
                or name in ("style", "srcdoc")
                or not re.fullmatch(r"[a-z][a-z-]*:?[a-z-]*", name)
            ):
                found.append(f"attribute: {tag} {name}")
            if name in LINKS and not is_fine(value, attributes):
                found.append(f"link: {tag} {name}={value[:120]}")
    text = "".join(seen.text)
    found += [f"hidden U+{ord(c):04X}" for c in sorted(set(text) & set(BIDI + "\0\x08\x1b"))]
    if re.search(rf"49\s?{MARK}", text):
        found.append("a template of the article was filled in")
    return found


def is_fine(value: str, attributes: dict[str, str]) -> bool:
    """A link within the server, or one to the web of which the other site is not told where it came from."""
    parts = urlsplit(value)
    if not parts.scheme and not parts.netloc:
        return value == "" or (value[0] in "/#?" and not value.startswith(("//", "/\\")))
    return parts.scheme in ("http", "https") and {"noopener", "noreferrer"} <= set(
        attributes.get("rel", "").split()
    )


def links_of(html: str, path: str) -> list[str]:
    seen = Seen()
    seen.feed(html)
    inside = [
        urljoin(path, a["href"]) for tag, a in seen.elements if tag == "a" and a.get("href", "#")[0] in "/?"
    ]
    # A name of 100,000 characters makes an address that no browser asks for.
    return [link.split("#")[0] for link in inside if len(link) < LONGEST_ADDRESS]


def kind_of(path: str) -> str:
    """Pages of one kind: numbers and names in the path and values of filters stand for any."""
    parts = urlsplit(path)
    names = sorted(re.findall(r"(?:^|&)(\w+)=", parts.query))
    return re.sub(r"/[^/]*[^/a-z.-][^/]*(?=/|$)", "/*", parts.path) + "?" + ",".join(names)


def described(client: TestClient) -> dict[str, list[str]]:
    """Every page that is asked for without a number in its path, with the names of its filters."""
    paths = client.app.openapi()["paths"]  # type: ignore[attr-defined]
    return {
        path: [p["name"] for p in methods["get"].get("parameters", ()) if p["in"] == "query"]
        for path, methods in paths.items()
        if "get" in methods and "{" not in path
    }


@pytest.fixture
def client(target: str) -> Iterator[TestClient]:
    fill(target)
    with at(target) as made:
        yield made


def html_of(client: TestClient, path: str) -> str | None:
    """The page, None where it is a file to be kept and not shown; a redirect is followed."""
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code < 500, path
    if "attachment" in answer.headers.get("content-disposition", ""):
        return None
    kind = answer.headers.get("content-type", "")
    assert (
        "script-src 'self'" in answer.headers["content-security-policy"]
        and "unsafe" not in answer.headers["content-security-policy"]
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    if not kind.startswith("text/html"):
        assert kind.split(";")[0] in (
            "application/json",
            "text/css",
            "text/javascript",
            "image/svg+xml",
            "image/x-icon",
        ), (path, kind)
        return None
    return answer.text


def test_no_page_takes_anything_from_an_article(client: TestClient) -> None:
    waiting, kinds, said, found = ["/", *described(client)], set[str](), 0, list[str]()
    while waiting and len(kinds) < MOST_PAGES:
        path = waiting.pop(0)
        if kind_of(path) in kinds:
            continue
        kinds.add(kind_of(path))
        html = html_of(client, path)
        if html is None:
            continue
        said += MARK in html
        found += [f"{path}: {fault}" for fault in faults_of(html)]
        waiting += links_of(html, path)
    assert found == []
    assert said > 5, "the articles are on the pages"


def test_no_page_takes_anything_from_an_address(client: TestClient) -> None:
    found = []
    for path, names in described(client).items():
        for value in (
            ATTEMPTS[0],
            ATTEMPTS[2],
            ATTEMPTS[3],
            ATTEMPTS[6],
            BIDI + MARK,
            f"javascript:alert('{MARK}')",
        ):
            answer = client.get(path, params=dict.fromkeys(names, value) | {MARK: value})
            assert answer.status_code < 500, (path, value)
            if answer.headers.get("content-type", "").startswith("text/html"):
                found += [f"{path} {value[:20]}: {fault}" for fault in faults_of(answer.text)]
    for path in (
        f"/{ATTEMPTS[2]}",
        f"/articles/{ATTEMPTS[0]}",
        f"/actors/{ATTEMPTS[3]}",
        f"/ingest/{ALL}",
        f"/language?back=//evil.example/{MARK}",
    ):
        answer = client.get(quote(path, safe="/?="))
        found += [f"{path[:30]}: {fault}" for fault in faults_of(answer.text)]
        assert "evil.example" not in answer.headers.get("location", "")
    assert found == []


def test_every_page_says_it_as_json_too(client: TestClient) -> None:
    for path in described(client):
        if path.endswith(".json"):
            answer = client.get(path)
            assert answer.status_code in (200, 403, 422) and answer.headers["content-type"].startswith(
                "application/json"
            ), path
            assert "\0" not in answer.text


def test_what_is_handed_in_is_said_too(client: TestClient) -> None:
    from test_ingest import send

    answer = send(
        client,
        "/ingest",
        "/ingest/text",
        text=f"The army said: {ALL}".encode("utf-8", "replace").decode(),
        publisher=ATTEMPTS[2],
    )
    for path in (answer.headers["Location"], "/ingest"):
        html = client.get(path).text
        assert MARK in html and faults_of(html) == [], path
    refused = send(client, "/ingest", "/ingest/address", address=ATTEMPTS[2])
    assert MARK in refused.text and faults_of(refused.text) == []


@pytest.mark.parametrize(
    "attempt", [*ATTEMPTS[:5], ATTEMPTS[7], f"<a href={ATTEMPTS[8]}>", f'<a href="{URLS[4]}">', f"49{MARK}"]
)
def test_the_check_sees_an_attempt_that_comes_through(attempt: str) -> None:
    assert faults_of(f"<p>{attempt}</p>") or faults_of(f'<p title="{attempt}">') != []


@pytest.fixture
def filled_target(target: str) -> str:
    """The browser's server stands over the hostile articles."""
    fill(target)
    return target


JUDGED = """() => [...document.querySelectorAll('*')].flatMap(e => {
  const found = [];
  if (e.localName.includes('zq9k') || ['iframe', 'object', 'embed', 'base'].includes(e.localName)) found.push(e.localName);
  if (e.localName === 'script' && !e.src.startsWith(location.origin + '/static/')) found.push('script ' + e.src);
  for (const a of e.attributes)
    if (a.name.includes('zq9k') || a.name.startsWith('on') || /^\\s*(javascript|data|vbscript):/i.test(a.value) && a.name !== 'value') found.push(e.localName + ' ' + a.name);
  return found;
})"""


def test_a_browser_sees_words_and_does_nothing(tab: Watched) -> None:
    """No dialog, no broken policy, no request to elsewhere, no error: the tab notes them and fails."""
    waiting, kinds = ["/"], set[str]()
    while waiting and len(kinds) < MOST_PAGES:
        path = waiting.pop(0)
        if kind_of(path).split("?")[0] in kinds or re.search(r"\.json|^/export/file|^/language", path):
            continue
        kinds.add(kind_of(path).split("?")[0])
        answer = tab.page.request.get(tab.home + path)
        if answer.status != 200 or "attachment" in answer.headers.get("content-disposition", ""):
            continue
        page: Any = tab.open(path)
        assert page.evaluate(JUDGED) == [], path
        assert tab.faults == [], path
        waiting += links_of(page.content(), path)
    assert len(kinds) > 5

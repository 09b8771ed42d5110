"""RSS and Atom -> an article an item, by feedparser. What an item holds is taken; its address is kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Refused, Taken, make_article
from kabar.intake.decode import read_limited
from kabar.intake.html import page

LARGEST_FEED = 50_000_000


def read_feed(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken | Refused]:
    """Items in the feed's order; one with a few words only is still taken, and marked `summary` in `guessed`."""
    feed = parsed(read_limited(stream, name, LARGEST_FEED), name)
    outlet = Given(publisher=feed.feed.get("title"), language=_language(feed.feed.get("language")))
    for number, entry in enumerate(feed.entries, 1):
        where = f"'{name}' item {number}"
        html = _body(entry)
        said = given.over(_said(entry)).over(outlet)  # an item's own language goes before the channel's
        try:
            yield _item(html, where, said)
        except KabarError as error:
            yield Refused.because(where, error, html.encode("utf-8", "surrogatepass"), "text/html", said.url)


def parsed(data: bytes, name: str) -> Any:
    """The feed as feedparser gives it. Raises KabarError when it has no items."""
    import feedparser

    feed = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=True)
    if not feed.entries:
        why = f" ({feed.bozo_exception})" if feed.get("bozo") else ""
        raise KabarError(f"'{name}' is a feed without items{why}: give one with items in it")
    return feed


def _item(html: str, where: str, said: Given) -> Taken:
    received = html.encode("utf-8", "surrogatepass")
    title = f"<h1>{said.title}</h1>" if said.title else ""
    try:
        taken = page(f"<html><body><article>{title}{html}</article></body></html>", where, said)
        return Taken(where, taken.article, received, "text/html")
    except KabarError:
        from lxml.html import fromstring

        text = fromstring(f"<div>{html}</div>").text_content().strip() if html.strip() else said.title or ""
        return Taken(where, make_article(text, where, said, ("summary",)), received, "text/html")


def _body(entry: Any) -> str:
    parts = [c.get("value", "") for c in entry.get("content", [])]
    return str(max([*parts, entry.get("summary", "")], key=len))


def _said(entry: Any) -> Given:
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    day = time.strftime("%Y-%m-%d", when) if when else None
    return Given(
        published=day, url=entry.get("link"), title=entry.get("title"), byline=entry.get("author"),
        language=_language(entry.get("language")),
    )  # fmt: skip


def _language(code: str | None) -> str | None:
    return code.split("-")[0].lower() if code else None

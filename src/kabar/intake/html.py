"""HTML -> text, title, byline, date, by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Taken, make_article
from kabar.intake.decode import read_limited
from kabar.text.language import agreed_language

# Fewer characters than this are a caption or a menu, no article.
SHORTEST = 40


def read_html(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken]:
    """The one article of a page."""
    yield page(read_limited(stream, name), name, given)


LANG = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2,3})(?![A-Za-z])", re.IGNORECASE)
BEFORE_LANG = 5_000


def _lang(data: bytes | str) -> str | None:
    """The language that a page says it is in."""
    head = data[:BEFORE_LANG]
    found = LANG.search(head if isinstance(head, str) else head.decode("latin-1"))
    return found.group(1).lower() if found else None


def page(data: bytes | str, name: str, given: Given) -> Taken:
    """The article of a page; the extracted text is its original. Raises KabarError when the page holds none.

    What the page says of date, publisher and author is used where nobody gave it, and named in `guessed`.
    """
    import trafilatura

    document = trafilatura.bare_extraction(
        data, include_comments=False, include_tables=False, with_metadata=True, url=given.url
    )
    if isinstance(document, dict):
        raise TypeError("trafilatura gave a dict where a document was asked for")
    text = (document.text or "").strip() if document is not None else ""
    if document is None or len(text) < SHORTEST:
        raise KabarError(f"'{name}' holds no article text: give the page of one article, or its text")
    said = Given(
        published=document.date, url=document.url, publisher=document.sitename, title=document.title,
        byline=document.author, language=None if given.language else agreed_language(_lang(data), text),
    )  # fmt: skip
    guessed = [k for k in ("published", "publisher") if getattr(said, k) and not getattr(given, k)]
    received = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return Taken(name, make_article(text, name, given.over(said), tuple(guessed)), received, "text/html")

"""HTML -> text, title, byline, date, by trafilatura."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.errors import KabarError


@dataclass(frozen=True)
class Page:
    """What a page holds; the extracted text is the original of the article."""

    text: str
    title: str | None
    byline: str | None
    published: str | None
    publisher: str | None
    url: str | None
    language: str | None


def read_html(data: bytes, name: str) -> Page:
    """Raises KabarError when the page holds no article."""
    import trafilatura

    document = trafilatura.bare_extraction(
        data, include_comments=False, include_tables=False, with_metadata=True
    )
    if isinstance(document, dict):
        raise TypeError("trafilatura gave a dict where a document was asked for")
    text = (document.text or "").strip() if document is not None else ""
    if document is None or len(text) < 40:
        raise KabarError(f"'{name}' holds no article text: give the page of one article, or its text")
    return Page(
        text,
        document.title,
        document.author,
        document.date,
        document.sitename,
        document.url,
        document.language,
    )

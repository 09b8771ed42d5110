"""What comes in -> Articles, one file a format (`formats.py` lists them)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from kabar.errors import KabarError, SomeRefusedError
from kabar.intake.article import Given, Refused, Taken, make_article
from kabar.intake.formats import format_of
from kabar.model import Article

HEAD = 2_000


def take(
    stream: BinaryIO, name: str, given: Given, media_type: str | None = None
) -> Iterator[Taken | Refused]:
    """What a seekable stream holds, article by article; what can't be taken is refused by name and reason.

    `media_type` says what it is where the name does not tell.
    """
    head = stream.read(HEAD)
    stream.seek(0)
    try:
        yield from format_of(name, head, media_type).read(stream, name, given)
    except KabarError as error:
        stream.seek(0)
        data = stream.read(LARGEST_KEPT + 1)
        # A part of a file would be taken for the whole when it is tried again.
        yield Refused.because(name, error, data if len(data) <= LARGEST_KEPT else b"", media_type, given.url)


# Bytes of a refused source that are kept to be tried again.
LARGEST_KEPT = 20_000_000


def take_in(data: bytes, name: str, given: Given) -> list[Article]:
    """All articles in `data`. Raises KabarError when it holds none, SomeRefusedError when some were refused."""
    articles: list[Article] = []
    refused: list[str] = []
    for one in take(io.BytesIO(data), name, given):
        if isinstance(one, Taken):
            articles.append(one.article)
        else:
            refused.append(one.reason)
    if refused and articles:
        raise SomeRefusedError(refused, list(articles))
    if refused:
        raise KabarError("; ".join(refused))
    if not articles:
        raise KabarError(f"'{name}' holds no article: write one record with a text on each line")
    return articles


def from_text(text: str, *, language: str | None, published: str | None) -> Article:
    """An article of plain text. Raises KabarError: empty, longer than an article, a date that is none."""
    return make_article(text, "text", Given(language=language, published=published))

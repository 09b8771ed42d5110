"""Plain text and Markdown -> an article with its blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kabar.intake.article import Given, Taken, make_article
from kabar.intake.decode import decode, read_limited


def read_plain(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken]:
    """One article, its text unaltered. Raises KabarError for what is no text."""
    data = read_limited(stream, name)
    yield Taken(name, make_article(decode(data, name), name, given), data, "text/plain")

"""XML that is no format kabar knows -> a clear no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Taken


def refuse_xml(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken]:
    """Always raises KabarError: tags would be read as words."""
    raise KabarError(
        f"'{name}' is XML, but no RSS or Atom feed, sitemap or page: save its article as text or HTML"
    )

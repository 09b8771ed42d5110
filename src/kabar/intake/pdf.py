"""PDF -> the text of its pages, by pypdf."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Taken, make_article
from kabar.intake.decode import read_limited

LARGEST_PDF = 100_000_000
MOST_PAGES = 400


def read_pdf(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken]:
    """One article of all pages; lines that a page breaks inside a sentence are joined.

    Raises KabarError: broken, locked by a password, too long, or pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    data = read_limited(stream, name, LARGEST_PDF)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise KabarError(f"'{name}' is locked by a password: save an open copy of it")
        if len(reader.pages) > MOST_PAGES:
            raise KabarError(f"'{name}' has {len(reader.pages)} pages, more than {MOST_PAGES}: split it")
        text = "\n".join(joined(p.extract_text() or "") for p in reader.pages).strip()
        card = reader.metadata
        said = Given(
            title=_text(card.title) if card else None, byline=_text(card.author) if card else None,
            published=_day(card.creation_date) if card else None,
        )  # fmt: skip
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise KabarError(f"'{name}' is a broken PDF ({error}): save it anew") from error
    if not text:
        raise KabarError(
            f"'{name}' holds pictures of text and no text: run it through text recognition first"
        )
    guessed = ("published",) if said.published and not given.published else ()
    yield Taken(name, make_article(text, name, given.over(said), guessed), data, "application/pdf")


def joined(text: str) -> str:
    """Text whose lines end where paragraphs do: a line goes on where it ends in a letter or comma and a small letter follows.

    >>> joined("The army said that\\nthe road was closed.\\nIt gave no rea-\\nson.")
    'The army said that the road was closed.\\nIt gave no reason.'
    """
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_A-Z])", "", text)
    return re.sub(r"(?<=[\w,;–—)”\"])[ ]?\n(?=[ ]?[^\W_A-Z\n])", " ", text)


def _text(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None


def _day(value: datetime | None) -> str | None:
    return value.date().isoformat() if value else None

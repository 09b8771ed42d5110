"""DOCX -> its paragraphs and the cells of its tables, by python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Taken, make_article
from kabar.intake.decode import read_limited

LARGEST_DOCX = 50_000_000
# Unpacked, all parts together: a document that swells beyond this is a bomb.
LARGEST_UNPACKED = 300_000_000


def read_docx(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken]:
    """One article. Raises KabarError: broken, or unpacks to more than a document has."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    data = read_limited(stream, name, LARGEST_DOCX)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(i.file_size for i in package.infolist()) > LARGEST_UNPACKED:
                raise KabarError(
                    f"'{name}' unpacks to more than {LARGEST_UNPACKED:,} bytes: no document does"
                )
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise KabarError(f"'{name}' is a broken DOCX ({error}): save it anew") from error
    lines = [p.text for p in document.paragraphs]
    lines += [" | ".join(c.text for c in row.cells) for table in document.tables for row in table.rows]
    card = document.core_properties
    said = Given(
        title=card.title or None, byline=card.author or None,
        published=card.created.date().isoformat() if card.created else None,
    )  # fmt: skip
    guessed = ("published",) if said.published and not given.published else ()
    text = "\n".join(line for line in lines if line.strip())
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    yield Taken(name, make_article(text, name, given.over(said), guessed), data, media)

"""DOCX -> its paragraphs and the cells of its tables, by python-docx."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Taken, make_article
from kabar.intake.decode import read_limited

LARGEST_DOCX = 50_000_000
# Unpacked, all parts together: a document that swells beyond this is a bomb.
LARGEST_UNPACKED = 300_000_000
# Its parts of XML, which are held in memory several times over.
LARGEST_XML = 50_000_000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken]:
    """One article. Raises KabarError: broken, or unpacks to more than a document has."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    data = read_limited(stream, name, LARGEST_DOCX)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
        for limit, ending in ((LARGEST_UNPACKED, ""), (LARGEST_XML, (".xml", ".rels"))):
            if sum(p.file_size for p in parts if p.filename.casefold().endswith(ending)) > limit:
                raise KabarError(f"'{name}' unpacks to more than {limit:,} bytes: no document does")
        document = docx.Document(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        zlib.error,
        PackageNotFoundError,
        XMLSyntaxError,
        KeyError,
        ValueError,
    ) as error:
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
    yield Taken(name, make_article(text, name, given.over(said), guessed), data, DOCX)

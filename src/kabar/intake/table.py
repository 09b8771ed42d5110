"""CSV and TSV with named columns -> an article a row: the columns of JSON lines, by their names in the first line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Refused, Taken, make_article
from kabar.intake.decode import LARGEST
from kabar.intake.jsonl import stated

TEXT_COLUMNS = ("text", "body", "content", "article")


def read_table(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken | Refused]:
    """Articles and refusals in row order. Raises KabarError when no column holds the text."""
    csv.field_size_limit(LARGEST)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    first = lines.readline()
    delimiter = max(",;\t", key=first.count)
    columns = [c.strip().casefold() for c in next(csv.reader([first], delimiter=delimiter), [])]
    column = next((c for c in TEXT_COLUMNS if c in columns), None)
    if column is None:
        raise KabarError(
            f"'{name}' has no column 'text': name the column with the article's text so (it has {', '.join(columns)})"
        )
    rows = csv.DictReader(lines, fieldnames=columns, delimiter=delimiter)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Refused(
                f"'{name}' line {rows.line_num + 1}", f"'{name}' line {rows.line_num + 1}: {error}; mend it"
            )
            continue
        if row is None:
            return
        where = f"'{name}' line {rows.line_num + 1}"
        plain = {k: v for k, v in row.items() if k and isinstance(v, str)}
        received = delimiter.join(plain.values()).encode()
        try:
            article = make_article(plain.get(column, ""), where, given.over(stated(plain)))
        except KabarError as error:
            yield Refused.because(where, error, received)
        else:
            yield Taken(where, article, received, "text/csv")

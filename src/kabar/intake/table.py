"""CSV and TSV with named columns -> an article a row: the columns of JSON lines, by their names in the first line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Refused, Taken, make_article
from kabar.intake.decode import LARGEST, encoding_of
from kabar.intake.jsonl import stated

TEXT_COLUMNS = ("text", "body", "content", "article")
SAMPLE = 200_000


class Lines:
    """The lines of a table with how they are parted; one that is too long is passed over without being held in memory."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        encoding = encoding_of(stream.read(SAMPLE), name)
        stream.seek(0)
        self._text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        first = self._text.readline(LARGEST)
        self.delimiter = max(",;\t", key=first.count)
        self.columns = [c.strip().casefold() for c in next(csv.reader([first], delimiter=self.delimiter), [])]

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LARGEST + 1)
        if not line:
            raise StopIteration
        if len(line) > LARGEST:
            while line and not line.endswith("\n"):
                line = self._text.readline(1 << 20)
            raise csv.Error(f"more than {LARGEST:,} characters")
        return line

    def rows(self) -> csv.DictReader[str]:
        """The rows after the first line."""
        csv.field_size_limit(LARGEST)
        return csv.DictReader(self, fieldnames=self.columns, delimiter=self.delimiter)

    def leave(self) -> None:
        """Let go of the stream, which stays open."""
        self._text.detach()


def read_table(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken | Refused]:
    """Articles and refusals in row order. Raises KabarError when no column holds the text."""
    lines = Lines(stream, name)
    try:
        column = next((c for c in TEXT_COLUMNS if c in lines.columns), None)
        if column is None:
            raise KabarError(
                f"'{name}' has no column 'text': name the column with the article's text so (it has {', '.join(lines.columns)[:200]})"
            )
        yield from _articles(lines, column, name, given)
    finally:
        lines.leave()


def _articles(lines: Lines, column: str, name: str, given: Given) -> Iterator[Taken | Refused]:
    rows = lines.rows()
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            where = f"'{name}' line {rows.line_num + 2}"
            yield Refused(where, f"{where}: {error}; mend it")
            continue
        if row is None:
            return
        where = f"'{name}' line {rows.line_num + 1}"
        plain = {k: v for k, v in row.items() if k and isinstance(v, str)}
        received = _as_table(plain)
        facts = stated(plain)
        try:
            article = make_article(plain.get(column, ""), where, given.over(facts))
        except KabarError as error:
            yield Refused.because(where, error, received, "text/csv", facts.url)
        else:
            yield Taken(where, article, received, "text/csv")


def _as_table(row: dict[str, str]) -> bytes:
    """A row with the names of its columns, so that it can be read by itself."""
    out = io.StringIO()
    csv.writer(out).writerows([row.keys(), row.values()])
    return out.getvalue().encode("utf-8", "surrogatepass")

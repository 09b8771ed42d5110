"""JSON lines -> an article a line: `text`, and optionally lang, published, url, publisher, title, byline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from kabar.errors import KabarError
from kabar.intake.article import Given, Refused, Taken, make_article
from kabar.intake.decode import LARGEST

MEDIA = "application/json"
FIELDS = {"lang": "language", "language": "language", "published": "published", "url": "url",
          "publisher": "publisher", "title": "title", "byline": "byline"}  # fmt: skip


def read_json_lines(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken | Refused]:
    """Articles and refusals in line order; a bad line stops no other."""
    for number, line in json_lines(stream):
        where = f"'{name}' line {number}"
        yield taken_line(line, where, given) if line is not None else too_long(where)


def json_lines(stream: BinaryIO, number: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """The lines that hold something, after so many, with their numbers; None for one longer than an article, passed over."""
    # Only a line feed ends a record: JSON strings may hold the other line ends of Unicode.
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST:
            _pass_line(stream, line)
            yield number, None
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield number, line


def too_long(where: str) -> Refused:
    """The refusal of a record that is longer than an article."""
    return Refused(where, f"{where} has more than {LARGEST:,} bytes, more than one article has: split it")


def _pass_line(stream: BinaryIO, line: bytes) -> None:
    """Go to the line's end without keeping it."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)


def taken_line(line: bytes, where: str, given: Given) -> Taken | Refused:
    """The article of one line."""
    try:
        return _record(line, where, given)
    except KabarError as error:
        return Refused.because(where, error, line, MEDIA)
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        return Refused(where, f"{where} is no record with a text ({error}): mend that line", line, MEDIA)


def _record(line: bytes, where: str, given: Given) -> Taken:
    row = msgspec.json.decode(line)
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError("text is no string")
    return Taken(where, make_article(text, where, given.over(stated(row))), line, MEDIA)


def stated(row: dict[str, Any]) -> Given:
    """What a record's fields say, by the names of `FIELDS`; other fields are left alone."""
    return Given(**{FIELDS[k]: v for k, v in row.items() if k in FIELDS and isinstance(v, str) and v.strip()})

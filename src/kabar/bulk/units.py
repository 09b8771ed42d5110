"""Input cut into units: so many records of one file that are read, written and committed together.

Where a unit begins and what it is called depend on the input and the size of a unit alone, not on who reads it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from kabar.bulk import rows
from kabar.bulk.inputs import InputFile, Kind, opened
from kabar.errors import KabarError
from kabar.intake.jsonl import MEDIA, json_lines, too_long
from kabar.intake.warc import captured

BROKEN_DATA = (ValueError, EOFError, zlib.error, gzip.BadGzipFile)
BROKEN = (OSError, *BROKEN_DATA)
# A unit whose records have so many bytes takes no more: it is held in memory as a whole.
HEAVY = 64_000_000


@dataclass(frozen=True)
class Unit:
    """`count` records of a file, after its first `before` lines, rows or WARC records, from byte `offset` of its text on.

    `name` is part of the names of what is written. `digest` tells whether what is in the file is still the same.
    `size`: bytes of the file that it stands for. `fault`: the sentence that is written in place of records that can't be had.
    """

    name: str
    file: str
    url: str
    kind: Kind
    before: int
    count: int
    offset: int
    digest: str
    size: int
    fault: str | None = None


@dataclass(frozen=True)
class Raw:
    """A record as it came, before anything in it was looked at. `url` and `day` are what a WARC says of a page.

    `fault`: why there is nothing to read.
    """

    where: str
    data: bytes
    media_type: str
    url: str | None = None
    day: str | None = None
    fault: str | None = None


@dataclass(frozen=True)
class Seen:
    """A record passed in cutting: how many lines or records were before it, where it begins, its size, and what it is
    known by."""

    before: int
    offset: int
    size: int
    known_by: bytes


def cut(file: InputFile, size: int) -> Iterator[Unit]:
    """The units of a file, each of `size` records at most. What is broken becomes a unit with a `fault`."""
    done, count, number = 0, 0, 0
    try:
        with opened(file.url) as (stream, raw):
            seen = _seen(stream, file)
            while batch := _batch(seen, size):
                position = raw.tell()
                if batch.records:
                    # What is left of the file in the end belongs to the last unit.
                    unit = _unit(file, number, batch.records, position - done)
                    done, number, count = position, number + len(batch.records), count + 1
                    yield unit
                if batch.fault:
                    raise KabarError(batch.fault)
            if count:
                return
    except (KabarError, *BROKEN) as error:
        fault = str(error) if isinstance(error, KabarError) else _sentence(file.name, error)
    else:
        fault = f"'{file.name}' holds no article: check what is in it"
    # Numbered as what it stands for, so that a file that was mended puts records in its place.
    empty = _unit(file, number, [Seen(number, 0, 0, fault.encode())], file.size - done)
    yield replace(empty, count=0, fault=fault)


@dataclass(frozen=True)
class _Batch:
    records: list[Seen]
    fault: str | None = None


def _batch(seen: Iterator[Seen], size: int) -> _Batch | None:
    """The next records, and what came in their way; None at the end."""
    records: list[Seen] = []
    weight = 0
    try:
        for one in islice(seen, size):
            records.append(one)
            weight += one.size
            if weight > HEAVY:
                break
    except KabarError as error:
        return _Batch(records, str(error))
    return _Batch(records) if records else None


def _seen(stream: BinaryIO, file: InputFile) -> Iterator[Seen]:
    """The records of a file. Raises KabarError where it is broken."""
    try:
        if file.kind == "parquet":
            table = rows.Table(stream, file.name)
            yield from (Seen(n, 0, table.weight, table.digest) for n in range(table.count))
        elif file.kind == "warc":
            for page in captured(stream, file.name):
                if page.broken:
                    raise KabarError(page.broken)
                yield Seen(page.number - 1, page.offset, page.size, f"{page.ident} {page.offset}".encode())
        else:
            before, offset = 0, 0
            for number, line in json_lines(stream):
                line = line or b""
                yield Seen(before, offset, len(line), hashlib.sha256(line).digest())
                before, offset = number, stream.tell()
    except BROKEN as error:
        raise KabarError(_sentence(file.name, error)) from error


def _unit(file: InputFile, number: int, records: list[Seen], size: int) -> Unit:
    digest = hashlib.sha256()
    for one in records:
        digest.update(one.known_by + b"\n")
    first = records[0]
    return Unit(
        f"{file_part(file.name)}-{number:010d}", file.name, file.url, file.kind, first.before, len(records),
        first.offset, digest.hexdigest(), size,
    )  # fmt: skip


def file_part(name: str) -> str:
    """What the names of all units of a file begin with: readable, without characters that file systems mind, one to a file."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[-40:]
    return f"{plain}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def records(unit: Unit) -> Iterator[Raw]:
    """The records of a unit as they came. Raises KabarError where the file is no longer what it was."""
    if unit.fault:
        yield Raw(f"'{unit.file}'", b"", "", fault=unit.fault)
        return
    found = 0
    try:
        with opened(unit.url) as (stream, _):
            for raw in islice(_records(stream, unit), unit.count):
                found += 1
                yield raw
    except BROKEN_DATA as error:
        # It was so when it was cut; a disk or network that fails is tried again.
        yield Raw(f"'{unit.file}'", b"", "", fault=_sentence(unit.file, error))
        return
    except OSError as error:
        raise KabarError(_sentence(unit.file, error)) from error
    if found != unit.count:
        raise KabarError(f"'{unit.file}' was changed while it was read: run this again")


def _records(stream: BinaryIO, unit: Unit) -> Iterator[Raw]:
    if unit.kind == "parquet":
        yield from _rows(stream, unit)
        return
    stream.seek(unit.offset)
    if unit.kind == "warc":
        for page in captured(stream, unit.file, unit.before):
            where = f"'{unit.file}' record {page.number}"
            yield Raw(where, page.data(), "text/html", page.address, page.day)
        return
    for number, line in json_lines(stream, unit.before):
        where = f"'{unit.file}' line {number}"
        if line is None:
            yield Raw(where, b"", MEDIA, fault=too_long(where).reason)
        else:
            yield Raw(where, line, MEDIA)


def _rows(stream: BinaryIO, unit: Unit) -> Iterator[Raw]:
    table = rows.Table(stream, unit.file)
    for number, row in enumerate(table.rows(unit.before, unit.count), unit.before + 1):
        where = f"'{unit.file}' row {number}"
        if isinstance(row, str):
            yield Raw(where, b"", MEDIA, fault=f"{where} {row}")
        else:
            yield Raw(where, row, MEDIA)


def _sentence(name: str, error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"'{name}' can't be read ({said.splitlines()[0] if said else type(error).__name__}): check the file and its disk"

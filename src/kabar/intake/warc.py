"""WARC and WACZ -> an article a captured page, by warcio. What is no page (images, scripts, redirects) is passed over."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Refused, Taken
from kabar.intake.decode import LARGEST
from kabar.intake.html import page

# Pages pack to a tenth or so; what unpacks to this many times its size is a bomb.
MOST_SWELLING = 200
# Bytes of a line of headers.
LONGEST_LINE = 1_000_000
PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Captured:
    """A captured page, before its article is taken out.

    `number` is its record's in the archive, `offset` that record's first byte, `size` its bytes, `ident` its
    WARC-Record-ID. `broken` is the sentence that stands for what follows a break in the archive.
    """

    number: int
    offset: int = 0
    size: int = 0
    ident: str = ""
    address: str | None = None
    day: str | None = None
    record: Any = None
    broken: str | None = None

    def data(self) -> bytes:
        """The page as captured, or so much of it that it is known to be too long; to be read before the next one."""
        return bytes(self.record.content_stream().read(LARGEST + 1))


def read_warc(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken | Refused]:
    """Captured pages with status 200 in the archive's order. Raises KabarError when the file is no WARC."""
    for found in captured(stream, name):
        if found.broken:
            yield Refused(f"'{name}' after record {found.number}", found.broken)
        else:
            where = f"'{name}' record {found.number}"
            yield taken_page(found.data(), where, given, found.address, found.day)


def captured(stream: BinaryIO, name: str, number: int = 0) -> Iterator[Captured]:
    """The captured pages of a stream that stands before the record after `number`. Raises KabarError when it is no WARC."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    first = number
    try:
        records = ArchiveIterator(stream)
        records.reader.readline = _bounded(records.reader.readline)
        records.INC_RECORD = ""  # else warcio writes what it meets between records to standard error
        for record in records:
            # warcio reads any text as the older format ARC.
            if record.format != "warc":
                break
            number += 1
            if record.rec_type == "response" and _is_page(record):
                head = record.rec_headers.get_header
                yield Captured(
                    number, records.offset, record.length or 0, head("WARC-Record-ID") or "", head("WARC-Target-URI"),
                    (head("WARC-Date") or "")[:10] or None, record,
                )  # fmt: skip
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        if number > first:
            broken = f"'{name}' is broken after record {number} ({error}): what came before was taken in"
            yield Captured(number, broken=broken)
    if number == first:
        raise KabarError(f"'{name}' is no WARC file: give one as a crawler writes it")


def _bounded(readline: Callable[[int | None], bytes]) -> Callable[[int | None], bytes]:
    """Reads lines, and no further than a line may be: a few bytes may unpack to a line of many gigabytes."""

    def read(length: int | None = None) -> bytes:
        line = readline(LONGEST_LINE if length is None else min(length, LONGEST_LINE))
        if len(line) >= LONGEST_LINE and not line.endswith(b"\n"):
            raise ValueError(f"a line of more than {LONGEST_LINE:,} bytes")
        return line

    return read


def read_wacz(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken | Refused]:
    """The WARC files inside a WACZ package."""
    try:
        with zipfile.ZipFile(stream) as package:
            inside = [n for n in package.namelist() if n.startswith("archive/") and ".warc" in n]
            if not inside:
                raise KabarError(f"'{name}' holds no archive/*.warc: give a WACZ as a web archiver writes it")
            for i in map(package.getinfo, inside):
                if i.file_size > MOST_SWELLING * max(i.compress_size, 1_000):
                    raise KabarError(
                        f"'{name}' swells more than {MOST_SWELLING} times when unpacked: no crawl does"
                    )
            for part in inside:
                with package.open(part) as warc:
                    yield from read_warc(warc, f"{name}/{part}", given)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error) as error:
        raise KabarError(f"'{name}' is a broken zip file ({error}): fetch it again") from error


def _is_page(record: Any) -> bool:
    kind = (record.http_headers.get_header("Content-Type") or "") if record.http_headers else ""
    return kind.split(";")[0].strip().lower() in PAGES and record.http_headers.get_statuscode() == "200"


def taken_page(
    data: bytes, where: str, given: Given, address: str | None, day: str | None
) -> Taken | Refused:
    """The article of a page that was captured at an address on a day."""
    if len(data) > LARGEST:
        return Refused(where, f"{where} ({address}) has more than {LARGEST:,} bytes, more than a page has")
    try:
        taken = page(data, where, given.over(Given(url=address)))
    except KabarError as error:
        return Refused.because(where, error, data, "text/html", address)
    if taken.article.published is None and day:
        taken = page(data, where, given.over(Given(url=address, published=day)))
    return taken

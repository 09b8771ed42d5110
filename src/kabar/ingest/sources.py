"""What a user names as a source -> streams of bytes: files, folders, globs, addresses, sitemaps, lists of addresses."""

from __future__ import annotations

import csv
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from kabar.errors import KabarError
from kabar.fetch.client import Client
from kabar.fetch.lists import is_address_list, is_sitemap, listed_addresses, sitemap_addresses
from kabar.ingest.bulk import ReadArticle, is_bulk, read_back
from kabar.ingest.manifest import MANIFEST, facts_of, listed
from kabar.intake.article import Given, Refused
from kabar.intake.decode import LARGEST, read_limited
from kabar.intake.feed import LARGEST_FEED, parsed
from kabar.intake.formats import FORMATS, format_of

HEAD = 2_000
# A sitemap's further sitemaps are followed so deep.
DEEPEST = 3
ENDINGS = tuple(e for f in FORMATS for e in f.endings)
LISTS = (".txt", ".list", ".urls")
TABLES = (".csv", ".tsv")
# Of what can't be rewound so many bytes stay in memory; the rest goes to a file.
IN_MEMORY = 20_000_000


@dataclass(frozen=True)
class Item:
    """One stream to take articles from.

    `size` in bytes where it is a file's; `media_type`, `etag` and `modified` of a fetched page; `now`: it is what stands at
    its address now, so that whatever else is known of that address is older.
    """

    name: str
    stream: BinaryIO
    given: Given
    size: int | None = None
    media_type: str | None = None
    etag: str | None = None
    modified: str | None = None
    now: bool = False


@dataclass(frozen=True)
class Unchanged:
    """A page that the site says is as it was."""

    address: str


@dataclass(frozen=True)
class PassedOver:
    """A file of a folder that is hidden or of a kind that kabar does not read."""

    name: str


Found = Item | Refused | Unchanged | PassedOver | ReadArticle
Tags = Callable[[str], tuple[str | None, str | None]]


@dataclass(frozen=True)
class Files:
    """The files that a source stands for, those passed over, and the folder that it begins in."""

    root: Path
    paths: list[Path]
    passed_over: list[Path] = field(default_factory=list)
    facts: dict[Path, Given] | None = None


def files_of(source: str) -> Files:
    """The files that a name, folder, glob or table of files stands for. Raises KabarError when there are none."""
    path = Path(unquote(urlsplit(source).path)) if source.startswith("file://") else Path(source)
    if path.is_dir():
        found = _folder(path)
    elif path.exists():
        facts = listed(path) if path.name.casefold().endswith(TABLES) else None
        # The manifest of a single file may lie one folder above, as where a folder is given.
        found = Files(path.parent.parent, [path] if facts is None else list(facts), facts=facts)
    else:
        root, pattern = _split(source)
        found = Files(root, sorted(p for p in root.glob(pattern) if p.is_file()) if pattern else [])
    if not found.paths:
        kind = "file of a kind that kabar reads in" if path.is_dir() else "file"
        raise KabarError(f"there is no {kind} '{source}': check the name")
    return found


def _folder(folder: Path) -> Files:
    """In a folder only files with the ending of a format are looked at: programs, licences and pictures lie there too."""
    files = Files(folder, [])
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.name.casefold().endswith(ENDINGS):
            files.passed_over.append(path)
        elif path.name != MANIFEST or listed(path) is None:
            files.paths.append(path)
    return files


def _split(source: str) -> tuple[Path, str]:
    """The folder that a glob begins in, and the rest of it."""
    parts = Path(source).parts
    first = next((n for n, part in enumerate(parts) if any(c in part for c in "*?[")), len(parts))
    return Path(*parts[:first]), "/".join(parts[first:])


def is_web(source: str) -> bool:
    """Whether a source is an address of the web."""
    return source.startswith(("http://", "https://"))


class Sources:
    """Opens sources one after the other. `tags` tells the ETag and Last-Modified of an address fetched before."""

    def __init__(self, client: Client, given: Given, *, follow: bool, tags: Tags) -> None:
        self.client, self.given, self.follow, self.tags = client, given, follow, tags
        self._fetched: set[str] = set()

    def all(self, sources: list[str]) -> Iterator[Found]:
        """Every stream of every source, and a refusal for what can't be opened."""
        for source in sources:
            if source == "-":
                yield from self._stream(sys.stdin.buffer, "standard input", Given(), None)
            elif is_web(source):
                yield from self._address(source)
            elif is_bulk(source):
                yield from self._bulk(source)
            else:
                yield from self._files(source)

    def _bulk(self, source: str) -> Iterator[Found]:
        try:
            yield from read_back(source)
        except KabarError as error:
            yield Refused(source, str(error))

    def _files(self, source: str) -> Iterator[Found]:
        try:
            files = files_of(source)
            facts = facts_of(files.paths, files.root) if files.facts is None else files.facts
        except (KabarError, csv.Error) as error:
            yield Refused(source, str(error))
            return
        except OSError as error:
            yield _unreadable(source, error)
            return
        yield from (PassedOver(str(p)) for p in files.passed_over)
        for path in files.paths:
            try:
                with path.open("rb") as stream:
                    yield from self._stream(stream, str(path), facts.get(path, Given()), path.stat().st_size)
            except OSError as error:
                yield _unreadable(str(path), error)

    def _stream(self, stream: BinaryIO, name: str, facts: Given, size: int | None) -> Iterator[Found]:
        """The articles of a stream, or those at the addresses that it lists."""
        if not stream.seekable():
            with closing(_copied(stream)) as copy:
                yield from self._stream(cast(BinaryIO, copy), name, facts, None)
            return
        head = stream.read(HEAD)
        stream.seek(0)
        try:
            if is_sitemap(head):
                yield from self._sitemap(read_limited(stream, name, LARGEST_FEED), name, 0)
                return
            addresses = self._listed(stream, head, name)
        except KabarError as error:
            yield Refused(name, str(error))
            return
        if addresses is None:
            format_ = format_of(name, head)
            given = self.given if format_.many else self.given.over(facts)
            yield Item(name, stream, given, size)
            if self.follow and format_.name == "feed":
                stream.seek(0)
                addresses = _links(stream.read(LARGEST_FEED), name)
        for address in addresses or ():
            yield from self._address(address)

    def _listed(self, stream: BinaryIO, head: bytes, name: str) -> list[str] | None:
        """The addresses of a list; None where the stream is something else."""
        named = name.casefold().endswith(LISTS) or format_of(name, head).name == "text"
        if not named or not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"http", b"#")):
            return None
        text = stream.read(LARGEST).decode("utf-8-sig", "replace")
        stream.seek(0)
        return listed_addresses(text) if is_address_list(text) else None

    def _sitemap(self, data: bytes, name: str, depth: int) -> Iterator[Found]:
        """The pages of a sitemap and of the sitemaps that it lists; one of those that fails stops no other."""
        try:
            pages, further = sitemap_addresses(data, name)
        except KabarError as error:
            yield Refused(name, str(error))
            return
        for address in pages:
            yield from self._address(address)
        for address in further if depth < DEEPEST else ():
            try:
                answer = self.client.fetch(address)
            except KabarError as error:
                yield Refused(address, str(error))
            else:
                yield from self._sitemap(answer.data or b"", address, depth + 1)

    def _address(self, address: str) -> Iterator[Found]:
        """A page, or the pages that a feed or sitemap at this address lists."""
        if address in self._fetched:
            return
        self._fetched.add(address)
        try:
            page = self.client.fetch(address, *self.tags(address))
        except KabarError as error:
            yield Refused(address, str(error))
            return
        if page.data is None:
            yield Unchanged(address)
            return
        head, stream = page.data[:HEAD], io.BytesIO(page.data)
        if is_sitemap(head):
            yield from self._sitemap(page.data, address, 0)
            return
        if not format_of(address, head, page.media_type).many:
            given = self.given.over(Given(url=address))
            yield Item(
                address, stream, given, media_type=page.media_type, etag=page.etag, modified=page.modified, now=True
            )  # fmt: skip
            return
        # Without tags: the items of a feed that says it is unchanged may still lead to pages that failed last time.
        yield Item(address, stream, self.given, media_type=page.media_type)
        if self.follow and format_of(address, head, page.media_type).name == "feed":
            for link in _links(page.data, address):
                yield from self._address(link)


def _links(data: bytes, name: str) -> list[str]:
    """The addresses that a feed's items point to; none of a feed that can't be read, which is refused elsewhere."""
    try:
        return [e.link for e in parsed(data, name).entries if is_web(e.get("link", ""))]
    except KabarError:
        return []


def _copied(stream: BinaryIO) -> IO[bytes]:
    """A copy that can be rewound, of a pipe."""
    copy = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def _unreadable(name: str, error: OSError) -> Refused:
    if isinstance(error, FileNotFoundError):
        return Refused(name, f"there is no file '{name}': check the name")
    return Refused(name, f"'{name}' can't be read ({error.strerror or error}): check its permissions")

"""What a user names as a source -> streams of bytes: files, folders, globs, addresses, sitemaps, lists of addresses."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from kabar.errors import KabarError
from kabar.fetch.client import Client
from kabar.fetch.lists import is_address_list, is_sitemap, listed_addresses, sitemap_addresses
from kabar.ingest.manifest import MANIFEST, facts_beside
from kabar.intake.article import Given, Refused
from kabar.intake.feed import parsed
from kabar.intake.formats import FORMATS, format_of

HEAD = 2_000
# A sitemap's further sitemaps are followed so deep.
DEEPEST = 3
ENDINGS = (".xml", *(e for f in FORMATS for e in f.endings))
ENDING_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}


@dataclass(frozen=True)
class Item:
    """One stream to take articles from; `size` in bytes where it is known, `etag` and `modified` of a fetched page."""

    name: str
    stream: BinaryIO
    given: Given
    size: int | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Unchanged:
    """A page that the site says is as it was."""

    address: str


Found = Item | Refused | Unchanged
Tags = Callable[[str], tuple[str | None, str | None]]


def files_of(source: str) -> list[Path]:
    """The files that a name, folder or glob stands for, sorted. Raises KabarError when there are none."""
    path = Path(unquote(urlsplit(source).path)) if source.startswith("file://") else Path(source)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and _is_article(p, path))
    elif path.exists():
        found = [path]
    else:
        root, pattern = _split(source)
        found = sorted(p for p in root.glob(pattern) if p.is_file()) if pattern else []
    if not found:
        raise KabarError(f"there is no file '{source}': check the name")
    return found


def _is_article(path: Path, root: Path) -> bool:
    """In a folder only files with the ending of a format are looked at: programs, licences and pictures lie there too."""
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return not hidden and path.name != MANIFEST and path.name.casefold().endswith(ENDINGS)


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
                data = sys.stdin.buffer.read()
                yield Item("standard input", io.BytesIO(data), self.given, len(data))
            elif is_web(source):
                yield from self._address(source)
            else:
                yield from self._files(source)

    def _files(self, source: str) -> Iterator[Found]:
        try:
            paths = files_of(source)
        except KabarError as error:
            yield Refused(source, str(error))
            return
        facts = facts_beside(paths)
        for path in paths:
            name = str(path)
            try:
                with path.open("rb") as stream:
                    head = stream.read(HEAD)
                    stream.seek(0)
                    listed = self._listed(stream, head, name)
                    if listed is None:
                        given = self.given
                        if not format_of(name, head).many:
                            given = given.over(facts.get(path, Given()))
                        yield Item(name, stream, given, path.stat().st_size)
                        listed = self._followed(path, head)
            except OSError as error:
                yield Refused(name, f"'{name}' can't be read ({error.strerror}): check its permissions")
                continue
            for address in listed or ():
                yield from self._address(address)

    def _listed(self, stream: BinaryIO, head: bytes, name: str) -> list[str] | None:
        """The addresses of a sitemap or a list; None where the file is an article or holds some."""
        if is_sitemap(head):
            return self._of_sitemap(stream.read(), name, 0)
        if name.endswith((".txt", ".list", ".urls")) and head.lstrip()[:4].lower() in (
            b"http",
            b"# ht",
            b"#",
        ):
            text = stream.read().decode("utf-8", "replace")
            stream.seek(0)
            return listed_addresses(text) if is_address_list(text) else None
        return None

    def _followed(self, path: Path, head: bytes) -> list[str] | None:
        if self.follow and format_of(path.name, head).name == "feed":
            return [e.link for e in parsed(path.read_bytes(), str(path)).entries if is_web(e.get("link", ""))]
        return None

    def _of_sitemap(self, data: bytes, name: str, depth: int) -> list[str]:
        pages, further = sitemap_addresses(data, name)
        for address in further if depth < DEEPEST else ():
            answer = self.client.fetch(address)
            pages += self._of_sitemap(answer.data or b"", address, depth + 1)
        return list(dict.fromkeys(pages))

    def _address(self, address: str) -> Iterator[Found]:
        """A page, or the pages that a feed or sitemap at this address lists."""
        if address in self._fetched:
            return
        self._fetched.add(address)
        try:
            page = self.client.fetch(address, *self.tags(address))
            if page.data is None:
                yield Unchanged(address)
                return
            if is_sitemap(page.data):
                for listed in self._of_sitemap(page.data, address, 0):
                    yield from self._address(listed)
                return
            name = (
                address
                if format_of(address, b"x").name != "text"
                else address + ENDING_OF.get(page.media_type, "")
            )
            if format_of("", page.data[:HEAD]).name == "feed":
                yield Item(address + ".rss", io.BytesIO(page.data), self.given, len(page.data))
                for entry in parsed(page.data, address).entries if self.follow else ():
                    if is_web(entry.get("link", "")):
                        yield from self._address(entry.link)
                return
        except KabarError as error:
            yield Refused(address, str(error))
            return
        given = self.given.over(Given(url=address))
        yield Item(name, io.BytesIO(page.data), given, len(page.data), page.etag, page.modified)

"""Bytes -> text, and how many of them one article may have."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from kabar.errors import KabarError

# Bytes of one article with all its markup.
LARGEST = 20_000_000

MAGIC = {b"%PDF": "a PDF", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"PK\x03\x04": "a zip or office file", b"GIF8": "a GIF image"}  # fmt: skip


def read_limited(stream: BinaryIO, name: str, limit: int = LARGEST) -> bytes:
    """All bytes of the stream. Raises KabarError when there are none, or more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise KabarError(
            f"'{name}' has more than {limit:,} bytes, more than one article has: split it, or give JSON lines"
        )
    if not data.strip():
        raise KabarError(f"'{name}' is empty: give a file with an article in it")
    return data


def decode(data: bytes, name: str) -> str:
    """The text, unaltered but for a byte order mark. Raises KabarError for binary or undecodable input."""
    for magic, kind in MAGIC.items():
        if data.startswith(magic):
            raise KabarError(f"'{name}' is {kind}, not text: save the article as text or HTML first")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise KabarError(f"'{name}' says it is UTF-16 and is not: save it as UTF-8") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _guess(data, name)
    if "\x00" in text[:100_000]:
        raise KabarError(f"'{name}' is binary, not text: save the article as text or HTML first")
    return text


def encoding_of(head: bytes, name: str) -> str:
    """The encoding of a text by its beginning. Raises KabarError where none fits."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _encoding(head, name)
    return "utf-8-sig"


def _guess(data: bytes, name: str) -> str:
    return data.decode(_encoding(data, name), errors="replace")


def _encoding(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None or b"\x00" in data[:10_000]:
        raise KabarError(f"'{name}' is binary or in an unknown encoding: save it as UTF-8 text")
    return best.encoding

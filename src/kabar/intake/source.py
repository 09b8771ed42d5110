"""A file, a file:// address or standard input -> bytes."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import unquote, urlparse

from kabar.errors import KabarError


def read_source(source: str) -> tuple[bytes, str]:
    """The bytes of the source and its name. Raises KabarError: missing, a directory, empty, on the network."""
    if source == "-":
        data, name = sys.stdin.buffer.read(), "standard input"
    elif source.startswith(("http://", "https://")):
        raise KabarError(
            f"{source} is on the network, which kabar does not read: save the page and give the file"
        )
    else:
        path = Path(unquote(urlparse(source).path)) if source.startswith("file://") else Path(source)
        if path.is_dir():
            raise KabarError(f"'{source}' is a directory: give one file")
        if not path.exists():
            raise KabarError(f"there is no file '{source}': check the name")
        try:
            data, name = path.read_bytes(), path.name
        except OSError as error:
            raise KabarError(f"'{source}' cannot be read: {error.strerror}; check its permissions") from error
    if not data.strip():
        raise KabarError(f"'{name}' is empty: give a file with an article in it")
    return data, name

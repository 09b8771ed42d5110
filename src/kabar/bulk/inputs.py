"""What a user names as the input -> files, on this machine or in object storage, through fsspec."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal, cast

from kabar.errors import KabarError
from kabar.extras import needed

Kind = Literal["lines", "parquet", "warc"]
ENDINGS: dict[Kind, tuple[str, ...]] = {
    "parquet": (".parquet",),
    "lines": (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"),
    "warc": (".warc", ".warc.gz"),
}
# Bytes that are asked for at once where a file is far away.
BLOCK = 4_000_000


@dataclass(frozen=True)
class InputFile:
    """One file: its name from the input's root on, its address, its kind and its size in bytes."""

    name: str
    url: str
    kind: Kind
    size: int


@dataclass(frozen=True)
class Input:
    """The files that were asked for, and the address of the folder that they are named from."""

    root: str
    files: tuple[InputFile, ...]


def find_input(source: str) -> Input:
    """The files of a file name, folder or glob, by name. Raises KabarError where there are none that can be read."""
    fs, path = file_system(source)
    try:
        root, paths = _paths(fs, path)
        files = [
            InputFile(p[len(root) :].lstrip("/"), fs.unstrip_protocol(p), kind, int(fs.size(p) or 0))
            for p in sorted(paths)
            if (kind := kind_of(p)) is not None
        ]
    except OSError as error:
        raise KabarError(
            f"'{source}' can't be read ({error.strerror or error}): check its name and permissions"
        ) from error
    if not files:
        endings = ", ".join(e for ends in ENDINGS.values() for e in ends)
        raise KabarError(f"there is no file '{source}' with one of the endings {endings}: check the name")
    return Input(fs.unstrip_protocol(root), tuple(files))


def kind_of(name: str) -> Kind | None:
    """What a file holds, by its ending."""
    lower = name.casefold()
    return next((kind for kind, endings in ENDINGS.items() if lower.endswith(endings)), None)


def file_system(url: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it. Raises KabarError where fsspec knows none."""
    core = needed("fsspec.core", "bulk")
    try:
        fs, path = core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise KabarError(f"'{url}' can't be opened: {error}") from error
    return fs, str(path)


def _paths(fs: Any, path: str) -> tuple[str, list[str]]:
    """The folder that names begin in, and the files; hidden ones of a folder are left out."""
    if re.search(r"[*?\[]", path):
        root = re.split(r"[*?\[]", path)[0].rpartition("/")[0]
        return root, [p for p in fs.glob(path) if fs.isfile(p)]
    if fs.isdir(path):
        inside = [str(p) for p in fs.find(path)]
        return path, [p for p in inside if "/." not in p[len(path) :] and "/_" not in p[len(path) :]]
    return path.rpartition("/")[0], [path] if fs.exists(path) else []


@contextmanager
def opened(url: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """A file, unpacked where it is gzipped JSON lines; and the file as it lies, whose position says how far it was read."""
    fs, path = file_system(url)
    with fs.open(path, "rb") as raw:
        # A file of object storage can't be asked for a line of limited length.
        near: BinaryIO = raw if hasattr(raw, "name") else cast(BinaryIO, io.BufferedReader(raw, BLOCK))
        if kind_of(url) == "lines" and url.casefold().endswith(".gz"):
            with gzip.open(near) as unpacked:
                yield cast(BinaryIO, unpacked), near
        else:
            yield near, near

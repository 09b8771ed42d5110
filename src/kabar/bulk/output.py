"""Where the tables go: whole units, through fsspec, and the list of those that are there.

A unit's files are written first, its mark last; each file is whole or not there. What a unit holds depends on its articles
alone: no clock, no name of a machine, one way to write Parquet.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import msgspec

from kabar.bulk.inputs import file_system
from kabar.bulk.records import Rows
from kabar.bulk.tables import BULK, NAMED, arrow_schema
from kabar.bulk.units import Unit
from kabar.errors import KabarError
from kabar.export.files import written_whole
from kabar.extras import needed
from kabar.ingest.bulk import ARTICLES, MARK, REFUSED, UNITS, Made, made_as, unit_names

SUMMARY = "_summary.json"
ROW_GROUP = 10_000


class Mark(msgspec.Struct):
    """A unit that is whole: the digest of what was read, rows and digests of its parts, their bytes together."""

    file: str
    digest: str
    rows: dict[str, int]
    sha256: dict[str, str]
    bytes: int

    @property
    def articles(self) -> int:
        """How many were read."""
        return self.rows[ARTICLES]

    @property
    def refused(self) -> int:
        """How many were set aside."""
        return self.rows[REFUSED]


class Output:
    """A folder of tables on this machine or in object storage. Raises KabarError where it can't be written."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._fs, self._path = file_system(url)
        self._local = isinstance(self._fs, needed("fsspec.implementations.local", "bulk").LocalFileSystem)

    def begin(self, made: Made) -> None:
        """Make the folder, or go on with it. Raises KabarError where it was made of another input, or otherwise."""
        before = made_as(self._fs, self._path)
        if before is None:
            inside = self._fs.ls(self._path, detail=False) if self._fs.isdir(self._path) else []
            if any(not str(p).rpartition("/")[2].startswith(".") for p in inside):
                raise KabarError(f"'{self.url}' holds something else: give a folder that is empty or new")
            self._put(MARK, msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
            return
        for name in Made.__struct_fields__:
            was, now = getattr(before, name), getattr(made, name)
            if was != now:
                raise KabarError(
                    f"'{self.url}' was begun with another {name} ('{was}', now '{now}'): give another folder"
                )
        if self._local:
            # What a run that was killed had half written.
            for left in Path(self._path).glob("*/.*"):
                left.unlink(missing_ok=True)

    def marks(self) -> dict[str, Mark]:
        """The units that are whole, by name."""
        names = unit_names(self._fs, self._path)
        paths = [f"{self._path}/{UNITS}/{name}.json" for name in names]
        # All at once: object storage answers many questions in the time of one.
        read = self._fs.cat(paths) if paths else {}
        found = {}
        for path, data in read.items():
            try:
                mark = msgspec.json.decode(data, type=Mark)
            except msgspec.MsgspecError:
                continue  # read again: its mark is broken
            found[path.rpartition("/")[2].removesuffix(".json")] = mark
        return found

    def write(self, unit: Unit, rows: Rows) -> Mark:
        """Put a unit's rows into its files, and then its mark. Rows that are there under its name are replaced."""
        self.forget(unit.name)
        parts = {table.name: parquet_bytes(table.name, rows.get(table.name, [])) for table in BULK}
        for name, data in parts.items():
            self._put(f"{name}/part-{unit.name}.parquet", data)
        mark = Mark(
            unit.file, unit.digest, {name: len(rows.get(name, [])) for name in parts},
            {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()}, sum(map(len, parts.values())),
        )  # fmt: skip
        self._put(f"{UNITS}/{unit.name}.json", msgspec.json.encode(mark) + b"\n")
        return mark

    def forget(self, name: str) -> None:
        """A unit is no longer whole."""
        mark = f"{self._path}/{UNITS}/{name}.json"
        if self._fs.exists(mark):
            self._fs.rm_file(mark)

    def remove(self, name: str) -> None:
        """Take out a unit of which the input holds something else now."""
        self.forget(name)
        for table in BULK:
            part = f"{self._path}/{table.name}/part-{name}.parquet"
            if self._fs.exists(part):
                self._fs.rm_file(part)

    def put_summary(self, summary: dict[str, Any]) -> None:
        """What the last run did; not part of the tables."""
        self._put(SUMMARY, msgspec.json.format(msgspec.json.encode(summary), indent=1) + b"\n")

    def _put(self, name: str, data: bytes) -> None:
        path = f"{self._path}/{name}"
        if self._local:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            with written_whole(Path(path)) as out:
                out.write(data)
            return
        try:
            # Object storage shows an object once all of it is there.
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._fs.pipe_file(path, data)
        except OSError as error:
            raise KabarError(
                f"'{self.url}' can't be written ({error}): check its name and your rights"
            ) from error


def parquet_bytes(table: str, rows: list[dict[str, Any]]) -> bytes:
    """A table's rows as a Parquet file."""
    arrow, parquet = needed("pyarrow", "bulk"), needed("pyarrow.parquet", "bulk")
    out = io.BytesIO()
    made = arrow.Table.from_pylist(rows, schema=arrow_schema(NAMED[table]))
    parquet.write_table(
        made, out, compression="zstd", compression_level=6, row_group_size=ROW_GROUP, version="2.6",
        data_page_version="1.0", write_page_index=True,
    )  # fmt: skip
    return out.getvalue()

"""What `kabar bulk` wrote, for an archive that takes it in without reading the articles again.

A folder, on this machine or in object storage, that holds `_bulk.json` (how it was made), `_units/NAME.json` for each unit
that is whole, and `TABLE/part-NAME.parquet` for each table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from kabar.errors import KabarError
from kabar.extras import needed
from kabar.intake.article import Refused, Taken
from kabar.model import Reading

MARK, UNITS = "_bulk.json", "_units"
ARTICLES, READINGS, VECTORS, REFUSED = "articles", "readings", "vectors", "refused"
WIDTH = 384


@dataclass(frozen=True)
class ReadArticle:
    """An article, without the bytes that it came as; its reading, and who made that: version of kabar and digest of the model.

    `sentences` are unit vectors of its sentences [n, 384]; none where the table of them was deleted.
    """

    taken: Taken
    reading: Reading
    sentences: NDArray[np.float32]
    by: tuple[str, str]


class Made(msgspec.Struct):
    """How a folder was made: format, input, version of kabar, digest of the model, records of a unit, whether with text."""

    input: str
    kabar: str
    model: str
    unit: int
    text: bool
    language: str | None = None
    published: str | None = None
    publisher: str | None = None
    format: int = 1


def is_bulk(source: str) -> bool:
    """Whether a source is a folder that bulk wrote."""
    if "://" not in source or source.startswith("file://"):
        return (Path(source.removeprefix("file://")) / MARK).is_file()
    if source.startswith(("http://", "https://")):
        return False
    try:
        fs, path = needed("fsspec.core", "bulk").url_to_fs(source)
        return bool(fs.exists(f"{path}/{MARK}"))
    except (OSError, ValueError, ImportError):
        return False  # it is named where it is opened


def read_back(source: str) -> Iterator[ReadArticle | Refused]:
    """What the whole units hold, in their order. Raises KabarError: written without text, broken, by a newer kabar."""
    parquet = needed("pyarrow.parquet", "bulk")
    fs, path = needed("fsspec.core", "bulk").url_to_fs(source)
    made = made_as(fs, path)
    if made is None:
        raise KabarError(f"'{source}' was not written by `kabar bulk`: it has no {MARK}")
    if not made.text:
        raise KabarError(
            f"'{source}' was written with --no-text, and an archive keeps the text of its articles: run `kabar bulk` "
            "without it into another folder"
        )
    by = (made.kabar, made.model)
    for unit in unit_names(fs, path):

        def rows(table: str, unit: str = unit) -> list[dict[str, Any]]:
            part = f"{path}/{table}/part-{unit}.parquet"
            with fs.open(part, "rb") as stream:
                found: list[dict[str, Any]] = parquet.read_table(stream).to_pylist()
            return found

        try:
            yield from _unit(rows, by, fs.isdir(f"{path}/{VECTORS}"))
        except (OSError, ValueError) as error:
            raise KabarError(
                f"'{source}' is broken at {unit} ({error}): delete {UNITS}/{unit}.json in it and run `kabar bulk` again"
            ) from error


def _unit(rows: Any, by: tuple[str, str], vectors: bool) -> Iterator[ReadArticle | Refused]:
    articles, readings = rows(ARTICLES), rows(READINGS)
    sentences = [row["sentences"] for row in rows(VECTORS)] if vectors else [b""] * len(articles)
    for article, row, packed in zip(articles, readings, sentences, strict=True):
        reading = Reading.from_json(row["reading"])
        if article["sha256"] != reading.article.sha256:
            raise ValueError("articles and readings are not of one run")
        whole = replace(reading, article=replace(reading.article, text=article["text"]))
        values = np.frombuffer(packed, dtype="<f2").reshape(-1, WIDTH).astype(np.float32)
        yield ReadArticle(
            Taken(article["name"], whole.article, b"", article["media_type"]), whole, values, by
        )
    for row in rows(REFUSED):
        yield Refused(row["name"], row["reason"], row["received"] or b"", row["media_type"], row["url"])


def made_as(fs: Any, path: str) -> Made | None:
    """How a folder was made; None where bulk wrote nothing there. Raises KabarError for what can't be read."""
    try:
        made = msgspec.json.decode(fs.cat_file(f"{path}/{MARK}"), type=Made)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise KabarError(f"'{path}/{MARK}' can't be read ({error}): give another folder") from error
    if made.format != Made.__struct_defaults__[-1]:
        raise KabarError(f"'{path}' was written by a newer kabar: take it in with that one")
    return made


def unit_names(fs: Any, path: str) -> list[str]:
    """The units that are whole."""
    folder = f"{path}/{UNITS}"
    if not fs.isdir(folder):
        return []
    names = (str(p).rpartition("/")[2] for p in fs.ls(folder, detail=False))
    return sorted(n.removesuffix(".json") for n in names if n.endswith(".json"))

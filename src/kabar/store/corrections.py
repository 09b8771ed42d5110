"""Corrections that hold, applied to an article's records whenever they are written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.model import Reading
from kabar.store import schema as t
from kabar.store.corrected import Corrected, Patch, Says, corrected, places_of, spread_as
from kabar.store.spread import spread
from kabar.store.write import replace_records

CHUNK = 10_000


def standing(connection: sa.Connection, keys: Collection[str] | None = None) -> list[tuple[str, Says]]:
    """The corrections that were not taken back, the oldest first, of these records or of all."""
    j, undo = t.judgement, t.judgement.alias("undo")
    asked = (
        sa.select(j.c.key, j.c.says)
        .where(j.c.verdict == "corrected", ~sa.exists().where(undo.c.undoes == j.c.id))
        .order_by(j.c.id)
    )
    if keys is not None:
        asked = asked.where(j.c.key.in_(keys))
    return [(key, json.loads(says)) for key, says in connection.execute(asked)]


def any_correction(connection: sa.Connection) -> bool:
    """Whether anybody ever corrected anything here."""
    return (
        connection.scalar(sa.select(t.judgement.c.id).where(t.judgement.c.verdict == "corrected").limit(1))
        is not None
    )


def as_corrected(connection: sa.Connection, reading: Reading, address: str) -> Corrected:
    """A reading with the corrections that hold."""
    if not any_correction(connection):
        return Corrected(reading, frozenset(), ())
    keys = list(places_of(reading, address))
    found = [c for i in range(0, len(keys), CHUNK) for c in standing(connection, keys[i : i + CHUNK])]
    return corrected(reading, address, found)


def show_records(
    connection: sa.Connection, article_id: int, version_id: int, reading: Reading, address: str
) -> None:
    """Put an article's rows in: those of its reading with what people corrected in it."""
    found = as_corrected(connection, reading, address)
    rows = spread_as(found.reading, address, reading) if found.done else spread(reading, address)
    replace_records(connection, article_id, version_id, found.reading, rows)


def unpack_reading(data: bytes) -> Reading:
    """A reading as it is kept. Raises KabarError: one of another schema."""
    try:
        return Reading.from_json(zlib.decompress(data))
    except ValueError as error:
        raise KabarError(f"a reading in the archive is {error}: read its article again") from error


def home_of(connection: sa.Connection, key: str, *, hold: bool = True) -> Any:
    """The article in which the record stands, with its shown version and reading; `hold` keeps others from changing it until
    the transaction ends.

    Raises KabarError where no current reading has the record.
    """
    table = t.RECORDS.get(key.partition("-")[0])
    a = t.article
    found = None
    if table is not None:
        asked = (
            sa.select(a.c.id, a.c.address, a.c.read_version_id, t.reading.c.zlib)
            .join(table, table.c.article_id == a.c.id)
            .join(t.reading, t.reading.c.id == a.c.reading_id)
            .where(table.c.key == key)
        )
        found = connection.execute(asked.with_for_update(of=a) if hold else asked).first()
    if found is None:
        raise KabarError(
            f"there is no record '{key}' in this archive: exports and reports of it name the keys"
        )
    return found


def patch_of(connection: sa.Connection, key: str, *, hold: bool = True) -> Patch:
    """The reading in which the record stands, as it is corrected so far. Raises KabarError where no current reading has it."""
    home = home_of(connection, key, hold=hold)
    patch = Patch(unpack_reading(home.zlib), home.address)
    for other, says in standing(connection, list(patch.where)):
        try:
            patch.apply(other, says)
        except KabarError:
            continue  # listed by `Judgements.left`
    return patch


def rewrite(connection: sa.Connection, key: str) -> None:
    """Make the rows of the record's article anew."""
    home = home_of(connection, key)
    show_records(connection, home.id, home.read_version_id, unpack_reading(home.zlib), home.address)

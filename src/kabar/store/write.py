"""The records of an article put in the place of those it had."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from kabar.model import Actor, Place, Reading
from kabar.store import schema as t
from kabar.store.search import PASSAGE, fold, forget_words, words, write_words
from kabar.store.spread import Row, Spread, clean


def replace_records(
    connection: sa.Connection, article_id: int, version_id: int, reading: Reading, found: list[Spread]
) -> None:
    """Take out the rows of the article's records and put in those of this reading, `found`."""
    remove_records(connection, article_id)
    actors = dimension(connection, t.actor, [(a.id, actor_row(a)) for a in reading.actors])
    sites = dimension(connection, t.site, [(p.id, site_row(p)) for p in reading.places])
    ids: dict[int, int] = {}
    agreements: dict[str, int] = {}
    for name, table in t.RECORDS.items():
        group = [s for s in found if s.name == name]
        if not group:
            continue
        rows = [_filled(s, article_id, version_id, actors, sites, agreements) for s in group]
        made = connection.execute(
            sa.insert(table).returning(table.c.id, sort_by_parameter_order=True), rows
        ).scalars()
        for s, record_id in zip(group, made, strict=True):
            ids[id(s)] = record_id
            if name == "agreement":
                agreements[s.local] = record_id
    _beside(connection, article_id, found, ids, actors, sites)


def remove_records(connection: sa.Connection, article_id: int) -> None:
    """Take out the rows of an article's records, with their words; readings stay."""
    said = connection.scalars(sa.select(t.statement.c.id).where(t.statement.c.article_id == article_id))
    forget_words(connection, "statement_words", list(said))
    for table in (*t.RECORDS.values(), t.party, t.located, t.flagged):
        connection.execute(sa.delete(table).where(table.c.article_id == article_id))


def _filled(
    s: Spread, article_id: int, version_id: int, actors: dict[str, int], sites: dict[str, int], agreements: dict[str, int]
) -> Row:  # fmt: skip
    row = s.row | {"article_id": article_id, "version_id": version_id}
    if "site_id" in t.RECORDS[s.name].c:
        row["site_id"] = sites.get(s.own_place) if s.own_place else None
    if s.actor:
        row["actor_id"] = actors[s.actor]
    if s.agreement:
        row["agreement_id"] = agreements[s.agreement]
    return row


def _beside(
    connection: sa.Connection, article_id: int, found: list[Spread], ids: dict[int, int], actors: dict[str, int],
    sites: dict[str, int],
) -> None:  # fmt: skip
    """Roles, places, flags, positions and words."""
    keys = {s.local: s.row["key"] for s in found if s.name != "breach"}
    parties: list[Row] = []
    located: list[Row] = []
    flagged: list[Row] = []
    positions: list[Row] = []
    said: list[tuple[int, list[str]]] = []
    for s in found:
        base = {"type": s.name, "record_id": ids[id(s)], "article_id": article_id, "day": s.row["day"]}
        parties += [
            base | {"role": r, "number": n, "actor_id": actors[a]} for n, (r, a) in enumerate(s.parties)
        ]
        located += [base | {"site_id": i} for i in dict.fromkeys(sites[p] for p in s.places)]
        flagged += [base | {"flag": f} for f in s.row["flags"].split()]
        positions += [
            {"dispute_id": ids[id(s)], "number": n, "record_key": keys[r]}
            for n, r in s.positions
            if r in keys
        ]
        if s.name == "statement":
            said.append((ids[id(s)], words(s.row["evidence"])[:PASSAGE]))
    for table, rows in (
        (t.party, parties),
        (t.located, located),
        (t.flagged, flagged),
        (t.position, positions),
    ):
        if rows:
            connection.execute(sa.insert(table), rows)
    write_words(connection, "statement_words", said)


def dimension(connection: sa.Connection, table: sa.Table, rows: list[tuple[str, Row]]) -> dict[str, int]:
    """The ids of actors or sites, put in where they are new, by the id that they have in the reading."""
    refs = {row["ref"]: row for _, row in rows}
    known = _known(connection, table, refs)
    new = [row for ref, row in sorted(refs.items()) if ref not in known]
    if new:
        dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(table).on_conflict_do_nothing(index_elements=["ref"]), new)
        known = _known(connection, table, refs)
    return {local: known[row["ref"]] for local, row in rows}


def _known(connection: sa.Connection, table: sa.Table, refs: Iterable[str]) -> dict[str, int]:
    rows = connection.execute(sa.select(table.c.ref, table.c.id).where(table.c.ref.in_(list(refs))))
    return {ref: row_id for ref, row_id in rows}


def actor_row(actor: Actor) -> Row:
    """An actor of kabar's table has its id there; one of the text alone is told apart by name, kind and country only."""
    folded = fold(clean(actor.name))
    ref = f"name:{folded}|{actor.kind}|{actor.country or ''}" if "local" in actor.flags else actor.id
    return {
        "ref": ref, "name": clean(actor.name), "folded": folded, "kind": actor.kind, "country": actor.country,
        "affiliation": actor.affiliation,
    }  # fmt: skip


def site_row(place: Place) -> Row:
    """A place by its GeoNames id, else by name, country and coordinates; x, y, z on the unit sphere for distances."""
    at = (place.latitude, place.longitude)
    folded = fold(clean(place.name))
    ref = (
        f"geonames:{place.geonames}"
        if place.geonames
        else f"name:{folded}|{place.country or ''}|{place.kind}|{at}"
    )
    x = y = z = None
    if place.latitude is not None and place.longitude is not None:
        x, y, z = sphere(place.latitude, place.longitude)
    return {
        "ref": ref, "name": clean(place.name), "folded": folded, "kind": place.kind, "country": place.country,
        "admin1": place.admin1, "latitude": place.latitude, "longitude": place.longitude, "x": x, "y": y, "z": z,
        "geonames": place.geonames,
    }  # fmt: skip


def sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A point in degrees on the unit sphere."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)

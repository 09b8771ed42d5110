"""A reading as the rows of bulk's tables, with the keys that an archive would give them; no database is touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kabar.bulk.tables import RECORDS
from kabar.bulk.units import Raw
from kabar.export.columns import Value
from kabar.ingest.bulk import ARTICLES, READINGS, REFUSED, VECTORS
from kabar.model import Article, Reading
from kabar.store.find import record_row
from kabar.store.rows import PartyRow, RecordRow
from kabar.store.spread import Spread, clean, spread
from kabar.store.write import actor_row, site_row

Rows = dict[str, list[dict[str, Any]]]
# Where an archive has the number of a row, an article or a version.
NUMBER = 0


def rows_of(raw: Raw, media_type: str, reading: Reading, sentences: NDArray[np.float32]) -> Rows:
    """The rows of one article. `sentences` are unit vectors of its sentences [n, 384]."""
    article = reading.article
    address = article.url or f"sha256:{article.sha256}"
    known = {"article": address, "sha256": article.sha256}
    made: Rows = {table.name: [] for table in RECORDS}
    said = {
        name: _plain(getattr(article, name))
        for name in ("url", "title", "byline", "publisher", "published", "language")
    }
    made[ARTICLES] = [known | said | {
        "guessed": " ".join(article.guessed) or None, "text": article.text, "name": raw.where,
        "media_type": media_type, "received_sha256": hashlib.sha256(raw.data).hexdigest(),
    }]  # fmt: skip
    bare = replace(reading, article=replace(article, text=""))
    made[READINGS] = [known | {"reading": bare.to_json().decode()}]
    made[VECTORS] = [known | {"sentences": sentences.astype("<f2").tobytes()}]
    agreements = {}
    columns = {table.kind: table for table in RECORDS}
    for found, row in record_rows(reading, address):
        values: dict[str, Value] = {c.name: c.get(row) for c in columns[found.name].columns}
        values["article_sha256"] = article.sha256
        if found.name == "agreement":
            agreements[found.local] = row.key
        if found.agreement:
            values["agreement"] = agreements[found.agreement]
        made[columns[found.name].name].append(values)
    return made


def refused_row(raw: Raw, reason: str) -> Rows:
    """The row of a record that could not be read."""
    digest = hashlib.sha256(raw.data).hexdigest() if raw.data else None
    return {REFUSED: [{
        "name": clean(raw.where), "reason": clean(reason), "url": _plain(raw.url),
        "media_type": raw.media_type or None, "received_sha256": digest, "received": raw.data or None,
    }]}  # fmt: skip


def record_rows(reading: Reading, address: str) -> Iterator[tuple[Spread, RecordRow]]:
    """Every record of a reading as queries on an archive would give it, but for the numbers."""
    article = reading.article
    actors = {a.id: actor_row(a) for a in reading.actors}
    sites = {p.id: site_row(p) for p in reading.places}
    found = spread(reading, address)
    keys = {s.local: s.row["key"] for s in found if s.name != "breach"}
    base = _numbers(article, address)
    for s in found:
        site = sites.get(s.own_place or "")
        at = {f"site_{n}": v for n, v in site.items()} if site else {}
        parties = [_party(role, actors[who]) for role, who in s.parties]
        members = [(number, keys[r]) for number, r in s.positions if r in keys]
        row = base | s.row | at | {"site_id": NUMBER if site else None}
        yield s, record_row(s.name, row, {NUMBER: parties}, {NUMBER: members})


def _numbers(article: Article, address: str) -> dict[str, Any]:
    return {
        "id": NUMBER, "article_id": NUMBER, "version_id": NUMBER, "agreement_id": NUMBER, "address": address,
        "url": _plain(article.url), "title": _plain(article.title),
    }  # fmt: skip


def _plain(value: str | None) -> str | None:
    return clean(value) if value is not None else None


def _party(role: str, actor: dict[str, Any]) -> PartyRow:
    return PartyRow(role, NUMBER, actor["ref"], actor["name"], actor["kind"], actor["country"])

"""GeoJSON (RFC 7946): a feature an event and a figure that has a point. One without a point stays out, and is counted."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec

from kabar.export.columns import table_named
from kabar.export.selection import Selection

NAMES = ("events", "figures")


def write_geojson(selection: Selection, out: BinaryIO) -> None:
    """A FeatureCollection of events and figures; `without_point` says how many records had no place with a point."""
    out.write(b'{"type":"FeatureCollection","features":[')
    first, left = True, 0
    for table in (table_named(n) for n in NAMES):
        for row in selection.table(table):
            feature = _feature(table.name, dict(row))
            if feature is None:
                left += 1
                continue
            out.write(b"\n" if first else b",\n")
            out.write(msgspec.json.encode(feature))
            first = False
    out.write(b'\n],"without_point":%d}\n' % left)


def _feature(name: str, row: dict[str, Any]) -> dict[str, Any] | None:
    longitude, latitude = row.pop("longitude"), row.pop("latitude")
    if longitude is None or latitude is None:
        return None
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {
        "type": "Feature",
        "id": row["record_id"],
        "geometry": point,
        "properties": {"table": name, **row},
    }

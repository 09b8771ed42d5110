"""HXL-tagged CSV of figures (hxlstandard.org, 1.1): a row of tags under the header.

`+min` and `+max` for bounds are attributes by custom and not in the core list.
"""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from kabar.export.columns import table_named
from kabar.export.csv import cell
from kabar.export.selection import Selection

TAGS = {
    "low": "#affected+num+min", "high": "#affected+num+max", "wording": "#affected+qualifier", "unit": "#affected+unit",
    "concept": "#affected+type", "group": "#affected+group", "measure": "#indicator+type+measure",
    "counting": "#indicator+type+counting", "share_low": "#indicator+share+min+num", "share_high": "#indicator+share+max+num",
    "sectors": "#sector+list", "source": "#meta+source+claimed", "since": "#date+start", "until": "#date+end", "as_of": "#date+reported",
    "date": "#date+occurred", "date_start": "#date+occurred+start", "date_end": "#date+occurred+end", "place": "#loc+name",
    "place_kind": "#loc+type", "admin1": "#adm1+name", "country": "#country+code+v_iso3", "latitude": "#geo+lat", "longitude": "#geo+lon",
    "geonames": "#loc+code+v_geonames", "article_url": "#meta+url", "article_id": "#meta+id+article", "article_version": "#meta+id+version",
    "article_title": "#meta+title", "publisher": "#meta+source+publisher", "published": "#date+published", "language": "#meta+lang",
    "record_id": "#meta+id+record", "evidence": "#description+evidence", "offsets": "#meta+offsets", "confidence": "#indicator+confidence+num",
    "flags": "#meta+flags", "part_of": "#meta+id+whole", "derived_from": "#meta+id+derived",
}  # fmt: skip
# One more column for each concept that HXL has an attribute for: a tool then finds people displaced without reading `concept`.
ATTRIBUTES = {
    "killed": "killed", "injured": "injured", "missing": "missing", "displaced": "displaced", "forced_to_flee": "displaced",
    "evacuated": "displaced", "returned": "returned", "refugees": "refugees", "abducted": "abducted", "in-need": "inneed",
}  # fmt: skip
UNITS = {"people": "ind", "households": "hh"}


def write_hxl(selection: Selection, out: BinaryIO) -> None:
    """All figures that the query finds."""
    table = table_named("figures")
    lines = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(lines)
    extra = [f"#affected+{a}+{u}" for a in dict.fromkeys(ATTRIBUTES.values()) for u in UNITS.values()]
    rows.writerow([*(c.name for c in table.columns), *(t.removeprefix("#") for t in extra)])
    rows.writerow([*(TAGS[c.name] for c in table.columns), *extra])
    for row in selection.table(table):
        attribute, unit = ATTRIBUTES.get(str(row["concept"])), UNITS.get(str(row["unit"]))
        here = f"#affected+{attribute}+{unit}" if attribute and unit else None
        # The number that the text names: the lower bound, and the upper where there is no lower.
        named = row["low"] if row["low"] is not None else row["high"]
        rows.writerow([*(cell(v) for v in row.values()), *(cell(named) if t == here else "" for t in extra)])
    lines.detach()

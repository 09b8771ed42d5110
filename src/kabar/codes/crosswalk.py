"""CAMEO to PLOVER and ACLED, by crosswalk.csv (its columns tell where each code comes from)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Codes:
    """One row: a CAMEO code with its PLOVER type and mode and its ACLED types."""

    cameo: str
    plover: str
    mode: str | None
    acled: str | None
    acled_sub: str | None
    label: str


Crosswalk = dict[str, Codes]


@cache
def load_crosswalk() -> Crosswalk:
    """CAMEO code -> codes."""
    path = files("kabar.codes") / "crosswalk.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {
        r["cameo_code"]: Codes(
            r["cameo_code"], r["plover_event"], r["plover_mode"] or None, r["acled_event_type"] or None,
            r["acled_sub_event_type"] or None, r["label"],
        )
        for r in rows
    }  # fmt: skip

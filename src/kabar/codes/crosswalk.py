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
Acled = tuple[str | None, str | None]


@cache
def load_crosswalk() -> Crosswalk:
    """CAMEO code -> codes; rows without one by "PLOVER/mode" ("ASSAULT/drone")."""
    path = files("kabar.codes") / "crosswalk.csv"
    found: Crosswalk = {}
    for r in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        codes = Codes(
            r["cameo_code"], r["plover_event"], r["plover_mode"] or None, r["acled_event_type"] or None,
            r["acled_sub_event_type"] or None, r["label"],
        )  # fmt: skip
        found.setdefault(r["cameo_code"] or f"{r['plover_event']}/{r['plover_mode']}", codes)
    return found


@cache
def _by_target() -> dict[tuple[str | None, str | None, str], Acled]:
    path = files("kabar.codes") / "targets.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]
    return {(event, sub, target): (new_event, new_sub) for event, sub, target, new_event, new_sub in rows}


def acled_of(codes: Codes | None, target: str | None) -> Acled:
    """ACLED's event and sub-event type; whether `civilians` or `armed` people suffered it changes some (targets.csv,
    after the notes of crosswalk.csv).

    >>> acled_of(load_crosswalk()["190"], "civilians")
    ('Violence against civilians', 'Attack')
    """
    if codes is None:
        return None, None
    plain = (codes.acled, codes.acled_sub)
    return _by_target().get((*plain, target), plain) if target else plain

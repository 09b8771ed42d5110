"""Flags that are doubts: how much a person's look is worth, and which fields settle them (doubts.tsv)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Doubt:
    """A flag of these kinds of records (none named: of all); `worth` 1-9 is how early it is looked at, and a correction of one
    of `fields` settles it."""

    flag: str
    worth: int
    kinds: frozenset[str]
    fields: frozenset[str]


@cache
def doubts() -> tuple[Doubt, ...]:
    """All doubts, those most worth a look first."""
    lines = (files("kabar.store") / "doubts.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t")
    found = (
        Doubt(r["flag"], int(r["worth"]), frozenset(r["kinds"].split()), frozenset(r["fields"].split()))
        for r in rows
    )
    return tuple(sorted(found, key=lambda d: -d.worth))

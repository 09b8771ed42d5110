"""By what a list can be narrowed, with how many of it are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kabar.store import Archive, Query

NEWEST = 1_000
VALUES = 12


@dataclass(frozen=True)
class Facet:
    """A filter with the values that most of the list have, and how many have each."""

    name: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Facets:
    """Counted among the `among` found that were published last."""

    among: int
    facets: tuple[Facet, ...]


def facets_of(archive: Archive, name: str, query: Query, by: Sequence[str], found: int) -> Facets:
    """The facets of what a query finds: `found` records of a kind, or articles."""

    def count() -> Facets:
        counted = archive.newest_facets(name, by, query, limit=VALUES, newest=NEWEST)
        facets = tuple(Facet(b, tuple(values)) for b, values in counted.items() if values)
        return Facets(min(found, NEWEST), facets)

    return archive.kept.of(("facets", name, query, tuple(by)), count)

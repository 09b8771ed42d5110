"""Whether the actor tables are sound: each fault a sentence that names file and line and says what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kabar.actors.rows import ANY, HandRow
from kabar.actors.table import tenures_of


def check_rows(
    rows: Collection[HandRow], known: Mapping[str, str], names: Iterable[tuple[str, str, str]] = ()
) -> list[str]:
    """Faults of hand-written rows beyond a single cell: ids twice, targets that are nowhere, names of two actors.

    `known` are ids and names of all rows of the table, `names` (language, name, id) claims of other tables.
    """
    faults: list[str] = []
    first: dict[str, str] = {}
    for row in rows:
        if row.id in first:
            faults.append(f"{row.where}: the id '{row.id}' stands in {first[row.id]} too: make it one row")
        first.setdefault(row.id, row.where)
    ids = known.keys() | first.keys()
    for row in rows:
        faults += [f"{row.where}: {fault}" for fault in _targets(row, ids)]
    return faults + clashes(rows, names)


def _targets(row: HandRow, ids: Collection[str]) -> list[str]:
    found = []
    if row.affiliation and row.affiliation not in ids:
        found.append(f"affiliation '{row.affiliation}' is no row: write another row's id, or add that row")
    if row.affiliation == row.id:
        found.append("an actor cannot be affiliated to itself: leave the affiliation out")
    if row.same_as and (row.same_as not in ids or row.same_as == row.id):
        found.append(f"same_as '{row.same_as}' is no other row: write the id of the row that stays")
    for tenure in tenures_of(row.id, row.offices) if row.offices else ():
        if tenure.of not in ids:
            found.append(f"office of '{tenure.of}', which is no row: write a state or body of the table")
    return found


def clashes(rows: Iterable[HandRow], names: Iterable[tuple[str, str, str]] = ()) -> list[str]:
    """Names that two actors claim in one language, a sentence each. A name good in any language clashes with all."""
    rows = list(rows)
    mine = {name for row in rows for _, name in row.names()}
    claims: dict[str, list[tuple[str, str, str]]] = {}
    for language, name, ident in names:
        if name in mine:
            claims.setdefault(name, []).append((language, ident, "the shipped table"))
    for row in rows:
        for language, name in row.names():
            claims.setdefault(name, []).append((language, row.same_as or row.id, row.where))
    found = []
    for name, claimed in claims.items():
        for number, (language, ident, where) in enumerate(claimed):
            for other, rival, there in claimed[:number]:
                if ident != rival and (language == other or ANY in (language, other)):
                    found.append(
                        f"{where}: '{name}' names {ident} here and {rival} in {there}: keep it in one row"
                    )
    return found

"""Hand-written rows of the actor table: one row an actor, names with the languages they are good in."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast, get_args

from kabar.errors import KabarError
from kabar.model.records import ActorKind

COLUMNS = (
    "id", "name", "kind", "country", "affiliation", "aliases", "offices", "from", "until", "wikidata", "sure",
    "same_as",
)  # fmt: skip
ANY = "any"  # good in every language
KINDS = tuple(k for k in get_args(ActorKind) if k != "unknown")
ALIAS = re.compile(r"(?:([a-z]{2,3}(?:,[a-z]{2,3})*):)?(\w.*)")
DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
OFFICE = re.compile(rf"[a-z]+(?:-[a-z]+)* [A-Za-z0-9.-]+ {DATE.pattern}/(?:{DATE.pattern})?")
IDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class HandRow:
    """A row as written. `aliases` are `Name` (any language) or `en,fr:Name`, parted by `|`; `where` is file and line."""

    id: str
    name: str
    kind: ActorKind
    country: str = ""
    affiliation: str = ""
    aliases: str = ""
    offices: str = ""
    since: str = ""
    until: str = ""
    wikidata: str = ""
    sure: str = "high"
    same_as: str = ""
    where: str = ""

    def names(self) -> list[tuple[str, str]]:
        """(language or `any`, name) of each alias; the row's own name is one of them.

        >>> HandRow("USA", "United States", "government", aliases="en,fr:US|tr:ABD").names()
        [('any', 'United States'), ('en', 'US'), ('fr', 'US'), ('tr', 'ABD')]
        """
        found = [] if self.same_as else [(ANY, self.name)]
        for part in filter(None, self.aliases.split("|")):
            codes, alias = split_alias(part)
            found += [(code, alias) for code in codes]
        return list(dict.fromkeys(found))

    def cells(self) -> list[str]:
        """The row as it stands in a file."""
        return [getattr(self, f.name) for f in fields(self) if f.name != "where"]


def split_alias(part: str) -> tuple[list[str], str]:
    """Languages and name of an alias cell's part. Raises KabarError where it is neither `Name` nor `en,fr:Name`."""
    match = ALIAS.fullmatch(part)
    if match is None:
        raise KabarError(f"'{part}' is no alias: write Name, or en,fr:Name, beginning with a letter or digit")
    codes, alias = match.groups()
    return (codes.split(",") if codes else [ANY]), alias


def read_rows(path: Path) -> list[HandRow]:
    """All rows of a table. Raises KabarError naming file and line of one that is malformed."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise KabarError(f"{path.name} line 1: write the columns {', '.join(COLUMNS)} with tabs between them")
    return [_row(line.split("\t"), f"{path.name} line {n}") for n, line in enumerate(lines[1:], 2)]


def _row(cells: list[str], where: str) -> HandRow:
    if len(cells) != len(COLUMNS):
        raise KabarError(f"{where}: {len(cells)} columns, write {len(COLUMNS)} with tabs between them")
    ident, name, kind, country, affiliation, aliases, offices, since, until, wikidata, sure, same_as = cells
    row = HandRow(
        ident, name, cast(ActorKind, kind), country, affiliation, aliases, offices, since, until, wikidata, sure,
        same_as, where,
    )  # fmt: skip
    for wrong in _wrong(row):
        raise KabarError(f"{where}: {wrong}")
    return row


def _wrong(row: HandRow) -> list[str]:
    """What is wrong with the cells of a row, each with its mend."""
    found = []
    if not IDENT.fullmatch(row.id):
        found.append(f"'{row.id}' is no id: use letters, digits, '-' and '.'")
    if row.kind not in KINDS and not (row.same_as and not row.kind):
        found.append(f"'{row.kind}' is no kind: use one of {', '.join(KINDS)}")
    if row.country and not re.fullmatch("[A-Z]{3}", row.country):
        found.append(f"'{row.country}' is no country: write ISO 3166-1 alpha-3, as SYR")
    if row.sure not in ("high", "medium"):
        found.append(f"'{row.sure}' in the column sure: write high or medium")
    for date in filter(None, (row.since, row.until)):
        if not DATE.fullmatch(date):
            found.append(f"'{date}' is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    if row.since and row.until and row.since[: len(row.until)] > row.until:
        found.append(f"from {row.since} is after until {row.until}: turn them round")
    for part in filter(None, row.aliases.split("|")):
        if not ALIAS.fullmatch(part):
            found.append(f"'{part}' is no alias: write Name, or en,fr:Name, beginning with a letter or digit")
    for part in filter(None, row.offices.split("|")):
        if not OFFICE.fullmatch(part):
            found.append(f"'{part}' is no office: write 'president RUS 2000-05-07/2008-05-07'")
        elif (until := part.rsplit("/")[1]) and part.split(" ")[2].split("/")[0][: len(until)] > until:
            found.append(f"office '{part}' ends before it begins: turn the dates round")
    if row.wikidata and not re.fullmatch(r"Q[1-9]\d*", row.wikidata):
        found.append(f"'{row.wikidata}' is no Wikidata id: write it as Q212, or leave it out")
    return found


def write_rows(path: Path, rows: list[HandRow]) -> None:
    """Write a table, header first."""
    lines = ["\t".join(cells) for cells in (list(COLUMNS), *(r.cells() for r in rows))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

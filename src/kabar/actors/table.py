"""The actor table: who is known, under which names. States come from CLDR's territory names."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import cast

from kabar.errors import KabarError
from kabar.model.records import ActorKind

COLUMNS = ("id", "name", "kind", "country", "affiliation", "aliases")


@dataclass(frozen=True)
class KnownActor:
    """A row of the table; `aliases` are names in any language."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    affiliation: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class ActorTable:
    """Known actors, found by alias."""

    rows: tuple[KnownActor, ...]

    @cached_property
    def by_alias(self) -> dict[str, KnownActor]:
        """Alias as written -> actor; the first row wins, `clashes` tells of the others."""
        found: dict[str, KnownActor] = {}
        for row in self.rows:
            for alias in (row.name, *row.aliases):
                found.setdefault(alias, row)
        return found

    @property
    def names(self) -> frozenset[str]:
        """Every word of every alias that starts with a capital."""
        words = (w for alias in self.by_alias for w in alias.split())
        return frozenset(w for w in words if w[:1].isupper())

    def clashes(self) -> list[str]:
        """Aliases that two rows claim, a sentence each."""
        seen: dict[str, str] = {}
        found = []
        for row in self.rows:
            for alias in row.aliases:
                if seen.setdefault(alias, row.id) != row.id:
                    found.append(f"'{alias}' names both {seen[alias]} and {row.id}: keep it in one row")
        return found


def load_actors(language: str) -> ActorTable:
    """The table with the states' names in `language` and English. Raises KabarError for a bad row."""
    path = files("kabar.actors") / "actors.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = []
    for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if len(row) != len(COLUMNS):
            raise KabarError(
                f"actors/actors.tsv line {number}: {len(row)} columns, write {len(COLUMNS)} with tabs"
            )
        if number > 1:
            ident, name, kind, country, affiliation, aliases = row
            rows.append(
                KnownActor(
                    ident, name, cast(ActorKind, kind), country or None, affiliation or None,
                    tuple(a for a in aliases.split("|") if a),
                )
            )  # fmt: skip
    known = {r.id for r in rows}
    # CLDR lists codes of former states too, under the name of the state that followed.
    taken = {a for r in rows for a in (r.name, *r.aliases)}
    return ActorTable((*rows, *(s for s in _states(language) if s.id not in known and s.name not in taken)))


def _states(language: str) -> list[KnownActor]:
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    alpha3 = {v[0]: k for k, v in get_global("territory_aliases").items() if len(k) == 3 and k.isalpha()}
    english = Locale("en").territories
    capitals = _capitals()
    try:
        local = Locale(language).territories
    except (UnknownLocaleError, ValueError):
        local = english
    return [
        KnownActor(
            alpha3[code], english[code], "government", alpha3[code], None,
            (local.get(code, english[code]), *capitals.get(alpha3[code], ())),
        )
        for code in sorted(alpha3)
        if code in english
    ]  # fmt: skip


def _capitals() -> dict[str, tuple[str, ...]]:
    """Country -> its capital, which stands for the government in the news (GeoNames, CC BY 4.0)."""
    lines = (files("kabar.actors") / "capitals.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {country: (capital,) for country, capital in csv.reader(lines, delimiter="\t")}

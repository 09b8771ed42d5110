"""The actor table: who is known, under which names, and who held which office when.

`python -m kabar.actors.build` writes the files under `built/` from the hand-written tables and from packages; a reading
loads the rows, the names good in any language and those of the article's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import cast

from kabar.actors.names import NameIndex
from kabar.actors.rows import ANY, HandRow, read_rows
from kabar.model.records import ActorKind
from kabar.text.spelling import skeleton

ROW_COLUMNS = (
    "id", "name", "kind", "country", "affiliation", "from", "until", "wikidata", "origin", "sure", "offices",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownActor:
    """A row of the table: `country` ISO 3166-1 alpha-3, `affiliation` another row's id, dates ISO 8601 (or a year or
    month), `origin` what it was made from, `offices` as written in the hand tables."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    affiliation: str | None = None
    since: str | None = None
    until: str | None = None
    wikidata: str | None = None
    origin: str = "hand"
    sure: str = "high"
    offices: str = ""

    @property
    def is_state(self) -> bool:
        """Whether the row is a state itself and not one of its bodies."""
        return self.kind == "government" and self.id == self.country


@dataclass(frozen=True, slots=True)
class Tenure:
    """One time in office: `office` of the state or body `of`, from and until as far as known (both days inclusive)."""

    holder: str
    office: str
    of: str
    since: str
    until: str

    def on(self, day: str) -> bool:
        """Whether the office was held on an ISO day; a date known to the month or year covers all of it.

        >>> Tenure("x", "president", "ABC", "2001", "2004-03").on("2004-03-31")
        True
        """
        return day[: len(self.since)] >= self.since and (
            not self.until or day[: len(self.until)] <= self.until
        )


@dataclass(frozen=True)
class ActorTable:
    """Known actors; `by_alias` holds the names of one language and those good in any."""

    rows: tuple[KnownActor, ...]
    by_alias: dict[str, KnownActor]

    @cached_property
    def by_id(self) -> dict[str, KnownActor]:
        """Id -> row."""
        return {r.id: r for r in self.rows}

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Id -> its names of this language and of any."""
        found: dict[str, list[str]] = {r.id: [r.name] for r in self.rows}
        for alias, row in self.by_alias.items():
            found.setdefault(row.id, []).append(alias)
        return {ident: tuple(names) for ident, names in found.items()}

    @cached_property
    def spelt(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The consonants of people's names -> ids: for names in another spelling or script."""
        found: dict[tuple[str, ...], list[str]] = {}
        for row in self.rows:
            for name in self.aliases[row.id] if row.kind == "person" else ():
                found.setdefault(skeleton(name), []).append(row.id)
        return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items() if len(key) > 1}

    @cached_property
    def index(self) -> NameIndex:
        """Finds the names in a text."""
        return NameIndex(self.by_alias)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital that are names in themselves, for the mender: of people and states, and names of one word."""
        found: set[str] = set()
        for alias, row in self.by_alias.items():
            words = alias.split()
            if len(words) == 1 or row.kind == "person" or row.is_state:
                found.update(w for w in words if w[:1].isupper())
        return frozenset(found)

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """Every time in office that the table knows."""
        return tuple(t for r in self.rows if r.offices for t in tenures_of(r.id, r.offices))

    def office_holder(self, office: str, of: str, day: str) -> KnownActor | None:
        """Who held `office` of a state or body on an ISO day; None where that is not known or two claim it."""
        held = {t.holder for t in self.tenures if t.office == office and t.of == of and t.on(day)}
        return self.by_id[held.pop()] if len(held) == 1 else None


def tenures_of(holder: str, offices: str) -> list[Tenure]:
    """The cell `offices`: "president RUS 2000-05-07/2008-05-07|..." """
    found = []
    for part in offices.split("|"):
        office, of, dates = part.split(" ")
        since, until = dates.split("/")
        found.append(Tenure(holder, office, of, since, until))
    return found


def load_actors(language: str, own: Path | None = None) -> ActorTable:
    """The table with the names good in `language` (BCP 47). `own` is a user's table, laid over the shipped one.

    Raises KabarError naming file and line for a malformed row of `own`.
    """
    rows = {r.id: r for r in _built_rows()}
    base = language.split("-")[0].lower()
    names = {alias: rows[ident] for code in (ANY, base) for alias, ident in built_names(code)}
    if own is not None and own.is_file():
        _lay_over(rows, names, read_rows(own), base)
    return ActorTable(tuple(rows.values()), names)


def _built_rows() -> Iterable[KnownActor]:
    lines = (files("kabar.actors") / "built/rows.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        i, name, kind, country, aff, since, until, wikidata, origin, sure, offices = line.split("\t")
        yield KnownActor(
            i, name, cast(ActorKind, kind), country or None, aff or None, since or None, until or None,
            wikidata or None, origin, sure, offices,
        )  # fmt: skip


def built_names(code: str) -> list[tuple[str, str]]:
    """Alias and row id of one language, or of `any`; none for a language that has no file."""
    path = files("kabar.actors") / f"built/names/{code}.tsv"
    if not code.isalpha() or not path.is_file():
        return []
    pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(alias, ident) for alias, ident in pairs]


def known_actor(row: HandRow, origin: str) -> KnownActor:
    """A hand-written row as the table has it; who held offices has their first and last day."""
    tenures = tenures_of(row.id, row.offices) if row.offices else []
    since = row.since or min((t.since for t in tenures), default="")
    until = row.until or (
        "" if any(not t.until for t in tenures) else max((t.until for t in tenures), default="")
    )
    return KnownActor(
        row.id, row.name, row.kind, row.country or None, row.affiliation or None, since or None, until or None,
        row.wikidata or None, origin, row.sure, row.offices,
    )  # fmt: skip


def _lay_over(
    rows: dict[str, KnownActor], names: dict[str, KnownActor], own: list[HandRow], language: str
) -> None:
    """The user's rows: a known id gains names, a new id is a new row, `same_as` gives all names to another row."""
    for row in own:
        if row.same_as:
            merged = rows.pop(row.id, None)
            if merged is not None:
                for alias in [a for a, r in names.items() if r.id == row.id]:
                    names[alias] = rows[row.same_as]
                names.setdefault(merged.name, rows[row.same_as])
        else:
            rows.setdefault(row.id, known_actor(row, "own"))
        target = rows[row.same_as or row.id]
        for code, alias in row.names():
            if code in (ANY, language):
                names[alias] = target

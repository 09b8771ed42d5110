"""Changes to a table of hand-written rows, one row each. Every function gives the sentence that tells what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kabar.actors.check import check_rows
from kabar.actors.rows import ANY, KINDS, HandRow, read_rows, split_alias, write_rows
from kabar.actors.table import KnownActor
from kabar.errors import KabarError


@dataclass(frozen=True)
class Editor:
    """The table to change, the other hand-written tables beside it, and the table that is shipped.

    `claims` are the names (language, name, id) that an edit must not take from another row; a user's own table may take
    any shipped name only by `split`.
    """

    path: Path
    shipped: dict[str, KnownActor]
    claims: tuple[tuple[str, str, str], ...]
    beside: tuple[HandRow, ...] = ()

    @property
    def rows(self) -> list[HandRow]:
        """The rows of the table; none where there is no file yet."""
        return read_rows(self.path) if self.path.is_file() else []

    def add(
        self, ident: str, name: str, kind: str, country: str, affiliation: str, aliases: Iterable[str]
    ) -> str:
        """A new actor."""
        if ident in self.shipped or any(r.id == ident for r in self.rows):
            raise KabarError(
                f"there is an actor '{ident}': add names to it with add-alias, or choose another id"
            )
        if kind not in KINDS:
            raise KabarError(f"'{kind}' is no kind: use one of {', '.join(KINDS)}")
        row = HandRow(ident, name, kind, country, affiliation, "|".join(aliases))  # type: ignore[arg-type]
        self._save(row)
        return f"added {ident}: {name}, {kind}"

    def add_alias(self, ident: str, alias: str, language: str) -> str:
        """One more name of an actor, good in `language` or in any."""
        part = alias if language == ANY else f"{language}:{alias}"
        split_alias(part)
        row = self._row(ident)
        if part in row.aliases.split("|") or (language, alias, ident) in self.claims:
            raise KabarError(f"{ident} is called '{alias}' already: nothing to change")
        self._save(replace(row, aliases="|".join(filter(None, [row.aliases, part]))))
        return f"{ident}: '{alias}' names {row.name} in {'any language' if language == ANY else language}"

    def merge(self, stays: str, goes: str) -> str:
        """`goes` is the same actor as `stays`: its names are names of `stays` from now on."""
        if stays == goes:
            raise KabarError("an actor cannot be merged with itself: name two ids")
        kept, gone = self._row(stays), self._row(goes)
        if kept.same_as:
            raise KabarError(f"{stays} is itself merged into {kept.same_as}: merge {goes} into that")
        self._save(replace(gone, same_as=stays))
        return f"merged {goes} ({gone.name}) into {stays} ({kept.name}): `split {stays} {goes}` undoes it"

    def split(self, ident: str, new: str, aliases: list[str], name: str = "") -> str:
        """Undo a merge, or take names from an actor and give them to a new one of the same kind and country."""
        own = next((r for r in self.rows if r.id == new), None)
        if own is not None and own.same_as == ident:
            self._save(replace(own, same_as=""))
            return f"split {new} ({own.name}) from {ident} again"
        row = self._row(ident)
        if new in self.shipped or own is not None:
            raise KabarError(f"there is an actor '{new}': choose an id that is free")
        if not aliases:
            raise KabarError(f"which names of {ident} are {new}'s? Give at least one")
        held = {split_alias(p)[1] for p in filter(None, row.aliases.split("|"))}
        held |= {n for _, n, i in self.claims if i == ident}
        for part in aliases:
            if split_alias(part)[1] not in held:
                raise KabarError(f"'{part}' is no name of {ident}: see `kabar actors search {ident}`")
        taken = {split_alias(p)[1] for p in aliases}
        left = [p for p in filter(None, row.aliases.split("|")) if split_alias(p)[1] not in taken]
        fresh = HandRow(
            new, name or split_alias(aliases[0])[1], row.kind, row.country, row.affiliation, "|".join(aliases)
        )
        here = any(r.id == ident for r in self.rows)
        self._save(fresh, *([replace(row, aliases="|".join(left))] if here else []), taking=taken)
        return f"split {new} ({fresh.name}) from {ident}: {', '.join(sorted(taken))}"

    def _row(self, ident: str) -> HandRow:
        """The row of the table, or an empty one for an actor that stands in the shipped table alone."""
        found = next((r for r in self.rows if r.id == ident), None)
        if found is not None:
            return found
        if ident in self.shipped:
            known = self.shipped[ident]
            return HandRow(known.id, known.name, known.kind, known.country or "", known.affiliation or "")
        raise KabarError(f"there is no actor '{ident}': look for its id with `kabar actors search NAME`")

    def _save(self, *changed: HandRow, taking: Iterable[str] = ()) -> None:
        """Write the table with the changed rows in their places, new ones at the end; refused where that is unsound."""
        by_id = {r.id: r for r in self.rows}
        for row in changed:
            by_id[row.id] = row
        rows, taken = list(by_id.values()), set(taking)
        merged = {r.id: r.same_as for r in rows if r.same_as}
        claims = [
            (language, name, merged.get(ident, ident))
            for language, name, ident in self.claims
            if name not in taken
        ]
        claims += [(la, n, r.same_as or r.id) for r in self.beside for la, n in r.names() if n not in taken]
        known = {i: r.name for i, r in self.shipped.items()}
        named = [replace(r, where=r.where or f"{self.path.name}, new row") for r in rows]
        before = set(check_rows(self.rows, known, claims)) if self.path.is_file() else set()
        faults = [f for f in check_rows(named, known, claims) if f not in before]
        if faults:
            raise KabarError(f"not changed: {faults[0]}")
        scratch = self.path.with_suffix(".new")
        write_rows(scratch, rows)
        try:
            read_rows(scratch)  # every cell is sound
        except KabarError as error:
            scratch.unlink()
            raise KabarError(f"not changed: {error}") from error
        scratch.replace(self.path)

"""The whole actor table, all languages at once: for looking up and for editing. Readings load one language instead."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from kabar.actors.check import check_rows
from kabar.actors.edit import Editor
from kabar.actors.rows import HandRow, read_rows
from kabar.actors.table import KnownActor, built_names, load_actors
from kabar.errors import KabarError


@cache
def languages() -> tuple[str, ...]:
    """`any`, and every language that the shipped table has names of its own for."""
    folder = files("kabar.actors") / "built/names"
    return tuple(sorted(p.name.removesuffix(".tsv") for p in folder.iterdir()))


@cache
def all_names() -> tuple[tuple[str, str, str], ...]:
    """Every shipped name as (language, name, id)."""
    return tuple((code, name, ident) for code in languages() for name, ident in built_names(code))


@cache
def known_actors() -> dict[str, KnownActor]:
    """Every shipped row by its id."""
    return load_actors("any").by_id


def found_actors(wanted: str, language: str | None, own: Path) -> list[str]:
    """Lines that tell of each actor whose id or names hold `wanted`: exact names first, then by id."""
    rows = load_actors("any", own).by_id
    claims = [*all_names(), *((c, n, r.same_as or r.id) for r in _own(own) for c, n in r.names())]
    folded, names = wanted.casefold(), dict[str, list[tuple[str, str]]]()
    for code, name, ident in claims:
        if ident in rows and (language is None or code in ("any", language)):
            names.setdefault(ident, []).append((code, name))
    found = [i for i, r in rows.items() if _matches(r, names.get(i, []), folded)]
    exact = {
        i for i in found if i.casefold() == folded or any(n.casefold() == folded for _, n in names.get(i, []))
    }
    return [_told(rows[i], names.get(i, [])) for i in sorted(found, key=lambda i: (i not in exact, i))]


def _own(path: Path) -> list[HandRow]:
    return read_rows(path) if path.is_file() else []


def _matches(row: KnownActor, names: list[tuple[str, str]], wanted: str) -> bool:
    return wanted in (row.id.casefold(), row.name.casefold()) or any(wanted in n.casefold() for _, n in names)


def _told(row: KnownActor, names: list[tuple[str, str]]) -> str:
    by_code: dict[str, list[str]] = {}
    for code, name in names:
        by_code.setdefault(code, []).append(name)
    told = "; ".join(f"{code}: {', '.join(found[:8])}" for code, found in sorted(by_code.items()))
    of = " ".join(filter(None, [row.country, row.affiliation and f"of {row.affiliation}"]))
    held = f" ({row.since or ''}-{row.until or ''})" if row.since or row.until else ""
    return f"{row.id}: {row.name}, {row.kind} {of}{held} [{row.origin}, {row.sure}] {told}"


def table_faults(own: Path | None) -> tuple[int, list[str]]:
    """How many actors the shipped table has, and the faults of the hand-written ones and of the user's own.

    Raises KabarError for a row whose cells are malformed.
    """
    hand = [row for path in sorted(_hand().glob("*.tsv")) for row in read_rows(path)]
    known = {i: r.name for i, r in load_actors("any").by_id.items()}
    faults = check_rows(hand, known)
    if own is not None:
        if not own.is_file():
            raise KabarError(f"there is no file '{own}': name a table of actors")
        faults += check_rows(
            read_rows(own), known
        )  # an own row may take a shipped name: its rows stand above
    return len(known), faults


def _hand() -> Path:
    return Path(str(files("kabar.actors"))) / "hand"


def editor_of(path: Path) -> Editor:
    """The editor of a user's own table."""
    return Editor(path, dict(load_actors("any").by_id), all_names())


def shipped_editor(ident: str) -> Editor:
    """The editor of the shipped hand-written table that holds the row. Raises KabarError where none does."""
    folder = _hand()
    tables = {path: read_rows(path) for path in sorted(folder.glob("*.tsv"))}
    path = next((p for p, rows in tables.items() if any(r.id == ident for r in rows)), None)
    if path is None:
        raise KabarError(
            f"'{ident}' stands in no hand-written table: write a row for it in {folder.name}/ and build, or leave "
            "--shipped out to change your own table"
        )
    beside = tuple(r for p, rows in tables.items() if p != path for r in rows)
    return Editor(path, dict(load_actors("any").by_id), (), beside)

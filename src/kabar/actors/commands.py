"""`kabar actors`: look actors up, and change the table by one row at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kabar.actors.edit import Editor

app = typer.Typer(help="Look actors up and change the table, one row at a time.", no_args_is_help=True)

Table = Annotated[
    Path | None, typer.Option(help="The table to change; your own in the data folder when not given.")
]
Shipped = Annotated[
    bool, typer.Option(help="Change the shipped hand-written tables (in a checkout); then build.")
]
Lang = Annotated[
    str, typer.Option(help="Languages that the name is good in: a code, or several as en,fr; any.")
]


@app.command()
def search(
    name: str,
    lang: Annotated[str | None, typer.Option(help="Only names good in this language.")] = None,
    table: Table = None,
) -> None:
    """Actors whose id or names hold NAME, in any case, with their names by language."""
    from kabar.actors.find import found_actors

    lines = found_actors(name, lang, table or own_table())
    for line in lines:
        typer.echo(line)
    if not lines:
        typer.echo(f"no actor is called '{name}': add one with `kabar actors add`")
        raise typer.Exit(1)


@app.command()
def holder(office: str, of: str, day: str) -> None:
    """Who held an OFFICE (president, prime-minister, foreign-minister ...) OF a state or body on a DAY (YYYY-MM-DD)."""
    from kabar.actors.table import load_actors

    found = load_actors("en").office_holder(office, of, day)
    typer.echo(f"{found.id}: {found.name}" if found else "not known")
    if found is None:
        raise typer.Exit(1)


@app.command()
def add(
    id: str,
    name: str,
    kind: Annotated[
        str, typer.Option(help="person, government, armed-group, igo, ngo, civilians, media, company.")
    ],
    country: Annotated[str, typer.Option(help="ISO 3166-1 alpha-3.")] = "",
    affiliation: Annotated[str, typer.Option(help="Another actor's id.")] = "",
    alias: Annotated[
        list[str] | None, typer.Option(help="A name, or en,fr:Name; may be given again.")
    ] = None,
    table: Table = None,
) -> None:
    """Add an actor to a table of your own."""
    typer.echo(_editor(table, None).add(id, name, kind, country, affiliation, alias or []))


@app.command("add-alias")
def add_alias(id: str, alias: str, lang: Lang = "any", table: Table = None, shipped: Shipped = False) -> None:
    """Give an actor one more name."""
    typer.echo(_editor(table, id if shipped else None).add_alias(id, alias, lang))


@app.command()
def merge(stays: str, goes: str, table: Table = None, shipped: Shipped = False) -> None:
    """Say that GOES is the same actor as STAYS."""
    typer.echo(_editor(table, goes if shipped else None).merge(stays, goes))


@app.command()
def split(
    id: str,
    new: str,
    names: Annotated[
        list[str] | None, typer.Argument(help="Names that are NEW's: Name, or en,fr:Name.")
    ] = None,
    name: Annotated[
        str, typer.Option(help="What NEW is called; the first of the names when not given.")
    ] = "",
    table: Table = None,
    shipped: Shipped = False,
) -> None:
    """Undo a merge, or give names of an actor to a new one."""
    typer.echo(_editor(table, id if shipped else None).split(id, new, names or [], name))


def own_table() -> Path:
    """The user's own table: `actors.tsv` in the data folder that the system gives kabar."""
    from platformdirs import user_data_path

    return user_data_path("kabar", appauthor=False) / "actors.tsv"


def _editor(table: Path | None, shipped: str | None) -> Editor:
    """The editor of a user's table, or of the shipped one that holds the row `shipped`."""
    from kabar.actors.find import editor_of, shipped_editor

    return editor_of(table or own_table()) if shipped is None else shipped_editor(shipped)

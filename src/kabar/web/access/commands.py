"""kabar accounts: who may use the pages of an archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kabar.errors import KabarError

if TYPE_CHECKING:
    from kabar.store import Archive
    from kabar.store.people import Account

app = typer.Typer(help="Who may use the pages of an archive (`kabar serve`).", no_args_is_help=True)
From = Annotated[str, typer.Option("--from", help="The archive: a file, or postgresql+psycopg://...")]
Role = Annotated[
    str, typer.Option(help="reader looks, reviewer decides and takes in too, admin manages accounts too.")
]
WHO = "command line"


@app.command()
def add(name: str, role: Role = "reader", archive: From = "kabar.db") -> None:
    """Make an account; its password is asked for, or read from standard input."""
    with _opened(archive) as opened:
        if opened.people.account(name) is not None:
            raise KabarError(f"there is an account '{name}' already: give another name")
        account = opened.people.add(name, _hashed_password(), role, who=WHO)  # type: ignore[arg-type]
    typer.echo(f"{account.name} may sign in as {account.role}")


@app.command("list")
def list_accounts(archive: From = "kabar.db") -> None:
    """All accounts, closed ones too."""
    with _opened(archive) as opened:
        for account in opened.people.all():
            closed = " (closed)" if account.closed else ""
            typer.echo(f"{account.name}: {account.role}, since {account.made_at:%Y-%m-%d}{closed}")


@app.command("role")
def set_role(name: str, role: Annotated[str, typer.Argument(help="reader, reviewer or admin.")], archive: From = "kabar.db") -> None:  # fmt: skip
    """Give an account another role."""
    with _opened(archive) as opened:
        opened.people.set_role(name, role, who=WHO)  # type: ignore[arg-type]
    typer.echo(f"{name} is {role} now")


@app.command()
def password(name: str, archive: From = "kabar.db") -> None:
    """Set another password; it ends every session of the account."""
    with _opened(archive) as opened:
        _account(opened, name)
        opened.people.set_password(name, _hashed_password(), who=WHO)
    typer.echo(f"{name} has a new password and is signed out everywhere")


@app.command()
def close(name: str, archive: From = "kabar.db") -> None:
    """Let an account sign in no more; what it decided stays under its name."""
    with _opened(archive) as opened:
        opened.people.close(name, who=WHO)
    typer.echo(f"{name} is closed")


@app.command()
def reopen(name: str, archive: From = "kabar.db") -> None:
    """Let a closed account sign in again."""
    with _opened(archive) as opened:
        opened.people.reopen(name, who=WHO)
    typer.echo(f"{name} may sign in again")


@app.command()
def token(
    name: str,
    label: Annotated[str, typer.Option("--for", help="What the token is for.")],
    scope: Annotated[list[str], typer.Option(help="read, review, ingest or admin; may be repeated.")],
    days: Annotated[int | None, typer.Option(help="How long it is good for; until it is revoked when not given.")] = None,
    archive: From = "kabar.db",
) -> None:  # fmt: skip
    """Make a token for programs (`Authorization: Bearer ...`); it is printed this once."""
    with _opened(archive) as opened:
        account = _account(opened, name)
        made = opened.people.add_token(account.id, label, scope, who=WHO, days=days)  # type: ignore[arg-type]
    typer.echo(made)


@app.command()
def tokens(name: str, archive: From = "kabar.db") -> None:
    """The tokens of an account, with their numbers."""
    with _opened(archive) as opened:
        for row in opened.people.tokens(_account(opened, name).id):
            ends = f", until {row.ends_at:%Y-%m-%d}" if row.ends_at else ""
            typer.echo(
                f"{row.id:5} {row.name}: {' '.join(row.scopes)}{ends}{' (revoked)' if row.revoked else ''}"
            )


@app.command()
def revoke(name: str, number: int, archive: From = "kabar.db") -> None:
    """Let a token of an account, by its number, be good for nothing."""
    with _opened(archive) as opened:
        opened.people.revoke(number, _account(opened, name).id, who=WHO)
    typer.echo(f"token {number} of {name} is revoked")


def _opened(archive: str) -> Archive:
    import kabar

    if "://" not in archive and not Path(archive).is_file():
        raise KabarError(
            f"there is no archive '{archive}': make one with `kabar ingest`, or name another with --from"
        )
    return kabar.open(archive)


def _account(archive: Archive, name: str) -> Account:
    account = archive.people.account(name)
    if account is None:
        raise KabarError(f"there is no account '{name}': `kabar accounts list` has their names")
    return account


def _hashed_password() -> str:
    """Asked for twice, unseen; of standard input that is no terminal its first line."""
    try:
        from kabar.web.access.passwords import hashed
    except ModuleNotFoundError as error:
        raise KabarError(f"accounts need {error.name}: pip install 'kabar[web]'") from error
    if not sys.stdin.isatty():
        return hashed(sys.stdin.readline().rstrip("\r\n"))
    return hashed(typer.prompt("Password", hide_input=True, confirmation_prompt=True))

"""`kabar judge`: what people decide about records, and what they decided as training data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kabar.errors import KabarError

if TYPE_CHECKING:
    from kabar.store import Archive
    from kabar.store.ledger import Verdict

app = typer.Typer(help="Decide about records; `kabar reconcile` obeys.", no_args_is_help=True)

From = Annotated[str, typer.Option("--from", help="The archive: a file, or postgresql+psycopg://...")]
Who = Annotated[str, typer.Option("--who", help="Who decides.")]
Why = Annotated[str, typer.Option("--why", help="Why.")]


@app.command("same")
def same(key: str, other_key: str, who: Who, why: Why = "", archive: From = "kabar.db") -> None:
    """Two records are about the same thing."""
    _judge(archive, "same", (key, other_key), who, why)


@app.command("different")
def different(key: str, other_key: str, who: Who, why: Why = "", archive: From = "kabar.db") -> None:
    """Two records are not about the same thing."""
    _judge(archive, "different", (key, other_key), who, why)


@app.command("wrong")
def wrong(key: str, who: Who, why: Why = "", archive: From = "kabar.db") -> None:
    """A record does not say what its article says: it is set beside no other."""
    _judge(archive, "wrong", (key,), who, why)


@app.command("right")
def right(key: str, who: Who, why: Why = "", archive: From = "kabar.db") -> None:
    """A record says what its article says."""
    _judge(archive, "right", (key,), who, why)


@app.command("comment")
def comment(key: str, text: str, who: Who, archive: From = "kabar.db") -> None:
    """Note something about a record; it decides nothing."""
    from kabar.reconcile.judge import judge

    with existing(archive) as opened:
        number = judge(opened, "comment", (key,), who=who, why=text)
    typer.echo(f"comment {number} is kept")


@app.command("correct")
def correct(
    key: str,
    fields: Annotated[list[str], typer.Argument(help="field=value: low=12 high=none sources='UN; OCHA' span=10:25.")],
    who: Who,
    why: Why = "",
    archive: From = "kabar.db",
) -> None:  # fmt: skip
    """Correct fields of a record: it shows at once, and again whenever its article is read anew."""
    given = dict(_field(f) for f in fields)
    with existing(archive) as opened:
        number = opened.judgements.correct(key, given, who=who, why=why)
    typer.echo(f"decision {number}: the record is corrected; `kabar reconcile` obeys")


def _field(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals:
        raise KabarError(f"'{written}' is no field=value: write low=12, or low=none to leave it open")
    return name.strip(), value


@app.command("undo")
def undo(number: int, who: Who, why: Why = "", archive: From = "kabar.db") -> None:
    """Take a decision back, by its number in the list."""
    with existing(archive) as opened:
        opened.judgements.undo(number, who=who, why=why)
    typer.echo(f"decision {number} is taken back: `kabar reconcile` obeys")


@app.command("list")
def list_command(archive: From = "kabar.db") -> None:
    """All decisions, those taken back too, and corrections that can't be applied any more."""
    with existing(archive) as opened:
        left = {j.id: reason for j, reason in opened.judgements.left()}
        for j in opened.judgements.all():
            undone = " (taken back)" if j.undone else f" (not applied: {left[j.id]})" if j.id in left else ""
            keys = " ".join(filter(None, (j.key, j.other_key)))
            says = "".join(f" {name}={value}" for name, value in (j.says or {}).items())
            typer.echo(
                f"{j.id:5} {j.at:%Y-%m-%d %H:%M} {j.who}: {j.verdict} {keys}{says}{undone}{f' - {j.why}' if j.why else ''}"
            )


@app.command("export")
def export(
    to: Annotated[Path, typer.Option("--to", help="The file to write: JSON lines.")],
    archive: From = "kabar.db",
) -> None:
    """Write what was decided about statements as training data for the tagger (docs/model.md)."""
    from kabar.train.reviewed import write_reviewed

    with existing(archive) as opened:
        articles, statements = write_reviewed(opened, to)
    typer.echo(f"{to}: {statements} statements of {articles} articles")


def _judge(archive: str, verdict: Verdict, keys: tuple[str, ...], who: str, why: str) -> None:
    from kabar.reconcile.judge import judge

    with existing(archive) as opened:
        number = judge(opened, verdict, keys, who=who, why=why)
    typer.echo(f"decision {number}: `kabar reconcile` obeys")


def existing(archive: str) -> Archive:
    """An archive that is there: a command that only looks must not make one."""
    import kabar

    if "://" not in archive and not Path(archive).is_file():
        raise KabarError(
            f"there is no archive '{archive}': make one with `kabar ingest`, or name another with --from"
        )
    return kabar.open(archive)

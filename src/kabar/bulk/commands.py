"""`kabar bulk`: many articles into tables."""

from __future__ import annotations

from typing import Annotated

import typer


def bulk_command(
    input: Annotated[str, typer.Argument(help="A file, folder or glob of .parquet, .jsonl[.gz], .warc[.gz]; here, or s3://..., gs://...")],
    output: Annotated[str, typer.Argument(help="The folder for the tables; here, or s3://..., gs://...")],
    engine: Annotated[str, typer.Option(help="local, ray or spark.")] = "local",
    workers: Annotated[int, typer.Option(help="How many read at once; each takes a core and some 400 MB.")] = 1,
    text: Annotated[bool, typer.Option(help="Write the articles' text.")] = True,
    unit: Annotated[int, typer.Option(help="Records that are read, written and committed together.")] = 500,
    lang: Annotated[str | None, typer.Option(help="Language of all these articles (BCP 47); guessed when not given.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication date of all these articles.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of all these articles.")] = None,
    seconds: Annotated[float, typer.Option(help="Time for one article, beside a millisecond a character.")] = 120.0,
    memory: Annotated[int, typer.Option(help="Most memory of a worker's reading process, in MB; 0: no limit.")] = 4_000,
    price: Annotated[str | None, typer.Option(help="What a core costs for an hour, as '0.04 EUR': the cost is shown.")] = None,
) -> None:  # fmt: skip
    """Read many articles into Parquet tables of their records; what was done is kept, the same command goes on."""
    from kabar.bulk.guard import Limits
    from kabar.bulk.progress import Price
    from kabar.bulk.run import Settings, bulk
    from kabar.intake.article import Given, check_date

    given = Given(language=lang, published=check_date(published) if published else None, publisher=publisher)
    limits = Limits(seconds, memory * 1_000_000)
    cost = Price.parse(price) if price else None
    done = bulk(input, output, Settings(engine, workers, unit, text, given, limits, cost))
    known = f", {done.known} units known" if done.known else ""
    typer.echo(
        f"{output}: {done.articles} articles read, {done.refused} refused, in {done.units} units{known}"
    )
    if done.refused:
        typer.echo(f"  why, and their bytes: {output}/refused")
    for sentence in done.failed:
        typer.echo(f"kabar: {sentence}", err=True)
    if done.stopped:
        typer.echo("  stopped: all of these are kept; the same command goes on from here")
        raise typer.Exit(130)
    if done.refused or done.failed:
        raise typer.Exit(1)

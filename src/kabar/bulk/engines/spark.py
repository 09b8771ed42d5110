"""Spark: units as a data frame, a task each, mapped through Arrow; a guarded process for each of Spark's Python workers."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from queue import SimpleQueue
from typing import Any

import msgspec

from kabar.bulk.units import Unit
from kabar.bulk.work import Done, Task, Worker
from kabar.errors import KabarError
from kabar.extras import needed

# Of this process: Spark keeps its Python workers from task to task.
_workers: dict[Task, Worker] = {}


def read_spark(units: Iterator[Unit], task: Task, workers: int) -> Generator[Done, None, None]:
    """In the session that is running, or that spark-submit describes; else on this machine with so many cores.

    Raises KabarError where Spark ends the job.
    """
    sql, spark = needed("pyspark.sql", "spark"), needed("pyspark", "spark")
    rows = [(msgspec.json.encode(unit),) for unit in units]
    if not rows:
        return
    mine = sql.SparkSession.getActiveSession() is None
    builder = sql.SparkSession.builder.appName("kabar bulk")
    here = mine and not spark.SparkConf().contains("spark.master")
    if here:
        builder = builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    context = session.sparkContext
    if here:
        context.setLogLevel("OFF")  # what fails is told once, below
    told: SimpleQueue[bytes | BaseException | None] = SimpleQueue()
    tell = context.accumulator([], _lists(spark.AccumulatorParam)(told))
    frame = session.createDataFrame(context.parallelize(rows, len(rows)), "unit binary")

    def run() -> None:
        try:
            frame.mapInArrow(_mapper(task, tell), "unit string").collect()
            told.put(None)
        except BaseException as error:
            told.put(error)

    threading.Thread(target=run, daemon=True).start()
    seen: set[str] = set()
    try:
        while (one := told.get()) is not None:
            if isinstance(one, BaseException):
                raise KabarError(f"Spark ended the job: {str(one).strip().splitlines()[-1]}") from one
            done = msgspec.json.decode(one, type=Done)
            if done.unit not in seen:  # a task that was run twice
                seen.add(done.unit)
                yield done
    finally:
        context.cancelAllJobs()
        if mine:
            session.stop()


def _lists(base: Any) -> Any:
    class Told(base):  # type: ignore[misc]
        """Hands on what tasks report as each of them ends; nothing is summed up."""

        def __init__(self, told: SimpleQueue[Any] | None = None) -> None:
            self.told = told

        def __getstate__(self) -> dict[str, Any]:
            return {"told": None}

        def zero(self, value: list[bytes]) -> list[bytes]:
            return []

        def addInPlace(self, value: list[bytes], more: list[bytes]) -> list[bytes]:  # noqa: N802 (Spark's name)
            if self.told is None:
                return value + more
            for one in more:
                self.told.put(one)
            return []

    return Told


def _mapper(task: Task, tell: Any) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def read(batches: Iterator[Any]) -> Iterator[Any]:
        arrow = needed("pyarrow", "bulk")
        worker = _workers.setdefault(task, Worker(task))
        for batch in batches:
            for row in batch.column("unit").to_pylist():
                done = worker.unit(msgspec.json.decode(row, type=Unit))
                tell.add([msgspec.json.encode(done)])
                yield arrow.RecordBatch.from_pydict({"unit": [done.unit]})

    return read

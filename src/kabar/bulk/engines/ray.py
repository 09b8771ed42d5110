"""Ray: units as a Ray Data set, mapped by actors that each hold one guarded process."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from typing import Any

import msgspec

from kabar.bulk.units import Unit
from kabar.bulk.work import Done, Task, Worker
from kabar.errors import KabarError
from kabar.extras import needed


class Reader:
    """The actor. A unit goes in and what became of it comes out as JSON, in a batch of one row."""

    def __init__(self, task: Task) -> None:
        self._worker = Worker(task)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        done = [self._worker.unit(msgspec.json.decode(u, type=Unit)) for u in batch["unit"]]
        return {"done": [msgspec.json.encode(d) for d in done]}


def read_ray(units: Iterator[Unit], task: Task, workers: int) -> Generator[Done, None, None]:
    """On the cluster that RAY_ADDRESS names, else on this machine alone.

    A worker asks for a core where there are more cores than workers, else for half of one: Ray Data needs some to hand
    the units out, and waits for ever where there is none.
    """
    ray, data = needed("ray", "ray"), needed("ray.data", "ray")
    mine = not ray.is_initialized()
    if mine:
        ray.init(log_to_driver=False, include_dashboard=False, logging_level="ERROR")
    try:
        cores = ray.cluster_resources().get("CPU", 1)
        data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        rows = [{"unit": msgspec.json.encode(unit)} for unit in units]
        if not rows:
            return
        found = data.from_items(rows, override_num_blocks=len(rows)).map_batches(
            Reader, fn_constructor_args=(task,), batch_size=1, num_cpus=1 if cores > workers else 0.5,
            compute=data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2), batch_format="numpy",
        )  # fmt: skip
        try:
            for row in found.iter_rows():
                yield msgspec.json.decode(row["done"], type=Done)
        except ray.exceptions.RayError as error:
            raise KabarError(f"Ray ended the job: {str(error).strip().splitlines()[-1]}") from error
    finally:
        if mine:
            ray.shutdown()

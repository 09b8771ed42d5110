"""This machine alone: a thread for each worker, which waits for its guarded process most of the time."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from queue import SimpleQueue

from kabar.bulk.units import Unit
from kabar.bulk.work import Done, Task, Worker


def read_local(units: Iterator[Unit], task: Task, workers: int) -> Generator[Done, None, None]:
    """Each worker takes a unit when it has finished the one before: no more are held than there are workers.

    Raises KabarError where nothing can be read at all.
    """
    told: SimpleQueue[Done | BaseException | None] = SimpleQueue()
    turn, stopped = threading.Lock(), threading.Event()
    made = [Worker(task) for _ in range(workers)]

    def next_unit() -> Unit | None:
        with turn:
            return None if stopped.is_set() else next(units, None)

    def work(worker: Worker) -> None:
        try:
            while (unit := next_unit()) is not None:
                told.put(worker.unit(unit))
            told.put(None)
        except BaseException as error:
            told.put(error)
        finally:
            worker.close()

    threads = [threading.Thread(target=work, args=(w,), daemon=True) for w in made]
    for thread in threads:
        thread.start()
    going = workers
    try:
        while going:
            one = told.get()
            if isinstance(one, BaseException):
                raise one
            if one is None:
                going -= 1
            else:
                yield one
    finally:
        # Units that are being read are given up, not written without the articles that are left.
        stopped.set()
        for worker in made:
            worker.stop()
        for thread in threads:
            thread.join()

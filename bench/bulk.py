"""`kabar bulk` on one machine: articles a second a core, from one worker to more, memory a worker, bytes out an article.

usage: python bench/bulk.py ARTICLES.jsonl[.gz] [--articles 200] [--workers 2] [--rounds 3]   (text, lang; and published, url)

One worker and several take turns in the same run, so that what else the machine does weighs on both. Core-seconds are those of
all processes together, the driver's too, and hardly depend on who else is there; articles a second do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq

from kabar.bulk.guard import Guard, Limits
from kabar.bulk.output import parquet_bytes
from kabar.bulk.run import Settings, bulk
from kabar.bulk.tables import BULK
from kabar.bulk.units import Raw
from kabar.intake.article import Given

UNITS = 16
MEMORY = ("Rss", "Pss", "Private_Clean", "Private_Dirty")


@dataclass
class Memory:
    """The most that a process had, in MB; `watch` looks at this process's children twice a second."""

    most: dict[int, Counter[str]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        mine = Path("/proc/self").resolve().name
        while not self.over.wait(0.5):
            for status in Path("/proc").glob("[0-9]*/stat"):
                try:
                    if status.read_text().rpartition(")")[2].split()[1] != mine:
                        continue
                    rows = (status.parent / "smaps_rollup").read_text().splitlines()[1:]
                except OSError:
                    continue  # it has just ended
                found = Counter({r.split(":")[0]: int(r.split()[1]) / 1_000 for r in rows})
                pid = int(status.parent.name)
                if pid not in self.most or found["Pss"] > self.most[pid]["Pss"]:
                    self.most[pid] = found


@dataclass
class Turn:
    """One run: wall seconds, core-seconds, memory of its readers."""

    wall: float
    cores: float
    memory: list[Counter[str]]


def turn(source: Path, target: Path, workers: int, unit: int) -> Turn:
    """A run into a fresh folder."""
    memory = Memory()
    watcher = threading.Thread(target=memory.watch, daemon=True)
    watcher.start()
    began, worked = time.perf_counter(), work()
    done = bulk(str(source), str(target), Settings(workers=workers, unit=unit))
    wall, cores = time.perf_counter() - began, work() - worked
    memory.over.set()
    watcher.join()
    assert not done.failed, done.failed
    return Turn(wall, cores, list(memory.most.values()))


def work() -> float:
    """Core-seconds of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def start() -> float:
    """Seconds until a reader has loaded model and tables and says no to an empty record."""
    began = time.perf_counter()
    with Guard(Given(), Limits()) as guard:
        guard.read(Raw("nothing", b"{}", "application/json"))
    return time.perf_counter() - began


def table_bytes(target: Path) -> dict[str, int]:
    """Bytes of each table as one file: the small units here would count Parquet's footers over and over."""
    found = {}
    for table in BULK:
        parts = sorted((target / table.name).iterdir())
        found[table.name] = len(
            parquet_bytes(table.name, [r for p in parts for r in pq.read_table(p).to_pylist()])
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    opened = gzip.open if given.articles_file.suffix == ".gz" else open
    with opened(given.articles_file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, given.articles)]
    words = sum(len(r["text"].split()) for r in rows)
    characters = sum(len(r["text"]) for r in rows)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = folder / "articles.jsonl"
        source.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
        unit = max(1, len(rows) // UNITS)
        turns: dict[int, list[Turn]] = {1: [], given.workers: []}
        starts = []
        for number in range(given.rounds):
            starts.append(start())
            for workers in (1, given.workers):
                turns[workers].append(turn(source, folder / f"{workers}-{number}", workers, unit))
        sizes = table_bytes(folder / "1-0")
    began = statistics.median(starts)
    count = len(rows)
    print(
        f"{count} articles, {words / count:.0f} words and {characters / count:.0f} characters each; units of {unit}"
    )
    print(f"a reader starts in {began:.1f} s (median); the rates below are without that\n")
    print(
        "| workers | articles/s | articles/s a worker | core-seconds an article | RSS MB | PSS MB | private MB |"
    )
    print("|---|---|---|---|---|---|---|")
    rates = {}
    for workers, runs in turns.items():
        rates[workers] = statistics.median(count / (t.wall - began) for t in runs)
        cores = statistics.median(t.cores / count for t in runs)
        most = [m for t in runs for m in t.memory]
        rss, pss, clean, dirty = (max(m[name] for m in most) for name in MEMORY)
        row = f"{rates[workers]:.2f} | {rates[workers] / workers:.2f} | {cores:.2f} | {rss:.0f} | {pss:.0f} | {clean + dirty:.0f}"
        print(f"| {workers} | {row} |")
    print(
        f"\n1 to {given.workers} workers: {rates[given.workers] / rates[1]:.2f} times; single rounds: ",
        end="",
    )
    print(", ".join(f"{a.wall / b.wall:.2f}" for a, b in zip(turns[1], turns[given.workers], strict=True)))
    print(f"\nbytes out an article: {sum(sizes.values()) / count:.0f}")
    print(", ".join(f"{name} {size / count:.0f}" for name, size in sizes.items()))


if __name__ == "__main__":
    main()

"""The progress bar of a run, and its summary."""

from __future__ import annotations

import csv
from collections import deque
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from kabar.errors import KabarError
from kabar.ingest.run import Done, Outcome
from kabar.ingest.sources import files_of, is_web

ORDER = ("new", "updated", "unchanged", "re-read", "passed over", "refused")
SHOWN_REFUSALS = 20
# Articles by which the rate is reckoned.
RECENT = 50


class Progress:
    """A bar over bytes where all sources are files, else a count; with rate and remaining time, on standard error."""

    def __init__(self, sources: list[str]) -> None:
        self._total = _bytes_of(sources)
        self._bar = Bar(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[articles]} articles"),
            TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("reading", total=self._total, articles=0, rate="")
        self._count = 0
        self._when: deque[float] = deque(maxlen=RECENT)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def report(self, done: Done) -> None:
        """One more article is safe."""
        self._count += 1
        self._when.append(self._bar.get_time())
        elapsed = self._when[-1] - self._when[0]
        # Of the last ones: those that were known already go by a hundred times as fast as those that are read.
        rate = f"{(len(self._when) - 1) / elapsed:.1f}/s" if elapsed > 1 else ""
        self._bar.update(self._task, completed=done.position, articles=self._count, rate=rate)


def _bytes_of(sources: list[str]) -> int | None:
    """Bytes of all files, None where a source is no file: how much there is to do is not known then."""
    if any(source == "-" or is_web(source) for source in sources):
        return None
    try:
        return sum(p.stat().st_size for s in sources for p in files_of(s).paths) or None
    except (KabarError, OSError, csv.Error):
        return None


def print_outcome(outcome: Outcome, archive: str) -> None:
    """What became of everything, and why some was refused."""
    console = Console(highlight=False, soft_wrap=True)
    counts = (
        ", ".join(f"{outcome.counts[name]} {name}" for name in ORDER if outcome.counts[name])
        or "nothing found"
    )
    near = f"; {outcome.near_duplicates} nearly the same as another" if outcome.near_duplicates else ""
    console.print(f"{archive}: {counts}{near}", markup=False)
    if outcome.stopped:
        console.print(
            "  stopped: all of these are in the archive; the same command goes on from here", markup=False
        )
    for refused in outcome.refused[:SHOWN_REFUSALS]:
        console.print(f"  refused: {refused.reason}", markup=False)
    more = len(outcome.refused) - SHOWN_REFUSALS
    if more > 0:
        console.print(
            f"  and {more} more, all kept: `kabar ingest --retry-refused --into {archive}` tries them again"
        )

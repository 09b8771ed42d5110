"""The desk where articles are handed in: each is read in a thread, a few at a time, and waits until somebody keeps or discards it.

What waits is in memory alone. Whoever handed it in still has it, and is told when it is gone.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from kabar.errors import KabarError
from kabar.ingest.keep import Kept, keep, model_digest, version_of
from kabar.ingest.run import fault
from kabar.intake.article import Refused, Taken
from kabar.model import Reading
from kabar.pipeline import read_with_vectors
from kabar.resources import load_resources
from kabar.store import Archive
from kabar.store.times import now
from kabar.tagger.encoder import Floats

LOG = logging.getLogger("kabar.web")
# Fetching waits for others, reading works: so many of each at once.
WORKERS, READINGS = 4, 2
# Of one person, of all, articles of one file, characters of all that waits.
MOST_OF_ONE, MOST, MOST_ARTICLES, MOST_CHARACTERS = 20, 200, 50, 50_000_000
# A text of this length takes a minute or so to read.
LONGEST = 60_000
HOURS = 12.0

State = Literal["waiting", "read", "kept"]
Source = Callable[[], Iterator[Taken | Refused]]


@dataclass(frozen=True)
class ReadArticle:
    """One article with its reading, not yet in the archive."""

    taken: Taken
    reading: Reading
    sentences: Floats


@dataclass
class Handed:
    """What somebody handed in: its articles as they are read, and why others were refused."""

    id: str
    owner: str
    name: str
    since: float
    fetched: bool
    state: State = "waiting"
    articles: list[ReadArticle] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


class Desk:
    """All that is handed in to one archive; threads share it. `close` lets what is being read end."""

    def __init__(self, archive: Archive, clock: Callable[[], float] = time.monotonic) -> None:
        self._archive, self._clock = archive, clock
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="desk")
        self._reading = threading.BoundedSemaphore(READINGS)
        self._lock = threading.Lock()
        self._handed: dict[str, Handed] = {}

    def close(self) -> None:
        """Read no more of what waits."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def hand_in(self, owner: str, name: str, source: Source, *, fetched: bool = False) -> Handed:
        """Have something read. Raises KabarError where too much waits already; nothing that waits is dropped for it."""
        with self._lock:
            at = self._clock()
            self._handed = {k: h for k, h in self._handed.items() if at - h.since < HOURS * 3_600}
            waiting = [h for h in self._handed.values() if h.state != "kept"]
            if sum(h.owner == owner for h in waiting) >= MOST_OF_ONE:
                raise KabarError(
                    f"{MOST_OF_ONE} things that you handed in wait: keep or discard some of them first"
                )
            size = sum(len(a.taken.article.text) for h in waiting for a in h.articles)
            if len(waiting) >= MOST or size >= MOST_CHARACTERS:
                raise KabarError(
                    "too much waits here to be kept or discarded: try later, or use `kabar ingest`"
                )
            handed = Handed(secrets.token_urlsafe(12), owner, name, at, fetched)
            self._handed[handed.id] = handed
        self._workers.submit(self._read, handed, source)
        return handed

    def get(self, id: str, owner: str) -> Handed | None:
        """What this person handed in under this id."""
        handed = self._handed.get(id)
        return handed if handed is not None and handed.owner == owner else None

    def of(self, owner: str) -> list[Handed]:
        """All that this person handed in, the newest first."""
        return [h for h in reversed(list(self._handed.values())) if h.owner == owner]

    def discard(self, handed: Handed) -> None:
        """Forget it."""
        with self._lock:
            self._handed.pop(handed.id, None)

    def keep(self, handed: Handed, who: str) -> None:
        """Keep all its articles in the archive: all of them or, when the archive fails, none. Twice is once.

        Raises KabarError when it is not read yet, or the archive fails.
        """
        if handed.state == "waiting":
            raise KabarError("this is still being read: wait until it is")
        with self._lock:
            if handed.state == "kept":
                return
            with self._archive.batch():
                handed.kept = [self._keep(article, handed) for article in handed.articles]
                self._archive.log.add("article taken in", handed.name, who=who)
            handed.state, handed.articles = "kept", []

    def _keep(self, article: ReadArticle, handed: Handed) -> Kept:
        version = version_of(self._archive, article.taken.article, newest=handed.fetched)
        return keep(
            self._archive, article.taken, article.reading, article.sentences, version=version, model=model_digest(),
            fetched_at=now() if handed.fetched else None,
        )  # fmt: skip

    def _read(self, handed: Handed, source: Source) -> None:
        try:
            for taken in source():
                if isinstance(taken, Refused):
                    handed.faults.append(taken.reason)
                elif len(handed.articles) == MOST_ARTICLES:
                    handed.faults.append(
                        f"'{handed.name}' holds more than {MOST_ARTICLES} articles, and the others were not read: take it in "
                        "with `kabar ingest`"
                    )
                    break
                else:
                    self._read_one(handed, taken)
        except KabarError as error:
            handed.faults.append(str(error))
        except Exception as error:
            LOG.exception("reading what was handed in failed")
            handed.faults.append(fault(handed.name, error))
        finally:
            handed.state = "read"
            handed.ended.set()

    def _read_one(self, handed: Handed, taken: Taken) -> None:
        length = len(taken.article.text)
        if length > LONGEST:
            raise KabarError(
                f"'{taken.name}' has {length:,} characters, more than are read here (limit {LONGEST:,}): take it in with "
                "`kabar ingest`, or split it"
            )
        with self._reading:
            reading, sentences = read_with_vectors(taken.article, load_resources(taken.article.language))
        handed.articles.append(ReadArticle(taken, reading, sentences))

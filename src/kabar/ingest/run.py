"""The run: each article is read, then kept with its reading in one transaction, and only then reported as done."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import kabar
from kabar.errors import KabarError
from kabar.fetch.client import Client, Limits
from kabar.ingest.bulk import ReadArticle
from kabar.ingest.keep import keep, model_digest, version_of
from kabar.ingest.sources import Found, Item, PassedOver, Sources, Unchanged, is_web
from kabar.intake import take
from kabar.intake.article import Given, Refused, Taken
from kabar.model import Article
from kabar.pipeline import read_with_vectors
from kabar.resources import load_resources
from kabar.store import Archive
from kabar.store.intake import Refusal
from kabar.store.times import now

Result = Literal["new", "updated", "unchanged", "re-read", "passed over", "refused"]

WRITTEN: tuple[Result, ...] = ("new", "updated", "re-read")
# After so many articles the database looks anew at how its rows are spread.
MANY = 1_000


@dataclass(frozen=True)
class Settings:
    """What a user may set for a run: facts about all its articles, whether feeds are followed, limits of fetching."""

    given: Given = field(default_factory=Given)
    follow: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass
class Outcome:
    """The summary of a run: how many of each result, what was refused with its reason, whether the user stopped it."""

    counts: Counter[str] = field(default_factory=Counter)
    near_duplicates: int = 0
    refused: list[Refused] = field(default_factory=list)
    stopped: bool = False


@dataclass(frozen=True)
class Done:
    """One article that is in the archive, or one input that was refused; `position`: bytes of files gone through."""

    name: str
    result: Result
    position: int = 0


Report = Callable[[Done], None]


def ingest(archive: Archive, sources: list[str], settings: Settings, report: Report) -> Outcome:
    """Take in all sources; `report` is told of each article after it is safe.

    The same input again changes nothing. One that was stopped at any moment is finished by the same call; Ctrl-C ends
    it with what was done so far. Raises KabarError when the archive fails; what was reported as done is in it.
    """
    with _running(archive, sources, report) as run:
        for found in _opened(archive, settings).all(sources):
            run.one(found)
    if sum(run.outcome.counts[r] for r in WRITTEN) >= MANY:
        archive.tidy()
    return run.outcome


def retry_refused(archive: Archive, settings: Settings, report: Report) -> Outcome:
    """Try again what was refused in earlier runs; what is taken in now is struck off the list.

    A file that is still there is opened anew, an address fetched anew where nothing had come; else the bytes that were
    kept are read.
    """
    with _running(archive, ["refused inputs"], report) as run:
        sources = _opened(archive, settings)
        for row in list(_open_refusals(archive)):
            data = archive.refused.payload(row.id)
            if Path(row.name).is_file() or (data is None and is_web(row.name)):
                run.again(row, data, sources.all([row.name]))
            elif data is not None:
                given = settings.given.over(Given(url=row.url))
                run.again(row, data, [Item(row.name, io.BytesIO(data), given, media_type=row.media_type)])
            else:
                run.refuse_still(row)
    return run.outcome


@contextlib.contextmanager
def _running(archive: Archive, sources: list[str], report: Report) -> Iterator[_Run]:
    run_id = archive.runs.start(sources)
    run = _Run(archive, run_id, report)
    try:
        yield run
    except KeyboardInterrupt:
        run.outcome.stopped = True
        archive.runs.end(run_id, "failed")
    except BaseException:
        # The archive may be what failed: then this fails too, and says nothing new.
        with contextlib.suppress(KabarError):
            archive.runs.end(run_id, "failed")
        raise
    else:
        archive.runs.end(run_id)


def _opened(archive: Archive, settings: Settings) -> Sources:
    return Sources(Client(settings.limits), settings.given, follow=settings.follow, tags=archive.fetched.tags)


def _open_refusals(archive: Archive) -> Iterator[Refusal]:
    after = 0
    while rows := archive.refused.open(after=after):
        yield from rows
        after = rows[-1].id


def taken_from(item: Item) -> Iterator[Taken | Refused]:
    """What an item holds; a fault of a library on it must not stop ten thousand others, nor be hidden."""
    found = take(item.stream, item.name, item.given, item.media_type)
    number = 0
    while True:
        try:
            one = next(found, None)
        except Exception as error:
            yield Refused(item.name, fault(item.name, error), url=item.given.url)
            return
        if one is None:
            break
        number += 1
        yield one
    if not number:
        yield Refused(item.name, f"'{item.name}' holds no article: check what is in it", url=item.given.url)


def fault(name: str, error: Exception) -> str:
    """What a user is told of a fault on one article that is not the article's."""
    if isinstance(error, OSError):
        return f"'{name}' can't be read ({error.strerror or error}): check the file and its disk"
    return f"'{name}' can't be read: {type(error).__name__}: {error}; please report this article"


class _Run:
    def __init__(self, archive: Archive, run_id: int, report: Report) -> None:
        self.archive, self.run_id, self.report = archive, run_id, report
        self.outcome = Outcome()
        self.by = (kabar.__version__, model_digest())
        self._gone_through = 0
        self._open: Item | None = None
        # While a refused input is tried again, what is refused of it waits here.
        self._held: list[Refused] | None = None

    def one(self, found: Found) -> None:
        """Everything that one stream holds."""
        if isinstance(found, PassedOver):
            self.outcome.counts["passed over"] += 1
        elif isinstance(found, Unchanged):
            self._done(found.address, "unchanged")
        elif isinstance(found, Refused):
            self._refuse(found)
        elif isinstance(found, ReadArticle):
            self._keep_read(found)
        else:
            self._open = found
            for taken in taken_from(found):
                if isinstance(taken, Refused):
                    self._refuse(taken)
                else:
                    self._keep(taken, found)
            self._open = None
            self._gone_through += found.size or 0

    def again(self, row: Refusal, data: bytes | None, found: Iterable[Found]) -> None:
        """Try a refused input again. Nothing of it taken: it stays on the list. Else it goes, and its bad parts come."""
        self._held = []
        before = self.outcome.counts.total()
        for one in found:
            self.one(one)
        held, self._held = self._held, None
        if held and self.outcome.counts.total() == before:
            again = Refused(row.name, held[0].reason, data or held[0].received, row.media_type, row.url)
            return self._refuse(again)
        for refused in held:
            self._refuse(refused)
        self.archive.refused.settle(row.id)

    def refuse_still(self, row: Refusal) -> None:
        """An input of which nothing was kept and that is not where it was."""
        self.outcome.refused.append(Refused(row.name, row.reason))
        self._done(row.name, "refused")

    def _refuse(self, refused: Refused) -> None:
        if self._held is not None:
            self._held.append(refused)
            return
        self.archive.refused.add(
            refused.name, refused.reason, payload=refused.received or None, media_type=refused.media_type,
            url=refused.url, run_id=self.run_id,
        )  # fmt: skip
        # The bytes are in the archive now.
        self.outcome.refused.append(replace(refused, received=b""))
        self._done(refused.name, "refused")

    def _keep(self, taken: Taken, item: Item) -> None:
        """Read first, then write all in one transaction: the archive is never held while the model works."""
        article = taken.article
        version = version_of(self.archive, article, newest=item.now)
        if version is not None and self._is_read(version.id, self.by):
            self._keep_tags(article, item)
            return self._done(taken.name, "unchanged")
        try:
            reading, sentences = read_with_vectors(article, load_resources(article.language))
        except KabarError:
            raise
        except Exception as error:
            # A fault of kabar's own on one article.
            reason = fault(taken.name, error)
            return self._refuse(Refused(taken.name, reason, taken.received, taken.media_type, article.url))
        with self.archive.batch():
            kept = keep(
                self.archive, taken, reading, sentences, version=version, model=self.by[1], run_id=self.run_id,
                fetched_at=now() if item.now else None,
            )  # fmt: skip
            self._keep_tags(article, item)
        self.outcome.near_duplicates += kept.near_duplicate
        self._done(taken.name, kept.result)

    def _keep_read(self, found: ReadArticle) -> None:
        """An article that was read elsewhere; one that this kabar has read keeps that reading."""
        version = version_of(self.archive, found.taken.article, newest=False)
        if version is not None and (
            self._is_read(version.id, self.by) or self._is_read(version.id, found.by)
        ):
            return self._done(found.taken.name, "unchanged")
        kept = keep(
            self.archive, found.taken, found.reading, found.sentences, version=version, model=found.by[1],
            kabar_version=found.by[0], run_id=self.run_id,
        )  # fmt: skip
        self.outcome.near_duplicates += kept.near_duplicate
        self._done(found.taken.name, kept.result)

    def _is_read(self, version_id: int, by: tuple[str, str]) -> bool:
        return any(r.current and (r.kabar_version, r.model) == by for r in self.archive.readings(version_id))

    def _keep_tags(self, article: Article, item: Item) -> None:
        if item.etag or item.modified:
            self.archive.fetched.keep(article.url or item.name, item.etag, item.modified)

    def _done(self, name: str, result: Result) -> None:
        self.outcome.counts[result] += 1
        self.report(Done(name, result, self._position()))

    def _position(self) -> int:
        item = self._open
        if item is None or item.size is None or item.stream.closed:
            return self._gone_through
        return self._gone_through + min(item.stream.tell(), item.size)

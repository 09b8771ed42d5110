"""The run: each article is read, then kept with its reading in one transaction, and only then reported as done."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import kabar
from kabar.errors import KabarError
from kabar.fetch.client import Client, Limits
from kabar.ingest.duplicates import group
from kabar.ingest.sources import Found, Item, Sources, Unchanged
from kabar.intake import take
from kabar.intake.article import Given, Refused, Taken
from kabar.model import Article
from kabar.pipeline import read_with_vectors
from kabar.resources import load_resources
from kabar.store import Archive
from kabar.store.intake import Refusal
from kabar.tagger.encoder import load_encoder

Result = Literal["new", "updated", "unchanged", "reread", "refused"]


@dataclass(frozen=True)
class Settings:
    """What a user may set for a run: facts about all its articles, whether feeds are followed, limits of fetching."""

    given: Given = field(default_factory=Given)
    follow: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass
class Outcome:
    """The summary of a run: how many of each result, and what was refused with its reason."""

    counts: Counter[str] = field(default_factory=Counter)
    near_duplicates: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Done:
    """One article that is in the archive, or one input that was refused."""

    name: str
    result: Result
    size: int = 0


Report = Callable[[Done], None]


def model_digest() -> str:
    """What tells one model from another: the digest of its graph."""
    return str(load_encoder().card["sha256"]["encoder.onnx"])


def ingest(archive: Archive, sources: list[str], settings: Settings, report: Report) -> Outcome:
    """Take in all sources; `report` is told of each article after it is safe.

    The same input again changes nothing. One that was stopped at any moment is finished by the same call.
    Raises KabarError when the archive fails; what was reported as done is in it.
    """
    run_id = archive.runs.start(sources)
    run = _Run(archive, run_id, report)
    opened = Sources(
        Client(settings.limits), settings.given, follow=settings.follow, tags=archive.fetched.tags
    )
    try:
        for found in opened.all(sources):
            run.one(found)
    except BaseException:
        archive.runs.end(run_id, "failed")
        raise
    archive.runs.end(run_id)
    return run.outcome


def retry_refused(archive: Archive, report: Report) -> Outcome:
    """Try again what was refused in earlier runs; what is taken in now is struck off the list."""
    run_id = archive.runs.start(["refused inputs"])
    run = _Run(archive, run_id, report)
    for row in list(_open_refusals(archive)):
        data = archive.refused.payload(row.id)
        if data is None:
            continue
        before = run.outcome.counts["refused"]
        run.one(Item(row.name, io.BytesIO(data), Given(url=row.url)))
        if run.outcome.counts["refused"] == before:
            archive.refused.settle(row.id)
    archive.runs.end(run_id)
    return run.outcome


def _open_refusals(archive: Archive) -> Iterator[Refusal]:
    after = 0
    while rows := archive.refused.open(after=after):
        yield from rows
        after = rows[-1].id


class _Run:
    def __init__(self, archive: Archive, run_id: int, report: Report) -> None:
        self.archive, self.run_id, self.report = archive, run_id, report
        self.outcome = Outcome()
        self.model = model_digest()

    def one(self, found: Found) -> None:
        """Everything that one stream holds."""
        if isinstance(found, Unchanged):
            return self._done(Done(found.address, "unchanged"))
        if isinstance(found, Refused):
            return self._refuse(found)
        for taken in take(found.stream, found.name, found.given):
            if isinstance(taken, Refused):
                self._refuse(taken)
            else:
                self._keep(taken, found)

    def _refuse(self, refused: Refused) -> None:
        self.archive.refused.add(
            refused.name, refused.reason, payload=refused.received or None, run_id=self.run_id
        )
        self.outcome.refused.append(refused)
        self._done(Done(refused.name, "refused"))

    def _keep(self, taken: Taken, item: Item) -> None:
        """Read first, then write all in one transaction: the archive is never held while the model works."""
        article = taken.article
        if self._is_known(article):
            return self._done(Done(taken.name, "unchanged", len(taken.received)))
        try:
            reading, sentences = read_with_vectors(article, load_resources(article.language))
        except KabarError:
            raise
        except Exception as error:
            # A fault of kabar's own on one article must not stop ten thousand others, nor be hidden.
            reason = (
                f"'{taken.name}' can't be read: {type(error).__name__}: {error}; please report this article"
            )
            return self._refuse(Refused(taken.name, reason, taken.received))
        with self.archive.batch():
            added = self.archive.add_article(
                article, received=taken.received, media_type=taken.media_type, name=taken.name, run_id=self.run_id,
            )  # fmt: skip
            self.archive.save_reading(
                added.version_id, reading, kabar_version=kabar.__version__, model=self.model
            )
            if item.etag or item.modified:
                self.archive.fetched.keep(article.url or item.name, item.etag, item.modified)
            joined = group(self.archive, added.article_id, added.version_id, article, sentences)
        self.outcome.near_duplicates += joined
        self._done(
            Done(taken.name, "reread" if added.outcome == "unchanged" else added.outcome, len(taken.received))
        )

    def _is_known(self, article: Article) -> bool:
        """Whether a version at the article's address is this one, read by this kabar and model.

        An older version counts too: a folder that holds two versions of an article is taken in twice without change.
        """
        article_id = self.archive.find_article(article.url or f"sha256:{article.sha256}")
        told = (article.sha256, article.title, article.published, article.language)
        by = (kabar.__version__, self.model)
        for version in self.archive.versions(article_id) if article_id is not None else ():
            if told == (version.sha256, version.title, version.published, version.language):
                return any(
                    r.current and (r.kabar_version, r.model) == by for r in self.archive.readings(version.id)
                )
        return False

    def _done(self, done: Done) -> None:
        self.outcome.counts[done.result] += 1
        self.report(done)

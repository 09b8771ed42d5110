"""The run: articles that are new or were read anew find their place among what is there; nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kabar.reconcile.cluster import Decided
from kabar.reconcile.situations import refresh
from kabar.reconcile.work import Work
from kabar.store import Archive

Report = Callable[[int], None]


@dataclass(frozen=True)
class Summary:
    """What a run did, and what there is after it."""

    articles: int
    clusters: int
    disputes: int
    situations: int


def reconcile(archive: Archive, report: Report | None = None) -> Summary:
    """Reconcile every article whose reading changed, and those that a decision is about, oldest publication first.

    Each article is one transaction, the situations at the end another; `report` is told of each article. A run that was
    stopped is finished by the next. Raises KabarError when the archive fails; what was done before is kept.
    """
    decided = Decided.of(archive.judgements)
    pending = archive.links.pending()
    gone: set[str] = set()
    for article_id in pending:
        with archive.batch():
            gone |= Work(archive, decided).article(article_id)
        if report:
            report(article_id)
    if pending:
        with archive.batch():
            refresh(archive, sorted(pending), sorted(gone), decided.wrong)
            archive.links.reconciled(pending)
    return Summary(len(pending), *archive.links.counts())

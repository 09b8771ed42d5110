"""The run: articles that are new or were read anew find their place among what is there; nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kabar.reconcile.cluster import Decided, Growing, place_in
from kabar.reconcile.disputes import breach_dispute, dispute_of
from kabar.reconcile.kinds import KINDS, Kind
from kabar.reconcile.positions import GroupOf
from kabar.reconcile.same import Match
from kabar.reconcile.situations import situations, told_of
from kabar.store import Archive, Query
from kabar.store.links import Cluster
from kabar.store.rows import BreachRow, DatedRow, RecordRow
from kabar.store.spread import spread

Report = Callable[[int], None]


@dataclass
class Summary:
    """What a run did."""

    articles: int = 0
    clusters: int = 0
    disputes: int = 0
    situations: int = 0


def reconcile(archive: Archive, report: Report | None = None) -> Summary:
    """Reconcile every article whose reading changed, oldest publication first. Each article is one transaction.

    Raises KabarError when the archive fails; what was reconciled before is kept, and the next run goes on.
    """
    decided = decisions(archive)
    summary = Summary()
    for article_id in _in_order(archive):
        with archive.batch():
            _article(archive, article_id, decided)
            archive.links.reconciled([article_id])
        summary.articles += 1
        if report:
            report(article_id)
    if summary.articles:
        with archive.batch():
            _situations(archive)
    summary.clusters = sum(1 for kind in KINDS for c in _clusters(archive, kind.name) if len(c.members) > 1)
    summary.disputes = _count_disputes(archive)
    summary.situations = len(archive.links.situations(limit=1000))
    return summary


def decisions(archive: Archive) -> Decided:
    """What people decided and did not take back."""
    standing = archive.judgements.standing()
    pairs = {
        verdict: frozenset(
            frozenset((j.key, j.other_key)) for j in standing if j.verdict == verdict and j.other_key
        )
        for verdict in ("same", "different")
    }
    wrong = frozenset(j.key for j in standing if j.verdict == "wrong")
    return Decided(pairs["same"], pairs["different"], wrong)


def _in_order(archive: Archive) -> list[int]:
    """Articles to be done, by day of publication: an earlier account begins the cluster that a later one joins."""
    found: list[int] = []
    after = 0
    while ids := archive.links.pending(limit=500, after=after):
        found += ids
        after = ids[-1]
    days = {i: (v.published or "", i) for i in found for v in archive.versions(i)[-1:]}
    return sorted(found, key=lambda i: days[i])


def _article(archive: Archive, article_id: int, decided: Decided) -> None:
    _forget_old(archive, article_id)
    for kind in KINDS:
        for row in list(archive.each(kind.name, Query(article=article_id))):
            if row.key not in decided.wrong and kind.takes_part(row):
                _row(archive, kind, row, decided)


def _row(archive: Archive, kind: Kind, row: RecordRow, decided: Decided) -> None:
    known = archive.links.clusters_of([row.key])
    if known:
        return
    keys = _candidates(archive, kind, row) | {
        k for p in decided.same if row.key in p for k in p if k != row.key
    }
    there = [_grown(archive, c) for c in archive.links.clusters_of(sorted(keys))]
    cluster = place_in(row, kind.name, [c for c in there if c.rows], kind.same, decided)
    archive.links.keep_cluster(cluster.kept())
    _dispute(archive, cluster)


def _candidates(archive: Archive, kind: Kind, row: RecordRow) -> set[str]:
    """Keys of records that could be about the same: of its block, published around the same time."""
    found: set[str] = set()
    for block in kind.blocks(row):
        if row.day is not None:
            block = replace(block, published_since=row.day - kind.reach, published_until=row.day + kind.reach)
        found |= {other.key for other in archive.each(kind.name, block) if other.key != row.key}
    return found


def _grown(archive: Archive, cluster: Cluster) -> Growing:
    rows = archive.by_key([m.record_key for m in cluster.members])
    made = Growing(cluster.key, cluster.type)
    for member in cluster.members:
        if member.record_key in rows:
            made.add(rows[member.record_key], Match(member.confidence, member.reason))
    return made


def _dispute(archive: Archive, cluster: Growing) -> None:
    """The dispute that a cluster holds now, in place of the one that it held."""
    old = archive.links.disputes_of([r.key for r in cluster.rows])
    archive.links.drop_disputes([d.key for d in old if d.key.endswith(cluster.key)])
    dispute = dispute_of(cluster, _group_of(archive))
    if cluster.type == "agreement":
        ids = {r.id for r in cluster.rows}
        articles = {r.article_id for r in cluster.rows}
        breaches = [
            b for a in articles for b in archive.each("breach", Query(article=a))
            if isinstance(b, BreachRow) and b.agreement_id in ids
        ]  # fmt: skip
        dispute = breach_dispute(cluster, breaches, _group_of(archive))
    if dispute is not None:
        archive.links.keep_dispute(dispute)


def _group_of(archive: Archive) -> GroupOf:
    def group_of(article_id: int) -> int | None:
        group = archive.duplicates.group_of(article_id)
        return group.id if group is not None else None

    return group_of


def _forget_old(archive: Archive, article_id: int) -> None:
    """Take records of earlier readings and versions of an article out of the clusters that they were in."""
    old: set[str] = set()
    versions = archive.versions(article_id)
    for version in versions:
        readings = archive.readings(version.id)
        if len(versions) > 1 or len(readings) > 1:
            for row in readings:
                reading = archive.reading_by_id(row.id)
                if reading is not None:
                    address = version.url or f"sha256:{version.sha256}"
                    old |= {s.row["key"] for s in spread(reading, address)}
    gone = old - set(archive.by_key(sorted(old)))
    for cluster in archive.links.clusters_of(sorted(gone)):
        left = _grown(archive, cluster)
        archive.links.drop_disputes(
            [d.key for d in archive.links.disputes_of([m.record_key for m in cluster.members])]
        )
        if left.rows:
            archive.links.keep_cluster(left.kept())
            _dispute(archive, left)
        else:
            archive.links.drop_clusters([cluster.key])


def _situations(archive: Archive) -> None:
    """All situations anew: they are cheap, and a new report may join two."""
    told = [
        one
        for kind in ("figure", "event", "agreement")
        for one in told_of(kind, (r for r in archive.each(kind, Query()) if isinstance(r, DatedRow)))
    ]
    archive.links.drop_situations([s.key for s in archive.links.situations(limit=1000)])
    for situation in situations(told):
        archive.links.keep_situation(situation)


def _clusters(archive: Archive, kind: str) -> Iterator[Cluster]:
    after = ""
    while page := archive.links.clusters(kind, limit=500, after=after):
        yield from page
        after = page[-1].key


def _count_disputes(archive: Archive) -> int:
    count, page = 0, archive.links.disputes(limit=500)
    count += len(page)
    while page.after is not None:
        page = archive.links.disputes(limit=500, after=page.after)
        count += len(page)
    return count

"""The work on one article: its records find their clusters, and the disputes of those follow. Written at the end, where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kabar.reconcile.cluster import Decided, Growing, Same, place_in
from kabar.reconcile.context import in_context
from kabar.reconcile.disputes import breach_dispute, dispute_of
from kabar.reconcile.kinds import KIND_OF, KINDS
from kabar.reconcile.same import Match
from kabar.store import Archive, Query
from kabar.store.links import Cluster, CrossDispute
from kabar.store.related import breaches_of, chunks, clusters_near, clusters_of_articles
from kabar.store.rows import AgreementRow, RecordRow
from kabar.store.spread import spread

# Columns that do not bear on what a record is about.
UNSAID = ("confidence", "local")


class Work:
    """Clusters as they are while an article's records are put in."""

    def __init__(self, archive: Archive, decided: Decided) -> None:
        self._archive, self._decided = archive, decided
        self._clusters: dict[str, Growing] = {}
        self._before: dict[str, Cluster] = {}
        self._touched: set[str] = set()
        self._groups: dict[int, int] = {}

    def article(self, article_id: int) -> set[str]:
        """Put all records of an article where they belong, and write what differs; returns the keys that it has no more."""
        found = (r for k in KINDS for r in self._archive.each(k.name, Query(article=article_id)))
        rows = in_context(self._archive, found)
        self._groups = self._archive.duplicates.group_ids([article_id])
        gone, altered = self._past(article_id)
        if any(r.key in self._decided.corrected for r in rows):
            # Who gives a figure follows who said it: more than the corrected record may say otherwise now.
            altered |= {r.key for r in rows}
        concerned = self._decided.partners(r.key for r in rows) | gone
        for some in chunks(sorted(concerned)):
            self._load(self._archive.links.clusters_of(some))
        waiting = [r for r in [*rows, *self._dissolved(altered)] if self._takes_part(r)]
        self._load_twins(article_id)
        placed = {r.key for c in self._clusters.values() for r in c.rows}
        for row in sorted({r.key: r for r in waiting if r.key not in placed}.values(), key=_order):
            self._place(row)
        self._write()
        return gone

    def _load_twins(self, article_id: int) -> None:
        """What articles tell that are nearly the same: places that were read otherwise do not hide it."""
        group = self._archive.duplicates.group_of(article_id)
        if group is not None:
            twins = [member for member, *_ in group.members if member != article_id]
            new = sorted(set(clusters_of_articles(self._archive, twins)) - set(self._before))
            self._load(self._archive.links.clusters_by_key(new))

    def _rule(self, kind: str) -> Same:
        same = KIND_OF[kind].same

        def rule(one: RecordRow, other: RecordRow) -> Match:
            group = self._groups.get(one.article_id)
            retold = (
                group is not None
                and one.article_id != other.article_id
                and group == self._groups.get(other.article_id)
            )
            return same(one, other, retold)

        return rule

    def _takes_part(self, row: RecordRow) -> bool:
        return row.key not in self._decided.wrong and KIND_OF[row.key.partition("-")[0]].takes_part(row)

    def _past(self, article_id: int) -> tuple[set[str], set[str]]:
        """Keys that earlier readings and versions of an article had and it has no more, and those that now say otherwise."""
        current: dict[str, object] = {}
        old: dict[str, list[object]] = {}
        for version in (versions := self._archive.versions(article_id)):
            readings = self._archive.readings(version.id)
            if len(versions) == 1 and len(readings) == 1:
                continue
            for row in readings:
                reading = self._archive.reading_by_id(row.id)
                if reading is None:
                    continue
                places = {p.id: (p.name, p.country, p.geonames) for p in reading.places}
                for s in spread(reading, version.url or f"sha256:{version.sha256}"):
                    said = (
                        {k: v for k, v in s.row.items() if k not in UNSAID}, places.get(s.own_place or ""),
                        [(role, reading.name(actor)) for role, actor in s.parties],
                    )  # fmt: skip
                    old.setdefault(s.row["key"], []).append(said)
                    current[s.row["key"]] = said
        there = self._archive.by_key(sorted(old))
        altered = {k for k, said in old.items() if k in there and any(s != current[k] for s in said)}
        return set(old) - set(there), altered

    def _load(self, clusters: Iterable[Cluster]) -> None:
        new = [c for c in clusters if c.key not in self._before]
        keys = sorted({m.record_key for c in new for m in c.members})
        rows: dict[str, RecordRow] = {}
        for some in chunks(keys):
            found = self._archive.by_key(some)
            rows |= {r.key: r for r in in_context(self._archive, found.values())}
        self._groups |= self._archive.duplicates.group_ids(sorted({r.article_id for r in rows.values()}))
        for cluster in new:
            self._before[cluster.key] = cluster
            made = Growing(cluster.key, cluster.type)
            for member in cluster.members:
                if member.record_key in rows:
                    made.add(rows[member.record_key], Match(member.confidence, member.reason))
            self._clusters[cluster.key] = made

    def _dissolved(self, altered: set[str]) -> list[RecordRow]:
        """The records of clusters that must be made anew: a member is gone, says otherwise, or was decided about.

        They are put in again one by one, so that the outcome is that of a first run.
        """
        loose: list[RecordRow] = []
        for key, cluster in list(self._clusters.items()):
            self._touched.add(key)
            if not self._stands(cluster, altered):
                del self._clusters[key]
                loose += cluster.rows
        return loose

    def _stands(self, cluster: Growing, altered: set[str]) -> bool:
        members = {m.record_key for m in self._before[cluster.key].members}
        return len(cluster.rows) == len(members) and members.isdisjoint(altered | self._decided.judged)

    def _place(self, row: RecordRow) -> None:
        kind = KIND_OF[row.key.partition("-")[0]]
        near = set(clusters_near(self._archive, kind.name, kind.near(row)))
        partners = self._decided.partners([row.key]) - {row.key}
        if partners:
            near |= {c.key for c in self._archive.links.clusters_of(sorted(partners))}
        self._load(self._archive.links.clusters_by_key(sorted(near - set(self._before))))
        there = [c for c in self._clusters.values() if c.type == kind.name and c.rows]
        cluster = place_in(row, kind.name, there, self._rule(kind.name), self._decided)
        self._clusters[cluster.key] = cluster
        self._touched.add(cluster.key)

    def _write(self) -> None:
        links = self._archive.links
        touched = [self._clusters[k] for k in sorted(self._touched) if k in self._clusters]
        links.drop_clusters(sorted(k for k in self._touched if k in self._before and k not in self._clusters))
        for cluster in touched:
            kept = cluster.kept()
            if kept != self._before.get(cluster.key):
                links.keep_cluster(kept)
        self._write_disputes(touched)

    def _write_disputes(self, clusters: Sequence[Growing]) -> None:
        """The disputes that the touched clusters hold now, in place of those that they held."""
        articles = sorted({r.article_id for c in clusters for r in c.rows})
        group_of = self._archive.duplicates.group_ids(articles).get
        made: dict[str, CrossDispute] = {}
        for cluster in clusters:
            dispute = dispute_of(cluster, group_of)
            if cluster.type == "agreement":
                ids = [r.id for r in cluster.rows if isinstance(r, AgreementRow)]
                dispute = breach_dispute(cluster, breaches_of(self._archive, ids), group_of)
            if dispute is not None:
                made[dispute.key] = dispute
        old = {
            d.key: replace(d, changed_at=None)
            for some in chunks(sorted({f"dispute-{kind}-{k}" for k in self._touched for kind in DISPUTES}))
            for d in self._archive.links.disputes_by_key(some)
        }
        self._archive.links.drop_disputes(sorted(set(old) - set(made)))
        for key, dispute in made.items():
            if dispute != old.get(key):
                self._archive.links.keep_dispute(dispute)


DISPUTES = ("figure", "occurrence", "blame")


def _order(row: RecordRow) -> tuple[object, ...]:
    """Oldest publication first; one without a date before all others, as the archive has them."""
    return (
        row.day is not None,
        row.day or 0,
        row.article_id,
        KINDS.index(KIND_OF[row.key.partition("-")[0]]),
        row.start,
        row.key,
    )

"""How fast an archive answers what the pages of figures and agreements ask.

    python bench/accounts.py link TARGET            # clusters and disputes put into an archive that bench/archive.py filled
    python bench/accounts.py time TARGET [--repeat 20]

Figures that count the same in one month, and agreements of one kind, are set together by one to five; a third of the clusters of
figures with more than one is in dispute. That is not reconciling: only how much there is to look up is like it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

import kabar
from kabar.reconcile.compare import compare, conflicts
from kabar.reconcile.pacts import pacts
from kabar.store import Archive, Query
from kabar.store import pivot as pivots
from kabar.store import schema as t

FIRST, DAYS = date(2015, 1, 1), 1_826


def link(target: str) -> None:
    """Clusters and disputes in place of those that are there."""
    rng, at = random.Random(1), datetime(2026, 1, 1, tzinfo=UTC)
    rows: dict[str, list[dict[str, Any]]] = {
        n: [] for n in ("cluster", "member", "cross_dispute", "cross_position", "holder")
    }
    with kabar.open(target) as archive, archive.writing() as connection:
        for table in (t.holder, t.cross_position, t.cross_dispute, t.member, t.cluster):
            connection.execute(sa.delete(table))
        for kind in ("figure", "agreement"):
            c = t.RECORDS[kind].c
            order = [c.unit, c.concept, c.date_lo] if kind == "figure" else [c.kind]
            found = list(
                connection.execute(sa.select(c.key, c.article_id, c.day, *order).order_by(*order, c.id))
            )
            while found:
                some = [found.pop() for _ in range(min(len(found), rng.randrange(1, 6)))]
                cluster = len(rows["cluster"]) + 1
                rows["cluster"].append(
                    {"id": cluster, "key": f"{kind}s-{cluster}", "type": kind, "changed_at": at}
                )
                rows["member"] += [
                    {"cluster_id": cluster, "record_key": r.key, "confidence": 0.8, "reason": "the same"}
                    for r in some
                ]
                if kind == "figure" and len(some) > 1 and rng.random() < 1 / 3:
                    _dispute(rows, cluster, some, at)
        for name, made in rows.items():
            for i in range(0, len(made), 5_000):
                connection.execute(sa.insert(t.metadata.tables[name]), made[i : i + 5_000])
        print({name: len(made) for name, made in rows.items()})
    with kabar.open(target) as archive:
        archive.tidy()


def _dispute(rows: dict[str, list[dict[str, Any]]], cluster: int, some: list[Any], at: datetime) -> None:
    dispute = len(rows["cross_dispute"]) + 1
    rows["cross_dispute"].append({
        "id": dispute, "key": f"dispute-figure-figures-{cluster}", "kind": "figure", "differ_in": "the number",
        "question": "how many", "date": None, "date_lo": t.UNKNOWN_DAY, "date_hi": t.UNKNOWN_DAY, "date_class": t.NO_DATE,
        "flags": " ", "confidence": 0.5, "articles": len(some), "day": max(r.day for r in some), "changed_at": at,
    })  # fmt: skip
    for n, row in enumerate(some, 1):
        position = len(rows["cross_position"]) + 1
        rows["cross_position"].append(
            {
                "id": position,
                "dispute_id": dispute,
                "number": n,
                "says": "so many",
                "order_reason": "first-hand",
            }
        )
        rows["holder"].append(
            {"position_id": position, "article_id": row.article_id, "record_key": row.key, "first_hand": True}
        )


def questions(archive: Archive) -> dict[str, Callable[[random.Random], object]]:
    """What the pages ask; each takes other values every time, and no answer is kept."""
    with archive.looking() as connection:
        keys = list(connection.scalars(sa.select(t.figure.c.key).order_by(t.figure.c.id).limit(5_000)))
        sites = list(connection.execute(sa.select(t.site).where(t.site.c.geonames.is_not(None)).limit(300)))
        refs = list(connection.scalars(sa.select(t.actor.c.ref).order_by(t.actor.c.id).limit(300)))
    concepts = [v for v, _ in archive.facets("figure", "concept", limit=20)]
    orders: list[Any] = ["oldest", "largest", "smallest"]

    def pivot(query: Query, rows: str, columns: str) -> object:
        with archive.looking() as connection:
            return pivots.pivot(connection, query, rows, columns)

    def month(r: random.Random) -> dict[str, date]:
        first = FIRST + timedelta(r.randrange(DAYS))
        return {"since": first, "until": first + timedelta(30)}

    return {
        "pivot of everything (the newest)": lambda r: pivot(Query(), "place", "month"),
        "pivot of a concept, source by month": lambda r: pivot(Query(concept=r.choice(concepts)), "source", "month"),
        "pivot of a country": lambda r: pivot(Query(country=r.choice(sites).country), "place", "concept"),
        "pivot of a month": lambda r: pivot(Query(**month(r)), "country", "concept"),
        "figures, other orders": lambda r: archive.figure_list(order=r.choice(orders)),
        "figures of a concept, other orders": lambda r: archive.figure_list(Query(concept=r.choice(concepts)), order=r.choice(orders)),
        "figures of a cell": lambda r: archive.figure_list(Query(concept=r.choice(concepts)), at={"place": r.choice(sites).ref, "group": None}),
        "what is beside 50 figures": lambda r: archive.beside(r.sample(keys, 50)),
        "compare": lambda r: compare(archive, r.choice(keys)),
        "conflicts, newest": lambda r: conflicts(archive, Query()),
        "conflicts of a concept": lambda r: conflicts(archive, Query(concept=r.choice(concepts))),
        "conflicts in a country": lambda r: conflicts(archive, Query(country=r.choice(sites).country)),
        "conflicts with a source": lambda r: conflicts(archive, Query(source=r.choice(refs))),
        "agreements, newest": lambda r: pacts(archive, Query()),
        "agreements of an actor": lambda r: pacts(archive, Query(actor=r.choice(refs))),
        "agreements of a month": lambda r: pacts(archive, Query(**month(r))),
    }  # fmt: skip


def timed(target: str, repeat: int) -> Iterator[tuple[str, float, float, float]]:
    """Median and 95th percentile by the clock, and the median of this process's own work, in milliseconds."""
    with kabar.open(target) as archive:
        for name, ask in questions(archive).items():
            rng = random.Random(name)
            took, work = [], []
            for _ in range(repeat + 3):
                start, worked = time.perf_counter(), time.process_time()
                ask(rng)
                took.append((time.perf_counter() - start) * 1_000)
                work.append((time.process_time() - worked) * 1_000)
            late = statistics.quantiles(took[3:], n=20)[-1]
            yield name, statistics.median(took[3:]), late, statistics.median(work[3:])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["link", "time"])
    parser.add_argument("target")
    parser.add_argument("--repeat", type=int, default=20)
    given = parser.parse_args()
    if given.what == "link":
        return link(given.target)
    print("| question | median ms | 95th percentile | work ms |\n|---|---|---|---|")
    for name, median, late, work in timed(given.target, given.repeat):
        print(f"| {name} | {median:.1f} | {late:.1f} | {work:.1f} |", flush=True)


if __name__ == "__main__":
    main()

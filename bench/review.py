"""How fast the review queue is at the size of an archive that `bench/archive.py fill` made.

python bench/review.py disputes TARGET 20000      # gives it disputes across articles (once)
python bench/review.py time TARGET
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import UTC, datetime

import sqlalchemy as sa

import kabar
from kabar.store import Archive, Query
from kabar.store import schema as t
from kabar.store.queue import KINDS, queue

SIZES = (2, 2, 2, 3, 3, 4, 5, 8, 15, 40)


def disputes(archive: Archive, many: int) -> None:
    """So many disputes of figures and events, of two to forty records each, drawn by a seed."""
    rng = random.Random(1)
    with archive.writing() as connection:
        keys = {
            kind: list(connection.execute(sa.select(t.RECORDS[kind].c.key, t.RECORDS[kind].c.article_id)))
            for kind in ("figure", "event")
        }
        for n in range(1, many + 1):
            kind = rng.choice(("figure", "event"))
            held = rng.sample(keys[kind], rng.choice(SIZES))
            values = {
                "id": n, "key": f"dispute-{n}", "kind": "figure" if kind == "figure" else "blame", "differ_in": "the number",
                "question": "how many", "site_id": None, "date": None, "date_lo": t.UNKNOWN_DAY, "date_hi": t.UNKNOWN_DAY,
                "date_class": t.NO_DATE, "flags": "", "confidence": 0.6, "articles": len({a for _, a in held}),
                "day": t.FIRST_DAY, "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
            }  # fmt: skip
            connection.execute(sa.insert(t.cross_dispute).values(values))
            for number in (1, 2):
                place = {
                    "id": 2 * n + number - 2,
                    "dispute_id": n,
                    "number": number,
                    "says": "",
                    "order_reason": "",
                }
                connection.execute(sa.insert(t.cross_position).values(place))
                holders = [
                    {"position_id": place["id"], "record_key": key, "article_id": a, "first_hand": True}
                    for key, a in held[number - 1 :: 2]
                ]
                connection.execute(sa.insert(t.holder), holders)
    archive.tidy()


def timed(archive: Archive) -> None:
    """Median and largest of each question in milliseconds; the whole queue is walked to its places."""
    places = {"the first page": {}, "places tied": {"kinds": ("place",)}}
    for name, given in {
        **places,
        **{f"only {kind}": {"kinds": (kind,)} for kind in KINDS},
        "a language": {"query": Query(language="en")},
        "a rare place": {"query": Query(country="FJI")},
        "a common place": {"query": Query(place=1816670)},
        "figures of a concept": {"query": Query(concept="killed")},
        "a word": {"query": Query(text="market")},
        "an actor": {"query": Query(actor="actor1")},
        "with a doubt": {"query": Query(flags=("source-doubtful",))},
    }.items():
        took = []
        for _ in range(12):
            start = time.perf_counter()
            found = queue(archive, limit=20, **given)  # type: ignore[arg-type]
            took.append((time.perf_counter() - start) * 1_000)
        print(
            f"| {name} | {statistics.median(took):.1f} | {max(took[2:]):.1f} | {len(found.rows)} |",
            flush=True,
        )
    after, worst, pages, took = None, 0.0, 0, []
    while pages < 400:
        start = time.perf_counter()
        found = queue(archive, limit=200, after=after)
        took.append((time.perf_counter() - start) * 1_000)
        after, pages = found.after, pages + 1
        if after is None:
            break
    worst = max(took)
    print(
        f"| page after page, 200 each ({pages}, at {after}) | {statistics.median(took):.1f} | {worst:.1f} | |"
    )


def main() -> None:
    what, target, *more = sys.argv[1:]
    with kabar.open(target) as archive:
        if what == "disputes":
            disputes(archive, int(more[0]))
        else:
            print("| queue | median ms | most ms | rows |\n|---|---|---|---|")
            timed(archive)


if __name__ == "__main__":
    main()

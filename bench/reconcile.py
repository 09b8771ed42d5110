"""How well records of many articles are put together: pairwise and B-cubed F1 on tests/gate/reconcile.

usage: python bench/reconcile.py [PARALLEL.jsonl.gz] [--archive FILE] [--wrong]

The invented half is always scored; the aligned one where ../shared/data/parallel/dev.jsonl.gz is given. An archive that is there
already is not read anew, so that rules can be tried in seconds; its links are made again. `--wrong` prints the clusters that
mix or split what is one.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

import kabar
from kabar.ingest.duplicates import group
from kabar.intake import from_text
from kabar.pipeline import read_with_vectors
from kabar.reconcile import reconcile
from kabar.resources import load_resources
from kabar.store import Archive, Query
from kabar.store import schema as t

SET = Path(__file__).parent.parent / "tests" / "gate" / "reconcile"
LANGUAGES = ("en", "id", "fr", "ar", "ru")
# The week that the aligned articles are of; they carry no date of their own.
ALIGNED_DAY = "2018-10-01"


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reconcile_score", SET / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def made() -> Iterator[dict[str, Any]]:
    yield from rows_of(SET / "made-articles.jsonl")


def aligned(path: Path) -> Iterator[dict[str, Any]]:
    """The texts of the aligned half, without a title or a date of their own."""
    wanted = {m["article"] for m in rows_of(SET / "parallel.jsonl")}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name = f"{row['id']}/{row['lang']}"
            if name in wanted:
                yield {"id": name, "lang": row["lang"], "published": ALIGNED_DAY, "text": row["text"]}


def take_in(archive: Archive, articles: Iterable[dict[str, Any]]) -> None:
    for row in articles:
        article = replace(
            from_text(row["text"], language=row["lang"], published=row["published"]),
            url=f"https://set.example/{row['id']}",
        )
        added = archive.add_article(article)
        if archive.reading(added.version_id) is None:
            reading, sentences = read_with_vectors(article, load_resources(article.language))
            archive.save_reading(added.version_id, reading, kabar_version="bench", model="bench")
            group(archive, added.article_id, added.version_id, article, sentences)


def forget_links(archive: Archive) -> None:
    with archive.writing() as connection:
        for table in (t.cluster, t.cross_dispute, t.situation):
            connection.execute(sa.delete(table))
        connection.execute(sa.update(t.article).values(reconciled_reading_id=None))


def predicted(archive: Archive) -> list[dict[str, Any]]:
    """Every figure and event with the cluster that it was put into; alone where it takes no part."""
    clusters = {}
    for kind in ("figure", "event"):
        after = ""
        while page := archive.links.clusters(kind, limit=500, after=after):
            clusters |= {m.record_key: c.key for c in page for m in c.members}
            after = page[-1].key
    found = []
    for kind in ("figure", "event"):
        for row in archive.each(kind, Query()):
            mention = {
                "article": row.address.removeprefix("https://set.example/"), "kind": kind, "key": row.key,
                "span": [row.spans[0].start, row.spans[0].end], "cluster": clusters.get(row.key, row.key),
            }  # fmt: skip
            if kind == "figure":
                mention |= {"low": row.low, "high": row.high, "type": row.concept}
            else:
                mention["type"] = row.plover
            found.append(mention)
    return found


def print_wrong(archive: Archive, score: ModuleType, gold: list[Any], said: list[Any], kind: str) -> None:
    """Clusters that mix and clusters that split, with the words of their members."""
    gold = [g for g in gold if g["kind"] == kind]
    pairs = score.matched(gold, said)
    rows = archive.by_key([said[j]["key"] for j in pairs.values()])
    sides: dict[str, dict[str, list[int]]] = {"mixes": defaultdict(list), "splits": defaultdict(list)}
    for i, j in pairs.items():
        sides["mixes"][said[j]["cluster"]].append(i)
        sides["splits"][gold[i]["cluster"]].append(i)
    for name, clusters in sides.items():
        for cluster, members in sorted(clusters.items()):
            other = {said[pairs[i]]["cluster"] if name == "splits" else gold[i]["cluster"] for i in members}
            if len(other) < 2:
                continue
            print(f"{kind} {name} {cluster}")
            for i in members:
                row: Any = rows[said[pairs[i]]["key"]]
                site = row.site.name if row.site else "-"
                what = (
                    (row.unit, row.concept, row.group)
                    if kind == "figure"
                    else (row.plover, row.acled_sub, row.status)
                )
                print(
                    "   ",
                    gold[i]["article"],
                    gold[i]["cluster"],
                    said[pairs[i]]["cluster"][-6:],
                    *what,
                    site,
                    row.date,
                    row.flags,
                    row.evidence[:40].replace("\n", " "),
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("parallel", type=Path, nargs="?")
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    score = scorer()
    halves = [("made", made())] + ([("parallel", aligned(given.parallel))] if given.parallel else [])
    for name, articles in halves:
        folder = tempfile.TemporaryDirectory()
        path = Path(f"{given.archive}.{name}.db") if given.archive else Path(folder.name) / "archive.db"
        with folder, kabar.open(path) as archive:
            take_in(archive, articles)
            forget_links(archive)
            began = time.process_time()
            done = reconcile(archive)
            print(f"{name}: {done}, {time.process_time() - began:.1f} s of CPU")
            said = predicted(archive)
            gold = rows_of(SET / f"{name}.jsonl")
            for kind in ("event", "figure"):
                marks = [g for g in gold if g["kind"] == kind and g["type"] != "disaster"]
                result = score.score(marks, [p for p in said if p["kind"] == kind])
                print(name, kind, json.dumps({k: round(v, 3) for k, v in result.items()}))
                if given.wrong:
                    print_wrong(archive, score, marks, [p for p in said if p["kind"] == kind], kind)


if __name__ == "__main__":
    main()

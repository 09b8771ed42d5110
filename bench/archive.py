"""How fast an archive answers, and how that grows.

    python bench/archive.py templates ../shared/data/parallel/dev.jsonl.gz TEMPLATES     # readings, made once (minutes)
    python bench/archive.py fill TEMPLATES 100000 TARGET                                 # a file or postgresql+psycopg://...
    python bench/archive.py time TARGET [--explain]

An archive is made of the templates by giving each copy other actors, places, numbers, dates and publishers (drawn by
Zipf's law, seeded), in its rows and in its words; offsets stay the template's. Rows are loaded past the library, with the indexes
made at the end, because writing is not what is measured here.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sqlite3
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import kabar
from kabar.gazetteer import lookup
from kabar.model import Reading
from kabar.store import Archive, Query
from kabar.store import schema as t
from kabar.store.search import WORD, indexed, words
from kabar.store.spread import Spread, spread
from kabar.store.write import actor_row, sphere

DAYS, FIRST = 1_826, date(2015, 1, 1)
PUBLISHERS, ACTORS, PLACES = 300, 5_000, 5_000
SYLLABLES = [
    "ka",
    "ma",
    "ri",
    "do",
    "sel",
    "tan",
    "ver",
    "lo",
    "shu",
    "an",
    "ber",
    "qi",
    "zan",
    "ol",
    "fer",
    "hid",
    "mus",
    "nar",
    "el",
    "pon",
    "gar",
    "tu",
    "wei",
]
NUMBER = re.compile(r"\d")


def templates(source: Path, target: Path, documents: int) -> None:
    """Readings of the first documents in all languages, one JSON a line."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = sorted({r["id"] for r in rows})[:documents]
    with gzip.open(target, "wb") as out:
        for row in rows:
            if row["id"] in chosen:
                reading = kabar.read(row["text"], published="2018-09-30", lang=row["lang"])
                out.write(reading.to_json() + b"\n")


class Zipf:
    """Draws 0 to n-1, the k-th with weight 1/(k+1)."""

    def __init__(self, n: int, rng: random.Random) -> None:
        self.rng, self.population = rng, range(n)
        self.cumulated = list(accumulate(1 / (k + 1) for k in range(n)))

    def draw(self, k: int) -> list[int]:
        return self.rng.choices(self.population, cum_weights=self.cumulated, k=k)


@dataclass
class Template:
    """A reading, its rows, its words, and which of them are names."""

    reading: Reading
    rows: list[Spread]
    actors: list[str]
    places: list[str]
    names: dict[str, int]  # word -> which actor's or place's
    words: list[str]
    said: dict[int, list[str]]

    @classmethod
    def of(cls, reading: Reading) -> Template:
        names: dict[str, int] = {}
        for n, record in enumerate((*reading.actors, *reading.places)):
            for word in words(" ".join(s.of(reading.article.text) for s in record.evidence)):
                names.setdefault(word, n)
        rows = spread(reading, "template")
        said = {i: words(s.row["evidence"]) for i, s in enumerate(rows) if s.name == "statement"}
        return cls(
            reading, rows, [a.id for a in reading.actors], [p.id for p in reading.places], names,
            words(reading.article.text), said,
        )  # fmt: skip


class Filler:
    """Makes the rows of an archive; `put` takes a table's name and a dict."""

    def __init__(
        self, made: list[Template], put: Callable[[str, dict[str, Any]], None], dialect: str
    ) -> None:
        self.templates, self.put, self.dialect = made, put, dialect
        self.rng = random.Random(1)
        self.ids: dict[str, int] = {}
        self.actors, self.places, self.publishers = (Zipf(n, self.rng) for n in (ACTORS, PLACES, PUBLISHERS))
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.blobs = [
            (zlib.compress(x.reading.to_json()), zlib.compress(x.reading.article.text.encode())) for x in made
        ]

    def next(self, table: str) -> int:
        self.ids[table] = self.ids.get(table, 0) + 1
        return self.ids[table]

    def dimensions(self) -> None:
        known = [a for x in self.templates for a in x.reading.actors]
        self.actor_names, self.site_names = [], []
        for n in range(ACTORS):
            name = " ".join("".join(self.rng.choices(SYLLABLES, k=3)).title() for _ in range(2))
            row = actor_row(known[n % len(known)]) | {
                "ref": f"actor{n}",
                "name": name,
                "folded": name.casefold(),
            }
            self.actor_names.append(name.split()[0].casefold())
            self.put("actor", {"id": n + 1} | row)
        with sqlite3.connect(Path(lookup.__file__).parent / "places.sqlite") as source:
            found = source.execute(PLACES_SQL, (PLACES,)).fetchall()
        self.rng.shuffle(found)
        for n, (geonames, name, country, latitude, longitude) in enumerate(found):
            x, y, z = sphere(latitude, longitude)
            self.site_names.append((words(name) or [name])[0])
            self.put("site", {
                "id": n + 1, "ref": f"geonames:{geonames}:{n}", "name": name, "folded": name.casefold(), "kind": "city",
                "country": country, "admin1": None, "latitude": latitude, "longitude": longitude, "x": x, "y": y, "z": z,
                "geonames": geonames,
            })  # fmt: skip
        self.places = Zipf(len(found), self.rng)

    def article(self, n: int) -> None:
        which = self.rng.randrange(len(self.templates))
        x = self.templates[which]
        a = x.reading.article
        shift = timedelta(self.rng.randrange(DAYS))
        day = FIRST + shift
        actors = dict(zip(x.actors, (i + 1 for i in self.actors.draw(len(x.actors))), strict=True))
        places = dict(zip(x.places, (i + 1 for i in self.places.draw(len(x.places))), strict=True))
        named = [self.actor_names[i - 1] for i in actors.values()] + [
            self.site_names[i - 1] for i in places.values()
        ]
        publisher = f"Publisher {self.publishers.draw(1)[0]}"
        base = {"publisher": publisher, "language": a.language, "day": day}
        self.put("article", base | {
            "id": n, "address": f"https://example.org/{n}", "url": f"https://example.org/{n}", "newest_version_id": n,
            "read_version_id": n, "reading_id": n, "reconciled_reading_id": None, "title": a.text.partition("\n")[0],
            "added_at": self.now,
        })  # fmt: skip
        self.put("version", {
            "id": n, "article_id": n, "number": 1, "sha256": f"{n:064x}", "received_sha256": None, "media_type": None,
            "name": None, "fetched_at": None, "added_at": self.now, "run_id": None, "url": f"https://example.org/{n}",
            "title": a.text.partition("\n")[0], "byline": None, "publisher": publisher, "published": day.isoformat(),
            "language": a.language, "blocks": b"[]", "guessed": "", "zlib": self.blobs[which][1],
        })  # fmt: skip
        self.put("reading", {
            "id": n, "version_id": n, "kabar_version": "1", "model": "m", "schema": x.reading.schema,
            "language_pack": x.reading.language_pack, "current": True, "read_at": self.now, "zlib": self.blobs[which][0],
        })  # fmt: skip
        self.put("passage", {"id": n, "article_id": n})
        self.put("passage_words", {"id": n, "words": indexed(self.varied(x.words, x, named), self.dialect)})
        base |= {"article_id": n, "version_id": n}
        factor = 10 ** self.rng.uniform(-1.5, 1.5)
        agreement = 0
        for i, s in enumerate(x.rows):
            row = s.row | base | {"id": self.next(s.name), "key": f"{s.name}-{n}-{i}"}
            row["confidence"] = min(0.99, max(0.01, row["confidence"] + self.rng.uniform(-0.2, 0.1)))
            table = t.RECORDS[s.name].c
            if "date_lo" in row:
                row |= self.shifted(row, shift)
            if "site_id" in table:
                row["site_id"] = places.get(s.own_place)
            if s.actor:
                row["actor_id"] = actors[s.actor]
            if s.name == "figure":
                row |= {b: round(row[b] * factor) if row[b] is not None else None for b in ("low", "high")}
            if s.name == "agreement":
                agreement = row["id"]
            if s.name == "breach":
                row["agreement_id"] = agreement
            self.put(s.name, row)
            if s.name == "statement":
                self.put(
                    "statement_words",
                    {"id": row["id"], "words": indexed(self.varied(x.said[i], x, named), self.dialect)},
                )
            beside = {"type": s.name, "record_id": row["id"], "article_id": n, "day": day}
            for k, (role, who) in enumerate(s.parties):
                self.put(
                    "party",
                    beside | {"id": self.next("party"), "role": role, "number": k, "actor_id": actors[who]},
                )
            for p in dict.fromkeys(places[p] for p in s.places):
                self.put("located", beside | {"id": self.next("located"), "site_id": p})
            for f in s.row["flags"].split():
                self.put("flagged", beside | {"id": self.next("flagged"), "flag": f})
            for number, local in s.positions:
                self.put("position", {
                    "id": self.next("position"), "dispute_id": row["id"], "number": number, "record_key": f"{local}-{n}",
                })  # fmt: skip

    def varied(self, cut: list[str], x: Template, named: list[str]) -> list[str]:
        names, digit = x.names, str(self.rng.randrange(10))
        return [
            named[names[w]]
            if w in names
            else NUMBER.sub(digit, w)
            if w[0] in "123456789" and w.isascii()
            else w
            for w in cut
        ]

    def shifted(self, row: dict[str, Any], shift: timedelta) -> dict[str, Any]:
        moved = {}
        for name in ("date_lo", "date_hi"):
            value = row[name]
            by = shift - (date(2018, 9, 30) - FIRST)
            usable = t.UNKNOWN_DAY + timedelta(4_000) < value < t.OPEN_DAY - timedelta(4_000)
            moved[name] = value + by if usable else value
        return moved


PLACES_SQL = "SELECT geonames, name, country, lat, lon FROM place WHERE geonames AND lat ORDER BY population DESC LIMIT ?"


def fill(made: list[Template], size: int, target: str) -> None:
    """A fresh archive of so many articles."""
    started = time.monotonic()
    with kabar.open(target) as archive:
        dialect = archive.engine.dialect.name
        indexes = [i for table in t.metadata.tables.values() for i in table.indexes]
        with archive.writing() as connection:
            for index in indexes:
                index.drop(connection)
            if dialect == "postgresql":
                for name in t.WORDS:
                    connection.execute(sa.text(f"DROP INDEX ix_{name}_words"))
        load(archive, made, size)
        print(f"loaded in {time.monotonic() - started:.0f} s", flush=True)
        with archive.writing() as connection:
            if dialect == "postgresql":
                connection.execute(sa.text("SET LOCAL maintenance_work_mem = '1GB'"))
            for index in indexes:
                index.create(connection)
            if dialect == "postgresql":
                for name in t.WORDS:
                    connection.execute(sa.text(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)"))
        archive.tidy()
    print(f"{size} articles in {time.monotonic() - started:.0f} s", flush=True)


def load(archive: Archive, made: list[Template], size: int, at_once: int = 500) -> None:
    """Rows of 500 articles at a time, one statement a table."""
    waiting: dict[str, list[dict[str, Any]]] = {}
    filler = Filler(
        made, lambda name, row: waiting.setdefault(name, []).append(row), archive.engine.dialect.name
    )
    order = [*(table.name for table in t.metadata.sorted_tables), *t.WORDS]
    filler.dimensions()
    with archive.writing() as connection:
        raw = connection.connection.driver_connection
        if archive.engine.dialect.name == "postgresql":
            raw.execute(
                "SET session_replication_role = replica"
            )  # the rows fit each other: no look at each reference
        for n in range(1, size + 1):
            filler.article(n)
            if n % at_once == 0 or n == size:
                for name in order:
                    if rows := waiting.pop(name, None):
                        write(raw, archive.engine.dialect.name, name, rows)
            if n % 20_000 == 0:
                print(f"{n} of {size}", flush=True)
        if archive.engine.dialect.name == "postgresql":
            raw.execute("SET session_replication_role = DEFAULT")
            for name in t.metadata.tables:
                if filler.ids.get(name):
                    raw.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {filler.ids[name]})")


def write(raw: Any, dialect: str, name: str, rows: list[dict[str, Any]]) -> None:
    """Rows into a table, as fast as the driver takes them."""
    columns = list(rows[0])
    names = ", ".join(f'"{c}"' for c in columns)
    if dialect == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row([row[c] for c in columns])
        return
    names = names.replace('"id"', "rowid") if name in t.WORDS else names
    marks = ", ".join("?" for _ in columns)
    raw.executemany(
        f'INSERT INTO "{name}" ({names}) VALUES ({marks})',
        ([plain(row[c]) for c in columns] for row in rows),
    )


def plain(value: Any) -> Any:
    return (
        value.isoformat(sep=" ")
        if isinstance(value, datetime)
        else value.isoformat()
        if isinstance(value, date)
        else value
    )


def questions(archive: Archive) -> dict[str, Callable[[random.Random], object]]:
    """What pages and exports ask; each takes other values every time."""
    with archive.looking() as connection:
        actors = [
            r[0] for r in connection.execute(sa.select(t.actor.c.ref).order_by(t.actor.c.id).limit(1_000))
        ]
        sites = list(
            connection.execute(
                sa.select(t.site).where(t.site.c.geonames.is_not(None)).order_by(t.site.c.id).limit(500)
            )
        )
        size = connection.execute(sa.select(sa.func.max(t.article.c.id))).scalar_one()
        spoken = [
            w
            for r in connection.execute(sa.select(t.statement.c.content).limit(2_000))
            for w in WORD.findall(r[0])
        ]
    acts = [v for v, _ in archive.facets("statement", "act", limit=20)]
    concepts = [v for v, _ in archive.facets("figure", "concept", limit=20)]
    plovers = [v for v, _ in archive.facets("event", "plover", limit=20)]
    languages = [v for v, _ in archive.facets("articles", "language", limit=20)]

    def day(r: random.Random) -> date:
        return FIRST + timedelta(r.randrange(DAYS))

    def near(r: random.Random) -> tuple[float, float, float]:
        site = r.choice(sites)
        return site.latitude, site.longitude, 50.0

    def month(r: random.Random) -> dict[str, date]:
        first = day(r)
        return {"since": first, "until": first + timedelta(30)}

    def word(r: random.Random) -> str:
        return r.choice(spoken)

    return {
        "primary key": lambda r: lookup_one(archive, r.randrange(1, size)),
        "a reading, whole": lambda r: archive.reading(r.randrange(1, size)),
        "records of an article": lambda r: archive.statements(Query(article=r.randrange(1, size))),
        "articles, newest": lambda r: archive.articles(),
        "articles in a language": lambda r: archive.articles(Query(language=r.choice(languages))),
        "articles by publisher": lambda r: archive.articles(Query(publisher=f"Publisher {r.randrange(PUBLISHERS)}")),
        "articles with an actor": lambda r: archive.articles(Query(actor=r.choice(actors))),
        "articles with an act": lambda r: archive.articles(Query(act=r.choice(acts))),
        "articles near a place": lambda r: archive.articles(Query(near=near(r))),
        "articles, a word": lambda r: archive.articles(Query(text=word(r))),
        "articles, two words": lambda r: archive.articles(Query(text=f"{word(r)} {word(r)}")),
        "statements, newest": lambda r: archive.statements(),
        "statements, page far on": lambda r: archive.statements(after=(day(r), 1)),
        "statements by an actor": lambda r: archive.statements(Query(actor=r.choice(actors), role="source")),
        "statements, actor and act": lambda r: archive.statements(Query(actor=r.choice(actors), role="source", act=r.choice(acts))),
        "statements, act": lambda r: archive.statements(Query(act=r.choice(acts))),
        "statements, act and language": lambda r: archive.statements(Query(act=r.choice(acts), language=r.choice(languages))),
        "statements, a word": lambda r: archive.statements(Query(text=word(r))),
        "statements, word and actor": lambda r: archive.statements(Query(text=word(r), actor=r.choice(actors))),
        "statements, said in a month": lambda r: archive.statements(Query(**month(r))),
        "statements, published in a week": lambda r: archive.statements(
            Query(published_since=(d := day(r)), published_until=d + timedelta(7))),
        "statements, flag": lambda r: archive.statements(Query(flags=("damaged",))),
        "statements, sure and undamaged": lambda r: archive.statements(Query(confidence=0.8, without_flags=("damaged",))),
        "figures of a concept": lambda r: archive.figures(Query(concept=r.choice(concepts))),
        "figures, concept and place": lambda r: archive.figures(Query(concept=r.choice(concepts), place=r.choice(sites).geonames)),
        "figures in a range": lambda r: archive.figures(Query(low=(n := 10 ** r.uniform(1, 5)), high=n * 1.1, unit="people")),
        "figures, country and month": lambda r: archive.figures(Query(country=r.choice(sites).country, **month(r))),
        "events of a code": lambda r: archive.events(Query(plover=r.choice(plovers))),
        "events near a place": lambda r: archive.events(Query(near=near(r))),
        "events, country and month": lambda r: archive.events(Query(country=r.choice(sites).country, **month(r))),
        "events, actor and code": lambda r: archive.events(Query(actor=r.choice(actors), plover=r.choice(plovers))),
        "events in a month": lambda r: archive.events(Query(**month(r))),
        "agreements with an actor": lambda r: archive.agreements(Query(actor=r.choice(actors))),
        "disputes, newest": lambda r: archive.disputes(),
        "disputes in a country": lambda r: archive.disputes(Query(country=r.choice(sites).country)),
        "count: statements by an actor": lambda r: archive.count("statement", Query(actor=r.choice(actors))),
        "facet: acts of an actor": lambda r: archive.facets("statement", "act", Query(actor=r.choice(actors))),
        "facet: events in a month": lambda r: archive.facets("event", "plover", Query(**month(r))),
    }  # fmt: skip


def lookup_one(archive: Archive, article_id: int) -> object:
    with archive.looking() as connection:
        return connection.execute(sa.select(t.article).where(t.article.c.id == article_id)).first()


def timed(target: str, repeat: int, only: str | None) -> Iterator[tuple[str, float, float]]:
    """Median of each question in milliseconds, by the clock and of this process's own work, after three to warm up."""
    with kabar.open(target) as archive:
        for name, ask in questions(archive).items():
            if only is not None and only not in name and name != "primary key":
                continue
            rng = random.Random(name)
            took, work = [], []
            for _ in range(repeat + 3):
                start, worked = time.perf_counter(), time.process_time()
                ask(rng)
                took.append((time.perf_counter() - start) * 1_000)
                work.append((time.process_time() - worked) * 1_000)
            yield name, statistics.median(took[3:]), statistics.median(work[3:])


def explain(target: str) -> None:
    """Every statement of every question with the database's plan for it."""
    with kabar.open(target) as archive:
        lite = archive.engine.dialect.name == "sqlite"
        asked = questions(archive)
        seen: list[tuple[str, Any]] = []
        sa.event.listen(archive.engine, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
        for name, ask in asked.items():
            seen.clear()
            ask(random.Random(name))
            for sql, parameters in [s for s in seen if s[0].lstrip().startswith("SELECT")]:
                with archive.engine.connect() as connection:
                    plan = connection.exec_driver_sql(
                        ("EXPLAIN QUERY PLAN " if lite else "EXPLAIN ANALYZE ") + sql, parameters
                    )
                    print(f"\n## {name}\n{sql}")
                    for row in plan:
                        print("   ", row[-1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["templates", "fill", "time"])
    parser.add_argument("arguments", nargs="+")
    parser.add_argument("--documents", type=int, default=8)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--only")
    parser.add_argument("--explain", action="store_true")
    given = parser.parse_args()
    if given.what == "templates":
        templates(Path(given.arguments[0]), Path(given.arguments[1]), given.documents)
    elif given.what == "fill":
        with gzip.open(given.arguments[0], "rb") as lines:
            made = [Template.of(Reading.from_json(line)) for line in lines]
        fill(made, int(given.arguments[1]), given.arguments[2])
    elif given.explain:
        explain(given.arguments[0])
    else:
        base = 0.0
        print("| question | median ms | work ms | times a primary-key look-up |\n|---|---|---|---|")
        for name, median, work in timed(given.arguments[0], given.repeat, given.only):
            base = base or median
            print(f"| {name} | {median:.1f} | {work:.1f} | {median / base:.0f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())

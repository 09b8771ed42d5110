"""How fast the pages answer, how heavy they are, and how memory grows under load.

    python bench/archive.py templates ../shared/data/parallel/dev.jsonl.gz TEMPLATES
    python bench/archive.py fill TEMPLATES 100000 TARGET
    python bench/web.py load TARGET [--seconds 60] [--users 20]    # without think time, with 1 s, and the peer
    python bench/web.py paint TARGET                               # first paint and weight in Chromium
    python bench/web.py profile TARGET ADDRESS                     # where the time of one address goes

Every page of the OpenAPI document is asked, in random order (seeded), with filters that it takes and values that the archive
has. `kabar serve` is a process of its own; the users are coroutines of this one, on the same cores. The peer is a FastAPI
application that renders a fixed template of the same size from values in memory: the floor of this framework on this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import pstats
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx

import kabar
from kabar.store import Archive

COMMAND = [sys.executable, "-c", "from kabar.cli import main; main()", "serve"]
# Pages of accounts and of the program itself say nothing of an archive; a file of a whole archive is no page.
LEFT_OUT = re.compile(r"^/(account|accounts|sign-in|docs|export/file)\b|^/records/|/received$|\.json$")
MAP = re.compile(r"maplibre|world-50m")
KINDS = ("statement", "figure", "event")


# What is asked


@dataclass
class Addresses:
    """Draws addresses of every page: `pages` are path and filters, `values` what the archive has for each filter."""

    pages: dict[str, list[str]]
    needed: dict[str, list[str]]
    values: dict[str, list[str]]
    missing: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, document: dict[str, Any], archive: Archive) -> Addresses:
        values = values_of(archive)
        pages: dict[str, list[str]] = {}
        needed: dict[str, list[str]] = {}
        missing: list[str] = []
        for path, methods in document["paths"].items():
            if LEFT_OUT.search(path) or "get" not in methods:
                continue
            parameters = methods["get"].get("parameters", [])
            in_path = [f"{path} {p['name']}" for p in parameters if p["in"] == "path"]
            must = [p["name"] for p in parameters if p["in"] == "query" and p.get("required")]
            if any(name not in values for name in (*in_path, *must)):
                missing.append(path)
                continue
            pages[path] = [
                p["name"] for p in parameters
                if p["in"] == "query" and p["name"] in values and not p.get("required")
            ]  # fmt: skip
            needed[path] = must
        return cls(pages, needed, values, missing)

    def draw(self, dice: random.Random, page: str) -> str:
        """An address of a page: a third without a filter, else with one or two."""
        path = page
        for name in re.findall(r"\{(\w+)[^}]*\}", page):
            path = path.replace(f"{{{name}}}", quote(dice.choice(self.values[f"{page} {name}"]), safe=""))
        names = self.pages[page]
        chosen = dice.sample(names, min(len(names), dice.choice((0, 1, 2)))) + self.needed[page]
        given = {name: dice.choice(self.values[name]) for name in chosen}
        return f"{path}?{urlencode(given)}" if given else path


def values_of(archive: Archive) -> dict[str, list[str]]:
    """Values of filters and of paths that the archive has, the common ones and the rare."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, names in (
        ("statement", ("act", "language", "publisher")), ("figure", ("concept", "unit")), ("event", ("plover", "status")),
    ):  # fmt: skip
        for name in names:
            found[name] = [value for value, _ in archive.facets(kind, name, limit=20)]
    rows = [r for kind in KINDS for r in archive.page(kind, limit=200).rows]
    people = sorted({p for r in rows for p in r.parties}, key=lambda p: p.actor_id)
    places = sorted({s.name for r in rows if (s := getattr(r, "site", None)) is not None})
    for name in ("actor", "source", "target"):
        found[name] = [p.name for p in people]
    found["place"] = places
    found["country"] = sorted({p.country for p in people if p.country})
    days = sorted({r.day.isoformat() for r in rows if r.day})
    for name in ("since", "published_since"):
        found[name] = days
    found["text"] = sorted({w for r in rows for w in re.findall(r"\w{5,}", r.evidence)})[:300]
    articles = [str(r.article_id) for r in rows]
    situations = [s.key for s in archive.links.situations(limit=50)]
    disputes = [d.key for d in archive.links.disputes(limit=50).rows]
    figures = [r.key for r in rows if r.key.startswith("figure")]
    paths = {
        "/articles/{number} number": articles, "/situation/{key} key": situations,
        "/actors/{number} number": [str(p.actor_id) for p in people], "/actors/{name} name": [p.ref for p in people],
        "/disputes/{key} key": disputes, "/records/{key} key": figures, "/articles/{number}/received number": articles,
        "format": ["csv", "jsonl", "geojson"],
    }  # fmt: skip
    found |= paths
    found["key"] = figures
    return {name: values for name, values in found.items() if values}


# Servers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[tuple[str, int]]:
    """A server process: its address and its number."""
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 120
        while True:
            try:
                httpx.get(f"{url}/openapi.json", timeout=60)
                break
            except httpx.TransportError:
                if time.monotonic() > until or process.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.1)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(20)


def peer(port: int, size: int) -> None:
    """The floor: FastAPI, Jinja and gzip as the pages have them, a table of so many bytes, no archive."""
    import jinja2
    import uvicorn
    from fastapi import FastAPI
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.responses import HTMLResponse

    row = "<tr>{% for c in row %}<td>{{ c }}</td>{% endfor %}</tr>"
    template = jinja2.Environment(autoescape=True).from_string(
        f"<!doctype html><title>peer</title><table>{{% for row in rows %}}{row}{{% endfor %}}</table>"
    )
    dice = random.Random(1)
    cells = [[f"{dice.random():.15f}" for _ in range(7)] for _ in range(max(1, size // 190))]
    app = FastAPI()

    @app.get("/", response_model=None)
    def page() -> Any:
        return HTMLResponse(template.render(rows=cells))

    app.add_middleware(GZipMiddleware, minimum_size=800)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


# Load


@dataclass
class Taken:
    """What one page took: milliseconds of each answer, bytes over the wire, failures."""

    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def load(
    url: str, pid: int, draws: Any, users: int, seconds: float, think: float
) -> tuple[dict[str, Taken], list[int]]:
    """So many users for so long, each asking for one page after the other, with `think` seconds (exponential) between."""
    taken: dict[str, Taken] = defaultdict(Taken)
    memory: list[int] = []
    ends = time.monotonic() + seconds

    async def user(number: int) -> None:
        dice = random.Random(number)
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            while time.monotonic() < ends:
                if think:
                    await asyncio.sleep(dice.expovariate(1 / think))
                page, address = draws(dice)
                start = time.perf_counter()
                try:
                    answer = await client.get(address, headers={"Accept": "text/html"})
                except httpx.HTTPError as error:
                    taken[page].failures.append(f"{type(error).__name__} {address}")
                    continue
                taken[page].times.append((time.perf_counter() - start) * 1_000)
                taken[page].sizes.append(answer.num_bytes_downloaded)
                if answer.status_code != 200:
                    taken[page].failures.append(f"{answer.status_code} {address}")

    async def watch() -> None:
        while time.monotonic() < ends:
            memory.append(resident(pid))
            await asyncio.sleep(max(0.5, seconds / 200))

    await asyncio.gather(watch(), *(user(n) for n in range(users)))
    return dict(taken), memory


def resident(pid: int) -> int:
    """Resident memory of a process in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found.group(1)) // 1024 if found else 0


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def told(title: str, taken: dict[str, Taken], memory: list[int], seconds: float) -> None:
    """A table of one run."""
    every = [t for page in taken.values() for t in page.times]
    failures = [f for page in taken.values() for f in page.failures]
    print(
        f"\n### {title}\n\n| page | answers | p50 ms | p95 ms | p99 ms | KiB over the wire, median | most |\n|---|---|---|---|---|---|---|"
    )
    for page, t in sorted(taken.items(), key=lambda item: -percentile(item[1].times or [0.0], 0.95)):
        if t.times:
            row = (percentile(t.times, s) for s in (0.5, 0.95, 0.99))
            sizes = (statistics.median(t.sizes) / 1024, max(t.sizes) / 1024)
            print(
                f"| {page} | {len(t.times)} | "
                + " | ".join(f"{n:.0f}" for n in row)
                + " | "
                + " | ".join(f"{n:.1f}" for n in sizes)
                + " |"
            )
    if every:
        row = (percentile(every, s) for s in (0.5, 0.95, 0.99))
        print(f"| all | {len(every)} | " + " | ".join(f"{n:.0f}" for n in row) + " | | |")
        print(f"\n{len(every) / seconds:.1f} requests/s, {len(failures)} failures.", end=" ")
    if memory:
        quarter = memory[len(memory) // 4]
        print(
            f"Resident memory: {memory[0]} MiB at first, {quarter} after a quarter, {memory[-1]} at the end, {max(memory)} at most."
        )
    for failure, n in sorted(((f, failures.count(f)) for f in set(failures)), key=lambda x: -x[1])[:10]:
        print(f"- {n} x {failure}")
    sys.stdout.flush()


def measure(target: str, users: int, seconds: float, thinks: list[float], only: str | None) -> None:
    """All runs: each think time, then the peer."""
    with kabar.open(target) as archive:
        print(f"{archive.count('articles'):,} articles, {users} users, {seconds:.0f} s a run.")
        with running([*COMMAND, target], free_port()) as (url, pid):
            addresses = Addresses.of(httpx.get(f"{url}/openapi.json").json(), archive)
            if addresses.missing:
                print(
                    f"Not asked, for the archive has no value for their paths: {', '.join(addresses.missing)}."
                )
            pages = [p for p in addresses.pages if only is None or p == only]

            def draws(dice: random.Random) -> tuple[str, str]:
                page = dice.choice(pages)
                return page, addresses.draw(dice, page)

            asyncio.run(load(url, pid, draws, 2, min(10.0, seconds), 0))  # warm
            sizes: list[int] = []
            for think in thinks:
                taken, memory = asyncio.run(load(url, pid, draws, users, seconds, think))
                told(f"Think time {think:g} s" if think else "No think time", taken, memory, seconds)
                sizes += [s for t in taken.values() for s in t.sizes]
            plain = [len(httpx.get(url + draws(random.Random(n))[1], timeout=60).content) for n in range(30)]
    size = int(statistics.median(plain))
    with running([sys.executable, __file__, "peer", str(size)], free_port()) as (url, pid):
        for think in thinks:
            taken, memory = asyncio.run(
                load(url, pid, lambda _: ("peer", "/"), users, min(seconds, 20), think)
            )
            told(
                f"The peer, {size // 1024} KiB before packing, think time {think:g} s",
                taken,
                memory,
                min(seconds, 20),
            )


# In a browser


def paint(target: str, repeat: int) -> None:
    """First paint and weight of each page in Chromium, nothing in its cache: the median of some visits."""
    import shutil

    from playwright.sync_api import sync_playwright

    script = """() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e => [e.name, e.transferSize])]"""
    print("| page | first paint ms | KiB without the map | KiB of the map |\n|---|---|---|---|")
    with (
        kabar.open(target) as archive,
        running([*COMMAND, target], free_port()) as (url, _),
        sync_playwright() as driver,
    ):
        addresses = Addresses.of(httpx.get(f"{url}/openapi.json").json(), archive)
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        )
        dice = random.Random(1)
        for page in addresses.pages:
            path = re.sub(r"\?.*", "", addresses.draw(dice, page))
            first, bare, of_map = [], [], []
            for _ in range(repeat):
                context = browser.new_context(viewport={"width": 1280, "height": 900})
                tab = context.new_page()
                tab.goto(url + path)
                tab.wait_for_load_state("networkidle")
                painted, loaded = tab.evaluate(script)
                first.append(painted)
                bare.append(sum(size for name, size in loaded if not MAP.search(name)) / 1024)
                of_map.append(sum(size for name, size in loaded if MAP.search(name)) / 1024)
                context.close()
            print(
                f"| {page} | {statistics.median(first):.0f} | {statistics.median(bare):.0f} | {statistics.median(of_map):.0f} |",
                flush=True,
            )
        browser.close()


# Where the time goes


def profile(target: str, address: str, repeat: int) -> None:
    """One address asked some times in this process; functions by the time spent in them and under them."""
    import anyio.to_thread

    from kabar.web.app import create_app

    async def inline(function: Any, *arguments: Any, **_: Any) -> Any:
        return function(*arguments)

    # A profile sees one thread: what the framework hands to others is done here.
    anyio.to_thread.run_sync = inline  # type: ignore[assignment]
    seen = cProfile.Profile()

    async def ask() -> None:
        transport = httpx.ASGITransport(create_app(target))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            await client.get(address)
            start = time.perf_counter()
            for _ in range(repeat):
                answer = await client.get(address)
            took = (time.perf_counter() - start) / repeat * 1_000
            print(f"{address}: {answer.status_code}, {took:.1f} ms, {len(answer.content) // 1024} KiB")
            seen.enable()
            for _ in range(repeat):
                await client.get(address)
            seen.disable()

    asyncio.run(ask())
    stats = pstats.Stats(seen)
    stats.sort_stats("cumulative").print_stats(
        r"kabar|jinja|<template>|\.html|gzip|sqlalchemy/engine/base", 30
    )
    stats.sort_stats("tottime").print_stats(15)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["load", "paint", "profile", "peer"])
    parser.add_argument("target", help="the archive; of the peer: bytes of its page")
    parser.add_argument("address", nargs="?", default="/figures")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, nargs="*", default=[0.0, 1.0])
    parser.add_argument("--page", help="only this page, as the OpenAPI document has it")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.what == "peer":
        peer(given.port, int(given.target))
    elif given.what == "paint":
        paint(given.target, given.repeat)
    elif given.what == "profile":
        profile(given.target, given.address, given.repeat)
    else:
        measure(given.target, given.users, given.seconds, given.think, given.page)


if __name__ == "__main__":
    main()

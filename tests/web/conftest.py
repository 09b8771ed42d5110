"""An archive of example articles on both databases, the pages over it, and a real browser.

The articles are read once; a browser test opens pages of a server in a thread. Without Chromium the browser's tests are skipped,
or fail where KABAR_REQUIRE_BROWSER=1 (`.ci/chromium` installs it).
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from watched import Watched

import kabar
from kabar.ingest import Settings as IngestSettings
from kabar.ingest import ingest
from kabar.reconcile import reconcile
from kabar.store import Archive

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples/idlib/articles.csv"
CHROMIUM = shutil.which("chromium")
REQUIRED = os.environ.get("KABAR_REQUIRE_BROWSER") == "1"
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
    "--no-first-run", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ARTICLES = 20


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the first example articles (eight languages), read and reconciled."""
    folder = tmp_path_factory.mktemp("filled")
    rows = EXAMPLES.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "articles.csv").write_text("".join(rows[: ARTICLES + 1]), encoding="utf-8")
    shutil.copytree(EXAMPLES.parent / "articles", folder / "articles")
    with kabar.open(folder / "filled.db") as archive:
        outcome = ingest(archive, [str(folder / "articles.csv")], IngestSettings(), lambda *_: None)
        assert not outcome.refused
        reconcile(archive)
    return folder / "filled.db"


@pytest.fixture(scope="session")
def filled_postgres(server: Any, filled: Path) -> str:
    """The name of a database with the same articles, from which each test gets a copy."""
    server.sql("CREATE DATABASE web_filled TEMPLATE template_kabar")
    with kabar.open(filled) as from_, kabar.open(server.url("web_filled")) as to:
        copy(from_, to)
        reconcile(to)
    return "web_filled"


def copy(from_: Archive, to: Archive) -> None:
    """Every article with its reading."""
    for row in sorted(from_.each_article(), key=lambda r: r.id):
        added = to.add_article(from_.article(row.version_id), received=from_.received(row.version_id))
        reading = from_.reading(row.version_id)
        assert reading is not None
        to.save_reading(added.version_id, reading, kabar_version="1", model="m")


@pytest.fixture(params=["sqlite", "postgresql"])
def filled_target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An archive with the example articles that a test may change."""
    if request.param == "sqlite":
        path = tmp_path / "filled.db"
        shutil.copy(request.getfixturevalue("filled"), path)
        return str(path)
    template = request.getfixturevalue("filled_postgres")
    server = request.getfixturevalue("server")
    name = f"web_{next(NUMBERS)}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    return str(server.url(name))


NUMBERS = iter(range(1, 100_000))


@pytest.fixture
def client(filled_target: str) -> Iterator[Any]:
    """The pages without a browser."""
    from fastapi.testclient import TestClient

    from kabar.web.app import create_app

    with TestClient(create_app(filled_target), base_url="http://127.0.0.1") as made:
        yield made


class Served:
    """A server in a thread, on a free port of this machine."""

    def __init__(self, target: str) -> None:
        import uvicorn

        from kabar.web.app import create_app
        from kabar.web.settings import Settings

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        app = create_app(target, Settings(port=self.port))
        self.server = uvicorn.Server(
            uvicorn.Config(app, port=self.port, log_level="warning", access_log=False)
        )
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Served:
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture
def served(filled_target: str) -> Iterator[str]:
    """The address of the pages over the example articles."""
    with Served(filled_target) as made:
        yield made.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    if CHROMIUM is None:
        missing = "no Chromium on this machine: the pages are not looked at (.ci/chromium installs it)"
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def tab(browser: Any, served: str) -> Iterator[Watched]:
    """A fresh tab on the server; the test fails where something forbidden happened in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    watched = Watched(context.new_page(), served)
    yield watched
    context.close()
    assert watched.faults == []

"""The application: pages over one archive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import kabar
from kabar.errors import KabarError
from kabar.web.errors import answer_errors
from kabar.web.pages import PAGES
from kabar.web.settings import Settings

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self' blob:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(target: str, settings: Settings | None = None) -> FastAPI:
    """The application over an archive (a file or a database URL). Raises KabarError where it can't be opened."""
    if not (STATIC / "vendor/htmx.js").is_file():
        raise KabarError(
            "the pages' files are not there: run `make assets` in the checkout, or install the wheel"
        )
    archive = kabar.open(target)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        archive.close()

    app = FastAPI(
        title="kabar", version=kabar.__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
        description="Who said what about whom, how many according to whom, what happened, what was agreed. Every page is also JSON.",
    )  # fmt: skip
    app.state.archive, app.state.settings = archive, settings or Settings()
    for router in PAGES:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_errors(app)
    app.add_middleware(GZipMiddleware, minimum_size=800)
    app.add_middleware(SafeHeaders)
    return app


class SafeHeaders:
    """Headers of every answer: nothing but this server's own files is loaded or run."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
            await send(message)

        await self.app(scope, receive, with_headers)

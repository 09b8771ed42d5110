"""The application: pages over one archive."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

import kabar
from kabar.errors import KabarError
from kabar.store import Archive
from kabar.web.access.csrf import not_forged
from kabar.web.access.guard import Access, Guard
from kabar.web.access.headers import SecurityHeaders
from kabar.web.access.hosts import check_door
from kabar.web.access.log import AccessLog
from kabar.web.desk import Desk
from kabar.web.errors import ERRORS, Faults, answer, answer_errors
from kabar.web.pages import PAGES
from kabar.web.settings import Settings

STATIC = Path(__file__).parent / "static"


def create_app(target: str, settings: Settings | None = None) -> FastAPI:
    """The application over an archive (a file or a database URL).

    Raises KabarError: the archive can't be opened, or others could reach it and it has no account.
    """
    if not (STATIC / "vendor/htmx.js").is_file():
        raise KabarError(
            "the pages' files are not there: run `make assets` in the checkout, or install the wheel"
        )
    settings = settings or Settings()
    archive = kabar.open(target)
    try:
        check_door(archive, settings.host, settings.names)
    except KabarError:
        archive.close()
        raise

    desk = Desk(archive)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # What takes seconds of a large archive is worked out before the first who asks would wait for it.
        warming = threading.Thread(target=_warm, args=(archive,), daemon=True)
        warming.start()
        yield
        warming.join()
        desk.close()
        archive.close()

    app = FastAPI(
        title="kabar", version=kabar.__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
        description="Who said what about whom, how many according to whom, what happened, what was agreed. Every page is also JSON.",
        dependencies=[Depends(not_forged)], responses=ERRORS,
    )  # fmt: skip
    app.state.archive, app.state.settings, app.state.desk = archive, settings, desk
    for router in PAGES:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_errors(app)
    # The last is the outermost: whatever happens further in is answered, with the headers, and logged.
    app.add_middleware(Guard, access=_access(archive, settings), refuse=answer)
    app.add_middleware(GZipMiddleware, minimum_size=800)
    app.add_middleware(Faults)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(AccessLog)
    return app


def _warm(archive: Archive) -> None:
    with suppress(KabarError):
        archive.sources.outlets()
        archive.sources.quoted()


def _access(archive: Archive, settings: Settings) -> Access:
    return Access(
        archive,
        settings.host,
        settings.names,
        largest_body=settings.largest_body,
        largest_upload=settings.largest_upload,
    )

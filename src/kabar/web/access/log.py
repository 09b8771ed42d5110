"""The access log: who asked for which page, without what was asked (addresses hold search words, names, tokens)."""

from __future__ import annotations

import logging
import time
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("kabar.web.access")
LONGEST_PATH = 200


class AccessLog:
    """One line a request: method, path without its query, status, milliseconds, who. Headers and bodies are never logged."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        since, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            viewer = scope.get("state", {}).get("viewer")
            path = quote(scope["path"][:LONGEST_PATH], errors="replace")
            took = (time.perf_counter() - since) * 1_000
            LOG.info(
                "%s %s %d %.0f ms %s", scope["method"], path, status, took, getattr(viewer, "name", "") or "-"
            )

"""What a person or a program is told when an address or a value is wrong."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kabar.errors import KabarError
from kabar.web.asked import asked
from kabar.web.page import respond

LOG = logging.getLogger("kabar.web")
OUR_FAULT = "something went wrong here and was logged: please report it"
# What the framework says in other words, or not in a sentence.
SENTENCES = {
    404: "there is no such page: follow the links at the top",
    405: "this page can't be asked in that way: use a method that its description names",
}


class MissingError(KabarError):
    """There is nothing at this address: answered with 404."""


@dataclass(frozen=True)
class Fault:
    """The answer to a request that failed."""

    status: int
    error: str


# What every address may answer instead, for the OpenAPI document.
ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"description": told, "model": Fault, "content": {"text/html": {}}}
    for code, told in (
        (400, "A value that means nothing"), (401, "Sign in"), (403, "Not with this role"), (404, "Not in this archive"),
        (413, "Larger than what may be sent"), (422, "A value of the wrong type"), (429, "Too many requests"),
        (503, "The archive can't be asked now"),
    )
}  # fmt: skip


def answer(request: Request, status: int, sentence: str, headers: Mapping[str, str]) -> Response:
    """One sentence, as a page or as JSON."""
    response = respond(asked(request), "error.html", Fault(status, sentence), status)
    response.headers.update(headers)
    return response


def answer_errors(app: FastAPI) -> None:
    """Every error becomes one sentence, as a page or as JSON."""

    @app.exception_handler(KabarError)
    def _kabar(request: Request, error: KabarError) -> Response:
        return answer(request, 404 if isinstance(error, MissingError) else 400, str(error), {})

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        sentence = SENTENCES.get(error.status_code) or str(error.detail)
        return answer(request, error.status_code, sentence, error.headers or {})

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return answer(request, 422, f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}", {})


class Faults:
    """A fault of our own is logged, and told without a word of what it was."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer it where that fails before an answer has begun."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            if scope["type"] != "http" or begun:
                raise
            LOG.exception("%s %s failed", scope["method"], quote(scope["path"], errors="replace"))
            await answer(Request(scope), 500, OUR_FAULT, {})(scope, receive, send)

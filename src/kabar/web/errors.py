"""What a person or a program is told when an address or a value is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kabar.errors import KabarError
from kabar.web.asked import asked
from kabar.web.page import respond


class MissingError(KabarError):
    """There is nothing at this address: answered with 404."""


@dataclass(frozen=True)
class Fault:
    """The answer to a request that failed."""

    status: int
    error: str


def answer_errors(app: FastAPI) -> None:
    """Every error becomes one sentence, as a page or as JSON."""

    def told(request: Request, status: int, sentence: str) -> Response:
        return respond(asked(request), "error.html", Fault(status, sentence), status)

    @app.exception_handler(KabarError)
    def _kabar(request: Request, error: KabarError) -> Response:
        return told(request, 404 if isinstance(error, MissingError) else 400, str(error))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        sentence = (
            "there is no such page: follow the links at the top"
            if error.status_code == 404
            else str(error.detail)
        )
        response = told(request, error.status_code, sentence)
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return told(request, 422, f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}")

    @app.exception_handler(Exception)
    def _unexpected(request: Request, error: Exception) -> Response:
        return told(request, 500, "something went wrong here and was logged: please report it")

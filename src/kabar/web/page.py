"""A page and its JSON: one function that returns a view, answered in the form that was asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec
from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from kabar.web.asked import Asked
from kabar.web.render import render

Function = TypeVar("Function", bound=Callable[..., Any])


def page(router: APIRouter, path: str, template: str) -> Callable[[Function], Function]:
    """Serve the view that a function returns at `path`, as HTML or as JSON by the Accept header, and at `path`.json as JSON.

    The function takes `asked: Ask`; its return annotation is the view, a dataclass (or that and Response), from which the OpenAPI document has its
    schema. A `Response` that it returns instead (a redirect) is sent as it is.
    """

    def serve(function: Function) -> Function:
        hint = get_type_hints(function, include_extras=True)["return"]
        view = next((v for v in get_args(hint) if v is not Response), hint)
        title = (function.__doc__ or "").split("\n")[0]
        name = getattr(function, "__name__", path)
        told: dict[int | str, dict[str, Any]] = {200: {"model": view, "description": "The page"}}

        @functools.wraps(function)
        def answer(**given: Any) -> Response:
            found = function(**given)
            asked: Asked = given["asked"]
            return found if isinstance(found, Response) else respond(asked, template, found)

        # JSON first: `/articles/5.json` would else be an article called "5.json".
        for address, both in ((f"{path}.json" if path != "/" else "/index.json", False), (path, True)):
            responses: dict[int | str, dict[str, Any]] = {
                200: told[200] | ({"content": {"text/html": {}}} if both else {})
            }
            router.add_api_route(
                address, answer, methods=["GET"], response_model=None, responses=responses,
                summary=title, operation_id=f"{name}{'' if both else '_json'}", name=name if both else f"{name}.json",
            )  # fmt: skip
        return function

    return serve


def respond(asked: Asked, template: str, view: object, status: int = 200) -> Response:
    """The view as JSON or as a page; the answer depends on the Accept header and the language."""
    headers = {"Vary": "Accept, Accept-Language, Cookie, HX-Request, HX-Target"}
    if asked.as_json:
        return Response(msgspec.json.encode(view), status, headers, "application/json")
    return HTMLResponse(render(asked, template, view), status, headers)

"""What every page is told of the request: the archive, the reader's language, who it is, which form of answer is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import fastapi
from starlette.requests import Request

from kabar.store import Archive
from kabar.web.access.viewer import Viewer, viewer_of
from kabar.web.settings import Settings
from kabar.web.words import Words, chosen, words

LANGUAGE_COOKIE = "kabar_language"


@dataclass(frozen=True)
class Asked:
    """The request as a page needs it."""

    request: Request
    archive: Archive
    settings: Settings
    words: Words
    viewer: Viewer

    @property
    def as_json(self) -> bool:
        """Whether the answer is to be JSON: the address ends in .json, or the first type accepted is JSON."""
        accepted = self.request.headers.get("accept", "").split(",")[0].split(";")[0].strip()
        return self.request.url.path.endswith(".json") or accepted == "application/json"

    @property
    def json_address(self) -> str:
        """Where this page is as JSON, with the same filters."""
        url = self.request.url
        path = url.path if url.path.endswith(".json") else f"{url.path.rstrip('/') or '/index'}.json"
        return f"{path}?{url.query}" if url.query else path

    def menu(self, _: Words) -> list[tuple[str, str]]:
        """Address and name of each page of the menu."""
        return [
            ("/situation", _("Situation")), ("/articles", _("Articles")), ("/statements", _("Statements")),
            ("/figures", _("Figures")), ("/agreements", _("Agreements")), ("/review", _("Review")),
            ("/actors", _("Actors")), ("/sources", _("Sources")), ("/ingest", _("Ingest")), ("/export", _("Export")),
        ]  # fmt: skip

    @property
    def fragment(self) -> str | None:
        """The block of the page that htmx asks for."""
        headers = self.request.headers
        if headers.get("hx-request") != "true" or headers.get("hx-boosted") == "true":
            return None
        return headers.get("hx-target")


def language_of(request: Request) -> str:
    """The language of the interface: of the address, of the cookie, of the browser, English."""
    wanted = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return chosen(wanted, request.headers.get("accept-language", ""))


def asked(request: Request) -> Asked:
    state = request.app.state
    return Asked(request, state.archive, state.settings, words(language_of(request)), viewer_of(request))


Ask = Annotated[Asked, fastapi.Depends(asked)]

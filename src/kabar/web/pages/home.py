"""The first page, and the choice of language."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from kabar.web.asked import LANGUAGE_COOKIE, Ask
from kabar.web.words import languages

router = APIRouter(tags=["pages"])


@router.get("/", include_in_schema=False)
def home(asked: Ask) -> RedirectResponse:
    """The situation page is the first."""
    return RedirectResponse("/situation", 307)


@router.get("/favicon.ico", include_in_schema=False)
def icon() -> RedirectResponse:
    """The icon, for answers that are no page and so can't name it."""
    return RedirectResponse("/static/icon.svg", 308)


@router.get("/language", include_in_schema=False)
def language(asked: Ask, code: str = "en", back: str = "/") -> RedirectResponse:
    """Keep the language of the interface in a cookie and go back to the page."""
    # Only to a page of this server: "//elsewhere" and "/\\elsewhere" are addresses of others.
    path = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    response = RedirectResponse(path, 303)
    if code in languages():
        response.set_cookie(LANGUAGE_COOKIE, code, max_age=31_536_000, samesite="lax", httponly=True)
    return response

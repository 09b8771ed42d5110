"""Requests that change something must come from a page of this server (OWASP Cross-Site Request Forgery Prevention Cheat
Sheet): the browser says that it was one of ours (Fetch metadata, Origin), and the form carries a token that only our
pages know. Programs with a token of their own send no cookie, and so need neither.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from markupsafe import Markup
from starlette.datastructures import Headers

from kabar.web.access.viewer import viewer_of

FIELD, HEADER = "csrf", "x-csrf-token"
SAFE = ("GET", "HEAD", "OPTIONS")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# Of a form that is read here for its token: a pasted article beside a file is a field too.
LARGEST_FIELD = 20_000_000
FORGED = "this form is from an earlier visit or from elsewhere: go back, reload the page and send it again"
ELSEWHERE = "this request comes from another site: open the page here and do it there"


class Csrf:
    """The tokens. A session's is made of its secret; a visitor's is signed with a key that lives as long as the server."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def of_session(self, session: str) -> str:
        """The token of a session's forms."""
        return hmac.digest(session.encode(), b"kabar forms", hashlib.sha256).hex()

    def of_visitor(self, visitor: str) -> str:
        """The token of the forms of a visitor who is not signed in."""
        return hmac.digest(self._key, b"kabar visitor " + visitor.encode(), hashlib.sha256).hex()


def from_elsewhere(method: str, headers: Headers) -> bool:
    """Whether the browser says that another site's page makes this request; following a link from elsewhere is fine."""
    site = headers.get("sec-fetch-site", "none")
    if method in SAFE:
        followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return site in ("cross-site", "same-site") and not followed
    origin = headers.get("origin")
    return site not in ("same-origin", "none") or (origin is not None and not _is_own(origin, headers))


def _is_own(origin: str, headers: Headers) -> bool:
    return urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold()


def csrf_of(request: Request) -> str:
    """The token for the forms of the page that answers this request; a visitor without a cookie is given one.

    It looks different each time, so that how well a page packs tells nothing of it (BREACH, 2013).
    """
    request.state.shows_form = True
    token = bytes.fromhex(request.state.csrf)
    mask = secrets.token_bytes(len(token))
    return (mask + _xor(mask, token)).hex()


def csrf_field(request: Request) -> Markup:
    """The hidden field that every form has which changes something."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_of(request))


def _unmasked(given: str) -> str:
    try:
        both = bytes.fromhex(given)
    except ValueError:
        return ""
    return _xor(both[: len(both) // 2], both[len(both) // 2 :]).hex()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))


async def not_forged(request: Request) -> None:
    """A dependency of every route: a request that changes something carries its page's token, in a field or a header."""
    if request.method in SAFE or viewer_of(request).kind == "token":
        return
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").split(";")[0].strip().lower() in FORMS:
        field = (await request.form(max_part_size=LARGEST_FIELD)).get(FIELD)
        given = field if isinstance(field, str) else None
    known: str | None = getattr(request.state, "csrf", None)
    if given is None or known is None or not hmac.compare_digest(_unmasked(given), known):
        raise HTTPException(403, FORGED)

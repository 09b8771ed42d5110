"""The guard at the door: it stands before the whole app, so that no page is open because somebody forgot to close it."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kabar.errors import KabarError
from kabar.store import Archive
from kabar.web.access.cookies import cookie_of, set_cookie
from kabar.web.access.csrf import ELSEWHERE, SAFE, Csrf, from_elsewhere
from kabar.web.access.hosts import is_loopback, may_ask, open_to_others
from kabar.web.access.rates import RATES, Rate, Rates, kind_of, network_of
from kabar.web.access.viewer import NOBODY, Viewer

# What is shown to everybody.
OPEN_PATHS = ("/sign-in", "/static/", "/favicon.ico")
MIB = 1024 * 1024
LARGE = "this is larger than what may be sent here: send less at once"
SLOWLY = "too many requests: go on in {} seconds"

Refuse = Callable[[Request, int, str, dict[str, str]], Response]


@dataclass
class Access:
    """All that decides who comes in: the archive with its accounts, the address that the server is bound to, the names that
    others know it by, and how much is too much (bodies in bytes)."""

    archive: Archive
    host: str = "127.0.0.1"
    public_names: tuple[str, ...] = ()
    rates: Rates = field(default_factory=Rates)
    limits: dict[str, Rate] = field(default_factory=lambda: dict(RATES))
    csrf: Csrf = field(default_factory=Csrf)
    largest_body: int = MIB
    largest_upload: int = 20 * MIB
    _has_accounts: bool = False

    @property
    def secure(self) -> bool:
        """Whether cookies are for encrypted connections alone."""
        return open_to_others(self.host, self.public_names)

    def has_accounts(self) -> bool:
        """Whether people sign in here. Accounts are closed and never deleted, so that a yes stays one."""
        self._has_accounts = self._has_accounts or self.archive.people.any()
        return self._has_accounts

    def viewer(self, headers: Headers) -> Viewer | None:
        """Who asks; None for a token that is good for nothing. Raises KabarError when the archive fails."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer":
            found = self.archive.people.token(token.strip())
            if found is None:
                return None
            account, scopes = found
            return Viewer(
                kind="token", name=account.name, role=account.role, account_id=account.id, scopes=scopes
            )
        session = cookie_of(headers, "session", secure=self.secure)
        signed_in = self.archive.people.session(session) if session else None
        if signed_in is not None:
            return Viewer(kind="session", name=signed_in.name, role=signed_in.role, account_id=signed_in.id)
        if self.secure or self.has_accounts():
            return NOBODY
        return Viewer(kind="local", name=cookie_of(headers, "name", secure=False) or "", role="reviewer")


class Guard:
    """Finds out who asks (`request.state.viewer`) and turns away: a host name that is not ours, another site's page, too many
    requests, and, where there are accounts, everybody who has not signed in."""

    def __init__(self, app: ASGIApp, access: Access, refuse: Refuse) -> None:
        self.app, self.access, self.refuse = app, access, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return  # there are no websockets here
        request = Request(scope)
        request.state.access = self.access
        request.state.viewer = NOBODY
        refused = await self._turned_away(request)
        visitor = self._forms(request)
        answer = self.app if refused is None else refused
        limited = _limited(receive, self._largest(request.url.path))
        await answer(scope, limited, _with_visitor(send, request, visitor, self.access.secure))

    def _forms(self, request: Request) -> str | None:
        """Sets the token of this page's forms; returns the new visitor where there is neither session nor visitor."""
        secure, csrf = self.access.secure, self.access.csrf
        session = cookie_of(request.headers, "session", secure=secure)
        if session and request.state.viewer.kind == "session":
            request.state.csrf = csrf.of_session(session)
            return None
        known = cookie_of(request.headers, "visitor", secure=secure)
        visitor = known or secrets.token_urlsafe(32)
        request.state.csrf = csrf.of_visitor(visitor)
        return None if known else visitor

    async def _turned_away(self, request: Request) -> Response | None:
        access, headers, path = self.access, request.headers, request.url.path
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not may_ask(hosts[0], access.host, access.public_names):
            return self._no(
                request,
                400,
                "this server is not known by that name: use the address that it was started with",
            )
        if from_elsewhere(request.method, headers):
            return self._no(request, 403, ELSEWHERE)
        try:
            viewer = await run_in_threadpool(access.viewer, headers)
        except KabarError as error:
            return self._no(request, 503, str(error))
        request.state.viewer = viewer or NOBODY
        wait = self._wait(request, viewer or NOBODY)
        if wait:
            seconds = math.ceil(wait)
            return self._no(request, 429, SLOWLY.format(seconds), {"Retry-After": str(seconds)})
        if viewer is None:
            return self._no(
                request, 401, "this token is not known, was revoked or has ended: make another",
                {"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )  # fmt: skip
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._largest(path):
            return self._no(request, 413, LARGE, {"Connection": "close"})
        if viewer.kind == "nobody" and not path.startswith(OPEN_PATHS):
            return self._sign_in(request)
        reads = request.method in SAFE and not path.startswith("/ingest")
        if viewer.kind == "token" and "read" not in viewer.scopes and reads:
            return self._no(request, 403, "this token may not read: make one with the scope 'read'")
        return None

    def _largest(self, path: str) -> int:
        return self.access.largest_upload if path.startswith("/ingest") else self.access.largest_body

    def _wait(self, request: Request, viewer: Viewer) -> float:
        path = request.url.path
        if viewer.kind == "local" or path.startswith("/static/"):
            return 0.0
        kind = kind_of(request.method, path)
        who = viewer.name or network_of(request.client.host if request.client else "")
        return self.access.rates.take((kind, viewer.kind, who), self.access.limits[kind])

    def _sign_in(self, request: Request) -> Response:
        """A person is shown where to sign in, a program is told."""
        page = "text/html" in request.headers.get("accept", "") and "hx-request" not in request.headers
        if request.method not in SAFE or not page:
            headers = {"WWW-Authenticate": "Bearer", "HX-Redirect": "/sign-in"}
            return self._no(request, 401, "sign in first", headers)
        at = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': at})}" if at != "/" else "/sign-in", 303)

    def _no(
        self, request: Request, status: int, sentence: str, headers: dict[str, str] | None = None
    ) -> Response:
        return self.refuse(request, status, sentence, headers or {})


def _limited(receive: Receive, limit: int) -> Receive:
    """Reads no more of a body than may be sent, of whatever length it says it is."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, LARGE)
        return message

    return counted


def _with_visitor(send: Send, request: Request, visitor: str | None, secure: bool) -> Send:
    """Gives a visitor their cookie with the first page that shows a form."""

    async def with_cookie(message: Message) -> None:
        if (
            message["type"] == "http.response.start"
            and visitor
            and getattr(request.state, "shows_form", False)
        ):
            MutableHeaders(scope=message).append("Set-Cookie", set_cookie("visitor", visitor, secure=secure))
        await send(message)

    return with_cookie


def is_encrypted(request: Request) -> bool:
    """Whether the connection is, or needs not be because it does not leave the machine."""
    return request.url.scheme == "https" or is_loopback(request.url.hostname or "")

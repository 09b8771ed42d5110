"""The cookies: one of a session; one of a visitor who has none, by which their forms are told from forged ones; and, where there
are no accounts, one that keeps the name under which somebody decides."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote, unquote

from starlette.datastructures import Headers

from kabar.store.people import LONGEST_SESSION

Kind = Literal["session", "visitor", "name"]


def cookie_name(kind: Kind, *, secure: bool) -> str:
    """With the prefix, no other host of a domain and no page without encryption can set it (RFC 6265bis)."""
    return f"__Host-kabar-{kind}" if secure else f"kabar-{kind}"


def cookie_of(headers: Headers, kind: Kind, *, secure: bool) -> str | None:
    """The cookie's value in a request."""
    name = cookie_name(kind, secure=secure)
    for line in headers.getlist("cookie"):
        for part in line.split(";"):
            key, _, value = part.strip().partition("=")
            if key == name and value:
                return unquote(value)
    return None


def set_cookie(kind: Kind, value: str, *, secure: bool) -> str:
    """The Set-Cookie header that keeps a value, or, with "", drops it."""
    seconds = int(LONGEST_SESSION.total_seconds()) if value else 0
    ending = "; Secure" if secure else ""
    return (
        f"{cookie_name(kind, secure=secure)}={quote(value, safe='')}; Path=/; Max-Age={seconds}; HttpOnly; "
        f"SameSite=Lax{ending}"
    )

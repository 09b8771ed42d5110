"""Apps over an empty archive, with accounts, and what a browser does with their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi.testclient import TestClient

import kabar
from kabar.store.people import Role, Scope
from kabar.web.access.passwords import hashed
from kabar.web.app import create_app
from kabar.web.settings import Settings

HERE = "http://127.0.0.1"
PASSWORD = "several words nobody joins"
PUBLIC = Settings(host="0.0.0.0", names=("kabar.example",))
THERE = "https://kabar.example"


def add(target: str, name: str, role: Role = "reader") -> int:
    """An account, its password PASSWORD; returns its id."""
    with kabar.open(target) as archive:
        return archive.people.add(name, hashed(PASSWORD), role, who="test").id


def token(target: str, name: str, *scopes: Scope) -> dict[str, str]:
    """The header of a new token of an account."""
    with kabar.open(target) as archive:
        account = archive.people.account(name)
        assert account is not None
        made = archive.people.add_token(account.id, "test", scopes, who="test")
    return {"Authorization": f"Bearer {made}", "Accept": "application/json"}


@contextmanager
def at(target: str, settings: Settings | None = None, base: str = HERE) -> Iterator[TestClient]:
    """A browser before the app, which follows no redirect by itself."""
    app = create_app(target, settings)
    with TestClient(app, base_url=base, follow_redirects=False, headers={"Accept": "text/html"}) as made:
        yield made


def csrf_in(page: str) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


def send(client: TestClient, page: str, to: str = "", /, **fields: Any) -> Any:
    """Open a page and send a form of it."""
    token = csrf_in(client.get(page).text)
    return client.post(to or page, data={"csrf": token, **fields})


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> Any:
    """What the sign-in form answers."""
    return send(client, "/sign-in", name=name, password=password)

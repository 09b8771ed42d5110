"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from fastapi import Depends, HTTPException, Request

from kabar.store.people import Role, Scope

ROLES: tuple[Role, ...] = get_args(Role)
# What a token must be good for to do what a role may.
SCOPE_OF: dict[Role, Scope] = {"reader": "read", "reviewer": "review", "admin": "admin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who asks. `kind` says how that is known: "local" is whoever sits at a machine where there are no accounts, "nobody"
    one who has not signed in. `name` is the one that decisions are kept under; "" where it must be asked for.
    """

    kind: Literal["local", "session", "token", "nobody"]
    name: str = ""
    role: Role | None = None
    account_id: int | None = None
    scopes: tuple[Scope, ...] = ()

    def may(self, role: Role, scope: Scope | None = None) -> bool:
        """Whether they may do what asks for a role, and of a token this scope (that of the role when not given)."""
        if self.role is None or ROLES.index(self.role) < ROLES.index(role):
            return False
        return self.kind != "token" or (scope or SCOPE_OF[role]) in self.scopes


NOBODY = Viewer(kind="nobody")


def viewer_of(request: Request) -> Viewer:
    """Who asks, as the guard found out; nobody where no guard stands before the app."""
    viewer: Viewer = getattr(request.state, "viewer", NOBODY)
    return viewer


def needs(role: Role, scope: Scope | None = None) -> Any:
    """A FastAPI dependency: only who has this role (a token: this scope too, that of the role when not given) goes on.

    `@router.post("/x", dependencies=[needs("reviewer")])`; as a parameter, `viewer: Viewer = needs("reviewer")`, it gives who
    asks.
    """

    def check(request: Request) -> Viewer:
        viewer = viewer_of(request)
        if not viewer.may(role, scope):
            raise HTTPException(401 if viewer.kind == "nobody" else 403, refusal(viewer, role, scope))
        return viewer

    check.__name__ = f"needs_{role}"
    return Depends(check)


def needs_person(request: Request) -> Viewer:
    """A dependency: only who is signed in with a password goes on; a token could make itself another that lasts longer."""
    viewer = viewer_of(request)
    if viewer.kind != "session":
        raise HTTPException(
            401 if viewer.kind == "nobody" else 403,
            "passwords and tokens are changed by who is signed in: do it on /account",
        )
    return viewer


def refusal(viewer: Viewer, role: Role, scope: Scope | None = None) -> str:
    """Why they may not, and what to do."""
    if viewer.kind == "nobody":
        return "sign in first"
    if viewer.kind == "local":
        return "this archive has no accounts: make the first with `kabar accounts add NAME --role admin --from ARCHIVE`"
    if viewer.role is None or ROLES.index(viewer.role) < ROLES.index(role):
        return f"this needs the role {role}, and yours is {viewer.role}: ask an admin"
    return f"this token may not do that: make one with the scope '{scope or SCOPE_OF[role]}'"

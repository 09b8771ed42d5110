"""/sign-in, /sign-out, /account, /accounts: who may use the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from kabar.errors import KabarError
from kabar.store.people import LONGEST_NAME, Role, Scope
from kabar.web.access.cookies import cookie_of, set_cookie
from kabar.web.access.guard import Access, is_encrypted
from kabar.web.access.passwords import LONGEST, hashed
from kabar.web.access.signing import checked, own_page
from kabar.web.access.viewer import Viewer, needs, needs_person
from kabar.web.asked import Ask, Asked
from kabar.web.page import page, respond
from kabar.web.views.people import AccountsView, AccountView, SignInView, account_view, accounts_view

router = APIRouter(tags=["accounts"])
Name = Annotated[str, Form(max_length=LONGEST_NAME)]
Password = Annotated[str, Form(max_length=LONGEST)]
DONE: dict[int | str, dict[str, Any]] = {303: {"description": "Done: go on to the page"}}

UNENCRYPTED = "this connection is not encrypted: open the page by https and sign in there"

Person = Annotated[Viewer, Depends(needs_person)]
Admin = Annotated[Viewer, needs("admin")]


def _access(request: Request) -> Access:
    access: Access = request.state.access
    return access


def _is_open(request: Request) -> bool:
    """Whether a password would be seen on its way here."""
    return _access(request).secure and not is_encrypted(request)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


@page(router, "/sign-in", "sign_in.html")
def sign_in_form(asked: Ask, next: str = "/") -> SignInView:
    """The form to sign in."""
    open_ = _is_open(asked.request)
    return SignInView(own_page(next), fault=UNENCRYPTED if open_ else None, encrypted=not open_)


@router.post("/sign-in", summary="Sign in", responses=DONE)
def sign_in(asked: Ask, name: Name, password: Password, next: Annotated[str, Form()] = "/") -> Response:
    """Start a session: its token is a new one, and one that the browser had before ends."""
    request, access = asked.request, _access(asked.request)
    try:
        if _is_open(request):
            raise HTTPException(400, UNENCRYPTED)
        account = checked(access, name, password, _address(request))
    except HTTPException as error:
        if asked.as_json:
            raise
        view = SignInView(own_page(next), name, str(error.detail))
        answer = respond(asked, "sign_in.html", view, error.status_code)
        answer.headers.update(error.headers or {})
        return answer
    before = cookie_of(request.headers, "session", secure=access.secure)
    if before:
        asked.archive.people.end_session(before)
    token = asked.archive.people.start_session(account.id)
    answer = RedirectResponse(own_page(next), 303)
    answer.headers.append("Set-Cookie", set_cookie("session", token, secure=access.secure))
    return answer


@router.post("/sign-out", summary="Sign out", responses=DONE)
def sign_out(asked: Ask, everywhere: Annotated[bool, Form()] = False) -> Response:
    """End this session, or all of the account's."""
    access, people = _access(asked.request), asked.archive.people
    token = cookie_of(asked.request.headers, "session", secure=access.secure)
    if everywhere and asked.viewer.kind == "session" and asked.viewer.account_id is not None:
        people.end_sessions(asked.viewer.account_id)
    elif token:
        people.end_session(token)
    return _signed_out(access)


def _signed_out(access: Access) -> Response:
    answer = RedirectResponse("/sign-in" if access.has_accounts() else "/", 303)
    answer.headers.append("Set-Cookie", set_cookie("session", "", secure=access.secure))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@page(router, "/account", "account.html")
def account(asked: Ask) -> AccountView:
    """Your account: password, sessions and tokens."""
    return account_view(asked.archive, asked.viewer)


@router.post("/account/name", summary="Say under which name you decide", responses=DONE)
def set_name(asked: Ask, name: Name) -> Response:
    """Where there are no accounts: the name that decisions are kept under, in a cookie."""
    if asked.viewer.kind != "local":
        raise HTTPException(403, "you decide under the name of your account")
    if not name.strip() or not name.isprintable():
        return _account(
            asked, fault="this name is empty or holds hidden characters: give another", status=400
        )
    answer = RedirectResponse("/account", 303)
    answer.headers.append("Set-Cookie", set_cookie("name", name.strip(), secure=False))
    return answer


@router.post("/account/password", summary="Set another password", responses=DONE)
def set_password(asked: Ask, old: Password, new: Password, viewer: Person) -> Response:
    """Set another password; it ends every session of the account, this one too."""
    try:
        checked(_access(asked.request), viewer.name, old, _address(asked.request))
        asked.archive.people.set_password(viewer.name, hashed(new), who=viewer.name)
    except HTTPException as error:
        if error.status_code != 401:
            raise
        return _account(asked, fault="the password that you have now is another one: check it", status=400)
    except KabarError as error:
        return _account(asked, fault=str(error), status=400)
    return _signed_out(_access(asked.request))


@router.post("/account/tokens", summary="Make a token for programs", response_model=AccountView)
def make_token(
    asked: Ask,
    viewer: Person,
    name: Name,
    scopes: Annotated[list[Scope] | None, Form()] = None,
    days: Annotated[int | None, Form()] = None,
) -> Response:
    """Make a token; the answer shows it, this once."""
    try:
        made = asked.archive.people.add_token(_id(viewer), name, scopes or [], who=viewer.name, days=days)
    except KabarError as error:
        return _account(asked, fault=str(error), status=400)
    return _account(asked, made=made)


@router.post("/account/tokens/{number}/revoke", summary="Revoke a token", responses=DONE)
def revoke_token(asked: Ask, number: int, viewer: Person) -> Response:
    """Let a token of yours be good for nothing."""
    asked.archive.people.revoke(number, _id(viewer), who=viewer.name)
    return RedirectResponse("/account", 303)


def _id(viewer: Viewer) -> int:
    assert viewer.account_id is not None  # of a session it never is
    return viewer.account_id


def _account(
    asked: Asked, *, status: int = 200, made: str | None = None, fault: str | None = None
) -> Response:
    return respond(
        asked, "account.html", account_view(asked.archive, asked.viewer, made=made, fault=fault), status
    )


@page(router, "/accounts", "accounts.html")
def accounts(asked: Ask, viewer: Admin) -> AccountsView:
    """All accounts, for an admin."""
    return accounts_view(asked.archive)


@router.post("/accounts", summary="Make an account", responses=DONE)
def add_account(asked: Ask, viewer: Admin, name: Name, password: Password, role: Annotated[Role, Form()] = "reader") -> Response:  # fmt: skip
    """Make an account, with a password that its owner then changes."""
    return _changed(asked, lambda: asked.archive.people.add(name, hashed(password), role, who=viewer.name))


@router.post("/accounts/{name}/role", summary="Set a role", responses=DONE)
def set_role(asked: Ask, viewer: Admin, name: str, role: Annotated[Role, Form()]) -> Response:
    """Give an account another role, from its next request on."""
    return _changed(asked, lambda: asked.archive.people.set_role(name, role, who=viewer.name))


@router.post("/accounts/{name}/close", summary="Close an account", responses=DONE)
def close(asked: Ask, viewer: Admin, name: str) -> Response:
    """Let an account sign in no more; what it decided stays under its name."""
    return _changed(asked, lambda: asked.archive.people.close(name, who=viewer.name))


@router.post("/accounts/{name}/reopen", summary="Reopen an account", responses=DONE)
def reopen(asked: Ask, viewer: Admin, name: str) -> Response:
    """Let a closed account sign in again."""
    return _changed(asked, lambda: asked.archive.people.reopen(name, who=viewer.name))


@router.post("/accounts/{name}/password", summary="Set an account's password", responses=DONE)
def reset_password(asked: Ask, viewer: Admin, name: str, password: Password) -> Response:
    """Set the password of somebody who forgot theirs; it ends every session of the account."""
    return _changed(asked, lambda: asked.archive.people.set_password(name, hashed(password), who=viewer.name))


def _changed(asked: Asked, change: Callable[[], object]) -> Response:
    try:
        change()
    except KabarError as error:
        return respond(asked, "accounts.html", accounts_view(asked.archive, str(error)), 400)
    return RedirectResponse("/accounts", 303)

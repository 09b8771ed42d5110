"""What the pages of accounts show. No password, token or cookie is ever part of a view, but a token that was just made."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.store import Archive
from kabar.store.people import Account, Role, SessionRow, TokenRow
from kabar.web.access.viewer import Viewer


@dataclass(frozen=True)
class SignInView:
    """The form to sign in: where to go on to, the name that was given, what was wrong; a password is asked for only where it
    is encrypted on its way."""

    next: str
    name: str = ""
    fault: str | None = None
    encrypted: bool = True


@dataclass(frozen=True)
class AccountView:
    """The viewer's own account. `made` is a token that was made by this request: it is shown this once."""

    name: str
    role: Role | None
    has_account: bool
    sessions: tuple[SessionRow, ...] = ()
    tokens: tuple[TokenRow, ...] = ()
    made: str | None = None
    fault: str | None = None


@dataclass(frozen=True)
class AccountsView:
    """All accounts, for an admin."""

    accounts: tuple[Account, ...]
    fault: str | None = None


def account_view(
    archive: Archive,
    viewer: Viewer,
    *,
    made: str | None = None,
    done: str | None = None,
    fault: str | None = None,
) -> AccountView:
    """The account of who asks; where there are no accounts, their name alone."""
    if viewer.account_id is None:
        return AccountView(viewer.name, viewer.role, False, fault=fault)
    people = archive.people
    return AccountView(
        viewer.name, viewer.role, True, tuple(people.sessions(viewer.account_id)), tuple(people.tokens(viewer.account_id)),
        made, fault,
    )  # fmt: skip


def accounts_view(archive: Archive, fault: str | None = None) -> AccountsView:
    """All accounts."""
    return AccountsView(tuple(archive.people.all()), fault)

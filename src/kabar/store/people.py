"""Who may use the pages of an archive: accounts, their sessions in the browser, and tokens for programs.

Sessions and tokens are 256 random bits that are told once; the archive keeps their SHA-256 alone, so that who reads the
database can't sign in with what stands in it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.times import aware, now

if TYPE_CHECKING:
    from kabar.store.archive import Archive

Role = Literal["reader", "reviewer", "admin"]
Scope = Literal["read", "review", "ingest", "admin"]

SECRET_BYTES = 32
LONGEST_NAME = 64
NAME = re.compile(r"[\w@+-](?:[\w@.+ -]*[\w@.+-])?")
# A session ends after an hour without a request, and after twelve in any case (OWASP Session Management Cheat Sheet:
# both ends, set by how much harm a session that is left open can do).
IDLE, LONGEST_SESSION = timedelta(hours=1), timedelta(hours=12)
# So often the end of a session in use is written anew, and not at each request.
RENEWED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in, unless the account is closed."""

    id: int
    name: str
    role: Role
    made_at: datetime
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A browser that is signed in."""

    id: int
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token for programs, without the token."""

    id: int
    name: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    ends_at: datetime | None
    revoked: bool


class People:
    """Accounts, sessions and tokens. Each change to an account is noted in the archive's log with who made it."""

    def __init__(self, archive: Archive, clock: Callable[[], datetime] = now) -> None:
        self._archive = archive
        self.clock = clock

    # Accounts

    def any(self) -> bool:
        """Whether there is an account, be it closed."""
        with self._archive.looking() as connection:
            return connection.scalar(sa.select(t.account.c.id).limit(1)) is not None

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._archive.looking() as connection:
            return [_account(r) for r in connection.execute(sa.select(t.account).order_by(t.account.c.name))]

    def account(self, name: str) -> Account | None:
        """The account of this name."""
        with self._archive.looking() as connection:
            row = connection.execute(sa.select(t.account).where(t.account.c.name == _folded(name))).first()
        return _account(row) if row is not None else None

    def password_hash(self, name: str) -> str | None:
        """The hash of the password of an account that is open."""
        a = t.account.c
        with self._archive.looking() as connection:
            return connection.scalar(sa.select(a.password_hash).where(a.name == _folded(name), ~a.closed))

    def add(self, name: str, password_hash: str, role: Role, *, who: str) -> Account:
        """A new account; its name is kept in small letters.

        Raises KabarError: a name that is taken or is none, a role that there is not.
        """
        folded = _checked_name(name)
        _checked_role(role)
        values = {
            "name": folded,
            "password_hash": password_hash,
            "role": role,
            "made_at": self.clock(),
            "closed": False,
        }
        with self._archive.writing() as connection:
            try:
                row = connection.execute(sa.insert(t.account).values(values).returning(t.account)).one()
            except IntegrityError as error:
                raise KabarError(f"there is an account '{folded}' already: give another name") from error
            self._archive.log.add("account added", f"{folded}: {role}", who=who)
        return _account(row)

    def set_password(self, name: str, password_hash: str, *, who: str) -> None:
        """Another password. It ends every session of the account."""
        with self._archive.writing() as connection:
            account_id = self._change(connection, name, {"password_hash": password_hash})
            self._end(connection, account_id)
            self._archive.log.add("password set", _folded(name), who=who)

    def rehash(self, name: str, old: str, new: str) -> None:
        """The same password under newer parameters of hashing, unless it was changed meanwhile."""
        a = t.account
        with self._archive.writing() as connection:
            connection.execute(
                sa.update(a)
                .where(a.c.name == _folded(name), a.c.password_hash == old)
                .values(password_hash=new)
            )

    def set_role(self, name: str, role: Role, *, who: str) -> None:
        """Another role, from the next request on. Raises KabarError: no such role or account, the last admin's."""
        _checked_role(role)
        with self._archive.writing() as connection:
            if role != "admin":
                self._not_the_last_admin(connection, name)
            self._change(connection, name, {"role": role})
            self._archive.log.add("role set", f"{_folded(name)}: {role}", who=who)

    def close(self, name: str, *, who: str) -> None:
        """End an account's sessions and tokens and let it sign in no more; what it decided stays under its name.

        Raises KabarError: no such account, the last admin's.
        """
        with self._archive.writing() as connection:
            self._not_the_last_admin(connection, name)
            account_id = self._change(connection, name, {"closed": True})
            self._end(connection, account_id)
            revoked = sa.update(t.token).where(t.token.c.account_id == account_id).values(revoked=True)
            connection.execute(revoked)
            self._archive.log.add("account closed", _folded(name), who=who)

    def reopen(self, name: str, *, who: str) -> None:
        """Let a closed account sign in again, with the password that it had."""
        with self._archive.writing() as connection:
            self._change(connection, name, {"closed": False})
            self._archive.log.add("account reopened", _folded(name), who=who)

    def _change(self, connection: sa.Connection, name: str, values: dict[str, Any]) -> int:
        a = t.account
        changed = sa.update(a).where(a.c.name == _folded(name)).values(values).returning(a.c.id)
        account_id = connection.execute(changed).scalar()
        if account_id is None:
            raise KabarError(f"there is no account '{_folded(name)}': list them to see their names")
        return int(account_id)

    def _not_the_last_admin(self, connection: sa.Connection, name: str) -> None:
        a = t.account.c
        admins = connection.scalars(
            sa.select(a.name).where(a.role == "admin", ~a.closed).with_for_update()
        ).all()
        if list(admins) == [_folded(name)]:
            raise KabarError(f"'{_folded(name)}' is the last admin: make another account an admin first")

    # Sessions

    def start_session(self, account_id: int) -> str:
        """A new session; returns its token, which is kept nowhere. Sessions that have ended are swept away."""
        token, at = secrets.token_urlsafe(SECRET_BYTES), self.clock()
        s = t.session
        with self._archive.writing() as connection:
            connection.execute(sa.delete(s).where(s.c.ends_at <= at))
            values = {"digest": _digest(token), "account_id": account_id, "made_at": at, "ends_at": at + IDLE}
            connection.execute(sa.insert(s).values(values))
        return token

    def session(self, token: str) -> Account | None:
        """The account that a session's token stands for; None where it has ended or never was. Use prolongs it."""
        s, a, at, digest = t.session, t.account, self.clock(), _digest(token)
        with self._archive.looking() as connection:
            row = connection.execute(
                sa.select(a, s.c.digest, s.c.made_at.label("since"), s.c.ends_at)
                .join(s, s.c.account_id == a.c.id)
                .where(s.c.digest == digest, ~a.c.closed)
            ).first()
        if row is None or not hmac.compare_digest(row.digest, digest):
            return None
        since, ends_at = aware(row.since), aware(row.ends_at)
        if at >= ends_at:
            return None
        later = min(at + IDLE, since + LONGEST_SESSION)
        if later - ends_at >= RENEWED:
            with self._archive.writing() as connection:
                connection.execute(sa.update(s).where(s.c.digest == digest).values(ends_at=later))
        return _account(row)

    def sessions(self, account_id: int) -> list[SessionRow]:
        """The sessions of an account that have not ended, the newest first."""
        s = t.session.c
        with self._archive.looking() as connection:
            rows = connection.execute(
                sa.select(s.id, s.made_at, s.ends_at)
                .where(s.account_id == account_id, s.ends_at > self.clock())
                .order_by(s.id.desc())
            )
            return [SessionRow(id=r.id, made_at=aware(r.made_at), ends_at=aware(r.ends_at)) for r in rows]

    def end_session(self, token: str) -> None:
        """Sign out."""
        with self._archive.writing() as connection:
            connection.execute(sa.delete(t.session).where(t.session.c.digest == _digest(token)))

    def end_sessions(self, account_id: int) -> None:
        """Sign out everywhere."""
        with self._archive.writing() as connection:
            self._end(connection, account_id)

    def _end(self, connection: sa.Connection, account_id: int) -> None:
        connection.execute(sa.delete(t.session).where(t.session.c.account_id == account_id))

    # Tokens

    def add_token(
        self, account_id: int, name: str, scopes: Sequence[Scope], *, who: str, days: int | None = None
    ) -> str:
        """A token for programs, good for `days` or until it is revoked; returns it, this once.

        It may do what its scopes say and its account's role allows. Raises KabarError: no scope, one that there is not,
        no name, fewer days than one.
        """
        unknown = set(scopes) - set(get_args(Scope))
        if unknown or not scopes:
            wrong = f"there is no scope '{min(unknown)}'" if unknown else "a token has one scope at least"
            raise KabarError(f"{wrong}: use {', '.join(get_args(Scope))}")
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise KabarError(f"a token needs a name of at most {LONGEST_NAME} characters: say what it is for")
        if days is not None and not 1 <= days <= 3_650:
            raise KabarError("a token is good for 1 to 3,650 days: give another number of days")
        token, at = secrets.token_urlsafe(SECRET_BYTES), self.clock()
        values = {
            "digest": _digest(token), "account_id": account_id, "name": name.strip(), "made_at": at, "revoked": False,
            "scopes": " ".join(s for s in get_args(Scope) if s in scopes),
            "ends_at": at + timedelta(days=days) if days is not None else None,
        }  # fmt: skip
        with self._archive.writing() as connection:
            connection.execute(sa.insert(t.token).values(values))
            self._archive.log.add("token made", f"{name.strip()}: {values['scopes']}", who=who)
        return token

    def token(self, token: str) -> tuple[Account, tuple[Scope, ...]] | None:
        """The account and the scopes of a token; None where it is revoked, has ended or never was."""
        k, a, digest = t.token, t.account, _digest(token)
        with self._archive.looking() as connection:
            row = connection.execute(
                sa.select(a, k.c.digest, k.c.scopes, k.c.ends_at)
                .join(k, k.c.account_id == a.c.id)
                .where(k.c.digest == digest, ~k.c.revoked, ~a.c.closed)
            ).first()
        if row is None or not hmac.compare_digest(row.digest, digest):
            return None
        ends_at = aware(row.ends_at)
        if ends_at is not None and self.clock() >= ends_at:
            return None
        return _account(row), tuple(row.scopes.split())

    def tokens(self, account_id: int) -> list[TokenRow]:
        """The tokens of an account, the newest first, revoked ones too."""
        k = t.token.c
        with self._archive.looking() as connection:
            rows = connection.execute(
                sa.select(t.token).where(k.account_id == account_id).order_by(k.id.desc())
            )
            return [
                TokenRow(
                    id=r.id, name=r.name, scopes=tuple(r.scopes.split()), made_at=aware(r.made_at),
                    ends_at=aware(r.ends_at), revoked=r.revoked,
                )
                for r in rows
            ]  # fmt: skip

    def revoke(self, token_id: int, account_id: int, *, who: str) -> None:
        """Let a token of this account be good for nothing. Raises KabarError where the account has no such token."""
        k = t.token
        with self._archive.writing() as connection:
            mine = sa.update(k).where(k.c.id == token_id, k.c.account_id == account_id).values(revoked=True)
            name = connection.execute(mine.returning(k.c.name)).scalar()
            if name is None:
                raise KabarError(
                    f"there is no token {token_id} of this account: list them to see their numbers"
                )
            self._archive.log.add("token revoked", name, who=who)


def _account(row: Any) -> Account:
    return Account(id=row.id, name=row.name, role=row.role, made_at=aware(row.made_at), closed=row.closed)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _checked_name(name: str) -> str:
    folded = _folded(name)
    if len(folded) > LONGEST_NAME or not NAME.fullmatch(folded):
        raise KabarError(
            f"an account's name has 1 to {LONGEST_NAME} letters, digits, spaces or @ . + - _: give another name"
        )
    return folded


def _checked_role(role: str) -> None:
    if role not in get_args(Role):
        raise KabarError(f"there is no role '{role}': use {', '.join(get_args(Role))}")

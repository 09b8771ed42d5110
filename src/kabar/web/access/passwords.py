"""Passwords are kept as argon2id hashes.

Memory 19 MiB, two passes, one lane: the OWASP Password Storage Cheat Sheet's first choice for argon2id. A hash of other
parameters is made anew when its password is next given. The least length is that of NIST SP 800-63B-4 for a password
that is asked for alone.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kabar.errors import KabarError
from kabar.store import Archive
from kabar.store.people import Account

SHORTEST, LONGEST = 15, 1_000
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# So many are hashed at once, that a crowd at the door takes neither all memory nor all processors.
AT_ONCE = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The hash to keep. Raises KabarError for a password that is too short or longer than any."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise KabarError(
            f"a password has {SHORTEST} characters at least and {LONGEST:,} at most: several words that don't belong "
            "together are easy to keep in mind"
        )
    with AT_ONCE:
        return HASHER.hash(_encoded(password))


def account_of(archive: Archive, name: str, password: str) -> Account | None:
    """The account, if it is open and this is its password. Takes as long whether or not there is such an account."""
    kept, right = archive.people.password_hash(name), False
    with AT_ONCE, contextlib.suppress(VerificationError, InvalidHashError):
        right = HASHER.verify(kept or _nobodys(), _encoded(password[: LONGEST + 1]))
    if not right or kept is None:
        return None
    if HASHER.check_needs_rehash(kept):
        with AT_ONCE:
            newer = HASHER.hash(_encoded(password))
        archive.people.rehash(name, kept, newer)
    return archive.people.account(name)


def _encoded(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@cache
def _nobodys() -> str:
    return HASHER.hash(secrets.token_bytes(32))

"""Signing in: slower and slower for who guesses, and the same answer whether or not there is such an account."""

from __future__ import annotations

import math
import unicodedata

from fastapi import HTTPException

from kabar.store.people import LONGEST_NAME, Account
from kabar.web.access.guard import Access
from kabar.web.access.passwords import account_of
from kabar.web.access.rates import ACCOUNT, ADDRESS, PAIR, network_of

WRONG = "this name and password don't belong to an open account: check both"


def checked(access: Access, name: str, password: str, address: str) -> Account:
    """The account, whose password this is.

    Raises HTTPException: 401 for a wrong name or password, 429 where there were too many tries for this account or from this
    address; the password is not looked at then.
    """
    folded, network = (
        unicodedata.normalize("NFKC", name).strip().casefold()[:LONGEST_NAME],
        network_of(address),
    )
    pair = ("pair", folded, network)
    tries = ((pair, PAIR), (("address", network), ADDRESS), (("account", folded), ACCOUNT))
    wait = max(access.rates.take(key, rate) for key, rate in tries)
    if wait:
        seconds = math.ceil(wait)
        raise HTTPException(
            429, f"too many tries: try again in {seconds} seconds", {"Retry-After": str(seconds)}
        )
    account = account_of(access.archive, name, password)
    if account is None:
        raise HTTPException(401, WRONG)
    access.rates.clear(pair)
    return account


def own_page(address: str) -> str:
    """Where to go after signing in: a page of this server, the first one for anything else.

    >>> [own_page(a) for a in ("/figures?q=x", "//evil.example", "/\\\\\\\\evil.example", "https://evil.example", "/a\\nb")]
    ['/figures?q=x', '/', '/', '/', '/']
    """
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if ours and "\\" not in address else "/"

"""How many requests somebody may make: a leaky bucket a key (the generic cell rate algorithm of ITU-T I.371).

Counted in this process alone, which is the only one that serves an archive's pages.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

MOST_KEYS = 50_000


@dataclass(frozen=True)
class Rate:
    """So many requests at once, and as many again spread over so many seconds."""

    count: int
    seconds: float


# What an account (or, before sign-in, an address) may ask for, by kind of request. Whoever sits at the machine itself
# where there are no accounts has no limit.
RATES = {"read": Rate(600, 60), "change": Rate(120, 60), "export": Rate(60, 60), "ingest": Rate(30, 60)}
# Tries to sign in: to one account from one address, from one address, to one account from anywhere.
PAIR, ADDRESS, ACCOUNT = Rate(5, 300), Rate(30, 300), Rate(60, 3_600)


class Rates:
    """Counts requests by key; threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._full_until: dict[tuple[str, ...], float] = {}

    def take(self, key: tuple[str, ...], rate: Rate) -> float:
        """Count one request; 0 where it may pass, else the seconds after which one may. One that may not is not counted."""
        step = rate.seconds / rate.count
        with self._lock:
            at = self._clock()
            until = max(self._full_until.get(key, at), at) + step
            wait = until - at - rate.seconds
            # A billionth of the step: sums of steps are not exact.
            if wait > step * 1e-9:
                return wait
            self._full_until[key] = until
            if len(self._full_until) > MOST_KEYS:
                self._forget(at)
        return 0.0

    def clear(self, key: tuple[str, ...]) -> None:
        """Forget what was counted."""
        with self._lock:
            self._full_until.pop(key, None)

    def _forget(self, at: float) -> None:
        kept = {k: until for k, until in self._full_until.items() if until > at}
        if len(kept) > MOST_KEYS // 2:
            # Those that are nearest to empty go first: they were held back least.
            kept = dict(sorted(kept.items(), key=lambda kv: -kv[1])[: MOST_KEYS // 2])
        self._full_until = kept


def network_of(address: str) -> str:
    """The key of an address: an IPv6 host has a whole /64 to itself (RFC 6177)."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def kind_of(method: str, path: str) -> str:
    """Which rate a request counts towards."""
    if path.startswith("/export"):
        return "export"
    if method in ("GET", "HEAD", "OPTIONS"):
        return "read"
    return "ingest" if path.startswith("/ingest") else "change"

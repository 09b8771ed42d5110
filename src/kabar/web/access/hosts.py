"""By which names the server may be asked: else a page elsewhere could give its own name this machine's address (DNS rebinding)."""

from __future__ import annotations

import ipaddress

from kabar.errors import KabarError
from kabar.store import Archive


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone.

    >>> [is_loopback(h) for h in ("localhost", "127.0.0.2", "[::1]", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    bare = host.strip("[]")
    if bare.casefold() == "localhost":
        return True
    number = _number(bare)
    return number is not None and number.is_loopback


def name_of(host: str) -> str:
    """The name in a Host header, without its port.

    >>> name_of("Example.org:80"), name_of("[::1]:8000")
    ('example.org', '[::1]')
    """
    head, colon, port = host.rpartition(":")
    bare = head if colon and port.isdigit() and (head.endswith("]") or ":" not in head) else host
    return bare.casefold()


def may_ask(host: str, bound_to: str, public_names: tuple[str, ...]) -> bool:
    """Whether the Host header names this server: a loopback name, a public name, the address it is bound to, or - where it is
    bound to all addresses - any address that is written in numbers, which no name server can point elsewhere."""
    name = name_of(host)
    if is_loopback(name) or name in map(name_of, public_names):
        return True
    number, bound = _number(name.strip("[]")), _number(bound_to.strip("[]"))
    if name == bound_to.casefold():
        return True
    return number is not None and bound is not None and (bound.is_unspecified or number == bound)


def open_to_others(bound_to: str, public_names: tuple[str, ...]) -> bool:
    """Whether others than those at this machine may come in."""
    return bool(public_names) or not is_loopback(bound_to)


def check_door(archive: Archive, bound_to: str, public_names: tuple[str, ...] = ()) -> None:
    """Raises KabarError where others could come in and nobody would be asked who they are."""
    if not open_to_others(bound_to, public_names) or any(not a.closed for a in archive.people.all()):
        return
    url = archive.url
    target = url.database if url.drivername == "sqlite" else url.render_as_string(hide_password=True)
    raise KabarError(
        f"others can reach {', '.join(public_names) or bound_to} and this archive has no account that is open: make one with "
        f"`kabar accounts add NAME --role admin --from {target}`"
    )


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None

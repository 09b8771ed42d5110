"""Which addresses may be fetched: http and https, and no host of a private network unless the user allows it."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from kabar.errors import KabarError


def host_of(address: str) -> str:
    """The host of an address. Raises KabarError for another scheme, a missing host, or a name and password in it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise KabarError(f"'{address}' is no web address ({error}): check it") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise KabarError(f"'{address}' is no web address: write one that begins with http:// or https://")
    if parts.username or parts.password:
        raise KabarError(f"'{parts.hostname}' is given with a user name: leave it out of the address")
    if port == 0:
        raise KabarError(f"'{address}' names port 0: check it")
    return parts.hostname


def resolved(address: str, *, allow_private: bool) -> list[str]:
    """The IP addresses of the host, all of them public unless `allow_private`.

    Raises KabarError where one is private, loopback, link-local, reserved or multicast (a page could otherwise make
    kabar ask a machine of the user's own network), or the name is unknown.
    """
    host = host_of(address)
    try:
        found = sorted({str(i[4][0]) for i in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError) as error:
        raise KabarError(
            f"the host of '{address}' is not known ({error}): check it, and the network"
        ) from None
    for ip in found:
        if not allow_private and not _is_public(ip):
            raise KabarError(
                f"'{address}' is on a private network ({ip}): if you mean that machine, `kabar ingest --allow-private` asks it"
            )
    return found


def _is_public(ip: str) -> bool:
    number = ipaddress.ip_address(ip.split("%")[0])
    mapped = getattr(number, "ipv4_mapped", None)
    number = mapped or number
    return number.is_global and not number.is_multicast

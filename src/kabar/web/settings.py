"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the pages are served, and the limits of what may be sent.

    `names` are the host names by which it may be asked beside the loopback ones. `largest_upload` is that of a file that is
    taken in and `largest_body` that of any other request, in bytes.
    """

    host: str = "127.0.0.1"
    port: int = 8017
    names: tuple[str, ...] = ()
    largest_upload: int = 20 * MIB
    largest_body: int = MIB

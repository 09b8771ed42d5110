"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the pages are served, and the limits of what may be sent.

    `names` are the host names by which it may be asked beside the loopback ones. `largest_upload` is in bytes.
    """

    host: str = "127.0.0.1"
    port: int = 8017
    names: tuple[str, ...] = ()
    largest_upload: int = 20 * MIB

    @property
    def on_loopback(self) -> bool:
        """Whether nobody but this machine can reach it."""
        return self.host in LOOPBACK

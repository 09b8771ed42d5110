"""Fetching over HTTP: robots.txt, one host at a time, conditional requests, limits on size and time, redirects checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from protego import Protego

import kabar
from kabar.errors import KabarError
from kabar.fetch.addresses import host_of, resolved

AGENT = f"kabar/{kabar.__version__}"
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Limits:
    """Seconds between two requests to a host, seconds for one answer, bytes of one answer."""

    pause: float = 1.0
    seconds: float = 30.0
    size: int = 20_000_000
    allow_private: bool = False


@dataclass(frozen=True)
class Fetched:
    """An answer. `data` is None when the page has not changed since `etag` or `modified`."""

    address: str
    data: bytes | None
    media_type: str
    etag: str | None
    modified: str | None


class PinnedBackend(httpcore.SyncBackend):
    """Connects to the IP address that was checked, so that the name can't point elsewhere a moment later."""

    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        literal = f"[{host}]" if ":" in host else host
        ip = resolved(f"http://{literal}/", allow_private=self._allow_private)[0]
        return super().connect_tcp(ip, port, timeout, local_address, socket_options)


@dataclass
class Client:
    """One user's fetching; keeps robots.txt and the time of the last request of each host."""

    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        transport = httpx.HTTPTransport(retries=0)
        transport._pool = httpcore.ConnectionPool(network_backend=PinnedBackend(self.limits.allow_private))
        self._http = httpx.Client(
            transport=transport, headers={"User-Agent": AGENT}, timeout=self.limits.seconds, follow_redirects=False,
            trust_env=False,
        )  # fmt: skip
        self._robots: dict[str, Protego] = {}
        self._last: dict[str, float] = {}

    def fetch(self, address: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """The page at an address. Raises KabarError: forbidden, unreachable, too large, too slow, not found."""
        headers = {k: v for k, v in (("If-None-Match", etag), ("If-Modified-Since", modified)) if v}
        at = address
        for _ in range(MOST_REDIRECTS + 1):
            if not self._may(at):
                raise KabarError(f"'{at}' may not be fetched: the site's robots.txt says so")
            answer = self._get(at, headers)
            if answer.status_code not in REDIRECTS or "location" not in answer.headers:
                return self._read(address, answer)
            at = urljoin(at, answer.headers["location"])
        raise KabarError(
            f"'{address}' redirects more than {MOST_REDIRECTS} times: give the page's own address"
        )

    def _read(self, address: str, answer: httpx.Response) -> Fetched:
        if answer.status_code == 304:
            return Fetched(address, None, "", answer.headers.get("etag"), answer.headers.get("last-modified"))
        if answer.status_code != 200:
            raise KabarError(
                f"'{address}' answers {answer.status_code} {answer.reason_phrase}: check the address"
            )
        media = answer.headers.get("content-type", "").split(";")[0].strip().lower()
        return Fetched(
            address, answer.content, media, answer.headers.get("etag"), answer.headers.get("last-modified")
        )

    def _may(self, address: str) -> bool:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = Protego.parse(self._rules(site))
        return bool(self._robots[site].can_fetch(address, AGENT))

    def _rules(self, site: str) -> str:
        """RFC 9309: without a robots.txt (4xx) all is allowed; where the site fails (5xx) nothing is."""
        answer = self._get(f"{site}/robots.txt", {})
        if answer.status_code >= 500:
            return "User-agent: *\nDisallow: /"
        return answer.text if answer.status_code == 200 else ""

    def _get(self, address: str, headers: dict[str, str]) -> httpx.Response:
        host = host_of(address)
        resolved(address, allow_private=self.limits.allow_private)
        self._wait(host)
        ends = self.clock() + self.limits.seconds
        try:
            with self._http.stream("GET", address, headers=headers) as answer:
                body = bytearray()
                # The decoded bytes are counted, so that a small answer can't unpack into a large one.
                for chunk in answer.iter_bytes(65_536):
                    body += chunk
                    if len(body) > self.limits.size:
                        raise KabarError(
                            f"'{address}' sends more than {self.limits.size:,} bytes: no page does"
                        )
                    if self.clock() > ends:
                        raise KabarError(
                            f"'{address}' took more than {self.limits.seconds:g} seconds: try later"
                        )
                plain = {k: v for k, v in answer.headers.items() if k != "content-encoding"}
                return httpx.Response(
                    answer.status_code, headers=plain, content=bytes(body), request=answer.request
                )
        except httpx.TimeoutException:
            raise KabarError(
                f"'{address}' took more than {self.limits.seconds:g} seconds: try later"
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise KabarError(
                f"'{address}' can't be fetched ({error}): check the address and the network"
            ) from None

    def _wait(self, host: str) -> None:
        rules = next((r for site, r in self._robots.items() if urlsplit(site).hostname == host), None)
        pause = max(self.limits.pause, float(rules.crawl_delay(AGENT) or 0) if rules else 0)
        since = self.clock() - self._last.get(host, float("-inf"))
        if since < pause:
            self.sleep(pause - since)
        self._last[host] = self.clock()

"""A tab of a real browser, and what must not happen in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
PICTURES = ROOT / ".screenshots"


class Watched:
    """A tab that notes what must not happen: requests to elsewhere, errors of scripts, broken policy."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.home, self.faults = page, home, list[str]()
        page.on("request", self._request)
        page.on("pageerror", lambda e: self.faults.append(f"error: {e}"))
        page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("dialog", lambda d: (self.faults.append(f"dialog: {d.message}"), d.dismiss()))

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.faults.append(f"request: {request.url}")

    def open(self, path: str) -> Any:
        """Go to a page of the server."""
        self.page.goto(self.home + path)
        return self.page

    def axe(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA, and its best practices."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{v['id']} ({v['impact']}): {node['html'][:150]}"
            for v in found["violations"]
            for node in v["nodes"][:3]
        ]

    def picture(self, name: str) -> None:
        """A screenshot for people to look at, in .screenshots."""
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

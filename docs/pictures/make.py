"""Make the pictures of the situation page: `python docs/pictures/make.py ARCHIVE`, with the archive that `make demo` leaves.

situation.png is the top of the page of which most is told, situation-map.png its charts and map. Needs Chromium, as the browser's tests do.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests/web"))
from conftest import CHROMIUM, FLAGS, Served  # noqa: E402

WIDTH, HEIGHT = 1280, 1240
# Colours of a picture: enough for text and charts, at half the size.
COLOURS = 200


def main(target: str) -> None:
    with Served(target) as served, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
        page.goto(f"{served.url}/situation")
        page.locator("table.situations a").first.click()
        page.wait_for_load_state()
        page.screenshot()
        keep(page.screenshot(), "situation.png")
        shown(page)
        top = page.locator("#over-time").bounding_box()
        end = page.locator("#places").bounding_box()
        assert top and end
        # Both on one screen, so that the map is drawn when the picture is taken.
        page.set_viewport_size({"width": WIDTH, "height": round(end["y"] + end["height"] - top["y"]) + 100})
        page.locator("#over-time").evaluate("e => e.scrollIntoView({behavior: 'instant'})")
        page.wait_for_timeout(1_500)
        keep(page.screenshot(), "situation-map.png")
        browser.close()


def shown(page: Page) -> None:
    """Go to the charts and the map and wait until they are drawn."""
    page.locator("#over-time").scroll_into_view_if_needed()
    page.wait_for_selector("path.linked")
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map[data-drawn]", timeout=60_000)


def keep(picture: bytes, name: str) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(HERE / name, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])

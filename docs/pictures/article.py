"""Make the picture of the article page: `python docs/pictures/article.py`. Needs Chromium, as the browser's tests do.

article.png is the reference article, damaged and in Indonesian, with a statement's record beside it.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import kabar
from kabar.ingest import Settings, ingest
from kabar.intake.article import Given

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/web"))
from conftest import CHROMIUM, FLAGS, Served  # noqa: E402

WIDTH, HEIGHT = 1280, 960
# Colours of a picture: enough for text and highlights, at half the size.
COLOURS = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = f"{folder}/article.db"
        with kabar.open(target) as archive:
            given = Given(language="id", published="2019-05-31")
            ingest(archive, [str(ROOT / "examples/idlib.id.txt")], Settings(given=given), lambda _done: None)
        with Served(target) as served, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
            page.goto(f"{served.url}/articles/1#s2")
            page.locator("article .on").first.wait_for()
            page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
            picture = page.screenshot()
            browser.close()
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(HERE / "article.png", optimize=True)


if __name__ == "__main__":
    main()

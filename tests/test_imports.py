"""The one-way flow: each package imports only what stands above it."""

import ast
from pathlib import Path

import pytest

import kabar

ROOT = Path(kabar.__file__).parent
LAYERS = [
    "errors", "extras", "model", "languages", "text", "mend", "actors", "codes", "gazetteer", "tagger", "resolve",
    "resources", "assemble", "intake", "fetch", "pipeline", "store", "ingest", "reconcile", "export", "bulk", "web", "mcp_server", "bench", "train", "judging", "cli",
]  # fmt: skip


def imported(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kabar."):
            found.add(node.module.split(".")[1])
    return found


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if layer in ("__init__", "model"):
        # The library call opens the pipeline; a reading's notebook display opens the page.
        return
    later = set(LAYERS[LAYERS.index(layer) + 1 :])
    assert not imported(path) & later


def test_pipeline_knows_nothing_of_exports() -> None:
    assert not imported(ROOT / "pipeline.py") & {"export", "cli", "bench"}

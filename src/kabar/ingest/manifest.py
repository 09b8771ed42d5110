"""`articles.csv`: what is known of files (url, publisher, published, lang, title), a row a file, named from its own folder."""

from __future__ import annotations

from pathlib import Path

from kabar.errors import KabarError
from kabar.intake.article import Given
from kabar.intake.jsonl import stated
from kabar.intake.table import TEXT_COLUMNS, Lines

MANIFEST = "articles.csv"
FILE = "file"


def listed(path: Path) -> dict[Path, Given] | None:
    """The files that a table lists, in its order, with what it says of each; None where it is no list of files.

    Raises KabarError for a name that leads out of the table's folder, OSError when the table can't be read.
    """
    with path.open("rb") as stream:
        lines = Lines(stream, str(path))
        if FILE not in lines.columns or any(c in lines.columns for c in TEXT_COLUMNS):
            return None
        found: dict[Path, Given] = {}
        for row in lines.rows():
            name = (row[FILE] or "").strip()
            if name:
                found.setdefault(_inside(path, name), stated(row))
        return found


def _inside(manifest: Path, name: str) -> Path:
    path = manifest.parent / name
    if not path.resolve().is_relative_to(manifest.parent.resolve()):
        raise KabarError(f"'{manifest}' lists '{name}', which is not in its folder: put the file there")
    return path


def facts_of(paths: list[Path], root: Path) -> dict[Path, Given]:
    """What the manifests in the folders of these files say of them, and those above up to the folder `root`.

    A nearer manifest goes before. Raises KabarError for a broken one.
    """
    found: dict[Path, Given] = {}
    inside = {folder for p in paths for folder in p.parents if folder.is_relative_to(root)}
    for folder in sorted(inside, key=lambda f: len(f.parts), reverse=True):
        manifest = folder / MANIFEST
        if manifest.is_file():
            for path, given in (listed(manifest) or {}).items():
                found[path] = found[path].over(given) if path in found else given
    return found

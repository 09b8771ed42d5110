"""A folder's `articles.csv`: what is known of its files (url, publisher, published, lang, title), a row a file."""

from __future__ import annotations

import csv
from pathlib import Path

from kabar.errors import KabarError
from kabar.intake.article import Given
from kabar.intake.jsonl import stated

MANIFEST = "articles.csv"


def facts_beside(paths: list[Path]) -> dict[Path, Given]:
    """What the manifests in the folders of these files say of them. Raises KabarError for one without a column `file`."""
    found: dict[Path, Given] = {}
    for folder in sorted({p.parent for p in paths}):
        manifest = folder / MANIFEST
        if not manifest.is_file():
            continue
        with manifest.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if "file" not in (rows.fieldnames or ()):
                raise KabarError(f"'{manifest}' has no column 'file': name the column of file names so")
            for row in rows:
                found.setdefault(folder / (row["file"] or ""), stated(row))
    return found

"""The same article with other names, places and numbers: a rule that knows the example fails here."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from typing import Any

Gold = dict[str, Any]
# Fields of the gold that hold words of the text or names of places.
RENAMED = ("should_read", "mentions", "words", "place", "name")


def rename(text: str, gold: Gold) -> tuple[str, Gold]:
    """Replace by `renamed.tsv` (from, to), moving every offset of the gold along."""
    lines = (files("kabar.bench") / "renamed.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = dict(row for row in csv.reader(lines, delimiter="\t"))
    pattern = re.compile("|".join(re.escape(k) for k in sorted(table, key=len, reverse=True)))
    moves: list[tuple[int, int, int]] = []
    pieces, last, grown = [], 0, 0
    for match in pattern.finditer(text):
        new = table[match.group()]
        pieces += [text[last : match.start()], new]
        last = match.end()
        grown += len(new) - len(match.group())
        moves.append((match.start(), match.end(), grown))
    changed = "".join([*pieces, text[last:]])
    return changed, _moved(
        gold, lambda at: at + _shift(moves, at), lambda s: pattern.sub(lambda m: table[m.group()], s)
    )


def _shift(moves: list[tuple[int, int, int]], at: int) -> int:
    return next((grown for _, end, grown in reversed(moves) if end <= at), 0)


def _moved(value: Any, move: Any, say: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _moved(v, move, say, k) for k, v in value.items()}
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value):
        return [move(value[0]), move(value[1])]
    if isinstance(value, list):
        return [_moved(v, move, say, key) for v in value]
    if key in ("low", "high") and isinstance(value, int):
        return float(say(f"{value:,}".replace(",", ".")).replace(".", "")) if value > 1000 else value
    if key in ("lat", "lon"):
        return None  # another place: its point is not in the gold
    return say(value) if isinstance(value, str) and key in RENAMED else value

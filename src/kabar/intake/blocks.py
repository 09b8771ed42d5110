"""The blocks of a text."""

from __future__ import annotations

import re

from kabar.model import Block, Span
from kabar.model.article import BlockKind

ENDS = tuple(".!?…。؟।:;,\"”»’')")
LONGEST_HEADING = 70


def blocks(text: str) -> tuple[Block, ...]:
    """Lines that are not empty; a short one without closing punctuation is a headline (first) or heading."""
    found: list[Block] = []
    for match in re.finditer(r"\S(?:[^\n]*\S)?", text):
        line = match.group()
        kind: BlockKind = "paragraph"
        if line.startswith("#") or (len(line) < LONGEST_HEADING and not line.endswith(ENDS)):
            kind = "heading" if found else "headline"
        found.append(Block(Span(match.start(), match.end()), kind))
    return tuple(found)

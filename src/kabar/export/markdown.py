"""The record as a Markdown document."""

from __future__ import annotations

import re

from kabar.export.worded import sections, summary, worded
from kabar.model import Reading


def markdown(reading: Reading) -> str:
    """Summary, warnings and a table a record type; article text is escaped."""
    lines = ["# Reading", "", escaped(summary(reading)), ""]
    lines += [f"> {escaped(w)}\n" for w in reading.warnings]
    for title, records in sections(reading):
        if not records:
            continue
        lines += [
            f"## {title}",
            "",
            "| id | record | confidence | flags | evidence |",
            "|---|---|---|---|---|",
        ]
        for r in records:
            spans = " ".join(f"{s.start}:{s.end}" for s in r.evidence)
            line = escaped(worded(reading, r))
            lines.append(f"| {r.id} | {line} | {r.confidence:.2f} | {', '.join(r.flags)} | {spans} |")
        lines.append("")
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is.

    >>> escaped("a|b <i>")
    'a\\\\|b &lt;i>'
    """
    return re.sub(r"([\\|*_`\[\]#])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;")).replace(
        "\n", " "
    )

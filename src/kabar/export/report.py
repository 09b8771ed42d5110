"""The report in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kabar.export.worded import sections, summary, worded
from kabar.model import Reading, Record


def report(reading: Reading, console: Console) -> None:
    """Print the reading: summary, warnings, then damage first, each record with evidence and confidence."""
    first = next(iter(reading.article.text.strip().splitlines()), "")
    console.print(Text(reading.article.title or first[:70], style="bold"))
    console.print(Text(summary(reading)))
    for warning in reading.warnings:
        console.print(Text(f"! {warning}", style="yellow"))
    for title, records in sections(reading):
        if records:
            console.print()
            console.print(Text(title, style="bold underline"))
        for record in records:
            console.print(Padding(_line(reading, record), (0, 0, 0, 2)))


def _line(reading: Reading, record: Record) -> Text:
    spans = " ".join(f"[{s.start}:{s.end}]" for s in record.evidence[:4])
    line = Text(f"{record.id:4}", style="cyan")
    line.append(worded(reading, record).replace("\n", " "), style="default")
    line.append(f"  {record.confidence:.2f} {spans}", style="dim")
    if record.flags:
        line.append("  " + ", ".join(record.flags), style="bold yellow")
    return line

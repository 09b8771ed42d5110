"""Exports: one file a format, one line each in EXPORTERS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kabar.model import Reading


@dataclass(frozen=True)
class Exporter:
    """A format: its name, what it is, and how a reading is written in it."""

    name: str
    help: str
    write: Callable[[Reading], str]


def _json(reading: Reading) -> str:
    import msgspec

    return msgspec.json.format(reading.to_json(), indent=1).decode("utf-8")


def _html(reading: Reading) -> str:
    from kabar.export.page import page

    return page(reading)


def _markdown(reading: Reading) -> str:
    from kabar.export.markdown import markdown

    return markdown(reading)


EXPORTERS = (
    Exporter("json", "the reading, lossless", _json),
    Exporter("html", "one self-contained page", _html),
    Exporter("md", "a Markdown document", _markdown),
)

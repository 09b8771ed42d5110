"""What the pages mean: codes and doubts in words, formats of exports, sources of data."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.export import EXPORTERS
from kabar.web.codes import CODES
from kabar.web.words import Words


@dataclass(frozen=True)
class Code:
    """A code and what it is called."""

    code: str
    words: str


@dataclass(frozen=True)
class Format:
    """A format that records are exported in; what it is, in English."""

    name: str
    ending: str
    told: str


@dataclass(frozen=True)
class HelpView:
    """Doubts, the other codes by kind, and formats."""

    doubts: tuple[Code, ...]
    codes: dict[str, tuple[Code, ...]]
    formats: tuple[Format, ...]


def help_view(words: Words) -> HelpView:
    """The tables of the help page in one language."""
    told = {
        kind: tuple(Code(code, words(message)) for code, message in codes.items())
        for kind, codes in CODES.items()
    }
    doubts = told.pop("flag")
    return HelpView(doubts, told, tuple(Format(e.name, e.ending, e.help) for e in EXPORTERS))

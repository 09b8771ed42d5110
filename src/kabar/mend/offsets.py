"""The way back from mended text to the original."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from kabar.model import Span


@dataclass(frozen=True)
class Replacement:
    """Original `[start, end)` reads `new` in the mended text."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class OffsetMap:
    """Maps spans of the mended text to the original and back."""

    replacements: tuple[Replacement, ...]
    _mended: tuple[int, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        starts, grown = [], 0
        for r in self.replacements:
            starts.append(r.start + grown)
            grown += len(r.new) - (r.end - r.start)
        object.__setattr__(self, "_mended", tuple(starts))

    def _original(self, at: int, *, end: bool) -> int:
        index = bisect_right(self._mended, at - 1 if end else at) - 1
        if index < 0:
            return at
        r, start = self.replacements[index], self._mended[index]
        if start + len(r.new) > at or (end and start + len(r.new) == at):
            return r.end if end else r.start
        return at - start - len(r.new) + r.end

    def to_original(self, start: int, end: int) -> Span:
        """The original characters; a span that touches a replacement grows to cover the whole of it."""
        if end <= start:
            at = self._original(start, end=False)
            return Span(at, at)
        return Span(self._original(start, end=False), self._original(end, end=True))

    def to_mended(self, span: Span) -> Span:
        """The mended characters of an original span, grown over any replacement it touches."""
        return Span(self._forward(span.start, end=False), self._forward(span.end, end=True))

    def _forward(self, at: int, *, end: bool) -> int:
        grown = 0
        for r, start in zip(self.replacements, self._mended, strict=True):
            if r.end <= at and not (end and r.start == at):
                grown = start + len(r.new) - r.end
            elif r.start < at or (r.start == at and not end):
                return start + len(r.new) if end else start
        return at + grown

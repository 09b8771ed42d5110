"""A version of an article with its reading, made ready to be shown, and the shelf on which the last ones are kept.

Very long articles are shown in windows: at most `LONGEST` characters, and where at most `MOST_RECORDS` records begin.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from kabar.errors import KabarError
from kabar.export.highlights import KINDS, Mark, marks_of
from kabar.model import Article, Block, Reading, Record, Span
from kabar.store import Archive
from kabar.store.of_article import Keyed

LONGEST = 20_000
MOST_RECORDS = 250
# All articles on the shelf together weigh no more, in characters, where there are several; a record counts as so many.
SHELF, RECORD = 12_000_000, 400


@dataclass(frozen=True)
class Prepared:
    """`fault` says why there is no reading though one was made; `keyed` are the keys of the records, where the version has them."""

    article: Article
    reading: Reading | None
    fault: str | None
    keyed: tuple[Keyed, ...]

    @cached_property
    def marks(self) -> list[Mark]:
        """Every stretch of every record, in the order of the records."""
        return [m for r in self._all for m in marks_of(r)]

    @cached_property
    def records(self) -> dict[str, Record]:
        """The records by their ids."""
        return {r.id: r for r in self._all}

    @cached_property
    def first(self) -> dict[str, int]:
        """Where each record begins; one without a passage, at the beginning."""
        found = dict.fromkeys(self.records, len(self.article.text))
        for mark in self.marks:
            found[mark.record] = min(found[mark.record], mark.span.start)
        without = self.records.keys() - {m.record for m in self.marks}
        return found | dict.fromkeys(without, 0)

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of each record."""
        kinds = {r.id: KINDS[type(r)] for r in self._all}
        return {k.local: k.key for k in self.keyed if kinds.get(k.local) == k.kind}

    @cached_property
    def blocks(self) -> list[Block]:
        """Blocks that cover all that is written, in order; what lies in no block is a paragraph a line."""
        found: list[Block] = []
        at = 0
        for block in sorted(self.article.blocks, key=lambda b: b.span):
            if block.span.start >= at and block.span.end > block.span.start:
                found += [*_lines(self.article.text, at, block.span.start), block]
                at = block.span.end
        return found + _lines(self.article.text, at, len(self.article.text))

    @cached_property
    def windows(self) -> list[Span]:
        """The stretches in which the article is shown: whole blocks where they fit."""
        size = len(self.article.text)
        stops = [b.span.start for b in self.blocks]
        starts = sorted(self.first.values())
        found: list[Span] = []
        begin = 0
        while begin < size:
            end = min(begin + LONGEST, size)
            over = bisect_left(starts, begin) + MOST_RECORDS
            if over < len(starts):
                end = min(end, max(starts[over], begin + 1))
            if end < size:
                end = self._stop(stops, begin, end)
            found.append(Span(begin, end))
            begin = end
        return found or [Span(0, 0)]

    def _stop(self, stops: list[int], begin: int, end: int) -> int:
        """The last beginning of a block in the second half up to `end`, else the last blank."""
        middle = (begin + end) // 2
        stop = stops[bisect_right(stops, end) - 1] if stops else 0
        blank = self.article.text.rfind(" ", middle, end) + 1
        return stop if stop > middle else blank if blank > begin else end

    def window(self, at: int) -> int:
        """The number of the window in which a character is."""
        return max(0, bisect_right(self.windows, at, key=lambda w: w.start) - 1)

    @property
    def _all(self) -> list[Record]:
        return list(self.reading.records()) if self.reading else []


def _lines(text: str, start: int, end: int) -> list[Block]:
    found = []
    for line in text[start:end].split("\n"):
        if line.strip():
            found.append(Block(Span(start, start + len(line)), "paragraph"))
        start += len(line) + 1
    return found


def prepare(archive: Archive, version_id: int) -> Prepared:
    """A version with its current reading."""
    reading, fault = None, None
    try:
        reading = archive.reading(version_id)
    except KabarError as error:
        fault = str(error)
    article = reading.article if reading else archive.article(version_id)
    return Prepared(article, reading, fault, tuple(archive.keyed(version_id)) if reading else ())


class Shelf:
    """The articles that were looked at last, as long as nothing in the archive was changed."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, int], Prepared] = OrderedDict()
        self._state: dict[str, str] = {}
        self._lock = Lock()

    def get(self, archive: Archive, version_id: int) -> Prepared:
        """A version, from the shelf or made ready now."""
        target, state = str(archive.url), archive.state()
        with self._lock:
            if self._state.get(target) != state:
                self._state[target] = state
                for key in [k for k in self._held if k[0] == target]:
                    del self._held[key]
            found = self._held.get((target, version_id))
            if found is not None:
                self._held.move_to_end((target, version_id))
                return found
        found = prepare(archive, version_id)
        with self._lock:
            if self._state.get(target) == state:
                self._held[target, version_id] = found
            while len(self._held) > 1 and sum(map(_weight, self._held.values())) > SHELF:
                self._held.popitem(last=False)
        return found


def _weight(held: Prepared) -> int:
    return len(held.article.text) + RECORD * len(held.records)


SHELF_OF_ALL = Shelf()

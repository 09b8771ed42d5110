"""The text of an article as a page sets it: blocks, pieces under highlights, and the mended reading of what is damaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kabar.export.highlights import Segment, marks_of, segments
from kabar.model import Block, Damage, Record, Span

HIGHLIGHTED = frozenset({"statement", "source", "cue", "figure", "event", "place", "damage"})


@dataclass(frozen=True)
class Mended:
    """Mended words; `damage` is the record that put them there, None for words as they were."""

    text: str
    damage: str | None


@dataclass(frozen=True)
class Passage:
    """A headline, heading or paragraph, [start, end) of the article; `mended` only where something in it is damaged."""

    kind: str
    start: int
    end: int
    mended: tuple[Mended, ...]


@dataclass(frozen=True)
class Piece:
    """Words under the same highlights. `records` those that are coloured and closest around them first, `opens` those that begin here."""

    text: str
    kinds: tuple[str, ...]
    records: tuple[str, ...]
    opens: tuple[str, ...]
    ends: tuple[str, ...]

    @property
    def highlighted(self) -> bool:
        """Whether it is coloured: of the other records the words are only shown when they are asked for."""
        return bool(HIGHLIGHTED & set(self.kinds)) and not self.text.isspace()


def passages(text: str, blocks: Iterable[Block], window: Span, damage: Sequence[Damage]) -> list[Passage]:
    """The blocks within a window, with the mended reading of those that are damaged."""
    found = []
    for block in blocks:
        start, end = max(block.span.start, window.start), min(block.span.end, window.end)
        if start < end:
            mended = tuple(_mended(text, Span(start, end), damage))
            found.append(Passage(block.kind, start, end, mended))
    return found


def _mended(text: str, span: Span, damage: Sequence[Damage]) -> list[Mended]:
    """The words of a passage as they should read; of damage that overlaps the first and longest counts."""
    found: list[Mended] = []
    at = span.start
    for d in sorted(damage, key=lambda d: (d.span.start, -d.span.end)):
        if at <= d.span.start and d.span.end <= span.end:
            if at < d.span.start:
                found.append(Mended(text[at : d.span.start], None))
            found.append(Mended(d.should_read, d.id))
            at = d.span.end
    return [*found, Mended(text[at : span.end], None)] if found else []


def pieces(
    text: str, begins: int, shown: Sequence[Passage], records: Iterable[Record]
) -> list[tuple[Passage, list[Piece]]]:
    """Every passage with its pieces; `text` begins at the character `begins` of the article."""
    whole = Span(begins, begins + len(text))
    cuts = [c for p in shown for c in (p.start, p.end)]
    marks = [m for r in records for m in marks_of(r)]
    cut = segments(marks, whole, cuts)
    first, last = _ends(cut)
    found = []
    at = 0
    for passage in shown:
        made = []
        while at < len(cut) and cut[at].span.start < passage.end:
            segment = cut[at]
            if segment.span.start >= passage.start:
                words = text[segment.span.start - begins : segment.span.end - begins]
                made.append(_piece(words, segment, first.get(at, ()), last.get(at, ())))
            at += 1
        found.append((passage, made))
    return found


def _piece(text: str, segment: Segment, opens: Sequence[str], ends: Sequence[str]) -> Piece:
    closest = sorted(segment.marks, key=lambda m: (m.kind not in HIGHLIGHTED, m.span.end - m.span.start))
    return Piece(
        text, segment.kinds, tuple(dict.fromkeys(m.record for m in closest)), tuple(opens), tuple(ends)
    )


def _ends(cut: Sequence[Segment]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The segment in which each record is met first, and last."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for n, segment in enumerate(cut):
        for record in segment.records:
            first.setdefault(record, n)
            last[record] = n
    return _turned(first), _turned(last)


def _turned(where: dict[str, int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for record, n in where.items():
        found.setdefault(n, []).append(record)
    return found

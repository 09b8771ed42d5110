"""The model's attributions, completed by those of the pack's tables where it left something open or cut a source short."""

from __future__ import annotations

from dataclasses import replace

from kabar.tagger.attribution import Attribution
from kabar.text.document import Piece


def completed(found: list[Attribution], tables: list[Attribution]) -> list[Attribution]:
    """`found` with sources that only the tables have, rivals in damaged sentences, and contents that they alone see."""
    made = [_filled(one, tables) for one in found]
    new = [t for t in tables if not any(_shared(t, one) for one in made)]
    return sorted([*made, *new], key=lambda a: a.content)


def _filled(one: Attribution, tables: list[Attribution]) -> Attribution:
    other = max(tables, key=lambda t: _shared(t, one), default=None)
    if other is None or 2 * _shared(other, one) < min(_size(other), _size(one)) or one.continued:
        return one
    if other.rival and other.source:
        return replace(one, source=other.source, rival=other.rival, cue=other.cue)
    if one.relay is None and other.relay:
        return replace(one, source=other.source, cue=other.cue, relay=other.relay, channel=other.channel)
    if one.source and other.source and _holds(other.source, one.source):
        return replace(one, source=other.source, rival=None)
    if one.source is None and other.source:
        return replace(
            one, source=other.source, cue=one.cue or other.cue, sure=(*one.sure[:2], *other.sure[2:])
        )
    return one


def _holds(whole: Piece, part: Piece) -> bool:
    """Whether a source is the table's, cut short."""
    return whole.start <= part.start and part.end <= whole.end


def _shared(a: Attribution, b: Attribution) -> int:
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a.contents for y in b.contents)


def _size(one: Attribution) -> int:
    return sum(c.end - c.start for c in one.contents)

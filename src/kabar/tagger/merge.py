"""The model's attributions, completed by those of the pack's tables where it left something open or cut a source short."""

from __future__ import annotations

from dataclasses import replace

from kabar.tagger.attribution import Attribution
from kabar.tagger.clauses import Clauses
from kabar.text.document import Document, Piece


def completed(doc: Document, found: list[Attribution], tables: list[Attribution]) -> list[Attribution]:
    """`found` with sources that only the tables have, rivals in damaged sentences, and contents that they alone see."""
    apart = [part for one in found for part in _taken_apart(doc, one, tables)]
    made = [_filled(doc, one, tables) for one in apart]
    rivals = [one for one in made if one.rival]
    # Where damage leaves two speakers, what the model read between their cues is the damage.
    made = [one for one in made if one.rival or not any(_same_cue(one, r) for r in rivals)]
    new = [t for t in tables if not any(_shared(t, one) for one in made)]
    return sorted([*made, *new], key=lambda a: a.content)


def _taken_apart(doc: Document, one: Attribution, tables: list[Attribution]) -> list[Attribution]:
    """A content that runs over a later participle clause of the same speaker ("..., denying X") ends before it."""
    for table in tables:
        if not (table.cue and table.source and one.source and one.cue) or one.direct:
            continue
        inside = any(c.holds(table.cue.start) and c.holds(table.content.start) for c in one.contents)
        comma = max((c for c in Clauses(doc, one.sentence).commas if c < table.cue.start), default=-1)
        follows = not any(ch.isalnum() for ch in doc.text[comma + 1 : table.cue.start])
        if inside and comma > one.content.start and follows and table.source.overlaps(one.source):
            cut = _until(doc, one, comma)
            return [cut, table] if cut else [table]
    return [one]


def _until(doc: Document, one: Attribution, end: int) -> Attribution | None:
    """The attribution with nothing of its content at or after `end`."""
    clauses = Clauses(doc, one.sentence)
    cut = (clauses.trimmed(c.start, min(c.end, end)) for c in one.contents if c.start < end)
    contents = tuple(c for c in cut if c)
    return replace(one, contents=contents) if contents else None


def _filled(doc: Document, one: Attribution, tables: list[Attribution]) -> Attribution:
    other = max(tables, key=lambda t: _shared(t, one), default=None)
    if other is None or 2 * _shared(other, one) < min(_size(other), _size(one)) or one.continued:
        return one
    if other.rival and other.source:
        return replace(one, source=other.source, rival=other.rival, cue=other.cue)
    if one.relay is None and other.relay:
        return replace(
            one, source=other.source, cue=other.cue, contents=other.contents, relay=other.relay, channel=other.channel,
            addressee=other.addressee or one.addressee,
        )  # fmt: skip
    if other.source and _same_cue(one, other) and any(c.holds(other.source.start) for c in one.contents):
        # The words right after the cue say who speaks ("described by X as Y"): they are no part of what is said.
        return replace(one, source=other.source, contents=other.contents, direct=other.direct, rival=None)
    one = _shortened(doc, one, other)
    if (
        other.source
        and one.source
        and one.cue
        and _elsewhere(doc, one.source, one.cue)
        and _same_cue(one, other)
    ):
        # The cue's own sentence has a subject: one of another sentence does not speak here.
        return replace(one, source=other.source, rival=None)
    if one.source and other.source and _holds(other.source, one.source):
        return replace(one, source=other.source, rival=None)
    if one.source is None and other.source:
        return replace(
            one, source=other.source, cue=one.cue or other.cue, sure=(*one.sure[:2], *other.sure[2:])
        )
    return one


def _shortened(doc: Document, one: Attribution, other: Attribution) -> Attribution:
    """Without a clause of its own that the table's reading of the same cue leaves out."""
    comma = doc.text.find(",", other.content.end, other.content.end + 2)
    if not _same_cue(one, other) or one.direct or comma < 0 or comma >= one.content.end:
        return one
    return _until(doc, one, comma) or one


def _elsewhere(doc: Document, source: Piece, cue: Piece) -> bool:
    """Whether a source stands in another sentence than its cue."""
    return any(s.holds(cue.start) and not s.holds(source.start) for s in doc.sentences)


def _same_cue(one: Attribution, other: Attribution) -> bool:
    return one.cue is not None and other.cue is not None and one.cue.overlaps(other.cue)


def _holds(whole: Piece, part: Piece) -> bool:
    """Whether a source is the table's, cut short."""
    return whole.start <= part.start and part.end <= whole.end


def _shared(a: Attribution, b: Attribution) -> int:
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a.contents for y in b.contents)


def _size(one: Attribution) -> int:
    return sum(c.end - c.start for c in one.contents)

"""Who counts, where no statement was found: a verb of counting between a named body and a figure ("UOSSM has confirmed seven deaths")."""

from __future__ import annotations

import re

from kabar.assemble.context import Context
from kabar.resolve.parts import find_figures
from kabar.tagger.attribution import Attribution, strip_marks
from kabar.text.document import WORD, Piece

PAUSE = re.compile(r"[;:!?。！？؟\n]|[.,،，、](?!\d)")
# How far a figure may stand from the verb, in characters, and the verb from its subject, in words.
REACH, BETWEEN = 60, 5
# What stands for the model's probabilities: as sure as the tables are (`tagger.tables`).
SURE = (0.6, 0.6, 0.6, 0.6)


def counted(context: Context, found: list[Attribution]) -> list[Attribution]:
    """`found` with what named bodies are said to count, where nothing of the sentence is attributed yet; in text order."""
    doc = context.doc
    verbs = [
        m for m in doc.pack.pattern("counting").finditer(doc.text) if doc.quotation_at(m.start()) is None
    ]
    if not verbs:
        return found
    figures = [f.piece for f in find_figures(doc, [piece for piece, _ in context.dates])]
    made: list[Attribution] = []
    for verb in verbs:
        sentence = context.sentence(verb.start())
        if any(_touches(one, sentence) for one in (*found, *made)):
            continue
        one = _counts(context, Piece(verb.start(), verb.end()), sentence, figures)
        made += [one] if one else []
    return sorted([*found, *made], key=lambda a: a.content)


def _touches(one: Attribution, sentence: Piece) -> bool:
    pieces = (one.cue, *one.contents)
    return any(p and p.start < sentence.end and sentence.start < p.end for p in pieces)


def _counts(context: Context, verb: Piece, sentence: Piece, figures: list[Piece]) -> Attribution | None:
    text = context.doc.text
    start = max([sentence.start, *(m.end() for m in PAUSE.finditer(text, sentence.start, verb.start))])
    end = min([sentence.end, *(m.start() for m in PAUSE.finditer(text, verb.end, sentence.end))])
    behind = [f for f in figures if verb.end <= f.start < min(end, verb.end + REACH)]
    if not behind:
        return None
    first = context.doc.pack.settings.get("verb_first")
    source = _subject(context, verb.end if first else start, behind[0].start if first else verb.start)
    content = strip_marks(context.doc, Piece(source.end if source and first else verb.end, end))
    if source is None or content is None:
        return None
    return Attribution(source, verb, (content,), "say", False, sentence, SURE)


def _subject(context: Context, start: int, end: int) -> Piece | None:
    """The body that a clause opens with, near its verb; None where a preposition or another verb of saying comes between."""
    doc = context.doc
    named = [piece for piece, _ in context.cast.mentions_in(Piece(start, end)) if piece.end <= end]
    if not named:
        return None
    subject = named[0]
    before = [w.group().casefold() for w in WORD.finditer(doc.text, start, subject.start)]
    after = WORD.findall(doc.text[subject.end : end])
    small = set(doc.pack.words("prepositions")) - set(doc.pack.words("articles"))
    if len(before) > 2 or small & set(before) or len(after) > BETWEEN:
        return None
    if doc.pack.pattern("cues").search(doc.text, subject.end, end):
        return None
    # The whole of a name that the mention is cut from; none where the name goes on.
    runs = [
        m.piece
        for m in context.cast.names
        if m.piece.start <= subject.start and subject.end <= m.piece.end <= end
    ]
    whole = max(runs, key=lambda p: p.end - p.start, default=subject)
    following = WORD.search(doc.text, whole.end, end)
    return None if following and following.group()[0].isupper() else whole

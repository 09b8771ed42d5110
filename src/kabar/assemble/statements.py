"""Attributions + actors + dates -> Statements."""

from __future__ import annotations

import re
from typing import cast

from kabar.assemble.context import Context
from kabar.assemble.sources import Source, Sources
from kabar.assemble.when import said_date, told
from kabar.model import Statement
from kabar.model.records import Act, Mode
from kabar.tagger.attribution import Attribution
from kabar.text.document import WORD, Piece

# What is left of the confidence in the words when the speaker had to be worked out: plain beliefs, not measured.
RESOLVED = {"pronoun": 0.7, "continued": 0.8, "elided": 0.5}
DOUBTFUL = 0.35
# Below these probabilities of the link from cue to source, and of the source's words, a third of the sources are wrong
# (docs/measures.md).
WEAK_LINK, WEAK_SPAN = 0.9, 0.6
# How far a cue that was cut short may go on before its content, in characters.
CUE_GOES_ON = 60
PAUSE = re.compile(r"[,.;:،。，“”«»\"]")
AIMED = ("demand", "accuse", "deny", "complain", "appeal", "threaten", "warn")


def assemble_statements(context: Context, attributions: list[Attribution]) -> list[Statement]:
    """One statement an attribution, in text order."""
    sources = Sources(context, attributions)
    context.spoken = [a.source for a in attributions if a.source]
    made: list[Statement] = []
    for number, attribution in enumerate(attributions, 1):
        made.append(_statement(context, f"s{number}", attribution, sources.of(attribution), made))
    return made


def _statement(
    context: Context, ident: str, found: Attribution, source: Source, made: list[Statement]
) -> Statement:
    content = tuple(context.span(c) for c in found.contents)
    source_span = context.span(found.source) if found.source else None
    cue = context.span(found.cue) if found.cue else None
    evidence = tuple(dict.fromkeys(s for s in (source_span, cue, *content) if s))
    targets = tuple(t for t in _targets(context, found, source) if t not in source.actors)
    act = _act(context, found, targets, source, made)
    flags = _flags(context, found, source)
    damaged = context.damaged(*evidence)
    sentence_damaged = context.damaged(context.span(found.sentence))
    if damaged or found.rival:
        flags = (*flags, "damaged")
    elif sentence_damaged:
        flags = (*flags, "damaged-sentence")
    confidence = context.confidence(found.sure) * RESOLVED.get(source.form, 1.0) - (0.1 if damaged else 0)
    if len(source.actors) != 1:
        confidence = min(confidence, DOUBTFUL)
    relay = context.cast.phrase(found.relay)[0] if found.relay else None
    _explain(context, ident, found, source, act)
    return Statement(
        id=ident, evidence=evidence, confidence=round(max(confidence, 0.1), 2), flags=flags,
        sources=source.actors, source_span=source_span, source_form=source.form, cue=cue, content=content,
        mode=_mode(context, found), act=act,
        addressees=(context.cast.phrase(found.addressee)[0],) if found.addressee else (),
        targets=targets[:1] if act in AIMED else (), relayed_by=relay,
        channel=context.text(found.channel) if found.channel else None, said_on=told(said_date(context, found.cue, found.contents)) if found.cue else None,
    )  # fmt: skip


def _targets(context: Context, found: Attribution, source: Source) -> list[str]:
    """Who is named in the content, or between the cue and the content ("accused X of ..."); nobody where the content
    is of the source's own side."""
    named = context.cast.mention_in(found.content)
    own = {context.cast.actors[a].affiliation for a in source.actors}
    if named and named[0] in own:
        return []
    start = max([p.end for p in (found.cue, found.source) if p and p.end <= found.content.start], default=0)
    aimed = (_listed(context, found) or found.act) in AIMED
    if named or not aimed or not start or not found.sentence.holds(start):
        return named
    return context.cast.mention_in(Piece(start, found.content.start))


def _flags(context: Context, found: Attribution, source: Source) -> tuple[str, ...]:
    flags = []
    if found.rival or len(source.actors) > 1:
        flags.append("source-doubtful")
    elif found.source and (found.sure[2] < WEAK_LINK or found.sure[3] < WEAK_SPAN):
        flags.append("source-weak")
    if found.cue and _negated(context, found.cue):
        flags.append("not-said")
    if source.form in ("pronoun", "elided", "continued"):
        flags.append(f"source-{source.form}")
    if not source.actors:
        flags.append("source-unresolved")
    return tuple(flags)


def _negated(context: Context, cue: Piece) -> bool:
    """ "He did not mention that ...": what follows was not said."""
    return context.doc.pack.pattern("negators").search(context.doc.text, cue.start, cue.end) is not None


def _listed(context: Context, found: Attribution) -> str | None:
    """The act of the pack's longest cue in the words of the cue; one that is more than saying before plain saying.

    A cue may be cut short ("has repeatedly" of "has repeatedly complained that"): it goes on to the content.
    """
    if found.cue is None:
        return None
    text = context.doc.text
    start, end = found.cue.start, found.cue.end
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    following = [c.start for c in found.contents if c.start >= end]
    between = text[end : following[0]] if following else ""
    if len(between) <= CUE_GOES_ON and not PAUSE.search(between):
        end += len(between)
    matches = list(context.doc.pack.pattern("cues").finditer(text, start, end))
    acts = sorted(
        (context.doc.pack.row("cues", m.group())["act"] == "say", m.start() - m.end(), m.group())
        for m in matches
    )
    return context.doc.pack.row("cues", acts[0][2])["act"] if acts else None


def _denied(context: Context, found: Attribution) -> bool:
    """Whether a verb of denying leads to the content: right before the cue ("rejected charges that"), in it or behind it."""
    text, pack = context.doc.text, context.doc.pack
    verb_first = pack.settings.get("verb_first")
    assert found.cue is not None
    following = [c.start for c in found.contents if c.start >= found.cue.end]
    if not following:
        return False
    last = max(p.end for p in (found.cue, found.source) if p and p.end <= following[0])
    pause = PAUSE.search(text, last, following[0])
    end = pause.start() if pause else following[0]
    for match in pack.pattern("cues").finditer(text, found.sentence.start, end):
        # Where verbs come first, the one right before the source is its verb, where a comma parts the cue from the content.
        next_to = [found.cue.start, *([found.source.start] if found.source and verb_first and pause else [])]
        leads = match.end() > found.cue.start or any(not text[match.end() : at].strip() for at in next_to)
        if leads and pack.row("cues", match.group())["act"] == "deny":
            return True
    return False


def _act(
    context: Context, found: Attribution, targets: tuple[str, ...], source: Source, made: list[Statement]
) -> Act:
    worded = found.cue is not None and any(ch.isalpha() for ch in context.text(found.cue))
    if found.cue and _denied(context, found):
        return "deny"
    # A colon behind a name says nothing of how it was said.
    act = "say" if found.continued or not worded else _listed(context, found) or found.act
    if act != "say":
        return cast(Act, act)
    words = context.text(found.content)
    if context.doc.pack.pattern("demand_words").search(words):
        return "demand"
    if context.doc.pack.pattern("wish_words").search(words):
        return "appeal"
    before = made[-1] if made else None
    # "complained of X, saying that Y did Z": the participle goes on complaining.
    goes_on = before is not None and before.act in ("complain", "accuse") and before.sources == source.actors
    if targets and goes_on and found.cue and made[-1].content[-1].end <= context.span(found.cue).start:
        return "accuse"
    return "say"


def _mode(context: Context, found: Attribution) -> Mode:
    if found.direct:
        short = len(WORD.findall(context.text(found.content))) < 6
        return "mixed" if short else "direct"
    inside = any(
        found.content.start < q.start and q.end <= found.content.end + 1 for q in context.doc.quotations
    )
    return "mixed" if inside else "indirect"


def _explain(context: Context, ident: str, found: Attribution, source: Source, act: str) -> None:
    if found.cue:
        link = f"the model joins its content to this cue ({found.sure[1]:.2f})"
        context.note(ident, "tag", link, context.span(found.cue))
    else:
        how = "goes on with the speaker before it" if found.continued else "stands without a cue"
        context.note(ident, "tag", f"a quotation that {how}")
    if found.source:
        link = f"the model joins the cue to this source ({found.sure[2]:.2f})"
        context.note(ident, "tag", link, context.span(found.source))
    if found.rival:
        context.note(
            ident, "tag", "damage between two cues: either may be the source", context.span(found.rival)
        )
    names = ", ".join(source.actors) or "nobody"
    context.note(ident, "resolve", f"source is {names} ({source.form})")
    context.note(ident, "assemble", f"act: {act}", context.span(found.content))

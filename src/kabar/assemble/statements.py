"""Attributions + actors + dates -> Statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from kabar.assemble.context import Context
from kabar.assemble.when import said_date, told
from kabar.mend.lexicon import frequencies
from kabar.model import Statement
from kabar.model.records import Act, Mode, SourceForm
from kabar.tagger.attribution import Attribution
from kabar.text.document import WORD, Piece

# What is left of the confidence in the words when the speaker had to be worked out: plain beliefs, not measured.
RESOLVED = {"pronoun": 0.7, "continued": 0.8, "elided": 0.5}
DOUBTFUL = 0.35
# How many statements back a person may have spoken whom "he" still means.
PERSON_REACH = 4
# How many characters may lie between a statement and the next sentence that goes on without naming its subject.
NEIGHBOUR = 60
# A one-word source at least this common in the language (share of all words) is a pronoun, not a name.
PRONOUN_SHARE = 5e-4
AIMED = ("demand", "accuse", "deny", "complain", "appeal", "threaten", "warn")


@dataclass(frozen=True)
class Source:
    actors: tuple[str, ...]
    form: SourceForm


def assemble_statements(context: Context, attributions: list[Attribution]) -> list[Statement]:
    """One statement an attribution, in text order."""
    made: list[Statement] = []
    earlier: Source | None = None
    for number, attribution in enumerate(attributions, 1):
        source = _source(context, attribution, earlier, made)
        statement = _statement(context, f"s{number}", attribution, source, made)
        earlier = source if source.actors else earlier
        made.append(statement)
    return made


def _source(context: Context, found: Attribution, earlier: Source | None, made: list[Statement]) -> Source:
    before = earlier.actors[:1] if earlier else ()
    if found.continued:
        return Source(before, "continued")
    if found.source is None:
        return _dropped(context, found, before, made)
    if _is_pronoun(context, found.source):
        before = _person(context, found.source, made) or before
        for ident in before:
            context.cast.actors[ident].mentions.add(found.source)
        return Source(before, "pronoun")
    ident, form = context.cast.phrase(found.source)
    if found.rival is None or _is_pronoun(context, found.rival):
        return Source((ident,), form)
    return Source(tuple(dict.fromkeys((ident, context.cast.phrase(found.rival)[0]))), form)


def _dropped(context: Context, found: Attribution, before: tuple[str, ...], made: list[Statement]) -> Source:
    """No source in the sentence: the last speaker goes on where the language drops subjects and the two are neighbours."""
    if not (context.doc.pack.settings.get("drops_subjects") and found.cue and before and made):
        return Source((), "unstated")
    last = context.mended.offsets.to_mended(made[-1].content[-1])
    gap = found.sentence.start - last.end
    return Source(before, "elided") if 0 <= gap <= NEIGHBOUR else Source((), "unstated")


def _person(context: Context, pronoun: Piece, made: list[Statement]) -> tuple[str, ...]:
    """For "he" and "she" the last person who spoke, however many bodies spoke since, a few statements back."""
    if context.text(pronoun).casefold() not in context.doc.pack.words("person_pronouns"):
        return ()
    for statement in reversed(made[-PERSON_REACH:]):
        if statement.sources and context.cast.actors[statement.sources[0]].kind == "person":
            return statement.sources[:1]
    return ()


def _is_pronoun(context: Context, piece: Piece) -> bool:
    """A word of the pack's list or, where there is none, a single very common word."""
    word = context.text(piece).casefold()
    listed = context.doc.pack.words("pronouns")
    if listed or any(piece.holds(m.piece.start) for m in context.cast.known):
        return word in listed
    return word.isalpha() and frequencies(context.language).get(word, 0.0) >= PRONOUN_SHARE


def _statement(
    context: Context, ident: str, found: Attribution, source: Source, made: list[Statement]
) -> Statement:
    content = tuple(context.span(c) for c in found.contents)
    source_span = context.span(found.source) if found.source else None
    cue = context.span(found.cue) if found.cue else None
    evidence = tuple(dict.fromkeys(s for s in (source_span, cue, *content) if s))
    targets = tuple(t for t in context.cast.mention_in(found.content) if t not in source.actors)
    act = _act(context, found, targets, source, made)
    flags = _flags(context, found, source)
    damaged = context.damaged(*evidence)
    sentence_damaged = context.damaged(context.span(found.sentence))
    if damaged or found.rival:
        flags = (*flags, "damaged")
    elif sentence_damaged:
        flags = (*flags, "damaged-sentence")
    confidence = context.confidence(found.sure) * RESOLVED.get(source.form, 1.0) - (0.1 if damaged else 0)
    if found.rival or not source.actors:
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


def _flags(context: Context, found: Attribution, source: Source) -> tuple[str, ...]:
    flags = []
    if found.rival:
        flags.append("source-doubtful")
    if source.form in ("pronoun", "elided", "continued"):
        flags.append(f"source-{source.form}")
    if not source.actors:
        flags.append("source-unresolved")
    return tuple(flags)


def _act(
    context: Context, found: Attribution, targets: tuple[str, ...], source: Source, made: list[Statement]
) -> Act:
    if found.act != "say":
        return cast(Act, found.act)
    words = context.text(found.content)
    if context.doc.pack.pattern("demand_words").search(words):
        return "demand"
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

"""Found numbers + statements + places + dates -> Figures."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.assemble.context import Context
from kabar.assemble.when import claim_date, date_for, since_date
from kabar.model import Figure, Statement
from kabar.resolve.figure_table import figure_table
from kabar.resolve.found import FoundFigure
from kabar.resolve.parts import find_figures
from kabar.text.document import Piece

# Readings that lean on nothing but the words: these flags say what is counted, not that it was misread.
PLAIN = ("capacity", "need", "target", "hypothetical", "negated", "same-fact")


@dataclass(frozen=True)
class Period:
    """When a figure holds: a stock at `as_of`, a flow from `since` to `until`."""

    since: str | None = None
    until: str | None = None
    as_of: str | None = None


def assemble_figures(context: Context, statements: list[Statement]) -> list[Figure]:
    """Every figure with the innermost statement that holds it, or none where the article itself counts."""
    found = find_figures(context.doc, [piece for piece, _ in context.dates])
    holders = _innermost(context, statements)
    counted = {f.piece: f"f{n}" for n, f in reversed(list(enumerate(found, 1)))}
    made: list[Figure] = []
    for number, figure in enumerate(found, 1):
        span = context.span(figure.piece)
        holder = holders.get(span.start) or holders.get(span.end - 1)
        made.append(_figure(context, f"f{number}", figure, holder, statements, counted, made))
    return made


def _innermost(context: Context, statements: list[Statement]) -> dict[int, Statement]:
    """For each character that is said in statements, the shortest of them."""
    held: dict[int, Statement] = {}
    sized = sorted(statements, key=lambda s: -sum(c.end - c.start for c in s.content))
    for statement in sized:
        for content in statement.content:
            held.update(dict.fromkeys(range(content.start, content.end), statement))
    return held


def _figure(
    context: Context, ident: str, found: FoundFigure, holder: Statement | None, statements: list[Statement], counted: dict[Piece, str],
    made: list[Figure],
) -> Figure:  # fmt: skip
    span = context.span(found.piece)
    source = holder.sources[0] if holder and len(holder.sources) == 1 else None
    flags = list(found.marks)
    if found.bare:
        flags.append("unit-inferred")
    if context.damaged(span) or (holder and "damaged" in holder.flags):
        flags.append("damaged")
    if holder and (source is None or holder.source_form in ("pronoun", "elided")):
        flags.append("source-doubtful")
    period = _period(context, found, holder, statements)
    if found.bare and made and period == Period():
        period = Period(since=made[-1].since)
    whole = next((f for f in made if found.part_of and f.id == counted.get(found.part_of)), None)
    if whole and period == Period():
        period = Period(whole.since, whole.until, whole.as_of)
    context.note(ident, "resolve", f"{found.wording}: low {found.low}, high {found.high}", span)
    if found.size:
        context.note(ident, "resolve", "people a household as the article gives it", context.span(found.size))
    context.note(ident, "assemble", f"said in {holder.id}" if holder else "counted by the article itself")
    return Figure(
        id=ident, evidence=(span, *((context.span(found.size),) if found.size else ())),
        confidence=0.6 if set(flags) - set(PLAIN) else 0.85, flags=tuple(dict.fromkeys(flags)), span=span,
        low=found.low, high=found.high, wording=found.wording, unit=found.unit, concept=found.concept,
        group=found.group, measure=found.measure, counting=found.counting, share=found.share,
        part_of=counted.get(found.part_of) if found.part_of else None,
        derived_from=counted.get(found.derived_from) if found.derived_from else None, sectors=found.sectors,
        place=context.place_near(found.piece.start), since=period.since, until=period.until, as_of=period.as_of,
        source=source, statement=holder.id if holder else None,
    )  # fmt: skip


def _period(
    context: Context, found: FoundFigure, holder: Statement | None, statements: list[Statement]
) -> Period:
    """The period of a figure by the date of its clause; a date of the saying, outside the statement, is not its."""
    since = since_date(context, found.piece)
    if since and found.measure == "stock" and _as_of(context, since):
        return Period(as_of=since)
    until = date_for(context, found.piece, relations=("until", "before"))
    if since or (until and until.value):
        return Period(since=since, until=until.value if until else None)
    mention = claim_date(context, found.piece, holder, statements)
    if mention is None or mention.value is None or found.measure is None:
        return Period()
    if mention.relation == "after":
        return Period(since=mention.value)
    if found.measure == "stock":
        return Period(as_of=mention.value)
    first, _, last = mention.value.partition("/")
    return Period(since=first, until=last or first)


def _as_of(context: Context, value: str) -> bool:
    """Whether the words that give the date tell the day of a count ("as of 10 May") and no beginning."""
    cue = figure_table(context.doc.pack.code).patterns["stock"]
    told = [p for p, m in context.dates if m.value == value]
    return any(
        cue.match(context.doc.text, p.start) or cue.search(context.doc.text, max(0, p.start - 12), p.start)
        for p in told
    )

"""Found numbers + statements + places -> Figures."""

from __future__ import annotations

from kabar.assemble.context import Context
from kabar.assemble.when import since_date
from kabar.model import Figure, Statement
from kabar.resolve.figures import FoundFigure, find_figures


def assemble_figures(context: Context, statements: list[Statement]) -> list[Figure]:
    """Every figure with the innermost statement that holds it, or none where the article itself counts."""
    found = find_figures(context.doc, [piece for piece, _ in context.dates])
    made: list[Figure] = []
    for number, figure in enumerate(found, 1):
        made.append(_figure(context, f"f{number}", figure, statements, made))
    return made


def _figure(
    context: Context, ident: str, found: FoundFigure, statements: list[Statement], made: list[Figure]
) -> Figure:
    span = context.span(found.piece)
    holders = [s for s in statements if any(c.contains(span) or c.overlaps(span) for c in s.content)]
    holder = min(holders, key=lambda s: sum(c.end - c.start for c in s.content), default=None)
    source = holder.sources[0] if holder and len(holder.sources) == 1 else None
    flags = [f for f in ("vague",) if found.wording == "vague"]
    flags += found.marks
    if found.bare:
        flags.append("unit-inferred")
    if context.damaged(span) or (holder and "damaged" in holder.flags):
        flags.append("damaged")
    if holder and (source is None or holder.source_form in ("pronoun", "elided")):
        flags.append("source-doubtful")
    since = since_date(context, found.piece) or (made[-1].since if found.bare and made else None)
    context.note(ident, "resolve", f"{found.wording}: low {found.low}, high {found.high}", span)
    context.note(ident, "assemble", f"said in {holder.id}" if holder else "counted by the article itself")
    return Figure(
        id=ident, evidence=(span,), confidence=0.6 if flags else 0.85, flags=tuple(flags), span=span, low=found.low,
        high=found.high, wording=found.wording, unit=found.unit, concept=found.concept,
        counting=found.counting, sectors=found.sectors,
        place=context.place_near(found.piece.start), since=since, source=source,
        statement=holder.id if holder else None,
    )  # fmt: skip

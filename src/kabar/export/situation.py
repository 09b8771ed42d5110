"""A situation put into words: headings, paragraphs and tables that every report format writes in its own way."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.reconcile.positions import Account, worded
from kabar.reconcile.view import Question, View
from kabar.store.rows import BreachRow, EventRow, FigureRow, RecordRow, StatementRow

MOST_STATEMENTS = 60
LONGEST_QUOTE = 220


@dataclass(frozen=True)
class Table:
    """A table of a report; the last column is always the source of the line."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with lines and a table under it."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


def report_sections(view: View) -> list[Section]:
    """The report, disputes at the top. A section with nothing to say is left out."""
    head = Section(
        view.situation.title,
        (f"From {view.articles} articles in {len(view.languages)} languages ({', '.join(view.languages)}). Every line names who "
         "says so and the article; nothing is averaged, nobody is taken to be right.",),
    )  # fmt: skip
    sections = [
        head,
        _disputes(view),
        _changed(view),
        *_questions(view),
        _timeline(view),
        _agreements(view),
        _statements(view),
    ]
    return [s for s in sections if s.lines or (s.table and s.table.rows)]


def _disputes(view: View) -> Section:
    rows = []
    for dispute in view.disputes:
        for number, position in enumerate(dispute.positions):
            repeats = sum(h.repeats_key is not None for h in position.holders)
            again = f" (repeated in {repeats} more)" if repeats else ""
            rows.append(
                (dispute.question if number == 0 else "", position.says + again, position.order_reason)
            )
    return Section(
        "Where accounts differ", (), Table(("Question", "Position", "Stands here because"), tuple(rows))
    )


def _changed(view: View) -> Section:
    rows = tuple((change.in_words(), source_of(row)) for row, change in view.changes)
    return Section("What articles changed in a later version", (), Table(("Change", "Article"), rows))


def _questions(view: View) -> list[Section]:
    """A section for each question that has several answers, one for all figures that stand alone."""
    several = [q for q in view.questions if len(q.accounts) > 1]
    alone = [q for q in view.questions if len(q.accounts) == 1]
    sections = [
        Section(f"Figures: {_asked(q)}", (f"Between the accounts: {_range(q)}.",), _figures([q]))
        for q in several
    ]
    return [*sections, Section("Figures that stand alone", (), _figures(alone, with_what=True))]


def _asked(question: Question) -> str:
    group = f" ({question.group})" if question.group else ""
    where = f", {question.place}" if question.place else ""
    when = f", {question.date}" if question.date else ""
    return f"{question.unit}{group} {question.concept}{where}{when}"


def _figures(asked: list[Question], with_what: bool = False) -> Table:
    rows = [(*((_asked(q),) if with_what else ()), *_figure(a)) for q in asked for a in q.accounts]
    columns = (
        *(("What",) if with_what else ()),
        "Source",
        "Number",
        "As worded",
        "Period",
        "Place",
        "Article",
    )
    return Table(columns, tuple(rows))


def _range(question: Question) -> str:
    if question.low is None:
        return f"up to {question.high:,.0f}" if question.high is not None else "no number"
    return (
        f"{question.low:,.0f} or more"
        if question.high is None
        else f"{question.low:,.0f} to {question.high:,.0f}"
    )


def _figure(account: Account) -> tuple[str, ...]:
    row = account.row
    assert isinstance(row, FigureRow)
    return (
        account.name,
        worded(row),
        quoted(row.evidence),
        row.date or "",
        row.site.name if row.site else "",
        source_of(row),
    )


def _timeline(view: View) -> Section:
    rows = [
        (_day(e), _event(e), _standing(e), e.site.name if e.site else "", source_of(e))
        for d in view.timeline
        for e in d.events
    ]
    return Section("Timeline", (), Table(("Day", "Event", "Standing", "Place", "Article"), tuple(rows)))


def _day(event: EventRow) -> str:
    return event.date or "no date"


def _event(event: EventRow) -> str:
    who, whom = ", ".join(event.actors("actor")), ", ".join(event.actors("target"))
    parties = f" - {who or '?'} against {whom}" if whom else f" - {who}" if who else ""
    return f"{event.acled_sub or event.plover.lower()}{parties}: {quoted(event.evidence)}"


def _standing(event: EventRow) -> str:
    claimed = ", ".join(event.actors("claimant"))
    denied = ", ".join(event.actors("denier"))
    return event.status + (f" by {claimed}" if claimed else "") + (f"; denied by {denied}" if denied else "")


def _agreements(view: View) -> Section:
    rows = [
        (
            a.kind,
            " and ".join(a.actors("party")) or "parties not named",
            a.date or "no date",
            a.terms,
            source_of(a),
        )
        for a in view.agreements
    ]
    rows += [
        (f"alleged breach of the {b.kind}", _breach(b), "", quoted(b.evidence), source_of(b))
        for b in view.breaches
    ]
    return Section(
        "Agreements and alleged breaches", (), Table(("What", "Who", "When", "Words", "Article"), tuple(rows))
    )


def _breach(breach: BreachRow) -> str:
    return f"{' or '.join(breach.actors('accuser')) or 'somebody'} says that {', '.join(breach.actors('accused')) or 'somebody'} broke it"


def _statements(view: View) -> Section:
    rows = tuple(_statement(s) for s in view.statements[:MOST_STATEMENTS])
    left = len(view.statements) - len(rows)
    lines = (f"{left} more are in the archive.",) if left > 0 else ()
    return Section("Who said what", lines, Table(("Source", "Act", "Words", "About", "Article"), rows))


def _statement(row: StatementRow) -> tuple[str, ...]:
    source = " or ".join(row.actors("source")) or "unknown"
    return source, row.act, quoted(row.content), ", ".join(row.actors("target")), source_of(row)


def quoted(text: str) -> str:
    """Words of the article in quotation marks, cut where they are long."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1] + '…'}”"


def source_of(row: RecordRow) -> str:
    """Where a line was read: outlet, day, address, characters, doubts."""
    at = " ".join(f"{s.start}:{s.end}" for s in row.spans[:3])
    day = row.day.isoformat() if row.day else "no date"
    doubts = f"; {', '.join(row.flags)}" if row.flags else ""
    return f"{row.publisher or 'unknown outlet'}, {day}, {row.url or row.address} [{at}]{doubts}"

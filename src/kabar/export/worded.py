"""How a record is put into words, for every report."""

from __future__ import annotations

from kabar.model import Agreement, Damage, Dispute, Event, Figure, Place, Reading, Record, Statement


def bounds(figure: Figure) -> str:
    """The bounds as the text worded them.

    >>> from kabar.model import Span
    >>> f = Figure(id="f1", evidence=(), confidence=1, span=Span(0, 1), low=5000, high=None, wording="at-least",
    ...            unit="people", concept="displaced")
    >>> bounds(f)
    'more than or at least 5,000'
    """
    if figure.low is None and figure.high is None:
        return f"{_share(figure)} of an unstated number of"
    if figure.high is None and figure.low is not None:
        return (
            f"{figure.low:,.0f} or more (vague)"
            if figure.wording == "vague"
            else f"more than or at least {figure.low:,.0f}"
        )
    if figure.low is None and figure.high is not None:
        return f"{'nearly' if figure.wording == 'nearly' else 'up to'} {figure.high:,.0f}"
    if figure.low != figure.high:
        return f"{figure.low:,.0f} to {figure.high:,.0f}"
    return f"{'about ' if figure.wording == 'about' else ''}{figure.low:,.0f}"


def _share(figure: Figure) -> str:
    """The share as a percentage, with its open end.

    >>> from kabar.model import Span
    >>> f = Figure(id="f1", evidence=(), confidence=1, span=Span(0, 1), low=None, high=None, wording="at-least",
    ...            unit="people", concept="displaced", share=(0.5, None))
    >>> _share(f)
    'at least 50 %'
    """
    low, high = figure.share or (None, None)
    if low is None or high is None:
        known = high if low is None else low
        return f"{'up to' if low is None else 'at least'} {100 * (known or 0):.3g} %"
    return f"{100 * low:.3g} %" if low == high else f"{100 * low:.3g} to {100 * high:.3g} %"


def worded(reading: Reading, record: Record) -> str:
    """One line that says what the record says."""
    text = reading.article.text
    name = reading.name
    if isinstance(record, Damage):
        return f"{record.kind}: “{record.span.of(text)}” should read “{record.should_read}”"
    if isinstance(record, Statement):
        who = " or ".join(map(name, record.sources)) or "unknown source"
        extra = [
            f"to {', '.join(map(name, record.addressees))}" if record.addressees else "",
            f"about {', '.join(map(name, record.targets))}" if record.targets else "",
            f"relayed by {name(record.relayed_by)}" if record.relayed_by else "",
            f"{record.channel}" if record.channel else "",
            f"on {record.said_on}" if record.said_on else "",
        ]
        told = ", ".join(e for e in extra if e)
        quoted = " … ".join(c.of(text) for c in record.content)
        return f"{who} [{record.act}, {record.mode}]{' (' + told + ')' if told else ''}: {quoted}"
    if isinstance(record, Figure):
        source = f"according to {name(record.source)} ({record.statement})" if record.source else (
            f"source doubtful ({record.statement})" if record.statement else "according to the article"
        )  # fmt: skip
        since = _period(record)
        sectors = f" ({', '.join(record.sectors)})" if record.sectors else ""
        place = _place(reading, record.place)
        return f"{bounds(record)} {record.unit} {record.concept}{sectors}{place}{since}, {source}"
    if isinstance(record, Event):
        who = ", ".join(map(name, record.actors)) or "?"
        whom = f" → {', '.join(map(name, record.targets))}" if record.targets else ""
        codes = " · ".join(c for c in (record.plover, record.cameo, record.acled_sub or record.acled) if c)
        claimed = f" in {record.statement}" if record.statement else ""
        when = f", {record.date}" if record.date else ""
        where = _place(reading, record.place)
        return f"“{record.trigger.of(text)}” {codes} — {record.status}{claimed}; {who}{whom}{where}{when}"
    if isinstance(record, Place):
        at = f"{record.latitude:.2f}, {record.longitude:.2f}" if record.latitude is not None and record.longitude is not None else "no point"  # fmt: skip
        return f"{record.name} ({record.kind}, {record.country or 'no country'}) {at}, precision {record.precision}"
    if isinstance(record, Agreement):
        breaches = "; ".join(f"{' or '.join(map(name, b.by))} says that {', '.join(map(name, b.against))} broke it ({b.statement})" for b in record.alleged_breaches)  # fmt: skip
        return f"{record.kind}: {' and '.join(map(name, record.parties))}, {record.date or 'no date'}. {breaches}"
    if isinstance(record, Dispute):
        return f"{record.kind}: {record.differ_in}: " + " | ".join(
            _position(reading, m) for m in record.members
        )
    return str(getattr(record, "name", record.id))


def _period(figure: Figure) -> str:
    """When a figure holds, in words."""
    if figure.as_of:
        return f" as of {figure.as_of}"
    if figure.since and figure.since == figure.until:
        return f" on {figure.since}"
    return (f" since {figure.since}" if figure.since else "") + (
        f" until {figure.until}" if figure.until else ""
    )


def _place(reading: Reading, place: str | None) -> str:
    return next((f" in {p.name}" for p in reading.places if p.id == place), "")


def _position(reading: Reading, member: str) -> str:
    record = reading.record(member)
    if isinstance(record, Figure) and record.source:
        return f"{member} {reading.name(record.source)}: {bounds(record)}"
    if isinstance(record, Statement):
        return f"{member} {' or '.join(map(reading.name, record.sources))} ({record.act})"
    return member


def sections(reading: Reading) -> list[tuple[str, tuple[Record, ...]]]:
    """Titles and records, damage first."""
    return [
        ("Damage", reading.damage), ("Statements", reading.statements), ("Figures", reading.figures),
        ("Events", reading.events), ("Places", reading.places), ("Agreements", reading.agreements),
        ("Disputes", reading.disputes),
    ]  # fmt: skip


def summary(reading: Reading) -> str:
    """Language, date and counts in one line."""
    article = reading.article
    guessed = " (guessed)" if "language" in article.guessed else ""
    counts = ", ".join(f"{len(records)} {title.lower()}" for title, records in sections(reading) if records)
    return f"{article.language}{guessed}, published {article.published or 'unknown'}: {counts or 'nothing found'}"

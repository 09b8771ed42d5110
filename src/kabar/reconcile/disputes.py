"""A cluster whose accounts differ -> a dispute across articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kabar.reconcile.cluster import Growing
from kabar.reconcile.positions import (
    Account,
    GroupOf,
    accounts,
    figure_positions,
    holders,
    order_reason,
    ordered,
    two_sided,
)
from kabar.reconcile.same import concept_of
from kabar.store.links import CrossDispute, CrossPosition
from kabar.store.rows import BreachRow, DatedRow, EventRow, FigureRow, RecordRow

SURE = 0.6
SAME_DAYS = timedelta(days=2)


def dispute_of(cluster: Growing, group_of: GroupOf) -> CrossDispute | None:
    """The dispute inside a cluster of figures or events; None where all accounts agree."""
    if cluster.type == "figure":
        return _of_figures(cluster, [r for r in cluster.rows if isinstance(r, FigureRow)], group_of)
    if cluster.type == "event":
        # Words are no event to be disputed, and nobody does flight.
        events = [r for r in cluster.rows if isinstance(r, EventRow) and r.acled is not None]
        if not events:
            return None
        return _of_occurrence(cluster, events, group_of) or _of_blame(cluster, events, group_of)
    return None


def _of_figures(cluster: Growing, rows: list[FigureRow], group_of: GroupOf) -> CrossDispute | None:
    positions, differ = figure_positions(rows, group_of)
    if not differ:
        return None
    first = rows[0]
    group = f" ({first.group})" if first.group else ""
    return _made(
        cluster, "figure", f"how many {first.unit}{group} {concept_of(first)}", "the number", positions
    )


def _of_occurrence(cluster: Growing, rows: list[EventRow], group_of: GroupOf) -> CrossDispute | None:
    """Some say that it happened, others deny it."""
    told = accounts([r for r in rows if r.status != "denied"], "claimant")
    denials = [
        *accounts([r for r in rows if r.status == "denied"], "claimant"),
        *(a for r in rows for a in accounts([r], "denier") if a.holder is not None),
    ]
    # Who says both does not dispute with himself: an article negates many a thing that nobody claims.
    both = {a.who for a in told} & {a.who for a in denials}
    told, denials = ([a for a in side if a.who not in both] for side in (told, denials))
    # An article that says who denies it does not itself contradict him.
    denying = {a.row.article_id for a in denials}
    told = [a for a in told if a.holder is not None or a.row.article_id not in denying]
    if not told or not denials:
        return None
    positions = (
        _position("it happened", told, group_of),
        _position("it did not happen", denials, group_of),
    )
    return _made(
        cluster, "occurrence", f"whether {_what(rows[0])} happened", "whether it happened", positions
    )


def _of_blame(cluster: Growing, rows: list[EventRow], group_of: GroupOf) -> CrossDispute | None:
    """Accounts that name different doers.

    A name of the text alone may be another name of somebody whom another article names: such are told apart only where
    one article names both.
    """
    sides: dict[tuple[str, ...], list[EventRow]] = {}
    local: set[tuple[str, ...]] = set()
    for row in rows:
        doers = {p for p in row.parties if p.role == "actor"}
        if doers:
            names = tuple(sorted({p.name for p in doers}))
            sides.setdefault(names, []).append(row)
            local |= {names} if any(p.ref.startswith("name:") for p in doers) else set()

    def told_apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        known = one not in local and other not in local
        together = {r.article_id for r in sides[one]} & {r.article_id for r in sides[other]}
        return not set(one) & set(other) and (known or bool(together))

    apart = {
        s: accounts(held, "claimant")
        for s, held in sides.items()
        if len(sides) > 1 and all(told_apart(s, o) for o in sides if o != s)
    }
    if not two_sided(list(apart.values())):
        return None
    positions = tuple(_position(" and ".join(s), given, group_of) for s, given in apart.items())
    return _made(cluster, "blame", f"who is behind {_what(rows[0])}", "who did it", positions)


def breach_dispute(cluster: Growing, breaches: Sequence[BreachRow], group_of: GroupOf) -> CrossDispute | None:
    """Accounts of an agreement that name different parties as the one that broke it."""
    sides: dict[tuple[str, ...], list[BreachRow]] = {}
    for row in breaches:
        accused = tuple(sorted({p.name for p in row.parties if p.role == "accused"}))
        if accused:
            sides.setdefault(accused, []).append(row)
    held = {names: accounts(rows, "accuser") for names, rows in sides.items()}
    if not two_sided(list(held.values())):
        return None
    positions = tuple(
        _position(f"{' and '.join(names)} broke it", given, group_of) for names, given in held.items()
    )
    first = cluster.rows[0]
    kind = getattr(first, "kind", "agreement")
    return _made(cluster, "blame", f"who broke the {kind}", "who broke it", positions)


def _position(says: str, given: list[Account], group_of: GroupOf) -> CrossPosition:
    first = ordered(given)[0]
    names = ", ".join(dict.fromkeys(a.name for a in ordered(given)))
    return CrossPosition(
        says=f"{names}: {says}", order_reason=order_reason(first), holders=holders(given, group_of)
    )


def _what(event: EventRow) -> str:
    where = f" in {event.site.name}" if event.site else ""
    return f"the {event.acled_sub or event.plover.lower()}{where}" + (
        f" ({event.date})" if event.date else ""
    )


def _made(
    cluster: Growing, kind: str, question: str, differ_in: str, positions: tuple[CrossPosition, ...]
) -> CrossDispute:
    first = cluster.rows[0]
    site = next((s for r in cluster.rows if (s := getattr(r, "site", None)) is not None), None)
    date = next((r.date for r in cluster.rows if isinstance(r, DatedRow) and r.date), None)
    where = f" in {site.name}" if site is not None and site.name not in question else ""
    flags = {f for r in cluster.rows for f in r.flags if f == "damaged"} | _apart(cluster, positions)
    return CrossDispute(
        key=f"dispute-{kind}-{cluster.key}", kind=kind, question=question + where, differ_in=differ_in,
        positions=tuple(sorted(positions, key=lambda p: _reading_order(cluster, p))),
        confidence=round(SURE * min(m.confidence for m in cluster.why.values()), 2), flags=tuple(sorted(flags)),
        site_id=site.id if site is not None else None, date=date or None,
        day=max((r.day for r in cluster.rows if r.day), default=first.day),
    )  # fmt: skip


def _apart(cluster: Growing, positions: Sequence[CrossPosition]) -> set[str]:
    """Flags a dispute whose positions were never published within the same days: what changed may be the matter itself."""
    days = {r.key: r.day for r in cluster.rows}
    told = [{day for h in p.holders if (day := days.get(h.record_key))} for p in positions]
    spans = [(min(d), max(d)) for d in told if d]
    if len(spans) < 2:
        return set()
    gaps = [max(a[0], b[0]) - min(a[1], b[1]) for n, a in enumerate(spans) for b in spans[:n]]
    return {"days-apart"} if min(gaps) > SAME_DAYS else set()


def _reading_order(cluster: Growing, position: CrossPosition) -> tuple[object, ...]:
    """First-hand before relayed, undamaged before damaged, newer before older."""
    rows = {r.key: r for r in cluster.rows}
    ranks = []
    for holder in position.holders:
        row: RecordRow | None = rows.get(holder.record_key)
        day = row.day.toordinal() if row is not None and row.day else 0
        ranks.append(
            (not holder.first_hand, row is not None and "damaged" in row.flags, -day, holder.record_key)
        )
    return min(ranks)

"""All accounts of the question that one figure answers, source by source; and the questions over which accounts differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kabar.errors import KabarError
from kabar.reconcile.positions import Account, accounts, holders, ordered
from kabar.reconcile.view import Question, question
from kabar.store import Archive, Query
from kabar.store.find import After, Page
from kabar.store.links import CrossDispute, Holder
from kabar.store.rows import FigureRow, PartyRow


@dataclass(frozen=True)
class Told:
    """One account. `repeats` is the key of the figure that it only repeats, `position` the number of its side in the dispute
    (None: in none), `reason` why it was set beside the others, `wrong` that a person judged it so."""

    figure: FigureRow
    first_hand: bool
    repeats: str | None
    position: int | None
    reason: str
    wrong: bool


@dataclass(frozen=True)
class Side:
    """What one source said of the question, the oldest first. `holder` None: the outlet itself."""

    name: str
    holder: PartyRow | None
    first_hand: bool
    accounts: tuple[Told, ...]


@dataclass(frozen=True)
class Comparison:
    """A question with its accounts by source, first-hand ones first; the dispute over it, if there is one."""

    key: str
    question: Question
    sides: tuple[Side, ...]
    dispute: CrossDispute | None


def compare(archive: Archive, key: str) -> Comparison:
    """The question of a figure, a cluster of figures or a dispute over figures, by its key.

    Raises KabarError where the archive has no such figure.
    """
    rows, reasons = _figures(archive, key)
    if not rows:
        raise KabarError(
            f"there is no figure '{key}' in this archive: exports and the list of figures name the keys"
        )
    return _comparison(archive, key, rows, reasons, _dispute(archive, rows))


def conflicts(
    archive: Archive, query: Query, *, limit: int = 20, after: After | None = None
) -> Page[Comparison]:
    """The questions over which accounts differ, in which a figure meets the query; newest publication first."""
    page = archive.links.disputes_over_figures(query, limit=limit, after=after)
    held = {d.key: {h.record_key for p in d.positions for h in p.holders} for d in page.rows}
    clusters = archive.links.clusters_of([k for of in held.values() for k in of])
    members = {d: [c for c in clusters if of & {m.record_key for m in c.members}] for d, of in held.items()}
    rows = archive.by_key([m.record_key for c in clusters for m in c.members])
    made = []
    for dispute in page.rows:
        reasons = {m.record_key: m.reason for c in members[dispute.key] for m in c.members}
        figures = [r for k in reasons if isinstance(r := rows.get(k), FigureRow)]
        if figures:
            made.append(_comparison(archive, dispute.key, figures, reasons, dispute))
    return Page(tuple(made), page.after)


def _figures(archive: Archive, key: str) -> tuple[list[FigureRow], dict[str, str]]:
    """The figures of the question, and why each is one of them."""
    kind = key.partition("-")[0]
    if kind == "dispute":
        disputes = archive.links.disputes_by_key([key])
        keys = [h.record_key for d in disputes for p in d.positions for h in p.holders]
        clusters = archive.links.clusters_of(keys)
    else:
        keys = [key]
        clusters = (
            archive.links.clusters_by_key(keys) if kind == "figures" else archive.links.clusters_of(keys)
        )
    reasons = {m.record_key: m.reason for c in clusters if c.type == "figure" for m in c.members}
    rows = archive.by_key(list(dict.fromkeys([*reasons, *keys])))
    return [r for r in rows.values() if isinstance(r, FigureRow)], reasons


def _dispute(archive: Archive, rows: Sequence[FigureRow]) -> CrossDispute | None:
    found = archive.links.disputes_of([r.key for r in rows])
    return next((d for d in found if d.kind == "figure"), None)


def _comparison(
    archive: Archive, key: str, rows: list[FigureRow], reasons: dict[str, str], dispute: CrossDispute | None
) -> Comparison:
    given = accounts(rows, "source")
    groups = archive.duplicates.group_ids([r.article_id for r in rows])
    repeats = _repeats(given, groups)
    positions = {
        (h.record_key, h.actor_id): n
        for n, p in enumerate(dispute.positions if dispute else (), 1)
        for h in p.holders
    }
    wrong = archive.judged_wrong([r.key for r in rows])

    def told(a: Account) -> Told:
        assert isinstance(a.row, FigureRow)
        who = a.row.key, a.holder.actor_id if a.holder else None
        return Told(
            a.row,
            a.first_hand,
            repeats.get(who),
            positions.get(who),
            reasons.get(a.row.key, ""),
            a.row.key in wrong,
        )

    by_source: dict[str, list[Account]] = {}
    for account in ordered(given):
        by_source.setdefault(account.who, []).append(account)
    sides = tuple(
        Side(of[0].name, of[0].holder, of[0].first_hand, tuple(told(a) for a in sorted(of, key=_time)))
        for of in by_source.values()
    )
    return Comparison(key, question(rows), sides, dispute)


def _repeats(given: Iterable[Account], groups: dict[int, int]) -> dict[tuple[str, int | None], str]:
    held: tuple[Holder, ...] = holders(list(given), groups.get)
    return {(h.record_key, h.actor_id): h.repeats_key for h in held if h.repeats_key}


def _time(account: Account) -> tuple[object, ...]:
    """By publication, unknown days last."""
    row = account.row
    return (row.day is None, row.day, row.key)

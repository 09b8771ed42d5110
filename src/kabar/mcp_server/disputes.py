"""Disputes and situations: every account under its position, with the words that it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kabar.mcp_server import told
from kabar.mcp_server.tell import LONGEST, Teller, bounds, doubts, quotation, uri_of
from kabar.mcp_server.visible import cut
from kabar.reconcile.positions import Account, bounds_in_words
from kabar.reconcile.view import Question, View
from kabar.store.links import CrossDispute, CrossPosition, Holder
from kabar.store.rows import DisputeRow, FigureRow, RecordRow, StatementRow

POSITIONS = 12
ROLES = ("source", "claimant", "accuser", "holder", "party")


def across(teller: Teller, found: Sequence[CrossDispute], accounts: int) -> list[told.Dispute]:
    """Disputes across articles, with so many accounts of each position."""
    shown = [h.record_key for d in found for p in d.positions[:POSITIONS] for h in p.holders[:accounts]]
    rows = teller.archive.by_key(shown)
    teller = teller.knowing(rows)
    return [_across(teller, d, rows, accounts) for d in found]


def _across(teller: Teller, d: CrossDispute, rows: dict[str, RecordRow], accounts: int) -> told.Dispute:
    return told.Dispute(
        key=d.key, kind=d.kind, question=cut(d.question, LONGEST), differ_in=cut(d.differ_in, LONGEST), date=d.date,
        confidence=round(d.confidence, 3), doubts=doubts(d.flags),
        positions=[_position(teller, p, rows, accounts) for p in d.positions[:POSITIONS]],
        left_out=max(0, len(d.positions) - POSITIONS),
    )  # fmt: skip


def _position(teller: Teller, p: CrossPosition, rows: dict[str, RecordRow], accounts: int) -> told.Position:
    held = [(h, rows[h.record_key]) for h in p.holders[:accounts] if h.record_key in rows]
    return told.Position(
        says=cut(p.says, LONGEST), low=p.low, high=p.high, stands_here_because=p.order_reason or None,
        accounts=[_held(teller, h, row) for h, row in held], left_out=len(p.holders) - len(held),
    )  # fmt: skip


def _held(teller: Teller, holder: Holder, row: RecordRow) -> told.Account:
    named = next((p.name for p in row.parties if p.actor_id == holder.actor_id), None)
    return account(teller, row, named, holder.first_hand, holder.repeats_key)


def account(
    teller: Teller,
    row: RecordRow,
    named: str | None,
    first_hand: bool | None = None,
    repeats: str | None = None,
) -> told.Account:
    """A record as the account of somebody; of the outlet where nobody is named."""
    content = row.content if isinstance(row, StatementRow) else None
    return told.Account(
        key=row.key, uri=uri_of(row.key), who=cut(named or row.publisher or "the article itself", LONGEST),
        bounds=bounds(row) if isinstance(row, FigureRow) else None, quoted=quotation(row, content=content),
        article=teller.source(row), doubts=doubts(row.flags), first_hand=first_hand, repeats=repeats,
        judged=teller.judged(row.key),
    )  # fmt: skip


def within(teller: Teller, found: Sequence[DisputeRow], accounts: int) -> list[told.Dispute]:
    """Disputes that one article tells of."""
    rows = teller.archive.by_key([key for d in found for _, key in d.members])
    teller = teller.knowing(rows)
    return [_within(d, teller, rows, accounts) for d in found]


def _within(d: DisputeRow, teller: Teller, rows: dict[str, RecordRow], accounts: int) -> told.Dispute:
    sides: dict[int, list[RecordRow]] = {}
    for number, key in d.members:
        if key in rows:
            sides.setdefault(number, []).append(rows[key])
    positions = [
        told.Position(
            accounts=[account(teller, row, _whose(row)) for row in side[:accounts]],
            left_out=max(0, len(side) - accounts),
        )
        for _, side in sorted(sides.items())
    ]
    return told.Dispute(
        key=d.key, kind=d.kind, differ_in=cut(d.differ_in, LONGEST), confidence=round(d.confidence, 3),
        doubts=doubts(d.flags), positions=positions[:POSITIONS], left_out=max(0, len(positions) - POSITIONS),
    )  # fmt: skip


def _whose(row: RecordRow) -> str | None:
    """Who stands for a record: in the first of the roles that it has."""
    return next((" or ".join(row.actors(role)) for role in ROLES if row.actors(role)), None)


def situation(teller: Teller, view: View, most: int) -> told.SituationTold:
    """A situation with at most so many of each."""
    events = [e for day in view.timeline for e in day.events]
    shown = [a.row.key for q in view.questions[:most] for a in q.accounts[:most]]
    parts: dict[str, Sequence[object]] = {
        "disputes": view.disputes, "figures": view.questions, "events": events, "agreements": view.agreements,
        "breaches": view.breaches, "statements": view.statements,
    }  # fmt: skip
    return told.SituationTold(
        key=view.situation.key, title=cut(view.situation.title, LONGEST), date=view.situation.date,
        articles=view.articles, languages=list(view.languages), disputes=across(teller, view.disputes[:most], most),
        figures=[_answers(teller.knowing(shown), q, most) for q in islice(view.questions, most)],
        events=teller.records(events[:most]), agreements=teller.records(view.agreements[:most]),
        breaches=teller.records(view.breaches[:most]), statements=teller.records(view.statements[:most]),
        left_out={n: len(part) - most for n, part in parts.items() if len(part) > most},
    )  # fmt: skip


def _answers(teller: Teller, q: Question, most: int) -> told.Answers:
    return told.Answers(
        unit=q.unit, concept=q.concept, group=q.group, place=cut(q.place, LONGEST) or None, date=q.date or None,
        between=bounds_in_words(q.low, q.high), low=q.low, high=q.high,
        accounts=[_account(teller, a) for a in q.accounts[:most]], left_out=max(0, len(q.accounts) - most),
    )  # fmt: skip


def _account(teller: Teller, a: Account) -> told.Account:
    return account(teller, a.row, a.holder.name if a.holder else None, a.first_hand)

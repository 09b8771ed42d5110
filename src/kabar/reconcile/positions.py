"""The positions of a dispute: who holds which, who only repeats whom, and in which order they stand.

Order, a rule each: first-hand before relayed, undamaged before damaged, newer before older. It is an order to read in, no verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kabar.store.links import CrossPosition, Holder
from kabar.store.rows import FigureRow, PartyRow, RecordRow

# Bounds that meet are one account where the numbers that they name are within a fifth ("more than 200,000", "230,000").
WITHIN = 0.2
# Bounds that do not meet are one account only where one number is the other rounded.
ROUNDED = 0.05
# Of fewer people than these each counts.
FEW = 10
# The group of nearly the same articles that an article is in, None where it is in none.
GroupOf = Callable[[int], int | None]


@dataclass(frozen=True)
class Account:
    """One record as an account: who gives it (None: the article itself) and whether at first hand."""

    row: RecordRow
    holder: PartyRow | None
    first_hand: bool

    @property
    def name(self) -> str:
        """Whose account it is, for people to read."""
        return self.holder.name if self.holder else (self.row.publisher or self.row.url or "the article")

    @property
    def who(self) -> str:
        """Two accounts of the same are one source's: an actor of the table anywhere, any other one in its article."""
        if self.holder is None:
            return f"outlet:{self.row.publisher or self.row.address}"
        return (
            self.holder.ref
            if not self.holder.ref.startswith("name:")
            else f"name:{self.holder.name.casefold()}"
        )


def accounts(rows: Sequence[RecordRow], role: str) -> list[Account]:
    """Every row with its source; a row with rival sources stands under each of them."""
    found = []
    for row in rows:
        holders = [p for p in row.parties if p.role == role]
        doubtful = {"source-doubtful", "source-unresolved"} & set(row.flags)
        found += [Account(row, h, first_hand=not doubtful) for h in holders] or [
            Account(row, None, first_hand=False)
        ]
    return found


def two_sided(sides: Sequence[Sequence[Account]]) -> bool:
    """Whether two of the sides are held by different ones: who says both does not dispute with himself."""
    held = [{a.who for a in side} for side in sides]
    return any(one.isdisjoint(other) for n, one in enumerate(held) for other in held[:n])


def ordered(given: Sequence[Account]) -> list[Account]:
    """In the order to read in."""
    return sorted(given, key=_rank)


def _rank(account: Account) -> tuple[object, ...]:
    day = account.row.day.toordinal() if account.row.day else 0
    return (not account.first_hand, "damaged" in account.row.flags, -day, account.row.key)


def order_reason(account: Account) -> str:
    """Why an account stands where it stands."""
    told = ["first-hand" if account.first_hand else "relayed or the article's own"]
    told.append("damaged" if "damaged" in account.row.flags else "undamaged")
    told.append(f"published {account.row.day.isoformat()}" if account.row.day else "publication date unknown")
    return ", ".join(told)


def holders(given: Sequence[Account], group_of: GroupOf) -> tuple[Holder, ...]:
    """Who holds a position; of nearly the same articles the first stands and the others repeat it."""
    first: dict[tuple[int, str], str] = {}
    made = []
    for account in sorted(given, key=lambda a: (a.row.day is None, a.row.day, a.row.key)):
        group = group_of(account.row.article_id)
        seen = (
            first.setdefault((group, account.who), account.row.key) if group is not None else account.row.key
        )
        made.append(
            Holder(
                record_key=account.row.key, actor_id=account.holder.actor_id if account.holder else None,
                article_id=account.row.article_id, repeats_key=None if seen == account.row.key else seen,
                first_hand=account.first_hand,
            )
        )  # fmt: skip
    return tuple(made)


def figure_positions(rows: Sequence[FigureRow], group_of: GroupOf) -> tuple[tuple[CrossPosition, ...], bool]:
    """Positions of figures that answer one question, and whether any two of them differ.

    A source that gives a new number has changed its account: its newest stands, and the dispute is with others only.
    """
    newest: dict[str, list[Account]] = {}
    for account in ordered(accounts(rows, "source")):
        newest.setdefault(account.who, []).append(account)
    sides: list[list[Account]] = []
    for said in newest.values():
        latest = max(said, key=lambda a: (a.row.day is not None, a.row.day or 0, a.row.key))
        side = next((s for s in sides if agree(_figure(s[0]), _figure(latest))), None)
        stands = [a for a in said if agree(_figure(a), _figure(latest))]
        if side is None:
            sides.append(stands)
        else:
            side.extend(stands)
    made = [_position(side, group_of) for side in sides]
    return tuple(made), len(made) > 1


def _figure(account: Account) -> FigureRow:
    assert isinstance(account.row, FigureRow)
    return account.row


def agree(one: FigureRow, other: FigureRow) -> bool:
    """Whether two accounts can be one: their bounds meet, and the numbers they name are within a fifth.

    "More than 200,000" and "230,000" agree; "more than 200,000" and "more than 300,000" are two answers, and so are
    "270,000" and "more than 300,000".
    """
    low = max(_or(one.low, float("-inf")), _or(other.low, float("-inf")))
    high = min(_or(one.high, float("inf")), _or(other.high, float("inf")))
    if low > high and not _near(low, high, ROUNDED):
        return False
    return _near(_named(one), _named(other), WITHIN) or "vague" in one.flags or "vague" in other.flags


def _named(figure: FigureRow) -> float:
    return figure.low if figure.low is not None else _or(figure.high, 0.0)


def _near(one: float, other: float, share: float) -> bool:
    if max(one, other) < FEW:
        return one == other
    return abs(one - other) <= share * max(abs(one), abs(other))


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _position(side: list[Account], group_of: GroupOf) -> CrossPosition:
    first = ordered(side)[0]
    figure = _figure(first)
    names = ", ".join(dict.fromkeys(a.name for a in ordered(side)))
    return CrossPosition(
        says=f"{names}: {worded(figure)}", low=figure.low, high=figure.high, order_reason=order_reason(first),
        holders=holders(side, group_of),
    )  # fmt: skip


def worded(figure: FigureRow) -> str:
    """The bounds in words."""
    return bounds_in_words(figure.low, figure.high)


def bounds_in_words(low: float | None, high: float | None) -> str:
    """Bounds in words; None is an open one."""
    if low is not None and high is not None:
        return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    if low is not None:
        return f"{low:,.0f} or more"
    return f"up to {high:,.0f}" if high is not None else "no number"

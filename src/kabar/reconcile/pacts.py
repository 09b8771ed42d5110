"""What was agreed, over all articles: parties, brokers, terms, and who says that whom broke it, in time order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kabar.store import Archive, Query
from kabar.store.find import After, Page
from kabar.store.links import CrossDispute
from kabar.store.related import breaches_of, statements_named
from kabar.store.rows import AgreementRow, BreachRow, PartyRow, SiteRow, StatementRow


@dataclass(frozen=True)
class Alleged:
    """Where it is alleged: the breach as read, and the statement in which it stands (None: in no statement)."""

    breach: BreachRow
    statement: StatementRow | None
    wrong: bool


@dataclass(frozen=True)
class Allegation:
    """Who says that whom broke it, with every place where it is said, the oldest first. Without accusers the article says so."""

    accusers: tuple[PartyRow, ...]
    accused: tuple[PartyRow, ...]
    said: tuple[Alleged, ...]


@dataclass(frozen=True)
class Pact:
    """One agreement with its accounts, the oldest first; what any of them says of it, side by side.

    `date` (ISO 8601/EDTF) and `site` are those that an account states first; `wrong` are keys that a person judged so.
    """

    kind: str
    date: str | None
    site: SiteRow | None
    parties: tuple[PartyRow, ...]
    brokers: tuple[PartyRow, ...]
    accounts: tuple[AgreementRow, ...]
    allegations: tuple[Allegation, ...]
    disputes: tuple[CrossDispute, ...]
    wrong: tuple[str, ...]


def pacts(
    archive: Archive, query: Query, *, newest: bool = True, limit: int = 20, after: After | None = None
) -> Page[Pact]:
    """Agreements of which an account meets the query, by date."""
    entries, next_ = archive.pacts(query, newest=newest, limit=limit, after=after)
    rows = archive.by_key([k for keys in entries for k in keys])
    told = [[r for k in keys if isinstance(r := rows.get(k), AgreementRow)] for keys in entries]
    breaches = breaches_of(archive, [r.id for of in told for r in of])
    statements = statements_named(archive, [(b.article_id, b.statement) for b in breaches if b.statement])
    keys = [*rows, *(b.key for b in breaches)]
    wrong = archive.judged_wrong(keys)
    disputes = archive.links.disputes_of(keys)
    made = [
        _pact(of, [b for b in breaches if b.agreement_id in {r.id for r in of}], statements, disputes, wrong)
        for of in told
        if of
    ]
    return Page(tuple(made), next_)


def _pact(
    rows: Sequence[AgreementRow], breaches: Sequence[BreachRow],
    statements: dict[tuple[int, str], StatementRow], disputes: Sequence[CrossDispute], wrong: set[str],
) -> Pact:  # fmt: skip
    keys = {r.key for r in (*rows, *breaches)}
    # "deal" is any agreement: an account that says more goes before it.
    kind = next((r.kind for r in rows if r.kind != "deal"), rows[0].kind)
    about = [d for d in disputes if keys & {h.record_key for p in d.positions for h in p.holders}]
    return Pact(
        kind, next((r.date for r in rows if r.date), None), next((r.site for r in rows if r.site), None),
        _having(rows, "party"), _having(rows, "broker"), tuple(rows), tuple(_allegations(breaches, statements, wrong)),
        tuple(about), tuple(sorted(keys & wrong)),
    )  # fmt: skip


def _having(rows: Sequence[AgreementRow | BreachRow], role: str) -> tuple[PartyRow, ...]:
    """Everybody who has this role in any account, each once."""
    return tuple({p.ref: p for r in rows for p in r.parties if p.role == role}.values())


def _allegations(
    breaches: Sequence[BreachRow], statements: dict[tuple[int, str], StatementRow], wrong: set[str]
) -> list[Allegation]:
    """In the order in which each was first made."""
    found: dict[tuple[frozenset[str], ...], list[BreachRow]] = {}
    for row in sorted(breaches, key=lambda b: (b.day is None, b.day, b.id)):
        sides = tuple(
            frozenset(p.ref for p in row.parties if p.role == role) for role in ("accuser", "accused")
        )
        found.setdefault(sides, []).append(row)
    return [
        Allegation(
            _having(rows, "accuser"), _having(rows, "accused"),
            tuple(Alleged(b, statements.get((b.article_id, b.statement or "")), b.key in wrong) for b in rows),
        )
        for rows in found.values()
    ]  # fmt: skip

"""Decisions of people about records that are there."""

from __future__ import annotations

from collections.abc import Sequence

from kabar.errors import KabarError
from kabar.store import Archive
from kabar.store.ledger import Verdict


def judge(
    archive: Archive,
    verdict: Verdict,
    keys: Sequence[str],
    *,
    who: str,
    why: str = "",
    seen: int | None = None,
) -> int:
    """Keep a decision about records of the archive; returns its number. `seen` is as in `Judgements`.

    Raises KabarError: no such record, two of different kinds, nobody named; ConflictError.
    """
    there = archive.by_key(keys)
    for key in keys:
        if key not in there:
            raise KabarError(
                f"there is no record '{key}' in this archive: exports and reports of it name the keys"
            )
    kinds = {type(row) for row in there.values()}
    if len(kinds) > 1:
        raise KabarError("records of two kinds are never about the same: give two of one kind")
    return archive.judgements.add(verdict, *keys, who=who, why=why, seen=seen)

"""The PLOVER type that an event is coded as, given its status.

PLOVER codes words by what they do: a promise of a friendly act is AGREE, a hostile act announced is THREATEN, one asked
for is REQUEST (PLOVER manual, February 2024). kabar's records keep the act itself with its status.
"""

from __future__ import annotations

FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"})
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST", "REJECT"})


def coded_type(plover: str, status: str) -> str:
    """The type that a PLOVER coder gives an act of this type and status.

    >>> coded_type("AID", "planned"), coded_type("SANCTION", "planned"), coded_type("RETREAT", "demanded")
    ('AGREE', 'THREATEN', 'REQUEST')
    >>> coded_type("ASSAULT", "claimed")
    'ASSAULT'
    """
    if status == "demanded":
        return "REQUEST"
    if status in ("planned", "threatened") and plover in HOSTILE:
        return "THREATEN"
    if status == "planned" and plover in FRIENDLY:
        return "AGREE"
    return plover

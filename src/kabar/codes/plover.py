"""The PLOVER type that an event is coded as, given its status.

PLOVER codes words by what they do: a promise of a friendly act is AGREE, a hostile act announced is THREATEN, one asked
for is REQUEST; a friendly act stopped is SANCTION and one refused REJECT, a hostile one ended is CONCEDE (PLOVER manual,
February 2024). kabar's records keep the act itself with its status.
"""

from __future__ import annotations

FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"})
# Acts done with words, and those of them of which a clause that follows may name the one they are aimed at.
SPOKEN = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
VERBAL = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST", "REJECT"})


def coded_type(plover: str, status: str, ended: bool = False) -> str:
    """The type that a PLOVER coder gives an act of this type and status, or the end of it.

    >>> coded_type("AID", "planned"), coded_type("SANCTION", "planned"), coded_type("RETREAT", "demanded")
    ('AGREE', 'THREATEN', 'REQUEST')
    >>> coded_type("ASSAULT", "claimed"), coded_type("AID", "reported", ended=True), coded_type("AID", "denied")
    ('ASSAULT', 'SANCTION', 'REJECT')
    """
    if status == "demanded":
        return "REQUEST"
    hostile, friendly = plover in HOSTILE, plover in FRIENDLY
    if status in ("planned", "threatened"):
        return ("THREATEN" if hostile != ended else "AGREE") if hostile or friendly else plover
    if status == "denied" and friendly:
        return "REJECT"
    if ended and (hostile or friendly):
        return "CONCEDE" if hostile else "SANCTION"
    return plover

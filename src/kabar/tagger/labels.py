"""What the model's outputs mean: the order of the labels of each head. Weights depend on this order."""

from __future__ import annotations

ROLES = ("source", "cue", "content")
ROLE_TAGS = ("O", "B", "I")
ENTITIES = ("person", "organisation", "place")
ENTITY_TAGS = ("O", *(f"{part}-{kind}" for kind in ENTITIES for part in "BI"))
ACTS = (
    "say", "demand", "accuse", "deny", "complain", "appeal", "promise", "threaten", "estimate", "ask", "admit",
    "agree", "warn", "think", "intend",
)  # fmt: skip
LINK = 128
# Token labels of the event head: none, PLOVER's types, and flight.
EVENTS = (
    "none", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "displacement",
)  # fmt: skip
# The CAMEO root that stands for a type when the model alone finds it: it says nothing of the mode.
EVENT_CODES = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "CONCEDE": "08", "COOPERATE": "06", "AID": "07",
    "RETREAT": "087", "REQUEST": "10", "ACCUSE": "11", "REJECT": "12", "THREATEN": "13", "PROTEST": "14",
    "SANCTION": "16", "MOBILIZE": "15", "COERCE": "17", "ASSAULT": "18", "displacement": "displacement",
}  # fmt: skip

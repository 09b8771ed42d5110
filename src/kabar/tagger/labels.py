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

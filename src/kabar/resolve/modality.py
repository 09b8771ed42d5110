"""Did it happen? What the words around a trigger say: denied, demanded, planned, supposed, long past, or at its end."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.languages.pack import Pack
from kabar.model.records import EventStatus
from kabar.resolve.triggers import Trigger
from kabar.text.document import Piece

# How far before (or, in a language whose verb stands last, after) a trigger such a word may stand, in characters.
MARKER_REACH = 28
MARKED: tuple[tuple[str, EventStatus], ...] = (
    ("negators", "denied"), ("demand_markers", "demanded"), ("hypothetical_markers", "hypothetical"),
    ("future_markers", "planned"), ("historical_markers", "historical"),
)  # fmt: skip
GIVEN: dict[str, EventStatus] = {"planned": "planned", "threatened": "threatened", "denied": "denied"}


@dataclass(frozen=True)
class Modality:
    """The status that words give, None where they give none; `ended` where they tell of the end of it."""

    status: EventStatus | None = None
    ended: bool = False


def modality(text: str, pack: Pack, region: Piece, trigger: Trigger) -> Modality:
    """The nearest kind of marker wins in the order of MARKED."""
    piece = trigger.piece
    parts = [text[max(region.start, piece.start - MARKER_REACH) : piece.start]]
    if pack.settings.get("verb_last"):
        parts.append(text[piece.end : min(region.end, piece.end + MARKER_REACH)])

    def says(name: str) -> bool:
        return any(pack.pattern(name).search(part) for part in parts)

    ended = says("end_markers")
    if trigger.use in GIVEN:
        return Modality(GIVEN[trigger.use], ended)
    return Modality(next((status for name, status in MARKED if says(name)), None), ended)

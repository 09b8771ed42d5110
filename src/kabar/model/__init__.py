"""The records: frozen dataclasses, no input or output, importing nothing else of kabar."""

from kabar.model.article import Article, Block
from kabar.model.reading import Reading, Step, json_schema
from kabar.model.records import (
    Actor,
    Agreement,
    Breach,
    Damage,
    DateMention,
    Dispute,
    Event,
    Figure,
    Place,
    PlaceReading,
    Position,
    Record,
    Statement,
)
from kabar.model.span import Span

__all__ = [
    "Actor", "Agreement", "Article", "Block", "Breach", "Damage", "DateMention", "Dispute", "Event", "Figure",
    "Place", "PlaceReading", "Position", "Reading", "Record", "Span", "Statement", "Step", "json_schema",
]  # fmt: skip

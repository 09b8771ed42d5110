"""A reading: everything one article was read to say, and why."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from kabar.model.article import Article
from kabar.model.records import (
    Actor,
    Agreement,
    Damage,
    DateMention,
    Dispute,
    Event,
    Figure,
    Place,
    Record,
    Statement,
)
from kabar.model.span import Span

SCHEMA_VERSION = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the pipeline that touched a record, with what it looked at."""

    record: str
    step: str
    note: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All records of one article. JSON is lossless: `Reading.from_json(r.to_json()) == r`."""

    article: Article
    language_pack: str
    damage: tuple[Damage, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[DateMention, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()
    schema: int = SCHEMA_VERSION

    def records(self) -> Iterator[Record]:
        """Every record, damage first, in the order a report shows them."""
        yield from self.damage
        yield from self.statements
        yield from self.figures
        yield from self.events
        yield from self.places
        yield from self.dates
        yield from self.agreements
        yield from self.disputes
        yield from self.actors

    def record(self, record_id: str) -> Record:
        """The record with this id. Raises KeyError when there is none."""
        for record in self.records():
            if record.id == record_id:
                return record
        raise KeyError(record_id)

    def name(self, actor_id: str) -> str:
        """An actor's name, for people to read."""
        return next((a.name for a in self.actors if a.id == actor_id), actor_id)

    def to_json(self) -> bytes:
        """The reading as JSON; the same reading gives the same bytes."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes | str) -> Reading:
        """Read back what `to_json` wrote. Raises ValueError for anything else."""
        reading = msgspec.json.decode(data, type=cls)
        if reading.schema != SCHEMA_VERSION:
            raise ValueError(f"a reading of schema {reading.schema}; this kabar reads {SCHEMA_VERSION}")
        return reading

    def _repr_html_(self) -> str:
        from kabar.export.page import page

        return page(self)


def json_schema() -> dict[str, object]:
    """The JSON Schema of a reading (draft 2020-12), made from the classes above."""
    schema = msgspec.json.schema(Reading)
    for definition in schema["$defs"].values():
        # Python 3.13 strips the indent of docstrings, earlier ones keep it: the schema is the same on all.
        definition["description"] = inspect.cleandoc(definition.get("description", ""))
    return schema

"""The records of a reading. Each carries evidence (spans of the original), confidence and flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kabar.model.span import Span

Act = Literal[
    "say", "demand", "accuse", "deny", "complain", "appeal", "promise", "threaten", "estimate", "ask",
    "admit", "agree", "warn", "think", "intend",
]  # fmt: skip
Mode = Literal["direct", "indirect", "mixed"]
ActorKind = Literal[
    "person", "government", "armed-group", "igo", "ngo", "civilians", "media", "company", "unknown"
]
SourceForm = Literal["named", "collective", "nominal", "pronoun", "elided", "continued", "unstated"]
EventStatus = Literal[
    "reported", "claimed", "denied", "demanded", "threatened", "planned", "agreed", "hypothetical", "historical"
]  # fmt: skip
Relation = Literal["on", "since", "until", "before", "after"]
Calendar = Literal["gregorian", "hijri", "persian", "buddhist"]
Measure = Literal["stock", "flow"]
Counting = Literal["new", "cumulative"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: an id, the spans it was read from, confidence 0-1, and flags."""

    id: str
    evidence: tuple[Span, ...]
    confidence: float
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage(Record):
    """A broken passage and what it should read; the original stays as it is."""

    span: Span
    kind: str
    should_read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Record):
    """A person or body that speaks or acts; `country` is ISO 3166-1 alpha-3, `evidence` its mentions."""

    name: str
    kind: ActorKind
    country: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Another place that the name may mean, with its share of the belief (0-1)."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """A place of the text; precision as ACLED's geo_precision: 1 exact, 2 area, 3 region.

    Coordinates in WGS 84 degrees; `rivals` are its other readings, likeliest first.
    """

    name: str
    kind: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    precision: int = 1
    rivals: tuple[PlaceReading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Record):
    """A date expression; `value` in ISO 8601/EDTF, None when it could not be resolved.

    `relation` says how the expression bounds what happened: "since May" is the month May with relation "since".
    A length of time without an anchor is an ISO 8601 duration with precision "duration".
    """

    span: Span
    value: str | None
    precision: str
    relation: Relation = "on"
    calendar: Calendar = "gregorian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """Who said what. `sources` are actor ids; more than one with flag `source-doubtful` means rivals."""

    sources: tuple[str, ...]
    source_span: Span | None
    source_form: SourceForm
    cue: Span | None
    content: tuple[Span, ...]
    mode: Mode
    act: Act
    addressees: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    relayed_by: str | None = None
    channel: str | None = None
    said_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Record):
    """How many, of what, according to whom. `low` or `high` None is an open bound.

    `share` holds the bounds of a part of a whole (0-1) where the text gives one ("half of them"), `part_of` the figure
    that is the whole; its own bounds are then worked out and flagged `derived`. People worked out from households name
    theirs in `derived_from`, flagged `derived`; people whom the text counts beside their households ("921 families
    (about 4,600 people)") do too, flagged `same-fact`: never to be added up. `group` tells who of them is counted ("children"). A stock is counted
    at `as_of`, a flow from `since` to `until`; all three are ISO 8601/EDTF dates or intervals with their own precision.
    `source` is the actor that gives the figure, `statement` the statement in which it stands; without them the article
    itself counts.
    """

    span: Span
    low: float | None
    high: float | None
    wording: str
    unit: str
    concept: str
    group: str | None = None
    measure: Measure | None = None
    counting: Counting | None = None
    share: tuple[float | None, float | None] | None = None
    part_of: str | None = None
    derived_from: str | None = None
    sectors: tuple[str, ...] = ()
    place: str | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    source: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """What happened; PLOVER, CAMEO and ACLED codes by the crosswalk table.

    `date` is an ISO 8601/EDTF date or interval with the precision of its words. `killed` and `injured` are figure ids.
    `claimed_by` are the actors on whose word alone it stands, `denied_by` those who deny it; `statement` is the first
    statement that tells of it.
    """

    trigger: Span
    plover: str
    mode: str | None
    cameo: str | None
    acled: str | None
    acled_sub: str | None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    civilians_targeted: bool = False
    killed: tuple[str, ...] = ()
    injured: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    status: EventStatus = "reported"
    claimed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """An allegation, not a finding: who says that whom broke it, in which statement, by doing what (spans)."""

    by: tuple[str, ...]
    against: tuple[str, ...]
    statement: str
    what: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """A truce, zone, deal or resolution that was made, who brokered it, and who says that it was broken."""

    span: Span
    kind: str
    parties: tuple[str, ...]
    brokers: tuple[str, ...] = ()
    terms: tuple[Span, ...] = ()
    place: str | None = None
    date: str | None = None
    alleged_breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a dispute: who holds it (actor ids; none where the article itself does), in which records."""

    holders: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute(Record):
    """Accounts that differ, side by side; never an average, never a winner."""

    kind: Literal["figure", "blame", "occurrence", "terms"]
    differ_in: str
    positions: tuple[Position, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of all records of all positions."""
        return tuple(r for p in self.positions for r in p.records)

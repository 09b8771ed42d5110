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
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    precision: int = 1
    rivals: tuple[PlaceReading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Record):
    """A date expression; `value` in ISO 8601/EDTF, None when it could not be resolved."""

    span: Span
    value: str | None
    precision: str


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
    """How many, of what, according to whom. `low` or `high` None is an open bound."""

    span: Span
    low: float | None
    high: float | None
    wording: str
    unit: str
    concept: str
    sectors: tuple[str, ...] = ()
    place: str | None = None
    since: str | None = None
    source: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """What happened; PLOVER, CAMEO and ACLED codes by the crosswalk table."""

    trigger: Span
    plover: str
    mode: str | None
    cameo: str | None
    acled: str | None
    acled_sub: str | None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    status: EventStatus = "reported"
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """An allegation, not a finding: who says that whom broke it, in which statement."""

    by: str
    against: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """A truce, zone, deal or resolution, and who says that it was broken."""

    span: Span
    kind: str
    parties: tuple[str, ...]
    terms: tuple[Span, ...] = ()
    place: str | None = None
    date: str | None = None
    alleged_breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute(Record):
    """Accounts that differ, side by side; never an average, never a winner."""

    kind: Literal["figure", "blame", "occurrence", "terms"]
    members: tuple[str, ...]
    differ_in: str

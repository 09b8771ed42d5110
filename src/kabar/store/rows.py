"""What queries give back: one frozen dataclass for each kind of row. Days are None where they are unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from kabar.model import Span

Day = date


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of an article that was handed in."""

    outcome: Literal["new", "unchanged", "updated"]
    article_id: int
    version_id: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version of an article; `received_sha256` is the digest of the bytes as received, if they were kept."""

    id: int
    article_id: int
    number: int
    sha256: str
    received_sha256: str | None
    media_type: str | None
    name: str | None
    fetched_at: datetime | None
    added_at: datetime
    url: str | None
    title: str | None
    publisher: str | None
    published: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One reading of a version, without its records."""

    id: int
    version_id: int
    kabar_version: str
    model: str
    current: bool
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article as its newest version has it; `read` says whether it has a reading."""

    id: int
    address: str
    url: str | None
    title: str | None
    publisher: str | None
    language: str
    day: date | None
    version_id: int
    read: bool


@dataclass(frozen=True, slots=True)
class PartyRow:
    """An actor in a role of a record. `ref` is the actor's id in kabar's table, or "name:..." for one of the text alone."""

    role: str
    actor_id: int
    ref: str
    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of the archive; `ref` as in `PartyRow`, `affiliation` the id of another of kabar's table."""

    id: int
    ref: str
    name: str
    kind: str
    country: str | None
    affiliation: str | None

    @property
    def known(self) -> bool:
        """Whether kabar's table has it; others are names that texts give, and two of one name may be two people."""
        return not self.ref.startswith("name:")


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A place; coordinates in WGS 84 degrees."""

    id: int
    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """What every record carries: where it stands and how sure it is. `local` is its id in the reading."""

    id: int
    key: str
    local: str
    article_id: int
    version_id: int
    address: str
    url: str | None
    title: str | None
    publisher: str | None
    language: str
    day: date | None
    start: int
    end: int
    spans: tuple[Span, ...]
    evidence: str
    confidence: float
    flags: tuple[str, ...]
    parties: tuple[PartyRow, ...] = field(default=())

    def actors(self, role: str) -> tuple[str, ...]:
        """The names of those who have this role."""
        return tuple(p.name for p in self.parties if p.role == role)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow(RecordRow):
    """`date` is ISO 8601/EDTF as read, `date_lo` and `date_hi` its first and last day."""

    date: str | None
    date_lo: Day | None
    date_hi: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow(DatedRow):
    """Roles: source, addressee, target, relayer."""

    act: str
    mode: str
    source_form: str
    source_text: str | None
    cue_text: str | None
    content: str
    relayed_by: str | None
    channel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow(DatedRow):
    """Role: source. `statement` and `part_of` are local ids."""

    low: float | None
    high: float | None
    wording: str
    unit: str
    concept: str
    group: str | None
    measure: str | None
    counting: str | None
    share_low: float | None
    share_high: float | None
    part_of: str | None
    derived_from: str | None
    sectors: tuple[str, ...]
    since: str | None
    until: str | None
    as_of: str | None
    statement: str | None
    site: SiteRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow(DatedRow):
    """Roles: actor, target, claimant, denier. `killed`, `injured` and `statement` are local ids."""

    plover: str
    plover_mode: str | None
    cameo: str | None
    acled: str | None
    acled_sub: str | None
    status: str
    civilians_targeted: bool
    killed: tuple[str, ...]
    injured: tuple[str, ...]
    statement: str | None
    site: SiteRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow(DatedRow):
    """Roles: party, broker."""

    kind: str
    terms: str
    site: SiteRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachRow(RecordRow):
    """An allegation. Roles: accuser, accused."""

    agreement_id: int
    kind: str
    statement: str | None
    site: SiteRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow(RecordRow):
    """A dispute within one article. `members` are (number of the position, key of the record); role: holder."""

    kind: str
    differ_in: str
    positions: int
    members: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow(RecordRow):
    """An actor of an article with all its mentions. Role: mentioned."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow(RecordRow):
    """A place of an article; precision 1 exact, 2 area, 3 region."""

    name: str
    precision: int
    site: SiteRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow(DatedRow):
    """A date expression."""

    precision: str
    relation: str
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageRow(RecordRow):
    """A broken passage and what it should read."""

    kind: str
    should_read: str


ROWS: dict[str, type[RecordRow]] = {
    "statement": StatementRow, "figure": FigureRow, "event": EventRow, "agreement": AgreementRow, "breach": BreachRow,
    "dispute": DisputeRow, "mention": MentionRow, "place": PlaceRow, "date_mention": DateRow, "damage": DamageRow,
}  # fmt: skip

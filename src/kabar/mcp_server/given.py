"""What a tool takes: the filters of an archive's query with their descriptions, and where a page begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from kabar.errors import KabarError
from kabar.model.records import Act, EventStatus, Mode
from kabar.store.find import After
from kabar.store.query import Query
from kabar.store.spread import clean

# The largest whole number that JSON carries exactly.
LARGEST = 2**53 - 1
Words = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(clean)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Flags = Annotated[list[Words], Field(max_length=10)]

FILTERS: dict[str, tuple[Any, str]] = {
    "text": (Words, 'Words and "phrases" that all must be there: in the words of a statement, for other records in the article.'),
    "actor": (Words, "An actor's name, or its id from the tool `actors` (UN, RUS ...), which finds every spelling."),
    "role": (Words, "What the actor is in the record: source, addressee, target, relayer, actor, claimant, denier, party, broker, accuser, accused, holder."),
    "source": (Words, "Who says it or counts, by name or id; together with `target`: what one has said of the other."),
    "target": (Words, "Whom a statement is about, or whom an event was done to, by name or id."),
    "act": (Act, "What the source does by saying it."),
    "mode": (Mode, "direct: in the source's own words; indirect: reported."),
    "place": (Id | Words, "A place's name, or its GeoNames id from the tool `places`."),
    "country": (Annotated[str, Field(pattern="^[A-Z]{3}$")], "Where: ISO 3166-1 alpha-3, such as SYR."),
    "box": (Annotated[list[Number], Field(min_length=4, max_length=4)], "Where: south, west, north, east in degrees."),
    "near": (Annotated[list[Number], Field(min_length=3, max_length=3)], "Where: latitude, longitude, kilometres."),
    "since": (date, "First day of what the record is about; a record whose period touches it is found."),
    "until": (date, "Last day of what the record is about."),
    "published_since": (date, "First day of publication."),
    "published_until": (date, "Last day of publication."),
    "language": (Words, "Language of the article, BCP 47: en, id, ar ..."),
    "publisher": (Words, "The outlet, exactly as the records name it."),
    "unit": (Words, "What is counted: people, households, houses ... (`facets` lists those of the archive)."),
    "concept": (Words, "Counted as what: displaced, killed, injured, missing ... (`facets` lists those of the archive)."),
    "low": (Number, "Figures whose bounds reach this number or more."),
    "high": (Number, "Figures whose bounds begin at this number or less."),
    "plover": (Words, "PLOVER event type, such as ASSAULT."),
    "cameo": (Words, "CAMEO event code."),
    "acled": (Words, "ACLED event or sub-event type."),
    "status": (EventStatus, "How the event is told: reported as a fact, claimed by somebody, denied ..."),
    "kind": (Words, "Kind of agreement, breach, dispute or damage (`facets` lists those of the archive)."),
    "confidence": (Annotated[Number, Field(ge=0, le=1)], "Least confidence, 0 to 1."),
    "flags": (Flags, "Doubts that a record must have, as codes: damaged, source-doubtful ..."),
    "without_flags": (Flags, "Doubts that a record must not have."),
    "article": (Id, "Number of an article in the archive."),
}  # fmt: skip


class Given(BaseModel):
    """Arguments; an unknown one is refused."""

    model_config = ConfigDict(extra="forbid")

    def query(self) -> Query:
        """The filters among the arguments."""
        given = {n: v for n in FILTERS if (v := getattr(self, n, None)) is not None}
        found: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in given.items()}
        return Query(**found)


def taking(title: str, filters: Iterable[str], /, **more: tuple[Any, Any]) -> type[Given]:
    """The arguments of a tool: these filters, none of which must be given, and `more` as pydantic takes fields."""
    chosen = set(filters)
    fields: dict[str, Any] = {
        n: (type_ | None, Field(default=None, description=help))
        for n, (type_, help) in FILTERS.items()
        if n in chosen
    }
    made: type[Given] = create_model(title, __base__=Given, **(fields | more))
    return made


def limit(default: int, most: int, of: str) -> tuple[Any, Any]:
    """How many to give back."""
    return int, Field(default=default, ge=1, le=most, description=f"How many {of}, 1 to {most}.")


AFTER = (
    Annotated[str, Field(max_length=200)] | None,
    Field(default=None, description="The `next` of the page before, unaltered."),
)


def page_of(after: str | None) -> After | None:
    """The place in a list that a `next` names. Raises KabarError for anything else."""
    if after is None:
        return None
    day, _, number = after.partition("~")
    try:
        found = date.fromisoformat(day), int(number)
    except ValueError:
        found = date.max, -1
    if not 0 <= found[1] <= LARGEST:
        raise KabarError(f"'{after[:40]}' names no page: give the `next` of the page before, unaltered")
    return found


def next_of(after: After | None) -> str | None:
    """How the next page is named; None: there is none."""
    return None if after is None else f"{after[0].isoformat()}~{after[1]}"


Type = Literal["statement", "figure", "event", "agreement", "breach", "dispute", "mention", "place", "damage"]

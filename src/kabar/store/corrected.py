"""A reading with what people corrected in it: (reading, corrections) -> reading. Nothing here touches a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from kabar.errors import KabarError
from kabar.model import Agreement, Breach, Event, Figure, Place, Reading, Record, Span, Statement
from kabar.store import choices
from kabar.store.doubts import doubts
from kabar.store.edtf import NONE, bounds
from kabar.store.fields import FIELDS, MANY, Field, field_of, parts, plain
from kabar.store.referred import (
    actor_as_kept,
    actor_from,
    actor_in,
    place_as_kept,
    place_from,
    place_in,
)
from kabar.store.spread import Spread, spread

Says = Mapping[str, Any]
FLAG, RESTS = "corrected", "rests-on-corrected"
# Where the records of a kind stand in a reading; a breach stands in its agreement.
LISTS = {
    "figure": "figures", "statement": "statements", "event": "events", "agreement": "agreements", "mention": "actors",
    "place": "places", "date_mention": "dates", "damage": "damage", "dispute": "disputes",
}  # fmt: skip


class At(NamedTuple):
    """Where a record is in a reading: its kind, its local id, and its number among the alleged breaches of an agreement."""

    kind: str
    local: str
    number: int


@dataclass(frozen=True)
class Corrected:
    """A reading as corrected; `done` are the keys that were, `left` what could not be applied: key and why."""

    reading: Reading
    done: frozenset[str]
    left: tuple[tuple[str, str], ...]


def places_of(reading: Reading, address: str) -> dict[str, At]:
    """Where the record with each key is."""
    return {s.row["key"]: at for s, at in _numbered(spread(reading, address))}


def spread_as(reading: Reading, address: str, made: Reading) -> list[Spread]:
    """The rows of a corrected reading; every record keeps the key that it has in the reading as the machine made it."""
    keys = {at: key for key, at in places_of(made, address).items()}
    rows = list(_numbered(spread(reading, address)))
    taken = set(keys.values())
    for s, at in rows:
        if at in keys:
            s.row["key"] = keys[at]
        else:
            while s.row["key"] in taken:
                s.row["key"] += "-by-hand"
            taken.add(s.row["key"])
    return [s for s, _ in rows]


def _numbered(rows: Iterable[Spread]) -> Iterable[tuple[Spread, At]]:
    seen: dict[tuple[str, str], int] = {}
    for s in rows:
        number = seen[s.name, s.local] = seen.get((s.name, s.local), -1) + 1
        yield s, At(s.name, s.local, number)


def corrected(reading: Reading, address: str, corrections: Sequence[tuple[str, Says]]) -> Corrected:
    """Apply corrections in their order; those of records that the reading has no more are left aside."""
    patch = Patch(reading, address)
    done, left = set(), []
    for key, says in corrections:
        if key not in patch.where:
            left.append((key, "the reading has no such record any more"))
            continue
        try:
            patch.apply(key, says)
            done.add(key)
        except KabarError as error:
            left.append((key, str(error)))
    return Corrected(patch.reading, frozenset(done), tuple(left))


class Patch:
    """A reading while it is corrected."""

    def __init__(self, reading: Reading, address: str) -> None:
        self.reading = reading
        self.where = places_of(reading, address)
        self._keys = {at: key for key, at in self.where.items()}

    # What a person gave, as it is kept

    def kept(self, key: str, given: Mapping[str, object]) -> dict[str, Any]:
        """The fields that differ from the record as it stands. Raises KabarError for what a field does not take."""
        if key not in self.where:
            raise KabarError(
                f"there is no record '{key}' in this reading: it was read anew, look for it again"
            )
        at = self.where[key]
        record = self.record(at)
        found: dict[str, Any] = {}
        for name, value in given.items():
            field = field_of(at.kind, name)
            kept = self._kept(name, field, value)
            if kept != self.stands(record, name, field):
                found[name] = kept
        return self._whole_place(found) if at.kind == "place" else found

    def _whole_place(self, found: dict[str, Any]) -> dict[str, Any]:
        """Another GeoNames id is another place with all that is known of it; a place told by hand has none."""
        if found.get("geonames"):
            return place_as_kept(self.reading, str(found["geonames"])) | found
        if {"name", "country", "latitude", "longitude"} & set(found):
            return found | {"geonames": None}
        return found

    def _kept(self, name: str, field: Field, given: object) -> Any:
        one = self._one(name, field)
        if field.holds in MANY:
            many = [one(g) for g in self._parts(field, given)]
            if not many and not field.optional:
                raise KabarError(f"{name} can't be left empty: say what it is")
            return [v for i, v in enumerate(many) if v not in many[:i]]
        if given is None or (isinstance(given, str) and given.strip().casefold() in ("", "none")):
            return plain(name, field, None, "")
        return one(given)

    def _parts(self, field: Field, given: object) -> list[object]:
        if field.holds == "spans" and isinstance(given, str):
            return list(given.replace(",", " ").replace(";", " ").split())
        return parts(given)

    def _one(self, name: str, field: Field) -> Callable[[object], Any]:
        if field.holds in ("actor", "actors"):
            return lambda given: actor_as_kept(self.reading, given)
        if field.holds == "place":
            return lambda given: place_as_kept(self.reading, given)
        if field.holds in ("record", "records"):
            return lambda given: self._key_of(name, field, given)
        return lambda given: plain(name, field, given, self.reading.article.text)

    def _key_of(self, name: str, field: Field, given: object) -> str:
        for key, at in self.where.items():
            if at.kind == field.of and given in (key, at.local):
                return key
        raise KabarError(f"{name} is a {field.of} of this article, by its id or key: there is no '{given}'")

    def stands(self, record: Any, name: str, field: Field) -> Any:
        """A field of a record in the form in which corrections are kept."""
        value = getattr(record, name)
        if field.holds in MANY:
            return [self._standing(field, v) for v in value]
        return None if value is None else self._standing(field, value)

    def _standing(self, field: Field, value: Any) -> Any:
        if isinstance(value, Span):
            return [value.start, value.end]
        if field.holds in ("actor", "actors"):
            return actor_as_kept(self.reading, value)
        if field.holds == "place":
            return place_as_kept(self.reading, value)
        if field.holds in ("record", "records"):
            return self._keys.get(At(field.of, value, 0))
        return value

    # Applying what is kept

    def record(self, at: At) -> Any:
        """The record there."""
        if at.kind == "breach":
            return self._agreement(at.local).alleged_breaches[at.number]
        return next(r for r in getattr(self.reading, LISTS[at.kind]) if r.id == at.local)

    def _agreement(self, local: str) -> Agreement:
        return next(g for g in self.reading.agreements if g.id == local)

    def apply(self, key: str, says: Says) -> None:
        """Correct one record. Raises KabarError, and leaves the reading as it was, where the record would be unsound."""
        before = self.reading
        at = self.where[key]
        old = self.record(at)
        try:
            self._apply(at, old, says)
        except KabarError:
            self.reading = before
            raise

    def _apply(self, at: At, old: Any, says: Says) -> None:
        spans = {n: self._value(field_of(at.kind, n), v, ()) for n, v in says.items() if _is_span(at.kind, n)}
        new = replace(old, **spans)
        if isinstance(new, Record):
            new = replace(new, evidence=_evidence(at.kind, old, new))
        home = new if isinstance(new, Record) else self._agreement(at.local)
        named = {
            n: self._value(field_of(at.kind, n), v, home.evidence) for n, v in says.items() if n not in spans
        }
        new = replace(new, **named)
        check(at.kind, new)
        if isinstance(new, Record):
            new = replace(new, confidence=1.0, flags=_flags(new.flags, says))
        if at.kind == "mention" and {"name", "kind", "country"} & set(says):
            # It is not whom the table has under this id.
            new = replace(new, flags=_with(new.flags, "local"))
        self._put(at, new)
        self._follow(at, old, new)

    def _value(self, field: Field, kept: Any, evidence: tuple[Span, ...]) -> Any:
        if field.holds in MANY:
            found = (self._value_of(field, k, evidence) for k in kept)
            return tuple(dict.fromkeys(v for v in found if v is not None))
        return None if kept is None else self._value_of(field, kept, evidence)

    def _value_of(self, field: Field, kept: Any, evidence: tuple[Span, ...]) -> Any:
        if field.holds in ("span", "spans"):
            return Span(*kept)
        if field.holds in ("actor", "actors"):
            actor = actor_in(self.reading, kept)
            if actor is None:
                actor = actor_from(self.reading, kept, evidence)
                self.reading = replace(self.reading, actors=(*self.reading.actors, actor))
            return actor.id
        if field.holds == "place":
            place = place_in(self.reading, kept)
            if place is None:
                place = place_from(self.reading, kept, evidence)
                self.reading = replace(self.reading, places=(*self.reading.places, place))
            return place.id
        if field.holds in ("record", "records"):
            if kept not in self.where:
                raise KabarError(f"the {field.of} {kept} that it names is not in the reading any more")
            return self.where[kept].local
        return kept

    def _put(self, at: At, new: Any) -> None:
        if isinstance(new, Breach):
            agreement = self._agreement(at.local)
            breaches = list(agreement.alleged_breaches)
            breaches[at.number] = new
            self._put(
                At("agreement", at.local, 0),
                replace(agreement, alleged_breaches=tuple(breaches), flags=_with(agreement.flags, FLAG)),
            )
            return
        name = LISTS[at.kind]
        rows: Any = tuple(new if r.id == at.local else r for r in getattr(self.reading, name))
        changed: dict[str, Any] = {name: rows}
        self.reading = replace(self.reading, **changed)

    # What was worked out from the record

    def _follow(self, at: At, old: Any, new: Any) -> None:
        """What the machine worked out from a record is marked; who gives a figure follows who said it."""
        if at.kind == "statement" and old.sources != new.sources:
            self._follow_sources(old, new)
        r = self.reading
        self.reading = replace(
            r,
            figures=tuple(_resting(f) if at.local in (f.part_of, f.derived_from) else f for f in r.figures),
            disputes=tuple(_resting(d) if at.local in d.members else d for d in r.disputes),
        )

    def _follow_sources(self, old: Statement, new: Statement) -> None:
        r = self.reading
        was = old.sources[0] if len(old.sources) == 1 else None
        now = new.sources[0] if len(new.sources) == 1 else None

        def figure(f: Figure) -> Figure:
            mine = f.statement == new.id and f.source == was and FLAG not in f.flags
            return _resting(replace(f, source=now)) if mine else f

        def event(e: Event) -> Event:
            if e.statement != new.id or FLAG in e.flags or old.sources not in (e.claimed_by, e.denied_by):
                return e
            held: dict[str, Any] = {
                n: new.sources for n in ("claimed_by", "denied_by") if getattr(e, n) == old.sources
            }
            moved: Event = _resting(replace(e, **held))
            return moved

        def agreement(g: Agreement) -> Agreement:
            moved = tuple(
                replace(b, by=new.sources) if (b.statement, b.by) == (new.id, old.sources) else b
                for b in g.alleged_breaches
            )
            return _resting(replace(g, alleged_breaches=moved)) if moved != g.alleged_breaches else g

        self.reading = replace(
            r, figures=tuple(map(figure, r.figures)), events=tuple(map(event, r.events)),
            agreements=tuple(map(agreement, r.agreements)),
        )  # fmt: skip


def _is_span(kind: str, name: str) -> bool:
    return field_of(kind, name).holds in ("span", "spans")


def _evidence(kind: str, old: Any, new: Any) -> tuple[Span, ...]:
    """The passages that the fields now name, and those of the old evidence that no field named."""
    was, now = (_named_spans(kind, r) for r in (old, new))
    if was == now:
        return tuple(old.evidence)
    return tuple(dict.fromkeys([*now, *(e for e in old.evidence if e not in was)]))


def _named_spans(kind: str, record: Any) -> list[Span]:
    found: list[Span] = []
    for name, field in FIELDS[kind].items():
        value = getattr(record, name)
        if field.holds == "span" and value is not None:
            found.append(value)
        elif field.holds == "spans" and (kind, name) != ("agreement", "terms"):
            found += value
    return found


def _flags(flags: tuple[str, ...], says: Says) -> tuple[str, ...]:
    """A doubt that the correction settles is gone."""
    settled = {d.flag for d in doubts() if d.fields & set(says)}
    return _with(tuple(f for f in flags if f not in settled), FLAG)


def _with(flags: tuple[str, ...], flag: str) -> tuple[str, ...]:
    return flags if flag in flags else (*flags, flag)


def _resting(record: Any) -> Any:
    return record if FLAG in record.flags else replace(record, flags=_with(record.flags, RESTS))


# Whether a corrected record makes sense


def check(kind: str, record: Any) -> None:
    """Raises KabarError for a record whose fields contradict one another."""
    rule = CHECKS.get(kind)
    if rule is not None:
        rule(record)


def _figure(f: Figure) -> None:
    if any(b is not None and b < 0 for b in (f.low, f.high)):
        raise KabarError("a figure counts from 0 up: give bounds that are not negative")
    if f.low is None and f.high is None and f.share is None:
        raise KabarError("a figure has a lowest or a highest number: give low, high or both")
    if f.low is not None and f.high is not None and f.low > f.high:
        raise KabarError(f"low {f.low:g} is above high {f.high:g}: low is the least, high the most")
    if f.part_of == f.id:
        raise KabarError("a figure is no part of itself: give the figure that is the whole")
    if (
        f.since
        and f.until
        and bounds(f.since)[0] > bounds(f.until)[1]
        and NONE not in (bounds(f.since), bounds(f.until))
    ):
        raise KabarError(f"since {f.since} is after until {f.until}: since is the first day, until the last")


def _statement(s: Statement) -> None:
    if s.sources and set(s.sources) & set(s.addressees):
        raise KabarError("nobody speaks to himself here: a source is an addressee too")


def _event(e: Event) -> None:
    if e.acled_sub and (e.acled, e.acled_sub) not in choices.acled_pairs():
        raise KabarError(f"'{e.acled_sub}' is no sub-event type of ACLED's '{e.acled}': give both")


def _place(p: Place) -> None:
    if (p.latitude is None) != (p.longitude is None):
        raise KabarError("a place has latitude and longitude or neither: give both")
    if p.latitude is not None and not (-90 <= p.latitude <= 90 and -180 <= (p.longitude or 0) <= 180):
        raise KabarError("latitude is -90 to 90 and longitude -180 to 180 degrees: check their order")
    if p.precision not in (1, 2, 3):
        raise KabarError("precision is 1 (exact), 2 (area) or 3 (region)")


CHECKS: dict[str, Callable[[Any], None]] = {
    "figure": _figure, "statement": _statement, "event": _event, "place": _place,
}  # fmt: skip

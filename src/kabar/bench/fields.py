"""Field by field: what else is right in the records that were found. One row a field; `missing` counts those that differ.

What the gold names otherwise: its act `state` is our `say`; its `estimate` is our `estimate`, or `say` where the statement
holds a figure; its unit `person` is our `people`; its event types are PLOVER's in lower case, `agree` also SUPPORT
where someone brokered. A place is the gold's when it lies within 25 km of it, or, where the gold has no point, has its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kabar.gazetteer.distance import kilometres
from kabar.model import Agreement, Dispute, Event, Figure, Reading, Span, Statement

Gold = dict[str, Any]
SAME_PLACE_KM = 25.0
TYPES = {"agree": ("AGREE", "SUPPORT")}
UNITS = {"person": "people", "household": "households"}
CONCEPTS = {"in-need": ("in-need", "affected")}


@dataclass
class Compared:
    """How many records of one type are right, missing and extra, and what differs."""

    kind: str
    right: int = 0
    missing: int = 0
    extra: int = 0
    differs: list[str] = field(default_factory=list)

    def add(self, right: bool, where: str, wanted: object, read: object) -> None:
        """Count one comparison."""
        if right:
            self.right += 1
        else:
            self.missing += 1
            self.differs.append(f"{where}: gold {wanted}, read {read}")


def fields_of(reading: Reading, gold: Gold) -> list[Compared]:
    """All rows, in the order of the records."""
    rows: dict[str, Compared] = {}

    def add(kind: str, right: bool, where: str, wanted: object, read: object) -> None:
        rows.setdefault(kind, Compared(kind)).add(right, where, wanted, read)

    _statements(reading, gold, add)
    _figures(reading, gold, add)
    _events(reading, gold, add)
    _places(reading, gold, add)
    _agreements(reading, gold, add)
    _disputes(reading, gold, add)
    return list(rows.values())


Add = Callable[[str, bool, str, object, object], None]


def span_of(pair: list[int]) -> Span:
    """A gold span."""
    return Span(pair[0], pair[1])


def shared(a: Span, b: Span) -> float:
    """Twice what two spans share, of both together (0-1)."""
    common = max(0, min(a.end, b.end) - max(a.start, b.start))
    return 2 * common / max(1, a.end - a.start + b.end - b.start)


def is_actor(reading: Reading, gold: Gold, read: str, wanted: str) -> bool:
    """An actor is the gold one when it has its id, or one of its mentions in its own mentions."""
    if read == wanted:
        return True
    known = gold["actors"].get(wanted)
    if known is None:
        return wanted in reading.name(read)
    actor = reading.record(read)
    mentions = {s.of(reading.article.text) for s in actor.evidence} | {reading.name(read)}
    return any(m in said or said in m for m in known["mentions"] for said in mentions)


def same_actors(reading: Reading, gold: Gold, read: Iterable[str], wanted: Iterable[str]) -> bool:
    """As many actors, each wanted one among them."""
    read, wanted = list(read), list(wanted)
    return len(read) == len(wanted) and all(any(is_actor(reading, gold, r, w) for r in read) for w in wanted)


def _many(value: object) -> list[str]:
    return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]


def statement_of(reading: Reading, item: Gold) -> Statement | None:
    """The reading's statement for a gold one: contents that overlap by half."""
    wanted = span_of(item["content"][0])
    best = max(reading.statements, key=lambda s: shared(s.content[0], wanted), default=None)
    return best if best and shared(best.content[0], wanted) >= 0.5 else None


def _statements(reading: Reading, gold: Gold, add: Add) -> None:
    for item in gold["statements"]:
        found = statement_of(reading, item)
        if found is None:
            continue
        where = item["id"]
        numbers = any(f.statement == found.id for f in reading.figures)
        acts = {"state": ("say",), "estimate": ("estimate", "say") if numbers else ("estimate",)}
        add(
            "statement act", found.act in acts.get(item["act"], (item["act"],)), where, item["act"], found.act
        )
        for name, read in (("target", found.targets), ("addressee", found.addressees)):
            wanted = _many(item.get(name))
            said = [reading.name(r) for r in read]
            add(f"statement {name}", same_actors(reading, gold, read, wanted), where, wanted, said)
        date = "/".join(_many(item.get("date"))) or None
        add("statement date", found.said_on == date, where, date, found.said_on)
        add("statement mode", found.mode == item["mode"], where, item["mode"], found.mode)


def _figures(reading: Reading, gold: Gold, add: Add) -> None:
    for item in gold["figures"]:
        found = figure_of(reading, item)
        if found is None:
            continue
        where = item["id"]
        unit = UNITS.get(item["unit"], item["unit"])
        add("figure unit", found.unit == unit, where, unit, found.unit)
        concepts = CONCEPTS.get(item["concept"], (item["concept"],))
        add("figure concept", found.concept in concepts, where, item["concept"], found.concept)
        add(
            "figure place",
            _at(reading, gold, found.place, item.get("place")),
            where,
            item.get("place"),
            found.place,
        )
        add("figure since", found.since == item.get("since"), where, item.get("since"), found.since)


def figure_of(reading: Reading, item: Gold) -> Figure | None:
    """The reading's figure at a gold one's span."""
    return next((f for f in reading.figures if f.span.overlaps(span_of(item["span"]))), None)


def _events(reading: Reading, gold: Gold, add: Add) -> None:
    for item in gold["events"]:
        found = event_of(reading, item)
        if found is None:
            continue
        where = item["id"]
        types = TYPES.get(item["type"], (item["type"].upper(),))
        add("event type", found.plover.upper() in types, where, item["type"], found.plover)
        for name, key, read in (("actors", "actor", found.actors), ("targets", "target", found.targets)):
            wanted = _many(item.get(key))
            said = [reading.name(r) for r in read]
            add(f"event {name}", same_actors(reading, gold, read, wanted), where, wanted, said)
        if "place" in item:
            add(
                "event place",
                _at(reading, gold, found.place, item["place"]),
                where,
                item["place"],
                found.place,
            )
        add("event date", found.date == item.get("start"), where, item.get("start"), found.date)


def event_of(reading: Reading, item: Gold) -> Event | None:
    """The reading's event whose words overlap a gold trigger."""
    span = span_of(item["trigger"])
    return next((e for e in reading.events if any(s.overlaps(span) for s in e.evidence)), None)


def _at(reading: Reading, gold: Gold, read: str | None, wanted: str | None) -> bool:
    """Whether a place id of the reading is the place that the gold names."""
    if read is None or wanted is None:
        return read is None and wanted is None
    item = next((p for p in gold["places"] if p["name"] == wanted or p["words"] == wanted), None)
    name = reading.record(read).name  # type: ignore[attr-defined]
    if item is None:
        return wanted.casefold() in name.casefold() or name.casefold() in wanted.casefold()
    return _is_place(reading, read, item)


def _is_place(reading: Reading, read: str, item: Gold) -> bool:
    place = next(p for p in reading.places if p.id == read)
    if item["lat"] is not None and place.latitude is not None and place.longitude is not None:
        return kilometres(place.latitude, place.longitude, item["lat"], item["lon"]) <= SAME_PLACE_KM
    at = span_of(item["span"])
    named = (
        item["name"].casefold() in place.name.casefold() or place.name.casefold() in item["name"].casefold()
    )
    return (named or any(e.overlaps(at) for e in place.evidence)) and (item["lat"] is None)


def _places(reading: Reading, gold: Gold, add: Add) -> None:
    for item in gold["places"]:
        span = span_of(item["span"])
        found = next((p for p in reading.places if any(e.overlaps(span) for e in p.evidence)), None)
        if found:
            add("place identity", _is_place(reading, found.id, item), item["words"], item["name"], found.name)


def _agreements(reading: Reading, gold: Gold, add: Add) -> None:
    for item in gold["agreements"]:
        found: Agreement | None = next(
            (a for a in reading.agreements if a.span.overlaps(span_of(item["span"]))), None
        )
        if found is None:
            continue
        where = item["id"]
        named = [reading.name(p) for p in found.parties]
        add(
            "agreement parties",
            same_actors(reading, gold, found.parties, item["parties"]),
            where,
            item["parties"],
            named,
        )
        add("agreement kind", found.kind == item["kind"], where, item["kind"], found.kind)
        add("agreement date", found.date == item.get("date"), where, item.get("date"), found.date)
        text = reading.article.text
        terms = [t.of(text) for t in found.terms]
        right = len(terms) == len(item["terms"]) and all(
            w in t or t in w for w, t in zip(item["terms"], terms, strict=True)
        )
        add("agreement terms", right, where, item["terms"], terms)
        for breach in item["alleged_breach"]:
            said = [(b.by, b.against) for b in found.alleged_breaches]
            match = any(
                same_actors(reading, gold, by, [breach["by"]])
                and same_actors(reading, gold, against, [breach["against"]])
                for by, against in said
            )
            add("agreement breach", match, where, (breach["by"], breach["against"]), said)


def _disputes(reading: Reading, gold: Gold, add: Add) -> None:
    for item in gold["disputes"]:
        figures = [figure_of(reading, f) for f in gold["figures"] if f["id"] in item.get("figures", ())]
        wanted = {f.id for f in figures if f}
        sides = list(item.get("sides", ()))
        same = [d for d in reading.disputes if d.kind == ("figure" if wanted else "blame")]
        if not same:
            continue
        right = any(set(d.members) == wanted if wanted else _sides(reading, gold, d, sides) for d in same)
        add("dispute positions", right, item["on"], sorted(wanted) or sides, [d.positions for d in same])


def _sides(reading: Reading, gold: Gold, dispute: Dispute, sides: list[str]) -> bool:
    """One position a side, each held by the side itself or by people who speak for it."""
    held = [{_side(reading, h) for h in p.holders} for p in dispute.positions]
    return len(held) == len(sides) and all(
        any(all(is_actor(reading, gold, h, side) for h in holders) for holders in held) for side in sides
    )


def _side(reading: Reading, holder: str) -> str:
    actor = next(a for a in reading.actors if a.id == holder)
    known = {a.id for a in reading.actors}
    return actor.affiliation if actor.affiliation in known else actor.id

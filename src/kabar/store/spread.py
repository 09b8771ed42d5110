"""A reading's records as rows: nothing here touches a database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kabar.model import (
    Agreement,
    Dispute,
    Event,
    Figure,
    Reading,
    Record,
    Span,
    Statement,
)
from kabar.store.edtf import NONE, bounds
from kabar.store.schema import LONG, NO_DATE, OPEN_DAY, SHORT, SHORT_DAYS, UNKNOWN_DAY

Row = dict[str, Any]
GAP = " … "
UNHOLDABLE = re.compile("[\0\ud800-\udfff]")


@dataclass
class Spread:
    """One record's row, and what is said of it beside the row; `name` is its table."""

    name: str
    local: str
    row: Row
    parties: list[tuple[str, str]] = field(default_factory=list)  # role, actor's id in the reading
    places: list[str] = field(default_factory=list)  # place ids in the reading
    own_place: str | None = None
    actor: str | None = None
    positions: list[tuple[int, str]] = field(default_factory=list)  # number of the position, record id
    agreement: str | None = None


def day_of(published: str | None) -> date:
    """The day of publication, 0001-01-01 where it is unknown."""
    return bounds(published[:10])[0] if published else UNKNOWN_DAY


def clean(text: str) -> str:
    """The text without the characters that PostgreSQL cannot hold (NUL, lone surrogates); offsets stay."""
    return UNHOLDABLE.sub("\ufffd", text)


def spread(reading: Reading, address: str) -> list[Spread]:
    """Every record of a reading as a row, with its stable key. `address` is the article's identity in the archive."""
    return _Spreader(reading, address).all()


class _Spreader:
    def __init__(self, reading: Reading, address: str) -> None:
        self.reading, self.article, self.text = reading, reading.article, reading.article.text
        self.base = f"{address}\n{self.article.sha256}\n"
        self.day = day_of(self.article.published)
        self.names = {a.id: a.name for a in reading.actors}
        self.kinds = {p.id: p for p in reading.places}
        self.seen: dict[str, int] = {}
        self.statement_keys: dict[str, str] = {}

    def all(self) -> list[Spread]:
        r = self.reading
        found: list[Spread] = []
        found += [self.mention(i) for i in range(len(r.actors))]
        found += [self.place(i) for i in range(len(r.places))]
        found += [self.statement(s) for s in r.statements]
        found += [self.figure(f) for f in r.figures]
        found += [self.event(e) for e in r.events]
        for agreement in r.agreements:
            found += self.agreement(agreement)
        found += [self.dispute(d) for d in r.disputes]
        for d in r.dates:
            row = self.row("date_mention", d, (d.value, d.relation))
            row.row |= {
                "precision": d.precision,
                "relation": d.relation,
                "calendar": d.calendar,
                **dated(d.value),
            }
            found.append(row)
        for damage in r.damage:
            row = self.row("damage", damage, (damage.kind, damage.should_read))
            row.row |= {"kind": damage.kind, "should_read": clean(damage.should_read)}
            found.append(row)
        return found

    def row(
        self, name: str, record: Record, says: Iterable[object], evidence: tuple[Span, ...] | None = None
    ) -> Spread:
        """The common columns. `says` is what the key is made of beside type and evidence: a record that says something
        else gets another key, one that is only surer of it keeps its own."""
        spans = evidence if evidence is not None else record.evidence
        written = " ".join(f"{s.start}:{s.end}" for s in spans)
        return Spread(name, record.id, {
            "key": self.key(name, written, says), "local": record.id,
            "start": min((s.start for s in spans), default=0), "end": max((s.end for s in spans), default=0),
            "spans": written, "evidence": self.cut(spans), "confidence": record.confidence,
            "flags": "".join(f" {f}" for f in record.flags) + " " if record.flags else "",
            "language": clean(self.article.language), "day": self.day,
            "publisher": clean(self.article.publisher) if self.article.publisher is not None else None,
        })  # fmt: skip

    def key(self, name: str, spans: str, says: Iterable[object]) -> str:
        told = self.base + name + "\n" + spans + "\n" + "\n".join(map(str, says))
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        twins = self.seen.get(digest, 0)
        self.seen[digest] = twins + 1
        return f"{name}-{digest}" + (f"-{twins + 1}" if twins else "")

    def cut(self, spans: Iterable[Span]) -> str:
        return clean(GAP.join(s.of(self.text) for s in spans))

    def who(self, ids: Iterable[str]) -> str:
        return "|".join(self.names.get(i, i) for i in ids)

    def parties(self, into: Spread, **roles: Iterable[str]) -> None:
        into.parties += [(role, i) for role, ids in roles.items() for i in ids if i in self.names]

    def at(self, into: Spread, place: str | None) -> None:
        if place in self.kinds:
            into.own_place = place
            into.places.append(str(place))

    def mention(self, index: int) -> Spread:
        actor = self.reading.actors[index]
        # Every further mention that is found would change the key: the first one stands for all.
        found = self.row("mention", actor, (actor.name, actor.kind), actor.evidence)
        found.row["key"] = self.key("mention", str(actor.evidence[:1]), (actor.name, actor.kind))
        found.row["name"], found.actor = clean(actor.name), actor.id
        self.parties(found, mentioned=(actor.id,))
        return found

    def place(self, index: int) -> Spread:
        place = self.reading.places[index]
        found = self.row("place", place, (place.name, place.country, place.geonames))
        found.row |= {"name": clean(place.name), "precision": place.precision}
        self.at(found, place.id)
        return found

    def statement(self, s: Statement) -> Spread:
        found = self.row("statement", s, (self.who(s.sources), s.act), s.content)
        spans = s.evidence
        self.statement_keys[s.id] = found.row["key"]
        found.row |= {
            "spans": " ".join(f"{x.start}:{x.end}" for x in spans), "evidence": self.cut(spans),
            "start": min((x.start for x in spans), default=0), "end": max((x.end for x in spans), default=0),
            "act": s.act, "mode": s.mode, "source_form": s.source_form, "content": self.cut(s.content),
            "source_text": self.cut((s.source_span,)) if s.source_span else None,
            "cue_text": self.cut((s.cue,)) if s.cue else None,
            "relayed_by": clean(self.names.get(s.relayed_by, s.relayed_by)) if s.relayed_by else None,
            "channel": clean(s.channel) if s.channel else None, **dated(s.said_on),
        }  # fmt: skip
        self.parties(found, source=s.sources, addressee=s.addressees, target=s.targets)
        if s.relayed_by:
            self.parties(found, relayer=(s.relayed_by,))
        # A statement is about the places that stand in what was said.
        for place in self.reading.places:
            if any(c.overlaps(e) for c in s.content for e in place.evidence):
                found.places.append(place.id)
        return found

    def figure(self, f: Figure) -> Spread:
        # 12 and 12.0 are one number: a reading that was kept and read back has the same keys.
        low, high = (None if b is None else float(b) for b in (f.low, f.high))
        found = self.row("figure", f, (low, high, f.unit, f.concept, f.source and self.names.get(f.source)))
        share = f.share or (None, None)
        found.row |= {
            "low": f.low, "high": f.high, "wording": f.wording, "unit": f.unit, "concept": f.concept, "group": f.group,
            "measure": f.measure, "counting": f.counting, "share_low": share[0], "share_high": share[1],
            "part_of": f.part_of, "derived_from": f.derived_from, "sectors": " ".join(f.sectors), "since": f.since,
            "until": f.until, "as_of": f.as_of, "statement": f.statement, **self.period(f),
        }  # fmt: skip
        self.parties(found, source=(f.source,) if f.source else ())
        self.at(found, f.place)
        return found

    def period(self, f: Figure) -> Row:
        """A stock's day, or a flow from its first day to its last; without a last day the report's own day ends it."""
        if f.as_of:
            return dated(f.as_of)
        low, high = bounds(f.since), bounds(f.until)
        if low == NONE and high == NONE:
            return dated(None)
        if high == NONE:
            high = (
                (self.day, self.day)
                if self.day >= low[0] and self.day != UNKNOWN_DAY
                else (OPEN_DAY, OPEN_DAY)
            )
        return {
            # EDTF level 1 has no interval of intervals: from the first day that "late April" may mean.
            "date": f"{(f.since or '..').split('/')[0]}/{(f.until or '..').split('/')[-1]}",
            **columns(low[0], max(high[1], low[0])),
        }

    def event(self, e: Event) -> Spread:
        found = self.row("event", e, (e.plover, e.mode, e.status, self.who(e.actors), self.who(e.targets)))
        found.row |= {
            "plover": e.plover, "plover_mode": e.mode, "cameo": e.cameo, "acled": e.acled, "acled_sub": e.acled_sub,
            "status": e.status, "civilians_targeted": e.civilians_targeted, "killed": " ".join(e.killed),
            "injured": " ".join(e.injured), "statement": e.statement, **dated(e.date),
        }  # fmt: skip
        self.parties(found, actor=e.actors, target=e.targets, claimant=e.claimed_by, denier=e.denied_by)
        self.at(found, e.place)
        return found

    def agreement(self, g: Agreement) -> list[Spread]:
        found = self.row("agreement", g, (g.kind, self.who(g.parties)))
        found.row |= {"kind": g.kind, "terms": self.cut(g.terms), **dated(g.date)}
        self.parties(found, party=g.parties, broker=g.brokers)
        self.at(found, g.place)
        breaches = []
        for b in g.alleged_breaches:
            row = self.row(
                "breach",
                g,
                (self.who(b.by), self.who(b.against), self.statement_keys.get(b.statement)),
                b.what or g.evidence,
            )
            row.row |= {"statement": b.statement, "kind": g.kind}
            row.agreement = g.id
            self.parties(row, accuser=b.by, accused=b.against)
            self.at(row, g.place)
            breaches.append(row)
        return [found, *breaches]

    def dispute(self, d: Dispute) -> Spread:
        found = self.row("dispute", d, (d.kind, d.differ_in))
        found.row |= {"kind": d.kind, "differ_in": clean(d.differ_in), "positions": len(d.positions)}
        for number, position in enumerate(d.positions, 1):
            self.parties(found, holder=position.holders)
            found.positions += [(number, r) for r in position.records]
        members = {p for r in d.members for p in (self.place_of(r),) if p}
        found.places += sorted(members)
        return found

    def place_of(self, record_id: str) -> str | None:
        places = {f.id: f.place for f in self.reading.figures} | {e.id: e.place for e in self.reading.events}
        place = places.get(record_id)
        return place if place in self.kinds else None


def dated(value: str | None) -> Row:
    """The columns of a date."""
    return {"date": value, **columns(*bounds(value))}


def columns(low: date, high: date) -> Row:
    """First and last day, and whether they are at most a month apart."""
    if (low, high) == NONE:
        return {"date_lo": low, "date_hi": high, "date_class": NO_DATE}
    return {"date_lo": low, "date_hi": high, "date_class": SHORT if (high - low).days <= SHORT_DAYS else LONG}

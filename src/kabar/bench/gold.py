"""`kabar bench gold`: a reading against a hand-made one, record by record; their fields in `bench.fields`.

A statement flagged `not-said` ("he did not mention that ...") is no statement and is counted neither way.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

import kabar
from kabar.bench.fields import Compared, Gold, fields_of, is_actor, same_actors, shared, span_of
from kabar.bench.rename import rename
from kabar.errors import KabarError
from kabar.model import Reading


def compare_files(paths: list[Path], *, renamed: bool) -> list[Compared]:
    """Compare each gold file with the reading of its text. Raises KabarError where a file is missing."""
    totals: dict[str, Compared] = {}
    for path in paths:
        if not path.is_file():
            raise KabarError(f"there is no gold file '{path}': name one, or put it there")
        gold = msgspec.json.decode(path.read_bytes())
        text = (path.parent / gold["text_file"]).read_text(encoding="utf-8")
        if renamed:
            text, gold = rename(text, gold)
        reading = kabar.read(text, published=gold["published"], lang=gold["lang"])
        for part in compare(reading, gold):
            total = totals.setdefault(part.kind, Compared(part.kind))
            total.right += part.right
            total.missing += part.missing
            total.extra += part.extra
            total.differs += [f"{gold['id']} {d}" for d in part.differs]
    return list(totals.values())


def compare(reading: Reading, gold: Gold) -> list[Compared]:
    """One row a record type."""
    return [
        _damage(reading, gold), _statements(reading, gold), _figures(reading, gold), _events(reading, gold),
        _places(reading, gold), _agreements(reading, gold), _disputes(reading, gold), *fields_of(reading, gold),
    ]  # fmt: skip


def _damage(reading: Reading, gold: Gold) -> Compared:
    out = Compared("damage")
    said = {d.span: d for d in reading.damage}
    for item in gold["damage"]:
        found = said.pop(span_of(item["span"]), None)
        if found and found.should_read == item["should_read"]:
            out.right += 1
        else:
            out.missing += 1
            out.differs.append(
                f"damage {item['span']}: gold '{item['should_read']}', read {found and found.should_read}"
            )
    out.extra = len(said)
    return out


def _statements(reading: Reading, gold: Gold) -> Compared:
    """Right: the content overlaps by half and the source is the gold actor (all of them where rivals)."""
    out = Compared("statements")
    left = [s for s in reading.statements if "not-said" not in s.flags]
    for item in gold["statements"]:
        wanted = span_of(item["content"][0])
        found = max(left, key=lambda s: shared(s.content[0], wanted), default=None)
        if found is None or shared(found.content[0], wanted) < 0.5:
            out.missing += 1
            out.differs.append(f"{item['id']}: not found: {wanted.of(reading.article.text)[:60]}")
            continue
        left.remove(found)
        sources = item["source"] if isinstance(item["source"], list) else [item["source"]]
        if same_actors(reading, gold, found.sources, sources):
            out.right += 1
        else:
            out.missing += 1
            out.differs.append(
                f"{item['id']}: source {sources}, read {[reading.name(s) for s in found.sources]}"
            )
    out.extra = len(left)
    out.differs += [f"{s.id} extra: {s.content[0].of(reading.article.text)[:60]}" for s in left]
    return out


def _figures(reading: Reading, gold: Gold) -> Compared:
    out = Compared("figures")
    left = list(reading.figures)
    for item in gold["figures"]:
        found = next((f for f in left if f.span.overlaps(span_of(item["span"]))), None)
        if found is None:
            out.missing += 1
            out.differs.append(f"{item['id']}: not found")
            continue
        left.remove(found)
        source = (found.source is None) == (item["source"] is None) and (
            found.source is None or is_actor(reading, gold, found.source, item["source"])
        )
        if (found.low, found.high) == (item["low"], item["high"]) and source:
            out.right += 1
        else:
            out.missing += 1
            out.differs.append(f"{item['id']}: read {found.low}-{found.high}, source {found.source}")
    out.extra = len(left)
    out.differs += [f"{f.id} extra: {f.span.of(reading.article.text)}" for f in left]
    return out


def _events(reading: Reading, gold: Gold) -> Compared:
    out = Compared("events")
    left = list(reading.events)
    for item in gold["events"]:
        found = next((e for e in left if any(s.overlaps(span_of(item["trigger"])) for s in e.evidence)), None)
        if found and found.status == item["status"]:
            out.right += 1
        else:
            out.missing += 1
            out.differs.append(f"{item['id']} {item['type']}: read {found and found.status}")
        if found:
            left.remove(found)
    out.extra = len(left)
    return out


def _places(reading: Reading, gold: Gold) -> Compared:
    out = Compared("places")
    left = list(reading.places)
    for item in gold["places"]:
        span = span_of(item["span"])
        found = next((p for p in left if any(e.overlaps(span) for e in p.evidence)), None)
        if found:
            left.remove(found)
            out.right += 1
        else:
            out.missing += 1
            out.differs.append(f"place {item['words']}: not found")
    out.extra = len(left)
    return out


def _agreements(reading: Reading, gold: Gold) -> Compared:
    out = Compared("agreements")
    left = list(reading.agreements)
    for item in gold["agreements"]:
        found = next((a for a in left if a.span.overlaps(span_of(item["span"]))), None)
        if found:
            left.remove(found)
        wanted = len(item["alleged_breach"])
        if (
            found
            and len(found.alleged_breaches) == wanted
            and same_actors(reading, gold, found.parties, item["parties"])
        ):
            out.right += 1
        else:
            out.missing += 1
            read = found and (found.parties, [(b.by, b.against) for b in found.alleged_breaches])
            out.differs.append(f"{item['id']}: read {read}")
    out.extra = len(left)
    return out


def _disputes(reading: Reading, gold: Gold) -> Compared:
    out = Compared("disputes")
    kinds = [d.kind for d in reading.disputes]
    for item in gold["disputes"]:
        kind = "figure" if "figures" in item else "blame"
        if kind in kinds:
            kinds.remove(kind)
            out.right += 1
        else:
            out.missing += 1
            out.differs.append(f"dispute on {item['on']}: not found")
    out.extra = len(kinds)
    return out


def print_comparison(rows: list[Compared], *, as_json: bool) -> None:
    """Print the table, or JSON."""
    if as_json:
        print(msgspec.json.encode(rows).decode())
        return
    print(f"{'record':22}{'right':>6}{'missing':>8}{'extra':>6}")
    for row in rows:
        print(f"{row.kind:22}{row.right:6}{row.missing:8}{row.extra:6}")
    for row in rows:
        for difference in row.differs:
            print(f"  {row.kind}: {difference}")

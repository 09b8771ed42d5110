"""One version of an article: its text, its records, and where they stand among others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from kabar.export.highlights import KINDS, marks_of
from kabar.model import Place, Record, Span, Step
from kabar.reconcile.changes import Change, changes_of
from kabar.store import Archive, Query
from kabar.store.ledger import Judgement
from kabar.store.links import CrossDispute
from kabar.store.rows import ArticleRow, ReadingRow, RecordRow, VersionRow
from kabar.web.errors import MissingError
from kabar.web.views.passages import Passage, Piece, passages, pieces
from kabar.web.views.prepared import SHELF_OF_ALL, Prepared

# Groups of the list of records, in their order.
GROUPS = (
    "statement", "figure", "event", "agreement", "dispute", "damage", "place", "date_mention", "mention",
)  # fmt: skip
# Records that reach into a window; more than these of one window are not shown.
MOST_HERE = 1_000
LONGEST_QUOTE = 1_000
MOST_DISPUTES = 20
# Comparing versions takes the square of their records.
MOST_COMPARED = 2_000
MOST_CHANGES = 200


@dataclass(frozen=True)
class Quoted:
    """Words of the article that a record stands on, as what ("statement", "source", "cue", or the record's kind)."""

    role: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class RecordView:
    """A record as read, its key in the archive, what people decided about it, and why it was read so."""

    kind: str
    record: Record
    key: str | None
    start: int
    quoted: tuple[Quoted, ...]
    decisions: tuple[Judgement, ...]
    steps: tuple[Step, ...]
    disputes: tuple[str, ...]

    @property
    def judged_wrong(self) -> bool:
        """Whether a person said that it is wrong: it stays, and says so."""
        return any(d.verdict == "wrong" for d in self.decisions)


@dataclass(frozen=True)
class VersionView:
    """A version and the readings that were made of it."""

    version: VersionRow
    readings: tuple[ReadingRow, ...]


@dataclass(frozen=True)
class Near:
    """A near-duplicate; `likeness` is from 0 to 1."""

    article: ArticleRow
    how: str
    likeness: float


@dataclass(frozen=True)
class Standing:
    """A dispute across articles in which a record of this page stands; `rows` are the records of all sides, by key."""

    dispute: CrossDispute
    rows: dict[str, RecordRow]


@dataclass(frozen=True)
class ArticleView:
    """A window [start, end) of a version of an article; `others` are the windows by their first character.

    `names` and `actors` give the name and the number in the archive of the reading's actors, `places` its places, `counts` how many records of each kind the whole article has. `changes` is None where versions are too long to be compared.
    """

    id: int
    version: VersionRow
    byline: str | None
    guessed: tuple[str, ...]
    newest: int
    read: ReadingRow | None
    warnings: tuple[str, ...]
    characters: int
    start: int
    end: int
    others: tuple[int, ...]
    text: str
    passages: tuple[Passage, ...]
    damaged: bool
    shows_mended: bool
    kinds: tuple[str, ...]
    counts: dict[str, int]
    left_out: int
    records: tuple[RecordView, ...]
    names: dict[str, str]
    actors: dict[str, int]
    places: dict[str, Place]
    versions: tuple[VersionView, ...]
    changes: tuple[Change, ...] | None
    near: tuple[Near, ...]
    disputes: tuple[Standing, ...]
    situations: tuple[tuple[str, str], ...]

    @property
    def spoken(self) -> str:
        """The language as the attribute `lang` has it: empty where it is not known."""
        return "" if self.version.language == "und" else self.version.language

    @property
    def title(self) -> str:
        """The title, or what stands for it."""
        first = next((p for p in self.passages if p.start == 0), None)
        words = shorten(self.text[: first.end], 90, placeholder=" …") if first else ""
        return self.version.title or words or self.version.url or str(self.id)

    def laid_out(self) -> list[tuple[Passage, list[Piece]]]:
        """The passages of the window, cut into pieces under the highlights of the kinds that are shown."""
        shown = [r.record for r in self.records]
        return pieces(self.text, self.start, self.passages, shown)

    def groups(self) -> list[tuple[str, list[RecordView]]]:
        """The records of the window by kind."""
        found = [(kind, [r for r in self.records if r.kind == kind]) for kind in GROUPS]
        return [(kind, rows) for kind, rows in found if rows]

    def has(self, local: str) -> bool:
        """Whether a record is on this page."""
        return any(r.record.id == local for r in self.records)


def article_row(archive: Archive, number: int) -> ArticleRow:
    """An article by its number. Raises MissingError where there is none."""
    found = archive.articles(Query(article=number), limit=1).rows if number < 2**63 else ()
    if not found:
        raise MissingError(f"there is no article {number} in this archive: the list of articles has them all")
    return found[0]


def chosen_version(archive: Archive, number: int, version: int | None) -> VersionView:
    """The version with this number; without one the newest that was read, whose records queries find, else the newest."""
    article_row(archive, number)
    versions = list(reversed(archive.versions(number)))
    for row in versions:
        readings = tuple(archive.readings(row.id))
        if row.number == version or (version is None and readings):
            return VersionView(row, readings)
    if version is None:
        return VersionView(versions[0], ())
    raise MissingError(f"article {number} has no version {version}: it has 1 to {versions[0].number}")


def prepared(archive: Archive, number: int, version: int | None) -> Prepared:
    """A version of an article, made ready."""
    return SHELF_OF_ALL.get(archive, chosen_version(archive, number, version).version.id)


def place_of(archive: Archive, number: int, version: int | None, local: str) -> int | None:
    """The first character of the window in which a record is; None where the whole article is one. Raises MissingError."""
    ready = prepared(archive, number, version)
    if local not in ready.records:
        raise MissingError(f"this version of article {number} has no record {local[:40]}: its list has them")
    if len(ready.windows) == 1:
        return None
    return ready.windows[ready.window(ready.first[local])].start


def article_view(
    archive: Archive, number: int, version: int | None, at: int, kinds: Sequence[str], mended: bool
) -> ArticleView:
    """The window of an article in which the character `at` is; records of `kinds` only where any are given."""
    chosen = chosen_version(archive, number, version)
    ready = SHELF_OF_ALL.get(archive, chosen.version.id)
    window = ready.windows[ready.window(at)]
    here, left_out = records_here(ready, window, kinds)
    views, disputes = _with_links(archive, ready, here)
    damage = ready.reading.damage if ready.reading else ()
    versions = tuple(VersionView(v, tuple(archive.readings(v.id))) for v in archive.versions(number))
    reading = ready.reading
    actor_ids = {k.local: k.actor_id for k in ready.keyed if k.actor_id is not None}
    counts = dict.fromkeys(GROUPS, 0)
    for record in ready.records.values():
        counts[KINDS[type(record)]] += 1
    return ArticleView(
        id=number, version=chosen.version, byline=ready.article.byline, guessed=ready.article.guessed,
        newest=versions[-1].version.number, read=next((r for r in chosen.readings if r.current), None),
        warnings=(*(reading.warnings if reading else ()), *((ready.fault,) if ready.fault else ())),
        characters=len(ready.article.text), start=window.start, end=window.end,
        others=tuple(w.start for w in ready.windows), text=window.of(ready.article.text),
        passages=tuple(passages(ready.article.text, ready.blocks, window, damage)), damaged=bool(damage),
        shows_mended=mended and any(d.span.overlaps(window) for d in damage), kinds=tuple(kinds), counts=counts,
        left_out=left_out, records=views, names={a.id: a.name for a in reading.actors} if reading else {}, actors=actor_ids,
        places={p.id: p for p in reading.places} if reading else {}, versions=versions,
        changes=_changes(archive, versions), near=_near(archive, number), disputes=disputes,
        situations=_situations(archive, views, disputes),
    )  # fmt: skip


def records_here(ready: Prepared, window: Span, kinds: Sequence[str] = ()) -> tuple[list[Record], int]:
    """The records that stand in a window, in the order of the text, and how many more were left out for its size."""
    whole = len(ready.windows) == 1
    ids = {m.record for m in ready.marks if m.span.overlaps(window)}
    found = [
        r for r in ready.records.values()
        if (whole or r.id in ids) and (not kinds or KINDS[type(r)] in kinds)
    ]  # fmt: skip
    found.sort(key=lambda r: (ready.first[r.id] < window.start, ready.first[r.id]))
    return found[:MOST_HERE], max(0, len(found) - MOST_HERE)


def _with_links(
    archive: Archive, ready: Prepared, here: Sequence[Record]
) -> tuple[tuple[RecordView, ...], tuple[Standing, ...]]:
    """Records with their decisions and disputes, and the disputes with all their sides."""
    keys = [ready.keys[r.id] for r in here if r.id in ready.keys]
    decisions = _decisions(archive, keys) if keys else {}
    disputes = archive.links.disputes_of(keys) if keys else []
    disputed: dict[str, list[str]] = {}
    for dispute in disputes:
        for holder in (h for p in dispute.positions for h in p.holders):
            disputed.setdefault(holder.record_key, []).append(dispute.key)
    steps: dict[str, list[Step]] = {}
    for step in ready.reading.steps if ready.reading else ():
        steps.setdefault(step.record, []).append(step)
    views = []
    for record in here:
        own = ready.keys.get(record.id)
        views.append(
            RecordView(
                KINDS[type(record)], record, own, ready.first[record.id], _quoted(ready.article.text, record),
                tuple(decisions.get(own or "", ())), tuple(steps.get(record.id, ())),
                tuple(dict.fromkeys(disputed.get(own or "", ()))),
            )
        )  # fmt: skip
    shown = disputes[:MOST_DISPUTES]
    sides = [h.record_key for d in shown for p in d.positions for h in p.holders]
    rows = archive.by_key(sides) if sides else {}
    held = [{h.record_key for p in d.positions for h in p.holders} for d in shown]
    standing = [Standing(d, {k: rows[k] for k in ks if k in rows}) for d, ks in zip(shown, held, strict=True)]
    return tuple(views), tuple(standing)


def _decisions(archive: Archive, keys: Sequence[str]) -> dict[str, list[Judgement]]:
    """What holds of each record, alone and with another."""
    found = {key: [judgement] for key, judgement in archive.judgements.of_records(keys).items()}
    for pair in archive.judgements.pairs_of(keys):
        for key in filter(None, (pair.key, pair.other_key)):
            found.setdefault(key, []).append(pair)
    return found


def _quoted(text: str, record: Record) -> tuple[Quoted, ...]:
    found = []
    for mark in marks_of(record)[:20]:
        words = mark.span.of(text)
        cut = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
        found.append(Quoted(mark.kind, mark.span.start, mark.span.end, cut))
    return tuple(found)


def _changes(archive: Archive, versions: Sequence[VersionView]) -> tuple[Change, ...] | None:
    """What the versions claim otherwise, None where they are too long to be compared while somebody waits."""
    if len(versions) < 2:
        return ()
    ready = [SHELF_OF_ALL.get(archive, v.version.id) for v in versions[-10:]]
    if len(versions) > len(ready) or sum(len(r.records) for r in ready) > MOST_COMPARED:
        return None
    return tuple(changes_of(archive, versions[0].version.article_id)[:MOST_CHANGES])


def _near(archive: Archive, number: int) -> tuple[Near, ...]:
    group = archive.duplicates.group_of(number)
    members = [] if group is None else [m for m in group.members if m[0] != number][:50]
    return tuple(
        Near(row, how, likeness)
        for i, how, likeness in members
        for row in archive.articles(Query(article=i), limit=1)
    )


def _situations(
    archive: Archive, records: Sequence[RecordView], disputes: Sequence[Standing]
) -> tuple[tuple[str, str], ...]:
    keys = [r.key for r in records if r.key]
    if not keys:
        return ()
    clusters = [c.key for c in archive.links.clusters_of(keys)]
    return tuple(archive.links.situation_titles([*keys, *clusters, *(s.dispute.key for s in disputes)])[:20])


@dataclass(frozen=True)
class Received:
    """The bytes that a version came as."""

    data: bytes
    name: str


def received(archive: Archive, number: int, version: int | None) -> Received:
    """What was received. Raises MissingError where nothing was kept."""
    row = chosen_version(archive, number, version).version
    data = archive.received(row.id)
    if data is None:
        raise MissingError(f"no bytes were kept of version {row.number} of article {number}")
    return Received(data, f"article-{number}-version-{row.number}.bin")

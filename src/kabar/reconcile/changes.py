"""What differs in what an article claims between its versions, from the stored readings.

Records of two versions are compared by what they are about and by what they say of it: one that is about the same and says
something else has changed, the others were added or are gone. Where a text was only moved or reworded, nothing has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kabar.errors import KabarError
from kabar.model import Reading, Span
from kabar.reconcile.positions import bounds_in_words
from kabar.store import Archive

Say = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one record claims: what it is about, from the closest description to the loosest, what it says, and where."""

    kind: str
    about: tuple[Say, ...]
    says: Say
    words: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that differs between version `version` and the one before it that was read. `was` None: added, `now` None: gone."""

    version: int
    kind: str
    was: Claim | None
    now: Claim | None

    @property
    def what(self) -> Literal["changed", "added", "gone"]:
        """Which of the three it is."""
        return "added" if self.was is None else "gone" if self.now is None else "changed"

    def in_words(self) -> str:
        """The change as a line."""
        if self.was is not None and self.now is not None:
            return f"version {self.version}: {self.kind} changed from {self.was.words} to {self.now.words}"
        claim = self.now or self.was
        return f"version {self.version}: {self.kind} {self.what}: {claim.words if claim else ''}"


def changes(archive: Archive, address: str) -> list[Change]:
    """All changes of the article at this address (or "sha256:..."), oldest first. Raises KabarError where there is none."""
    article_id = archive.find_article(address)
    if article_id is None:
        raise KabarError(
            f"there is no article '{address}' in this archive: give its address as it was taken in"
        )
    return changes_of(archive, article_id)


def changes_of(archive: Archive, article_id: int) -> list[Change]:
    """All changes of an article, oldest first; versions that were not read are passed over."""
    found: list[Change] = []
    before: Reading | None = None
    for version in archive.versions(article_id):
        reading = archive.reading(version.id)
        if reading is None:
            continue
        if before is not None:
            found += differences(before, reading, version.number)
        before = reading
    return found


def differences(old: Reading, new: Reading, version: int) -> list[Change]:
    """What `new`, which is version `version`, claims otherwise than `old`."""
    return [
        Change(version, kind, was, now)
        for kind, claims in CLAIMS.items()
        for was, now in _paired(list(claims(old)), list(claims(new)))
    ]


def _paired(old: list[Claim], new: list[Claim]) -> Iterator[tuple[Claim | None, Claim | None]]:
    """Those that differ, each with the one that it changed from; what is the same is left out."""
    for claim in list(old):
        same = next((n for n in new if (n.about[0], n.says) == (claim.about[0], claim.says)), None)
        if same is not None:
            old.remove(claim)
            new.remove(same)
    levels = max((len(c.about) for c in (*old, *new)), default=0)
    for level in range(levels):
        for claim in list(old):
            match = next((n for n in new if n.about[level] == claim.about[level]), None)
            if match is not None:
                old.remove(claim)
                new.remove(match)
                if level or match.says != claim.says:
                    yield claim, match
    yield from ((claim, None) for claim in old)
    yield from ((None, claim) for claim in new)


def _figures(reading: Reading) -> Iterator[Claim]:
    places = {p.id: p.name for p in reading.places}
    for f in reading.figures:
        group, source = f.group or "", reading.name(f.source) if f.source else ""
        what, place = (f.unit, f.concept, group), places.get(f.place or "", "")
        number = bounds_in_words(f.low, f.high)
        words = f"{number} {f.unit}{f' ({group})' if group else ''} {f.concept}" + (
            f" ({source})" if source else ""
        )
        # A source or a place that is read in one version only does not make another figure of it.
        yield Claim(
            "figure", ((*what, source, place), (*what, source), what), (f.low, f.high), words, f.evidence
        )


def _events(reading: Reading) -> Iterator[Claim]:
    places = {p.id: p.name for p in reading.places}
    for e in reading.events:
        what, place = (e.plover, e.acled_sub), places.get(e.place or "", "")
        actors, targets = _names(reading, e.actors), _names(reading, e.targets)
        words = " ".join(
            filter(None, [e.acled_sub or e.plover, e.date, place and f"in {place}", actors and f"by {actors}",
                          targets and f"against {targets}", f"({e.status})"])
        )  # fmt: skip
        yield Claim(
            "event", ((*what, place, e.date), (*what, place)), (e.status, actors, targets), words, e.evidence
        )


def _statements(reading: Reading) -> Iterator[Claim]:
    for s in reading.statements:
        said = " ".join(c.of(reading.article.text) for c in s.content)
        plain, source = " ".join(re.findall(r"\w+", said.casefold())), _names(reading, s.sources)
        words = f"{source or 'somebody'} ({s.act}): {' '.join(said.split())}"
        yield Claim("statement", ((plain,),), (source, s.act), words, s.evidence)


def _agreements(reading: Reading) -> Iterator[Claim]:
    for g in reading.agreements:
        parties = _names(reading, g.parties)
        broken = tuple(
            sorted((_names(reading, b.by), _names(reading, b.against)) for b in g.alleged_breaches)
        )
        said = "; ".join(
            f"{by or 'somebody'} says that {against or 'somebody'} broke it" for by, against in broken
        )
        words = " ".join(filter(None, [g.kind, parties and f"of {parties}", g.date, said and f"({said})"]))
        yield Claim("agreement", ((g.kind, parties), (g.kind,)), (g.date, broken), words, g.evidence)


def _names(reading: Reading, ids: Iterable[str]) -> str:
    return " and ".join(sorted({reading.name(i) for i in ids}))


CLAIMS: dict[str, Callable[[Reading], Iterator[Claim]]] = {
    "figure": _figures,
    "event": _events,
    "agreement": _agreements,
    "statement": _statements,
}

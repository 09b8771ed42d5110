"""Small readings by hand for reconciling: each record stands in a line of its own; no model is run."""

from __future__ import annotations

import hashlib
from typing import Any

from kabar.model import Actor, Agreement, Article, Breach, Event, Figure, Place, Reading, Span, Statement
from kabar.store import Archive, Query
from kabar.store.links import CrossDispute

# (name, kind, country, admin1, latitude, longitude)
PLACES: dict[str, tuple[str, str, str | None, str | None, float | None, float | None]] = {
    "Border": ("border of Turkey", "border", "TUR", None, None, None),
    "Idlib": ("Idlib", "city", "SYR", "Idlib", 35.93, 36.63),
    "Binnish": ("Binnish", "city", "SYR", "Idlib", 35.95, 36.71),
    "Maarat": ("Maarat al-Numan", "city", "SYR", "Idlib", 35.64, 36.67),
    "Idlib governorate": ("Idlib", "admin1", "SYR", None, 35.8, 36.7),
    "Syria": ("Syria", "country", "SYR", None, 35.0, 38.0),
    "camp": ("the camp of the widows", "camp", None, None, None, None),
    "Ankara": ("Ankara", "city", "TUR", "Ankara", 39.92, 32.85),
}
ACTORS = {
    "UN": ("United Nations", "igo", None),
    "UOSSM": ("UOSSM", "ngo", None),
    "SOHR": ("Syrian Observatory", "ngo", None),
    "RUS": ("Russia", "government", "RUS"),
    "TUR": ("Türkiye", "government", "TUR"),
    "SYR": ("Syria", "government", "SYR"),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "figure": {"wording": "exact", "unit": "people", "concept": "killed"},
    "event": {
        "plover": "ASSAULT",
        "mode": None,
        "cameo": "190",
        "acled": "Battles",
        "acled_sub": "Armed clash",
    },
    "agreement": {"kind": "ceasefire", "parties": ("RUS", "TUR"), "terms": ()},
    "statement": {
        "source_span": None,
        "source_form": "named",
        "cue": None,
        "mode": "indirect",
        "act": "accuse",
    },
}


class Story:
    """An article in the making: `figure`, `event`, `agreement` and `said` add a record each and return its id."""

    def __init__(
        self, url: str, day: str | None = "2019-05-31", language: str = "en", publisher: str | None = None
    ) -> None:
        self.url, self.day, self.language, self.publisher = (
            f"https://example.org/{url}",
            day,
            language,
            publisher or url,
        )
        self.lines: list[str] = []
        self.records: dict[str, list[Any]] = {"figure": [], "event": [], "agreement": [], "statement": []}

    def _line(self, words: str) -> Span:
        start = sum(len(line) + 1 for line in self.lines)
        self.lines.append(words)
        return Span(start, start + len(words))

    def _base(self, kind: str, words: str, more: dict[str, Any]) -> dict[str, Any]:
        record_id = f"{kind[0]}{len(self.records[kind]) + 1}"
        span = self._line(words)
        return {"id": record_id, "evidence": (span,), "confidence": 0.8} | DEFAULTS[kind] | more

    def figure(self, low: float | None, high: float | str | None = "same", **more: Any) -> str:
        low = None if low is None else float(low)
        high = low if high == "same" else None if high is None else float(high)
        base = self._base("figure", more.pop("words", f"{low} to {high} counted"), more)
        made = Figure(span=base["evidence"][0], low=low, high=high, **base)  # type: ignore[arg-type]
        self.records["figure"].append(made)
        return made.id

    def event(self, words: str = "they clashed", **more: Any) -> str:
        base = self._base("event", words, more)
        self.records["event"].append(Event(trigger=base["evidence"][0], **base))
        return str(base["id"])

    def agreement(self, words: str = "the truce", **more: Any) -> str:
        base = self._base("agreement", words, more)
        self.records["agreement"].append(Agreement(span=base["evidence"][0], **base))
        return str(base["id"])

    def said(self, source: str, words: str, **more: Any) -> str:
        base = self._base("statement", words, more)
        self.records["statement"].append(Statement(sources=(source,), content=base["evidence"], **base))
        return str(base["id"])

    def reading(self) -> Reading:
        text = "\n".join(self.lines)
        everything = (Span(0, len(text)),)
        sure: dict[str, Any] = {"evidence": everything, "confidence": 0.9}
        article = Article(
            text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), language=self.language, published=self.day,
            url=self.url, title="", publisher=self.publisher,
        )  # fmt: skip
        return Reading(
            article=article, language_pack=self.language,
            actors=tuple(Actor(id=i, name=n, kind=k, country=c, **sure) for i, (n, k, c) in ACTORS.items()),  # type: ignore[arg-type]
            places=tuple(
                Place(id=i, name=n, kind=k, country=c, admin1=a, latitude=la, longitude=lo, **sure)
                for i, (n, k, c, a, la, lo) in PLACES.items()
            ),
            statements=tuple(self.records["statement"]), figures=tuple(self.records["figure"]),
            events=tuple(self.records["event"]), agreements=tuple(self.records["agreement"]),
        )  # fmt: skip


def breach(by: str, against: str, statement: str) -> Breach:
    return Breach(by=(by,), against=(against,), statement=statement)


def keep(archive: Archive, *stories: Story, kabar_version: str = "1") -> list[int]:
    """Put stories into an archive; returns the ids of their articles."""
    ids = []
    for story in stories:
        reading = story.reading()
        added = archive.add_article(reading.article)
        archive.save_reading(added.version_id, reading, kabar_version=kabar_version, model="m")
        ids.append(added.article_id)
    return ids


def keys(archive: Archive, kind: str, article: int) -> list[str]:
    """Keys of an article's records of a kind, in the order of its text."""
    return [r.key for r in sorted(archive.each(kind, Query(article=article)), key=lambda r: r.start)]


def together(archive: Archive, kind: str) -> set[frozenset[str]]:
    """The clusters of a kind as sets of record keys."""
    return {frozenset(m.record_key for m in c.members) for c in archive.links.clusters(kind, limit=1000)}


def sizes(archive: Archive, kind: str) -> list[int]:
    """How many records each cluster of a kind holds, most first."""
    return sorted((len(c) for c in together(archive, kind)), reverse=True)


def disputes(archive: Archive) -> list[CrossDispute]:
    """All disputes by key."""
    return sorted(archive.links.disputes(limit=1000), key=lambda d: d.key)


def links(archive: Archive) -> tuple[Any, ...]:
    """Everything that reconciling keeps, with the time at which each was changed."""
    with archive.engine.connect() as connection:
        from kabar.store import schema as t

        changed = [tuple(r) for r in connection.execute(t.cluster.select().order_by(t.cluster.c.key))]
    clusters = [
        c
        for k in ("figure", "event", "agreement", "statement")
        for c in archive.links.clusters(k, limit=1000)
    ]
    return changed, clusters, disputes(archive), archive.links.situations(limit=1000)

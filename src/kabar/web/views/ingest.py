"""What the ingest page shows: the forms, what waits, and the reading of what was handed in."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.export.highlights import marks_of, segments
from kabar.model import Article, Reading, Record, Span
from kabar.store.spread import clean
from kabar.web.desk import LONGEST, Handed, ReadArticle

# So much of a text and so many of its records are shown before it is kept; then its own page has all.
SHOWN, MOST = 20_000, 100


@dataclass(frozen=True)
class Given:
    """What was filled in, so that nothing is lost where it is refused."""

    text: str = ""
    address: str = ""
    language: str = ""
    published: str = ""
    publisher: str = ""


@dataclass(frozen=True)
class Waiting:
    """One thing that was handed in: waiting (to be read), read, or kept."""

    id: str
    name: str
    state: str
    articles: int
    faults: int


@dataclass(frozen=True)
class IngestView:
    """The forms to hand something in, and what waits already. `longest` is the most characters of a text."""

    given: Given
    waiting: tuple[Waiting, ...]
    longest: int = LONGEST
    fault: str | None = None


@dataclass(frozen=True)
class Piece:
    """A run of the text with what was read in it: kinds of records, and their ids."""

    text: str
    kinds: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A record in short: who says so, what code it has, its words; a number with its bounds."""

    id: str
    kind: str
    code: str
    who: tuple[str, ...]
    words: str
    confidence: float
    flags: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    wording: str = ""
    unit: str = ""
    date: str | None = None


@dataclass(frozen=True)
class ArticleRead:
    """An article and what was read in it. `more` is how many characters of it are not shown."""

    title: str | None
    language: str
    published: str | None
    publisher: str | None
    url: str | None
    guessed: tuple[str, ...]
    pieces: tuple[Piece, ...]
    more: int
    lines: tuple[Line, ...]
    counts: dict[str, int]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class HandedView:
    """What was handed in. `kept` are the ids of its articles in the archive, once it is kept."""

    id: str
    name: str
    state: str
    articles: tuple[ArticleRead, ...]
    faults: tuple[str, ...]
    kept: tuple[int, ...]


def waiting(handed: list[Handed]) -> tuple[Waiting, ...]:
    """What somebody handed in, in short."""
    return tuple(
        Waiting(h.id, h.name, h.state, len(h.articles) or len(h.kept), len(h.faults)) for h in handed
    )


def handed_view(handed: Handed) -> HandedView:
    """What was handed in, with all that was read so far."""
    return HandedView(
        handed.id, handed.name, handed.state, tuple(map(_article, list(handed.articles))), tuple(handed.faults),
        tuple(k.article_id for k in handed.kept),
    )  # fmt: skip


def _article(read: ReadArticle) -> ArticleRead:
    article, reading = read.taken.article, read.reading
    records = (reading.statements, reading.figures, reading.events, reading.agreements, reading.disputes)
    return ArticleRead(
        _clean(article.title), article.language, article.published, _clean(article.publisher), _clean(article.url), article.guessed,
        _pieces(reading), max(0, len(article.text) - SHOWN), tuple(_lines(reading)),
        {kind: len(r) for kind, r in zip(("statement", "figure", "event", "agreement", "dispute"), records, strict=True)},
        tuple(w for w in reading.warnings if "--published" not in w),
    )  # fmt: skip


def _clean(text: str | None) -> str | None:
    return clean(text) if text is not None else None


def _pieces(reading: Reading) -> tuple[Piece, ...]:
    text = reading.article.text
    shown = (*reading.damage, *reading.statements, *reading.figures, *reading.events, *reading.places)
    marks = [m for record in shown for m in marks_of(record)]
    cut = segments(marks, Span(0, min(len(text), SHOWN)))
    return tuple(Piece(clean(s.span.of(text)), s.kinds, s.records) for s in cut)


def _lines(reading: Reading) -> list[Line]:
    article = reading.article
    found = [
        _line(s, "statement", s.act, _names(reading, s.sources), _words(article, s.content))
        for s in reading.statements[:MOST]
    ]
    for f in reading.figures[:MOST]:
        who = _names(reading, (f.source,) if f.source else ())
        found.append(
            _line(
                f, "figure", f.concept, who, _words(article, (f.span,)), low=f.low, high=f.high, wording=f.wording, unit=f.unit,
                date=f.as_of or f.since,
            )
        )  # fmt: skip
    for e in reading.events[:MOST]:
        words = _words(article, e.evidence)
        found.append(
            _line(e, "event", e.plover, _names(reading, e.actors), words, wording=e.status, date=e.date)
        )
    for a in reading.agreements[:MOST]:
        found.append(
            _line(a, "agreement", a.kind, _names(reading, a.parties), _words(article, (a.span,)), date=a.date)
        )
    for d in reading.disputes[:MOST]:
        holders = dict.fromkeys(h for p in d.positions for h in p.holders)
        found.append(_line(d, "dispute", d.kind, _names(reading, tuple(holders)), d.differ_in))
    return found


def _line(
    record: Record, kind: str, code: str, who: tuple[str, ...], words: str, *, low: float | None = None,
    high: float | None = None, wording: str = "", unit: str = "", date: str | None = None,
) -> Line:  # fmt: skip
    return Line(
        record.id,
        kind,
        code,
        who,
        clean(words),
        record.confidence,
        record.flags,
        low,
        high,
        wording,
        unit,
        date,
    )


def _names(reading: Reading, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(clean(reading.name(i)) for i in ids)


def _words(article: Article, spans: tuple[Span, ...]) -> str:
    return clean(" … ".join(s.of(article.text) for s in spans))

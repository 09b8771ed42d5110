"""The way an article goes, step by step. Pure: the same article and tables give the same reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache

from kabar.assemble.agreements import assemble_agreements
from kabar.assemble.context import Context
from kabar.assemble.counted import counted
from kabar.assemble.disputes import assemble_disputes
from kabar.assemble.events import assemble_events
from kabar.assemble.figures import assemble_figures
from kabar.assemble.places import assemble_places
from kabar.assemble.statements import assemble_statements
from kabar.mend import Mended, mend
from kabar.model import Actor, Article, DateMention, Reading
from kabar.resolve.actors import Cast
from kabar.resolve.dateline import published_day
from kabar.resolve.dates import find_dates
from kabar.resources import Resources
from kabar.tagger.attribution import tag_attributions
from kabar.tagger.decode import entity_spans, words_of
from kabar.tagger.encoder import Floats, load_encoder
from kabar.tagger.merge import completed
from kabar.tagger.tables import tag_by_tables
from kabar.tagger.tidy import tidied
from kabar.text.document import Document, Piece


def read_article(article: Article, resources: Resources) -> Reading:
    """Read one article: mend, tag, resolve, assemble."""
    return read_with_vectors(article, resources)[0]


def read_with_vectors(article: Article, resources: Resources) -> tuple[Reading, Floats]:
    """The reading, and unit vectors of the article's sentences [n, 384] by which it is compared with others."""
    mended = _mend(article, resources)
    doc = Document(mended.text, resources.pack)
    scores = load_encoder().read(mended.text)
    cast = Cast(
        doc,
        resources.actors,
        entity_spans(scores, words_of(doc, scores)),
        _demonyms(resources, article.language.split("-")[0]),
    )
    context = Context(
        doc,
        mended,
        resources,
        cast,
        _dates(article, mended, resources),
        scores,
        language=article.language.split("-")[0],
    )
    damaged = _damaged(mended)
    attributions = tag_attributions(doc, scores, damaged)
    if resources.pack.cues_complete_model:
        attributions = completed(doc, attributions, tag_by_tables(doc, damaged))
    attributions = counted(context, tidied(doc, attributions))
    places = assemble_places(context)
    statements = assemble_statements(context, attributions)
    figures = assemble_figures(context, statements)
    events = assemble_events(context, statements, figures)
    agreements = assemble_agreements(context, events, statements)
    disputes = assemble_disputes(context, figures, statements, events, agreements)
    for damage in mended.damage:
        context.note(damage.id, "mend", f"{damage.kind}: should read '{damage.should_read}'", damage.span)
    for _, mention in context.dates:
        if "unresolved" in mention.flags and article.published is None:
            context.note(mention.id, "resolve", "its day depends on the publication date", mention.span)
    used = _used((*statements, *figures, *events, *agreements, *disputes))
    reading = Reading(
        article=article, language_pack=resources.pack.code, damage=mended.damage, actors=_actors(context, used),
        places=tuple(places), dates=tuple(m for _, m in context.dates), statements=tuple(statements),
        figures=tuple(figures), events=tuple(events), agreements=tuple(agreements), disputes=tuple(disputes),
        steps=tuple(context.steps), warnings=_warnings(article, resources),
    )  # fmt: skip
    return reading, scores.sentence_vectors([(s.start, s.end) for s in doc.sentences])


def _demonyms(resources: Resources, language: str) -> Callable[[str], str | None]:
    """The country (ISO 3166-1 alpha-3) of an adjective of nations; where they are written large, a small one is another word."""
    forms = resources.gazetteer.demonyms(language)
    stems = sorted((f for f in forms if f.endswith("*")), key=len, reverse=True)

    @cache
    def country(word: str) -> str | None:
        if word.islower() and word.isascii():
            return None
        lower = word.casefold()
        form = lower if lower in forms else next((f for f in stems if lower.startswith(f[:-1])), None)
        return next((e.country for e in forms[form] if e.kind == "country"), None) if form else None

    return country


def _damaged(mended: Mended) -> list[Piece]:
    """Where the mended text was mended."""
    spans = [mended.offsets.to_mended(d.span) for d in mended.damage]
    return [Piece(s.start, s.end) for s in spans]


def _mend(article: Article, resources: Resources) -> Mended:
    return mend(
        article.text,
        language=article.language,
        names=resources.actors.names,
        adjective_after=resources.pack.adjective_after_noun,
        verbs=resources.pack.pattern("cues"),
    )


def _dates(article: Article, mended: Mended, resources: Resources) -> list[tuple[Piece, DateMention]]:
    """Date expressions with their place in the mended text; the records point at the original."""
    published = published_day(article.published, mended.text, resources.gazetteer)
    found = []
    for mention in find_dates(mended.text, article.language, published):
        piece = Piece(mention.span.start, mention.span.end)
        span = mended.offsets.to_original(piece.start, piece.end)
        found.append((piece, replace(mention, span=span, evidence=(span,))))
    return found


def _used(records: Iterable[object]) -> set[str]:
    """Every id that stands in a field of the records."""
    found: set[str] = set()
    for value in records:
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, tuple):
            found |= _used(value)
        elif is_dataclass(value):
            found |= _used(getattr(value, f.name) for f in fields(value))
    return found


def _actors(context: Context, used: set[str]) -> tuple[Actor, ...]:
    """The actors of the records, those of the table and people; nouns that only were looked at are left out."""
    cast = context.cast.actors.values()
    kept = [a for a in cast if a.known or a.kind == "person" or a.id in used]
    needed = used | {a.affiliation for a in kept if a.affiliation}
    return tuple(
        Actor(
            id=a.id, evidence=tuple(sorted({context.span(p) for p in a.mentions})), confidence=0.9 if a.known else 0.6,
            flags=() if a.known else ("local",), name=a.name, kind=a.kind, country=a.country,
            affiliation=a.affiliation,
        )
        for a in cast
        if a in kept or a.id in needed
    )  # fmt: skip


def _warnings(article: Article, resources: Resources) -> tuple[str, ...]:
    found = []
    if resources.pack.code == "und":
        found.append(
            f"no language pack for '{article.language}': who said what and events are read by the model alone, and "
            "figures and agreements are not looked for"
        )
    if article.published is None:
        found.append("no publication date: relative dates stay unresolved; give one with --published")
    return tuple(found)

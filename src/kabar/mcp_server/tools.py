"""The tools: what each is called, what it takes and gives back, and what it asks of the archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from kabar import __version__
from kabar.actors.find import all_names
from kabar.errors import KabarError
from kabar.mcp_server import disputes, told
from kabar.mcp_server.given import AFTER, FILTERS, Given, Id, Type, Words, limit, next_of, page_of, taking
from kabar.mcp_server.reading import around, article_reading, article_row
from kabar.mcp_server.tell import Teller, where, who
from kabar.mcp_server.visible import cut
from kabar.reconcile.view import find_situation, situation_view
from kabar.store.find import FACETS
from kabar.store.query import DISPUTE, OF_ARTICLE, PEOPLE, PLACES, SOUGHT_IN, allowed
from kabar.store.rows import DisputeRow
from kabar.store.search import fold
from kabar.store.spread import clean
from kabar.web.codes import CODES

MOST = 50
UNRECONCILED = (
    "Articles that are not reconciled yet, which disputes and situations may lack: {n} (`kabar reconcile`)."
)


@dataclass(frozen=True)
class Tool:
    """A tool; all but one only read."""

    name: str
    title: str
    help: str
    given: type[Given]
    answer: type[told.Told]
    run: Callable[[Teller, Any], told.Told]
    writes: bool = False


def _paged(of: str) -> dict[str, tuple[Any, Any]]:
    return {"limit": limit(10, MOST, of), "after": AFTER}


def _records(kind: str, title: str, help: str, listed: type[told.Told]) -> Tool:
    def run(teller: Teller, given: Any) -> told.Told:
        page = teller.archive.page(kind, given.query(), limit=given.limit, after=page_of(given.after))
        return told.Listed[Any](rows=teller.records(page.rows), next=next_of(page.after))

    plural = PLURAL[kind]
    return Tool(plural, title, help, taking(f"{plural}_given", allowed(kind), **_paged(plural)), listed, run)


PLURAL = {
    "statement": "statements", "figure": "figures", "event": "events", "agreement": "agreements", "breach": "breaches",
}  # fmt: skip


def _disputes(teller: Teller, given: Any) -> told.Told:
    after = page_of(given.after)
    if given.within_article:
        rows = teller.archive.disputes(given.query(), limit=given.limit, after=after)
        return told.Listed[told.Dispute](
            rows=disputes.within(teller, rows.rows, given.accounts), next=next_of(rows.after)
        )
    page = teller.archive.links.disputes(given.query(), limit=given.limit, after=after)
    found = disputes.across(teller, page.rows, given.accounts)
    return told.Listed[told.Dispute](rows=found, next=next_of(page.after), note=_waiting(teller))


def _waiting(teller: Teller) -> str | None:
    n = teller.archive.links.waiting()
    return UNRECONCILED.format(n=f"{n:,}") if n else None


def _situations(teller: Teller, given: Any) -> told.Told:
    found = teller.archive.links.situations(given.query(), limit=given.limit + 1, after=given.after or "")
    rows = [
        told.SituationRow(key=s.key, title=cut(s.title, 300), date=s.date, records=len(s.members))
        for s in found[: given.limit]
    ]
    more = rows[-1].key if len(found) > given.limit else None
    return told.Listed[told.SituationRow](rows=rows, next=more, note=_waiting(teller))


def _situation(teller: Teller, given: Any) -> told.Told:
    if given.key is None:
        found = find_situation(teller.archive, given.query())
    elif keyed := teller.archive.links.situations_by_key([given.key]):
        found = keyed[0]
    else:
        raise KabarError(f"there is no situation '{given.key}': `situations` lists them")
    return disputes.situation(teller, situation_view(teller.archive, found), given.most)


def _actors(teller: Teller, given: Any) -> told.Told:
    wanted = fold(given.name.strip())
    found = teller.archive.actors_named(given.name, sorted(_known().get(wanted, ())), limit=given.limit)
    return told.Listed[told.ActorRow](rows=[told.ActorRow(who=who(p), records=n) for p, n in found])


@cache
def _known() -> dict[str, frozenset[str]]:
    """Ids of kabar's table by every name that it has in any language, folded."""
    found: dict[str, set[str]] = {}
    for _, name, ident in all_names():
        found.setdefault(fold(name), set()).add(ident)
    return {name: frozenset(idents) for name, idents in found.items()}


def _places(teller: Teller, given: Any) -> told.Told:
    found = teller.archive.sites_named(given.name, limit=given.limit)
    rows = [told.PlaceRow(where=place, records=n) for site, n in found if (place := where(site))]
    return told.Listed[told.PlaceRow](rows=rows)


def _articles(teller: Teller, given: Any) -> told.Told:
    page = teller.archive.articles(given.query(), limit=given.limit, after=page_of(given.after))
    rows = [told.Article(article=teller.article(r), read=r.read) for r in page.rows]
    return told.Listed[told.Article](rows=rows, next=next_of(page.after))


def _article(teller: Teller, given: Any) -> told.Told:
    number = given.article
    if isinstance(number, str):
        number = teller.archive.find_article(number)
        if number is None:
            raise KabarError("there is no article with this address in this archive: `articles` lists them")
    return article_reading(teller, number, given.types or (), given.limit, given.after)


def _record(teller: Teller, given: Any) -> told.Told:
    keys = list(dict.fromkeys(given.keys))
    found = teller.archive.by_key(keys)
    rows = [found[k] for k in keys if k in found]
    made: list[Any] = [
        disputes.within(teller, [r], 20)[0] if isinstance(r, DisputeRow) else teller.records([r])[0]
        for r in rows
    ]
    across = disputes.across(teller, teller.archive.links.disputes_by_key(keys), 20)
    missing = [k for k in keys if k not in found and k not in {d.key for d in across}]
    note = f"No current reading has {', '.join(cut(k, 80) for k in missing)}." if missing else None
    return told.Records(rows=[*made, *across], passages={r.key: around(teller, r) for r in rows}, note=note)


def _count(teller: Teller, given: Any) -> told.Told:
    return told.Count(of=given.of, count=teller.archive.count(given.of, given.query()))


def _facets(teller: Teller, given: Any) -> told.Told:
    found = teller.archive.facets(given.of, given.by, given.query(), limit=given.limit)
    known = CODES.get(given.by, {})
    rows = [told.Facet(value=cut(value, 200), meaning=known.get(value), count=n) for value, n in found]
    return told.Listed[told.Facet](rows=rows)


def _comment(teller: Teller, given: Any) -> told.Told:
    if given.key not in teller.archive.by_key([given.key]):
        raise KabarError(f"there is no record '{given.key[:80]}' in this archive: nothing was kept")
    who = f"{teller.who} (by a model)"
    number = teller.archive.judgements.add("comment", given.key, who=who, why=given.text)
    return told.Commented(number=number, key=given.key, who=who)


def _overview(teller: Teller, given: Any) -> told.Told:
    archive = teller.archive
    newest = archive.articles(limit=1).rows
    _, cross, situations = archive.links.counts()
    return told.Overview(
        kabar=__version__, articles=archive.count("articles"),
        records={kind: archive.count(kind) for kind in (*PLURAL, "mention", "place", "damage")},
        languages=dict(archive.facets("articles", "language")),
        publishers={cut(name, 200): n for name, n in archive.facets("articles", "publisher", limit=20)},
        newest=newest[0].day if newest else None, disputes=cross, situations=situations, note=_waiting(teller),
    )  # fmt: skip


COUNTED = Literal[
    "articles", "statement", "figure", "event", "agreement", "breach", "dispute", "mention", "place", "damage"
]
OF_ARTICLES = OF_ARTICLE | PEOPLE | PLACES | set(SOUGHT_IN)
BY = Literal["actor", "flag", "country", "language", "publisher", "act", "mode", "concept", "unit", "plover", "cameo", "acled",
             "acled_sub", "status", "kind"]  # fmt: skip
WHEN_WHERE = {"place", "country", "box", "near", "since", "until"}
_of = {"of": (COUNTED, Field(description="Which records, or articles."))}
_key = (
    Annotated[str, Field(min_length=1, max_length=200)] | None,
    Field(default=None, description="Key of a situation."),
)

TOOLS: tuple[Tool, ...] = (
    Tool("overview", "What is in the archive", "Counts, languages, outlets and newest day of the archive: ask this first.", taking("overview_given", ()), told.Overview, _overview),
    _records("statement", "Who said what", "Statements: who said what about whom, in which words, in which article. Newest publication first.", told.Listed[told.Statement]),
    _records("figure", "How many", "Figures with their bounds, source, period, place and the words they were read from. Never average or add them up: different sources and periods stand side by side.", told.Listed[told.Figure]),
    _records("event", "What happened", "Events with PLOVER, CAMEO and ACLED codes, who did what to whom, where and when, and whether it is reported, only claimed, denied, demanded or planned.", told.Listed[told.Event]),
    _records("agreement", "What was agreed", "Agreements: truces, zones, deals, resolutions, with parties, brokers and terms.", told.Listed[told.Agreement]),
    _records("breach", "Alleged breaches", "Who says that whom broke an agreement: allegations, not findings.", told.Listed[told.Breach]),
    Tool("disputes", "Where accounts differ", "Accounts that contradict each other, each position with who holds it and the words: across articles, or within one article with within_article.",
         taking("disputes_given", DISPUTE | allowed("dispute"), within_article=(bool, Field(default=False, description="Disputes that one article tells of.")),
                accounts=limit(3, 20, "accounts of each position"), limit=limit(5, 20, "disputes"), after=AFTER), told.Listed[told.Dispute], _disputes),
    Tool("situations", "Situations", "Situations, each a place and a period, as reconciling found them.",
         taking("situations_given", WHEN_WHERE, limit=limit(20, MOST, "situations"), after=AFTER), told.Listed[told.SituationRow], _situations),
    Tool("situation", "One situation", "All that was told of a situation: disputes, figures by question and source, events by day, agreements, alleged breaches, accusations and demands. Without a key: the one of which most is told among those that the filters find.",
         taking("situation_given", WHEN_WHERE, key=_key, most=limit(6, 20, "rows of each part")), told.SituationTold, _situation),
    Tool("actors", "Find an actor", "Actors by a part of a name in any language that kabar's table knows, with the id to filter other tools by.",
         taking("actors_given", (), name=(Words, Field(description="A name or a part of one.")), limit=limit(10, MOST, "actors")), told.Listed[told.ActorRow], _actors),
    Tool("places", "Find a place", "Places by a part of a name, with the GeoNames id to filter other tools by.",
         taking("places_given", (), name=(Words, Field(description="A name or a part of one.")), limit=limit(10, MOST, "places")), told.Listed[told.PlaceRow], _places),
    Tool("articles", "Find articles", "Articles, newest first; filters of records ask for articles that have such a record.",
         taking("articles_given", OF_ARTICLES, **_paged("articles")), told.Listed[told.Article], _articles),
    Tool("article", "The reading of an article", "The records of one article in the order of its text, with the passages around their evidence. Not the whole text.",
         taking("article_given", (), article=(Id | Words, Field(description="Its number, or its address.")), types=(list[Type] | None, Field(default=None, max_length=9, description="Only these types of records.")),
                limit=limit(15, MOST, "records"), after=AFTER), told.ArticleReading, _article),
    Tool("record", "Records by key", "Records and disputes by their keys, each with the passage around its evidence: to check before citing.",
         taking("record_given", (), keys=(list[Words], Field(min_length=1, max_length=20, description="Keys of records."))), told.Records, _record),
    Tool("count", "How many records", "How many records, or articles, the filters find.", taking("count_given", FILTERS, **_of), told.Count, _count),
    Tool("facets", "Which values there are", "The values of a field and how many records have each, most first: which concepts, units, acts, outlets, actors an archive has.",
         taking("facets_given", FILTERS, **_of, by=(BY, Field(description="The field; which ones depends on the records: " + "; ".join(f"{k}: {', '.join(v)}" for k, v in FACETS.items()) + "; and for all records actor, flag, country.")), limit=limit(20, MOST, "values")), told.Listed[told.Facet], _facets),
)  # fmt: skip
COMMENT = Tool(
    "comment", "Comment on a record",
    "Put a comment beside a record for the people who review it. It changes nothing else, is kept for good under the name of the person who lets you, and people see that a model wrote it.",
    taking("comment_given", (), key=(Words, Field(description="Key of the record.")), text=(Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(clean)], Field(description="The comment."))),
    told.Commented, _comment, writes=True,
)  # fmt: skip
BY_NAME = {tool.name: tool for tool in TOOLS}


def record_of(teller: Teller, key: str) -> told.Told:
    """What the resource of a record holds. Raises KabarError where there is none."""
    found = _record(teller, BY_NAME["record"].given.model_validate({"keys": [key]}))
    if not getattr(found, "rows", None):
        raise KabarError(
            f"there is no record '{key[:80]}' in this archive: an earlier reading may have had it"
        )
    return found


def article_of(teller: Teller, number: str) -> told.Told:
    """What the resource of an article holds. Raises KabarError where there is none."""
    if not number.isdecimal() or len(number) > 15:
        raise KabarError(f"'{number[:40]}' is no number of an article: `articles` lists them")
    article_row(teller, int(number))
    return article_reading(teller, int(number), (), MOST, None)

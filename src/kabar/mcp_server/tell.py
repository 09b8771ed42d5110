"""Rows of an archive as the records of an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from kabar.mcp_server import told
from kabar.mcp_server.visible import cut, visible
from kabar.store import rows as r
from kabar.store.archive import Archive
from kabar.store.ledger import Judgement
from kabar.web.safe import outside
from kabar.web.words import words

LONGEST = 700  # characters of any text of an article
NAME = 200
PIECES = 20  # of evidence
PARTIES = 20  # in one role
Made = TypeVar("Made", bound=told.Record)


@dataclass(frozen=True)
class Teller:
    """Turns rows into answers; `workbench` is the address of the archive's pages, if they are served, `who` under whose name
    a model may comment, `decided` what people decided about the records that are told."""

    archive: Archive
    workbench: str | None = None
    who: str | None = None
    decided: Mapping[str, Judgement] = field(default_factory=dict)

    def knowing(self, keys: Iterable[str]) -> Teller:
        """A teller that knows the decisions about these records."""
        return replace(self, decided=self.archive.judgements.of_records(sorted(set(keys))))

    def records(self, found: Sequence[r.RecordRow]) -> list[Any]:
        """Records of any kinds, in this order, with what people decided about them."""
        knowing = self.knowing(row.key for row in found)
        return [TELL[type(row)](knowing, row) for row in found]

    def judged(self, key: str) -> told.Judged | None:
        """The decision about a record that holds."""
        j = self.decided.get(key)
        if j is None:
            return None
        says = visible(json.dumps(j.says, ensure_ascii=False)) if j.says else None
        return told.Judged(
            verdict=j.verdict, who=cut(j.who, NAME), on=j.at.date(), why=_name(j.why), says=says
        )

    def source(self, row: r.RecordRow) -> told.Source:
        """The article of a record."""
        page = f"{self.workbench}/articles/{row.article_id}#{row.local}" if self.workbench else None
        return source(row.article_id, row, page)

    def article(self, row: r.ArticleRow) -> told.Source:
        """An article of a list."""
        return source(row.id, row, f"{self.workbench}/articles/{row.id}" if self.workbench else None)

    def base(self, row: r.RecordRow, **quoted: str | None) -> dict[str, Any]:
        """What every record carries; `quoted` are words of the article beside its evidence."""
        return {
            "key": row.key, "uri": uri_of(row.key), "local": row.local, "article": self.source(row),
            "quoted": quotation(row, **quoted), "confidence": round(row.confidence, 3), "doubts": doubts(row.flags),
            "judged": self.judged(row.key),
        }  # fmt: skip


def uri_of(key: str) -> str:
    """The resource of a record."""
    return f"kabar://record/{key}"


def source(number: int, row: r.RecordRow | r.ArticleRow, page: str | None) -> told.Source:
    """An article by its number, with what is known of it."""
    return told.Source(
        id=number, uri=f"kabar://article/{number}", url=outside(row.url), title=_name(row.title),
        publisher=_name(row.publisher), language=cut(row.language, NAME), published=row.day, page=page,
    )  # fmt: skip


def quotation(row: r.RecordRow, **more: str | None) -> told.Quoted:
    """The evidence of a record and other words of its article."""
    offsets = [(s.start, s.end) for s in row.spans[:PIECES]]
    return told.Quoted(
        evidence=cut(row.evidence, LONGEST), offsets=offsets,
        **{n: cut(text, LONGEST) for n, text in more.items() if text},
    )  # fmt: skip


def doubts(flags: Iterable[str]) -> list[str]:
    """Flags with their meaning."""
    return [f"{flag}: {words('en').code('flag', flag)}" for flag in flags]


def bounds(row: r.FigureRow) -> str:
    """A figure's bounds in words, the wording of the article beside it where it says more."""
    said = words("en").bounds(row.low, row.high, row.wording)
    if (row.low, row.high) == (None, None) and (row.share_low, row.share_high) != (None, None):
        low, high = (None if n is None else round(100 * n, 1) for n in (row.share_low, row.share_high))
        said = f"{words('en').bounds(low, high)} percent of a number that is not given"
    return f"{said} ({row.wording})" if row.wording != "exact" else said


def people(row: r.RecordRow, role: str) -> list[told.Who]:
    """Those who have a role in a record."""
    return [who(p) for p in row.parties if p.role == role][:PARTIES]


def who(party: r.PartyRow) -> told.Who:
    """An actor."""
    return told.Who(
        name=cut(party.name, NAME), ref=cut(party.ref, NAME), kind=party.kind, country=party.country
    )


def where(site: r.SiteRow | None) -> told.Where | None:
    """A place."""
    if site is None:
        return None
    return told.Where(
        name=cut(site.name, NAME), kind=site.kind, country=site.country, admin1=_name(site.admin1),
        latitude=site.latitude, longitude=site.longitude, geonames=site.geonames,
    )  # fmt: skip


def _name(text: str | None) -> str | None:
    return cut(text, NAME) if text else None


def _statement(teller: Teller, row: r.StatementRow) -> told.Statement:
    quoted = {"source": row.source_text, "cue": row.cue_text, "content": row.content, "channel": row.channel}
    return told.Statement(
        **teller.base(row, **quoted), date=row.date, sources=people(row, "source"), source_form=row.source_form,
        act=row.act, mode=row.mode, addressees=people(row, "addressee"), targets=people(row, "target"),
        relayers=people(row, "relayer"),
    )  # fmt: skip


def _figure(teller: Teller, row: r.FigureRow) -> told.Figure:
    return told.Figure(
        **teller.base(row), date=row.date, bounds=bounds(row), low=row.low, high=row.high, wording=row.wording,
        unit=row.unit, concept=row.concept, group=row.group, measure=row.measure, counting=row.counting,
        share_low=row.share_low, share_high=row.share_high, since=row.since, until=row.until, as_of=row.as_of,
        place=where(row.site), sources=people(row, "source"), statement=row.statement, part_of=row.part_of,
        derived_from=row.derived_from,
    )  # fmt: skip


def _event(teller: Teller, row: r.EventRow) -> told.Event:
    return told.Event(
        **teller.base(row), date=row.date, status=row.status, plover=row.plover, plover_mode=row.plover_mode,
        cameo=row.cameo, acled=row.acled, acled_sub=row.acled_sub, actors=people(row, "actor"),
        targets=people(row, "target"), claimants=people(row, "claimant"), deniers=people(row, "denier"),
        civilians_targeted=row.civilians_targeted, killed=list(row.killed), injured=list(row.injured),
        place=where(row.site), statement=row.statement,
    )  # fmt: skip


def _agreement(teller: Teller, row: r.AgreementRow) -> told.Agreement:
    return told.Agreement(
        **teller.base(row, terms=row.terms), date=row.date, kind=row.kind, parties=people(row, "party"),
        brokers=people(row, "broker"), place=where(row.site),
    )  # fmt: skip


def _breach(teller: Teller, row: r.BreachRow) -> told.Breach:
    return told.Breach(
        **teller.base(row), kind=row.kind, accusers=people(row, "accuser"), accused=people(row, "accused"),
        place=where(row.site), statement=row.statement,
    )  # fmt: skip


def _mention(teller: Teller, row: r.MentionRow) -> told.Mention:
    return told.Mention(**teller.base(row), actor=people(row, "mentioned"))


def _place(teller: Teller, row: r.PlaceRow) -> told.Place:
    return told.Place(
        **teller.base(row), name=cut(row.name, NAME), precision=row.precision, place=where(row.site)
    )


def _damage(teller: Teller, row: r.DamageRow) -> told.Damage:
    return told.Damage(**teller.base(row, should_read=row.should_read), kind=row.kind)


TELL: dict[type[r.RecordRow], Callable[[Teller, Any], told.Record]] = {
    r.StatementRow: _statement, r.FigureRow: _figure, r.EventRow: _event, r.AgreementRow: _agreement,
    r.BreachRow: _breach, r.MentionRow: _mention, r.PlaceRow: _place, r.DamageRow: _damage,
}  # fmt: skip

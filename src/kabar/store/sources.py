"""The sources of an archive, outlets and those whom they quote: how much of each, how broken, doubtful and disputed.

Everything is counted over the whole archive, which takes seconds in a large one, and is kept until the archive changes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kabar.store import schema as t
from kabar.store.actors import actor_rows
from kabar.store.rows import ActorRow

if TYPE_CHECKING:
    from kabar.store.archive import Archive

SAID = ("statement", "figure")
MOST_QUOTED = 500


@dataclass
class _Tally:
    articles: int = 0
    statements: int = 0
    figures: int = 0
    damaged: int = 0
    doubtful: int = 0
    disputes: int = 0
    damaged_articles: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    days: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What stands under a source's name, and how much of it to be careful with.

    `doubtful` are statements and figures with any flag, `damaged` those of them whose passage is damaged; `disputes`
    are those across articles in which it stands on a side. `languages` are of articles (an outlet) or statements (somebody
    quoted), most first; `first` and `last` the days of publication known.
    """

    statements: int
    figures: int
    doubtful: int
    damaged: int
    disputes: int
    languages: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher of articles; None stands for those that name none. `damaged_articles` have a damaged passage."""

    publisher: str | None
    articles: int
    damaged_articles: int
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Somebody who is quoted: the source of statements or figures."""

    actor: ActorRow
    counts: Counts


class Sources:
    """Outlets and quoted sources."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def outlets(self) -> tuple[Outlet, ...]:
        """Every outlet, the one with the most articles first."""
        return self._archive.kept.of("outlets", self._outlets)

    def quoted(self) -> tuple[Quoted, ...]:
        """The 500 who are the source of the most statements, those with the most first."""
        return self._archive.kept.of("quoted", self._quoted)

    def _outlets(self) -> tuple[Outlet, ...]:
        a = t.article.c
        found: dict[str | None, _Tally] = {}
        with self._archive.looking() as connection:
            asked = sa.select(a.publisher, a.language, sa.func.count(), *_days(a.day))
            for publisher, language, n, *days in connection.execute(asked.group_by(a.publisher, a.language)):
                tally = found.setdefault(publisher, _Tally())
                tally.articles += n
                tally.languages[language] += n
                tally.days += filter(None, days)
            for name in SAID:
                c = t.RECORDS[name].c
                rows = connection.execute(sa.select(c.publisher, *_careful(c)).group_by(c.publisher))
                for publisher, *counts in rows:
                    _add(found.setdefault(publisher, _Tally()), name, *counts)
            damaged = sa.select(a.publisher, sa.func.count(t.damage.c.article_id.distinct()))
            damaged = damaged.join(t.article, a.id == t.damage.c.article_id).group_by(a.publisher)
            for publisher, n in connection.execute(damaged):
                found[publisher].damaged_articles = n
            disputed = _disputes(a.publisher).join(t.article, a.id == t.holder.c.article_id)
            for publisher, n in connection.execute(disputed.group_by(a.publisher)):
                found[publisher].disputes = n
        made = [
            Outlet(publisher=p, articles=x.articles, damaged_articles=x.damaged_articles, counts=_counts(x))
            for p, x in found.items()
        ]
        return tuple(sorted(made, key=lambda o: (-o.articles, o.publisher or "")))

    def _quoted(self) -> tuple[Quoted, ...]:
        p, h = t.party.c, t.holder.c
        found: dict[int, _Tally] = {}
        with self._archive.looking() as connection:
            ids = _most_quoted(connection)
            for name in SAID:
                c = t.RECORDS[name].c
                asked = sa.select(p.actor_id, c.language, *_careful(c), *_days(c.day))
                asked = asked.join(t.RECORDS[name], c.id == p.record_id)
                asked = asked.where(p.actor_id.in_(ids), p.type == name, p.role == "source")
                for who, language, n, doubtful, damaged, *days in connection.execute(
                    asked.group_by(p.actor_id, c.language)
                ):
                    tally = found.setdefault(who, _Tally())
                    _add(tally, name, n, doubtful, damaged)
                    tally.languages[language] += n if name == "statement" else 0
                    tally.days += filter(None, days)
            asked = _disputes(h.actor_id).where(h.actor_id.in_(ids)).group_by(h.actor_id)
            for who, n in connection.execute(asked):
                found[who].disputes = n
            rows = actor_rows(connection, ids)
        made = [Quoted(actor=rows[i], counts=_counts(x)) for i, x in found.items()]
        return tuple(sorted(made, key=lambda q: (-q.counts.statements, -q.counts.figures, q.actor.id)))


def _most_quoted(connection: sa.Connection) -> list[int]:
    """By a look into the index for each actor: both databases would else go through every role of every record."""
    p, a = t.party.c, t.actor.c
    of_it = sa.select(sa.func.count()).where(p.actor_id == a.id, p.type == "statement", p.role == "source")
    n = of_it.scalar_subquery().label("n")
    asked = sa.select(a.id, n).order_by(n.desc(), a.id).limit(MOST_QUOTED)
    return [i for i, count in connection.execute(asked) if count]


def _days(day: sa.ColumnElement[date]) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    known = sa.case((day > t.UNKNOWN_DAY, day))
    return sa.func.min(known), sa.func.max(known)


def _careful(c: Any) -> tuple[sa.ColumnElement[int], ...]:
    """How many, how many of them with a flag, and with the flag `damaged`."""
    return (
        sa.func.count(),
        sa.func.sum(sa.case((c.flags != "", 1), else_=0)),
        sa.func.sum(sa.case((c.flags.contains(" damaged "), 1), else_=0)),
    )


def _disputes(by: sa.ColumnElement[Any]) -> sa.Select[Any]:
    p, h = t.cross_position.c, t.holder.c
    count = sa.func.count(p.dispute_id.distinct())
    return sa.select(by, count).select_from(t.holder).join(t.cross_position, p.id == h.position_id)


def _add(tally: _Tally, name: str, n: int, doubtful: int, damaged: int) -> None:
    tally.doubtful += doubtful
    tally.damaged += damaged
    if name == "statement":
        tally.statements += n
    else:
        tally.figures += n


def _counts(tally: _Tally) -> Counts:
    return Counts(
        statements=tally.statements, figures=tally.figures, doubtful=tally.doubtful, damaged=tally.damaged,
        disputes=tally.disputes, languages=tuple(sorted(tally.languages.items(), key=lambda x: (-x[1], x[0]))), first=min(tally.days, default=None),
        last=max(tally.days, default=None),
    )  # fmt: skip

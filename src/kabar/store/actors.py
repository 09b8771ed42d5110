"""The actors of an archive: who there is, under which names, and what each says, does and suffers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kabar.actors.find import all_names, known_actors
from kabar.actors.table import KnownActor
from kabar.store import schema as t
from kabar.store.query import Condition
from kabar.store.rows import ActorRow
from kabar.store.search import fold
from kabar.store.spread import GAP, clean

if TYPE_CHECKING:
    from kabar.store.archive import Archive

MOST = 10_000
NEWEST = 500


@dataclass(frozen=True, slots=True)
class ActorCount:
    """An actor and in how many articles it is named."""

    actor: ActorRow
    articles: int


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How often an actor has a role in a kind of record, with the first and last day of publication known."""

    type: str
    role: str
    count: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Profile:
    """One actor. `table` is its row in kabar's table and `aliases` its names there by language (both empty for a name that
    only texts give); `written` are the forms in which the newest articles name it, most frequent first; `together` who is
    named in the most of its newest articles, of which `looked_at` were looked at.
    """

    actor: ActorRow
    articles: int
    table: KnownActor | None
    aliases: tuple[tuple[str, tuple[str, ...]], ...]
    written: tuple[str, ...]
    roles: tuple[RoleCount, ...]
    together: tuple[ActorCount, ...]
    looked_at: int


class Actors:
    """The actors that the current readings name."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def ranked(
        self, text: str = "", *, kind: str | None = None, country: str | None = None, limit: int = 50, skip: int = 0
    ) -> tuple[list[ActorCount], int]:  # fmt: skip
        """Actors by the number of articles that name them, and how many there are (10,000 at most).

        `text` stands in a name of theirs, in any language of kabar's table, in any letter case, with or without accents;
        those whose whole name it is come first.
        """
        question = ("ranked", fold(clean(text.strip())), kind, country)
        found = self._archive.kept.of(question, lambda: self._ranked(*question[1:]))
        chosen = found[skip : skip + limit]
        with self._archive.looking() as connection:
            rows = actor_rows(connection, [i for i, _ in chosen])
        return [ActorCount(rows[i], n) for i, n in chosen if i in rows], len(found)

    def _ranked(self, text: str, kind: str | None, country: str | None) -> list[tuple[int, int]]:
        a, m = t.actor.c, t.mention.c
        where: list[Condition] = []
        exact: set[int] = set()
        with self._archive.looking() as connection:
            if text:
                where.append(sa.or_(a.folded.contains(text, autoescape=True), a.ref.in_(_named(text))))
                whole = sa.or_(a.folded == text, a.ref.in_(_named(text, whole=True)))
                exact = set(connection.scalars(sa.select(a.id).where(whole)))
            if kind:
                where.append(a.kind == kind)
            if country:
                where.append(a.country == country)
            n = sa.func.count()
            asked = sa.select(m.actor_id, n).group_by(m.actor_id).order_by(n.desc(), m.actor_id).limit(MOST)
            if where:
                asked = asked.where(m.actor_id.in_(sa.select(a.id).where(*where)))
            rows = [(i, k) for i, k in connection.execute(asked)]
        return sorted(rows, key=lambda row: row[0] not in exact)

    def find(self, name: str) -> int | None:
        """The id of the actor with this number, or this id of kabar's table."""
        a = t.actor.c
        is_it = a.id == int(name) if name.isdecimal() and int(name) < 2**63 else a.ref == clean(name)
        with self._archive.looking() as connection:
            return connection.scalar(sa.select(a.id).where(is_it))

    def profile(self, actor_id: int, *, most: int = 12) -> Profile | None:
        """All that is known of one actor; None where there is none."""
        with self._archive.looking() as connection:
            actor = actor_rows(connection, [actor_id]).get(actor_id)
            if actor is None:
                return None
            together, looked_at = _together(connection, actor_id, most)
            roles = _roles(connection, actor_id)
            return Profile(
                actor=actor,
                articles=sum(r.count for r in roles if r.role == "mentioned"),
                table=known_actors().get(actor.ref),
                aliases=_aliases(actor.ref),
                written=_written(connection, actor_id),
                roles=roles,
                together=together,
                looked_at=looked_at,
            )


def actor_rows(connection: sa.Connection, ids: Sequence[int]) -> dict[int, ActorRow]:
    """The actors with these ids."""
    columns = [t.actor.c[n] for n in ActorRow.__dataclass_fields__]
    rows = connection.execute(sa.select(*columns).where(t.actor.c.id.in_(ids)))
    return {row.id: ActorRow(*row) for row in rows}


def _roles(connection: sa.Connection, actor_id: int) -> tuple[RoleCount, ...]:
    p = t.party.c
    day = sa.case((p.day > t.UNKNOWN_DAY, p.day))
    asked = sa.select(p.type, p.role, sa.func.count(), sa.func.min(day), sa.func.max(day))
    asked = asked.where(p.actor_id == actor_id).group_by(p.type, p.role).order_by(p.type, p.role)
    return tuple(RoleCount(*row) for row in connection.execute(asked))


def _newest(actor_id: int, column: sa.ColumnElement[Any]) -> sa.Select[Any]:
    m = t.mention.c
    return sa.select(column).where(m.actor_id == actor_id).order_by(m.day.desc(), m.id.desc()).limit(NEWEST)


def _together(connection: sa.Connection, actor_id: int, most: int) -> tuple[tuple[ActorCount, ...], int]:
    m = t.mention.c
    articles = list(connection.scalars(_newest(actor_id, m.article_id)))
    n = sa.func.count()
    asked = sa.select(m.actor_id, n).where(m.article_id.in_(articles), m.actor_id != actor_id)
    found = list(connection.execute(asked.group_by(m.actor_id).order_by(n.desc(), m.actor_id).limit(most)))
    rows = actor_rows(connection, [i for i, _ in found])
    return tuple(ActorCount(rows[i], k) for i, k in found), len(articles)


def _written(connection: sa.Connection, actor_id: int, most: int = 24) -> tuple[str, ...]:
    forms = Counter[str]()
    for evidence in connection.scalars(_newest(actor_id, t.mention.c.evidence)):
        forms.update(" ".join(form.split()) for form in evidence.split(GAP))
    return tuple(form for form, _ in forms.most_common(most) if form)


@cache
def _folded_names() -> tuple[tuple[str, str], ...]:
    """(folded name, id) of every name of kabar's table in every language."""
    return tuple(dict.fromkeys((fold(name), ident) for _, name, ident in all_names()))


def _named(text: str, *, whole: bool = False) -> list[str]:
    """The ids of kabar's table that have a name with this text in it, or that is it."""
    matching = (i for name, i in _folded_names() if (text == name if whole else text in name))
    return list(dict.fromkeys((*matching, *(i for i in known_actors() if text == i.casefold()))))


@cache
def _names_by_id() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for language, name, ident in all_names():
        found.setdefault(ident, {}).setdefault(language, []).append(name)
    return found


def _aliases(ref: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((language, tuple(names)) for language, names in sorted(_names_by_id().get(ref, {}).items()))

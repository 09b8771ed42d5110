"""What ingest keeps beside articles: its runs, what it refused, and which articles are nearly the same."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.spread import clean
from kabar.store.times import aware, now

if TYPE_CHECKING:
    from kabar.store.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of ingest. `progress` holds counts by outcome and whatever the run needs to go on; state: running, done, failed."""

    id: int
    sources: tuple[str, ...]
    started_at: datetime
    ended_at: datetime | None
    progress: dict[str, object]
    state: str


class Runs:
    """Runs of ingest and how far they came."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def start(self, sources: Sequence[str]) -> int:
        """A new run; returns its id."""
        values = {
            "sources": json.dumps([clean(s) for s in sources]),
            "started_at": now(),
            "progress": "{}",
            "state": "running",
        }
        with self._archive.writing() as connection:
            return int(connection.execute(sa.insert(t.run).values(values).returning(t.run.c.id)).scalar_one())

    def progress(self, run_id: int, progress: dict[str, object]) -> None:
        """Keep how far a run came (anything JSON holds); inside `Archive.batch` together with what it reports."""
        with self._archive.writing() as connection:
            connection.execute(
                sa.update(t.run).where(t.run.c.id == run_id).values(progress=json.dumps(progress))
            )

    def end(self, run_id: int, state: str = "done") -> None:
        """Close a run as "done" or "failed"."""
        with self._archive.writing() as connection:
            connection.execute(
                sa.update(t.run).where(t.run.c.id == run_id).values(state=state, ended_at=now())
            )

    def all(self, *, limit: int = 100) -> list[Run]:
        """The newest first."""
        with self._archive.looking() as connection:
            rows = connection.execute(sa.select(t.run).order_by(t.run.c.id.desc()).limit(limit))
            return [
                Run(
                    id=r.id, sources=tuple(json.loads(r.sources)), started_at=aware(r.started_at),
                    ended_at=aware(r.ended_at), progress=json.loads(r.progress), state=r.state,
                )
                for r in rows
            ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An input that could not be taken in; `payload` fetches its bytes."""

    id: int
    name: str
    reason: str
    at: datetime
    run_id: int | None
    media_type: str | None
    url: str | None
    tries: int
    has_payload: bool


class Refused:
    """Inputs that could not be taken in, with all that is needed to try them again."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add(
        self, name: str, reason: str, *, payload: bytes | None = None, media_type: str | None = None,
        url: str | None = None, run_id: int | None = None,
    ) -> int:  # fmt: skip
        """Keep a refused input; the same name, address and payload again only counts one more try. Returns its id."""
        r = t.refused
        packed = zlib.compress(payload) if payload is not None else None
        with self._archive.writing() as connection:
            same = sa.select(r.c.id, r.c.zlib).where(
                r.c.name == clean(name), r.c.settled_at.is_(None),
                r.c.url == clean(url) if url is not None else r.c.url.is_(None),
            )  # fmt: skip
            for row in connection.execute(same):
                if row.zlib == packed:
                    values = {"reason": clean(reason), "at": now(), "run_id": run_id, "tries": r.c.tries + 1}
                    connection.execute(sa.update(r).where(r.c.id == row.id).values(values))
                    return int(row.id)
            values = {
                "name": clean(name), "reason": clean(reason), "at": now(), "run_id": run_id, "media_type": media_type,
                "url": clean(url) if url is not None else None, "zlib": packed, "tries": 1,
            }  # fmt: skip
            return int(connection.execute(sa.insert(r).values(values).returning(r.c.id)).scalar_one())

    def settle(self, refusal_id: int) -> None:
        """Strike an input off the list: it was taken in at last, or nobody wants it. The row stays."""
        with self._archive.writing() as connection:
            connection.execute(
                sa.update(t.refused).where(t.refused.c.id == refusal_id).values(settled_at=now())
            )

    def payload(self, refusal_id: int) -> bytes | None:
        """The bytes as received, None where there are none."""
        with self._archive.looking() as connection:
            found = connection.scalar(sa.select(t.refused.c.zlib).where(t.refused.c.id == refusal_id))
        return zlib.decompress(found) if found is not None else None

    def open(self, *, limit: int = 1_000, after: int = 0) -> list[Refusal]:
        """Those not settled, by id; `after` is the id of the last one seen."""
        r = t.refused.c
        columns = [r[n] for n in Refusal.__dataclass_fields__ if n != "has_payload"]
        query = sa.select(*columns, r.zlib.is_not(None).label("has_payload"))
        with self._archive.looking() as connection:
            rows = connection.execute(
                query.where(r.settled_at.is_(None), r.id > after).order_by(r.id).limit(limit)
            ).mappings()
            return [Refusal(**{**row, "at": aware(row["at"])}) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Articles that are nearly the same. `kind` says how that was found, `likeness` (0-1) how near each is to the rest."""

    id: int
    members: tuple[tuple[int, str, float], ...]  # article id, kind, likeness


class Duplicates:
    """Near-duplicate articles, so that one agency report counts once as a source."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def sign(self, version_id: int, kind: str, signature: bytes, bands: Sequence[bytes]) -> None:
        """Keep a version's signature ("minhash", "vector" ...), and the bands by which candidates are found."""
        with self._archive.writing() as connection:
            for table in (t.signature, t.band):
                connection.execute(
                    sa.delete(table).where(table.c.version_id == version_id, table.c.kind == kind)
                )
            connection.execute(
                sa.insert(t.signature).values(version_id=version_id, kind=kind, value=signature)
            )
            if bands:
                rows = [{"version_id": version_id, "kind": kind, "value": b} for b in bands]
                connection.execute(sa.insert(t.band), rows)

    def signature(self, version_id: int, kind: str) -> bytes | None:
        """The signature of a version."""
        s = t.signature.c
        with self._archive.looking() as connection:
            return connection.scalar(sa.select(s.value).where(s.version_id == version_id, s.kind == kind))

    def candidates(self, kind: str, bands: Sequence[bytes]) -> dict[int, bytes]:
        """Articles whose newest version shares a band with these, by their ids, with their signatures."""
        b, s = t.band, t.signature
        sharing = sa.select(b.c.version_id).where(b.c.kind == kind, b.c.value.in_(bands))
        with self._archive.looking() as connection:
            rows = connection.execute(
                sa.select(t.article.c.id, s.c.value)
                .join(t.article, t.article.c.newest_version_id == s.c.version_id)
                .where(s.c.kind == kind, s.c.version_id.in_(sharing))
            )
            return {article_id: value for article_id, value in rows}

    def group(self, article_ids: Sequence[int], kind: str, likeness: float) -> int:
        """Put articles, and the groups that they are in, into one group; returns its id.

        The id is the smallest article id of the group. Raises KabarError for fewer than two articles.
        """
        if len(set(article_ids)) < 2:
            raise KabarError("a group of near-duplicates has two articles at least: give their ids")
        d = t.duplicate
        with self._archive.writing() as connection:
            grouped = sa.select(d.c.article_id, d.c.group_id).where(d.c.article_id.in_(article_ids))
            mine: dict[int, int] = {article: group for article, group in connection.execute(grouped)}
            group_id: int = min(*article_ids, *mine.values())
            if mine:
                connection.execute(
                    sa.update(d).where(d.c.group_id.in_(set(mine.values()))).values(group_id=group_id)
                )
            new = [
                {"article_id": i, "group_id": group_id, "kind": kind, "likeness": likeness}
                for i in dict.fromkeys(article_ids)
                if i not in mine
            ]
            if new:
                connection.execute(sa.insert(d), new)
        return group_id

    def leave(self, article_id: int) -> None:
        """Take an article out of its group: its new version is no near-duplicate any more.

        The others stay together, under the smallest id among them; one alone is no group.
        """
        d = t.duplicate
        with self._archive.writing() as connection:
            group_id = connection.scalar(
                sa.delete(d).where(d.c.article_id == article_id).returning(d.c.group_id)
            )
            if group_id is None:
                return
            others = list(connection.scalars(sa.select(d.c.article_id).where(d.c.group_id == group_id)))
            if len(others) == 1:
                connection.execute(sa.delete(d).where(d.c.group_id == group_id))
            elif others:
                connection.execute(sa.update(d).where(d.c.group_id == group_id).values(group_id=min(others)))

    def group_of(self, article_id: int) -> Group | None:
        """The group of an article, None where it is in none."""
        d = t.duplicate.c
        mine = sa.select(d.group_id).where(d.article_id == article_id).scalar_subquery()
        with self._archive.looking() as connection:
            rows = list(
                connection.execute(sa.select(t.duplicate).where(d.group_id == mine).order_by(d.article_id))
            )
        if not rows:
            return None
        return Group(id=rows[0].group_id, members=tuple((r.article_id, r.kind, r.likeness) for r in rows))

    def group_ids(self, article_ids: Sequence[int]) -> dict[int, int]:
        """The group of each of these articles that is in one."""
        d = t.duplicate.c
        with self._archive.looking() as connection:
            rows = connection.execute(
                sa.select(d.article_id, d.group_id).where(d.article_id.in_(article_ids))
            )
            return {article_id: group_id for article_id, group_id in rows}

    def groups(self, *, limit: int = 100, after: int = 0) -> list[Group]:
        """Groups by id; `after` is the id of the last one seen."""
        d = t.duplicate.c
        with self._archive.looking() as connection:
            ids = list(
                connection.scalars(
                    sa.select(d.group_id)
                    .where(d.group_id > after)
                    .distinct()
                    .order_by(d.group_id)
                    .limit(limit)
                )
            )
            rows = list(
                connection.execute(sa.select(t.duplicate).where(d.group_id.in_(ids)).order_by(d.article_id))
            )
        return [
            Group(id=i, members=tuple((r.article_id, r.kind, r.likeness) for r in rows if r.group_id == i))
            for i in ids
        ]

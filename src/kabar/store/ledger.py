"""What people decided, and what was done: rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.spread import clean
from kabar.store.times import aware, now

if TYPE_CHECKING:
    from kabar.store.archive import Archive

Verdict = Literal["same", "different", "wrong", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision about a record, or about two; `undone` says that a later row took it back."""

    id: int
    at: datetime
    who: str
    verdict: Verdict
    key: str
    other_key: str | None
    why: str
    undone: bool


class Judgements:
    """Decisions on record keys. They survive re-reading, because a record that says the same keeps its key."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add(
        self, verdict: Verdict, key: str, other_key: str | None = None, *, who: str, why: str = ""
    ) -> int:
        """Keep a decision, to be obeyed when the archive is reconciled next; returns its id. "same" and "different" are of two records, "wrong" and "right" of one.

        Raises KabarError: another verdict, a second record too many or too few, nobody named.
        """
        if verdict not in get_args(Verdict):
            raise KabarError(f"there is no verdict '{verdict}': use {', '.join(get_args(Verdict))}")
        if (verdict in ("same", "different")) != (other_key is not None):
            raise KabarError(
                f"'{verdict}' is of {'one record' if other_key else 'two records'}: give their keys"
            )
        if key == other_key:
            raise KabarError("a record is the same as itself: give two different keys")
        if not who.strip():
            raise KabarError("a decision is somebody's: say whose")
        j = t.judgement
        with self._archive.writing() as connection:
            values = {"at": now(), "who": clean(who), "verdict": verdict, "key": key, "other_key": other_key}
            _to_be_reconciled(connection, key, other_key)
            return int(
                connection.execute(
                    sa.insert(j).values(**values, why=clean(why)).returning(j.c.id)
                ).scalar_one()
            )

    def undo(self, judgement_id: int, *, who: str, why: str = "") -> int:
        """Take a decision back by a further row. Raises KabarError where there is none, or it is taken back already."""
        j = t.judgement
        with self._archive.writing() as connection:
            row = connection.execute(sa.select(j).where(j.c.id == judgement_id, j.c.undoes.is_(None))).first()
            if row is None:
                raise KabarError(f"there is no decision {judgement_id}: list them to see their numbers")
            if connection.scalar(sa.select(j.c.id).where(j.c.undoes == judgement_id)) is not None:
                raise KabarError(f"decision {judgement_id} is taken back already: make a new one instead")
            values = {
                "at": now(),
                "who": clean(who),
                "verdict": "undo",
                "key": row.key,
                "other_key": row.other_key,
            }
            _to_be_reconciled(connection, row.key, row.other_key)
            made = sa.insert(j).values(**values, why=clean(why), undoes=judgement_id).returning(j.c.id)
            return int(connection.execute(made).scalar_one())

    def all(self, key: str | None = None) -> list[Judgement]:
        """Every decision, the oldest first, those taken back too; `key` asks for those about one record."""
        j, undo = t.judgement, t.judgement.alias("undo")
        query = sa.select(j, undo.c.id.label("undo_id")).select_from(
            j.outerjoin(undo, undo.c.undoes == j.c.id)
        )
        query = query.where(j.c.undoes.is_(None)).order_by(j.c.id)
        if key is not None:
            query = query.where(sa.or_(j.c.key == key, j.c.other_key == key))
        with self._archive.looking() as connection:
            return [
                Judgement(
                    id=r.id, at=aware(r.at), who=r.who, verdict=r.verdict, key=r.key, other_key=r.other_key, why=r.why,
                    undone=r.undo_id is not None,
                )
                for r in connection.execute(query)
            ]  # fmt: skip

    def standing(self, key: str | None = None) -> list[Judgement]:
        """The decisions that hold: not taken back, and of several about the same records the last."""
        last: dict[tuple[frozenset[str | None], bool], Judgement] = {}
        for judgement in self.all(key):
            if not judgement.undone:
                last[frozenset((judgement.key, judgement.other_key)), judgement.other_key is None] = judgement
        return sorted(last.values(), key=lambda j: j.id)


def judged_wrong() -> sa.Select[str]:
    """Keys of the records that the last decision about them, if it holds, says are wrong."""
    j, later = t.judgement, t.judgement.alias("later")
    undone = sa.select(t.judgement.c.undoes).where(t.judgement.c.undoes.is_not(None))
    since = sa.exists().where(
        later.c.key == j.c.key, later.c.id > j.c.id, later.c.other_key.is_(None), later.c.undoes.is_(None),
        later.c.verdict != "comment", later.c.id.not_in(undone),
    )  # fmt: skip
    return sa.select(j.c.key).where(j.c.verdict == "wrong", j.c.id.not_in(undone), ~since)


def _to_be_reconciled(connection: sa.Connection, *keys: str | None) -> None:
    """The articles of these records are to be reconciled once more."""
    for key in filter(None, keys):
        table = t.RECORDS.get(key.partition("-")[0])
        if table is not None:
            mine = sa.select(table.c.article_id).where(table.c.key == key)
            connection.execute(
                sa.update(t.article).where(t.article.c.id.in_(mine)).values(reconciled_reading_id=None)
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """Something that was done to the archive."""

    id: int
    at: datetime
    who: str
    what: str
    detail: str


class Log:
    """The audit log."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add(self, what: str, detail: str = "", *, who: str) -> None:
        """Note what was done."""
        with self._archive.writing() as connection:
            values = {"at": now(), "who": clean(who), "what": clean(what), "detail": clean(detail)}
            connection.execute(sa.insert(t.log).values(values))

    def rows(self, *, limit: int = 100, before: int | None = None) -> list[LogRow]:
        """The newest first; `before` is the id of the last one seen."""
        query = sa.select(t.log).order_by(t.log.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(t.log.c.id < before)
        with self._archive.looking() as connection:
            return [
                LogRow(id=r.id, at=aware(r.at), who=r.who, what=r.what, detail=r.detail)
                for r in connection.execute(query)
            ]

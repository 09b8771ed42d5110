"""What people decided, and what was done: rows are only ever added."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.store import schema as t
from kabar.store.corrections import as_corrected, home_of, patch_of, rewrite, standing, unpack_reading
from kabar.store.spread import clean
from kabar.store.times import aware, now

if TYPE_CHECKING:
    from kabar.store.archive import Archive

Verdict = Literal["same", "different", "wrong", "right", "comment"]
PAIRS = ("same", "different")
LONGEST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision about a record, or about two; `undone` says that a later row took it back.

    `verdict` is one of `Verdict`, "corrected" (`says` holds the fields as corrected) or, in the log, "undo" of the row `undoes`.
    """

    id: int
    at: datetime
    who: str
    verdict: str
    key: str
    other_key: str | None
    why: str
    undone: bool
    says: dict[str, Any] | None = None
    undoes: int | None = None


class ConflictError(KabarError):
    """Somebody else decided about the record meanwhile; `other` is that decision."""

    def __init__(self, other: Judgement) -> None:
        super().__init__(
            f"{other.who} decided about this record meanwhile ({other.verdict}, {other.at:%Y-%m-%d %H:%M} UTC): "
            "look at that decision and decide again; nothing was changed"
        )
        self.other = other


class Judgements:
    """Decisions on record keys. They survive re-reading, because a record that says the same keeps its key.

    `seen` is the id of the last row about the record that the person had seen, 0 where there was none: where another came in
    between, the decision is refused with a ConflictError. Without `seen` nothing is compared.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add(
        self, verdict: Verdict, key: str, other_key: str | None = None, *, who: str, why: str = "", seen: int | None = None
    ) -> int:  # fmt: skip
        """Keep a decision, to be obeyed when the archive is reconciled next; returns its id. "same" and "different" are of
        two records, "wrong" (rejected), "right" (accepted) and "comment" of one. A comment decides nothing, and so is never
        refused for what somebody else did.

        Raises KabarError: another verdict, a second record too many or too few, nobody named, an empty comment.
        """
        if verdict not in get_args(Verdict):
            raise KabarError(f"there is no verdict '{verdict}': use {', '.join(get_args(Verdict))}")
        if (verdict in PAIRS) != (other_key is not None):
            raise KabarError(
                f"'{verdict}' is of {'one record' if other_key else 'two records'}: give their keys"
            )
        if key == other_key:
            raise KabarError("a record is the same as itself: give two different keys")
        if verdict == "comment" and not why.strip():
            raise KabarError("a comment is a text: write it")
        with self._archive.writing() as connection:
            self._begin(
                connection, key, other_key, who=who, why=why, seen=None if verdict == "comment" else seen
            )
            made = self._put(connection, verdict, key, other_key, who=who, why=why)
            if verdict != "comment":
                _to_be_reconciled(connection, key, other_key)
        return made

    def correct(
        self, key: str, given: Mapping[str, object], *, who: str, why: str = "", seen: int | None = None
    ) -> int:
        """Correct fields of a record (`fields.FIELDS`); the rows of its article follow at once, its reading stays as it was made.

        Values are JSON or as typed: "none" empties a field, semicolons part several; an actor is an id of the reading or of
        kabar's table or a name, a place a GeoNames id or a name, a passage start:end in characters of the article.
        Raises KabarError for a value that the field does not take, for fields that contradict one another, and where nothing
        differs.
        """
        with self._archive.writing() as connection:
            self._begin(connection, key, who=who, why=why, seen=seen)
            patch = patch_of(connection, key)
            says = patch.kept(key, given)
            if not says:
                raise KabarError(
                    "nothing differs from the record as it stands: accept it, or say what is wrong"
                )
            patch.apply(key, says)
            made = self._put(connection, "corrected", key, who=who, why=why, says=json.dumps(says))
            rewrite(connection, key)
            _to_be_reconciled(connection, key)
        return made

    def undo(self, judgement_id: int, *, who: str, why: str = "", seen: int | None = None) -> int:
        """Take a decision back by a further row. Raises KabarError where there is none, or it is taken back already."""
        j = t.judgement
        with self._archive.writing() as connection:
            row = connection.execute(sa.select(j).where(j.c.id == judgement_id, j.c.undoes.is_(None))).first()
            if row is None:
                raise KabarError(f"there is no decision {judgement_id}: list them to see their numbers")
            self._begin(connection, row.key, row.other_key, who=who, why=why, seen=seen)
            if connection.scalar(sa.select(j.c.id).where(j.c.undoes == judgement_id)) is not None:
                raise KabarError(f"decision {judgement_id} is taken back already: make a new one instead")
            made = self._put(
                connection, "undo", row.key, row.other_key, who=who, why=why, undoes=judgement_id
            )
            if row.verdict == "corrected" and _there(connection, row.key):
                rewrite(connection, row.key)
            _to_be_reconciled(connection, row.key, row.other_key)
        return made

    def _begin(
        self, connection: sa.Connection, *keys: str | None, who: str, why: str, seen: int | None = None
    ) -> None:
        """Nobody else decides about the records until the transaction ends. Raises ConflictError: somebody did before."""
        if not who.strip():
            raise KabarError("a decision is somebody's: say whose")
        if len(why) > LONGEST:
            raise KabarError(f"a comment has at most {LONGEST} characters: shorten it")
        _hold(connection, *keys)
        for key in filter(None, keys if seen is not None else ()):
            other = _latest(connection, key)
            if other is not None and other.id > (seen or 0):
                raise ConflictError(other)

    def _put(
        self, connection: sa.Connection, verdict: str, key: str, other_key: str | None = None, *, who: str, why: str, **more: Any
    ) -> int:  # fmt: skip
        j = t.judgement
        values = {
            "at": now(),
            "who": clean(who.strip()),
            "verdict": verdict,
            "key": key,
            "other_key": other_key,
        }
        made = sa.insert(j).values(**values, why=clean(why.strip()), **more).returning(j.c.id)
        return int(connection.execute(made).scalar_one())

    def all(self, key: str | None = None) -> list[Judgement]:
        """Every decision, the oldest first, those taken back too; `key` asks for those about one record."""
        j = t.judgement.c
        where: list[sa.ColumnElement[bool]] = [j.undoes.is_(None)]
        if key is not None:
            where.append(sa.or_(j.key == key, j.other_key == key))
        with self._archive.looking() as connection:
            return _judgements(connection, sa.select(t.judgement).where(*where).order_by(j.id))

    def standing(self, key: str | None = None) -> list[Judgement]:
        """The decisions that hold: not taken back, and of several about the same records the last. A comment decides nothing."""
        last: dict[tuple[frozenset[str | None], bool], Judgement] = {}
        for judgement in self.all(key):
            if not judgement.undone and judgement.verdict != "comment":
                last[frozenset((judgement.key, judgement.other_key)), judgement.other_key is None] = judgement
        return sorted(last.values(), key=lambda j: j.id)

    def of_records(self, keys: Collection[str]) -> dict[str, Judgement]:
        """What holds of each of these records alone (right, wrong, corrected); one that nobody decided about is left out."""
        j = t.judgement.c
        asked = sa.select(t.judgement).where(
            j.key.in_(keys), j.other_key.is_(None), j.undoes.is_(None), j.verdict != "comment"
        )
        with self._archive.looking() as connection:
            found = _judgements(connection, asked.order_by(j.id))
        return {judgement.key: judgement for judgement in found if not judgement.undone}

    def pairs_of(self, keys: Collection[str]) -> list[Judgement]:
        """The decisions that hold of each of these records and another: the same, or different; the oldest first."""
        j = t.judgement.c
        about = sa.or_(j.key.in_(keys), j.other_key.in_(keys))
        asked = sa.select(t.judgement).where(about, j.other_key.is_not(None), j.undoes.is_(None))
        with self._archive.looking() as connection:
            found = _judgements(connection, asked.order_by(j.id))
        last = {frozenset((x.key, x.other_key)): x for x in found if not x.undone}
        return sorted(last.values(), key=lambda x: x.id)

    def latest(self, key: str) -> int:
        """The id of the last row about a record, what took others back and comments included; 0 where there is none."""
        with self._archive.looking() as connection:
            found = _latest(connection, key)
        return found.id if found else 0

    def left(self) -> list[tuple[Judgement, str]]:
        """Corrections that hold and can't be applied, because their record is gone or says otherwise now, and why."""
        with self._archive.looking() as connection:
            missing: dict[str, str] = {}
            homes: dict[int, Any] = {}
            for key in dict.fromkeys(k for k, _ in standing(connection)):
                if _there(connection, key):
                    home = home_of(connection, key, hold=False)
                    homes[home.id] = home
                else:
                    missing[key] = "the reading has no such record any more"
            for home in homes.values():
                missing |= dict(as_corrected(connection, unpack_reading(home.zlib), home.address).left)
            j = t.judgement.c
            asked = sa.select(t.judgement).where(j.verdict == "corrected").order_by(j.id)
            found = _judgements(connection, asked) if missing else []
        return [(x, missing[x.key]) for x in found if not x.undone and x.key in missing]

    def log(
        self, *, who: str | None = None, verdict: str | None = None, kind: str | None = None, key: str | None = None,
        limit: int = 100, before: int | None = None,
    ) -> list[Judgement]:  # fmt: skip
        """Every row, what takes others back too, the newest first; `kind` is that of the record, `before` the last id seen."""
        j = t.judgement.c
        where: list[sa.ColumnElement[bool]] = []
        if who is not None:
            where.append(j.who == who)
        if verdict is not None:
            where.append(j.verdict == verdict)
        if kind is not None:
            where.append(j.key.startswith(f"{kind}-", autoescape=True))
        if key is not None:
            where.append(sa.or_(j.key == key, j.other_key == key))
        if before is not None:
            where.append(j.id < before)
        with self._archive.looking() as connection:
            return _judgements(
                connection, sa.select(t.judgement).where(*where).order_by(j.id.desc()).limit(limit)
            )


def _judgements(connection: sa.Connection, asked: sa.Select[Any]) -> list[Judgement]:
    rows = list(connection.execute(asked))
    ids = [r.id for r in rows]
    j = t.judgement.c
    undone: set[int] = set()
    for i in range(0, len(ids), 10_000):
        undone |= set(connection.scalars(sa.select(j.undoes).where(j.undoes.in_(ids[i : i + 10_000]))))
    return [
        Judgement(
            id=r.id, at=aware(r.at), who=r.who, verdict=r.verdict, key=r.key, other_key=r.other_key, why=r.why,
            undone=r.id in undone, says=json.loads(r.says) if r.says else None, undoes=r.undoes,
        )
        for r in rows
    ]  # fmt: skip


def _latest(connection: sa.Connection, key: str) -> Judgement | None:
    j = t.judgement.c
    asked = (
        sa.select(t.judgement).where(sa.or_(j.key == key, j.other_key == key)).order_by(j.id.desc()).limit(1)
    )
    found = _judgements(connection, asked)
    return found[0] if found else None


def _hold(connection: sa.Connection, *keys: str | None) -> None:
    """One at a time decides about a record. SQLite's transactions that write are one at a time anyway."""
    if connection.dialect.name == "postgresql":
        for key in sorted(filter(None, keys)):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, 0))))


def _there(connection: sa.Connection, key: str) -> bool:
    table = t.RECORDS.get(key.partition("-")[0])
    return (
        table is not None and connection.scalar(sa.select(table.c.id).where(table.c.key == key)) is not None
    )


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

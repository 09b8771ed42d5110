"""An archive: articles as received, their readings, and what was found in them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from kabar.errors import KabarError
from kabar.model import Article, Block, Reading
from kabar.store import schema as t
from kabar.store.actors import Actors
from kabar.store.corrections import as_corrected, show_records, unpack_reading
from kabar.store.fetched import FetchedPages
from kabar.store.intake import Duplicates, Refused, Runs
from kabar.store.ledger import Judgements, Log
from kabar.store.links import Links
from kabar.store.people import People
from kabar.store.queries import Queries
from kabar.store.query import ALL, Query
from kabar.store.queue import Queue, queue
from kabar.store.rows import (
    Added,
    ReadingRow,
    VersionRow,
)
from kabar.store.search import forget_words, passages, write_words
from kabar.store.sources import Sources
from kabar.store.spread import clean, day_of
from kabar.store.times import aware, now


class Archive(Queries):
    """Use `kabar.open`. Every method raises KabarError when the database fails; what was reported as done is kept.

    Threads may share an archive; `batch` puts the calls of one thread into one transaction.
    """

    def __init__(self, target: str | Path, *, busy_seconds: float = 10.0) -> None:
        super().__init__(target, busy_seconds=busy_seconds)
        self.refused, self.runs, self.duplicates = Refused(self), Runs(self), Duplicates(self)
        self.fetched = FetchedPages(self)
        self.actors, self.sources = Actors(self), Sources(self)
        self.links, self.judgements, self.log = Links(self), Judgements(self), Log(self)
        self.people = People(self)

    # Articles

    def add_article(
        self,
        article: Article,
        *,
        received: bytes | None = None,
        media_type: str | None = None,
        name: str | None = None,
        fetched_at: datetime | None = None,
        run_id: int | None = None,
    ) -> Added:
        """Keep an article. Its identity is its URL, else the SHA-256 of its text.

        An article whose text, title, byline, publication date and language are those of its newest version is
        "unchanged" and nothing is written; one that differs becomes the next version.
        `received` are the bytes as they came, kept unaltered (compressed by zlib, under their SHA-256).
        """
        address = clean(article.url or f"sha256:{article.sha256}")
        with self.writing() as connection:
            newest = self._newest(connection, address)
            if newest is not None and _same(newest, article):
                return Added(
                    outcome="unchanged",
                    article_id=newest.article_id,
                    version_id=newest.id,
                    number=newest.number,
                )
            if newest is None:
                article_id = self._new_article(connection, address, article)
            else:
                article_id = newest.article_id
            number = newest.number + 1 if newest is not None else 1
            values = {
                "article_id": article_id, "number": number, "sha256": article.sha256,
                "received_sha256": _keep(connection, received), "media_type": _cleaned(media_type), "name": _cleaned(name),
                "fetched_at": fetched_at, "added_at": now(), "run_id": run_id, "url": _cleaned(article.url),
                "blocks": msgspec.json.encode(article.blocks), "guessed": " ".join(article.guessed),
                "zlib": _packed(article.text), **_told(article),
            }  # fmt: skip
            version_id = connection.execute(
                sa.insert(t.version).values(values).returning(t.version.c.id)
            ).scalar_one()
            self._show(connection, article_id, version_id, article)
            outcome = Added(
                outcome="new" if newest is None else "updated", article_id=article_id, version_id=version_id,
                number=number,
            )  # fmt: skip
        return outcome

    def _newest(self, connection: sa.Connection, address: str) -> Any:
        return connection.execute(
            sa.select(t.version)
            .join(t.article, t.article.c.newest_version_id == t.version.c.id)
            .where(t.article.c.address == address)
            .with_for_update(of=t.article)
        ).first()

    def _new_article(self, connection: sa.Connection, address: str, article: Article) -> int:
        values = {
            "address": address,
            "url": _cleaned(article.url),
            "language": article.language,
            "added_at": now(),
        }
        return int(
            connection.execute(
                sa.insert(t.article)
                .values(values | {"day": day_of(article.published)})
                .returning(t.article.c.id)
            ).scalar_one()
        )

    def _show(self, connection: sa.Connection, article_id: int, version_id: int, article: Article) -> None:
        """The article's own row and its full text follow its newest version."""
        told_ = _told(article)
        connection.execute(
            sa.update(t.article)
            .where(t.article.c.id == article_id)
            .values(
                newest_version_id=version_id, title=told_["title"], publisher=told_["publisher"],
                language=article.language, day=day_of(article.published),
            )
        )  # fmt: skip
        old = list(connection.scalars(sa.select(t.passage.c.id).where(t.passage.c.article_id == article_id)))
        forget_words(connection, "passage_words", old)
        connection.execute(sa.delete(t.passage).where(t.passage.c.article_id == article_id))
        text = (
            article.text
            if not article.title or article.title in article.text
            else f"{article.title}\n{article.text}"
        )
        rows = []
        for cut in passages(text):
            passage_id = connection.execute(
                sa.insert(t.passage).values(article_id=article_id).returning(t.passage.c.id)
            ).scalar_one()
            rows.append((passage_id, cut))
        write_words(connection, "passage_words", rows)

    def article(self, version_id: int) -> Article:
        """The article of a version, as it was handed in. Raises KabarError where there is no such version."""
        with self.looking() as connection:
            row = connection.execute(sa.select(t.version).where(t.version.c.id == version_id)).first()
        if row is None:
            raise KabarError(f"there is no version {version_id} in this archive: it may be of another one")
        return Article(
            text=_unpacked(row.zlib), sha256=row.sha256, language=row.language, published=row.published, url=row.url,
            title=row.title, byline=row.byline, publisher=row.publisher,
            blocks=msgspec.json.decode(row.blocks, type=tuple[Block, ...]), guessed=tuple(row.guessed.split()),
        )  # fmt: skip

    def texts(self, version_ids: Sequence[int]) -> dict[int, str]:
        """The texts of these versions, by id."""
        v = t.version.c
        with self.looking() as connection:
            rows = connection.execute(sa.select(v.id, v.zlib).where(v.id.in_(version_ids)))
            return {version_id: _unpacked(packed) for version_id, packed in rows}

    def received(self, version_id: int) -> bytes | None:
        """The bytes that a version came as, unaltered; None where none were handed in."""
        with self.looking() as connection:
            found = connection.scalar(
                sa.select(t.received.c.zlib)
                .join(t.version, t.version.c.received_sha256 == t.received.c.sha256)
                .where(t.version.c.id == version_id)
            )
        return zlib.decompress(found) if found is not None else None

    def versions(self, article_id: int) -> list[VersionRow]:
        """All versions of an article, the first first."""
        with self.looking() as connection:
            rows = connection.execute(
                sa.select(*(t.version.c[n] for n in VersionRow.__dataclass_fields__))
                .where(t.version.c.article_id == article_id)
                .order_by(t.version.c.number)
            ).mappings()
            return [
                VersionRow(**{**r, "fetched_at": aware(r["fetched_at"]), "added_at": aware(r["added_at"])})
                for r in rows
            ]

    def find_article(self, address: str) -> int | None:
        """The id of the article at this URL (or "sha256:..." of a text that came without one)."""
        with self.looking() as connection:
            return connection.scalar(sa.select(t.article.c.id).where(t.article.c.address == clean(address)))

    # Readings

    def save_reading(self, version_id: int, reading: Reading, *, kabar_version: str, model: str) -> int:
        """Keep a reading and make it the version's current one; returns its id.

        `model` is the digest of the model that read it. One transaction: until it ends, the reading before it stays current and
        its records are the ones that queries find. The records of an article are those of its newest version that has a
        reading. The same version, kabar version and model again replaces that reading.
        Raises KabarError when the reading is not of this version's text.
        """
        with self.writing() as connection:
            at = connection.execute(
                sa.select(t.version.c.article_id, t.version.c.sha256, t.version.c.number, t.article.c.address, t.article.c.read_version_id)
                .join(t.article, t.article.c.id == t.version.c.article_id)
                .where(t.version.c.id == version_id)
                .with_for_update(of=t.article)
            ).first()  # fmt: skip
            if at is None:
                raise KabarError(f"there is no version {version_id} in this archive: add its article first")
            if at.sha256 != reading.article.sha256:
                raise KabarError(
                    f"the reading is of another text than version {version_id}: read that version's article"
                )
            r = t.reading
            connection.execute(
                sa.delete(r).where(
                    r.c.version_id == version_id, r.c.kabar_version == kabar_version, r.c.model == model
                )
            )
            connection.execute(
                sa.update(r).where(r.c.version_id == version_id, r.c.current).values(current=False)
            )
            reading_id: int = connection.execute(
                sa.insert(r)
                .values(
                    version_id=version_id, kabar_version=kabar_version, model=model, schema=reading.schema,
                    language_pack=reading.language_pack, current=True, read_at=now(),
                    zlib=zlib.compress(reading.to_json()),
                )
                .returning(r.c.id)
            ).scalar_one()  # fmt: skip
            shown = connection.scalar(
                sa.select(t.version.c.number).where(t.version.c.id == at.read_version_id)
            )
            if shown is None or at.number >= shown:
                show_records(connection, at.article_id, version_id, reading, at.address)
                connection.execute(
                    sa.update(t.article)
                    .where(t.article.c.id == at.article_id)
                    .values(read_version_id=version_id, reading_id=reading_id)
                )
        return reading_id

    def reading(self, version_id: int) -> Reading | None:
        """The current reading of a version with what people corrected in it; None where it has none.

        `reading_by_id` gives it as the machine made it. Raises KabarError: one of another schema.
        """
        r, a = t.reading.c, t.article.c
        with self.looking() as connection:
            found = connection.execute(
                sa.select(r.zlib, a.address)
                .join(t.version, t.version.c.id == r.version_id)
                .join(t.article, a.id == t.version.c.article_id)
                .where(r.version_id == version_id, r.current)
            ).first()
            if found is None:
                return None
            return as_corrected(connection, unpack_reading(found.zlib), found.address).reading

    def reading_by_id(self, reading_id: int) -> Reading | None:
        """A reading as the machine made it, current or not."""
        with self.looking() as connection:
            found = connection.scalar(sa.select(t.reading.c.zlib).where(t.reading.c.id == reading_id))
        return unpack_reading(found) if found is not None else None

    def readings(self, version_id: int) -> list[ReadingRow]:
        """All readings of a version, the oldest first."""
        with self.looking() as connection:
            rows = connection.execute(
                sa.select(*(t.reading.c[n] for n in ReadingRow.__dataclass_fields__))
                .where(t.reading.c.version_id == version_id)
                .order_by(t.reading.c.id)
            ).mappings()
            return [ReadingRow(**{**r, "read_at": aware(r["read_at"])}) for r in rows]

    def queue(
        self, query: Query = ALL, *, kinds: Sequence[str] = (), limit: int = 20, after: str | None = None
    ) -> Queue:
        """A page of the records that need a person, most valuable first (`queue.queue`)."""
        return queue(self, query, kinds=kinds, limit=limit, after=after)

    def unread(self, *, kabar_version: str, model: str, limit: int = 100, after: int = 0) -> list[int]:
        """Newest versions that this kabar version and model have not read yet, by id, at most `limit` after id `after`."""
        r, v = t.reading, t.version
        read = sa.exists().where(
            r.c.version_id == v.c.id, r.c.kabar_version == kabar_version, r.c.model == model
        )
        with self.looking() as connection:
            return list(
                connection.scalars(
                    sa.select(v.c.id)
                    .join(t.article, t.article.c.newest_version_id == v.c.id)
                    .where(v.c.id > after, ~read)
                    .order_by(v.c.id)
                    .limit(limit)
                )
            )


def _told(article: Article) -> dict[str, str | None]:
    names = ("title", "byline", "publisher", "published", "language")
    return {n: _cleaned(getattr(article, n)) for n in names}


def _cleaned(value: str | None) -> str | None:
    return clean(value) if value is not None else None


def _same(row: Any, article: Article) -> bool:
    return row.sha256 == article.sha256 and all(
        getattr(row, n) == v for n, v in _told(article).items() if n != "publisher"
    )


def _keep(connection: sa.Connection, received: bytes | None) -> str | None:
    if received is None:
        return None
    digest = hashlib.sha256(received).hexdigest()
    if connection.scalar(sa.select(t.received.c.sha256).where(t.received.c.sha256 == digest)) is None:
        connection.execute(
            sa.insert(t.received).values(sha256=digest, size=len(received), zlib=zlib.compress(received))
        )
    return digest


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")

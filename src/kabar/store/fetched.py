"""What sites said of the pages that were fetched, so that an unchanged page is not sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from kabar.store import schema as t

if TYPE_CHECKING:
    from kabar.store.archive import Archive


class FetchedPages:
    """ETag and Last-Modified by address (RFC 9110)."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def tags(self, url: str) -> tuple[str | None, str | None]:
        """(ETag, Last-Modified) of an address as last fetched; (None, None) for one never seen."""
        f = t.fetched.c
        with self._archive.looking() as connection:
            row = connection.execute(sa.select(f.etag, f.modified).where(f.url == url)).first()
        return (row.etag, row.modified) if row is not None else (None, None)

    def keep(self, url: str, etag: str | None, modified: str | None) -> None:
        """Keep what the site said; inside `Archive.batch` together with the page's article."""
        with self._archive.writing() as connection:
            connection.execute(sa.delete(t.fetched).where(t.fetched.c.url == url))
            connection.execute(sa.insert(t.fetched).values(url=url, etag=etag, modified=modified))

"""What is exported: the records of an archive that a query finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from kabar.export.columns import TABLES, Table, Value, values
from kabar.store import Archive, Query
from kabar.store.query import allowed
from kabar.store.rows import RecordRow


@dataclass(frozen=True)
class Selection:
    """An archive with a query; `tables` are those to export."""

    archive: Archive
    query: Query
    tables: tuple[Table, ...] = TABLES

    def rows(self, kind: str) -> Iterator[RecordRow]:
        """Every record of a kind that the query finds, newest publication first.

        A filter that means nothing for a kind (the act of a figure) finds none of that kind.
        """
        if not self.query.given() <= allowed(kind):
            return iter(())
        return self.archive.each(kind, self.query)

    def table(self, table: Table) -> Iterator[dict[str, Value]]:
        """The rows of a table, by column name."""
        return (values(table, row) for row in self.rows(table.kind))


def only(query: Query, names: set[str]) -> Query:
    """The query with these filters alone."""
    return replace(Query(), **{f.name: getattr(query, f.name) for f in fields(query) if f.name in names})

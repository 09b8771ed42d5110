"""The archive: articles as received, their readings, and queries. SQLite by default, PostgreSQL by URL."""

from kabar.store.archive import Archive
from kabar.store.find import Page
from kabar.store.ledger import ConflictError, Judgement
from kabar.store.query import Query
from kabar.store.rows import Added

__all__ = ["Added", "Archive", "ConflictError", "Judgement", "Page", "Query"]

"""Sources -> archive: every article read, kept, and grouped with its near-duplicates."""

from kabar.ingest.run import Outcome, Settings, ingest, retry_refused

__all__ = ["Outcome", "Settings", "ingest", "retry_refused"]

"""An Atom feed of disputes, the newest first, so that a reader is told of new ones; by feedgen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import BinaryIO

from kabar.export.selection import Selection, only
from kabar.export.xlsx import UNHOLDABLE
from kabar.store.links import CrossDispute

MOST = 100
FILTERS = {
    "kind",
    "actor",
    "place",
    "country",
    "box",
    "near",
    "since",
    "until",
    "published_since",
    "published_until",
    "confidence",
}


def write_feed(selection: Selection, out: BinaryIO) -> None:
    """The newest hundred disputes that the query finds."""
    from feedgen.feed import FeedGenerator

    found = list(selection.archive.links.disputes(only(selection.query, FILTERS), limit=MOST))
    feed = FeedGenerator()
    feed.id("urn:kabar:disputes")
    feed.title("Disputes: accounts that differ")
    feed.link(href="urn:kabar:disputes", rel="self")
    feed.updated(max((d.changed_at for d in found if d.changed_at), default=datetime(1970, 1, 1, tzinfo=UTC)))
    for dispute in found:
        entry = feed.add_entry(order="append")
        entry.id(f"urn:kabar:{dispute.key}")
        entry.title(_held(dispute.question))
        entry.updated(dispute.changed_at or datetime(1970, 1, 1, tzinfo=UTC))
        entry.content(_told(dispute), type="text")
    feed.atom_file(out, pretty=True)


def _told(dispute: CrossDispute) -> str:
    return "\n".join(_held(f"{p.says} ({p.order_reason})") for p in dispute.positions)


def _held(text: str) -> str:
    return UNHOLDABLE.sub("\ufffd", text)

"""The tables of an archive: one schema for SQLite and PostgreSQL. Changed only together with a migration.

Days are dates; the day 0001-01-01 stands for "unknown" and 9999-12-31 for "open", so that every row has a place in the order.
The rows of records are those of an article's current reading; older readings are kept whole in `reading`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

HEAD = "0002"
UNKNOWN_DAY = date.min
OPEN_DAY = date.max
FIRST_DAY = date(1, 1, 2)
SHORT, LONG, NO_DATE = 0, 1, 2
SHORT_DAYS = 31

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMES)

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# The same order and the same equality on both: by code point.
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
Bytes = sa.LargeBinary()
When = sa.DateTime(timezone=True)

Column = sa.Column


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *parts)


def _id() -> Column[int]:
    return Column("id", Id, sa.Identity(), primary_key=True)


def _ref(name: str, target: str, *, optional: bool = False) -> Column[int]:
    return Column(name, Id, sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=optional)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _day(name: str = "day") -> Column[date]:
    return Column(name, sa.Date, nullable=False)


def _record() -> tuple[Column[Any], ...]:
    """What every record's row has; `spans` is "start:end start:end", `flags` is " one two "."""
    return (
        _id(), Column("key", Text, nullable=False, unique=True), _ref("article_id", "article"),
        _ref("version_id", "version"), _text("local"), Column("start", sa.Integer, nullable=False),
        Column("end", sa.Integer, nullable=False), _text("spans"), _text("evidence"),
        Column("confidence", sa.Float, nullable=False), _text("flags"), _text("language"),
        _text("publisher", optional=True), _day(),
    )  # fmt: skip


def _place() -> Column[int]:
    return _ref("site_id", "site", optional=True)


def _when() -> tuple[Column[Any], ...]:
    """`date` is ISO 8601/EDTF as read; both bounds are the unknown day where there is none.

    `date_class` is SHORT up to a month, else LONG, or NO_DATE: what touches a period is then found by a narrow range of
    first days among the short ones, which are nearly all, and not by half of the table.
    """
    return (
        _text("date", optional=True),
        _day("date_lo"),
        _day("date_hi"),
        Column("date_class", sa.SmallInteger, nullable=False),
    )


archive_info = _table("archive_info", Column("name", Text, primary_key=True), _text("value"))

article = _table(
    "article", _id(), Column("address", Text, nullable=False, unique=True), _text("url", optional=True),
    Column("newest_version_id", Id, nullable=True), Column("read_version_id", Id, nullable=True),
    Column("reading_id", Id, nullable=True, index=True), Column("reconciled_reading_id", Id, nullable=True),
    _text("title", optional=True), _text("publisher", optional=True), _text("language"), _day(),
    Column("added_at", When, nullable=False),
)  # fmt: skip

received = _table(
    "received", Column("sha256", Text, primary_key=True), Column("size", Id, nullable=False),
    Column("zlib", Bytes, nullable=False),
)  # fmt: skip

version = _table(
    "version", _id(), _ref("article_id", "article"), Column("number", sa.Integer, nullable=False),
    _text("sha256"), Column("received_sha256", Text, sa.ForeignKey("received.sha256"), nullable=True, index=True),
    _text("media_type", optional=True), _text("name", optional=True), Column("fetched_at", When, nullable=True),
    Column("added_at", When, nullable=False), Column("run_id", Id, nullable=True), _text("url", optional=True),
    _text("title", optional=True), _text("byline", optional=True), _text("publisher", optional=True),
    _text("published", optional=True), _text("language"), Column("blocks", Bytes, nullable=False),
    _text("guessed"), Column("zlib", Bytes, nullable=False), sa.UniqueConstraint("article_id", "number"),
    sa.Index("ix_version_sha256", "sha256"),
)  # fmt: skip

reading = _table(
    "reading", _id(), _ref("version_id", "version"), _text("kabar_version"), _text("model"),
    Column("schema", sa.Integer, nullable=False), _text("language_pack"), Column("current", sa.Boolean, nullable=False),
    Column("read_at", When, nullable=False), Column("zlib", Bytes, nullable=False),
    sa.UniqueConstraint("version_id", "kabar_version", "model"),
)  # fmt: skip

actor = _table(
    "actor", _id(), Column("ref", Text, nullable=False, unique=True), _text("name"),
    Column("folded", Text, nullable=False, index=True), _text("kind"), _text("country", optional=True),
    _text("affiliation", optional=True),
)  # fmt: skip

site = _table(
    "site", _id(), Column("ref", Text, nullable=False, unique=True), _text("name"),
    Column("folded", Text, nullable=False, index=True), _text("kind"), Column("country", Text, nullable=True, index=True),
    _text("admin1", optional=True), Column("latitude", sa.Float, index=True), Column("longitude", sa.Float),
    Column("x", sa.Float), Column("y", sa.Float), Column("z", sa.Float), Column("geonames", Id, nullable=True, index=True),
)  # fmt: skip

statement = _table(
    "statement", *_record(), _text("act"), _text("mode"), _text("source_form"), _text("source_text", optional=True),
    _text("cue_text", optional=True), _text("content"), _text("relayed_by", optional=True),
    _text("channel", optional=True), *_when(),
)  # fmt: skip

figure = _table(
    "figure", *_record(), Column("low", sa.Float), Column("high", sa.Float), _text("wording"), _text("unit"),
    _text("concept"), _text("group", optional=True), _text("measure", optional=True), _text("counting", optional=True),
    Column("share_low", sa.Float), Column("share_high", sa.Float), _text("part_of", optional=True),
    _text("derived_from", optional=True), _text("sectors"), _place(), _text("since", optional=True),
    _text("until", optional=True), _text("as_of", optional=True), _text("statement", optional=True), *_when(),
)  # fmt: skip

event = _table(
    "event", *_record(), _text("plover"), _text("plover_mode", optional=True), _text("cameo", optional=True),
    _text("acled", optional=True), _text("acled_sub", optional=True), _text("status"),
    Column("civilians_targeted", sa.Boolean, nullable=False), _text("killed"), _text("injured"), _place(),
    _text("statement", optional=True), *_when(),
)  # fmt: skip

agreement = _table("agreement", *_record(), _text("kind"), _text("terms"), _place(), *_when())

breach = _table(
    "breach", *_record(), _ref("agreement_id", "agreement"), _text("statement", optional=True), _text("kind"),
    _place(),
)  # fmt: skip

dispute = _table(
    "dispute", *_record(), _text("kind"), _text("differ_in"), Column("positions", sa.Integer, nullable=False)
)

position = _table(
    "position", _id(), _ref("dispute_id", "dispute"), Column("number", sa.Integer, nullable=False),
    _text("record_key"), sa.Index("ix_position_dispute_id", "dispute_id", "number"),
    sa.Index("ix_position_record_key", "record_key"),
)  # fmt: skip

mention = _table("mention", *_record(), _ref("actor_id", "actor"), _text("name"))

place = _table(
    "place",
    *_record(),
    _ref("site_id", "site"),
    _text("name"),
    Column("precision", sa.Integer, nullable=False),
)

date_mention = _table(
    "date_mention", *_record(), _text("precision"), _text("relation"), _text("calendar"), *_when()
)

damage = _table("damage", *_record(), _text("kind"), _text("should_read"))

RECORDS = {
    t.name: t
    for t in (statement, figure, event, agreement, breach, dispute, mention, place, date_mention, damage)
}

# Who has which role in which record, and where; `day` and `record_id` give the order of a page without a look at the record.
party = _table(
    "party", _id(), _text("type"), Column("record_id", Id, nullable=False), _ref("article_id", "article"),
    _text("role"), Column("number", sa.Integer, nullable=False), _ref("actor_id", "actor"), _day(),
    sa.Index("ix_party_actor", "actor_id", "type", "day", "record_id"),
    sa.Index("ix_party_role", "actor_id", "type", "role", "day", "record_id"),
    sa.Index("ix_party_record", "type", "record_id"), sa.Index("ix_party_article_id", "article_id"),
)  # fmt: skip

located = _table(
    "located", _id(), _text("type"), Column("record_id", Id, nullable=False), _ref("article_id", "article"),
    _ref("site_id", "site"), _day(), sa.Index("ix_located_site", "site_id", "type", "day", "record_id"),
    sa.Index("ix_located_record", "type", "record_id"), sa.Index("ix_located_article_id", "article_id"),
)  # fmt: skip

flagged = _table(
    "flagged", _id(), _text("type"), Column("record_id", Id, nullable=False), _ref("article_id", "article"),
    _text("flag"), _day(), sa.Index("ix_flagged_flag", "type", "flag", "day", "record_id"),
    sa.Index("ix_flagged_article_id", "article_id"),
)  # fmt: skip

passage = _table(
    "passage", _id(), _ref("article_id", "article"), sa.Index("ix_passage_article_id", "article_id")
)

for _name, _t in RECORDS.items():
    sa.Index(f"ix_{_name}_day", _t.c.day, _t.c.id)
    sa.Index(f"ix_{_name}_article_id", _t.c.article_id)
    sa.Index(f"ix_{_name}_version_id", _t.c.version_id)
    sa.Index(f"ix_{_name}_language", _t.c.language, _t.c.day, _t.c.id)
    sa.Index(f"ix_{_name}_publisher", _t.c.publisher, _t.c.day, _t.c.id)
for _t, _column in (
    (statement, "act"), (figure, "concept"), (figure, "unit"), (event, "plover"), (event, "cameo"), (event, "acled"),
    (event, "acled_sub"), (event, "status"), (agreement, "kind"), (dispute, "kind"), (mention, "actor_id"),
    (place, "site_id"),
):  # fmt: skip
    sa.Index(f"ix_{_t.name}_{_column}", _t.c[_column], _t.c.day, _t.c.id)
for _t in (statement, figure, event, agreement, date_mention):
    sa.Index(f"ix_{_t.name}_date", _t.c.date_class, _t.c.date_lo, _t.c.date_hi, _t.c.day, _t.c.id)
sa.Index("ix_article_day", article.c.day, article.c.id)
sa.Index("ix_article_language", article.c.language, article.c.day, article.c.id)
sa.Index("ix_article_publisher", article.c.publisher, article.c.day, article.c.id)
sa.Index("ix_figure_low", figure.c.low)
sa.Index("ix_breach_agreement_id", breach.c.agreement_id)

# Runs of ingest, and what they refused.
run = _table(
    "run", _id(), _text("sources"), Column("started_at", When, nullable=False), Column("ended_at", When, nullable=True),
    _text("progress"), _text("state"),
)  # fmt: skip

refused = _table(
    "refused", _id(), _text("name"), _text("reason"), Column("at", When, nullable=False),
    Column("run_id", Id, nullable=True), _text("media_type", optional=True), _text("url", optional=True),
    Column("zlib", Bytes, nullable=True), Column("tries", sa.Integer, nullable=False),
    Column("settled_at", When, nullable=True), sa.Index("ix_refused_settled_at", "settled_at", "id"),
    sa.Index("ix_refused_name", "name"),
)  # fmt: skip

fetched = _table(
    "fetched",
    Column("url", Text, primary_key=True),
    _text("etag", optional=True),
    _text("modified", optional=True),
)

signature = _table(
    "signature", Column("version_id", Id, sa.ForeignKey("version.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True), Column("value", Bytes, nullable=False),
)  # fmt: skip

band = _table(
    "band", _id(), _ref("version_id", "version"), _text("kind"), Column("value", Bytes, nullable=False),
    sa.Index("ix_band_value", "kind", "value"), sa.Index("ix_band_version_id", "version_id"),
)  # fmt: skip

duplicate = _table(
    "duplicate", Column("article_id", Id, sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", Id, nullable=False, index=True), _text("kind"), Column("likeness", sa.Float, nullable=False),
)  # fmt: skip

# What reconciling found: everything here can be made again from the records and the judgements.
cluster = _table(
    "cluster", _id(), Column("key", Text, nullable=False, unique=True), _text("type"),
    Column("changed_at", When, nullable=False), sa.Index("ix_cluster_type", "type", "id"),
)  # fmt: skip

member = _table(
    "member", _id(), _ref("cluster_id", "cluster"), _text("record_key"), Column("confidence", sa.Float, nullable=False),
    _text("reason"), sa.UniqueConstraint("cluster_id", "record_key"), sa.Index("ix_member_record_key", "record_key"),
)  # fmt: skip

cross_dispute = _table(
    "cross_dispute", _id(), Column("key", Text, nullable=False, unique=True), _text("kind"), _text("differ_in"),
    _text("question"), Column("low", sa.Float), Column("high", sa.Float), _place(), *_when(), _text("flags"),
    Column("confidence", sa.Float, nullable=False), Column("articles", sa.Integer, nullable=False), _day(),
    Column("changed_at", When, nullable=False),
    sa.Index("ix_cross_dispute_day", "day", "id"), sa.Index("ix_cross_dispute_kind", "kind", "day", "id"),
    sa.Index("ix_cross_dispute_changed_at", "changed_at", "id"), sa.Index("ix_cross_dispute_site_id", "site_id"),
)  # fmt: skip

cross_position = _table(
    "cross_position", _id(), _ref("dispute_id", "cross_dispute"), Column("number", sa.Integer, nullable=False),
    _text("says"), Column("low", sa.Float), Column("high", sa.Float), _text("order_reason"),
    sa.UniqueConstraint("dispute_id", "number"),
)  # fmt: skip

holder = _table(
    "holder", _id(), _ref("position_id", "cross_position"), _ref("actor_id", "actor", optional=True),
    _ref("article_id", "article", optional=True), _text("record_key"), _text("repeats_key", optional=True),
    Column("first_hand", sa.Boolean, nullable=False), sa.Index("ix_holder_position_id", "position_id"),
    sa.Index("ix_holder_actor_id", "actor_id"), sa.Index("ix_holder_record_key", "record_key"),
    sa.Index("ix_holder_article_id", "article_id"),
)  # fmt: skip

situation = _table(
    "situation", _id(), Column("key", Text, nullable=False, unique=True), _text("title"), _place(), *_when(),
    Column("changed_at", When, nullable=False), sa.Index("ix_situation_site_id", "site_id"),
)  # fmt: skip

situation_member = _table(
    "situation_member", _id(), _ref("situation_id", "situation"), _text("type"), _text("record_key"),
    sa.UniqueConstraint("situation_id", "record_key"), sa.Index("ix_situation_member_record_key", "record_key"),
)  # fmt: skip

# What people decided, and what was done: rows are only ever added.
judgement = _table(
    "judgement", _id(), Column("at", When, nullable=False), _text("who"), _text("verdict"), _text("key"),
    _text("other_key", optional=True), _text("why"), Column("undoes", Id, nullable=True), _text("says", optional=True),
    sa.Index("ix_judgement_key", "key"), sa.Index("ix_judgement_other_key", "other_key"),
)  # fmt: skip

log = _table(
    "log", _id(), Column("at", When, nullable=False), _text("who"), _text("what"), _text("detail"),
    sa.Index("ix_log_at", "at"),
)  # fmt: skip

# Who may use the pages of this archive. Passwords are kept as argon2id hashes, sessions and tokens as SHA-256 digests.
account = _table(
    "account", _id(), Column("name", Text, nullable=False, unique=True), _text("password_hash"), _text("role"),
    Column("made_at", When, nullable=False), Column("closed", sa.Boolean, nullable=False),
)  # fmt: skip

session = _table(
    "session", _id(), Column("digest", Text, nullable=False, unique=True), _ref("account_id", "account"),
    Column("made_at", When, nullable=False), Column("ends_at", When, nullable=False),
    sa.Index("ix_session_account_id", "account_id"),
)  # fmt: skip

token = _table(
    "token", _id(), Column("digest", Text, nullable=False, unique=True), _ref("account_id", "account"), _text("name"),
    _text("scopes"), Column("made_at", When, nullable=False), Column("ends_at", When, nullable=True),
    Column("revoked", sa.Boolean, nullable=False), sa.Index("ix_token_account_id", "account_id"),
)  # fmt: skip

# The words of passages and statements for full-text search: FTS5 tables on SQLite, tsvector on PostgreSQL (search.py).
WORDS = ("passage_words", "statement_words")

"""The first tables of an archive."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WORDS = ("passage_words", "statement_words")


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in WORDS:
        if sqlite:
            # The words come cut: kabar/store/search.py says why.
            op.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(words, tokenize='ascii')")
        else:
            op.execute(f"CREATE TABLE {name} (id bigint PRIMARY KEY, words tsvector NOT NULL)")
            op.execute(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)")
    op.create_table(
        "actor",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("ref", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("country", TEXT, nullable=True),
        sa.Column("affiliation", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("ref", name=op.f("uq_actor_ref")),
    )
    op.create_index(op.f("ix_actor_folded"), "actor", ["folded"], unique=False)
    op.create_table(
        "archive_info",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_archive_info")),
    )
    op.create_table(
        "article",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("newest_version_id", ID, nullable=True),
        sa.Column("read_version_id", ID, nullable=True),
        sa.Column("reading_id", ID, nullable=True),
        sa.Column("reconciled_reading_id", ID, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("address", name=op.f("uq_article_address")),
    )
    op.create_index("ix_article_day", "article", ["day", "id"], unique=False)
    op.create_index("ix_article_language", "article", ["language", "day", "id"], unique=False)
    op.create_index("ix_article_publisher", "article", ["publisher", "day", "id"], unique=False)
    op.create_index(op.f("ix_article_reading_id"), "article", ["reading_id"], unique=False)
    op.create_table(
        "cluster",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("key", name=op.f("uq_cluster_key")),
    )
    op.create_index("ix_cluster_type", "cluster", ["type", "id"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("other_key", TEXT, nullable=True),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("undoes", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index("ix_judgement_key", "judgement", ["key"], unique=False)
    op.create_index("ix_judgement_other_key", "judgement", ["other_key"], unique=False)
    op.create_table(
        "log",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
    )
    op.create_index("ix_log_at", "log", ["at"], unique=False)
    op.create_table(
        "received",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("zlib", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_received")),
    )
    op.create_table(
        "fetched",
        sa.Column("url", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("modified", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_fetched")),
    )
    op.create_table(
        "refused",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("media_type", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("zlib", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused")),
    )
    op.create_index("ix_refused_name", "refused", ["name"], unique=False)
    op.create_index("ix_refused_settled_at", "refused", ["settled_at", "id"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("sources", TEXT, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_table(
        "site",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("ref", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("country", TEXT, nullable=True),
        sa.Column("admin1", TEXT, nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("x", sa.Float(), nullable=True),
        sa.Column("y", sa.Float(), nullable=True),
        sa.Column("z", sa.Float(), nullable=True),
        sa.Column("geonames", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("ref", name=op.f("uq_site_ref")),
    )
    op.create_index(op.f("ix_site_country"), "site", ["country"], unique=False)
    op.create_index(op.f("ix_site_folded"), "site", ["folded"], unique=False)
    op.create_index(op.f("ix_site_geonames"), "site", ["geonames"], unique=False)
    op.create_index(op.f("ix_site_latitude"), "site", ["latitude"], unique=False)
    op.create_table(
        "cross_dispute",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("differ_in", TEXT, nullable=False),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("site_id", ID, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_lo", sa.Date(), nullable=False),
        sa.Column("date_hi", sa.Date(), nullable=False),
        sa.Column("date_class", sa.SmallInteger(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_cross_dispute_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cross_dispute")),
        sa.UniqueConstraint("key", name=op.f("uq_cross_dispute_key")),
    )
    op.create_index("ix_cross_dispute_changed_at", "cross_dispute", ["changed_at", "id"], unique=False)
    op.create_index("ix_cross_dispute_day", "cross_dispute", ["day", "id"], unique=False)
    op.create_index("ix_cross_dispute_kind", "cross_dispute", ["kind", "day", "id"], unique=False)
    op.create_index("ix_cross_dispute_site_id", "cross_dispute", ["site_id"], unique=False)
    op.create_table(
        "duplicate",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_duplicate_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_duplicate")),
    )
    op.create_index(op.f("ix_duplicate_group_id"), "duplicate", ["group_id"], unique=False)
    op.create_table(
        "flagged",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("flag", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_flagged_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flagged")),
    )
    op.create_index("ix_flagged_article_id", "flagged", ["article_id"], unique=False)
    op.create_index("ix_flagged_flag", "flagged", ["type", "flag", "day", "record_id"], unique=False)
    op.create_table(
        "located",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_located_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_located_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_located")),
    )
    op.create_index("ix_located_article_id", "located", ["article_id"], unique=False)
    op.create_index("ix_located_record", "located", ["type", "record_id"], unique=False)
    op.create_index("ix_located_site", "located", ["site_id", "type", "day", "record_id"], unique=False)
    op.create_table(
        "member",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("cluster_id", ID, nullable=False),
        sa.Column("record_key", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_member_cluster_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("cluster_id", "record_key", name=op.f("uq_member_cluster_id_record_key")),
    )
    op.create_index("ix_member_record_key", "member", ["record_key"], unique=False)
    op.create_table(
        "party",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_party_actor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_party_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_index("ix_party_actor", "party", ["actor_id", "type", "day", "record_id"], unique=False)
    op.create_index("ix_party_article_id", "party", ["article_id"], unique=False)
    op.create_index("ix_party_record", "party", ["type", "record_id"], unique=False)
    op.create_index("ix_party_role", "party", ["actor_id", "type", "role", "day", "record_id"], unique=False)
    op.create_table(
        "passage",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_passage_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_article_id", "passage", ["article_id"], unique=False)
    op.create_table(
        "situation",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_lo", sa.Date(), nullable=False),
        sa.Column("date_hi", sa.Date(), nullable=False),
        sa.Column("date_class", sa.SmallInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_situation_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation")),
        sa.UniqueConstraint("key", name=op.f("uq_situation_key")),
    )
    op.create_index("ix_situation_site_id", "situation", ["site_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("received_sha256", TEXT, nullable=True),
        sa.Column("media_type", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("byline", TEXT, nullable=True),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("published", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("blocks", sa.LargeBinary(), nullable=False),
        sa.Column("guessed", TEXT, nullable=False),
        sa.Column("zlib", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_version_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["received_sha256"], ["received.sha256"], name=op.f("fk_version_received_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_version_article_id_number")),
    )
    op.create_index(op.f("ix_version_received_sha256"), "version", ["received_sha256"], unique=False)
    op.create_index("ix_version_sha256", "version", ["sha256"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("terms", TEXT, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_lo", sa.Date(), nullable=False),
        sa.Column("date_hi", sa.Date(), nullable=False),
        sa.Column("date_class", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_agreement_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_agreement_site_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_agreement_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("key", name=op.f("uq_agreement_key")),
    )
    op.create_index("ix_agreement_article_id", "agreement", ["article_id"], unique=False)
    op.create_index(
        "ix_agreement_date", "agreement", ["date_class", "date_lo", "date_hi", "day", "id"], unique=False
    )
    op.create_index("ix_agreement_day", "agreement", ["day", "id"], unique=False)
    op.create_index("ix_agreement_kind", "agreement", ["kind", "day", "id"], unique=False)
    op.create_index("ix_agreement_language", "agreement", ["language", "day", "id"], unique=False)
    op.create_index("ix_agreement_publisher", "agreement", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_agreement_version_id", "agreement", ["version_id"], unique=False)
    op.create_table(
        "band",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_band_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_band")),
    )
    op.create_index("ix_band_value", "band", ["kind", "value"], unique=False)
    op.create_index("ix_band_version_id", "band", ["version_id"], unique=False)
    op.create_table(
        "cross_position",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("dispute_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("says", TEXT, nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("order_reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"],
            ["cross_dispute.id"],
            name=op.f("fk_cross_position_dispute_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cross_position")),
        sa.UniqueConstraint("dispute_id", "number", name=op.f("uq_cross_position_dispute_id_number")),
    )
    op.create_table(
        "damage",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("should_read", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_damage_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_damage_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_damage")),
        sa.UniqueConstraint("key", name=op.f("uq_damage_key")),
    )
    op.create_index("ix_damage_article_id", "damage", ["article_id"], unique=False)
    op.create_index("ix_damage_day", "damage", ["day", "id"], unique=False)
    op.create_index("ix_damage_language", "damage", ["language", "day", "id"], unique=False)
    op.create_index("ix_damage_publisher", "damage", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_damage_version_id", "damage", ["version_id"], unique=False)
    op.create_table(
        "date_mention",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("precision", TEXT, nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("calendar", TEXT, nullable=False),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_lo", sa.Date(), nullable=False),
        sa.Column("date_hi", sa.Date(), nullable=False),
        sa.Column("date_class", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_date_mention_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_date_mention_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_mention")),
        sa.UniqueConstraint("key", name=op.f("uq_date_mention_key")),
    )
    op.create_index("ix_date_mention_article_id", "date_mention", ["article_id"], unique=False)
    op.create_index(
        "ix_date_mention_date",
        "date_mention",
        ["date_class", "date_lo", "date_hi", "day", "id"],
        unique=False,
    )
    op.create_index("ix_date_mention_day", "date_mention", ["day", "id"], unique=False)
    op.create_index("ix_date_mention_language", "date_mention", ["language", "day", "id"], unique=False)
    op.create_index("ix_date_mention_publisher", "date_mention", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_date_mention_version_id", "date_mention", ["version_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("differ_in", TEXT, nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_dispute_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_dispute_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("key", name=op.f("uq_dispute_key")),
    )
    op.create_index("ix_dispute_article_id", "dispute", ["article_id"], unique=False)
    op.create_index("ix_dispute_day", "dispute", ["day", "id"], unique=False)
    op.create_index("ix_dispute_kind", "dispute", ["kind", "day", "id"], unique=False)
    op.create_index("ix_dispute_language", "dispute", ["language", "day", "id"], unique=False)
    op.create_index("ix_dispute_publisher", "dispute", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_dispute_version_id", "dispute", ["version_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("plover", TEXT, nullable=False),
        sa.Column("plover_mode", TEXT, nullable=True),
        sa.Column("cameo", TEXT, nullable=True),
        sa.Column("acled", TEXT, nullable=True),
        sa.Column("acled_sub", TEXT, nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("civilians_targeted", sa.Boolean(), nullable=False),
        sa.Column("killed", TEXT, nullable=False),
        sa.Column("injured", TEXT, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column("statement", TEXT, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_lo", sa.Date(), nullable=False),
        sa.Column("date_hi", sa.Date(), nullable=False),
        sa.Column("date_class", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_event_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_event_site_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_event_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("key", name=op.f("uq_event_key")),
    )
    op.create_index("ix_event_acled", "event", ["acled", "day", "id"], unique=False)
    op.create_index("ix_event_acled_sub", "event", ["acled_sub", "day", "id"], unique=False)
    op.create_index("ix_event_article_id", "event", ["article_id"], unique=False)
    op.create_index("ix_event_cameo", "event", ["cameo", "day", "id"], unique=False)
    op.create_index("ix_event_date", "event", ["date_class", "date_lo", "date_hi", "day", "id"], unique=False)
    op.create_index("ix_event_day", "event", ["day", "id"], unique=False)
    op.create_index("ix_event_language", "event", ["language", "day", "id"], unique=False)
    op.create_index("ix_event_plover", "event", ["plover", "day", "id"], unique=False)
    op.create_index("ix_event_publisher", "event", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_event_status", "event", ["status", "day", "id"], unique=False)
    op.create_index("ix_event_version_id", "event", ["version_id"], unique=False)
    op.create_table(
        "figure",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("wording", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("concept", TEXT, nullable=False),
        sa.Column("group", TEXT, nullable=True),
        sa.Column("measure", TEXT, nullable=True),
        sa.Column("counting", TEXT, nullable=True),
        sa.Column("share_low", sa.Float(), nullable=True),
        sa.Column("share_high", sa.Float(), nullable=True),
        sa.Column("part_of", TEXT, nullable=True),
        sa.Column("derived_from", TEXT, nullable=True),
        sa.Column("sectors", TEXT, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column("since", TEXT, nullable=True),
        sa.Column("until", TEXT, nullable=True),
        sa.Column("as_of", TEXT, nullable=True),
        sa.Column("statement", TEXT, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_lo", sa.Date(), nullable=False),
        sa.Column("date_hi", sa.Date(), nullable=False),
        sa.Column("date_class", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_figure_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_figure_site_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_figure_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sa.UniqueConstraint("key", name=op.f("uq_figure_key")),
    )
    op.create_index("ix_figure_article_id", "figure", ["article_id"], unique=False)
    op.create_index("ix_figure_concept", "figure", ["concept", "day", "id"], unique=False)
    op.create_index(
        "ix_figure_date", "figure", ["date_class", "date_lo", "date_hi", "day", "id"], unique=False
    )
    op.create_index("ix_figure_day", "figure", ["day", "id"], unique=False)
    op.create_index("ix_figure_language", "figure", ["language", "day", "id"], unique=False)
    op.create_index("ix_figure_low", "figure", ["low"], unique=False)
    op.create_index("ix_figure_publisher", "figure", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_figure_unit", "figure", ["unit", "day", "id"], unique=False)
    op.create_index("ix_figure_version_id", "figure", ["version_id"], unique=False)
    op.create_table(
        "mention",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_mention_actor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_mention_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_mention_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("key", name=op.f("uq_mention_key")),
    )
    op.create_index("ix_mention_actor_id", "mention", ["actor_id", "day", "id"], unique=False)
    op.create_index("ix_mention_article_id", "mention", ["article_id"], unique=False)
    op.create_index("ix_mention_day", "mention", ["day", "id"], unique=False)
    op.create_index("ix_mention_language", "mention", ["language", "day", "id"], unique=False)
    op.create_index("ix_mention_publisher", "mention", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_mention_version_id", "mention", ["version_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("precision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_place_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_place_site_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_place_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("key", name=op.f("uq_place_key")),
    )
    op.create_index("ix_place_article_id", "place", ["article_id"], unique=False)
    op.create_index("ix_place_day", "place", ["day", "id"], unique=False)
    op.create_index("ix_place_language", "place", ["language", "day", "id"], unique=False)
    op.create_index("ix_place_publisher", "place", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_place_site_id", "place", ["site_id", "day", "id"], unique=False)
    op.create_index("ix_place_version_id", "place", ["version_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("kabar_version", TEXT, nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("language_pack", TEXT, nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zlib", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_reading_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint(
            "version_id", "kabar_version", "model", name=op.f("uq_reading_version_id_kabar_version_model")
        ),
    )
    op.create_table(
        "signature",
        sa.Column("version_id", ID, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_signature_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "kind", name=op.f("pk_signature")),
    )
    op.create_table(
        "situation_member",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("situation_id", ID, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("record_key", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["situation_id"],
            ["situation.id"],
            name=op.f("fk_situation_member_situation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation_member")),
        sa.UniqueConstraint(
            "situation_id", "record_key", name=op.f("uq_situation_member_situation_id_record_key")
        ),
    )
    op.create_index("ix_situation_member_record_key", "situation_member", ["record_key"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("source_form", TEXT, nullable=False),
        sa.Column("source_text", TEXT, nullable=True),
        sa.Column("cue_text", TEXT, nullable=True),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("relayed_by", TEXT, nullable=True),
        sa.Column("channel", TEXT, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_lo", sa.Date(), nullable=False),
        sa.Column("date_hi", sa.Date(), nullable=False),
        sa.Column("date_class", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_statement_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_statement_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("key", name=op.f("uq_statement_key")),
    )
    op.create_index("ix_statement_act", "statement", ["act", "day", "id"], unique=False)
    op.create_index("ix_statement_article_id", "statement", ["article_id"], unique=False)
    op.create_index(
        "ix_statement_date", "statement", ["date_class", "date_lo", "date_hi", "day", "id"], unique=False
    )
    op.create_index("ix_statement_day", "statement", ["day", "id"], unique=False)
    op.create_index("ix_statement_language", "statement", ["language", "day", "id"], unique=False)
    op.create_index("ix_statement_publisher", "statement", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_statement_version_id", "statement", ["version_id"], unique=False)
    op.create_table(
        "breach",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("statement", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_breach_agreement_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_breach_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_breach_site_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_breach_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
        sa.UniqueConstraint("key", name=op.f("uq_breach_key")),
    )
    op.create_index("ix_breach_agreement_id", "breach", ["agreement_id"], unique=False)
    op.create_index("ix_breach_article_id", "breach", ["article_id"], unique=False)
    op.create_index("ix_breach_day", "breach", ["day", "id"], unique=False)
    op.create_index("ix_breach_language", "breach", ["language", "day", "id"], unique=False)
    op.create_index("ix_breach_publisher", "breach", ["publisher", "day", "id"], unique=False)
    op.create_index("ix_breach_version_id", "breach", ["version_id"], unique=False)
    op.create_table(
        "holder",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("position_id", ID, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("record_key", TEXT, nullable=False),
        sa.Column("repeats_key", TEXT, nullable=True),
        sa.Column("first_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_holder_actor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_holder_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["cross_position.id"], name=op.f("fk_holder_position_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder")),
    )
    op.create_index("ix_holder_actor_id", "holder", ["actor_id"], unique=False)
    op.create_index("ix_holder_article_id", "holder", ["article_id"], unique=False)
    op.create_index("ix_holder_position_id", "holder", ["position_id"], unique=False)
    op.create_index("ix_holder_record_key", "holder", ["record_key"], unique=False)
    op.create_table(
        "position",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("dispute_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_key", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_position_dispute_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    op.create_index("ix_position_dispute_id", "position", ["dispute_id", "number"], unique=False)
    op.create_index("ix_position_record_key", "position", ["record_key"], unique=False)

"""The migrations make exactly the tables that the code asks for."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from made import article, reading

from kabar.store import Archive, schema
from kabar.store.edtf import bounds
from kabar.store.write import remove_records


def test_migrations_make_the_schema(archive: Archive) -> None:
    with archive.looking() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in schema.metadata.tables},
        )
        assert compare_metadata(context, schema.metadata) == []


def test_the_head_is_the_newest_migration() -> None:
    folder = Path(schema.__file__).parent / "migrations/versions"
    assert sorted(folder.glob("[0-9]*.py"))[-1].stem.split("_")[0] == schema.HEAD


def test_removing_an_article_s_records_leaves_none(archive: Archive) -> None:
    added = archive.add_article(article())
    archive.save_reading(added.version_id, reading(), kabar_version="1", model="m")
    with archive.writing() as connection:
        remove_records(connection, added.article_id)
        for table in (
            *schema.RECORDS.values(),
            schema.party,
            schema.located,
            schema.flagged,
            schema.position,
        ):
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table.name
        assert connection.scalar(sa.text("SELECT count(*) FROM statement_words")) == 0


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("2019-05-31", "2019-05-31", "2019-05-31"), ("2019-02", "2019-02-01", "2019-02-28"), ("2019", "2019-01-01", "2019-12-31"),
        ("201X", "2010-01-01", "2019-12-31"), ("2019-22", "2019-06-01", "2019-08-31"), ("2019-24", "2019-12-01", "2020-02-29"),
        ("2019-04-21/2019-04-30", "2019-04-21", "2019-04-30"), ("2019-05/..", "2019-05-01", "9999-12-31"),
        ("../2019", "0001-01-01", "2019-12-31"), ("2019-05-31T14:00", "2019-05-31", "2019-05-31"), ("2019~", "2019-01-01", "2019-12-31"),
        ("2019-13", "0001-01-01", "0001-01-01"), ("2020/2019", "0001-01-01", "0001-01-01"), ("P3D", "0001-01-01", "0001-01-01"),
        (None, "0001-01-01", "0001-01-01"), ("0000", "0001-01-01", "0001-01-01"), ("../..", "0001-01-01", "0001-01-01"),
    ],
)  # fmt: skip
def test_the_days_of_a_date(value: str | None, low: str, high: str) -> None:
    assert tuple(map(str, bounds(value))) == (low, high)

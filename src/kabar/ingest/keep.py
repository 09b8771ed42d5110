"""An article that was read -> the archive, in one transaction: with its reading, and beside those that are nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import kabar
from kabar.ingest.duplicates import group
from kabar.intake.article import Taken
from kabar.model import Article, Reading
from kabar.store import Archive
from kabar.store.rows import VersionRow
from kabar.store.spread import clean
from kabar.tagger.encoder import Floats, load_card


@dataclass(frozen=True)
class Kept:
    """What became of an article; `near_duplicate` says that it was put beside others."""

    result: Literal["new", "updated", "re-read"]
    article_id: int
    version_id: int
    near_duplicate: bool


def model_digest() -> str:
    """What tells one model from another: the digest of its graph."""
    return str(load_card()["sha256"]["encoder.onnx"])


def version_of(archive: Archive, article: Article, *, newest: bool) -> VersionRow | None:
    """The version at the article's address that is this one.

    An older version counts too unless the article is what stands there now (`newest`): a folder that holds two versions of
    an article is taken in twice without change.
    """
    article_id = archive.find_article(article.url or f"sha256:{article.sha256}")
    versions = archive.versions(article_id) if article_id is not None else []
    told = (article.sha256, *map(_kept, (article.title, article.published, article.language)))
    for version in versions[-1:] if newest else reversed(versions):
        if told == (version.sha256, version.title, version.published, version.language):
            return version
    return None


def keep(
    archive: Archive, taken: Taken, reading: Reading, sentences: Floats, *, version: VersionRow | None, model: str,
    kabar_version: str = kabar.__version__, run_id: int | None = None, fetched_at: datetime | None = None,
) -> Kept:  # fmt: skip
    """Keep an article with its reading. `version` is the one in the archive that this is, `sentences` their vectors.

    `kabar_version` and `model` say what read it; of one that was read elsewhere the bytes may be missing.
    """
    article = taken.article
    result: Literal["new", "updated", "re-read"] = "re-read"
    with archive.batch():
        if version is None:
            added = archive.add_article(
                article, received=taken.received or None, media_type=taken.media_type, name=taken.name, run_id=run_id,
                fetched_at=fetched_at,
            )  # fmt: skip
            if added.outcome != "unchanged":
                result = added.outcome
            article_id, version_id = added.article_id, added.version_id
        else:
            article_id, version_id = version.article_id, version.id
        archive.save_reading(version_id, reading, kabar_version=kabar_version, model=model)
        newest = archive.versions(article_id)[-1].id == version_id
        joined = newest and group(archive, article_id, version_id, article, sentences)
    return Kept(result, article_id, version_id, bool(joined))


def _kept(value: str | None) -> str | None:
    """As the archive keeps it."""
    return clean(value) if value is not None else None

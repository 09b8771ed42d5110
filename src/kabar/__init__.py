"""kabar: who said what about whom, read from crisis news, tied to the characters of the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kabar.model import Reading
    from kabar.store import Archive

__version__ = "0.3.0"


def read(text: str, published: str | None = None, lang: str | None = None) -> Reading:
    """Read one article.

    Args:
        text: the article as received; all offsets in the reading are code points of it.
        published: publication date, `YYYY-MM-DD`, or with time and offset; without it relative dates stay unresolved.
        lang: BCP 47 language; guessed when not given.

    Raises:
        KabarError: the date is not a date, or the text is empty.

    >>> reading = read("The army said that 20 people were killed.", published="2019-05-31", lang="en")
    >>> [s.cue.of(reading.article.text) for s in reading.statements]
    ['said']
    """
    from kabar.intake import from_text
    from kabar.pipeline import read_article
    from kabar.resources import load_resources

    article = from_text(text, language=lang, published=published)
    return read_article(article, load_resources(article.language))


def open(target: str | Path) -> Archive:
    """Open an archive, or make one.

    Args:
        target: a file (SQLite) or a URL `postgresql+psycopg://user:password@host/database`.

    Raises:
        KabarError: it cannot be opened, is no archive, or was made by a newer kabar.
    """
    from kabar.store import Archive

    return Archive(target)

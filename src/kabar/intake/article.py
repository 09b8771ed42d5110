"""Text -> Article: what every format ends with."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from kabar.errors import KabarError
from kabar.intake.blocks import blocks
from kabar.model import Article
from kabar.text.language import guess_language

LONGEST_ARTICLE = 2_000_000


@dataclass(frozen=True)
class Given:
    """What is known of an article beside its text: said by the user, or by the container it came in."""

    language: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: str | None = None

    def over(self, other: Given) -> Given:
        """These statements, and the other's where there is none."""
        return replace(other, **{k: v for k, v in asdict(self).items() if v})


@dataclass(frozen=True)
class Taken:
    """An article with the bytes that it was read from."""

    name: str
    article: Article
    received: bytes
    media_type: str


@dataclass(frozen=True)
class Refused:
    """What could not be taken in, why (a sentence), and its bytes so that it can be tried again."""

    name: str
    reason: str
    received: bytes = b""

    @classmethod
    def because(cls, name: str, error: KabarError, received: bytes = b"") -> Refused:
        """Refused with the error's sentence, which names where it is."""
        reason = str(error)
        return cls(name, reason if name.strip("'") in reason else f"{name}: {reason}", received)


def check_date(value: str) -> str:
    """An ISO date or datetime, as given; its time and offset tell the day at the article's dateline.

    Raises KabarError for anything else.
    """
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        try:
            return datetime.fromisoformat(value).isoformat()
        except ValueError:
            raise KabarError(
                f"'{value}' is not a date: write it as YYYY-MM-DD, or with a time as YYYY-MM-DDTHH:MM+HH:MM"
            ) from None


def make_article(text: str, name: str, given: Given, guessed: tuple[str, ...] = ()) -> Article:
    """An article of this text, its language guessed when not given.

    Raises KabarError: empty, longer than an article, a date that is none.
    """
    if not text.strip():
        raise KabarError(f"'{name}' is empty: give a file with an article in it")
    if len(text) > LONGEST_ARTICLE:
        raise KabarError(
            f"'{name}' has {len(text):,} characters, more than one article has (limit {LONGEST_ARTICLE:,}): "
            "split it, or give JSON lines with an article on each line"
        )
    language = given.language
    if not language:
        language, guessed = guess_language(text), (*guessed, "language")
    return Article(
        text=text, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), language=language,
        published=check_date(given.published) if given.published else None, url=given.url, title=given.title,
        byline=given.byline, publisher=given.publisher, blocks=blocks(text), guessed=guessed,
    )  # fmt: skip

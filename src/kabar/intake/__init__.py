"""Bytes -> Article, one file a format."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import msgspec

from kabar.errors import KabarError, SomeRefusedError
from kabar.intake.decode import decode
from kabar.intake.html import read_html
from kabar.intake.plain import blocks
from kabar.model import Article
from kabar.text.language import guess_language

LONGEST_ARTICLE = 2_000_000


def take_in(
    data: bytes,
    *,
    name: str,
    language: str | None,
    published: str | None,
    url: str | None = None,
    publisher: str | None = None,
) -> list[Article]:
    """The articles in `data`: one, or one a line for JSON lines. What was guessed is named in `guessed`.

    Raises KabarError: not text, no article in it, a date that is none, a bad JSON line.
    """
    day = check_date(published) if published else None
    suffix = name.rsplit(".", 1)[-1].casefold()
    if suffix in ("jsonl", "ndjson"):
        return _json_lines(decode(data, name), name, language, day)
    if suffix in ("html", "htm") or data[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return [_page(data, name, language, day, url, publisher)]
    text = decode(data, name)
    return [from_text(text, name=name, language=language, published=published, url=url, publisher=publisher)]


def from_text(
    text: str,
    *,
    name: str = "text",
    language: str | None,
    published: str | None,
    url: str | None = None,
    publisher: str | None = None,
) -> Article:
    """An article of plain text. Raises KabarError: empty, longer than an article, a date that is none."""
    if len(text) > LONGEST_ARTICLE:
        raise KabarError(
            f"'{name}' has {len(text):,} characters, more than one article has (limit {LONGEST_ARTICLE:,}): "
            "split it, or give JSON lines with an article on each line"
        )
    if not text.strip():
        raise KabarError(f"'{name}' is empty: give a file with an article in it")
    day = check_date(published) if published else None
    return make_article(text, language=language, published=day, url=url, publisher=publisher)


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


def make_article(
    text: str,
    *,
    language: str | None,
    published: str | None,
    url: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    byline: str | None = None,
    guessed: tuple[str, ...] = (),
) -> Article:
    """An article of this text, its language guessed when not given."""
    if language is None:
        language, guessed = guess_language(text), (*guessed, "language")
    return Article(
        text=text, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), language=language,
        published=published, url=url, title=title, byline=byline, publisher=publisher, blocks=blocks(text),
        guessed=guessed,
    )  # fmt: skip


def _page(
    data: bytes, name: str, language: str | None, day: str | None, url: str | None, publisher: str | None
) -> Article:
    page = read_html(data, name)
    guessed = [k for k, given, found in (("published", day, page.published), ("publisher", publisher, page.publisher))
               if not given and found]  # fmt: skip
    return make_article(
        page.text, language=language or page.language, published=day or page.published, url=url or page.url,
        publisher=publisher or page.publisher, title=page.title, byline=page.byline, guessed=tuple(guessed),
    )  # fmt: skip


def _json_lines(text: str, name: str, language: str | None, day: str | None) -> list[Article]:
    articles: list[Article] = []
    refused: list[str] = []
    # Only a line feed ends a record: JSON strings may hold the other line ends of Unicode.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            articles.append(_record(line, language, day))
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError) as error:
            refused.append(f"'{name}' line {number} is no record with a text ({error}): mend that line")
        except KabarError as error:
            refused.append(f"'{name}' line {number}: {error}")
    if refused:
        raise SomeRefusedError(refused, list(articles))
    if not articles:
        raise KabarError(f"'{name}' holds no article: write one record with a text on each line")
    return articles


def _record(line: str, language: str | None, day: str | None) -> Article:
    row = msgspec.json.decode(line)
    body, given = row["text"], row.get("published")
    if not isinstance(body, str) or not body.strip():
        raise TypeError("text is empty")
    return make_article(
        body,
        language=language or row.get("lang") or row.get("language"),
        published=day or (check_date(given) if given else None),
        url=row.get("url"),
        publisher=row.get("publisher"),
        title=row.get("title"),
    )

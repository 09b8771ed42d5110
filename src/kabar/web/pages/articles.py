"""/articles and /articles/ID: the list of articles, and one with its original text and everything that was read in it."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

import fastapi
from fastapi import APIRouter, Path
from starlette.responses import RedirectResponse, Response

from kabar.errors import KabarError
from kabar.export import FORMS
from kabar.store import Query
from kabar.web.asked import Ask
from kabar.web.errors import MissingError
from kabar.web.filters import OF_ARTICLES, after_of, filters
from kabar.web.page import page
from kabar.web.views import article as views
from kabar.web.views.articles import ArticlesView, articles_view

router = APIRouter(tags=["articles"])

Number = Annotated[int, Path(ge=1, description="the number of an article")]
Version = Annotated[
    int | None,
    fastapi.Query(ge=1, description="the number of a version; without it the newest that was read"),
]
Form = Literal["json", "html", "md"]
# The card of the record that the address names: always in sight of its list, on a narrow page at its foot.
CARD = (
    "position:sticky;inset-block:0;z-index:1;background:var(--card);outline:.15rem solid var(--accent);outline-offset:-.15rem;"
    "padding:.25rem"
)
NARROW = "position:fixed;inset:auto 0 0;max-block-size:45vh;overflow-y:auto;z-index:8"


@page(router, "/articles", "articles.html")
def articles(
    asked: Ask, query: Annotated[Query, filters(OF_ARTICLES)], after: str | None = None
) -> ArticlesView:
    """Articles, newest publication first."""
    return articles_view(asked.archive, query, after_of(after))


@page(router, "/articles/{number}", "article.html")
def article(
    asked: Ask,
    number: Number,
    version: Version = None,
    at: Annotated[int, fastapi.Query(ge=0, description="a character that the page has")] = 0,
    kind: Annotated[list[str] | None, fastapi.Query(description="the kinds of records to show")] = None,
    mended: Annotated[
        bool, fastapi.Query(description="whether damaged passages are shown mended beside the original")
    ] = True,
    record: Annotated[str | None, fastapi.Query(description="go to this record", max_length=100)] = None,
) -> views.ArticleView | Response:
    """The original text of an article with everything that was read in it."""
    kinds = [k for k in kind or () if k]
    if wrong := [k for k in kinds if k not in views.GROUPS]:
        raise KabarError(f"'{wrong[0][:40]}' is no kind of record: use {', '.join(views.GROUPS)}")
    if record:
        return RedirectResponse(
            _to(asked, number, version, record.strip(), ending=".json" if _json_address(asked) else "")
        )
    return views.article_view(asked.archive, number, version, at, kinds, mended)


@router.get("/articles/{number}/received", response_class=Response, responses={404: {}})
def received(asked: Ask, number: Number, version: Version = None) -> Response:
    """The bytes as they were received, unaltered."""
    found = views.received(asked.archive, number, version)
    return _download(found.data, found.name, "application/octet-stream")


@router.get("/articles/{number}/reading.{form}", response_class=Response, responses={404: {}})
def reading(asked: Ask, number: Number, form: Form, version: Version = None) -> Response:
    """The reading as one file: lossless JSON, a self-contained page, or Markdown."""
    ready = views.prepared(asked.archive, number, version)
    if ready.reading is None:
        raise MissingError(
            f"this version of article {number} has no reading: {ready.fault or 'read it first'}"
        )
    text = next(f for f in FORMS if f.name == form).write(ready.reading)
    types = {
        "json": "application/json",
        "html": "text/html; charset=utf-8",
        "md": "text/markdown; charset=utf-8",
    }
    return _download(text.encode("utf-8", "replace"), f"article-{number}.{form}", types[form])


@router.get("/articles/{number}/marks.css", include_in_schema=False)
def marks(asked: Ask, number: Number, version: Version = None, at: int = 0) -> Response:
    """What `:target` shows where there is no script: the passages of the record that the address names, and its card."""
    ready = views.prepared(asked.archive, number, version)
    here, _ = views.records_here(ready, ready.windows[ready.window(at)])
    ids = [css_name(r.id) for r in here]
    passages = ",".join(f'main:has(#{i}:target) [data-r~="{i}"]' for i in ids)
    cards, fields = (
        ",".join(f"main:has(#{i}:target) #record-{i}{inside}" for i in ids) for inside in ("", " .told")
    )
    rules = (
        (passages, "box-shadow:0 -.14rem 0 var(--ink),0 .14rem 0 var(--ink)"),
        (cards, CARD),
        (fields, "display:block"),
    )
    written = [f"{s}{{{r}}}" for s, r in rules if s]
    narrow = f"@media (max-width:60rem){{{cards}{{{NARROW}}}}}" if cards else ""
    return Response("\n".join([*written, narrow]), media_type="text/css")


@router.get("/records/{key}", response_class=Response, responses={404: {}})
def record(asked: Ask, key: Annotated[str, Path(max_length=100)]) -> Response:
    """To the sentence of the record with this key: the address to cite."""
    row = asked.archive.by_key([key]).get(key)
    if row is None:
        raise MissingError(
            "no current reading has a record with this key: its article was read anew and says otherwise now, or it was never here"
        )
    return RedirectResponse(_to(asked, row.article_id, None, row.local, ".json" if asked.as_json else ""))


def _to(asked: Ask, number: int, version: int | None, local: str, ending: str = "") -> str:
    """The address of a record's sentence."""
    at = views.place_of(asked.archive, number, version, local)
    values = {"version": version, "at": at}
    told = urlencode({k: v for k, v in values.items() if v is not None})
    return f"/articles/{number}{ending}{'?' if told else ''}{told}#{quote(local)}"


def _json_address(asked: Ask) -> bool:
    return asked.request.url.path.endswith(".json")


def _download(data: bytes, name: str, media_type: str) -> Response:
    """A file to be kept, never to be shown as a page of this server."""
    return Response(
        data, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=media_type
    )


def css_name(name: str) -> str:
    """A record's id as CSS writes it.

    >>> css_name("name:a b")
    'name\\\\3a a\\\\20 b'
    """
    escaped = re.sub(r"[^A-Za-z0-9_\-\u00a0-\U0010ffff]", lambda m: f"\\{ord(m.group()):x} ", name)
    return re.sub(r"^(\d)", lambda m: f"\\{ord(m.group()):x} ", escaped)

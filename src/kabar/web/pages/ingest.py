"""/ingest: hand in a text, an address or a file, see its reading, then keep it in the archive or discard it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Annotated, Any

from babel import Locale
from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import RedirectResponse, Response

from kabar.errors import KabarError
from kabar.fetch.client import Client, Limits
from kabar.fetch.lists import is_sitemap
from kabar.ingest.run import taken_from
from kabar.ingest.sources import Item
from kabar.intake.article import Given as Facts
from kabar.intake.article import Refused, Taken, check_date, make_article
from kabar.web.access.viewer import needs
from kabar.web.asked import Ask, Asked
from kabar.web.desk import LONGEST, Desk, Handed, Source
from kabar.web.errors import MissingError
from kabar.web.page import page, respond
from kabar.web.views.ingest import Given, HandedView, IngestView, handed_view, waiting

router = APIRouter(tags=["ingest"], dependencies=[needs("reviewer", "ingest")])
# A short text is read before the answer; of a longer one the page says that it is being read.
PATIENCE = 3.0
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
READ: dict[int | str, dict[str, Any]] = {303: {"description": "Handed in: go on to its reading"}}
DONE: dict[int | str, dict[str, Any]] = {303: {"description": "Done: go on to the page"}}
Short = Annotated[str, Form(max_length=200)]


@page(router, "/ingest", "ingest.html")
def ingest(asked: Ask) -> IngestView:
    """Hand in an article and see its reading at once."""
    return _view(asked)


@router.post("/ingest/text", summary="Hand in a text", responses=READ)
def hand_in_text(asked: Ask, text: Annotated[str, Form()] = "", language: Short = "", published: Short = "", publisher: Short = "") -> Response:  # fmt: skip
    """Have a pasted text read."""
    given = Given(text=text, language=language, published=published, publisher=publisher)
    name = " ".join(text[:200].split())[:60] or "text"

    def source() -> Iterator[Taken]:
        article = make_article(text, "text", _facts(given))
        yield Taken("pasted", article, text.encode("utf-8", "surrogatepass"), "text/plain")

    return _handed_in(asked, given, name, source)


@router.post("/ingest/address", summary="Hand in an address", responses=READ)
def hand_in_address(asked: Ask, address: Annotated[str, Form(max_length=2_000)] = "", language: Short = "", published: Short = "", publisher: Short = "") -> Response:  # fmt: skip
    """Have the page at an address fetched and read: of the public network only, and as its robots.txt allows."""
    given = Given(address=address.strip(), language=language, published=published, publisher=publisher)

    def source() -> Iterator[Taken | Refused]:
        fetched = Client(Limits()).fetch(given.address)
        data = fetched.data or b""
        if is_sitemap(data[:2_000]):
            raise KabarError(
                f"'{given.address}' is a list of addresses: give the address of one article, or use `kabar ingest`"
            )
        facts = _facts(given).over(Facts(url=given.address))
        return taken_from(Item(given.address, io.BytesIO(data), facts, media_type=fetched.media_type))

    return _handed_in(asked, given, given.address or "address", source, fetched=True)


@router.post("/ingest/file", summary="Hand in a file", responses=READ)
def hand_in_file(asked: Ask, file: Annotated[UploadFile, File()], language: Short = "", published: Short = "", publisher: Short = "") -> Response:  # fmt: skip
    """Have the articles of a file read: any format that kabar takes in."""
    given = Given(language=language, published=published, publisher=publisher)
    name = (file.filename or "file").replace("\\", "/").rsplit("/", 1)[-1][:200]
    data = file.file.read()

    def source() -> Iterator[Taken | Refused]:
        return taken_from(Item(name, io.BytesIO(data), _facts(given)))

    return _handed_in(asked, given, name, source)


@page(router, "/ingest/{id}", "handed.html")
def handed(asked: Ask, id: str) -> HandedView:
    """The reading of what was handed in."""
    return handed_view(_handed(asked, id))


@router.post("/ingest/{id}/keep", summary="Keep it in the archive", responses=DONE)
def keep(asked: Ask, id: str) -> Response:
    """Keep what was handed in, with its reading. Twice is once."""
    found = _handed(asked, id)
    _desk(asked).keep(found, who=asked.viewer.name or "local")
    return RedirectResponse(f"/ingest/{found.id}", 303)


@router.post("/ingest/{id}/discard", summary="Discard it", responses=DONE)
def discard(asked: Ask, id: str) -> Response:
    """Forget what was handed in."""
    _desk(asked).discard(_handed(asked, id))
    return RedirectResponse("/ingest", 303)


def _desk(asked: Asked) -> Desk:
    desk: Desk = asked.request.app.state.desk
    return desk


def _owner(asked: Asked) -> str:
    return f"{asked.viewer.account_id or asked.viewer.kind}"


def _facts(given: Given) -> Facts:
    return Facts(
        language=given.language or None,
        published=given.published or None,
        publisher=given.publisher.strip() or None,
    )


def _handed_in(asked: Asked, given: Given, name: str, source: Source, *, fetched: bool = False) -> Response:
    """On to its reading; where it is refused at once, back to the form with all that was filled in."""
    try:
        _check(given)
        found = _desk(asked).hand_in(_owner(asked), name, source, fetched=fetched)
        found.ended.wait(PATIENCE)
        if found.state == "read" and found.faults and not found.articles:
            _desk(asked).discard(found)
            raise KabarError(found.faults[0])
    except KabarError as error:
        if asked.as_json:
            raise
        return respond(asked, "ingest.html", _view(asked, given, str(error)), 400)
    return RedirectResponse(f"/ingest/{found.id}", 303)


def _check(given: Given) -> None:
    """What is wrong before anything is read."""
    if given.published:
        check_date(given.published)
    if given.language and not _is_language(given.language):
        raise KabarError(
            f"'{given.language}' is no language: write its code, as en or zh-Hant (BCP 47), or leave it out"
        )
    if len(given.text) > LONGEST:
        raise KabarError(
            f"this text has {len(given.text):,} characters, more than are read here (limit {LONGEST:,}): split it, or take it "
            "in with `kabar ingest`"
        )


def _is_language(code: str) -> bool:
    return bool(LANGUAGE.fullmatch(code)) and code.split("-")[0].lower() in Locale("en").languages


def _view(asked: Asked, given: Given | None = None, fault: str | None = None) -> IngestView:
    return IngestView(given or Given(), waiting(_desk(asked).of(_owner(asked))), fault=fault)


def _handed(asked: Asked, id: str) -> Handed:
    found = _desk(asked).get(id, _owner(asked))
    if found is None:
        raise MissingError("what was handed in here is not here any more: hand it in again")
    return found

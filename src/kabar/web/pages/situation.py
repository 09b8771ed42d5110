"""/situation: the situations of an archive, and one of them."""

from __future__ import annotations

from typing import Annotated

import fastapi
from fastapi import APIRouter
from starlette.responses import RedirectResponse

from kabar.store.asked import READ
from kabar.web.asked import Ask
from kabar.web.filters import query_of
from kabar.web.page import page
from kabar.web.views.situation import Part, SituationView, situation_view
from kabar.web.views.situation_days import Kind
from kabar.web.views.situations import SituationsView, situations_view

router = APIRouter(tags=["situation"])
Place = Annotated[str | None, fastapi.Query(max_length=500, description=READ["place"][1])]
Country = Annotated[str | None, fastapi.Query(max_length=500, description="ISO 3166-1 alpha-3 code")]
Day = Annotated[str | None, fastapi.Query(max_length=500, description=READ["since"][1])]


@page(router, "/situation", "situations.html")
def situations(
    asked: Ask, place: Place = None, country: Country = None, since: Day = None, until: Day = None,
    after: Annotated[str | None, fastapi.Query(max_length=20)] = None,
) -> SituationsView:  # fmt: skip
    """Situations: places and periods of which something is told."""
    given = {"place": place, "country": country, "since": since, "until": until}
    found = situations_view(asked.archive, query_of(given), after)
    if len(found.rows) == 1 and not after and any(given.values()):
        suffix = ".json" if asked.as_json else ""
        return RedirectResponse(f"/situation/{found.rows[0].key}{suffix}", 307)  # type: ignore[return-value]
    return found


@page(router, "/situation/{key}", "situation.html")
def situation(
    asked: Ask, key: Annotated[str, fastapi.Path(max_length=100)], part: Part = "overview", kind: Kind | None = None
) -> SituationView:  # fmt: skip
    """One situation, or all of one part of it."""
    return situation_view(asked.archive, key, part, kind)

"""/actors: who there is; /actors/ID: what one says, does and suffers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from kabar.store.actors import MOST
from kabar.store.spread import clean
from kabar.web.asked import Ask
from kabar.web.errors import MissingError
from kabar.web.page import page
from kabar.web.views.actors import ActorsView, ActorView, actor_view, actors_view

router = APIRouter(tags=["actors"])
Words = Annotated[str, Query(max_length=200)]
Code = Annotated[str | None, Query(max_length=40)]


@page(router, "/actors", "actors.html")
def actors(
    asked: Ask, text: Words = "", kind: Code = None, country: Code = None,
    skip: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> ActorsView:  # fmt: skip
    """Actors by how many articles name them, found by any of their names in any language."""
    return actors_view(
        asked.archive,
        clean(text.strip()),
        clean(kind or "") or None,
        clean(country or "").upper() or None,
        skip,
    )


@page(router, "/actors/{name}", "actor.html")
def actor(asked: Ask, name: Annotated[str, Path(max_length=500)]) -> ActorView:
    """One actor, by its number in this archive or its id in kabar's table."""
    found = actor_view(asked.archive, name)
    if found is None:
        raise MissingError(f"there is no actor '{name}' in this archive: look for it by name")
    return found

"""Who there is, and what each says, does and suffers."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.store import Archive, Query
from kabar.store.actors import ActorCount, Profile
from kabar.store.matrix import Matrix
from kabar.store.rows import AgreementRow, EventRow, FigureRow
from kabar.web.views.statements import Said, with_places

ROWS = 50
NEWEST = 5


@dataclass(frozen=True)
class ActorsView:
    """Actors by how many articles name them; `skip` are those before this page, `next` where the next begins."""

    text: str
    kind: str | None
    country: str | None
    count: int
    rows: tuple[ActorCount, ...]
    skip: int
    next: int | None


@dataclass(frozen=True)
class ActorView:
    """One actor: `speaks_about` and `spoken_about` count statements by act; the newest records in which it has each role."""

    profile: Profile
    speaks_about: Matrix
    spoken_about: Matrix
    says: tuple[Said, ...]
    is_told: tuple[Said, ...]
    figures: tuple[FigureRow, ...]
    does: tuple[EventRow, ...]
    suffers: tuple[EventRow, ...]
    agreements: tuple[AgreementRow, ...]


def actors_view(archive: Archive, text: str, kind: str | None, country: str | None, skip: int) -> ActorsView:
    """The actors whose names hold a text, of a kind, of a country."""
    rows, count = archive.actors.ranked(text, kind=kind, country=country, limit=ROWS, skip=skip)
    after = skip + ROWS
    return ActorsView(text, kind, country, count, tuple(rows), skip, after if after < count else None)


def actor_view(archive: Archive, name: str) -> ActorView | None:
    """The actor with this number or this id of kabar's table; None where there is none."""
    number = archive.actors.find(name)
    profile = archive.actors.profile(number) if number is not None else None
    if profile is None:
        return None
    ref = profile.actor.ref
    by, about = Query(source=ref), Query(target=ref)
    return ActorView(
        profile=profile,
        speaks_about=archive.matrix(by, limit=8),
        spoken_about=archive.matrix(about, limit=8),
        says=with_places(archive, archive.statements(by, limit=NEWEST).rows),
        is_told=with_places(archive, archive.statements(about, limit=NEWEST).rows),
        figures=archive.figures(by, limit=NEWEST).rows,
        does=archive.events(Query(actor=ref, role="actor"), limit=NEWEST).rows,
        suffers=archive.events(about, limit=NEWEST).rows,
        agreements=archive.agreements(Query(actor=ref, role="party"), limit=NEWEST).rows,
    )

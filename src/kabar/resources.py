"""Everything a reading needs beside the article: loaded once, read-only, passed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kabar.actors.table import ActorTable, load_actors
from kabar.codes.crosswalk import Crosswalk, load_crosswalk
from kabar.gazetteer.lookup import Gazetteer
from kabar.languages.pack import Pack, load_pack


@dataclass(frozen=True)
class Resources:
    """The tables for one language."""

    pack: Pack
    actors: ActorTable
    crosswalk: Crosswalk
    gazetteer: Gazetteer


@cache
def load_resources(language: str) -> Resources:
    """The tables for a BCP 47 language. Raises KabarError naming file and line of a malformed row."""
    return Resources(load_pack(language), load_actors(language), load_crosswalk(), Gazetteer())

"""Actors and places by a part of their names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import article, reading

from kabar.errors import KabarError
from kabar.store import Archive


@pytest.fixture(autouse=True)
def filled(archive: Archive) -> None:
    for n in range(2):
        made = reading(article(text=f"{article().text}\n{n}", url=f"https://example.org/{n}"))
        if n:
            made = replace(
                made,
                actors=tuple(replace(a, name="Syrian press") if a.id == "SYR" else a for a in made.actors),
            )
        added = archive.add_article(made.article)
        archive.save_reading(added.version_id, made, kabar_version="1", model="m")


def names(archive: Archive, text: str, refs: tuple[str, ...] = ()) -> list[str]:
    return [party.ref for party, _ in archive.actors_named(text, refs)]


def test_any_part_in_any_letter_case_with_or_without_accents(archive: Archive) -> None:
    assert names(archive, "NATIONS") == ["UN"]
    assert names(archive, " turki ") == names(archive, "türki") == ["name:turkiye|government|TUR"]


def test_refs_are_found_beside_the_name(archive: Archive) -> None:
    assert set(names(archive, "no such name", ("UN", "RUS", "nobody"))) == {"UN", "RUS"}


def test_those_of_most_records_come_first_with_their_number(archive: Archive) -> None:
    found = [(party.ref, n) for party, n in archive.actors_named("r")]
    assert [n for _, n in found] == sorted((n for _, n in found), reverse=True)
    # In each article: source of a statement and a figure, party, claimant, holder of a position, mention.
    assert dict(found)["RUS"] == 12


@pytest.mark.parametrize("text", ["%", "_", "\\", "'"])
def test_no_character_stands_for_others(archive: Archive, text: str) -> None:
    assert names(archive, text) == []
    assert archive.sites_named(text) == []


def test_places_with_what_is_there(archive: Archive) -> None:
    ((site, n),) = archive.sites_named("IDL")
    assert (site.name, site.geonames) == ("Idlib", 169389)
    assert n > 0


def test_a_list_is_bounded(archive: Archive) -> None:
    assert len(archive.actors_named("", limit=2)) == 2
    with pytest.raises(KabarError, match="ask for 1 to 100"):
        archive.actors_named("a", limit=101)

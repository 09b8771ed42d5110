"""Places: the gazetteer's tables, names found in texts, and which of several places a name means."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kabar
from kabar.errors import KabarError
from kabar.gazetteer.lookup import Gazetteer, key, skeleton
from kabar.gazetteer.rows import SupplementRow, abbreviations, country_points, demonyms, supplement
from kabar.model import Place

HEADER = "name\tspellings\tkind\tcountry\tlatitude\tlongitude\tprecision\tsource\n"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def read(text: str, lang: str = "en") -> list[Place]:
    return kabar.read(text, lang=lang, published="2019-05-31").places


def named(text: str, lang: str = "en") -> dict[str, str | None]:
    return {p.name: p.country for p in read(text, lang)}


# The tables


def test_every_row_of_the_supplement_lies_near_a_town_of_its_country(gazetteer: Gazetteer) -> None:
    """The nearest town of the row's country is not much farther than the nearest of all: 100 km, 200, 400 by precision."""
    towns = gazetteer._base.execute("SELECT lat, lon, country FROM place WHERE kind = 'city'").fetchall()
    points = np.radians(np.array([t[:2] for t in towns]))
    countries = np.array([t[2] for t in towns])
    slack = {1: 100, 2: 200, 3: 400}
    astray = []
    for row in (r for r in supplement() if r.country):
        away = kilometres(points, row)
        own = away[countries == row.country]
        if len(own) and own.min() - away.min() > slack[row.precision]:
            astray.append((row.line, row.name))
    assert astray == []


def kilometres(points: np.ndarray, row: SupplementRow) -> np.ndarray:
    lat, lon = math.radians(row.lat), math.radians(row.lon)
    half = np.sin((points[:, 0] - lat) / 2) ** 2
    half += math.cos(lat) * np.cos(points[:, 0]) * np.sin((points[:, 1] - lon) / 2) ** 2
    return np.asarray(2 * 6371 * np.arcsin(np.sqrt(half)))


def test_no_spelling_of_the_supplement_names_two_of_its_places() -> None:
    seen: dict[tuple[str, str | None], str] = {}
    clashes = [
        (spelling, row.name, seen[key(spelling), row.country])
        for row in supplement()
        for spelling in (row.name, *row.spellings)
        if seen.setdefault((key(spelling), row.country), row.name) != row.name
    ]
    assert clashes == []


def test_the_other_tables_are_in_order(gazetteer: Gazetteer) -> None:
    places = {*gazetteer.coded(), *(r.name for r in supplement())}
    assert demonyms(places) and abbreviations(places) and country_points()


@pytest.mark.parametrize(
    ("row", "mend"),
    [
        ("Camp\t\tcamp\tSYR\t95.1\t36.6\t1\tmaps", "line 2: 95.1, 36.6 is out of range: latitude is -90 to 90"),
        ("Camp\t\tcamp\tSYR\tnorth\t36.6\t1\tmaps", "line 2: latitude 'north' .* are no numbers: write degrees"),
        ("Camp\t\tcamp\tSYR\t35.1\t36.6", "line 2: 6 columns, write 8"),
        ("Camp\t\ttent\tSYR\t35.1\t36.6\t1\tmaps", "line 2: kind 'tent' of 'Camp': write"),
        ("Camp\t\tcamp\tSyria\t35.1\t36.6\t1\tmaps", "line 2: country 'Syria': write an ISO 3166-1 alpha-3"),
        ("Camp\t\tcamp\tSYR\t35.1\t36.6\t4\tmaps", "line 2: 'Camp' needs a precision of 1, 2 or 3"),
    ],
)  # fmt: skip
def test_a_malformed_row_is_named_with_how_to_mend_it(row: str, mend: str) -> None:
    with pytest.raises(KabarError, match=f"gazetteer/supplement.tsv {mend}"):
        supplement(HEADER + row + "\n")


def test_a_demonym_of_no_place_is_refused() -> None:
    with pytest.raises(KabarError, match=r"demonyms.tsv line 2: there is no place 'ATL'"):
        demonyms({"SYR"}, "place\tlanguage\tforms\nATL\ten\tAtlantean\n")


# Lookups


def test_countries_and_divisions_have_geonames_ids(gazetteer: Gazetteer) -> None:
    for name, kind in (
        ("Syria", "country"),
        ("Louisiana", "admin1"),
        ("Rapides Parish", "admin2"),
        ("Idlib", "admin1"),
    ):
        assert any(e.kind == kind and e.geonames for e in gazetteer.candidates(name)), name


def test_a_city_has_its_time_zone_and_its_division_s_name(gazetteer: Gazetteer) -> None:
    (goma,) = (e for e in gazetteer.candidates("Goma") if e.country == "COD" and e.kind == "city")
    assert (goma.timezone, goma.region) == ("Africa/Lubumbashi", "North Kivu")


@pytest.mark.parametrize(
    ("name", "place"), [("Бахмут", "Bakhmut"), ("إدلب", "Idlib"), ("मारियुपोल", "Mariupol")]
)
def test_names_in_other_scripts(gazetteer: Gazetteer, name: str, place: str) -> None:
    assert place in {e.name for e in (*gazetteer.candidates(name), *gazetteer.transliterated(name))}


@given(st.text(max_size=40))
def test_keys_are_stable_and_bones_are_short(name: str) -> None:
    assert key(key(name)) == key(name)
    assert len(skeleton(name)) != 1


# Found in a text


def test_a_longer_name_is_not_taken_for_a_shorter_one() -> None:
    assert named("Floods hit New Jersey and closed roads in Mexico City. New Mexico was dry.") == {
        "New Jersey": "USA",
        "Mexico City": "MEX",
        "New Mexico": "USA",
    }


def test_states_by_their_abbreviations() -> None:
    found = named("Two people were shot in Alexandria, La., and one in Surprise, AZ, police said.")
    assert {"Louisiana", "Arizona", "Alexandria"} <= set(found)


def test_an_abbreviation_that_is_a_word_needs_a_comma() -> None:
    assert "Oregon" not in named("SHOP OR SHARE: the market in Goma is open.")


def test_a_street_is_not_the_town_it_is_named_after() -> None:
    assert "Memphis" not in named(
        "The fire began at a house on Memphis Street in Alexandria, La., on Sunday."
    )


def test_a_person_or_a_paper_is_not_the_town_it_is_named_after() -> None:
    found = named("Paris Hilton told the Washington Post that the Houston Rockets were her team.")
    assert not {"Paris", "Houston", "Washington"} & set(found)


def test_a_division_by_its_head_word() -> None:
    (place,) = read("Thousands fled Rapides Parish in Louisiana on Monday.")[:1]
    assert (place.name, place.kind, place.admin1) == ("Rapides Parish", "admin2", "Louisiana")


def test_a_demonym_is_a_hint_and_no_place() -> None:
    assert named("Syrian and Turkish officials met in Geneva.") == {"Geneva": "CHE"}


def test_a_capital_is_a_place_where_the_text_says_where() -> None:
    assert "Moscow" in named("Thousands marched in Moscow on Sunday.")
    assert "Moscow" not in named("Moscow rejected the demand on Sunday.")


def test_a_place_that_the_gazetteer_lacks_is_kept_without_a_position() -> None:
    (place,) = (
        p for p in read("Three people died in the village of Qwerzahdi in Syria.") if p.country is None
    )
    assert place.latitude is None and "not-in-gazetteer" in place.flags


def test_a_name_that_only_sounds_like_a_place_needs_its_country() -> None:
    (bunia,) = (p for p in read("三人在戈马被打死。两人在布尼亚被打死。", "zh") if p.name == "Bunia")
    assert bunia.flags == ("name-transliterated",)
    assert [p.name for p in read("两人在布尼亚被打死。", "zh") if p.latitude is not None] == []


@pytest.mark.parametrize(
    ("lang", "text", "place"),
    [
        ("ru", "Три человека погибли в Донецкой области.", "UKR"),
        ("id", "Tiga orang tewas di provinsi Aceh pada hari Senin.", "IDN"),
        ("fr", "Trois personnes ont été tuées dans la province du Nord-Kivu.", "COD"),
        ("tr", "Suriye'nin İdlib ilinde üç kişi öldü.", "SYR"),
        ("ar", "قتل ثلاثة أشخاص في محافظة إدلب.", "SYR"),
    ],
)
def test_divisions_in_other_languages(lang: str, text: str, place: str) -> None:
    assert place in {p.country for p in read(text, lang) if p.kind.startswith("admin")}


# Which of several


def test_the_state_behind_the_comma_decides() -> None:
    (paris,) = (p for p in read("The tornado struck Paris, Texas, on Monday.") if p.name == "Paris")
    assert (paris.country, paris.admin1) == ("USA", "Texas")


def test_the_larger_city_without_any_hint() -> None:
    assert named("The talks in Paris ended on Monday.")["Paris"] == "FRA"


def test_rivals_are_kept_with_their_shares() -> None:
    (place,) = read("Police in Springfield made two arrests.")
    assert place.rivals and all(0 < r.share < 1 for r in place.rivals)


def test_a_sea_belongs_to_no_country() -> None:
    (sea,) = read("The ship sank in the Black Sea.")
    assert (sea.country, sea.kind, sea.precision) == (None, "sea", 3)


# Spellings of one name


@pytest.mark.parametrize("name", ["Maarat al-Numan", "Maarrat al-Nuuman", "Мааррат-эн-Нуман"])
def test_another_spelling_of_a_town(gazetteer: Gazetteer, name: str) -> None:
    assert "Ma‘arrat an Nu‘mān" in [e.name for e in gazetteer.spelled_alike(name)]


def test_a_spelling_is_read_with_its_country_and_flagged() -> None:
    place = next(
        p for p in read("A market in Maarat al-Numan was hit. Syria and Damascus were silent.") if p.admin1
    )
    assert (place.country, place.admin1) == ("SYR", "Idlib")
    assert "name-transliterated" in place.flags


@pytest.mark.parametrize(
    ("lang", "text", "place"),
    [
        ("ar", "قتل خمسة أشخاص في خان شيخون", "Khān Shaykhūn"),
        ("ru", "В Сирии пять человек погибли в Идлибе.", "Idlib"),
    ],
)
def test_a_town_after_a_word_that_says_where(lang: str, text: str, place: str) -> None:
    assert place in named(text, lang)


def test_a_month_after_a_place_is_no_place() -> None:
    assert set(named("BEIRUT, May 2 (Wire) - Five people were killed in Idlib.")) == {"Beirut", "Idlib"}


def test_a_site_of_the_supplement_lies_in_a_division(gazetteer: Gazetteer) -> None:
    assert [e.region for e in gazetteer.candidates("Bab al-Hawa")] == ["Idlib"]


def test_a_site_between_the_towns_of_two_divisions_is_given_none(gazetteer: Gazetteer) -> None:
    assert [e.region for e in gazetteer.candidates("Atmeh camp")] == [None]


# Which place says where something happened


def where(text: str, lang: str = "en") -> tuple[set[str | None], set[str | None]]:
    """Names of the places of the figures and of the events."""
    reading = kabar.read(text, lang=lang, published="2019-05-31")
    names = {p.id: p.name for p in reading.places}
    return {names.get(f.place or "") for f in reading.figures}, {
        names.get(e.place or "") for e in reading.events
    }


def test_a_dateline_places_nothing() -> None:
    assert where("BEIRUT, May 2 (Wire) - Five people were killed.") == ({None}, {None})


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A monitor based in Britain said that five people were killed."),
        ("en", "The monitor, based in Britain, counted five people killed."),
        ("fr", "L'observatoire, basé à Londres, a compté cinq personnes tuées."),
        ("id", "Lembaga yang berbasis di London mengatakan lima orang tewas."),
    ],
)
def test_the_seat_of_who_speaks_places_nothing(lang: str, text: str) -> None:
    figures, events = where(text, lang)
    assert figures | events == {None}

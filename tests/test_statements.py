"""What a statement is: whose words, what kind of speaking, at whom."""

import pytest

import kabar
from kabar.model import Statement


def read(language: str, text: str) -> tuple[Statement, ...]:
    return kabar.read(text, published="2024-03-15", lang=language).statements


ACTS = [
    ("en", "The minister accused the rebels of burning the village.", "accuse"),
    ("en", "The minister complained that the road was closed.", "complain"),
    ("id", "Menteri itu mengeluh bahwa jalan itu ditutup.", "complain"),
    ("id", "Pemerintah membantah bahwa jembatan itu dihancurkan.", "deny"),
    ("fr", "Le ministre a démenti que le pont ait été détruit.", "deny"),
    ("fr", "Le gouvernement a averti que la route serait fermée.", "warn"),
    ("ru", "Министр предупредил, что дорога закрыта.", "warn"),
    ("ru", "Правительство опровергло, что мост разрушен.", "deny"),
    ("ar", "حذر الوزير من أن الطريق مغلق.", "warn"),
    ("ar", "نفى الوزير أن الجسر قد دمر.", "deny"),
    ("ru", "Министр отверг обвинения, что мост разрушен.", "deny"),
    ("en", "The minister rejected accusations that the bridge was destroyed.", "deny"),
    ("es", "El ministro negó que el puente fuera destruido.", "deny"),
    ("de", "Der Minister warnte, dass die Straße gesperrt sei.", "warn"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "act"), ACTS)
def test_the_act_is_the_cue_s(language: str, text: str, act: str) -> None:
    assert [s.act for s in read(language, text)] == [act]


def test_what_one_wants_is_an_appeal_and_what_must_be_is_a_demand() -> None:
    assert read("en", "The minister said that he wants a ceasefire in Goma.")[0].act == "appeal"
    assert read("en", "The minister said that the rebels must leave Goma.")[0].act == "demand"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "id",
            "“Kami akan membuka jalan itu besok pagi,” kata Budi Santoso ketika ditanya tentang permintaan warga.",
        ),
        (
            "en",
            "“We will open the road tomorrow morning,” Abdi Farah said when asked about the demand of residents.",
        ),
    ],
)
def test_what_someone_is_asked_about_is_not_what_he_says(language: str, text: str) -> None:
    (statement,) = read(language, text)
    assert "jalan" in statement.content[0].of(text) or "road" in statement.content[0].of(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He did not mention that the bridge was destroyed, Abdi Farah said."),
        ("id", "Okello mengatakan bahwa perang harus berakhir, kata kantor Okello dalam sebuah pernyataan."),
        ("fr", "Selon le ministre, la route est fermée depuis lundi."),
        ("ru", "По словам министра, дорога закрыта с понедельника."),
    ],
)
def test_a_content_never_holds_its_own_source_and_cue(language: str, text: str) -> None:
    for s in read(language, text):
        for content in s.content:
            assert not (s.cue and content.overlaps(s.cue))
            assert not (s.source_span and content.overlaps(s.source_span))


def test_what_someone_does_not_say_is_marked_so() -> None:
    text = "The minister did not say that the road was closed."
    assert all("not-said" in s.flags for s in read("en", text))


def test_a_later_clause_of_the_same_speaker_is_a_statement_of_its_own() -> None:
    text = "Okello mengatakan bahwa jalan itu ditutup, membantah keterlibatan tentara dalam serangan itu."
    found = read("id", text)
    assert [s.act for s in found] == ["say", "deny"]
    assert found[0].sources == found[1].sources


def test_the_person_told_is_no_part_of_the_speaker() -> None:
    text = (
        "“Kami akan membuka jalan itu besok pagi,” kata juru bicara Peter Kamau kepada wartawan di Nairobi."
    )
    (statement,) = read("id", text)
    assert statement.source_span is not None and statement.source_span.of(text).endswith("Kamau")
    assert statement.addressees


def test_a_quotation_that_goes_on_is_judged_by_its_own_words() -> None:
    text = "“Apakah ada air di kamp itu sekarang?” tanya Budi Santoso.\n“Pemerintah harus membuka jalan itu hari ini.”"
    assert read("id", text)[-1].act == "demand"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "UNICEF has so far confirmed seven deaths."),
        ("de", "Die Hilfsorganisation UNICEF spricht von mehr als 300.000 Vertriebenen."),
        ("id", "UNICEF baru memverifikasi sedikitnya 160 kematian."),
    ],
)
def test_a_figure_has_the_source_that_counts_it(language: str, text: str) -> None:
    reading = kabar.read(text, lang=language)
    assert [f.source for f in reading.figures] == ["UNICEF"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "At least 18 health facilities have been struck since April."),
        ("fr", "24 établissements de santé ont été touchés depuis fin avril."),
        ("id", "Sedikitnya 38 sekolah rusak sejak akhir April."),
    ],
)
def test_facilities_are_not_people(language: str, text: str) -> None:
    assert kabar.read(text, lang=language).figures == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "ar",
            "قال خالد الجندي إن الطريق مغلق منذ أمس.\nوأضاف: «لا توجد خيام كافية للعائلات هنا هذا العام».",
        ),
        (
            "es",
            "Rasha Nahas dijo que la carretera estaba cerrada.\nY añadió: «No hay tiendas suficientes para las familias».",
        ),
    ],
)
def test_a_verb_before_a_quotation_without_a_subject_goes_on_with_the_speaker(
    language: str, text: str
) -> None:
    first, second = read(language, text)
    assert second.sources == first.sources
    assert second.cue is not None

"""What the plain tagger reads, sentence by sentence."""

import pytest

from kabar.languages.pack import load_pack
from kabar.tagger.attribution import Attribution, tag_attributions
from kabar.text.document import Document, Piece


def tag(text: str, language: str) -> list[Attribution]:
    return tag_attributions(Document(text, load_pack(language)), [])


def words(text: str, piece: Piece | None) -> str | None:
    return text[piece.start : piece.end] if piece else None


@pytest.mark.parametrize(
    ("language", "text", "source", "cue", "content"),
    [
        ("id", "PBB mengatakan bahwa warga telah pergi.", "PBB", "mengatakan", "warga telah pergi"),
        ("id", "“Kami butuh air bersih sekarang,” kata Budi Santoso.", "Budi Santoso", "kata", "Kami butuh air bersih sekarang"),
        ("id", "Menurut Budi Santoso, kota itu kosong.", "Budi Santoso", "Menurut", "kota itu kosong"),
        ("id", "Nairobi, yang ingin damai, mengeluhkan kekerasan.", "Nairobi", "mengeluhkan", "kekerasan"),
        ("en", "The army said that the road was closed.", "The army", "said", "the road was closed"),
        ("en", "“We have no water here,” Abdi Farah said.", "Abdi Farah", "said", "We have no water here"),
        ("en", "According to Abdi Farah, the town is empty.", "Abdi Farah", "According to", "the town is empty"),
    ],
)  # fmt: skip
def test_reads_source_cue_and_content(language: str, text: str, source: str, cue: str, content: str) -> None:
    (found,) = tag(text, language)
    assert (words(text, found.source), words(text, found.cue), words(text, found.content)) == (
        source,
        cue,
        content,
    )


def test_a_negated_cue_is_no_statement() -> None:
    assert tag("Dia tidak mengatakan bahwa kota itu kosong.", "id") == []


def test_a_quotation_without_a_cue_goes_on_with_its_speaker() -> None:
    text = "“Kami butuh air bersih sekarang,” kata Budi Santoso.\n“Kami juga butuh makanan dan obat.”"
    first, second = tag(text, "id")
    assert second.continued and second.source == first.source


def test_a_closing_relay_is_no_statement_of_its_own() -> None:
    text = "Okello mengatakan bahwa perang harus berakhir, kata kantor Okello."
    (found,) = tag(text, "id")
    assert words(text, found.source) == "Okello"
    assert found.relay is not None


def test_an_unknown_language_has_no_cues() -> None:
    assert tag("Vláda oznámila, že město je prázdné.", "und") == []

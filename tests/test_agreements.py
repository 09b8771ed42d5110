"""Agreements that were made, calls for one that are none, and who says that one was broken."""

import json
from pathlib import Path

import pytest

import kabar
from kabar.model import Agreement, Reading

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/agreements.jsonl").read_text(encoding="utf-8").splitlines()
]


def read(language: str, text: str) -> Reading:
    return kabar.read(text, published="2024-03-15", lang=language)


NOT_MADE = [
    ("en", "The United Nations called for a ceasefire in Bunia."),
    ("en", "Sudan and Chad held talks on a peace deal in Doha."),
    ("en", "The envoy proposed a humanitarian corridor to the camp."),
    ("en", "The two sides failed to reach a peace deal."),
    ("id", "PBB menyerukan gencatan senjata di Bunia."),
    ("fr", "L'ONU a appelé à une trêve à Bunia."),
    ("ar", "دعت الأمم المتحدة إلى وقف إطلاق النار في غوما."),
    ("ru", "ООН призвала к перемирию в Буниа."),
    ("es", "La ONU pidió un alto el fuego en Bunia."),
    ("de", "Die Vereinten Nationen forderten eine Waffenruhe in Bunia."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NOT_MADE)
def test_a_call_talks_or_a_proposal_is_no_agreement(language: str, text: str) -> None:
    assert read(language, text).agreements == ()


MADE = [
    ("en", "Kenya and Somalia signed a peace deal on Monday.", "peace-deal", {"KEN", "SOM"}),
    ("id", "Kenya dan Somalia menandatangani perjanjian damai pada hari Senin.", "peace-deal", {"KEN", "SOM"}),
    ("fr", "Le Kenya et la Somalie ont signé lundi un accord de paix.", "peace-deal", {"KEN", "SOM"}),
    ("ar", "وقعت كينيا والصومال اتفاق سلام يوم الاثنين.", "peace-deal", {"KEN", "SOM"}),
    ("ru", "Кения и Сомали подписали мирное соглашение в понедельник.", "peace-deal", {"KEN", "SOM"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "parties"), MADE)
def test_an_agreement_that_was_signed_has_its_parties_and_date(
    language: str, text: str, kind: str, parties: set[str]
) -> None:
    (made,) = read(language, text).agreements
    assert (made.kind, set(made.parties), made.date) == (kind, parties, "2024-03-11")


def test_who_brokered_it_is_no_party() -> None:
    (made,) = read("en", "Qatar brokered a truce between Kenya and Somalia on Monday.").agreements
    assert (set(made.parties), made.brokers) == ({"KEN", "SOM"}, ("QAT",))


def test_several_mentions_are_one_agreement() -> None:
    text = "Kenya and Somalia signed a truce on Monday. The truce took effect at noon. Aid workers welcomed the truce."
    (made,) = read("en", text).agreements
    assert len(made.evidence) == 3


def test_its_terms_are_the_words_that_say_what_it_asks() -> None:
    text = "Kenya and Somalia signed a truce that requires both armies to leave the border."
    (made,) = read("en", text).agreements
    assert [t.of(text) for t in made.terms] == ["requires both armies to leave the border"]


BROKEN = [
    ("en", "Kenya accused Somalia of violating the ceasefire by shelling two villages."),
    ("id", "Kenya menuduh Somalia melanggar gencatan senjata dengan menembaki dua desa."),
    ("fr", "Le Kenya a accusé la Somalie d'avoir violé le cessez-le-feu en bombardant deux villages."),
    ("ru", "Кения обвинила Сомали в нарушении перемирия и обстреле двух деревень."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), BROKEN)
def test_a_breach_is_an_allegation_with_who_against_whom_and_what(language: str, text: str) -> None:
    (broken,) = read(language, text).agreements
    (breach,) = broken.alleged_breaches
    assert (breach.by, breach.against) == (("KEN",), ("SOM",))
    assert breach.what and all(w.of(text).strip() for w in breach.what)


def test_a_third_party_may_allege_a_breach() -> None:
    (broken,) = read("en", "The United Nations said that Kenya had violated the ceasefire.").agreements
    assert [(b.by, b.against) for b in broken.alleged_breaches] == [(("UN",), ("KEN",))]


def test_who_denies_a_breach_alleges_none() -> None:
    text = "Kenya and Somalia signed a truce on Monday. Kenya denied that it had violated the truce."
    (made,) = read("en", text).agreements
    assert made.alleged_breaches == ()


def test_what_is_denied_or_broken_was_still_made() -> None:
    assert len(read("en", "Rebels broke the truce on Sunday, the army said.").agreements) == 1


def named(reading: Reading, ids: tuple[str, ...]) -> set[str]:
    """Ids of known actors, names of local ones."""
    return {i if i.isupper() else reading.name(i) for i in ids}


def breaches(reading: Reading, made: Agreement) -> list[tuple[set[str], set[str]]]:
    return [(named(reading, b.by), named(reading, b.against)) for b in made.alleged_breaches]


def counted() -> dict[str, tuple[int, int, int]]:
    """Right, read and wanted of agreements, parties, breaches and disputes over the made-up articles."""
    totals = {k: [0, 0, 0] for k in ("agreements", "parties", "breaches", "disputes")}

    def add(key: str, right: int, said: int, wanted: int) -> None:
        for n, value in enumerate((right, said, wanted)):
            totals[key][n] += value

    for case in CASES:
        reading = read(case["lang"], case["text"])
        left = list(reading.agreements)
        for want in case["agreements"]:
            found = next((g for g in left if g.kind == want["kind"]), None)
            wanted = [({b["by"]}, {b["against"]}) for b in want["breaches"]]
            said = breaches(reading, found) if found else []
            add("breaches", sum(b in said for b in wanted), len(said), len(wanted))
            if found:
                left.remove(found)
                add("agreements", 1, 0, 0)
                parties = named(reading, found.parties)
                add("parties", len(parties & set(want["parties"])), len(parties), len(want["parties"]))
            else:
                add("parties", 0, 0, len(want["parties"]))
        add("agreements", 0, len(reading.agreements), len(case["agreements"]))
        add("breaches", 0, sum(len(g.alleged_breaches) for g in left), 0)
        disputes = [
            (d.kind, {h for p in d.positions for h in named(reading, p.holders)}) for d in reading.disputes
        ]
        asked = [(x["kind"], set(x["holders"])) for x in case["disputes"]]
        add("disputes", sum(x in disputes for x in asked), len(disputes), len(asked))
    return {k: (a, b, c) for k, (a, b, c) in totals.items()}


def test_the_made_up_articles_are_read_as_they_were_meant() -> None:
    found = counted()
    floors = {
        "agreements": (0.95, 0.95),
        "parties": (0.95, 0.95),
        "breaches": (0.85, 0.85),
        "disputes": (0.95, 0.9),
    }
    for key, (precision, recall) in floors.items():
        right, said, wanted = found[key]
        assert right / said >= precision and right / wanted >= recall, (key, found[key])

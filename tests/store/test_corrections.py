"""What a person corrects is remembered and shows everywhere; the reading as the machine made it stays whole."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from typing import Any

import pytest
from made import TEXT, article, at, reading

import kabar
from kabar.errors import KabarError
from kabar.model import Reading, Span
from kabar.reconcile import reconcile
from kabar.store import Archive, ConflictError, Query


def kept(archive: Archive, of: Reading | None = None, *, model: str = "m") -> int:
    of = of or reading()
    version = archive.add_article(of.article).version_id
    archive.save_reading(version, of, kabar_version="1", model=model)
    return version


def key(archive: Archive, kind: str, local: str) -> str:
    return next(r.key for r in archive.page(kind).rows if r.local == local)


def figure(archive: Archive, local: str = "f1") -> Any:
    return next(f for f in archive.figures().rows if f.local == local)


def span(words: str) -> str:
    where = at(TEXT, words)
    return f"{where.start}:{where.end}"


# A correction shows everywhere


def test_a_corrected_figure_is_what_queries_find(archive: Archive) -> None:
    kept(archive)
    archive.judgements.correct(key(archive, "figure", "f1"), {"low": "250000", "high": "310000"}, who="ana")
    assert (figure(archive).low, figure(archive).high) == (250_000, 310_000)
    assert [f.local for f in archive.figures(Query(high=260_000, low=250_000))] == ["f1"]
    assert "corrected" in figure(archive).flags and figure(archive).confidence == 1.0
    assert [f.local for f in archive.figures(Query(flags=("corrected",)))] == ["f1"]


def test_its_key_and_local_id_stay(archive: Archive) -> None:
    kept(archive)
    before = {r.key: r.local for r in archive.figures().rows}
    archive.judgements.correct(key(archive, "figure", "f1"), {"concept": "refugees"}, who="ana")
    assert {r.key: r.local for r in archive.figures().rows} == before


def test_the_reading_as_the_machine_made_it_stays_whole(archive: Archive) -> None:
    version = kept(archive)
    made = archive.readings(version)[0].id
    archive.judgements.correct(key(archive, "figure", "f1"), {"low": "1"}, who="ana")
    assert archive.reading_by_id(made) == reading()
    shown = archive.reading(version)
    assert shown is not None and shown.figures[0].low == 1 and shown.figures[1] == reading().figures[1]


def test_evidence_follows_a_corrected_passage(archive: Archive) -> None:
    kept(archive)
    archive.judgements.correct(
        key(archive, "statement", "s1"), {"content": span("300,000 people fled Idlib")}, who="ana"
    )
    statement = next(s for s in archive.statements().rows if s.local == "s1")
    assert statement.content == "300,000 people fled Idlib"
    assert {s.of(TEXT) for s in statement.spans} == {
        "UN", "says", "300,000 people fled Idlib", "UN says 300,000 people fled Idlib since May",
    }  # fmt: skip


def test_who_gives_a_figure_follows_who_said_it(archive: Archive) -> None:
    kept(archive)
    archive.judgements.correct(key(archive, "statement", "s1"), {"sources": "SYR"}, who="ana")
    assert figure(archive).actors("source") == ("Syria",)
    assert "rests-on-corrected" in figure(archive).flags and "corrected" not in figure(archive).flags


def test_a_dispute_of_a_corrected_figure_says_that_it_rests_on_it(archive: Archive) -> None:
    kept(archive)
    archive.judgements.correct(key(archive, "figure", "f1"), {"low": "12", "high": "12"}, who="ana")
    assert all("rests-on-corrected" in d.flags for d in archive.disputes())


def test_a_name_of_kabar_s_table_is_that_actor_and_another_is_a_new_one(archive: Archive) -> None:
    kept(archive)
    where = key(archive, "statement", "s3")
    archive.judgements.correct(where, {"targets": "Iran; Council of Elders"}, who="ana")
    targets = [p for p in archive.by_key([where])[where].parties if p.role == "target"]
    assert (targets[0].ref, targets[1].name) == ("IRN", "Council of Elders")
    assert targets[1].ref.startswith("name:council of elders")


def test_a_place_by_its_geonames_id_has_its_coordinates(archive: Archive) -> None:
    kept(archive)
    archive.judgements.correct(key(archive, "figure", "f1"), {"place": "170063"}, who="ana")
    site = figure(archive).site
    assert site is not None and site.geonames == 170063 and site.latitude is not None
    assert [f.local for f in archive.figures(Query(place=170063))] == ["f1"]


def test_a_doubt_about_the_corrected_field_is_settled(archive: Archive) -> None:
    of = reading()
    doubtful = replace(of.figures[0], flags=("place-inferred", "damaged"))
    kept(archive, replace(of, figures=(doubtful, of.figures[1])))
    archive.judgements.correct(key(archive, "figure", "f1"), {"place": "p2"}, who="ana")
    assert figure(archive).flags == ("damaged", "corrected")


def test_an_alleged_breach_is_corrected_in_its_agreement(archive: Archive) -> None:
    kept(archive)
    where = archive.breaches().rows[0].key
    archive.judgements.correct(where, {"against": "RUS"}, who="ana")
    assert archive.by_key([where])[where].actors("accused") == ("Russia",)


def test_an_actor_that_was_misread_is_another_one(archive: Archive) -> None:
    kept(archive)
    where = key(archive, "mention", "SYR")
    archive.judgements.correct(where, {"name": "Syrian Opposition", "kind": "armed-group"}, who="ana")
    assert archive.by_key([where])[where].name == "Syrian Opposition"  # type: ignore[attr-defined]
    assert [s.local for s in archive.statements(Query(actor="Syrian Opposition", role="target"))] == ["s3"]
    assert not archive.statements(Query(actor="SYR")).rows


@pytest.mark.parametrize(
    ("kind", "local", "given", "column", "value"),
    [
        (
            "event",
            "e1",
            {"acled": "Violence against civilians", "acled_sub": "Attack"},
            "acled_sub",
            "Attack",
        ),
        ("event", "e1", {"status": "denied"}, "status", "denied"),
        ("event", "e1", {"date": "2019-05"}, "date", "2019-05"),
        ("event", "e1", {"killed": "none"}, "killed", ()),
        ("agreement", "g1", {"kind": "truce"}, "kind", "truce"),
        ("statement", "s2", {"act": "admit"}, "act", "admit"),
        ("statement", "s2", {"said_on": "none"}, "date", None),
        ("date_mention", "t1", {"value": "2018-05-30"}, "date", "2018-05-30"),
        ("damage", "d1", {"should_read": "120"}, "should_read", "120"),
        ("place", "p1", {"geonames": "170063"}, "name", "Aleppo"),
    ],
)
def test_each_kind_of_record_is_corrected(
    archive: Archive, kind: str, local: str, given: dict[str, object], column: str, value: object
) -> None:
    kept(archive)
    where = key(archive, kind, local)
    archive.judgements.correct(where, given, who="ana")
    assert getattr(archive.by_key([where])[where], column) == value


# Remembered


def test_it_is_applied_again_when_the_article_is_read_anew(archive: Archive) -> None:
    version = kept(archive)
    archive.judgements.correct(key(archive, "figure", "f1"), {"high": "310000"}, who="ana")
    archive.save_reading(version, reading(confidence=0.9), kabar_version="2", model="m")
    assert figure(archive).high == 310_000
    assert archive.judgements.left() == []


def test_one_whose_record_is_gone_is_listed_and_comes_back_with_it(archive: Archive) -> None:
    version = kept(archive)
    number = archive.judgements.correct(key(archive, "figure", "f1"), {"high": "310000"}, who="ana")
    archive.save_reading(version, reading(low=299_000), kabar_version="2", model="m")
    assert figure(archive).high is None
    assert [(j.id, why) for j, why in archive.judgements.left()] == [
        (number, "the reading has no such record any more")
    ]
    archive.save_reading(version, reading(), kabar_version="3", model="m")
    assert figure(archive).high == 310_000 and archive.judgements.left() == []


def test_corrections_of_several_people_add_up_and_undo_restores(archive: Archive) -> None:
    kept(archive)
    where = key(archive, "figure", "f1")
    first = archive.judgements.correct(where, {"high": "310000"}, who="ana")
    archive.judgements.correct(where, {"concept": "refugees"}, who="ben")
    assert (figure(archive).high, figure(archive).concept) == (310_000, "refugees")
    archive.judgements.undo(first, who="ben")
    assert (figure(archive).high, figure(archive).concept) == (None, "refugees")
    assert [j.verdict for j in archive.judgements.all(where) if not j.undone] == ["corrected"]


def test_undoing_the_only_one_leaves_no_trace_in_the_records(archive: Archive) -> None:
    kept(archive)
    before = figure(archive)
    number = archive.judgements.correct(
        before.key, {"high": "310000", "source": "Council of Elders"}, who="ana"
    )
    archive.judgements.undo(number, who="ana")
    assert replace(figure(archive), id=before.id) == before
    assert [m.name for m in archive.mentions().rows if m.name == "Council of Elders"] == []


def test_accepting_afterwards_keeps_the_correction_and_a_comment_decides_nothing(archive: Archive) -> None:
    kept(archive)
    where = key(archive, "figure", "f1")
    archive.judgements.correct(where, {"high": "310000"}, who="ana")
    archive.judgements.add("right", where, who="ben")
    archive.judgements.add("comment", where, who="eva", why="the UN's own count")
    assert figure(archive).high == 310_000
    assert archive.judgements.of_records([where])[where].verdict == "right"
    assert [j.verdict for j in archive.judgements.standing(where)] == ["right"]


def killed(archive: Archive) -> list[tuple[float | None, ...]]:
    found = [d for d in archive.links.disputes().rows if "killed" in d.question]
    return [tuple(sorted(p.low or 0 for p in d.positions)) for d in found]


def test_reconciling_reads_the_corrected_record_and_the_undone_one(archive: Archive) -> None:
    kept(archive)
    kept(archive, reading(article(url="https://example.org/2", publisher="Other")))
    reconcile(archive)
    assert killed(archive) == []
    where = next(f for f in archive.figures().rows if f.concept == "killed" and f.article_id == 2).key
    number = archive.judgements.correct(where, {"low": "40", "high": "40", "source": "SYR"}, who="ana")
    reconcile(archive)
    assert killed(archive) == [(12, 40)]
    archive.judgements.undo(number, who="ana")
    reconcile(archive)
    assert killed(archive) == []


def test_a_wrong_statement_source_corrected_moves_its_figure_to_its_side_of_a_dispute(
    archive: Archive,
) -> None:
    kept(archive)
    other = reading(article(url="https://example.org/2", publisher="Other"))
    more = replace(other.figures[1], low=40.0, high=40.0)
    kept(archive, replace(other, figures=(other.figures[0], more)))
    where = next(s for s in archive.statements().rows if s.local == "s2" and s.article_id == 2).key
    archive.judgements.correct(where, {"sources": "SYR"}, who="ana")
    reconcile(archive)
    (dispute,) = [d for d in archive.links.disputes().rows if "killed" in d.question]
    assert [p.says.partition(":")[0] for p in dispute.positions if p.low == 40] == ["Syria"]


# Refused with one sentence


@pytest.mark.parametrize(
    ("kind", "local", "given", "why"),
    [
        ("figure", "f1", {"low": "many"}, "no number for low"),
        ("figure", "f1", {"low": "10", "high": "9"}, "low 10 is above high 9"),
        ("figure", "f1", {"low": "none"}, "a lowest or a highest number"),
        ("figure", "f1", {"low": "-1"}, "not negative"),
        ("figure", "f1", {"high": "inf"}, "no number for high"),
        ("figure", "f1", {"concept": "happy"}, "no value of concept"),
        ("figure", "f1", {"span": "5:99999"}, "not inside the article"),
        ("figure", "f1", {"span": "9:9"}, "not inside the article"),
        ("figure", "f1", {"span": "a few words"}, "no passage for span"),
        ("figure", "f1", {"since": "last May"}, "no date for since"),
        ("figure", "f1", {"since": "2019-05", "until": "2019-04"}, "is after until"),
        ("figure", "f1", {"statement": "s99"}, "there is no 's99'"),
        ("figure", "f1", {"place": "999999999"}, "no place has the GeoNames id"),
        ("figure", "f1", {"place": "Springfield"}, "places are called 'Springfield'"),
        ("figure", "f1", {"mood": "bad"}, "has no field 'mood'"),
        ("figure", "f1", {"low": "300000"}, "nothing differs"),
        ("event", "e1", {"acled_sub": "Attack"}, "no sub-event type"),
        ("event", "e1", {"civilians_targeted": "perhaps"}, "yes or no"),
        ("statement", "s1", {"content": ""}, "content can't be left empty"),
        ("dispute", "x1", {"kind": "blame"}, "can't be corrected"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(
    archive: Archive, kind: str, local: str, given: dict[str, object], why: str
) -> None:
    kept(archive)
    before = [r.key for r in archive.page(kind).rows]
    with pytest.raises(KabarError, match=why):
        archive.judgements.correct(key(archive, kind, local), given, who="ana")
    assert archive.judgements.all() == [] and [r.key for r in archive.page(kind).rows] == before
    assert not archive.page(kind, Query(flags=("corrected",))).rows


def test_a_correction_is_somebody_s(archive: Archive) -> None:
    kept(archive)
    with pytest.raises(KabarError, match="say whose"):
        archive.judgements.correct(key(archive, "figure", "f1"), {"low": "1"}, who=" ")


def test_a_record_that_is_not_there_is_not_corrected(archive: Archive) -> None:
    with pytest.raises(KabarError, match="no record 'figure-1'"):
        archive.judgements.correct("figure-1", {"low": "1"}, who="ana")


# Two people at once


def test_a_decision_on_what_one_had_not_seen_is_refused_and_told(archive: Archive) -> None:
    kept(archive)
    where = key(archive, "figure", "f1")
    seen = archive.judgements.latest(where)
    archive.judgements.correct(where, {"high": "310000"}, who="ana", seen=seen)
    with pytest.raises(ConflictError, match="ana decided about this record meanwhile") as refused:
        archive.judgements.add("wrong", where, who="ben", seen=seen)
    assert (refused.value.other.who, refused.value.other.says) == ("ana", {"high": 310_000})
    archive.judgements.add("wrong", where, who="ben", seen=refused.value.other.id)
    assert archive.judgements.of_records([where])[where].who == "ben"


def test_an_undo_counts_as_seen_or_not_too_and_a_comment_is_never_refused(archive: Archive) -> None:
    kept(archive)
    where = key(archive, "figure", "f1")
    number = archive.judgements.add("right", where, who="ana", seen=0)
    archive.judgements.undo(number, who="ana", seen=number)
    with pytest.raises(ConflictError):
        archive.judgements.add("right", where, who="ben", seen=number)
    archive.judgements.add("comment", where, who="ben", why="look at it", seen=0)


def test_of_two_threads_at_once_one_decides_and_the_other_is_told(archive: Archive) -> None:
    kept(archive)
    where, start = key(archive, "figure", "f1"), threading.Barrier(2)
    outcomes: list[object] = []

    def decide(who: str, high: str) -> None:
        start.wait()
        try:
            outcomes.append(archive.judgements.correct(where, {"high": high}, who=who, seen=0))
        except ConflictError as error:
            outcomes.append(error.other.who)

    threads = [threading.Thread(target=decide, args=a) for a in (("ana", "310000"), ("ben", "320000"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = archive.judgements.all(where)
    assert sorted(map(str, outcomes)) == sorted([str(won.id), won.who])
    assert figure(archive).high == {"ana": 310_000, "ben": 320_000}[won.who]


PROCESS = """
import sys, kabar
from kabar.store import ConflictError
target, key, who = sys.argv[1:]
with kabar.open(target) as archive:
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        archive.judgements.add("right", key, who=who, seen=0)
        print("kept")
    except ConflictError as error:
        print("told of", error.other.who)
"""


def test_of_two_processes_at_once_one_decides_and_the_other_is_told(target: str) -> None:
    with kabar.open(target) as archive:
        kept(archive)
        where = key(archive, "figure", "f1")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, target, where, who], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for who in ("ana", "ben")
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = sorted(p.communicate(timeout=60)[0].strip() for p in running)
    with kabar.open(target) as archive:
        (won,) = archive.judgements.all(where)
    assert said == ["kept", f"told of {won.who}"]


def test_a_correction_and_a_new_reading_at_once_both_stay(archive: Archive) -> None:
    version = kept(archive)
    where, start = key(archive, "figure", "f1"), threading.Barrier(2)

    def read() -> None:
        start.wait()
        archive.save_reading(version, reading(confidence=0.9), kabar_version="2", model="m")

    thread = threading.Thread(target=read)
    thread.start()
    start.wait()
    archive.judgements.correct(where, {"high": "310000"}, who="ana")
    thread.join()
    assert figure(archive).high == 310_000 and figure(archive, "f2").confidence == 0.9


def test_a_passage_is_kept_in_characters_of_the_original(archive: Archive) -> None:
    version = kept(archive)
    archive.judgements.correct(key(archive, "figure", "f2"), {"span": span("12")}, who="ana")
    shown = archive.reading(version)
    assert shown is not None and shown.figures[1].span == Span(*map(int, span("12").split(":")))

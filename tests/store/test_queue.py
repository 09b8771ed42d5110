"""What needs a person comes first, with the reasons; what was decided is gone from the queue until it is taken back."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import article, reading

from kabar.errors import KabarError
from kabar.model import Figure, Reading
from kabar.reconcile import reconcile
from kabar.store import Archive, Query, streams
from kabar.store.queue import reasons


def kept(archive: Archive, number: int = 1, of: Reading | None = None, **more: object) -> None:
    of = of or reading(article(url=f"https://example.org/{number}", **more))  # type: ignore[arg-type]
    version = archive.add_article(of.article).version_id
    archive.save_reading(version, of, kabar_version="1", model="m")


def doubtful(number: int = 1, figures: dict[str, tuple[str, ...]] | None = None, **more: object) -> Reading:
    """A reading of which only these figures have doubts, and nothing is unsure."""
    of = reading(article(url=f"https://example.org/{number}", **more))  # type: ignore[arg-type]
    marked = tuple(replace(f, flags=(figures or {}).get(f.id, ())) for f in of.figures)
    return replace(of, figures=marked, statements=tuple(replace(s, flags=()) for s in of.statements))


def locals_of(archive: Archive, **asked: object) -> list[str]:
    return [w.row.local for w in archive.queue(**asked).rows]  # type: ignore[arg-type]


def test_a_sound_archive_has_nothing_to_look_at(archive: Archive) -> None:
    kept(archive, of=doubtful())
    assert archive.queue().rows == ()


def test_a_doubt_puts_a_record_into_the_queue_and_says_which(archive: Archive) -> None:
    kept(archive, of=doubtful(figures={"f2": ("place-inferred",)}))
    (waiting,) = archive.queue().rows
    assert waiting.row.local == "f2" and [(r.what, r.flag) for r in waiting.reasons] == [
        ("doubt", "place-inferred")
    ]


def test_figures_stand_before_others_and_graver_doubts_before_lighter(archive: Archive) -> None:
    of = doubtful(figures={"f1": ("place-inferred",), "f2": ("vague", "damaged")})
    of = replace(
        of, statements=tuple(replace(s, flags=("damaged",)) for s in of.statements[:1]) + of.statements[1:]
    )
    kept(archive, of=of)
    assert locals_of(archive) == ["f2", "f1", "s1"]


def test_a_record_that_is_more_likely_wrong_than_right_waits_behind_the_doubts(archive: Archive) -> None:
    of = doubtful(figures={"f2": ("damaged",)})
    kept(archive, of=replace(of, figures=(replace(of.figures[0], confidence=0.3), of.figures[1])))
    assert locals_of(archive) == ["f2", "f1"]
    assert [r.what for r in archive.queue().rows[1].reasons] == ["unsure"]


def test_what_many_articles_dispute_comes_first_the_largest_dispute_before_others(archive: Archive) -> None:
    kept(archive, 9, doubtful(9, {"f1": ("damaged",)}))
    for number, killed in enumerate((12, 12, 40, 40), 1):
        of = doubtful(number)
        source = ("RUS", "RUS", "SYR", "SYR")[number - 1]
        kept(
            archive,
            number,
            replace(of, figures=(replace(of.figures[1], low=killed, high=killed, source=source),)),
        )
    reconcile(archive)
    rows = archive.queue().rows
    assert [r.what for r in rows[0].reasons] == ["dispute"] and rows[0].reasons[0].articles == 5
    assert [w.row.local for w in rows] == ["f2"] * 5 + ["f1"]
    assert rows[0].reasons[0].positions == 2 and "killed" in rows[0].reasons[0].question


@pytest.mark.parametrize("verdict", ["right", "wrong"])
def test_a_decision_takes_it_out_and_an_undo_puts_it_back(archive: Archive, verdict: str) -> None:
    kept(archive, of=doubtful(figures={"f2": ("damaged",)}))
    where = archive.queue().rows[0].row.key
    number = archive.judgements.add(verdict, where, who="ana")  # type: ignore[arg-type]
    assert locals_of(archive) == []
    archive.judgements.undo(number, who="ana")
    assert locals_of(archive) == ["f2"]


def test_a_correction_takes_it_out_and_a_comment_does_not(archive: Archive) -> None:
    kept(archive, of=doubtful(figures={"f2": ("damaged",)}))
    where = archive.queue().rows[0].row.key
    archive.judgements.add("comment", where, who="ana", why="look at it")
    assert locals_of(archive) == ["f2"]
    archive.judgements.correct(where, {"low": "11"}, who="ana")
    assert locals_of(archive) == []


def test_what_rests_on_a_corrected_record_waits(archive: Archive) -> None:
    kept(archive, of=doubtful())
    where = next(s for s in archive.statements().rows if s.local == "s1").key
    archive.judgements.correct(where, {"sources": "SYR"}, who="ana")
    assert locals_of(archive) == ["f1"]


def test_the_queue_is_filtered_by_kind_language_and_place(archive: Archive) -> None:
    both = {"f1": ("damaged",), "f2": ("damaged",)}
    kept(archive, 1, doubtful(1, both))
    kept(archive, 2, doubtful(2, both, language="fr"))
    assert len(locals_of(archive)) == 4
    assert {w.row.language for w in archive.queue(Query(language="fr")).rows} == {"fr"}
    assert locals_of(archive, query=Query(place="Ankara")) == ["f2", "f2"]
    assert locals_of(archive, kinds=("event",)) == []
    assert locals_of(archive, query=Query(concept="killed")) == ["f2", "f2"]


def test_an_unknown_kind_filter_or_place_in_the_queue_is_refused(archive: Archive) -> None:
    for asked in (
        {"kinds": ("mood",)}, {"kinds": ("figure",), "query": Query(act="say")}, {"limit": 0}, {"after": "x"},
        {"after": "999.1.1"}, {"after": "-1"}, {"after": "0.5"}, {"after": "7.99999999999.1"},
    ):  # fmt: skip
        with pytest.raises(KabarError):
            archive.queue(**asked)  # type: ignore[arg-type]


FLAGS = st.lists(st.sampled_from(["damaged", "place-inferred", "vague", "derived"]), max_size=2, unique=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(FLAGS, st.sampled_from([0.3, 0.8]), st.integers(1, 28)), min_size=1, max_size=8),
    st.integers(1, 4),
)
def test_page_after_page_is_the_whole_queue_each_record_once_by_either_way_of_reading(
    lite: Archive, made: list[tuple[list[str], float, int]], limit: int
) -> None:
    """Few records are looked at in memory, many through indexes: both give one order."""
    figures: set[str] = set()
    base = len(list(lite.each_article()))
    for number, (flags, confidence, day) in enumerate(made, base + 1):
        of = doubtful(number, published=f"2019-05-{day:02}", text=f"{article().text}\n{number}")
        marked: Figure = replace(of.figures[0], flags=tuple(flags), confidence=confidence)
        kept(lite, number, replace(of, figures=(marked,), disputes=()))
    whole = [w.row.key for w in lite.queue(limit=200).rows]
    figures = {f.key for f in lite.each("figure") if set(f.flags) - {"derived"} or f.confidence < 0.5}
    assert len(whole) == len(set(whole)) and {k for k in whole if k.startswith("figure")} == figures
    for query in (Query(), Query(language="en")):
        paged, after = [], None
        while True:
            page = lite.queue(query, limit=limit, after=after)
            paged += [w.row.key for w in page.rows]
            after = page.after
            if after is None:
                break
        assert paged == whole


def test_disputes_are_read_in_one_order_in_memory_and_from_indexes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, killed in enumerate((12, 40, 41, 12, 55), 1):
        of = doubtful(number, {"f2": ("damaged",)} if number == 4 else {})
        kept(
            archive,
            number,
            replace(
                of,
                figures=(
                    replace(of.figures[1], low=killed, high=killed, source="SYR" if killed > 12 else "RUS"),
                ),
            ),
        )
    reconcile(archive)
    by_index = [w.at.split(".")[1:] for w in archive.queue(kinds=("figure",)).rows]
    held = {h.record_key for d in archive.links.disputes() for p in d.positions for h in p.holders}
    assert len(by_index) == len(held) > 3
    assert [
        w.at.split(".")[1:] for w in archive.queue(Query(language="en"), kinds=("figure",)).rows
    ] == by_index
    monkeypatch.setattr(streams, "DISPUTES", 1)
    paged = [w.at for w in archive.queue(kinds=("figure",)).rows]
    for at, behind in itertools.pairwise(paged):
        assert archive.queue(kinds=("figure",), after=at, limit=1).rows[0].at == behind


def test_the_reasons_of_any_record_can_be_asked(archive: Archive) -> None:
    kept(archive, of=doubtful(figures={"f2": ("damaged",)}))
    rows = archive.figures().rows
    assert {rows_.local: [r.flag for r in reasons(archive, rows)[rows_.key]] for rows_ in rows} == {
        "f1": [], "f2": ["damaged"],
    }  # fmt: skip

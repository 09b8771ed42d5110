"""The run: idempotent, incremental, and true to what people decided. On SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from accounts import Story, disputes, keep, keys, links, sizes, together

import kabar
from kabar.reconcile import reconcile
from kabar.reconcile.kinds import KINDS
from kabar.store import Archive, Query
from kabar.store.related import clusters_near

PLACES = ("Idlib", "Binnish", "Maarat", "Idlib governorate", "Syria", "Ankara", None)


def story(name: str, seed: int) -> Story:
    """An article with some of everything."""
    chance = random.Random(seed)
    made = Story(name, f"2019-05-{chance.randint(20, 31)}")
    for _ in range(3):
        place, number = chance.choice(PLACES), chance.choice((12, 15, 40, 300))
        on = chance.choice((None, f"2019-05-{chance.randint(18, 24)}"))
        source = chance.choice(("UN", "SOHR", "UOSSM", None))
        killed = made.figure(number, place=place, as_of=on, source=source)
        made.figure(
            number * 1000, chance.choice((None, "same")), concept="displaced", place=place, source=source,
            since=chance.choice((None, "2019-04", "2019-04-28", "2019-05-20")),
        )  # fmt: skip
        made.event(
            place=place, date=on, killed=(killed,), actors=(chance.choice(("SYR", "RUS")),),
            status=chance.choice(("reported", "denied", "claimed")), claimed_by=(chance.choice(("TUR", "RUS")),),
        )  # fmt: skip
    made.agreement(date=chance.choice((None, "2018-09-17", "2018-09")), place=chance.choice(PLACES))
    made.said(
        chance.choice(("TUR", "RUS")),
        f"they broke the truce of {chance.choice(('Idlib', 'Hama'))} again and again",
    )
    return made


def without_times(found: tuple[Any, ...]) -> tuple[Any, ...]:
    _, clusters, disputed, situations = found
    return (
        sorted(clusters, key=lambda c: c.key), [replace(d, changed_at=None) for d in disputed],
        [replace(s, changed_at=None) for s in situations],
    )  # fmt: skip


def test_a_second_run_changes_nothing(archive: Archive) -> None:
    keep(archive, *(story(f"a{n}", n) for n in range(6)))
    assert reconcile(archive).articles == 6
    before = links(archive)
    assert reconcile(archive).articles == 0
    assert links(archive) == before


def test_read_again_the_same_changes_nothing(archive: Archive) -> None:
    stories = [story(f"a{n}", n) for n in range(6)]
    keep(archive, *stories)
    reconcile(archive)
    before = links(archive)
    keep(archive, *stories, kabar_version="2")
    assert reconcile(archive).articles == 6
    assert without_times(links(archive)) == without_times(before)


@pytest.mark.parametrize("seed", range(4))
def test_one_by_one_is_as_all_at_once(tmp_path: Path, seed: int) -> None:
    stories = sorted((story(f"a{n}", seed * 100 + n) for n in range(12)), key=lambda s: s.day or "")
    with kabar.open(tmp_path / "one.db") as one, kabar.open(tmp_path / "all.db") as all_:
        for made in stories:
            keep(one, made)
            reconcile(one)
        keep(all_, *stories)
        reconcile(all_)
        assert without_times(links(one)) == without_times(links(all_))


@pytest.mark.parametrize("seed", range(3))
def test_the_search_lets_through_all_that_the_rule_finds(tmp_path: Path, seed: int) -> None:
    with kabar.open(tmp_path / "archive.db") as archive:
        keep(archive, *(story(f"a{n}", seed * 50 + n) for n in range(10)))
        reconcile(archive)
        for kind in KINDS:
            rows = [r for r in archive.each(kind.name, Query()) if kind.takes_part(r)]
            of = {
                m.record_key: c.key for c in archive.links.clusters(kind.name, limit=1000) for m in c.members
            }
            for row in rows:
                near = set(clusters_near(archive, kind.name, kind.near(row)))
                assert {of[o.key] for o in rows if kind.same(row, o, False).confidence > 0} <= near


def test_an_article_touches_only_what_it_concerns(archive: Archive) -> None:
    far, near = Story("far"), Story("near")
    far.figure(12, place="Ankara", as_of="2019-05-22", source="UN")
    near.figure(12, place="Maarat", as_of="2019-05-22", source="UN")
    keep(archive, far, near)
    reconcile(archive)
    before = {row[1]: row for row in links(archive)[0]}
    new = Story("new")
    new.figure(15, place="Maarat", as_of="2019-05-22", source="SOHR")
    keep(archive, new)
    reconcile(archive)
    after = {row[1]: row for row in links(archive)[0]}
    assert sum(before[key] == after[key] for key in before) == 1 and len(after) == 2


def test_a_new_version_takes_the_old_records_out(archive: Archive) -> None:
    old, new, other = Story("a", "2019-05-23"), Story("a", "2019-05-23"), Story("b", "2019-05-24")
    old.figure(12, place="Maarat", as_of="2019-05-22", source="UN")
    new.figure(15, place="Maarat", as_of="2019-05-22", source="UN")
    other.figure(20, place="Maarat", as_of="2019-05-22", source="SOHR")
    keep(archive, old, other)
    reconcile(archive)
    assert [p.low for d in disputes(archive) for p in d.positions] == [20, 12]
    (article,) = keep(archive, new)
    reconcile(archive)
    assert [p.low for d in disputes(archive) for p in d.positions] == [20, 15]
    assert keys(archive, "figure", article)[0] in set().union(*together(archive, "figure")) and sizes(
        archive, "figure"
    ) == [2]


def test_a_reading_that_puts_it_elsewhere_takes_it_out(archive: Archive) -> None:
    one, other, again = Story("a"), Story("b"), Story("b")
    for made, place in ((one, "Maarat"), (other, "Maarat"), (again, "Ankara")):
        made.figure(12, place=place, as_of="2019-05-22", source="UN")
    keep(archive, one, other)
    reconcile(archive)
    assert sizes(archive, "figure") == [2]
    keep(archive, again, kabar_version="2")
    reconcile(archive)
    assert sizes(archive, "figure") == [1, 1]


def test_a_run_that_was_stopped_is_finished_by_the_next(tmp_path: Path) -> None:
    stories = [story(f"a{n}", n) for n in range(6)]
    with kabar.open(tmp_path / "stopped.db") as stopped, kabar.open(tmp_path / "whole.db") as whole:
        for archive in (stopped, whole):
            keep(archive, *stories)
        seen: list[int] = []

        def stop(article: int) -> None:
            seen.append(article)
            if len(seen) == 3:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            reconcile(stopped, stop)
        reconcile(stopped)
        reconcile(whole)
        assert without_times(links(stopped)) == without_times(links(whole))


def two(archive: Archive, *more: dict[str, Any]) -> list[str]:
    """Two accounts of one figure, told by two; their keys."""
    found = []
    for n, account in enumerate(({"source": "UN"}, {"source": "SOHR"}, *more)):
        made = Story(f"a{n}", f"2019-05-{23 + n}")
        made.figure(12 + 8 * n, **{"place": "Maarat", "as_of": "2019-05-22"} | account)
        found += keys(archive, "figure", keep(archive, made)[0])
    reconcile(archive)
    return found


def test_different_parts_them_and_undone_joins_them(archive: Archive) -> None:
    one, other = two(archive)
    assert sizes(archive, "figure") == [2] and len(disputes(archive)) == 1
    number = archive.judgements.add("different", one, other, who="ana", why="two markets")
    assert reconcile(archive).articles == 2
    assert sizes(archive, "figure") == [1, 1] and disputes(archive) == []
    archive.judgements.undo(number, who="ana")
    reconcile(archive)
    assert sizes(archive, "figure") == [2] and len(disputes(archive)) == 1


def test_same_joins_what_the_rules_keep_apart(archive: Archive) -> None:
    one, _, far = two(archive, {"source": "UOSSM", "place": "Ankara"})
    assert sizes(archive, "figure") == [2, 1]
    number = archive.judgements.add("same", one, far, who="ana")
    reconcile(archive)
    assert any({one, far} <= c for c in together(archive, "figure"))
    archive.judgements.undo(number, who="ana")
    reconcile(archive)
    assert sizes(archive, "figure") == [2, 1]


def test_wrong_is_set_beside_nothing_until_it_is_right(archive: Archive) -> None:
    one, other = two(archive)
    archive.judgements.add("wrong", other, who="ana", why="misread")
    reconcile(archive)
    assert together(archive, "figure") == {frozenset({one})} and disputes(archive) == []
    archive.judgements.add("right", other, who="ben", why="it is what the text says")
    reconcile(archive)
    assert sizes(archive, "figure") == [2]


def test_a_decision_survives_reading_again(archive: Archive) -> None:
    one, other = two(archive)
    archive.judgements.add("different", one, other, who="ana")
    reconcile(archive)
    for n, source in enumerate(("UN", "SOHR")):
        again = Story(f"a{n}", f"2019-05-{23 + n}")
        again.figure(12 + 8 * n, place="Maarat", as_of="2019-05-22", source=source)
        keep(archive, again, kabar_version="2")
    assert reconcile(archive).articles == 2
    assert sizes(archive, "figure") == [1, 1]


def situations(archive: Archive) -> list[tuple[str, int]]:
    return [(s.title, len(s.members)) for s in archive.links.situations(limit=100)]


def test_a_border_is_no_situation(archive: Archive) -> None:
    for n in range(4):
        made = Story(f"a{n}", f"2019-05-1{n}")
        made.figure(12 + n, place="Border", as_of=f"2019-05-1{n}")
        keep(archive, made)
    reconcile(archive)
    assert situations(archive) == []


def test_a_situation_is_an_area_and_a_run_of_days(archive: Archive) -> None:
    for n, (place, day) in enumerate(
        (("Idlib", "01"), ("Binnish", "10"), ("Maarat", "20"), ("Ankara", "10"), ("Idlib", "31"))
    ):
        made = Story(f"a{n}", f"2019-05-{day}")
        made.figure(12 + n, place=place, as_of=f"2019-05-{day}")
        keep(archive, made)
    reconcile(archive)
    assert situations(archive) == [("Idlib, SYR: 2019-05-01 to 2019-05-31", 4)]
    late = Story("late", "2019-09-03")
    for day in ("2019-09-01", "2019-09-02", "2019-09-03"):
        late.figure(1, place="Idlib", as_of=day)
    keep(archive, late)
    before = archive.links.situations()
    reconcile(archive)
    assert sorted(situations(archive)) == [
        ("Idlib, SYR: 2019-05-01 to 2019-05-31", 4),
        ("Idlib, SYR: 2019-09-01 to 2019-09-03", 3),
    ]
    assert before[0] in archive.links.situations(), "the run of May was not touched"


def test_a_situation_ends_with_its_records(archive: Archive) -> None:
    made, gone = Story("a"), Story("a")
    for day in ("2019-05-21", "2019-05-22", "2019-05-23"):
        made.figure(3, place="Idlib", as_of=day)
    gone.figure(3, place="Ankara", as_of="2019-05-21")
    keep(archive, made)
    reconcile(archive)
    assert len(situations(archive)) == 1
    keep(archive, gone)
    reconcile(archive)
    assert situations(archive) == []

"""What is counted over an archive: who speaks about whom, who there is, whom to be careful with. On both databases alike."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from made import article, reading

from kabar.errors import KabarError
from kabar.store import Archive, Query
from kabar.store import kept as module
from kabar.store.kept import Kept
from kabar.store.links import CrossDispute, CrossPosition, Holder


@pytest.fixture(autouse=True)
def filled(archive: Archive) -> None:
    days = [("2019-05-31", "en", "accuse"), ("2019-06-02", "fr", "accuse"), (None, "en", "demand")]
    for n, (day, language, act) in enumerate(days, 1):
        of = article(
            url=f"https://example.org/{n}", published=day, language=language, publisher=f"P{min(n, 2)}"
        )
        added = archive.add_article(of)
        archive.save_reading(added.version_id, reading(of, act=act), kabar_version="1", model="m")


def test_the_matrix_counts_who_says_what_about_whom(archive: Archive) -> None:
    found = archive.matrix()
    assert [t.name for t in found.targets] == ["Syria"]
    (row,) = found.rows
    assert (row.source.name, row.total, row.cells[0].total) == ("Türkiye", 3, 3)
    assert row.cells[0].acts == (("accuse", 2), ("demand", 1))


@pytest.mark.parametrize(
    ("query", "acts", "number"),
    [
        (Query(language="fr"), (), 1), (Query(source="turkiye"), (), 3), (Query(target="SYR"), (), 3), (Query(source="UN"), (), 0),
        (Query(source="turkiye", target="SYR", published_since=date(2019, 6, 1)), (), 1), (Query(text="truce"), (), 3),
        (Query(flags=("damaged",)), (), 3), (Query(), ("demand", "deny"), 1), (Query(place="idlib"), (), 0),
    ],
)  # fmt: skip
def test_the_matrix_counts_what_a_query_finds(
    archive: Archive, query: Query, acts: tuple[str, ...], number: int
) -> None:
    assert sum(row.total for row in archive.matrix(query, acts=acts).rows) == number


def test_a_cell_of_the_matrix_is_the_number_of_statements_that_its_filter_finds(archive: Archive) -> None:
    found = archive.matrix()
    for row in found.rows:
        for target, cell in zip(found.targets, row.cells, strict=True):
            for act, n in cell.acts:
                assert (
                    archive.count("statement", Query(source=row.source.ref, target=target.ref, act=act)) == n
                )


def test_the_matrix_says_how_many_it_leaves_out(archive: Archive) -> None:
    other = reading(article(url="https://example.org/9"))
    s3 = replace(other.statements[2], sources=("UN", "RUS"), targets=("RUS",))
    added = archive.add_article(other.article)
    archive.save_reading(added.version_id, replace(other, statements=(s3,)), kabar_version="1", model="m")
    found = archive.matrix(limit=1)
    assert ([r.source.name for r in found.rows], found.more_sources, found.more_targets) == (
        ["Türkiye"],
        2,
        1,
    )


def test_a_filter_that_means_nothing_for_statements_is_refused(archive: Archive) -> None:
    with pytest.raises(KabarError, match="no filter concept"):
        archive.matrix(Query(concept="killed"))


def test_actors_by_how_many_articles_name_them(archive: Archive) -> None:
    rows, number = archive.actors.ranked()
    assert number == 4 and {r.articles for r in rows} == {3}
    assert archive.actors.ranked(limit=2, skip=3)[0] == rows[3:]
    assert {r.actor.name for r in rows if not r.actor.known} == {"Türkiye"}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("TURKIYE", ["Türkiye"]), ("nations", ["United Nations"]), ("ONU", ["United Nations"]), ("Россия", ["Russia"]),
        ("un", ["United Nations"]), ("叙利亚", ["Syria"]), ("100%", []), ("nobody", []),
    ],
)  # fmt: skip
def test_an_actor_is_found_by_any_of_its_names(archive: Archive, asked: str, names: list[str]) -> None:
    assert [r.actor.name for r in archive.actors.ranked(asked)[0]][: len(names) or None] == names


def test_actors_of_a_kind_and_a_country(archive: Archive) -> None:
    assert [r.actor.ref for r in archive.actors.ranked(kind="igo")[0]] == ["UN"]
    assert [r.actor.ref for r in archive.actors.ranked(kind="government", country="SYR")[0]] == ["SYR"]


def test_an_actor_with_its_names_roles_days_and_company(archive: Archive) -> None:
    number = archive.actors.find("UN")
    assert number is not None and archive.actors.find(str(number)) == number
    found = archive.actors.profile(number)
    assert found is not None and found.table is not None
    assert (found.actor.name, found.articles, found.written) == ("United Nations", 3, ("UN",))
    assert "ONU" in dict(found.aliases)["any"]
    roles = {(r.type, r.role): r for r in found.roles}
    said = roles["statement", "source"]
    assert (said.count, said.first, said.last) == (3, date(2019, 5, 31), date(2019, 6, 2))
    assert roles["figure", "source"].count == 3
    assert {(c.actor.name, c.articles) for c in found.together} == {
        ("Russia", 3),
        ("Türkiye", 3),
        ("Syria", 3),
    }


def test_an_actor_that_only_texts_know_has_no_row_and_no_aliases(archive: Archive) -> None:
    (row,), _ = archive.actors.ranked("Türkiye")
    found = archive.actors.profile(row.actor.id)
    assert found is not None
    assert (found.actor.known, found.table, found.aliases, found.written) == (False, None, (), ("Turkey",))


@pytest.mark.parametrize("name", ["0", "99999999999999999999", "nobody", ""])
def test_there_is_no_such_actor(archive: Archive, name: str) -> None:
    assert archive.actors.find(name) is None
    assert archive.actors.profile(0) is None


def dispute(archive: Archive) -> CrossDispute:
    first, second = (archive.figures(Query(publisher=p, concept="killed")).rows[0] for p in ("P1", "P2"))
    held = [
        CrossPosition(
            says=str(f.low), low=f.low, high=f.high,
            holders=(Holder(record_key=f.key, actor_id=f.parties[0].actor_id, article_id=f.article_id),),
        )
        for f in (first, second)
    ]  # fmt: skip
    return CrossDispute(
        key="dispute-1", kind="figure", question="how many", differ_in="number", positions=tuple(held),
        confidence=0.9,
    )  # fmt: skip


def test_outlets_with_how_much_is_damaged_doubtful_and_disputed(archive: Archive) -> None:
    archive.links.keep_dispute(dispute(archive))
    second, first = archive.sources.outlets()
    assert (second.publisher, second.articles, first.publisher, first.articles) == ("P2", 2, "P1", 1)
    c = second.counts
    assert (c.statements, c.figures, c.doubtful, c.damaged, c.disputes) == (6, 4, 2, 2, 1)
    assert (second.damaged_articles, c.languages) == (2, (("en", 1), ("fr", 1)))
    assert (c.first, c.last) == (date(2019, 6, 2), date(2019, 6, 2))


def test_quoted_sources_with_how_much_is_damaged_doubtful_and_disputed(archive: Archive) -> None:
    archive.links.keep_dispute(dispute(archive))
    found = {q.actor.name: q.counts for q in archive.sources.quoted()}
    assert list(found) == ["Russia", "United Nations", "Türkiye"]
    russia = found["Russia"]
    assert (russia.statements, russia.figures, russia.doubtful, russia.disputes) == (3, 3, 0, 1)
    assert (found["Türkiye"].doubtful, found["Türkiye"].damaged) == (3, 3)
    assert dict(russia.languages) == {"en": 2, "fr": 1}


def test_what_was_counted_is_counted_again_after_a_change(archive: Archive) -> None:
    assert len(archive.sources.outlets()) == 2
    archive.add_article(article(url="https://example.org/new", publisher="P9"))
    assert len(archive.sources.outlets()) == 3


# Answers kept in memory


def counting() -> Callable[[], int]:
    numbers = iter(range(1, 1_000))
    return lambda: next(numbers)


def test_an_answer_is_kept_until_the_archive_changes(lite: Archive) -> None:
    kept, ask = Kept(lite), counting()
    assert [kept.of("a", ask), kept.of("a", ask), kept.of("b", ask)] == [1, 1, 2]
    lite.add_article(article())
    assert kept.of("a", ask) == 3


def test_what_a_batch_has_not_committed_is_not_kept(lite: Archive) -> None:
    kept, ask = Kept(lite), counting()
    with lite.batch():
        assert kept.of("a", ask) == 1
    assert kept.of("a", ask) == 2


def test_what_takes_long_rests_while_the_archive_changes(
    lite: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLOW", 0.001)
    kept = Kept(lite)

    def slow() -> float:
        time.sleep(0.02)
        return time.monotonic()

    first = kept.of("a", slow)
    lite.add_article(article())
    assert kept.of("a", slow) == first
    monkeypatch.setattr(module, "REST", 0)
    assert kept.of("a", slow) > first


def test_no_more_than_the_last_answers_are_kept(lite: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    kept, ask = Kept(lite), counting()
    assert [kept.of(q, ask) for q in "abcba"] == [1, 2, 3, 2, 4]

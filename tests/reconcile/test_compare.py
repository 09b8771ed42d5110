"""One question with all its accounts: source by source, first-hand first, in time order, repeats marked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from accounts import Story, keep, keys

from kabar.errors import KabarError
from kabar.reconcile import reconcile
from kabar.reconcile.compare import Comparison, compare, conflicts
from kabar.store import Archive, Query

FLIGHT: dict[str, Any] = {"concept": "displaced", "place": "Idlib", "since": "2019-04-28"}


def told(archive: Archive, *accounts: dict[str, Any]) -> list[str]:
    """Figures of one question, each in an article of its own; their keys."""
    found = []
    for n, account in enumerate(accounts):
        story = Story(f"a{n}", account.pop("day", "2019-05-31"), language=account.pop("language", "en"))
        story.figure(account.pop("low"), account.pop("high", "same"), **FLIGHT | account)
        found += keys(archive, "figure", keep(archive, story)[0])
    reconcile(archive)
    return found


def by_source(found: Comparison) -> dict[str, list[float | None]]:
    return {s.name: [a.figure.low for a in s.accounts] for s in found.sides}


def test_sources_stand_side_by_side_each_in_time_order(archive: Archive) -> None:
    first, *_ = told(
        archive,
        {"low": 270_000, "source": "UN", "day": "2019-06-07"},
        {"low": 300_000, "high": None, "source": "UOSSM", "day": "2019-06-04"},
        {"low": 180_000, "source": "UN", "day": "2019-05-31"},
    )
    found = compare(archive, first)
    assert by_source(found) == {"United Nations": [180_000, 270_000], "UOSSM": [300_000]}
    assert (found.question.unit, found.question.concept, found.question.place) == (
        "people",
        "displaced",
        "Idlib",
    )
    assert (found.question.low, found.question.high) == (180_000, None)
    assert found.dispute is not None


def test_first_hand_goes_before_the_outlet_s_own(archive: Archive) -> None:
    first, _ = told(
        archive, {"low": 270_000, "day": "2019-06-07"}, {"low": 300_000, "source": "UN", "day": "2019-05-31"}
    )
    found = compare(archive, first)
    assert [(s.name, s.first_hand) for s in found.sides] == [("United Nations", True), ("a0", False)]


def test_an_account_says_on_which_side_of_the_dispute_it_stands(archive: Archive) -> None:
    first, _ = told(archive, {"low": 200_000, "source": "UN"}, {"low": 300_000, "source": "UOSSM"})
    found = compare(archive, first)
    assert found.dispute is not None
    for side in found.sides:
        (account,) = side.accounts
        assert account.position is not None
        assert account.figure.low == found.dispute.positions[account.position - 1].low


def test_of_nearly_the_same_articles_the_others_repeat_the_first(archive: Archive) -> None:
    first, second = told(
        archive,
        {"low": 270_000, "source": "UN", "day": "2019-06-07"},
        {"low": 270_000, "source": "UN", "day": "2019-06-08"},
    )
    rows = archive.by_key([first, second])
    archive.duplicates.group([r.article_id for r in rows.values()], "near", 0.9)
    (side,) = compare(archive, second).sides
    assert [a.repeats for a in side.accounts] == [None, first]


def test_the_cluster_and_the_dispute_lead_to_the_same_question(archive: Archive) -> None:
    first, _ = told(archive, {"low": 200_000, "source": "UN"}, {"low": 300_000, "source": "UOSSM"})
    (cluster,) = archive.links.clusters_of([first])
    (dispute,) = archive.links.disputes_of([first])
    assert (
        by_source(compare(archive, cluster.key))
        == by_source(compare(archive, dispute.key))
        == by_source(compare(archive, first))
    )


def test_a_figure_that_nobody_else_speaks_of_stands_alone(archive: Archive) -> None:
    (key,) = told(archive, {"low": 12, "source": "UN"})
    found = compare(archive, key)
    assert by_source(found) == {"United Nations": [12]}
    assert found.dispute is None


def test_what_a_person_judged_wrong_is_marked_and_not_gone(archive: Archive) -> None:
    first, _ = told(archive, {"low": 200_000, "source": "UN"}, {"low": 300_000, "source": "UOSSM"})
    archive.judgements.add("wrong", first, who="ana")
    wrong = {a.figure.low: a.wrong for s in compare(archive, first).sides for a in s.accounts}
    assert wrong == {200_000: True, 300_000: False}


@pytest.mark.parametrize("key", ["figure-none", "figures-none", "dispute-figure-none", "statement-1", ""])
def test_a_key_of_no_figure_is_refused(archive: Archive, key: str) -> None:
    with pytest.raises(KabarError, match="no figure"):
        compare(archive, key)


FILTERS: list[tuple[Query, int]] = [
    (Query(), 2), (Query(concept="killed"), 0), (Query(concept="displaced"), 2), (Query(actor="UOSSM"), 1),
    (Query(country="SYR"), 2), (Query(low=800_000), 1), (Query(language="fr"), 1),
    (Query(published_until=date(2019, 6, 1)), 1), (Query(text="counted"), 2),
]  # fmt: skip


@pytest.mark.parametrize(("query", "number"), FILTERS, ids=str)
def test_questions_in_conflict_are_found_by_any_of_their_figures(
    archive: Archive, query: Query, number: int
) -> None:
    told(archive, {"low": 200_000, "source": "UN"}, {"low": 300_000, "source": "UOSSM", "language": "fr"})
    for n, source in enumerate(["UN", "SOHR"]):
        story = Story(f"b{n}", "2019-09-30")
        story.figure(
            500_000 + n * 400_000, concept="displaced", place="Idlib", since="2019-09-01", source=source
        )
        keep(archive, story)
    reconcile(archive)
    assert len(conflicts(archive, query).rows) == number


def test_pages_of_conflicts_join_up(archive: Archive) -> None:
    for n in range(3):
        for m, source in enumerate(["UN", "UOSSM"]):
            story = Story(f"c{n}{m}", f"2019-0{n + 1}-01")
            story.figure(1_000 * (m + 1), place="Idlib", as_of=f"2019-0{n + 1}-01", source=source)
            keep(archive, story)
    reconcile(archive)
    found, after = [], None
    while True:
        page = conflicts(archive, Query(), limit=1, after=after)
        found += [c.question.date for c in page]
        after = page.after
        if after is None:
            break
    assert found == ["2019-03-01", "2019-02-01", "2019-01-01"]

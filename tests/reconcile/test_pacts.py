"""Agreements over all articles: each once, with its accounts and who says that whom broke it, in time order."""

from __future__ import annotations

from typing import Any

import pytest
from accounts import Story, breach, keep

from kabar.reconcile import reconcile
from kabar.reconcile.pacts import Pact, pacts
from kabar.store import Archive, Query

SOCHI: dict[str, Any] = {"date": "2018-09-17", "place": "Idlib"}


def tell(
    archive: Archive,
    url: str,
    day: str | None = "2019-05-31",
    *,
    by: str = "",
    against: str = "",
    **more: Any,
) -> None:
    """An article with an agreement, and a breach of it where somebody accuses."""
    story = Story(url, day)
    alleged: tuple[Any, ...] = ()
    if against:
        said = story.said(by or "UN", f"{by} says in {url} that {against} broke it")
        alleged = (breach(by, against, said),) if by else ()
    story.agreement(f"the truce, in {url}", alleged_breaches=alleged, **SOCHI | more)
    keep(archive, story)


def only(archive: Archive) -> Pact:
    reconcile(archive)
    (found,) = pacts(archive, Query()).rows
    return found


def test_an_agreement_told_twice_is_one_with_both_accounts(archive: Archive) -> None:
    tell(archive, "later", "2019-06-02", parties=("RUS",))
    tell(archive, "first", "2019-05-31", parties=("RUS", "TUR"), brokers=("UN",))
    found = only(archive)
    assert [a.url for a in found.accounts] == ["https://example.org/first", "https://example.org/later"]
    assert ({p.ref for p in found.parties}, [p.ref for p in found.brokers]) == ({"RUS", "TUR"}, ["UN"])
    assert (found.kind, found.date, found.site and found.site.name) == ("ceasefire", "2018-09-17", "Idlib")


def test_who_alleges_what_against_whom_stands_with_the_statements_in_time_order(archive: Archive) -> None:
    tell(archive, "c", "2019-06-03", by="RUS", against="TUR")
    tell(archive, "a", "2019-05-31", by="TUR", against="SYR")
    tell(archive, "b", "2019-06-01", by="TUR", against="SYR")
    found = only(archive)
    assert [([p.ref for p in g.accusers], [p.ref for p in g.accused]) for g in found.allegations] == [
        (["TUR"], ["SYR"]), (["RUS"], ["TUR"]),
    ]  # fmt: skip
    said = [s.statement.content for s in found.allegations[0].said if s.statement]
    assert said == ["TUR says in a that SYR broke it", "TUR says in b that SYR broke it"]
    assert {d.question for d in found.disputes} == {"who broke the ceasefire in Idlib"}


def test_an_allegation_judged_wrong_is_marked_and_not_gone(archive: Archive) -> None:
    tell(archive, "a", by="TUR", against="SYR")
    key = archive.breaches().rows[0].key
    archive.judgements.add("wrong", key, who="ana")
    found = only(archive)
    assert (found.allegations[0].said[0].wrong, found.wrong) == (True, (key,))


@pytest.mark.parametrize(("newest", "order"), [(True, ["a", "c", "b", "d"]), (False, ["d", "b", "c", "a"])])
def test_they_stand_by_their_date_else_their_publication_and_pages_join_up(
    archive: Archive, newest: bool, order: list[str]
) -> None:
    tell(archive, "a", "2019-05-31", date="2019-05-01", kind="truce")
    tell(archive, "b", "2019-05-31", date="2018-09-17", kind="resolution")
    tell(archive, "c", "2019-04-01", date=None, kind="zone")
    tell(archive, "d", None, date=None, kind="accord")
    reconcile(archive)
    found, after = [], None
    while True:
        page = pacts(archive, Query(), newest=newest, limit=1, after=after)
        found += [(p.accounts[0].url or "")[-1] for p in page]
        after = page.after
        if after is None:
            break
    assert found == order


def test_one_account_that_meets_the_query_brings_all_of_them(archive: Archive) -> None:
    tell(archive, "first", "2019-05-31", parties=("RUS", "TUR"))
    tell(archive, "later", "2019-06-02", parties=("RUS",))
    reconcile(archive)
    (found,) = pacts(archive, Query(actor="TUR")).rows
    assert len(found.accounts) == 2
    assert pacts(archive, Query(actor="SYR")).rows == ()


def test_before_anything_is_reconciled_each_account_stands_alone(archive: Archive) -> None:
    tell(archive, "first")
    tell(archive, "later", "2019-06-02")
    assert [len(p.accounts) for p in pacts(archive, Query()).rows] == [1, 1]

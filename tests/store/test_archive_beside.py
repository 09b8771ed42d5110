"""Runs, refusals, near-duplicates, links, judgements and the log."""

from datetime import UTC, date, datetime, timedelta

import pytest
from made import article, reading

from kabar.errors import KabarError
from kabar.store import Archive, Query
from kabar.store.links import Cluster, CrossDispute, CrossPosition, Holder, Member, Situation


def test_a_run_says_how_far_it_came(archive: Archive) -> None:
    run_id = archive.runs.start(["a.warc", "folder"])
    archive.runs.progress(run_id, {"new": 3, "at": "file 7"})
    archive.runs.end(run_id)
    run = archive.runs.all()[0]
    assert (run.sources, run.progress, run.state) == (
        ("a.warc", "folder"),
        {"new": 3, "at": "file 7"},
        "done",
    )
    assert run.ended_at is not None and run.ended_at.tzinfo is not None


def test_a_refused_input_is_kept_with_its_bytes_until_it_is_settled(archive: Archive) -> None:
    first = archive.refused.add("a.pdf", "no text in it", payload=b"\0%PDF")
    again = archive.refused.add("a.pdf", "still none", payload=b"\0%PDF")
    other = archive.refused.add("a.pdf", "none", payload=b"another")
    assert first == again != other
    assert [(r.reason, r.tries, r.has_payload) for r in archive.refused.open()] == [
        ("still none", 2, True),
        ("none", 1, True),
    ]
    assert archive.refused.payload(first) == b"\0%PDF"
    archive.refused.settle(first)
    assert [r.id for r in archive.refused.open()] == [other]


def test_near_duplicates_share_a_band_and_a_group(archive: Archive) -> None:
    added = [archive.add_article(article(f"text {n}", url=f"u{n}")) for n in range(4)]
    ids = [a.article_id for a in added]
    for n, a in enumerate(added):
        archive.duplicates.sign(
            a.version_id, "minhash", bytes([n]) * 8, [b"x" if n < 2 else b"y", bytes([n])]
        )
    assert archive.duplicates.candidates("minhash", [b"x"]) == {
        a.version_id: bytes([n]) * 8 for n, a in enumerate(added[:2])
    }
    archive.duplicates.group(ids[2:], "minhash", 0.9)
    archive.duplicates.group(ids[:2], "minhash", 0.8)
    assert [len(g.members) for g in archive.duplicates.groups()] == [2, 2]
    archive.duplicates.group([ids[1], ids[2]], "vector", 0.7)
    group = archive.duplicates.group_of(ids[3])
    assert group is not None and [m[0] for m in group.members] == ids
    archive.duplicates.leave(ids[0])
    assert archive.duplicates.group_of(ids[0]) is None
    with pytest.raises(KabarError, match="two articles at least"):
        archive.duplicates.group([ids[0], ids[0]], "minhash", 1.0)


def test_an_article_waits_to_be_reconciled_after_each_reading(archive: Archive) -> None:
    added = archive.add_article(article())
    assert archive.links.pending() == {}
    for version in ("1", "2"):
        read = archive.save_reading(added.version_id, reading(), kabar_version=version, model="m")
        assert archive.links.pending() == {added.article_id: read}
        archive.links.reconciled({added.article_id: read})
        assert archive.links.pending() == {}


def test_a_decision_makes_its_article_wait_again(archive: Archive) -> None:
    added = archive.add_article(article())
    read = archive.save_reading(added.version_id, reading(), kabar_version="1", model="m")
    archive.links.reconciled({added.article_id: read})
    decided = archive.judgements.add("wrong", archive.figures().rows[0].key, who="ana")
    assert archive.links.pending() == {added.article_id: read}
    archive.links.reconciled(archive.links.pending())
    archive.judgements.undo(decided, who="ana")
    assert archive.links.pending() == {added.article_id: read}


def test_clusters_are_kept_found_and_replaced(archive: Archive) -> None:
    archive.links.keep_cluster(
        Cluster(key="c1", type="event", members=(Member("event-a", 0.9, "same day"), Member("event-b", 0.8)))
    )
    archive.links.keep_cluster(Cluster(key="c2", type="figure", members=(Member("figure-a", 1.0),)))
    archive.links.keep_cluster(
        Cluster(key="c1", type="event", members=(Member("event-a", 0.9), Member("event-c", 0.7)))
    )
    (found,) = archive.links.clusters_of(["event-c", "event-b"])
    assert [m.record_key for m in found.members] == ["event-a", "event-c"]
    assert [c.key for c in archive.links.clusters("figure")] == ["c2"]
    archive.links.drop_clusters(["c1"])
    assert archive.links.clusters_of(["event-a"]) == []


def made_dispute(archive: Archive, key: str = "d1", day: date | None = date(2019, 6, 1)) -> CrossDispute:
    added = archive.add_article(article())
    archive.save_reading(added.version_id, reading(), kabar_version="1", model="m")
    figure = archive.figures(Query(concept="displaced")).rows[0]
    assert figure.site is not None
    (un,) = figure.parties
    return CrossDispute(
        key=key, kind="figure", question="how many displaced from Idlib", differ_in="number", confidence=0.7, day=day,
        site_id=figure.site.id, date="2019-05", flags=("damaged",),
        positions=(
            CrossPosition(says="200,000", low=200_000, high=200_000, order_reason="first-hand", holders=(
                Holder(record_key=figure.key, actor_id=un.actor_id, article_id=figure.article_id),
                Holder(record_key="figure-z", article_id=None, repeats_key=figure.key, first_hand=False))),
            CrossPosition(says="over 300,000", low=300_000, holders=(Holder(record_key="figure-y"),)),
        ),
    )  # fmt: skip


def test_disputes_come_back_whole_and_are_found(archive: Archive) -> None:
    dispute = made_dispute(archive)
    archive.links.keep_dispute(dispute)
    archive.links.keep_dispute(made_dispute(archive, "d2", None))
    page = archive.links.disputes(
        Query(kind="figure", actor="UN", country="SYR", since=date(2019, 5, 31), low=250_000)
    )
    assert [d.key for d in page] == ["d1", "d2"], "the newest publication first, unknown days last"
    assert page.rows[0].positions == dispute.positions
    assert page.rows[0].bounds() == (200_000, None)
    assert [d.key for d in archive.links.disputes_of(["figure-y"])] == ["d1", "d2"]
    for query in (
        Query(kind="blame"),
        Query(actor="RUS"),
        Query(until=date(2019, 4, 30)),
        Query(place="Ankara"),
    ):
        assert len(archive.links.disputes(query)) == 0
    since = datetime.now(UTC) + timedelta(hours=1)
    assert len(archive.links.disputes(changed_since=since)) == 0
    first = archive.links.disputes(limit=1)
    assert [d.key for d in archive.links.disputes(after=first.after)] == ["d2"]
    archive.links.drop_disputes(["d1"])
    assert [d.key for d in archive.links.disputes()] == ["d2"]
    with pytest.raises(KabarError, match="no filter act"):
        archive.links.disputes(Query(act="say"))


def test_situations_are_kept_and_found_by_place_time_and_member(archive: Archive) -> None:
    site_id = made_dispute(archive).site_id
    kept = Situation(
        key="s1",
        title="Idlib, May 2019",
        site_id=site_id,
        date="2019-05",
        members=(("event", "event-a"), ("dispute", "d1")),
    )
    archive.links.keep_situation(kept)
    (found,) = archive.links.situations(Query(country="SYR", since=date(2019, 5, 1)))
    assert (found.members, found.title) == (kept.members, kept.title)
    assert archive.links.situations(Query(since=date(2019, 6, 1))) == []
    assert [s.key for s in archive.links.situations_of(["d1"])] == ["s1"]


def test_decisions_are_only_ever_added_to(archive: Archive) -> None:
    wrong = archive.judgements.add("wrong", "figure-a", who="Ana", why="the caption")
    archive.judgements.add("same", "event-a", "event-b", who="Ana")
    archive.judgements.add("different", "event-b", "event-a", who="Ben")
    assert [j.verdict for j in archive.judgements.standing()] == ["wrong", "different"]
    archive.judgements.undo(wrong, who="Ana", why="misread")
    assert [j.verdict for j in archive.judgements.standing("figure-a")] == []
    assert [(j.verdict, j.undone) for j in archive.judgements.all("figure-a")] == [("wrong", True)]
    with pytest.raises(KabarError, match="taken back already"):
        archive.judgements.undo(wrong, who="Ben")


def test_decisions_survive_re_reading(archive: Archive) -> None:
    added = archive.add_article(article())
    archive.save_reading(added.version_id, reading(), kabar_version="1", model="m")
    key = archive.figures(limit=1).rows[0].key
    archive.judgements.add("right", key, who="Ana")
    archive.save_reading(added.version_id, reading(confidence=0.4), kabar_version="2", model="m")
    assert archive.by_key([key])[key].confidence == 0.4
    assert [j.who for j in archive.judgements.standing(key)] == ["Ana"]


@pytest.mark.parametrize(
    ("arguments", "who", "says"),
    [
        (("maybe", "a"), "Ana", "no verdict 'maybe'"), (("same", "a"), "Ana", "of two records"),
        (("wrong", "a", "b"), "Ana", "of one record"), (("same", "a", "a"), "Ana", "same as itself"),
        (("wrong", "a"), " ", "say whose"),
    ],
)  # fmt: skip
def test_a_decision_that_says_nothing_is_refused(
    archive: Archive, arguments: tuple[str, ...], who: str, says: str
) -> None:
    with pytest.raises(KabarError, match=says):
        archive.judgements.add(*arguments, who=who)  # type: ignore[arg-type]


def test_the_log_shows_the_newest_first(archive: Archive) -> None:
    for n in range(3):
        archive.log.add("ingest", f"run {n}", who="Ana")
    assert [r.detail for r in archive.log.rows(limit=2)] == ["run 2", "run 1"]
    assert [r.detail for r in archive.log.rows(before=archive.log.rows()[1].id)] == ["run 0"]

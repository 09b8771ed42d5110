"""How the text of an article is cut for its page: nothing lost, nothing twice, whatever the records are."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made import article as made_article
from made import reading as made_reading

from kabar.model import Article, Block, Damage, Figure, Reading, Span
from kabar.web.pages.articles import css_name
from kabar.web.views.passages import passages, pieces
from kabar.web.views.prepared import LONGEST, MOST_RECORDS, Prepared

TEXTS = st.text(alphabet="ab .\n\u202e<ع", max_size=120)


def prepared(text: str, spans: list[Span], blocks: tuple[Block, ...] = ()) -> Prepared:
    figures = tuple(
        Figure(id=f"f{n}", evidence=(s,), confidence=1, span=s, low=n, high=n, wording="exact", unit="people", concept="killed")
        for n, s in enumerate(spans)
    )  # fmt: skip
    article = Article(text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), blocks=blocks)
    return Prepared(article, Reading(article=article, language_pack="en", figures=figures), None, ())


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=8))
    return text, [Span(min(p), max(p)) for p in pairs]


@given(texts_with_spans(), texts_with_spans())
def test_the_pieces_of_all_blocks_are_the_text_and_every_record_opens_once(
    asked: tuple[str, list[Span]], other: tuple[str, list[Span]]
) -> None:
    text, spans = asked
    blocks = tuple(Block(s, "paragraph") for s in other[1] if s.end <= len(text))
    ready = prepared(text, spans, blocks)
    whole = Span(0, len(text))
    shown = passages(text, ready.blocks, whole, ())
    laid = pieces(text, 0, shown, ready.records.values())
    assert ["".join(p.text for p in made) for _, made in laid] == [text[p.start : p.end] for p in shown]
    covered = {i for p in shown for i in range(p.start, p.end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)
    opened = [r for _, made in laid for p in made for r in p.opens]
    assert len(opened) == len(set(opened))
    assert {r.id for r in ready.records.values() if set(range(r.span.start, r.span.end)) & covered} >= set(
        opened
    )  # type: ignore[attr-defined]


def test_the_closest_record_comes_first_where_highlights_lie_over_one_another() -> None:
    ready = prepared("one two three", [Span(0, 13), Span(4, 7), Span(4, 13)])
    laid = pieces(
        "one two three", 0, passages("one two three", ready.blocks, Span(0, 13), ()), ready.records.values()
    )
    assert [(p.text, p.records) for p in laid[0][1]] == [
        ("one ", ("f0",)), ("two", ("f1", "f2", "f0")), (" three", ("f2", "f0")),
    ]  # fmt: skip


@given(st.integers(0, 3 * LONGEST), st.lists(st.integers(0, 3 * LONGEST), max_size=3), st.integers(1, 900))
def test_windows_are_the_whole_text_and_bounded(size: int, breaks: list[int], step: int) -> None:
    text = "".join("\n" if i in breaks else " " if i % 97 == 0 else "x" for i in range(size))
    ready = prepared(text, [Span(i, i + 1) for i in range(0, size, max(step, size // 2_000))])
    assert "".join(w.of(text) for w in ready.windows) == text
    assert all(w.end - w.start <= LONGEST for w in ready.windows)
    begun = [ready.window(at) for at in ready.first.values()]
    assert all(begun.count(n) <= MOST_RECORDS for n in set(begun))
    assert all(ready.windows[ready.window(at)].start <= at for at in ready.first.values())


def test_a_passage_is_mended_only_where_it_is_damaged() -> None:
    text = "Rusian target.\nNothing here.\nIt isis so."
    damage = [
        Damage(id=f"d{n}", evidence=(s,), confidence=1, span=s, kind="glued", should_read=read)
        for n, (s, read) in enumerate([(Span(0, 13), "target Rusia"), (Span(0, 6), "no"), (Span(34, 36), "")])
    ]
    ready = prepared(text, [])
    shown = passages(text, ready.blocks, Span(0, len(text)), damage)
    assert ["".join(m.text for m in p.mended) for p in shown] == ["target Rusia.", "", "It is so."]
    assert [m.damage for m in shown[0].mended] == ["d0", None]


def test_keys_belong_to_the_kind_of_their_record() -> None:
    from kabar.store.of_article import Keyed

    keyed = (Keyed("agreement", "g1", "agreement-1"), Keyed("breach", "g1", "breach-1"))
    ready = Prepared(made_article(), replace(made_reading(), steps=()), None, keyed)
    assert ready.keys == {"g1": "agreement-1"}


def test_an_id_is_written_so_that_a_style_sheet_can_name_it() -> None:
    assert (css_name("f1"), css_name("SYR-ARMY"), css_name("1a"), css_name('a"}*{')) == (
        "f1", "SYR-ARMY", "\\31 a", "a\\22 \\7d \\2a \\7b ",
    )  # fmt: skip

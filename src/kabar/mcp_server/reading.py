"""The reading of one article from a character on: records in the order of its text, with the passages they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kabar.errors import KabarError
from kabar.mcp_server import told
from kabar.mcp_server.disputes import within
from kabar.mcp_server.tell import Teller
from kabar.mcp_server.visible import cut, visible
from kabar.model import Article
from kabar.store import Query
from kabar.store.rows import ArticleRow, DisputeRow, RecordRow

AROUND = 160  # characters on either side of evidence
MOST_TEXT = 8_000  # characters of all passages of one answer
LONGEST_PIECE = 1_200  # of one passage
TYPES = ("statement", "figure", "event", "agreement", "breach", "dispute", "mention", "place", "damage")


def article_reading(
    teller: Teller, number: int, types: Sequence[str], limit: int, after: str | None
) -> told.ArticleReading:
    """The reading of an article. Raises KabarError: no such article, an `after` that names nothing."""
    archive = teller.archive
    row = article_row(teller, number)
    all_rows = sorted(
        (r for name in TYPES for r in archive.each(name, Query(article=number))),
        key=lambda r: (r.start, r.end, r.key),
    )
    wanted = [r for r in all_rows if not types or _type(r) in types]
    begin = _begin(wanted, after)
    shown = wanted[begin : begin + limit]
    versions = archive.versions(number)
    read = next((v for v in versions if all_rows and v.id == all_rows[0].version_id), versions[-1])
    text = archive.article(read.id)
    passages, left = _passages(text, shown)
    notes = [] if row.read else ["This article has not been read yet: it has no records."]
    if left:
        notes.append(f"{left} passages were left out, for the answer's size: ask for fewer records at once.")
    rows = [within(teller, [r], 3)[0] if isinstance(r, DisputeRow) else teller.records([r])[0] for r in shown]
    rest = len(wanted) > begin + limit
    return told.ArticleReading(
        article=teller.article(row), byline=cut(text.byline, 200) if text.byline else None, characters=len(text.text),
        version=read.number, versions=len(versions), near_duplicates=_near(teller, number),
        records=dict(Counter(_type(r) for r in all_rows)), rows=rows, passages=passages,
        next=f"after {begin + limit}" if rest else None, note=" ".join(notes) or None,
    )  # fmt: skip


def article_row(teller: Teller, number: int) -> ArticleRow:
    """An article by its number. Raises KabarError where there is none."""
    found = teller.archive.articles(Query(article=number), limit=1).rows
    if not found:
        raise KabarError(f"there is no article {number} in this archive: `articles` lists them")
    return found[0]


def _type(row: RecordRow) -> str:
    return row.key.partition("-")[0]


def _begin(rows: Sequence[RecordRow], after: str | None) -> int:
    if after is None:
        return 0
    word, _, number = after.partition(" ")
    if word != "after" or not number.isdecimal() or not 0 < int(number[:9]) < max(len(rows), 1):
        raise KabarError(
            f"'{after[:40]}' names no page of this article: give the `next` of the page before, unaltered"
        )
    return int(number)


def _near(teller: Teller, number: int) -> list[int]:
    group = teller.archive.duplicates.group_of(number)
    return [] if group is None else [n for n, _, _ in group.members if n != number][:20]


def _passages(article: Article, rows: Sequence[RecordRow]) -> tuple[list[told.Passage], int]:
    """Passages around the evidence of the rows, those that meet made one, and how many did not fit."""
    spans = sorted((s.start, s.end) for r in rows for s in r.spans[:3])
    merged: list[list[int]] = []
    for start, end in spans:
        start, end = max(0, start - AROUND), min(len(article.text), end + AROUND)
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    made: list[told.Passage] = []
    size = 0
    for start, end in merged:
        if size < MOST_TEXT:
            made.append(
                told.Passage(start=start, end=end, quoted=cut(article.text[start:end], LONGEST_PIECE))
            )
            size += min(end - start, LONGEST_PIECE)
    return made, len(merged) - len(made)


def around(teller: Teller, row: RecordRow) -> told.Passage:
    """The passage in which a record's first evidence stands."""
    text = teller.archive.article(row.version_id).text
    start, end = (
        max(0, row.start - 2 * AROUND),
        min(len(text), min(row.end, row.start + LONGEST_PIECE) + 2 * AROUND),
    )
    return told.Passage(start=start, end=end, quoted=visible(text[start:end]))

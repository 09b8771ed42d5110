"""Where the words of a question stand in a text, and the passages around them: offsets, never markup.

The text is cut into the same words as for the index (search.py), each with the characters that it came from, so what is marked is
what was found. Offsets are Unicode code points, `[start, end)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kabar.model import Span
from kabar.store.search import LONGEST_WORD, UNSPACED, WORD, Term, fold, is_unspaced, terms, words

LOOKED_AT = 200_000  # characters of a text: the words of an archive's articles stand far before
MOST_MARKS = 200
AROUND, MOST = 90, 3


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words of a text from `start` on, and which of them were asked for (offsets in `text`); whether it is cut on either side."""

    start: int
    text: str
    marks: tuple[Span, ...]
    cut_before: bool
    cut_after: bool

    def pieces(self) -> list[tuple[str, bool]]:
        """The text in order, as (words, whether they were asked for)."""
        found, done = [], 0
        for mark in self.marks:
            found += [(self.text[done : mark.start], False), (self.text[mark.start : mark.end], True)]
            done = mark.end
        return [(text, marked) for text, marked in (*found, (self.text[done:], False)) if text]


def marks(text: str, question: str) -> list[Span]:
    """Where the words and "phrases" of a question stand, in text order, none overlapping; 200 at most.

    >>> marks("Erdoğan met Putin", "erdogan")
    [Span(start=0, end=7)]
    """
    found = _where(text, terms(question))
    return _joined([span for spans in found.values() for span in spans])[:MOST_MARKS]


def _where(text: str, asked: Sequence[Term]) -> dict[Term, list[Span]]:
    """Where each term stands."""
    found: dict[Term, list[Span]] = {term: [] for term in asked}
    by_first: dict[str, list[Term]] = {}
    for term in asked:
        by_first.setdefault(term[0][0][:1], []).append(term)
    cut = _placed(text[:LOOKED_AT])
    for i, (word, start, _) in enumerate(cut):
        for term in by_first.get(word[:1], ()):
            wanted, partial = term
            here = cut[i : i + len(wanted)]
            if _is([w for w, _, _ in here], wanted, partial):
                _, last, end = here[-1]
                found[term].append(Span(start, min(end, last + len(wanted[-1])) if partial else end))
    return found


def _is(here: list[str], wanted: tuple[str, ...], partial: bool) -> bool:
    if not partial:
        return here == list(wanted)
    return len(here) == len(wanted) and here[:-1] == list(wanted[:-1]) and here[-1].startswith(wanted[-1])


def _joined(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _placed(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as they are indexed, each with where it begins and ends; where folding changes how many
    characters a word has, all that it gives stand for the whole of it."""
    found: list[tuple[str, int, int]] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        folded = fold(match.group())
        if folded.isascii() and len(folded) == end - start:
            found.append((folded[:LONGEST_WORD], start, end))
            continue
        if len(folded) != end - start or not WORD.fullmatch(folded):
            found += [(word, start, end) for word in words(match.group())]
            continue
        for part in UNSPACED.finditer(folded):
            at = start + part.start()
            if is_unspaced(part.group()):
                run = part.group()
                found += [(run[i : i + 2], at + i, min(at + i + 2, at + len(run))) for i in range(len(run))]
            else:
                found.append((part.group()[:LONGEST_WORD], at, start + part.end()))
    return found


def snippets(text: str, question: str) -> tuple[Snippet, ...]:
    """The first passages in which words that were asked for stand: each word that was not shown yet brings one, three at most."""
    asked = terms(question)
    shown: list[Snippet] = []
    todo = list(asked)
    found = _where(text, asked)
    everything = _joined([span for spans in found.values() for span in spans])
    while todo and len(shown) < MOST:
        term = todo.pop(0)
        if found[term] and not any(_holds(s, found[term]) for s in shown):
            shown.append(_around(text, found[term][0], everything))
    return tuple(sorted(shown, key=lambda s: s.start))


def _holds(snippet: Snippet, spans: list[Span]) -> bool:
    end = snippet.start + len(snippet.text)
    return any(snippet.start <= s.start and s.end <= end for s in spans)


def _around(text: str, span: Span, everything: list[Span]) -> Snippet:
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    # At a space, where there is one near: half a word tells nothing.
    if start > 0:
        space = text.find(" ", start, span.start)
        start = space + 1 if space != -1 else start
    if end < len(text):
        space = text.rfind(" ", span.end, end)
        end = space if space != -1 else end
    inside = [Span(m.start - start, m.end - start) for m in everything if start <= m.start and m.end <= end]
    return Snippet(start, text[start:end], tuple(inside), start > 0, end < len(text))

"""The stretch of text that says one thing of a number: its sentence, and the part of it between commas."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from kabar.text.document import Document, Piece, is_ordinal

SENTENCE = re.compile(r"[.!?؟।]\s+|[。！？]")
COMMA = re.compile(r"[;；؛(（)）]|[,،，]\s?(?!\d)")
# No statement about a number is longer than this on either side of it, in characters.
REACH = 400
# A line this long is full: the next goes on with its sentence.
FULL_LINE = 40


class Clauses:
    """Sentences of a text, inside quotations too; a point in a number ("1,5 Mio.") ends none, nor a hard line end."""

    def __init__(self, doc: Document, numbers: list[Piece]) -> None:
        self._text = doc.text
        inside = [n.start for n in numbers]

        def in_number(at: int) -> bool:
            index = bisect_right(inside, at) - 1
            return index >= 0 and numbers[index].end > at

        breaks = {m.end() for m in re.finditer("\n", doc.text) if not _runs_on(doc.text, m.start())}
        breaks |= {
            m.end() for m in SENTENCE.finditer(doc.text)
            if not in_number(m.start()) and not doc.text[m.end() : m.end() + 1].islower() and not is_ordinal(doc, m.start())
        }  # fmt: skip
        self._breaks = sorted(breaks)

    def around(self, piece: Piece) -> Piece:
        """The sentence of a piece."""
        before = bisect_right(self._breaks, piece.start) - 1
        after = bisect_left(self._breaks, piece.end)
        start = self._breaks[before] if before >= 0 else 0
        end = self._breaks[after] if after < len(self._breaks) else len(self._text)
        return Piece(max(start, piece.start - REACH), min(end, piece.end + REACH))

    def part(self, piece: Piece, sentence: Piece) -> Piece:
        """What stands between the commas or brackets around a piece of the sentence."""
        marks = list(COMMA.finditer(self._text, sentence.start, sentence.end))
        start = max((m.end() for m in marks if m.end() <= piece.start), default=sentence.start)
        return Piece(start, min((m.start() for m in marks if m.start() >= piece.end), default=sentence.end))


def _runs_on(text: str, at: int) -> bool:
    """Whether the line that ends at `at` only ends because the page does."""
    after = text[at + 1 : at + 2]
    line = text[max(text.rfind("\n", 0, at) + 1, at - REACH) : at].strip()
    if not line or not after.strip() or line[-1] in ".!?:;…。":
        return False
    return after.islower() or (after.isdigit() and len(line) >= FULL_LINE) or not re.search(r"[^\W\d_]", line)

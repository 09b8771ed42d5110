"""What the article itself says of the names it uses: who holds which office, and which letters stand for which name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kabar.text.document import WORD, Document, Piece

# How many words may stand between an office and the name of its holder ("spokesman for the Nairobi police Peter Kamau").
BETWEEN = 5
# How many words may stand before the office ("Kenyan President ...") and between a comma and it (", a Kremlin spokesman").
LEADING = 3
BRACKETED = re.compile(r"\s?[(（]([^\W\d_a-z][^\W_]{1,9})[)）]")


@dataclass(frozen=True, order=True)
class Office:
    """A person's office: the name's place, the form in the pack's roles, and the whole phrase that tells of it."""

    name: Piece
    form: str
    kind: str
    phrase: Piece


def offices(doc: Document, people: list[Piece]) -> list[Office]:
    """The offices that stand right before a name or after a comma behind it, in text order."""
    found = []
    for name in people:
        office = _before(doc, name) or _after(doc, name)
        if office:
            found.append(office)
    return sorted(found)


def _before(doc: Document, name: Piece) -> Office | None:
    window = _unbroken(doc.text, max(0, name.start - 90), name.start)
    roles = list(doc.pack.pattern("roles").finditer(doc.text, window, name.start))
    if not roles or len(WORD.findall(doc.text[roles[-1].end() : name.start])) > BETWEEN:
        return None
    role = roles[-1]
    led = list(WORD.finditer(doc.text, window, role.start()))
    start = led[-LEADING].start() if len(led) >= LEADING else window
    return _office(doc, name, role, Piece(start, name.end))


def _after(doc: Document, name: Piece) -> Office | None:
    """ "X, the spokesman of Y," """
    comma = re.compile(r"\s?[,،、]\s?").match(doc.text, name.end)
    if not comma:
        return None
    stop = re.search(r"[,،、.;:!?\n”\"»()]", doc.text[comma.end() :])
    end = comma.end() + stop.start() if stop else len(doc.text)
    role = doc.pack.pattern("roles").search(doc.text, comma.end(), end)
    if not role or len(WORD.findall(doc.text[comma.end() : role.start()])) > LEADING:
        return None
    return _office(doc, name, role, Piece(name.start, min(end, role.end() + 80)))


def _office(doc: Document, name: Piece, role: re.Match[str], phrase: Piece) -> Office:
    row = doc.pack.row("roles", role.group())
    return Office(name, row["form"].casefold(), row["kind"], phrase)


def _unbroken(text: str, start: int, end: int) -> int:
    """Where the last stretch without punctuation before `end` begins; a point inside a word or title is none."""
    breaks = list(re.finditer(r"[,،、;:!?\n“”\"«»()]|\.\s(?=[^\W\d_]{4,})", text[start:end]))
    return start + breaks[-1].end() if breaks else start


def abbreviations(doc: Document, names: list[Piece]) -> dict[str, Piece]:
    """Letters in brackets right behind a name -> the name, without the brackets."""
    found: dict[str, Piece] = {}
    for name in names:
        inside = re.search(r"\s?[(（]([^\W\d_]+)[)）]$", doc.text[name.start : name.end])
        match = inside or BRACKETED.match(doc.text, name.end)
        if match and match.group(1)[:2].isupper():
            end = name.start + inside.start() if inside else name.end
            found.setdefault(match.group(1), Piece(name.start, end))
    return found


def same_office(one: str, other: str) -> bool:
    """Whether two forms may name one office: the same, or the shorter ends or opens the longer ("minister")."""
    short, long = sorted((one, other), key=len)
    return short == long or long.endswith(f" {short}") or long.startswith(f"{short} ")

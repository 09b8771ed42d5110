"""Find damage and mend it on a copy, with the way back to the original."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kabar.mend.finders import (
    Finding,
    find_doubled,
    find_endings,
    find_glued,
    find_markup,
    find_mojibake,
    find_punctuation,
    find_split,
    find_truncated,
)
from kabar.mend.lexicon import Lexicon
from kabar.mend.offsets import OffsetMap, Replacement
from kabar.model import Damage, Span

NAME = re.compile(r"(?<=[^.!?\n\s“\"] )[^\W\d_a-z][^\W\d_A-Z]{2,}\b")


@dataclass(frozen=True)
class Mended:
    """The mended copy, what was mended (spans of the original), and the map between the two."""

    text: str
    damage: tuple[Damage, ...]
    offsets: OffsetMap


def mend(
    text: str,
    *,
    language: str,
    names: frozenset[str],
    adjective_after: bool,
    verbs: re.Pattern[str] | None = None,
) -> Mended:
    """Mend `text`. `names` are words of known names, `verbs` finds those that tell of speaking; a clean text comes back unchanged."""
    seen = Counter(NAME.findall(text))
    repeated = frozenset(n for n, times in seen.items() if times > 2)
    lexicon = Lexicon(language.split("-")[0], names | frozenset(seen), names | repeated)
    findings = _apart(
        (
            *find_mojibake(text, lexicon), *find_markup(text, lexicon), *find_truncated(text, lexicon),
            *find_split(text, lexicon), *find_glued(text, lexicon),
            *find_endings(text, lexicon, adjective_after=adjective_after, verbs=verbs),
            *find_punctuation(text, lexicon),
            *find_doubled(text, lexicon),
        )
    )  # fmt: skip
    pieces, last = [], 0
    for f in findings:
        pieces += [text[last : f.start], f.should_read]
        last = f.end
    offsets = OffsetMap(tuple(Replacement(f.start, f.end, f.should_read) for f in findings))
    return Mended("".join([*pieces, text[last:]]), _damage(findings), offsets)


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in text order; of two that overlap, the one found first stays."""
    kept: list[Finding] = []
    for finding in findings:
        if all(finding.end <= k.start or k.end <= finding.start for k in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)


def _damage(findings: list[Finding]) -> tuple[Damage, ...]:
    return tuple(
        Damage(
            id=f"d{n}", evidence=(Span(f.start, f.end),), confidence=f.confidence, span=Span(f.start, f.end),
            kind=f.kind, should_read=f.should_read,
        )
        for n, f in enumerate(findings, 1)
    )  # fmt: skip

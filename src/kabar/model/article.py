"""The article as received."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kabar.model.span import Span

BlockKind = Literal["headline", "heading", "paragraph"]


@dataclass(frozen=True, slots=True)
class Block:
    """A headline, heading or paragraph of the article."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One article, its text unaltered. `guessed` names the fields nobody stated."""

    text: str
    sha256: str
    language: str = "und"
    published: str | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    blocks: tuple[Block, ...] = ()
    guessed: tuple[str, ...] = field(default=())

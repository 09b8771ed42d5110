"""One self-contained page: the original with highlights, the record of each beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib.resources import files

from kabar.export.highlights import marks_of, segments
from kabar.export.worded import sections, summary, worded
from kabar.model import Reading, Span

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"})
# Characters that change the direction of what follows: shown by their code point, never obeyed.
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def page(reading: Reading) -> str:
    """The page as HTML: no script, style, font or picture from elsewhere; article text is escaped."""
    style = (files("kabar.export") / "page.css").read_text(encoding="utf-8")
    script = (files("kabar.export") / "page.js").read_text(encoding="utf-8")
    language = reading.article.language
    direction = "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    warnings = "".join(f"<p class=flags>{safe(w)}</p>" for w in reading.warnings)
    return (
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f"<title>kabar: {safe(summary(reading))}</title><style>{style}</style></head><body>"
        f"<header><h1>{safe(reading.article.title or 'Reading')}</h1><p>{safe(summary(reading))}</p>{warnings}</header>"
        f'<main><article lang="{escape(language)}" dir={direction}>{original(reading)}</article>'
        f'<aside aria-label="Records"><div id=shown role=status class=small>Hover over or tab to a highlight, or choose a record.'
        f"</div>{_lists(reading)}</aside></main><script>{script}</script></body></html>\n"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def safe(text: str) -> str:
    return BIDI.sub(lambda m: f"[U+{ord(m.group()):04X}]", escape(text))


def original(reading: Reading) -> str:
    """The original with highlights; a line of the article is a paragraph."""
    parts = []
    shown = (*reading.damage, *reading.statements, *reading.figures, *reading.events, *reading.places)
    marks = [m for record in shown for m in marks_of(record)]
    for piece in segments(marks, Span(0, len(reading.article.text))):
        lines = piece.span.of(reading.article.text).split("\n")
        wrapped = [
            f'<span class="{" ".join(piece.kinds)}" data-records="{" ".join(piece.records)}" tabindex=0>{safe(line)}</span>'
            if piece.marks and line
            else safe(line)
            for line in lines
        ]
        parts.append("</p>\n<p>".join(wrapped))
    return f"<p>{''.join(parts)}</p>"


def _lists(reading: Reading) -> str:
    parts = []
    for title, records in sections(reading):
        if not records:
            continue
        parts.append(f"<h2>{title}</h2><ul>")
        for r in records:
            flags = f" <span class=flags>{escape(', '.join(r.flags))}</span>" if r.flags else ""
            parts.append(
                f'<li><button type=button data-record="{r.id}"><b>{r.id}</b> <bdi>{safe(worded(reading, r))}</bdi> '
                f"<span class=small>confidence {r.confidence:.2f}</span>{flags}</button></li>"
            )
        parts.append("</ul>")
    return "".join(parts)

"""Text of articles on a page: it can say anything and do nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

# Characters that change the direction of what follows, and controls: shown by their code point, never obeyed.
HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"})


def safe_text(text: object) -> Markup:
    """Text with its markup escaped and its hidden controls made visible.

    >>> str(safe_text("<b>a\\u202eb"))
    '&lt;b&gt;a[U+202E]b'
    """
    return Markup(HIDDEN.sub(lambda m: f"[U+{ord(m.group()):04X}]", str(escape(text))))


def outside(url: str | None) -> str | None:
    """An address that a link may point to: http and https only, else None.

    >>> outside("javascript:alert(1)"), outside("https://news.example/1")
    (None, 'https://news.example/1')
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def direction(language: str) -> str:
    """Which way a language is written: ltr or rtl."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"

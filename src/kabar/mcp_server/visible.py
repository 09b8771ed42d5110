"""Text of articles for a model to read: what a person would not see is made visible, and what is long is cut and says so."""

from __future__ import annotations

import regex

# Controls, direction marks, tags and other characters without a shape (Unicode categories Cc, Cf, Cs, Zl, Zp and the
# supplementary variation selectors), by which text can say to a model what a person does not see. Line breaks and tabs,
# the joiners that Persian and Indic spelling needs, and the signs that enclose numbers in Arabic script stay.
HIDDEN = regex.compile(
    r"[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\U000E0100-\U000E01EF]--[\n\t\u200c\u200d\u0600-\u0605\u06dd\u070f\u08e2]]+",
    regex.V1,
)


def visible(text: str) -> str:
    """The text with every run of hidden characters told by the first one's code point and their number.

    >>> visible("a\\u202eb"), visible("a\\U000e0041\\U000e0042")
    ('a[U+202E]b', 'a[U+E0041 and 1 more hidden]')
    """
    return str(HIDDEN.sub(_told, text))


def _told(match: regex.Match[str]) -> str:
    run = match.group()
    more = f" and {len(run) - 1} more hidden" if len(run) > 1 else ""
    return f"[U+{ord(run[0]):04X}{more}]"


def cut(text: str, most: int) -> str:
    """At most so many characters of the text, made visible; one that is longer says how much was left out.

    >>> cut("abcdef", 4)
    'abcd … [2 more characters]'
    """
    if len(text) <= most:
        return visible(text)
    return f"{visible(text[:most])} … [{len(text) - most:,} more characters]"

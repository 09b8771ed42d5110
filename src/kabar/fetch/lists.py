"""Documents that only list addresses: sitemaps, lists of addresses, and feeds that are to be followed."""

from __future__ import annotations

import re

from kabar.errors import KabarError

MOST_ADDRESSES = 50_000
OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE\s[^>\[]*>\s*)*<(?:\w+:)?(?:urlset|sitemapindex)\b",
    re.IGNORECASE | re.DOTALL,
)
ADDRESS = re.compile(r"https?://\S+")


def is_address_list(text: str) -> bool:
    """Whether every line that says something is one address (`#` opens a comment)."""
    lines = [
        li for line in text.splitlines() if (li := line.split(" #")[0].strip()) and not li.startswith("#")
    ]
    return bool(lines) and all(ADDRESS.fullmatch(line) for line in lines)


def listed_addresses(text: str) -> list[str]:
    """The addresses of a list, each once, in its order."""
    lines = (line.split(" #")[0].strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if ADDRESS.fullmatch(line)))


def is_sitemap(data: bytes) -> bool:
    """Whether the bytes open as a sitemap or an index of sitemaps."""
    return OPENING.match(data[:2000]) is not None


def sitemap_addresses(data: bytes, name: str) -> tuple[list[str], list[str]]:
    """(pages, further sitemaps) of a sitemap (sitemaps.org, protocol 0.9). Raises KabarError when it is none.

    Entities are not expanded and nothing is loaded from elsewhere.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise KabarError(f"'{name}' is a broken sitemap ({error}): fetch it again") from None
    if root is None:
        raise KabarError(f"'{name}' is a broken sitemap: fetch it again")
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    for place in root.iter("{*}loc"):
        kind = etree.QName(place.getparent()).localname
        if kind in found and place.text and ADDRESS.fullmatch(place.text.strip()):
            found[kind].append(place.text.strip())
    return found["url"][:MOST_ADDRESSES], found["sitemap"]

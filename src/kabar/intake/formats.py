"""The formats that kabar takes in: one file each, one line each in FORMATS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kabar.intake.article import Given, Refused, Taken
from kabar.intake.docx import DOCX, read_docx
from kabar.intake.email import read_eml, read_mbox
from kabar.intake.feed import read_feed
from kabar.intake.html import read_html
from kabar.intake.jsonl import read_json_lines
from kabar.intake.pdf import read_pdf
from kabar.intake.plain import read_plain
from kabar.intake.table import read_table
from kabar.intake.warc import read_wacz, read_warc
from kabar.intake.xml import refuse_xml

Reader = Callable[[BinaryIO, str, Given], Iterator[Taken | Refused]]


@dataclass(frozen=True)
class Format:
    """A format: its name, the endings of its files, what its first bytes look like, its reader, whether one file holds
    many articles, each with facts of its own, and its media types."""

    name: str
    endings: tuple[str, ...]
    opening: re.Pattern[bytes]
    read: Reader
    many: bool = False
    media: tuple[str, ...] = ()


def _opening(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:" + pattern + rb")", re.IGNORECASE | re.DOTALL)


NEVER = rb"(?!)"
# What may stand before the first element: the declaration, instructions to a browser, comments, the kind of document.
PROLOGUE = rb"(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE\s[^>\[]*>\s*)*"
FORMATS = (
    Format("PDF", (".pdf",), _opening(rb"%PDF"), read_pdf, media=("application/pdf",)),
    Format("WACZ", (".wacz",), _opening(NEVER), read_wacz, many=True, media=("application/wacz",)),
    Format("WARC", (".warc", ".warc.gz"), _opening(rb"WARC/\d"), read_warc, many=True, media=("application/warc",)),
    Format("DOCX", (".docx",), _opening(NEVER), read_docx, media=(DOCX,)),
    Format("feed", (".rss", ".atom"), _opening(PROLOGUE + rb"<(?:rss|(?:atom:)?feed|rdf:RDF)\b"), read_feed, many=True, media=("application/rss+xml", "application/atom+xml")),
    Format("JSON lines", (".jsonl", ".ndjson"), _opening(rb"\{\s*\"\w+\"\s*:"), read_json_lines, many=True, media=("application/json",)),
    Format("table", (".csv", ".tsv"), _opening(NEVER), read_table, many=True, media=("text/csv",)),
    Format("mail", (".eml",), _opening(NEVER), read_eml, media=("message/rfc822",)),
    Format("mailbox", (".mbox",), _opening(rb"From \S+ \w{3} \w{3} "), read_mbox, many=True, media=("application/mbox",)),
    Format("HTML", (".html", ".htm", ".xhtml"), _opening(PROLOGUE + rb"(?:<!doctype html|<html)"), read_html, media=("text/html", "application/xhtml+xml")),
    Format("XML", (".xml",), _opening(rb"<\?xml\b"), refuse_xml),
    Format("text", (".txt", ".md", ".text"), _opening(rb""), read_plain, media=("text/plain",)),
)  # fmt: skip


def format_of(name: str, head: bytes, media_type: str | None = None) -> Format:
    """The format by the ending of the name, else by the media type, else by the first bytes; else plain text.

    XML and what a server calls plain text say little: there the first bytes go before.
    """
    lower = name.casefold()
    named = next((f for f in FORMATS if lower.endswith(f.endings)), None)
    named = named or next((f for f in FORMATS if media_type in f.media), None)
    opened = next(f for f in FORMATS if f.opening.match(head))
    vague = named is None or named.name == "XML" or (named.name == "text" and media_type is not None)
    return opened if vague and (named is None or opened.name != "text") else named or opened

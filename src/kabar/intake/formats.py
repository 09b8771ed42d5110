"""The formats that kabar takes in: one file each, one line each in FORMATS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kabar.intake.article import Given, Refused, Taken
from kabar.intake.docx import read_docx
from kabar.intake.email import read_eml, read_mbox
from kabar.intake.feed import read_feed
from kabar.intake.html import read_html
from kabar.intake.jsonl import read_json_lines
from kabar.intake.pdf import read_pdf
from kabar.intake.plain import read_plain
from kabar.intake.table import read_table
from kabar.intake.warc import read_wacz, read_warc

Reader = Callable[[BinaryIO, str, Given], Iterator[Taken | Refused]]


@dataclass(frozen=True)
class Format:
    """A format: its name, the endings of its files, what its first bytes look like, its reader, and whether one file
    holds many articles, each with facts of its own."""

    name: str
    endings: tuple[str, ...]
    opening: re.Pattern[bytes]
    read: Reader
    many: bool = False


def _opening(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:" + pattern + rb")", re.IGNORECASE)


NEVER = rb"(?!)"
FORMATS = (
    Format("PDF", (".pdf",), _opening(rb"%PDF"), read_pdf),
    Format("WACZ", (".wacz",), _opening(NEVER), read_wacz, many=True),
    Format("WARC", (".warc", ".warc.gz"), _opening(rb"WARC/\d"), read_warc, many=True),
    Format("DOCX", (".docx",), _opening(NEVER), read_docx),
    Format("feed", (".rss", ".atom"), _opening(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF)\b"), read_feed, many=True),
    Format("JSON lines", (".jsonl", ".ndjson"), _opening(NEVER), read_json_lines, many=True),
    Format("table", (".csv", ".tsv"), _opening(NEVER), read_table, many=True),
    Format("mail", (".eml",), _opening(NEVER), read_eml),
    Format("mailbox", (".mbox",), _opening(rb"From \S+ \w{3} \w{3} "), read_mbox, many=True),
    Format("HTML", (".html", ".htm", ".xhtml"), _opening(rb"<!doctype html|<html"), read_html),
    Format("text", (".txt", ".md", ".text"), _opening(rb""), read_plain),
)  # fmt: skip


def format_of(name: str, head: bytes) -> Format:
    """The format by the ending of the name, else by the first bytes; plain text where neither tells."""
    lower = name.casefold()
    named = next((f for f in FORMATS if lower.endswith(f.endings)), None)
    return named or next(f for f in FORMATS if f.opening.match(head))

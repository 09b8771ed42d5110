"""EML and MBOX -> an article a message: its text, or the article of its HTML."""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from kabar.errors import KabarError
from kabar.intake.article import Given, Refused, Taken, make_article
from kabar.intake.decode import LARGEST, read_limited
from kabar.intake.html import page


def read_eml(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken]:
    """One message. Raises KabarError when it holds no text."""
    yield _message(read_limited(stream, name, 2 * LARGEST), name, given)


def read_mbox(stream: BinaryIO, name: str, given: Given) -> Iterator[Taken | Refused]:
    """The messages of a mailbox in its order; one without text stops no other."""
    # `mailbox` reads files by name only.
    with tempfile.NamedTemporaryFile(suffix=".mbox") as copy:
        while chunk := stream.read(1 << 20):
            copy.write(chunk)
        copy.flush()
        box = mailbox.mbox(copy.name, create=False)
        for number, key in enumerate(box.iterkeys(), 1):
            where, data = f"'{name}' message {number}", box.get_bytes(key)
            try:
                yield _message(data, where, given)
            except KabarError as error:
                yield Refused.because(where, error, data, "message/rfc822")


def _message(data: bytes, where: str, given: Given) -> Taken:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(preferencelist=("plain", "html"))
        text = body.get_content() if body is not None else ""
        html = body is not None and body.get_content_type() == "text/html"
        said = _said(message)
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise KabarError(f"{where} is no mail that can be read ({error}): save it anew as .eml") from error
    if html:
        article = page(text, where, given.over(said)).article
    else:
        article = make_article(text, where, given.over(said))
    return Taken(where, article, data, "message/rfc822")


def _said(message: EmailMessage) -> Given:
    name, address = parseaddr(str(message.get("From", "")))
    ident = str(message.get("Message-ID", "")).strip().strip("<>")
    try:
        day = parsedate_to_datetime(str(message["Date"])).date().isoformat() if message["Date"] else None
    except ValueError:
        day = None
    # RFC 5064: where a list keeps the message; RFC 2392: else it is addressed by its id.
    kept = re.search(r"<(https?://[^>\s]+)>", str(message.get("Archived-At", "")))
    url = kept.group(1) if kept else f"mid:{ident}" if ident else None
    return Given(
        published=day, url=url, title=str(message.get("Subject", "")).strip() or None,
        publisher=name or address or None,
    )  # fmt: skip

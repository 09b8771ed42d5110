"""Messages of the pages: `python -m kabar.web.catalogues` collects them and brings every catalogue up to date.

A further language is a further folder: `python -m kabar.web.catalogues pt` makes locale/pt/LC_MESSAGES/kabar.po to be filled in.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kabar.web.words import CATALOGUES

WEB = Path(__file__).parent
MADE = datetime(2026, 11, 25, tzinfo=UTC)
METHODS = [("**.html", "jinja2.ext.babel_extract"), ("**.py", "python")]
# `several(one, more, n)` counts; `self(...)` is a message that `Words` itself says.
KEYWORDS: dict[str, Any] = {"_": None, "self": None, "several": (1, 2)}
OPTIONS = {"**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}


def collected() -> Catalog:
    """Every message of the templates and the code, with where it stands."""
    # No time of making: a catalogue changes only where a message does.
    made = Catalog(project="kabar", charset="utf-8", creation_date=MADE)
    found = extract_from_dir(str(WEB), METHODS, OPTIONS, KEYWORDS)
    for path, _line, message, _comments, context in found:
        made.add(message, None, [(path, 0)], context=context)
    return made


def catalogue_of(language: str) -> Path:
    """The file of a language's messages."""
    return CATALOGUES / language / "LC_MESSAGES/kabar.po"


def read(language: str) -> Catalog:
    """A language's messages; an empty catalogue where there are none yet."""
    path = catalogue_of(language)
    if not path.is_file():
        return Catalog(
            locale=language, header_comment=f"# The pages of kabar in {Locale.parse(language).english_name}.", project="kabar",
            version="1", copyright_holder="kabar", msgid_bugs_address="see README", creation_date=MADE, revision_date=MADE,
            last_translator="kabar", language_team="kabar", charset="utf-8", fuzzy=False,
        )  # fmt: skip
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> Catalog:
    """The language's messages after those of the pages: new ones are empty, those no longer used are gone."""
    catalogue = read(language)
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Messages without a translation, or whose translation has other places for values."""
    found = [str(m.id) for m in catalogue if m.id and not _complete(m)]
    wrong = ((m, errors) for m, errors in catalogue.check() if _complete(m))
    return found + [f"{m.id}: {error}" for m, errors in wrong for error in errors]


def _complete(message: Message) -> bool:
    told = message.string
    return all(told) if isinstance(told, tuple | list) else bool(told)


def main() -> None:
    for language in sorted(
        {p.parent.parent.name for p in CATALOGUES.glob("*/LC_MESSAGES/kabar.po")} | set(sys.argv[1:])
    ):
        catalogue = update(language)
        path = catalogue_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, include_lineno=False, sort_output=True, omit_header=False)
        print(f"{language}: {len(catalogue)} messages, {len(missing(catalogue))} to be translated")


if __name__ == "__main__":
    main()

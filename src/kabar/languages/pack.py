"""A language pack: tables that say how a language reports speech, counts and names."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby

from kabar.errors import KabarError
from kabar.languages.script import MARKS, written_without_spaces

TABLES = {
    "cues": ("form", "act", "order"),
    "roles": ("form", "kind"),
    "groups": ("form", "kind"),
    "events": ("form", "cameo", "use"),
    "figures": ("kind", "form", "value"),
    "agreements": ("form", "kind"),
    "agreement_words": ("form", "kind"),
    "numbers": ("form", "value"),
}


# Letters and marks as sets that no case is looked up for: compiling them in any case takes most of the start.
LETTER, IN_WORD = rf"(?-i:[\w{MARKS}])", rf"(?-i:[\w{MARKS}-])"


def any_of(forms: Iterable[str], match_case: bool = False, any_blank: bool = False) -> re.Pattern[str]:
    """A pattern that finds any of the forms as whole words, longest first, in any case unless `match_case`.

    `*` stands for any letters; scripts without spaces are found anywhere. With `any_blank` a blank stands for any white
    space: set tables, hard line ends and no-break spaces part words too.

    >>> any_of(["refugee*"]).findall("refugees, prerefugee"), any_of(["难民"]).findall("十名难民说")
    (['refugees'], ['难民'])
    """
    ordered = sorted(set(forms), key=lambda f: (-len(f), f))
    if not ordered:
        return re.compile(r"(?!)")
    opened: dict[str, list[str]] = {}
    free = []
    for form in ordered:
        if form[0].isalnum() and not written_without_spaces(form[0]):
            opened.setdefault(form[0] if match_case else form[0].lower(), []).append(form)
        else:
            free.append(form)
    # Told apart by their first letter, and looked for at the start of words only: ten times faster than one long list.
    letters = [f"{re.escape(k)}(?:{_either(v, after=1)})" for k, v in opened.items()]
    bounded = [rf"(?<!{IN_WORD})(?:{'|'.join(letters)})"] if letters else []
    joined = "|".join([*bounded, *([_either(free)] if free else [])])
    return re.compile(
        joined.replace("\\ ", r"\s{1,3}") if any_blank else joined, 0 if match_case else re.IGNORECASE
    )


def _either(forms: Iterable[str], after: int = 0) -> str:
    """Any of the forms, in this order, from their character number `after` on. Neighbours that end alike share their end:
    each set of letters takes long to compile."""
    runs = groupby(forms, key=_end)
    return "|".join(f"(?:{'|'.join(_stem(f, after) for f in run)}){end}" for end, run in runs)


def _end(form: str) -> str:
    if form[-1] == "*":
        return f"{LETTER}*"
    return "" if written_without_spaces(form[-1]) else f"(?!{IN_WORD})"


def _stem(form: str, after: int) -> str:
    """The form without its end; ` ~ ` stands for up to three words."""
    parts = (
        f"{LETTER}*".join(map(re.escape, part.split("*")))
        for part in form[after:].removesuffix("*").split(" ~ ")
    )
    return r"(?:\s+[\w’'-]+){0,3}?\s+".join(parts)


def form_of(forms: Collection[str], found: str) -> str:
    """Which of the forms a text was found by: itself in lower case, or one with `*` or letters that fold otherwise."""
    word = " ".join(found.lower().split())
    return word if word in forms else _other_form(tuple(forms), found, word)


@lru_cache(maxsize=20_000)
def _other_form(forms: tuple[str, ...], found: str, word: str) -> str:
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        first, last = form.replace(" ~ ", "*").split("*")[0], form.replace(" ~ ", "*").split("*")[-1]
        # A look at its ends first: patterns are slow to make.
        if (
            ("*" in form or "~" in form)
            and word.startswith(first)
            and word.endswith(last)
            and any_of([form]).fullmatch(word)
        ):
            return form
    return next(f for f in forms if _undotted(f) == _undotted(word) or any_of([f]).fullmatch(found))


def _undotted(word: str) -> str:
    """Lower case in which the Turkish capital İ is a plain i."""
    return word.lower().replace("i\u0307", "i")


@dataclass(frozen=True)
class Pack:
    """One language's tables. `code` is the pack's BCP 47 name, `und` for the fallback."""

    code: str
    settings: dict[str, list[str] | str | bool | list[list[str]]]
    tables: dict[str, tuple[dict[str, str], ...]]

    def words(self, name: str) -> list[str]:
        """A list of words of pack.toml; empty when the pack has none."""
        value = self.settings.get(name, [])
        return [str(v) for v in value] if isinstance(value, list) else []

    @property
    def adjective_after_noun(self) -> bool:
        return bool(self.settings.get("adjective_after_noun", False))

    @property
    def cues_complete_model(self) -> bool:
        """Whether attributions by the pack's cue table complete the model's: set it where that was measured to help."""
        return bool(self.settings.get("cues_complete_model", False))

    @cached_property
    def quotes(self) -> list[tuple[str, str]]:
        """Pairs of opening and closing quotation marks."""
        pairs = self.settings.get("quotes", [])
        return [(str(p[0]), str(p[1])) for p in pairs] if isinstance(pairs, list) else []

    @cached_property
    def place_heads(self) -> dict[str, str]:
        """Words beside a name that say what kind of place it is, and that kind: "county" -> "admin2"."""
        pairs = (head.rpartition(">") for head in self.words("place_heads"))
        return {word: kind for word, _, kind in pairs}

    @cached_property
    def lookup(self) -> dict[str, dict[str, dict[str, str]]]:
        """Table name -> lower-case form -> row."""
        return {name: {r["form"].lower(): r for r in rows} for name, rows in self.tables.items()}

    def row(self, table: str, found: str) -> dict[str, str]:
        """The row of the form that the pattern of `table` found as `found`."""
        rows = self.lookup[table]
        return rows[form_of(rows, found)]

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """One pattern per table and per word list."""
        found = {name: any_of(rows) for name, rows in self.lookup.items()}
        for name, value in self.settings.items():
            if isinstance(value, list) and all(isinstance(v, str) for v in value):
                found[name] = any_of(self.words(name))
        return found

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], re.Pattern[str]]:
        forms: dict[tuple[str, str], list[str]] = {}
        for name, rows in self.tables.items():
            for row in rows:
                forms.setdefault((name, row.get("kind", "")), []).append(row["form"].lower())
        return {key: any_of(found) for key, found in forms.items()}

    def pattern_of(self, table: str, kind: str) -> re.Pattern[str]:
        """The pattern of the forms of one kind: there a form may be of several kinds."""
        return self._kinds.get((table, kind)) or any_of(())

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern of a table or word list; it finds nothing where the pack has no such list."""
        return self.patterns.get(name) or any_of(())


def packs_folder() -> Traversable:
    return files("kabar.languages") / "packs"


def available() -> list[str]:
    """Codes of all packs."""
    return sorted(p.name for p in packs_folder().iterdir() if (p / "pack.toml").is_file())


@cache
def load_pack(language: str) -> Pack:
    """The pack for a BCP 47 language, or the fallback `und`. Raises KabarError for a malformed table."""
    base = language.split("-")[0].lower()
    folder = packs_folder() / base
    if not base.isalpha() or not (folder / "pack.toml").is_file():
        folder = packs_folder() / "und"
    try:
        settings = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KabarError(f"languages/packs/{folder.name}/pack.toml: {error}; mend that line") from error
    tables = {name: _table(folder, name, columns) for name, columns in TABLES.items()}
    return Pack(folder.name, settings, tables)


def _table(folder: Traversable, name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    path = folder / f"{name}.tsv"
    if not path.is_file():
        return ()
    rows = list(
        csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    )
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise KabarError(
                f"languages/packs/{folder.name}/{name}.tsv line {number}: {len(row)} columns, "
                f"write {len(columns)} ({', '.join(columns)}) with tabs between them"
            )
    return tuple(dict(zip(columns, row, strict=True)) for row in rows[1:])

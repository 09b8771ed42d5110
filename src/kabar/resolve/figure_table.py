"""The pack's figures table by kind, as patterns: what `resolve.figures` and its neighbours look words up in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kabar.languages.pack import Pack, any_of, form_of, load_pack
from kabar.resolve.numbers import NumberTable

HEDGES = ("at-least", "at-most", "about", "nearly")
LOOKED_UP = (
    "vague", "unit", "group", "dual", "concept", "uncounted", "total", "new", "stock", "flow", "percent", "fraction",
    "whole-after", "whole-before", "part", "same-fact", "household-size", "household-size-after", "hypothetical",
    "negated", "capacity", "need", "target", "ratio", "ratio-reversed",
)  # fmt: skip
# What a figure counts when it does not count what happened.
MODAL = ("hypothetical", "capacity", "need", "target")
# The unit of the figure before: "20 others".
SAME = "same"
GLUED = 7
LOST = "\ufffd"


class FigureTable:
    """The pack's figures table by kind. `lost` adds the forms in which U+FFFD stands for every accented letter."""

    def __init__(self, pack: Pack, lost: bool = False) -> None:
        rows = pack.tables["figures"]
        if lost:
            rows = (*rows, *({**r, "form": f} for r in rows if (f := _lost(r["form"])) != r["form"]))
        self.numbers = NumberTable(pack)
        self.values = {k: {r["form"].lower(): r["value"] for r in rows if r["kind"] == k} for k in LOOKED_UP}
        # Who is counted is a count of people too.
        self.values["unit"] = dict.fromkeys(self.values["group"], "people") | self.values["unit"]
        self.patterns = {k: any_of(v, any_blank=True) for k, v in self.values.items()}
        self.before = {r["form"].lower(): r["kind"] for r in rows if r["kind"] in HEDGES}
        self.after = {r["form"].lower(): r["kind"].removesuffix("-after") for r in rows
                      if r["kind"].removesuffix("-after") in HEDGES and r["kind"].endswith("-after")}  # fmt: skip
        self.hedge_before, self.hedge_after = any_of(self.before, any_blank=True), _open(self.after)
        # "forcedmore than": a hedge of several words is found inside a glued one.
        self.hedge_glued = re.compile(
            f"(?<=\\w{{4}})(?:{_either(h for h in self.before if ' ' in h)})\\s*$", re.IGNORECASE
        )
        # "weredisplaced": long forms are looked for inside words too, where a sentence has no other.
        plain = [f.strip("*") for f in self.values["concept"] if "*" not in f[1:-1]]
        self.glued = re.compile(
            f"(?i:{_either(f for f in plain if len(f) >= GLUED)})|(?:{_either(f for f in plain if f.islower())})(?=[A-Z])"
        )
        # "yüzde 20": a word of these kinds right before the number.
        percent = [r["form"] for r in rows if r["kind"] == "percent-before"]
        self.percent_before = re.compile(
            rf"(?:{any_of(percent, any_blank=True).pattern}|%)\s?$", re.IGNORECASE
        )
        self.percent_after = re.compile(
            rf"\s?(?:[%٪％]|{any_of(self.values['percent'], any_blank=True).pattern})", re.IGNORECASE
        )
        no_count = [r["form"] for r in rows if r["kind"] == "uncounted-before"]
        self.no_count_before = re.compile(
            rf"(?:{any_of(no_count, any_blank=True).pattern}|%)\s?$", re.IGNORECASE
        )
        self.ranges = [(r["form"].lower(), r["value"].lower()) for r in rows if r["kind"] == "range"]

    def value(self, kind: str, found: str) -> str:
        """The value of the form that was found."""
        return _of(self.values[kind], found)

    def hedge(self, found: str, after: bool = False) -> str:
        """Which bound a hedge before or after the number gives."""
        return _of(self.after if after else self.before, found)

    def concept(self, found: str) -> str:
        """The concept of a form, or of one that a longer word holds."""
        word = found.lower()
        held = (v for f, v in self.values["concept"].items() if f.strip("*") == word)
        try:
            return self.value("concept", found)
        except StopIteration:
            return next(held)

    def ends_with(self, kind: str, text: str) -> bool:
        """Whether `text` ends with a form of the kind, with at most a blank or comma behind it."""
        text = text.rstrip(" \u00a0,،、，")
        return any(m.end() == len(text) for m in self.patterns[kind].finditer(text))

    def starts_with(self, kind: str, text: str, at: int) -> re.Match[str] | None:
        """The form of the kind that stands at `at`, past blanks and one comma."""
        blank = re.compile(r"[\s\u00a0]*[,،、，]?[\s\u00a0]*").match(text, at)
        return self.patterns[kind].match(text, blank.end() if blank else at)


@cache
def figure_table(code: str, lost: bool = False) -> FigureTable:
    """The table of a pack, made once."""
    return FigureTable(load_pack(code), lost)


def _lost(form: str) -> str:
    """The form as a text shows it whose accented Latin letters were lost."""
    return "".join(LOST if unicodedata.normalize("NFD", c) != c and c < "\u0250" else c for c in form)


def _either(forms: object) -> str:
    ordered = sorted(set(forms), key=lambda f: (-len(f), f))  # type: ignore[call-overload]
    return "|".join(re.escape(f).replace("\\ ", r"\s{1,3}") for f in ordered) or "(?!)"


def _open(forms: dict[str, str]) -> re.Pattern[str]:
    """Forms that may be glued to the number before them."""
    ordered = sorted(forms, key=lambda f: (-len(f), f))
    if not ordered:
        return re.compile(r"(?!)")
    return re.compile(
        r"\s?(?:" + "|".join(r"\w*".join(map(re.escape, f.split("*"))) for f in ordered) + r")(?!\w)",
        re.IGNORECASE,
    )


def _of(values: dict[str, str], found: str) -> str:
    return values[form_of(values, found.strip())]

"""Write `numbers.tsv` of every pack from ICU's rule-based number formats: `python -m kabar.languages.spelled`.

Needs the build-time package icu-rbnf; nothing of it is needed to read. 1 to 100 and the hundreds are listed; longer
numbers are put together when they are read (`resolve.numbers`). One is left out where it is the article too.
"""

from __future__ import annotations

from pathlib import Path

PACKS = Path(__file__).parent / "packs"
ONE_IS_ARTICLE = {"fr", "es", "pt", "de", "tr", "fa", "hi", "zh"}
LISTED = (*range(1, 101), *range(200, 1000, 100))


def main() -> None:
    """Write the table of each pack whose language ICU spells out."""
    import icu_rbnf

    for folder in sorted(p for p in PACKS.iterdir() if p.name != "und"):
        if not icu_rbnf.is_locale_supported(folder.name):
            continue
        rows: dict[str, int] = {}
        for number in LISTED[1:] if folder.name in ONE_IS_ARTICLE else LISTED:
            form = icu_rbnf.spellout(number, folder.name).replace("\u00ad", "").casefold()
            rows.setdefault(form, number)
        lines = "".join(f"{form}\t{value}\n" for form, value in rows.items())
        (folder / "numbers.tsv").write_text("form\tvalue\n" + lines, encoding="utf-8")


if __name__ == "__main__":
    main()

"""`python -m kabar.export.formats_page > docs/formats.md` writes the page of formats and their fields."""

from __future__ import annotations

from kabar.export import EXPORTERS
from kabar.export.acled import COLUMNS, MORE
from kabar.export.columns import TABLES, TRACE, Column


def formats_page() -> str:
    """The page in Markdown."""
    lines = [
        "# Export formats", "",
        "`kabar export FORMAT --from ARCHIVE [--to FILE] [--query \"concept=displaced place=Idlib\"] [--table figures]`", "",
        "| format | holds |", "|---|---|", *(f"| `{e.name}` | {e.help} |" for e in EXPORTERS), "",
        "Every row ends with the columns by which it is traced to the words that it was read from:", "",
        *_columns(TRACE),
        "CSV cells that begin with `=`, `+`, `-`, `@` or a tab get a `'` before them, so that no spreadsheet runs text of an",
        "article as a formula. The JSON Schema of a line of `jsonl` is [export.schema.json](export.schema.json).", "",
    ]  # fmt: skip
    for table in TABLES:
        lines += [f"## {table.name}", "", f"{table.help[0].upper()}{table.help[1:]}.", ""]
        lines += _columns(tuple(c for c in table.columns if c not in TRACE))
    lines += [
        "## acled", "", "Events that have an ACLED type, under ACLED's column names; not ACLED's data. `fatalities` is the smallest "
        "number that an account in the article gives, `notes` every account with its source.", "",
        ", ".join(f"`{c}`" for c in (*COLUMNS, *MORE)), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _columns(columns: tuple[Column, ...]) -> list[str]:
    rows = [f"| `{c.name}` | {c.type} | {c.help} |" for c in columns]
    return ["| column | type | holds |", "|---|---|---|", *rows, ""]


if __name__ == "__main__":
    print(formats_page(), end="")

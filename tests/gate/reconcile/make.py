"""Writes the two halves of this set: marks on aligned articles, and invented stories with their marks.

python tests/gate/reconcile/make.py ../shared/data/parallel/dev.jsonl.gz
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from string import Template

HERE = Path(__file__).parent
LANGUAGES = ("en", "id", "fr", "ar", "ru")
SEED = 20190531
EASTERN = {ord(c): str(i) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩")}
MILLION = 1_000_000


# The aligned articles: annotated once in English, carried over by their lines.


def carried(source: Path) -> Iterator[dict]:
    """A mark for each annotation in each language; `coarse` where only its line is known."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        documents = {(d["id"], d["lang"]): d for d in map(json.loads, lines)}
    table = (HERE / "annotation.tsv").read_text("utf-8").splitlines()
    names = table[0].split("\t")
    rows = [dict(zip(names, row.split("\t"), strict=True)) for row in table[1:]]
    for language in LANGUAGES:
        for row in rows:
            if language in row["absent"].split():
                continue
            document = documents[row["document"], language]
            start, end = document["sentences"][int(row["line"])]
            mark = {"article": f"{row['document']}/{language}", "kind": row["kind"], "span": [start, end],
                    "cluster": row["cluster"], "type": row["type"]}  # fmt: skip
            low, high = (float(row[k]) if row[k] else None for k in ("low", "high"))
            found = None
            if language == "en":
                found = (start + int(row["start"]), start + int(row["end"]))
            elif row["kind"] == "figure":
                found = number_in(document["text"], start, end, low or high or 0)
            if row["kind"] == "figure":
                mark |= {"low": low, "high": high}
            if found:
                yield mark | {"span": list(found)}
            elif not any(rivals(row, other) for other in rows):
                yield mark | {"coarse": True}


def rivals(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether a mark on the line alone could mean either."""
    same = ("document", "line", "kind", "type", "low", "high")
    return one["cluster"] != other["cluster"] and all(one[k] == other[k] for k in same)


def number_in(text: str, start: int, end: int, value: float) -> tuple[int, int] | None:
    """Where the line writes this number in digits, once and no more."""
    digits = f"{value:,.0f}".replace(",", "[.,\u066c\\s]?")
    if value >= MILLION:
        digits = re.escape(f"{value / MILLION:g}").replace("\\.", "[.,]")
    found = list(re.finditer(rf"(?<!\d){digits}(?!\d|[.,]\d)", text[start:end].translate(EASTERN)))
    return (start + found[0].start(), start + found[0].end()) if len(found) == 1 else None


# The invented stories.


def stories(table: dict) -> Iterator[tuple[dict, list[dict]]]:
    """Articles and their marks: of each story a first report, a retelling, an update, a rounded one, distractors."""
    chance = random.Random(SEED)
    day = date(2019, 5, 1)
    for number, (kind, place) in enumerate(itertools.product(table["events"], table["places"]), 1):
        event, story = table["events"][kind], f"made{number:02}"
        day += timedelta(days=1)
        first, second = agreeing(chance.randint(*event["low"])), agreeing(chance.randint(*event["second"]))
        elsewhere = chance.choice([p for p in table["places"] if p != place])
        source, rival = chance.sample(sorted(table["sources"]), 2)
        spoken = chance.sample(LANGUAGES, len(LANGUAGES))
        later = day + timedelta(days=4)
        told = [
            # way of telling, place, day, number, hedge, source, cluster
            ("first", place, day, first, "", source, story),
            ("other", place, day, first, "", source, story),
            ("other", place, day, agreeing(first + max(1, first // 5)), "more", rival, story),
            ("first", place, day, rounded(first), "about", rival, story),
            ("first", place, later, agreeing(first + 1), "", source, f"{story}.later"),
            ("first", elsewhere, day, first, "", source, f"{story}.elsewhere"),
        ]
        for i, (way, where, on, count, hedge, by, cluster) in enumerate(told):
            language = spoken[i % len(spoken)]
            words = {"P": table["places"][where][language], "D": day_of(table, on, language),
                     "S": table["sources"][by][language], "M": grouped(second, language),
                     "N": " ".join(filter(None, [hedge and table["hedges"][hedge][language], grouped(count, language)]))}  # fmt: skip
            bounds = {"N": (count, None if hedge == "more" else count), "M": (second, second)}
            yield made(table, f"{story}-{i}", language, on, table[kind][language][way], words, bounds, cluster,
                       event["type"], chance)  # fmt: skip
        language = spoken[1]
        words = {"P": table["places"][place][language], "D": day_of(table, day, language),
                 "S": table["sources"][source][language], "N": grouped(first, language)}  # fmt: skip
        yield made(table, f"{story}-convoy", language, day, table["elsewise"][language], words,
                   {"N": (first, first)}, f"{story}.convoy", "AID", chance)  # fmt: skip


def made(
    table: dict, name: str, language: str, on: date, sentence: str, words: dict[str, str], bounds: dict,
    cluster: str, event_type: str, chance: random.Random,
) -> tuple[dict, list[dict]]:  # fmt: skip
    """One article and its marks."""
    text, marks = "", []
    for plain, letter, inside in re.findall(r"([^{]*)(?:\{(\w)\|([^}]*)\})?", sentence):
        text += Template(plain).substitute(words)
        start = len(text)
        text += Template(inside).substitute(words)
        if letter:
            marks.append({"article": name, "kind": "event" if letter == "e" else "figure", "span": [start, len(text)],
                          "cluster": f"{cluster}.{letter}"} | about(table, letter, inside, bounds, event_type))  # fmt: skip
    text = text[:1].upper() + text[1:] + " " + chance.choice(table["ending"][language])
    published = (on + timedelta(days=1)).isoformat()
    return {"id": name, "lang": language, "published": published, "text": text}, marks


def about(table: dict, letter: str, inside: str, bounds: dict, event_type: str) -> dict:
    """The type of an event; what a figure counts and its bounds."""
    if letter == "e":
        return {"type": event_type}
    low, high = bounds["N" if "$N" in inside else "M"]
    return {"type": table["marks"][letter], "low": low, "high": high}


def day_of(table: dict, on: date, language: str) -> str:
    return Template(table["months"][language]).substitute(D=on.day)


def grouped(value: int, language: str) -> str:
    """The digits as the language groups them."""
    return f"{value:,}".replace(",", {"en": ",", "id": ".", "ar": ","}.get(language, "\u00a0"))


def agreeing(value: int) -> int:
    """This number or the next one after which a Russian and an Arabic noun stand in one form (…15-19, …25-29, ...)."""
    return next(n for n in itertools.count(value) if n % 10 >= 5 and n % 100 > 10)


def rounded(value: int) -> int:
    """To the one digit that counts, as a headline has it."""
    step = 10 ** (len(str(value)) - 1)
    return max(step, round(value / step) * step)


def write(name: str, rows: list[dict]) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (HERE / name).write_text(lines, "utf-8")


def main() -> None:
    write("parallel.jsonl", list(carried(Path(sys.argv[1]))))
    told = list(stories(tomllib.loads((HERE / "templates.toml").read_text("utf-8"))))
    write("made-articles.jsonl", [article for article, _ in told])
    write("made.jsonl", [mark for _, marks in told for mark in marks])


if __name__ == "__main__":
    main()

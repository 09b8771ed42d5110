"""Case forms and other spellings of names, by `endings.tsv` and `spellings.tsv`: made when the table is built."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

CASES = ("genitive", "dative", "accusative", "instrumental", "locative")


@dataclass(frozen=True)
class Forms:
    """Language -> ending -> forms by case (`/` parts two that both occur), and language -> letters written otherwise."""

    endings: dict[str, dict[str, tuple[str, ...]]]
    spellings: dict[str, list[tuple[str, str]]]

    @classmethod
    def load(cls, folder: Path) -> Forms:
        """The tables of a folder."""
        endings: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        spellings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        with (folder / "endings.tsv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                endings[row["language"]][row["ending"]] = tuple(row[c] for c in CASES)
        with (folder / "spellings.tsv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                spellings[row["language"]].append((row["as"], row["also"]))
        return cls(endings, spellings)

    def of(self, language: str, name: str) -> list[str]:
        """The name, its case forms (every word, or the first alone), and other spellings; in text order of making."""
        words = name.split(" ")
        made = [name]
        for case in range(len(CASES)) if self.endings.get(language) else ():
            first = self._cases(language, words[0], case)
            made += [" ".join([f, *words[1:]]) for f in first]
            if len(words) > 1:
                rest = [self._cases(language, w, case) for w in words]
                made += [" ".join(r[min(n, len(r) - 1)] for r in rest) for n in range(max(map(len, rest)))]
        for letter, other in self.spellings.get(language, ()):
            made += [m.replace(letter, other) for m in made if letter in m]
        return list(dict.fromkeys(made))

    def genitive(self, language: str, name: str) -> list[str]:
        """The name's genitive, every word of it; the name itself in a language without a table."""
        rest = [self._cases(language, w, 0) for w in name.split(" ")]
        return list(
            dict.fromkeys(" ".join(r[min(n, len(r) - 1)] for r in rest) for n in range(max(map(len, rest))))
        )

    def _cases(self, language: str, word: str, case: int) -> list[str]:
        """One case of a word by its longest known ending; words in capitals and with none stay as they are."""
        if word.isupper():
            return [word]
        endings = self.endings.get(language, {})
        ending = next((word[at:] for at in range(1, len(word)) if word[at:] in endings), None)
        if ending is None:
            return [word]
        return [word[: len(word) - len(ending)] + form for form in endings[ending][case].split("/")]

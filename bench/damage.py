"""What damage costs: the same articles clean and with damage at one word in 40, both scored by the attribution scorer.

usage: python bench/damage.py ATTRIBUTION.jsonl SCORER.py
"""

import importlib.util
import json
import random
import sys
import tempfile
from pathlib import Path

from kabar.bench.predict import predict_file
from kabar.train.augment import damage, edited

SEED = 5


def main(gold: Path, scorer: Path) -> None:
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as scratch:
        for name, articles in (("clean", rows), ("damaged", [damaged(row, chance) for row in rows])):
            source, target = Path(scratch) / f"{name}.jsonl", Path(scratch) / f"{name}.out"
            source.write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
            predict_file("attribution", source, target)
            found = module.score(module.load(str(source)), module.load(str(target)))
            print(name, {k: found[k] for k in ("content", "content+source", "full", "source-accuracy")})


def damaged(row: dict, chance: random.Random) -> dict:
    """The article with damage, its gold spans carried along."""
    parts = [a[role] or [] for a in row["attributions"] for role in ("source", "cue", "content")]
    spans = [(s, e) for part in parts for s, e in part]
    text, moved = edited(row["text"], spans, damage(row["text"], spans, chance))
    after = iter(moved)
    made = iter([[list(next(after)) for _ in part] for part in parts])
    attributions = [
        {**a, **{role: next(made) for role in ("source", "cue", "content")}} for a in row["attributions"]
    ]
    return {**row, "text": text, "attributions": attributions}


main(Path(sys.argv[1]), Path(sys.argv[2]))

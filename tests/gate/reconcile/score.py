"""Scores how events and figures of many articles were put together: pairwise and B-cubed F1.

python tests/gate/reconcile/score.py GOLD.jsonl PREDICTED.jsonl [--kind event|figure] [--without TYPE]

Both files: {"article", "kind", "span": [start, end], "cluster"} a line, with "low" and "high" for figures and "type" for
events. A predicted mention is a marked one if it overlaps it in the same article and, for a figure, has a bound in
common; of several, one with the same type is preferred, then the nearest start. Predicted mentions that match none are left out, for
not every event of the articles is marked. A marked mention that was not found counts in recall as found by nobody.
B-cubed: Bagga and Baldwin (1998), over marked mentions. Standard library only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

Mention = dict


def load(path: Path, kind: str | None) -> list[Mention]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [r for r in rows if kind is None or r["kind"] == kind]


def matched(gold: list[Mention], predicted: list[Mention]) -> dict[int, int]:
    """The predicted mention of each marked one, by index; each is used once."""
    places: dict[tuple[str, str], list[int]] = {}
    for j, p in enumerate(predicted):
        places.setdefault((p["article"], p["kind"]), []).append(j)
    pairs = []
    for i, g in enumerate(gold):
        for j in places.get((g["article"], g["kind"]), []):
            p = predicted[j]
            if fits(g, p):
                other_type = g.get("type") != p.get("type")
                pairs.append((bool(g.get("coarse")), other_type, abs(g["span"][0] - p["span"][0]), i, j))
    found: dict[int, int] = {}
    used: set[int] = set()
    for *_, i, j in sorted(pairs):
        if i not in found and j not in used:
            found[i] = j
            used.add(j)
    return found


def fits(g: Mention, p: Mention) -> bool:
    if g["span"][0] >= p["span"][1] or p["span"][0] >= g["span"][1]:
        return False
    if g["kind"] == "event":
        return not g.get("coarse") or g["type"] == p.get("type")
    bounds = {b for b in (g["low"], g["high"]) if b is not None}
    return bool(bounds & {b for b in (p.get("low"), p.get("high")) if b is not None})


def score(gold: list[Mention], predicted: list[Mention]) -> dict[str, float]:
    """Precision, recall and F1, pairwise and B-cubed, and the share of marked mentions found."""
    found = matched(gold, predicted)
    right = [g["cluster"] for g in gold]
    said = {i: predicted[j]["cluster"] for i, j in found.items()}
    sizes, said_sizes = Counter(right), Counter(said.values())
    both = Counter((right[i], c) for i, c in said.items())
    precision = sum(both[right[i], c] / said_sizes[c] for i, c in said.items()) / max(1, len(said))
    recall = sum(both[right[i], c] / sizes[right[i]] for i, c in said.items()) / max(1, len(gold))
    gold_pairs = sum(n * (n - 1) // 2 for n in sizes.values())
    said_pairs = sum(n * (n - 1) // 2 for n in said_sizes.values())
    hit_pairs = sum(n * (n - 1) // 2 for n in both.values())
    pair_precision, pair_recall = hit_pairs / max(1, said_pairs), hit_pairs / max(1, gold_pairs)
    return {
        "mentions": len(gold), "found": len(found) / max(1, len(gold)),
        "bcubed_p": precision, "bcubed_r": recall, "bcubed_f1": f1(precision, recall),
        "pair_p": pair_precision, "pair_r": pair_recall, "pair_f1": f1(pair_precision, pair_recall),
    }  # fmt: skip


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--kind", choices=("event", "figure"))
    parser.add_argument("--without", metavar="TYPE", help="leave out marks of this type (disaster)")
    given = parser.parse_args()
    gold = [g for g in load(given.gold, given.kind) if g.get("type") != given.without]
    result = score(gold, load(given.predicted, given.kind))
    print(json.dumps({k: round(v, 3) for k, v in result.items()}))


if __name__ == "__main__":
    main()

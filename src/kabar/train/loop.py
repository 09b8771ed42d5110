"""The training loop: reproducible from a seed, resumable from its checkpoint, with dev scores as it goes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from kabar.tagger.encoder import dequantise
from kabar.tagger.labels import ROLES
from kabar.train.network import Network, link_scores
from kabar.train.windows import IGNORE, Article, Labeller, Window, endless

WINDOWS_A_STEP = 6
LAYER_DECAY, HEAD_FACTOR = 0.9, 5.0
WARM_UP, COOL_DOWN = 0.05, 0.45
SAVE_EVERY, SCORE_EVERY = 100, 300
LINK_WEIGHT, MEANING_WEIGHT = 0.5, 1.0


@dataclass
class Plan:
    """What a run is made of. `streams` are (share of steps, articles); `peak` is the top layer's greatest rate."""

    streams: list[tuple[float, list[Article]]]
    dev: list[Article]
    steps: int
    seed: int
    checkpoint: Path
    peak: float = 3e-4
    say: Callable[[str], None] = print


@dataclass
class Batch:
    """Tensors of one step."""

    words: Tensor
    mask: Tensor
    roles: Tensor
    entities: Tensor
    acts: Tensor
    to_cue: Tensor
    to_source: Tensor
    meanings: list[tuple[int, int, int, Tensor]]


def collate(windows: list[Window], rows: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> Batch:
    """Pad windows to one length and look up their word rows."""
    length = max(len(w.ids) for w in windows)
    words = np.zeros((len(windows), length, 384), dtype=np.float32)
    mask = np.zeros((len(windows), length), dtype=np.float32)
    labels = {k: np.full((len(windows), length), IGNORE) for k in ("entities", "acts", "to_cue", "to_source")}
    roles = np.full((len(windows), length, 3), IGNORE)
    for i, window in enumerate(windows):
        n = len(window.ids)
        words[i, :n] = dequantise(rows[window.ids])
        mask[i, :n] = 1
        roles[i, :n] = window.roles
        for key, value in labels.items():
            value[i, :n] = getattr(window, key)
    tensors = {key: torch.from_numpy(value) for key, value in labels.items()}
    meanings = [(i, a, b, torch.from_numpy(v)) for i, w in enumerate(windows) for a, b, v in w.meanings]
    return Batch(
        torch.from_numpy(words), torch.from_numpy(mask), torch.from_numpy(roles), **tensors, meanings=meanings
    )


def loss_of(network: Network, batch: Batch) -> Tensor:
    """The sum of the heads' cross-entropies; heads without labels in the batch add nothing."""
    roles, entities, _, _, links, vectors = network(batch.words, batch.mask)
    total = torch.zeros((), device=batch.words.device)
    for role in range(len(ROLES)):
        total = total + _entropy(roles[..., 3 * role : 3 * role + 3], batch.roles[..., role])
    total = total + _entropy(entities, batch.entities)
    to_cue, to_source = link_scores(links)
    absent = (1 - batch.mask)[:, None, :] * -1e4
    total = total + LINK_WEIGHT * _entropy(to_cue + absent, batch.to_cue)
    total = total + LINK_WEIGHT * _entropy(to_source + absent, batch.to_source)
    if batch.meanings:
        said = torch.stack([vectors[i, a : b + 1].float().mean(0) for i, a, b, _ in batch.meanings])
        wanted = torch.stack([v for *_, v in batch.meanings]).to(said.device)
        total = total + MEANING_WEIGHT * (1 - functional.cosine_similarity(said, wanted)).mean()
    return total


def _entropy(scores: Tensor, labels: Tensor) -> Tensor:
    if not bool((labels != IGNORE).any()):
        return scores.sum() * 0.0
    return functional.cross_entropy(scores.float().flatten(0, -2), labels.flatten(), ignore_index=IGNORE)


def optimiser(network: Network, peak: float) -> torch.optim.AdamW:
    """AdamW with lower rates for lower layers and higher ones for the heads."""
    groups = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("layers."):
            rate = peak * LAYER_DECAY ** (11 - int(name.split(".")[1]))
        elif name.startswith("norm."):
            rate = peak * LAYER_DECAY**12
        else:
            rate = peak * HEAD_FACTOR
        decay = 0.01 if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "full": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def rate_at(step: int, steps: int) -> float:
    """Share of the full rate: up over the first twentieth, level, then down to 0.

    >>> [round(rate_at(s, 100), 2) for s in (0, 5, 50, 100)]
    [0.0, 1.0, 1.0, 0.0]
    """
    return max(0.0, min(1.0, step / (WARM_UP * steps), (steps - step) / (COOL_DOWN * steps)))


def train(start: Network, tokenizer: Tokenizer, kept_rows: bytes, plan: Plan) -> Network:
    """Train `start`, or go on from the checkpoint when there is one. Uses a GPU when one is there."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(plan.seed)
    rows = np.frombuffer(kept_rows, dtype=np.uint8).reshape(-1, 216)
    network = start.to(device)
    optim = optimiser(network, plan.peak)
    first = _resume(network, optim, plan.checkpoint)
    labeller = Labeller(tokenizer)
    batches = islice(_batches(plan, labeller), first, None)
    began, pieces, recent = time.monotonic(), 0, 0.0
    for step in range(first, plan.steps):
        batch = _on(collate(next(batches), rows), device)
        for group in optim.param_groups:
            group["lr"] = group["full"] * rate_at(step + 1, plan.steps)
        network.train()
        with torch.autocast(device.type, dtype=torch.bfloat16):
            loss = loss_of(network, batch)
        optim.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optim.step()
        pieces += int(batch.mask.sum())
        recent += loss.item()
        if (step + 1) % 50 == 0:
            speed = pieces / (time.monotonic() - began)
            plan.say(f"step {step + 1}/{plan.steps} loss {recent / 50:.3f} {speed:.0f} pieces/s")
            recent = 0.0
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == plan.steps:
            _save(network, optim, step + 1, plan.checkpoint)
        if (step + 1) % SCORE_EVERY == 0 or step + 1 == plan.steps:
            plan.say("dev " + scored(network, plan.dev, labeller, rows, device))
    return network


def _on(batch: Batch, device: torch.device) -> Batch:
    return Batch(**{k: v.to(device) if isinstance(v, Tensor) else v for k, v in vars(batch).items()})


def _batches(plan: Plan, labeller: Labeller) -> Iterator[list[Window]]:
    chance = random.Random(plan.seed)
    shares = [share for share, _ in plan.streams]
    flows = [endless(a, labeller, random.Random(plan.seed + n)) for n, (_, a) in enumerate(plan.streams)]
    while True:
        flow = chance.choices(flows, shares)[0]
        yield list(islice(flow, WINDOWS_A_STEP))


def _resume(network: Network, optim: torch.optim.AdamW, checkpoint: Path) -> int:
    if not checkpoint.is_file():
        return 0
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network.load_state_dict(state["network"])
    optim.load_state_dict(state["optimiser"])
    return int(state["step"])


def _save(network: Network, optim: torch.optim.AdamW, step: int, checkpoint: Path) -> None:
    """Written beside and moved over, so that a stop at any moment leaves a whole checkpoint."""
    beside = checkpoint.with_suffix(".new")
    torch.save({"network": network.state_dict(), "optimiser": optim.state_dict(), "step": step}, beside)
    beside.replace(checkpoint)


def scored(
    network: Network, dev: list[Article], labeller: Labeller, rows: np.ndarray[tuple[int, int], np.dtype[np.uint8]],
    device: torch.device,
) -> str:  # fmt: skip
    """Piece-level F1 of the roles, and how often links point right, without decoding."""
    counts = np.zeros((3, 3))
    right, asked = np.zeros(2), np.zeros(2)
    network.eval()
    for article in dev:
        for window in labeller.windows(article, None):
            batch = _on(collate([window], rows), device)
            with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
                roles, _, _, _, links, _ = network(batch.words, batch.mask)
            to_cue, to_source = link_scores(links)
            for role in range(3):
                said = roles[..., 3 * role : 3 * role + 3].argmax(-1) > 0
                gold = batch.roles[..., role] > 0
                counts[role] += [int((said & gold).sum()), int(said.sum()), int(gold.sum())]
            for head, (scores, labels) in enumerate(((to_cue, batch.to_cue), (to_source, batch.to_source))):
                known = labels != IGNORE
                right[head] += int((scores.argmax(-1) == labels)[known].sum())
                asked[head] += int(known.sum())
    f1 = [2 * hit / (said + gold) if said + gold else 0.0 for hit, said, gold in counts]
    named = " ".join(f"{role} {value:.3f}" for role, value in zip(ROLES, f1, strict=True))
    share = right / np.maximum(asked, 1)
    return f"{named} to-cue {share[0]:.3f} to-source {share[1]:.3f}"

"""Contents joined to cues and cues to sources, by the model's link vectors, with "none" as an answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kabar.tagger.decode import Tagged
from kabar.tagger.encoder import Scores
from kabar.tagger.labels import LINK

CONTENT, CUE_KEY, CUE, SOURCE_KEY = (slice(LINK * i, LINK * (i + 1)) for i in range(4))
# What a link costs for each doubling of the pieces between its ends, and what "none" costs; chosen on PolNeAR's dev half.
DISTANCE = (0.7, 0.5)
NONE = (3.0, 1.5)


@dataclass(frozen=True)
class Link:
    """The candidate chosen (None: there is none), how likely it is, and the next best."""

    to: int | None
    sure: float
    second: int | None
    second_sure: float


def cue_of(content: Tagged, cues: list[Tagged], scores: Scores) -> Link:
    """Which of the cues in the same paragraph introduces the content."""
    return _best(content, cues, scores, 0)


def source_of(cue: Tagged, sources: list[Tagged], scores: Scores) -> Link:
    """Which of the sources in the same paragraph is the cue's."""
    return _best(cue, sources, scores, 1)


def _best(start: Tagged, ends: list[Tagged], scores: Scores, kind: int) -> Link:
    """`to` is an index into `ends`."""
    near = [i for i, e in enumerate(ends) if e.line == start.line]
    query, key = ((CONTENT, CUE_KEY), (CUE, SOURCE_KEY))[kind]
    queries = scores.links[start.first : start.last + 1, query]
    keys = scores.links[[ends[i].first for i in near], key]
    keys = np.concatenate([scores.nothing[start.first, :, kind][None], keys])
    points = (queries @ keys.T).mean(axis=0) * LINK**-0.5
    gaps = [max(start.first - ends[i].last, ends[i].first - start.last, 1) for i in near]
    points -= np.array([NONE[kind], *(DISTANCE[kind] * np.log2(g) for g in gaps)])
    chances = np.exp(points - points.max())
    chances = chances / chances.sum()
    order = np.argsort(-chances)
    named = [None if o == 0 else near[int(o) - 1] for o in order]
    second = named[1] if len(named) > 1 else None
    second_sure = float(chances[order[1]]) if len(named) > 1 else 0.0
    return Link(named[0], float(chances[order[0]]), second, second_sure)

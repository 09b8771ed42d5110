"""The model's probabilities -> the chance that an attribution is right, fitted on development data.

A logistic regression on the log odds of the four probabilities; "right" means content F1 of at least a half and the
right source. The coefficients stand on the model's card, with how they were fitted.
"""

from __future__ import annotations

import math

from kabar.tagger.encoder import load_encoder


def features(sure: tuple[float, ...]) -> list[float]:
    """Log odds of each probability, held within -6 and 6, and 1 for the intercept."""
    return [max(-6.0, min(6.0, math.log((p + 1e-6) / (1 - p + 1e-6)))) for p in sure] + [1.0]


def calibrated(sure: tuple[float, ...]) -> float:
    """A probability between 0.02 and 0.98."""
    weights = load_encoder().card["calibration"]["weights"]
    total = sum(w * x for w, x in zip(weights, features(sure), strict=True))
    return max(0.02, min(0.98, 1 / (1 + math.exp(-total))))

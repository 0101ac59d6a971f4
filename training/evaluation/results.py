"""All figures of one embedder on one data set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facecam.identity.calibration import Calibration
from training.core.vectors import Vectors
from training.evaluation import verification
from training.evaluation.datasets import Dataset
from training.evaluation.open_set import OpenSet, identify
from training.evaluation.pipeline import Points
from training.evaluation.verification import Verification, YawGroup
from training.metrics.all_pairs import tar_all_pairs
from training.metrics.confidence_intervals import Estimate
from training.teachers.embedders import Embedder

ALL_PAIRS_FAR = 1e-4


@dataclass(frozen=True)
class Result:
    """What was measured about one embedder. all_pairs, open_set: None where nobody knows who is on the pictures."""

    embedder: Embedder
    vectors: Vectors
    verification: Verification
    yaw: list[YawGroup]
    all_pairs: Estimate | None
    open_set: OpenSet | None
    undetected: int


def calibration_of(embedder: Embedder) -> Calibration | None:
    """The curve that the manifest has for it."""
    curve = (embedder.entry or {}).get("calibration")
    return Calibration(curve["score"], curve["log10_fmr"]) if curve else None


def judge(data: Dataset, five: Points, embedder: Embedder, answers: Vectors) -> Result:
    """All figures of `answers` [n, D], rows of NaN where no face was found."""
    neighbourhood = embedder.neighbourhood
    judged = verification.verify(data, answers, neighbourhood)
    return Result(
        embedder,
        answers,
        judged,
        verification.by_yaw(data, five, judged),
        tar_all_pairs(answers, data.person, ALL_PAIRS_FAR, neighbourhood=neighbourhood) if data.named else None,
        identify(data, answers, calibration_of(embedder), neighbourhood),
        int(np.isnan(answers).any(axis=1).sum()),
    )

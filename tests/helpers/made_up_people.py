"""People of made-up vectors, for what decides by templates and sees no picture."""

from __future__ import annotations

import numpy as np

from facecam.base.types import Vector
from facecam.identity.calibration import Calibration
from facecam.identity.neighbourhood import Neighbourhood
from facecam.operations import Enrol, Sample, apply
from facecam.store.database import Database

D = 16
CURVE = Calibration((0.0, 0.9), (0.0, -6.0))
PLACE = Neighbourhood(np.eye(4, D, dtype=np.float32), 2, 0.2, 1.25)


def unit(*seed: int) -> Vector:
    vector = np.random.default_rng(seed).standard_normal(D).astype(np.float32)
    return vector / np.linalg.norm(vector)


def near(vector: Vector, seed: int, noise: float) -> Vector:
    found = vector + noise * unit(1_000_000, seed)
    return np.asarray(found / np.linalg.norm(found), np.float32)


def enrol(db: Database, number: int, samples: int = 1) -> int:
    """The person, whose first sample is `unit(number)`."""
    looks = (near(unit(number), look, 0.4 * (look > 0)) for look in range(samples))
    taken = tuple(Sample(look, 0.5 + 0.1 * at, "test") for at, look in enumerate(looks))
    (person,) = apply(db, Enrol(f"Person {number}", taken, "space")).persons
    return person

"""Visits of somebody who is enrolled, and of a double who got her name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import httpx
import numpy as np
from helpers.serving import Served

from facecam.base.types import State
from facecam.capture.images import read_image
from facecam.store.clips import ClipPicture, pack
from facecam.store.visits import BestFace, VisitRecord, add_visits

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def visited(served: Served, anna: int, album: Path) -> list[int]:
    """Anna herself, three times somebody like her who got her name, and a stranger; their numbers."""
    (face,) = served.cam.embed(str(album / "anna-1.jpg"))
    assert face is not None and face.embedding is not None
    other = np.random.default_rng(4).standard_normal(len(face.embedding)).astype(np.float32)
    other -= (other @ face.embedding) * face.embedding
    other /= np.linalg.norm(other)
    double = (0.6 * face.embedding + 0.8 * other).astype(np.float32)
    space = served.cam.recognizer.embedder.space
    jpeg = cv2.imencode(".jpg", cv2.resize(read_image(album / "anna-1.jpg"), (112, 112)))[1].tobytes()
    clip = pack([ClipPicture(0.2 * at, jpeg) for at in range(3)])
    seen = [(face.embedding, anna), (double, anna), (double, anna), (double, anna), (-other, None)]
    records = [
        VisitRecord(
            f"place {at}",
            NOON + timedelta(minutes=at),
            NOON + timedelta(minutes=at, seconds=5),
            3,
            State.UNKNOWN if person is None else State.KNOWN,
            person,
            picture=jpeg,
            face=BestFace(vector, space, 0.9),
            clip=clip if at == 0 else None,
        )
        for at, (vector, person) in enumerate(seen)
    ]
    add_visits(served.cam.database, records)
    return [one.id for one in reversed(list(served.cam.history()))]


def names(client: httpx.Client) -> list[str | None]:
    """Of all visits, the oldest first."""
    return [one["name"] for one in reversed(client.get("/v1/history").json()["visits"])]

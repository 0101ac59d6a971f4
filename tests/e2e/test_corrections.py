"""*Not this person* on a face that turns: for a minute the name is not given again, whoever watches.

The face is the woman of the demo clip, who turns her head and is lost at every cut; Anna is somebody composed to be
taken for her. The same loop and the same runtime are behind the window, `watch` and the server's cameras: one test
pulls the results, one listens to an engine.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.waiting import wait_for

import facecam
from facecam.base.types import FrameResult, Image, Vector
from facecam.capture.source import SourceState, open_source
from facecam.capture.worker import frames
from facecam.front_door import Facecam
from facecam.operations import Enrol, NotThisPerson, Sample
from facecam.pipeline.engine import Engine

FPS, SECONDS, SAID = 8, 64, 1
"""Frames a second of the film, its length, and the second from which the name is denied."""


@pytest.fixture(scope="module")
def seen(media: Path) -> list[Image]:
    """Every third picture of the clip."""
    return [frame.image for frame in frames(open_source(str(media / "WolfgangLanger_Pexels.mp4")))][::3]


def film(path: Path, seen: list[Image], seconds: float) -> Path:
    """So long of her, forth and back, mirrored at times, with half a second of nobody in between."""
    height, width = seen[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (width, height))
    order = [*seen, *([np.full_like(seen[0], 90)] * (FPS // 2)), *seen[::-1]]
    for index in range(round(FPS * seconds)):
        image = order[index % len(order)]
        writer.write(image[:, ::-1] if index // len(order) % 2 else image)
    writer.release()
    return path


@pytest.fixture
def cam(embedder: None) -> Facecam:
    return facecam.open(gpu="off")


def enrol_a_double(cam: Facecam, picture: Image) -> int:
    """Somebody who is just so much like her that she is given the name."""
    (face, *_) = cam.recognizer.faces(picture)
    assert face.embedding is not None
    other = np.random.default_rng(3).normal(size=len(face.embedding))
    other -= (other @ face.embedding) * face.embedding
    other /= np.linalg.norm(other)
    likeness = cam.matcher.calibration.threshold(1 / cam.settings.strangers, 1) + 0.08
    double = np.asarray(likeness * face.embedding + np.sqrt(1 - likeness**2) * other, np.float32)
    change = cam.apply(Enrol("Anna", (Sample(double, 0.9, "composed"),), cam.recognizer.embedder.space))
    (person,) = change.persons
    return person


class Listener:
    """Says that it is not Anna as soon as the name has been shown for a while, and counts what is said then."""

    def __init__(self, cam: Facecam, person: int) -> None:
        self._cam, self._person = cam, person
        self._looks: list[Vector] = []
        self.named = self.after = self.again = 0
        self.said = False

    def hear(self, result: FrameResult) -> None:
        self._looks += [face.embedding for face in result.faces if face.embedding is not None]
        has = any(decision.person == self._person for decision in result.decisions)
        if self.said:
            self.after += len(result.decisions)
            self.again += has
            return
        self.named += has
        if has and result.time >= SAID:
            space = self._cam.recognizer.embedder.space
            self._cam.apply(NotThisPerson(self._person, np.stack(self._looks[-16:]), space))
            runtime = self._cam.runtime
            runtime.refresh()
            wait_for(lambda: runtime.matcher is not None and self._corrected())
            self.said = True

    def _corrected(self) -> bool:
        matcher = self._cam.runtime.matcher
        assert matcher is not None
        return self._person in matcher.denied(self._looks[-1], 0.0)


def test_watching_it(cam: Facecam, tmp_path: Path, seen: list[Image]) -> None:
    with cam:
        listener = Listener(cam, enrol_a_double(cam, seen[0]))
        with cam.watch(film(tmp_path / "turning.avi", seen, SECONDS), remember=True) as results:
            for result in results:
                listener.hear(result)
        assert listener.named >= FPS and listener.said
        assert listener.again == 0 and listener.after > 15 * FPS


def test_an_engine_as_the_window_and_the_server_have_it(cam: Facecam, tmp_path: Path, seen: list[Image]) -> None:
    """At its own pace, and so for some seconds only."""
    with cam:
        listener = Listener(cam, enrol_a_double(cam, seen[0]))
        cam.runtime.start()
        engine = Engine(str(film(tmp_path / "turning.avi", seen, 9)), cam.runtime)
        mailbox = engine.results(lambda: listener.hear(mailbox.take()))  # type: ignore[arg-type]
        engine.start()
        wait_for(lambda: engine.health.state is SourceState.ENDED, 60)
        assert engine.stop()
        assert listener.named > 0 and listener.said
        assert listener.again == 0 and listener.after > 10

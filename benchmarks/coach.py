"""Who is enrolled live is known in another scene: people of LFW before the enrolment's gates, each look a second
of film, and then in a photograph that they were not enrolled from.

A clip is a photograph that moves, grows and is noisy; what a photograph cannot do, such as turning, it does not.
"""

from __future__ import annotations

import random
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np

import facecam
from benchmarks.common import SHARED, Row
from facecam.base.types import Image, State
from facecam.front_door import Facecam
from facecam.operations import Enrol
from facecam.tasks.enrolment import ENOUGH, Enrolment

PEOPLE = 20
LOOKS = 4
"""Photographs that a person is enrolled from."""
SECONDS = 1.5
"""Of each of them."""
WITHIN = 3.0
"""Seconds until the name has to be there, in the other scene."""
FPS = 15
WIDTH, HEIGHT = 640, 360


def rows() -> list[Row]:
    dice = random.Random(5)
    named = enrolled = wrong = 0
    with tempfile.TemporaryDirectory() as folder, facecam.open(Path(folder) / "people.db", gpu="off") as cam:
        later = []
        for name, pictures in _people(dice):
            person = _enrolled(cam, name, pictures[:LOOKS], Path(folder), dice)
            if person is not None:
                enrolled += 1
                later.append((name, person, pictures[LOOKS]))
        for name, person, picture in later:
            who = _named(cam, _clip(Path(folder) / f"{name}-2.avi", [picture], WITHIN, dice))
            named += who == person
            wrong += who not in (None, person)
    share = named / max(enrolled, 1)
    said = f"{share:.0%} ({named} of {enrolled}, {wrong} by a wrong name)"
    return [
        Row(f"enrolled live, named in another scene within {WITHIN:.0f} s", said, "80 %", share >= 0.8),
        Row(f"enrolled: of {PEOPLE} people with {LOOKS} photographs", f"{enrolled}", ""),
    ]


def _people(dice: random.Random) -> list[tuple[str, list[Image]]]:
    """Names with as many pictures as are needed."""
    with zipfile.ZipFile(SHARED / "data" / "lfw.zip") as archive:
        files: dict[str, list[str]] = defaultdict(list)
        for file in sorted(archive.namelist()):
            if file.endswith(".webp"):
                files[file.partition("/")[0]].append(file)
        chosen = dice.sample([name for name, theirs in files.items() if len(theirs) > LOOKS], PEOPLE)
        return [
            (name, [_read(archive.read(file)) for file in dice.sample(files[name], LOOKS + 1)]) for name in chosen
        ]


def _read(data: bytes) -> Image:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def _clip(file: Path, pictures: list[Image], seconds: float, dice: random.Random) -> Path:
    """A film of these photographs one after the other, each for so many seconds."""
    random_ = np.random.default_rng(dice.randrange(1000))
    noise = [random_.normal(0, 4, (HEIGHT, WIDTH, 3)).astype(np.float32) for _ in range(5)]
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (WIDTH, HEIGHT))
    phase = dice.random() * 6
    for picture in pictures:
        for at in range(round(seconds * FPS)):
            turn = phase + at / FPS * 2
            scale = 1.3 + 0.08 * np.sin(turn)
            x, y = WIDTH / 2 + 25 * np.sin(turn * 0.7), HEIGHT / 2 + 8 * np.cos(turn)
            tilt = cv2.getRotationMatrix2D((picture.shape[1] / 2, picture.shape[0] / 2), 4 * np.sin(turn), scale)
            tilt[:, 2] += x - picture.shape[1] / 2, y - picture.shape[0] / 2
            frame = cv2.warpAffine(picture, tilt, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            writer.write(np.clip(frame + noise[at % 5], 0, 255).astype(np.uint8))
    writer.release()
    return file


def _enrolled(cam: Facecam, name: str, looks: list[Image], folder: Path, dice: random.Random) -> int | None:
    """The number of the person, once enough looks passed the gates; None where they did not."""
    enrolment = Enrolment(cam.matcher)
    with cam.watch(_clip(folder / f"{name}-1.avi", looks, SECONDS, dice)) as results:
        for result in results:
            enrolment.offer(result)
    if len(enrolment.taken) < ENOUGH:
        return None
    samples = tuple(one.sample(False) for one in enrolment.taken)
    return next(iter(cam.apply(Enrol(name, samples, cam.recognizer.embedder.space)).persons))


def _named(cam: Facecam, clip: Path) -> int | None:
    """Whom the face is called, at first."""
    with cam.watch(clip) as results:
        for result in results:
            for decision in result.decisions:
                if decision.state is State.KNOWN:
                    return decision.person
    return None

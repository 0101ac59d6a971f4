"""Films that are damaged, squeezed or slow to decode, and what is no face in a film of many scenes.

The clip is packed anew by FFmpeg's program where that is installed; without it those rows are left out.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.common import SHARED, Row, at_least, at_most, clip, media
from facecam.base.settings import Settings
from facecam.base.types import Frame, State, TrackSummary
from facecam.capture.source import open_source
from facecam.capture.video import VideoSource
from facecam.capture.worker import CaptureWorker, frames
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer, open_recognizer
from facecam.pipeline.track_pipeline import TrackPipeline
from facecam.store.visits import GLIMPSE
from facecam.vision.geometry import iou
from training.detection.measure import BESIDE
from training.detection.pictures import Pictures, load_pictures

DEMO = "WolfgangLanger_Pexels.mp4"
DETECTION = SHARED / "data" / "detection"
ZEROED = (0.30, 0.32)
"""The part of the file that a bad sector took."""
PROMISE = 1e-3
PATIENCE = 12.0
"""Seconds that a slow film is watched for."""
WIDTH, FPS, SECONDS = 960, 12, 2.0
"""Of the film of many scenes: pixels of its pictures' longer side, pictures a second, and how long a scene is."""
NEARER, ASIDE = 0.12, 0.04
"""How much nearer the camera comes in a scene, and how far it pans, in parts of the picture."""


def rows() -> list[Row]:
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found.append(_damaged(folder))
        if shutil.which("ffmpeg"):
            found += [_anamorphic(folder), *_slow(folder)]
    if DETECTION.is_dir():
        found += _many_scenes()
    return found


def _damaged(folder: Path) -> Row:
    data = bytearray(media(DEMO).read_bytes())
    first, last = (int(len(data) * part) for part in ZEROED)
    data[first:last] = bytes(last - first)
    film = folder / "zeroed.mp4"
    film.write_bytes(data)
    capture, readable, failed = cv2.VideoCapture(str(film)), 0, 0
    while failed < 500:
        got = capture.read()[0]
        readable, failed = readable + got, 0 if got else failed + 1
    source = VideoSource(film)
    shown = len(list(frames(source)))
    said = str(source.remark or "nothing is said")
    what = "a film with 2 % of its bytes zeroed: readable pictures shown, and said"
    return at_least(
        what, 100 * shown / readable if source.remark else 0.0, "%", 98.4, f"{shown} of {readable}; {said}"
    )


def _anamorphic(folder: Path) -> Row:
    """The same pictures with square pixels, and squeezed with the ratio beside them."""
    recognizer = open_recognizer(Settings(gpu="off"))
    matcher = _matcher(recognizer)
    named = []
    for name, filters in (("square", "scale=640:360"), ("squeezed", "scale=360:360,setsar=16/9")):
        film = folder / f"{name}.mp4"
        _pack(media(DEMO), film, "-vf", filters, "-c:v", "libx264", "-preset", "veryfast")
        pipeline = TrackPipeline(recognizer)
        results = (pipeline.process(frame, matcher) for frame in frames(open_source(str(film))))
        named.append(sum(one.state is State.KNOWN for result in results for one in result.decisions))
    square, squeezed = named
    what = "an anamorphic film: named faces against square pixels"
    return at_least(what, 100 * squeezed / square, "%", 97, f"{squeezed} of {square}")


def _matcher(recognizer: Recognizer) -> Matcher:
    """Everybody in the clip, told apart by their faces in some of its frames."""
    people: list[list[NDArray[np.float32]]] = []
    for frame in clip()[::24]:
        for face in recognizer.faces(frame.image):
            if face.embedding is None:
                continue
            known = [float(np.mean(people_, axis=0) @ face.embedding) for people_ in people]
            if known and max(known) > 0.4:
                people[int(np.argmax(known))].append(face.embedding)
            else:
                people.append([face.embedding])
    vectors = np.stack([vector for one in people for vector in one])
    owners = np.repeat(np.arange(len(people)), [len(one) for one in people])
    names = {number: str(number) for number in range(len(people))}
    return Matcher(Gallery(vectors, owners, names, recognizer.embedder.space), recognizer.calibration, PROMISE)


def _slow(folder: Path) -> list[Row]:
    """4K at 60 pictures a second in HEVC: what two cores cannot decode as fast as life."""
    film = folder / "4k60.mp4"
    _pack(
        media(DEMO), film, "-t", "2", "-vf", "scale=3840:2160,fps=60", "-c:v", "libx265", "-preset", "ultrafast",
        "-x265-params", "log-level=error",
    )  # fmt: skip
    alone = 0.0
    for _ in range(2):  # the first time the memory of a hundred large pictures is fetched
        before = time.monotonic()
        alone = max(alone, len(list(frames(open_source(str(film))))) / (time.monotonic() - before))
    shown: list[float] = []
    source = VideoSource(film)
    source.repeat = True
    worker = CaptureWorker(source, realtime=True)
    mailbox = worker.subscribe(lambda: shown.append(time.monotonic()))
    worker.start()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not mailbox.closed:
        mailbox.get(timeout=0.2)
    worker.stop(3.0)
    rate, gaps = (len(shown) - 1) / (shown[-1] - shown[0]), np.diff(shown)
    more = f"{rate:.0f} a second of {alone:.0f}"
    return [
        at_least(
            "4K60 HEVC: pictures shown of what the decoder gives", 100 * rate / min(alone, 60.0), "%", 80, more
        ),
        at_most("4K60 HEVC: longest gap", float(gaps.max()), "s", 0.3, f"usual {np.median(gaps):.2f} s"),
    ]


def _pack(film: Path, target: Path, *options: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(film), "-an", *options, str(target)], check=True)


def _many_scenes() -> list[Row]:
    """A film of short scenes, as series have them, which are the marked pictures' test part, panned over: visits of
    what is no face, and rows that History shows of it which a person would keep."""
    recognizer = open_recognizer(Settings(gpu="off"))
    matcher = Matcher(
        Gallery.empty(recognizer.embedder.space, recognizer.embedder.dimension), recognizer.calibration, PROMISE
    )
    visits = false = shown = kept = scenes = 0
    for name in ("faces.npz", "nofaces.npz"):
        pictures = load_pictures(DETECTION / name)
        for index in pictures.of("test"):
            scenes += 1
            for one in _visits(pictures, index, recognizer, matcher):
                wrong = _is_no_face(one, pictures, index)
                visits, false = visits + 1, false + wrong
                if one.decision.state is not State.PENDING and one.last - one.first >= GLIMPSE:
                    shown, kept = shown + 1, kept + (not wrong)
    film = "in a film of the test pictures"
    folded = f"{kept} of {shown} in {scenes * SECONDS / 60:.0f} minutes; {visits - shown} glimpses folded"
    return [
        at_most(
            f"visits whose face is no face, {film}", 100 * false / max(visits, 1), "%", 3, f"{false} of {visits}"
        ),
        at_least(f"rows of History that show a face, {film}", 100 * kept / max(shown, 1), "%", 90, folded),
    ]


def _visits(pictures: Pictures, index: int, recognizer: Recognizer, matcher: Matcher) -> list[TrackSummary]:
    pipeline = TrackPipeline(recognizer)
    ended: list[TrackSummary] = []
    for frame in _scene(pictures, index):
        ended += pipeline.process(frame, matcher).ended
    return [*ended, *pipeline.finish()]


def _scene(pictures: Pictures, index: int) -> Iterator[Frame]:
    """The camera comes nearer and pans a little."""
    picture = pictures.picture(index)
    height, width = picture.shape[:2]
    times = WIDTH / max(height, width)
    size = (round(width * times), round(height * times))
    count = int(SECONDS * FPS)
    for number in range(count):
        matrix = _camera(size, times, number / (count - 1))
        image = np.asarray(cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC), np.uint8)
        yield Frame(image, number, number / FPS, time.monotonic(), "scenes")


def _camera(size: tuple[int, int], times: float, part: float) -> NDArray[np.float64]:
    """(2, 3): from the picture to the frame, `part` (0..1) of the scene through."""
    zoom = times * (1 + NEARER * part)
    move = np.array(size) * (1 - zoom / times) / 2 - np.array(size) * ASIDE * part * np.array([1, 0])
    return np.column_stack([np.eye(2) * zoom, move])


def _is_no_face(visit: TrackSummary, pictures: Pictures, index: int) -> bool:
    """Whether its best face lies where no face is, nor may be, in the middle of the scene or at its ends."""
    assert visit.best is not None
    boxes = pictures.boxes[pictures.image == index]
    picture = pictures.picture(index)
    times = WIDTH / max(picture.shape[:2])
    size = (round(picture.shape[1] * times), round(picture.shape[0] * times))
    best = 0.0
    for part in np.linspace(0, 1, int(SECONDS * FPS)):
        matrix = _camera(size, times, float(part))
        there = (boxes.reshape(-1, 2) @ matrix[:, :2].T + matrix[:, 2]).reshape(-1, 4).astype(np.float32)
        best = max(best, float(iou(visit.best.detection.box[None], there).max(initial=0)))
    return best < BESIDE

"""While strangers are blurred nobody sees one: not on the screen, in a picture or in a film.

Composed clips and folders through the whole program. What counts as a stranger's face on a picture is what a full
scan of the true frame finds apart from who is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from helpers.composed import FACE, FPS, HEIGHT, PORTRAITS, WIDTH, Actor, Seen, actors_of, picture
from PySide6.QtCore import QObject, QStandardPaths, Qt

from facecam.base import settings
from facecam.base.settings import Settings
from facecam.base.types import Frame, Image, State
from facecam.capture.images import read_image
from facecam.operations import Enrol, apply
from facecam.pipeline.recognizer import Recognizer, main_face, open_recognizer
from facecam.store.database import open_database
from facecam.store.people import Sample
from ui.live.grid import Grid
from ui.live.view import FrameView
from ui.window.app import Program

pytestmark = pytest.mark.usefixtures("no_thread_left", "models")

CLEAR = 0.4
"""Correlation of the finest detail with that of the true face, from which it can be seen. A face in a film has 0.8
and more, one of 6x6 cells under 0.2."""

Shots = Callable[[int], tuple[Sequence[Seen], int]]
"""Who is on a frame, and at which place."""


@pytest.fixture(scope="module")
def recognizer(media: Path) -> Recognizer:
    return open_recognizer(Settings(gpu="off"))


@pytest.fixture(scope="module")
def actors(media: Path, recognizer: Recognizer) -> dict[str, Actor]:
    return actors_of(media, recognizer)


@pytest.fixture
def sita(home: Path, media: Path, recognizer: Recognizer) -> None:
    """Sita is known."""
    image = read_image(media / PORTRAITS["Sita"])
    face = main_face(recognizer.faces(image), image.shape[1], image.shape[0])
    assert face is not None and face.embedding is not None
    database = open_database()
    apply(database, Enrol("Sita", (Sample(face.embedding, 0.9, "portrait"),), recognizer.embedder.space))
    database.close()


@pytest.fixture
def start(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bool], Program]]:
    """The program with its models open and no source yet; blurring or not."""
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path / "saved"))
    programs: list[Program] = []

    def begin(blur: bool) -> Program:
        settings.save(Settings(welcomed=True, blur=blur, gpu="off", record_boxes=False))
        program = Program("")
        programs.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(1024, 640)
        program.show()
        program.window.activateWindow()
        bridge = program.bridge
        qtbot.waitUntil(lambda: bridge.runtime is not None and bridge.runtime.models is not None, timeout=60_000)
        return program

    yield begin
    for program in programs:
        program.window.close()
        assert program.clean


@dataclass(frozen=True)
class Painted:
    frame: Frame
    picture: Image
    named: tuple[tuple[str, float], ...]
    """Names, and the middles of their boxes."""


class Watch(QObject):
    """Everything that a view paints."""

    def __init__(self, view: FrameView) -> None:
        super().__init__(view)
        self._view = view
        self.painted: list[Painted] = []
        view.painted.connect(self._note)

    def _note(self, _: float) -> None:
        frame, pixels = self._view.frame, self._view.picture
        assert frame is not None and pixels is not None
        named = [
            (face.decision.name or "", float(face.box[0] + face.box[2]) / 2)
            for face in self._view.shown()
            if face.decision.state is State.KNOWN
        ]
        self.painted.append(Painted(frame, pixels.copy(), tuple(named)))


def detail(image: Image) -> np.ndarray:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return grey - cv2.GaussianBlur(grey, (0, 0), 3)


def likeness(shown: Image, truth: Image, x: float, y: float) -> float:
    """How much of the detail of the face there is seen."""
    half = int(FACE * 0.35)
    here = np.s_[int(y) - half : int(y) + half, int(x) - half : int(x) + half]
    return float(np.corrcoef(detail(shown)[here].ravel(), detail(truth)[here].ravel())[0, 1])


class Judge:
    """Finds strangers on true frames, and whether they are seen."""

    def __init__(self, recognizer: Recognizer, known: Callable[[int], Sequence[float]] = lambda _: ()) -> None:
        """`known`: where, by x, somebody stands who may be seen."""
        self._recognizer, self._known = recognizer, known
        self._found: dict[int, list[tuple[float, float]]] = {}

    def strangers(self, image: Image, index: int) -> list[tuple[float, float]]:
        if index not in self._found:
            boxes = [detection.box for detection in self._recognizer.detector.detect(image)]
            middles = [(float(x1 + x2) / 2, float(y1 + y2) / 2) for x1, y1, x2, y2 in boxes]
            self._found[index] = [
                (x, y)
                for x, y in middles
                if all(abs(x - other) > FACE * 0.6 for other in self._known(index))
                and FACE * 0.4 < x < WIDTH - FACE * 0.4
            ]
        return self._found[index]

    def leaks(self, painted: Sequence[Painted]) -> list[int]:
        """The frames on which a stranger was painted clear."""
        return [
            one.frame.index
            for one in painted
            for x, y in self.strangers(one.frame.image, one.frame.index)
            if likeness(one.picture, one.frame.image, x, y) > CLEAR
        ]


def write_clip(path: Path, shots: Shots, frames: int) -> list[Image]:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (WIDTH, HEIGHT))
    images = [picture(seen, index, place) for index, (seen, place) in enumerate(map(shots, range(frames)))]
    for image in images:
        writer.write(image)
    writer.release()
    return images


@pytest.fixture
def folder(tmp_path: Path, actors: dict[str, Actor]) -> Path:
    """Four strangers, each alone on a picture, at different places."""
    made = tmp_path / "strangers"
    made.mkdir()
    for at in range(4):
        seen = Seen(actors[f"stranger {at}"], 120 + 130 * at, 130 + 30 * at)
        cv2.imwrite(str(made / f"{at}.png"), picture([seen], place=20 + at))
    return made


def played(program: Program, qtbot: Any) -> None:
    """Wait for the end of the source."""
    qtbot.waitUntil(lambda: not program.bridge.moves, timeout=90_000)
    qtbot.wait(500)


def test_no_stranger_of_a_folder_is_painted_or_saved_clear(
    start: Callable[[bool], Program], qtbot: Any, folder: Path, recognizer: Recognizer, tmp_path: Path
) -> None:
    program = start(True)
    live = program.window.live
    watch = Watch(live.view)
    # S in the very moment of each change.
    program.bridge.frame.connect(lambda _: live.snapshot(), Qt.ConnectionType.QueuedConnection)
    program.bridge.result.connect(lambda _: live.snapshot())
    program.control.open_source(str(folder))
    played(program, qtbot)
    assert {one.frame.index for one in watch.painted} == {0, 1, 2, 3}
    judge = Judge(recognizer)
    assert all(judge.strangers(one.frame.image, one.frame.index) for one in watch.painted)
    assert judge.leaks(watch.painted) == []
    background = [one for one in watch.painted if likeness(one.picture, one.frame.image, 50, 300) > CLEAR]
    assert {one.frame.index for one in background} == {0, 1, 2, 3}  # not all of a picture is blurred for good
    qtbot.waitUntil(lambda: len(list((tmp_path / "saved" / "facecam").glob("*.png"))) >= 4, timeout=20_000)
    qtbot.wait(500)
    truths = {one.frame.index: one.frame.image for one in watch.painted}
    for path in (tmp_path / "saved" / "facecam").glob("*.png"):
        saved = read_image(path)
        for index, truth in truths.items():
            for x, y in judge.strangers(truth, index):
                assert likeness(saved, truth, x, y) < CLEAR, (path.name, index)


def shots_of(actors: dict[str, Actor]) -> tuple[Shots, Callable[[int], Sequence[float]]]:
    """Five shots; in two of them Sita stands at the left. In the last one a stranger runs in. Where she is."""
    sita, strangers = actors["Sita"], [actors[f"stranger {i}"] for i in range(5)]

    def shots(index: int) -> tuple[Sequence[Seen], int]:
        shot, sway = index // FPS, 3 * math.sin(index / 8)
        if shot == 0:
            return [Seen(sita, 160 + sway), Seen(strangers[0], 460 + sway)], 1
        if shot == 1:
            return [Seen(strangers[1], 160 + sway)], 2
        if shot == 2:
            return [Seen(strangers[2], 330 + sway), Seen(strangers[3], 540 + sway)], 3
        if shot == 3:
            return [Seen(strangers[4], 200 + sway)], 4
        return [Seen(sita, 160 + sway), Seen(strangers[1], max(700 - 14 * (index % FPS), 450), 200)], 5

    return shots, lambda index: [160.0] if index // FPS in (0, 4) else []


LONG = 5 * FPS


def test_no_stranger_of_a_clip_with_cuts_is_painted_or_filmed_clear(
    start: Callable[[bool], Program],
    qtbot: Any,
    recognizer: Recognizer,
    actors: dict[str, Actor],
    sita: None,
    tmp_path: Path,
) -> None:
    shots, known = shots_of(actors)
    truths = write_clip(tmp_path / "clip.avi", shots, LONG)
    program = start(True)
    watch = Watch(program.window.live.view)
    program.control.open_source(str(tmp_path / "clip.avi"))
    program.window.live.extra_actions.recording.toggle()
    played(program, qtbot)
    program.window.live.extra_actions.recording.toggle()
    qtbot.waitUntil(lambda: not program.window.live.extra_actions.recording.on, timeout=60_000)
    judge = Judge(recognizer, known)
    assert judge.leaks(watch.painted) == []
    firsts = [one for one in watch.painted if one.frame.index >= 4 * FPS and one.named]
    assert firsts, "who is known is named, and seen"
    assert all(likeness(one.picture, one.frame.image, 160, HEIGHT / 2) > CLEAR for one in firsts)

    (path,) = (tmp_path / "saved" / "facecam").glob("*.mp4")
    capture, filmed = cv2.VideoCapture(str(path)), []
    while (read := capture.read())[0]:
        filmed.append(np.asarray(read[1], np.uint8))
    assert len(filmed) > LONG / 2
    seen, scaled = 0, np.stack([_scaled(truth) for truth in truths])
    for image in filmed:
        # Which true frame it is: the one whose background is most alike, in correlation.
        index = int(np.argmax(scaled @ _scaled(image)))
        seen += bool(known(index)) and likeness(image, truths[index], 160, HEIGHT / 2) > CLEAR
        for x, y in judge.strangers(truths[index], index):
            assert likeness(image, truths[index], x, y) < CLEAR, index
    assert seen > 5, "who is known is seen in the film, too"


def _scaled(image: Image) -> np.ndarray:
    """A few of its pixels with mean 0 and length 1."""
    some = image[::8, ::8].ravel().astype(np.float64)
    some -= some.mean()
    return some / np.linalg.norm(some)


def test_turning_it_on_acts_at_once(
    start: Callable[[bool], Program], qtbot: Any, recognizer: Recognizer, actors: dict[str, Actor], tmp_path: Path
) -> None:
    def shots(index: int) -> tuple[Sequence[Seen], int]:
        return [Seen(actors["stranger 0"], 120 + 4 * index), Seen(actors["stranger 1"], 520 - index)], 1

    write_clip(tmp_path / "clip.avi", shots, 75)
    program = start(False)
    view = program.window.live.view
    watch = Watch(view)
    program.control.open_source(str(tmp_path / "clip.avi"))
    qtbot.waitUntil(lambda: len(view.shown()) > 0, timeout=60_000)
    judge = Judge(recognizer)
    assert judge.leaks(watch.painted)  # nobody is blurred yet
    before = len(watch.painted)
    qtbot.keyClick(view, "B")
    played(program, qtbot)
    assert len(watch.painted) > before
    assert judge.leaks(watch.painted[before:]) == []


def test_no_stranger_is_clear_in_the_grid(
    start: Callable[[bool], Program],
    qtbot: Any,
    recognizer: Recognizer,
    actors: dict[str, Actor],
    folder: Path,
    sita: None,
    tmp_path: Path,
) -> None:
    shots, known = shots_of(actors)
    clip = str(tmp_path / "clip.avi")
    write_clip(tmp_path / "clip.avi", shots, LONG)
    program = start(True)
    program.control.open_source(clip)
    program.control.add_source(str(folder))
    program.window.live.extra_actions.grid.trigger()
    grid = program.window._stack.currentWidget()
    assert isinstance(grid, Grid)
    watches = {spec: Watch(tile.view) for spec, tile in grid.tiles.items()}
    channels = program.bridge.channels.values()
    qtbot.waitUntil(
        lambda: all(one.now is not None and one.now.state == "ended" for one in channels), timeout=90_000
    )
    qtbot.wait(500)
    assert all(watch.painted for watch in watches.values())
    assert Judge(recognizer, known).leaks(watches[clip].painted) == []
    assert Judge(recognizer).leaks(watches[str(folder)].painted) == []


def test_no_name_stands_on_another_face_after_a_cut(
    start: Callable[[bool], Program], qtbot: Any, actors: dict[str, Actor], sita: None, tmp_path: Path
) -> None:
    def shots(index: int) -> tuple[Sequence[Seen], int]:
        shot = index // 20
        return [Seen(actors["Eva" if shot % 2 else "Sita"], 300 + 3 * math.sin(index / 8))], 1 + shot

    write_clip(tmp_path / "clip.avi", shots, 120)
    program = start(False)
    watch = Watch(program.window.live.view)
    program.control.open_source(str(tmp_path / "clip.avi"))
    played(program, qtbot)
    named = [one.frame.index for one in watch.painted if one.named]
    assert named and [index for index in named if index // 20 % 2] == []

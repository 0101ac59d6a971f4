"""Forget, seen from outside while the window shows the person on every page: of the files no byte has them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from helpers.scenes import database, decision, face, frame, result, vector
from PySide6.QtCore import Qt

from facecam.base import logs, settings
from facecam.base.types import State
from facecam.operations import Enrol, Rename, Sample, apply
from facecam.store import vectors
from facecam.store.people import list_people
from facecam.store.visits import BestFace, VisitRecord, add_visits
from ui.base.control import Control
from ui.people.forget import Forget
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

NAME, BEFORE = "Wilhelmine", "Guillermina"


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """What the window logs, in the user's folder."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logs.start()
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def jpeg() -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (112, 112, 3), np.uint8)
    return cv2.imencode(".jpg", noise)[1].tobytes()


def traces(home: Path) -> list[str]:
    picture, numbers = jpeg(), vectors.encode(vector(0))
    needles = (NAME.encode(), BEFORE.encode(), NAME.encode("utf-16-le"), picture[900:940], numbers[:24])
    files = [path for path in home.rglob("*") if path.is_file()]
    return [f"{path.name}: {needle[:20]!r}" for path in files for needle in needles if needle in path.read_bytes()]


def settled(control: Control, qtbot: Any) -> None:
    """All that pages asked for has been answered."""
    done: list[int] = []
    control.settle(lambda: done.append(1))
    qtbot.waitUntil(lambda: bool(done))


def test_nothing_is_left_of_who_is_on_every_page(window: Window, qtbot: Any, home: Path) -> None:
    control = window._control
    db = database(control)
    settings.save(control.settings)
    samples = tuple(Sample(vector(0, pose), 0.8, f"{NAME}/{pose}.jpg", jpeg()) for pose in range(3))
    (person,) = apply(db, Enrol(BEFORE, (Sample(vector(0), 0.8, "x", jpeg()), *samples), "test")).persons
    apply(db, Rename(person, NAME))
    apply(db, Enrol("Bea", (Sample(vector(3), 0.8, "x", None),), "test"))
    now = datetime.now(UTC)
    best = BestFace(vector(0), "test", 0.9)
    add_visits(db, [VisitRecord("door", now, now, 3, State.KNOWN, person, 0.9, jpeg(), best)])
    control.bridge.refresh()
    for page in ("history", "people"):
        window.show_page(page)
        settled(control, qtbot)
    window.show_page("live")
    for index in range(3):
        window.live.show_frame(frame(index))
        window.live.show_result(result(index, [face(1, pose=index)], [decision(State.KNOWN, NAME, person)]))
    window.live._fill_panel()
    window.live.choose_number(1)
    assert len(traces(home)) >= 4, "the search would find it"

    window.live.forget_asked.emit(person, NAME)
    (dialog,) = window.findChildren(Forget)
    qtbot.mouseClick(dialog._go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is forgotten" in dialog._title.text(), timeout=15_000)
    assert traces(home) == [], "while the window still shows her last picture"
    dialog.reject()
    window.show_page("people")
    settled(control, qtbot)
    assert [one.name for one in list_people(db)] == ["Bea"]
    window.close()
    assert traces(home) == [], "nor when it was closed"

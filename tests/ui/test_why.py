"""Why this name? Asked on the live page, answered off the GUI thread."""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from helpers.scenes import D, decision, face, frame, result, vector
from PySide6.QtCore import Qt

from facecam.base.types import Image, State
from facecam.operations import Enrol, Sample, apply
from ui.base.control import Control
from ui.live.why import Why
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def window(control: Control, window: Window, monkeypatch: pytest.MonkeyPatch) -> Window:
    """Anna and Bo are enrolled; the embedder sees how bright the middle of a crop is."""
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None and runtime.recognizer is not None
    samples = tuple(Sample(vector(0, pose), 0.8, "door") for pose in range(3))
    apply(runtime.database, Enrol("Anna", samples, "test"))
    apply(runtime.database, Enrol("Bo", (Sample(vector(1), 0.8, "door"),), "test"))
    runtime.refresh()
    monkeypatch.setattr(runtime.recognizer.embedder, "embed", embed, raising=False)
    window.resize(1024, 640)
    return window


threads: list[threading.Thread] = []


def embed(crops: Sequence[Image]) -> np.ndarray:
    threads.append(threading.current_thread())
    middle = np.array([crop[40:72, 40:72].mean() / 255 for crop in crops], np.float32)
    out = np.zeros((len(crops), D), np.float32)
    out[:, 0], out[:, 1] = 1 - abs(middle - 0.25), 0.1
    return out


def see(window: Window, *tracks: int, index: int = 0, state: State = State.KNOWN) -> None:
    window.live.show_frame(frame(index))
    faces = [face(track, 100.0 * track, pose=index) for track in tracks]
    window.live.show_result(result(index, faces, [decision(state) for _ in tracks]))
    window.live._fill_panel()


def asked(window: Window, qtbot: Any) -> Why:
    why = window.live._why
    qtbot.keyClick(window.live.view, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: why._body.isVisible(), timeout=15000)
    return why


def test_a_key_tells_everything_the_decision_rests_on(window: Window, qtbot: Any) -> None:
    for index in range(4):
        see(window, 1, index=index)
    threads.clear()
    why = asked(window, qtbot)
    assert why._asked.text() == "Why this name?"
    assert "Anna's nearest sample" in why._near_words.text() and "best of 4 looks" in why._crop_words.text()
    assert "Anna is 0.50 before Maria" in why._margin.text()
    assert "0.40" in why._rate.text() and "2 people" in why._rate.text()
    assert "rests most on" in why._rests.text()
    assert "Anna 0.70" in why._others.accessibleName()
    assert len(why._timeline._moments) == 4 and why._timeline.isVisible()
    assert "Light 90%" in why._quality.accessibleName()
    assert threading.current_thread() not in threads
    assert len(threads) == 1, "all places of the patch are one batch"
    plain = why._crop.grab().toImage()
    why._heat.click()
    assert why._crop.grab().toImage() != plain


def test_another_face_or_a_second_press_puts_it_away(window: Window, qtbot: Any) -> None:
    see(window, 1, 2)
    window.live.choose_number(1)
    why = asked(window, qtbot)
    window.live.choose_number(2)
    assert not why.open
    asked(window, qtbot)
    qtbot.mouseClick(why._asked, Qt.MouseButton.LeftButton)
    assert not why.open


def test_a_face_without_a_clear_picture_is_told_so(window: Window, qtbot: Any) -> None:
    window.live.show_frame(frame())
    window.live.show_result(result(0, [face(1, embedded=False)], [decision(State.PENDING)]))
    window.live.choose_number(1)
    why = window.live._why
    assert why._asked.text() == "Why no name yet?"
    why.turn()
    qtbot.waitUntil(lambda: "no clear picture" in why._said.text(), timeout=15000)


def test_an_unknown_face_is_asked_about_as_well(window: Window, qtbot: Any) -> None:
    see(window, 1, state=State.UNKNOWN)
    window.live.choose_number(1)
    window.live.view.setFocus()
    assert asked(window, qtbot)._asked.text() == "Why no name?"


def test_the_key_unfolds_the_panel_and_asks_for_a_face_where_there_are_several(window: Window, qtbot: Any) -> None:
    see(window, 1, 2)
    qtbot.keyClick(window.live.view, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: "Choose a face" in window._toast.text, timeout=15000)
    window.live.choose_number(2)
    window.live.fold_panel()
    asked(window, qtbot)
    assert window.live.panel.isVisible()


def test_what_an_older_model_saw_is_forgotten(window: Window, qtbot: Any) -> None:
    control = window._control
    control.bridge.runtime_changed.emit()
    see(window, 1)
    assert window.live.recent.looks(1)
    control.bridge.runtime_changed.emit()
    assert window.live.recent.looks(1)
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.recognizer is not None
    runtime.recognizer.embedder.space = "another"
    control.bridge.runtime_changed.emit()
    assert not window.live.recent.looks(1)

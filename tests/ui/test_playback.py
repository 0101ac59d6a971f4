"""The bar under a film: the real clip is held, gone through by mouse and keyboard, and marked where people are."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.scenes import decision, face, result
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from facecam.base.settings import Settings
from facecam.base.types import Frame, FrameResult, State
from ui.base import theme
from ui.base.bridge import Bridge
from ui.base.control import Control
from ui.live.playback import PlaybackBar
from ui.live.sightings import Sightings, Span
from ui.sources.picker import Cameras
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

PERIOD = 1001 / 24000
WAIT = 60_000


@pytest.fixture
def window(qtbot: Any, models: None) -> Iterator[Window]:
    """With everything real."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.install(app)
    settings = Settings(welcomed=True, keep_sightings=False)
    bridge = Bridge(settings)
    bridge.start()
    control = Control(settings, bridge)
    made = Window(control, Cameras())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitUntil(lambda: control.settled, timeout=WAIT)
    yield made
    made.close()
    control.close(5.0)
    bridge.close()
    theme.use("system")


def opened(window: Window, qtbot: Any, spec: str) -> PlaybackBar:
    bar = window.live.playback
    window._control.open_source(spec)
    qtbot.waitUntil(lambda: bar.isVisible() and window.live.view.frame is not None, timeout=WAIT)
    window.live.view.setFocus()
    return bar


def place(window: Window) -> float:
    """Where the picture that is shown is in its film."""
    frame = window.live.view.frame
    assert frame is not None and frame.position is not None
    return frame.position


def test_a_film_is_held_stepped_and_gone_through(window: Window, qtbot: Any, media: Path) -> None:
    bar = opened(window, qtbot, str(media / "WolfgangLanger_Pexels.mp4"))
    view = window.live.view
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert bar.hold.accessibleName() == "Go on" and not window.live.frozen
    assert bar.where.text().endswith("of 0:19")
    ice = window.live._ice
    assert not ice.isVisible(), "the bar says so"
    qtbot.keyClick(view, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not bar.isVisible() and ice.isVisible())
    qtbot.waitUntil(lambda: abs(ice.geometry().center().x() - view.width() / 2) <= 1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert not ice.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert ice.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_F)
    qtbot.waitUntil(bar.isVisible)
    assert not ice.isVisible()

    x = round(bar.places.width() / 2)
    qtbot.mouseClick(bar.places, Qt.MouseButton.LeftButton, pos=QPoint(x, bar.places.height() // 2))
    qtbot.waitUntil(lambda: abs(place(window) - 236 * PERIOD) < 0.5, timeout=WAIT)
    here = place(window)
    assert bar.places.value() == pytest.approx(here * 1000, abs=60)
    qtbot.keyClick(view, ".")
    qtbot.waitUntil(lambda: place(window) == pytest.approx(here + PERIOD, abs=1e-3), timeout=WAIT)
    qtbot.keyClick(view, ",")
    qtbot.waitUntil(lambda: place(window) == pytest.approx(here, abs=1e-3), timeout=WAIT)
    qtbot.waitUntil(lambda: window._status_bar.rate.text() == "held", timeout=WAIT)

    bar.places.setFocus()
    qtbot.keyClick(bar.places, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: place(window) == pytest.approx(here + 1, abs=PERIOD), timeout=WAIT)
    qtbot.keyClick(bar.places, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: place(window) == pytest.approx(471 * PERIOD, abs=1e-3), timeout=WAIT)
    qtbot.keyClick(bar.places, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bar._ended, timeout=WAIT)

    # Of a film that has ended the bar still says where it is, and goes back into it.
    assert bar.isVisible() and not bar.on.isEnabled()
    qtbot.keyClick(view, ",")
    qtbot.waitUntil(lambda: not bar._ended and place(window) == pytest.approx(470 * PERIOD, abs=1e-3), timeout=WAIT)
    qtbot.waitUntil(lambda: bar.paused, timeout=WAIT)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bar._ended, timeout=WAIT)
    qtbot.keyClick(view, Qt.Key.Key_Space)  # and it plays again
    qtbot.waitUntil(lambda: not bar._ended and 0.2 < place(window) < 10, timeout=WAIT)
    assert bar.hold.accessibleName() == "Hold"


def test_a_visit_leads_to_its_place_in_the_film(window: Window, qtbot: Any, media: Path, tmp_path: Path) -> None:
    said: list[str] = []
    window._control.failed.connect(said.append)
    window.show_page("history")
    window.show_in_film(str(tmp_path / "gone.mp4"), 3.0)
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT)
    assert "gone.mp4 is not there any more" in said[0] and window.page == "history"
    for film, seconds in (("WolfgangLanger_Pexels.mp4", 8.0), ("WolfgangLanger_Pexels.mp4", 2.0)):
        window.show_in_film(str(media / film), seconds)
        qtbot.waitUntil(
            lambda at=seconds: window.live.view.frame is not None and abs(place(window) - at) < PERIOD, timeout=WAIT
        )
        qtbot.waitUntil(lambda: window.live.playback.hold.accessibleName() == "Go on", timeout=WAIT)
    assert window.page == "live" and window.live.view.frame.held  # type: ignore[union-attr]


def test_a_folder_is_held_and_turned_by_hand(window: Window, qtbot: Any, tmp_path: Path, media: Path) -> None:
    for name, of in (("a", "single_face"), ("b", "multi_face"), ("c", "single_face")):
        (tmp_path / f"{name}.jpg").write_bytes((media / f"{of}.jpg").read_bytes())
    bar = opened(window, qtbot, str(tmp_path))
    qtbot.mouseClick(bar.hold, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.on, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    bar.places.setFocus()
    qtbot.keyClick(bar.places, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: bar.where.text() == "1 of 3" and place(window) == 0, timeout=WAIT)
    size = window.live.view.frame.size  # type: ignore[union-attr]
    qtbot.keyClick(window.live.view, "T")
    qtbot.waitUntil(lambda: window.live.view.frame.size == size[::-1], timeout=WAIT)  # type: ignore[union-attr]
    assert place(window) == 0


def test_a_camera_has_no_bar_and_is_frozen(window: Window, qtbot: Any, media: Path) -> None:
    window._control.open_source(str(media / "single_face.jpg"))
    qtbot.waitUntil(lambda: window.live.view.frame is not None, timeout=WAIT)
    window.live.view.setFocus()
    qtbot.keyClick(window.live.view, Qt.Key.Key_Space)
    assert not window.live.playback.isVisible() and window.live.frozen


# Who was where


def seen(position: float, *people: int) -> FrameResult:
    made = result(0, [face(1)] * len(people), [decision(State.KNOWN, f"P{one}", one) for one in people], 0.0)
    image = face(1).crop
    assert image is not None
    return dataclasses.replace(made, frame=Frame(image, 0, 0.0, 0.0, "film", position))


def test_spans_grow_join_and_stay_apart() -> None:
    found = Sightings()
    for position in (1.0, 1.5, 2.0, 8.0, 8.9, 2.9, 0.2):
        assert found.add(seen(position, 1), 1.0)
    assert found.spans == {1: [Span(0.2, 2.9), Span(8.0, 8.9)]}
    assert not found.add(seen(1.2, 1), 1.0), "known already"
    found.add(seen(5.0, 2), 1.0)
    assert found.at(0.0, 3.0) == ["P1"] and found.at(5.0, 8.0) == ["P1", "P2"] and not found.at(3.5, 4.5)
    found.keep({2: "Bo"})
    assert found.spans.keys() == {2} and found.at(5.0, 5.0) == ["Bo"]


def test_strangers_and_live_pictures_leave_no_mark() -> None:
    found = Sightings()
    stranger = result(0, [face(1)], [decision(State.UNKNOWN)], 0.0)
    assert not found.add(stranger, 1.0) and not found.spans


def test_of_a_source_that_was_left_and_of_a_page_that_was_made_anew_no_picture_stays(
    window: Window, qtbot: Any, media: Path, late: None
) -> None:
    opened(window, qtbot, str(media / "WolfgangLanger_Pexels.mp4"))
    channel: Any = window._control.bridge.channels[window._control.bridge.spec]
    qtbot.waitUntil(lambda: channel.newest_result is not None, timeout=WAIT)
    assert window.live.view.frame is not None
    pictures = [weakref.ref(frame.image) for frame in (channel.newest_frame, window.live.view.frame)]
    left: list[weakref.ref[Any]] = [*pictures, weakref.ref(window.live), weakref.ref(channel)]
    channel = None
    window._control.open_source(str(media / "single_face.jpg"))
    window._control.change(language="de")
    try:
        qtbot.waitUntil(lambda: all(one() is None for one in left), timeout=WAIT)
    finally:
        window._control.change(language="en")

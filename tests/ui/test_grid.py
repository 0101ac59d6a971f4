"""Several sources at once: real files, real models, one recogniser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from facecam.base import settings
from facecam.base.settings import Settings
from facecam.store.visits import list_visits
from ui.base.control import MOST_SOURCES
from ui.live.grid import Grid
from ui.window.app import Program

pytestmark = pytest.mark.usefixtures("no_thread_left", "models")


@pytest.fixture
def program(qtbot: Any, media: Path) -> Iterator[Program]:
    settings.save(Settings(welcomed=True, source="demo", others=(str(media / "single_face.jpg"),)))
    made = Program("")
    qtbot.addWidget(made.window)
    made.window.resize(1024, 640)
    made.show()
    made.window.activateWindow()
    made.window.live.view.setFocus()
    yield made
    made.window.close()
    assert made.clean


def grid_of(program: Program, qtbot: Any) -> Grid:
    qtbot.waitUntil(lambda: program.control.settled, timeout=30_000)  # before, no letter is a key
    qtbot.keyClick(program.window.live.view, "G")
    grid = program.window._stack.currentWidget()
    assert isinstance(grid, Grid)
    return grid


def test_sources_are_watched_side_by_side_and_a_click_looks_at_one(
    program: Program, qtbot: Any, media: Path
) -> None:
    photo = str(media / "single_face.jpg")
    grid = grid_of(program, qtbot)
    assert list(grid.tiles) == ["demo", photo] and grid._title.text() == "2 sources"
    for tile in grid.tiles.values():
        qtbot.waitUntil(lambda tile=tile: len(tile.view.shown()) == 1, timeout=60_000)
    engine = program.bridge.channels["demo"].engine
    qtbot.mouseClick(grid.tiles[photo].view, Qt.MouseButton.LeftButton)
    live = program.window.live
    assert program.window._stack.currentWidget() is live and program.bridge.spec == photo
    assert live.view.frame is not None and live.view.frame.source == photo  # also of a still, which gives no other
    qtbot.waitUntil(lambda: len(live.view.shown()) == 1 and not live._overlay.isVisible(), timeout=60_000)
    assert program.bridge.channels["demo"].engine is engine  # it went on without being opened anew
    qtbot.waitUntil(lambda: settings.load().source == photo and settings.load().others == ("demo",), timeout=60_000)


def test_a_source_is_added_and_left_and_the_last_one_too(program: Program, qtbot: Any, media: Path) -> None:
    grid, clip, photo = grid_of(program, qtbot), str(media / "no_face.mp4"), str(media / "single_face.jpg")
    control = program.control
    control.add_source(clip)
    assert list(grid.tiles) == ["demo", photo, clip]
    qtbot.waitUntil(lambda: "0 faces" in grid.tiles[clip].state.text(), timeout=60_000)
    control.add_source(clip)
    assert "already" in program.window._toast.text and len(grid.tiles) == 3
    qtbot.keyClick(grid.tiles["demo"], Qt.Key.Key_Delete)
    assert program.bridge.spec == photo and list(grid.tiles) == [photo, clip]
    for spec in (photo, clip):
        control.leave_source(spec)
    assert program.bridge.spec == "" and not program.bridge.channels
    qtbot.keyClick(grid.add, Qt.Key.Key_Escape)
    assert "Nothing is watched" in program.window.live._overlay.accessibleName()
    control.add_source("demo")
    assert program.bridge.spec == "demo"


def test_a_source_that_cannot_be_opened_says_so_in_its_tile_alone(
    program: Program, qtbot: Any, tmp_path: Path
) -> None:
    grid = grid_of(program, qtbot)
    missing = str(tmp_path / "gone.mp4")
    program.control.add_source(missing)
    tile = grid.tiles[missing]
    qtbot.waitUntil(lambda: "No picture" in tile.state.text(), timeout=60_000)
    assert "gone.mp4" in tile.state.toolTip()
    qtbot.waitUntil(lambda: tile.why.isVisible() and tile.again.isVisible(), timeout=60_000)
    assert "gone.mp4" in tile.why.text()
    qtbot.waitUntil(lambda: "fps" in grid.tiles["demo"].state.text(), timeout=60_000)
    assert not grid.tiles["demo"].why.isVisible()


def test_a_source_that_failed_is_tried_again_from_its_tile(
    program: Program, qtbot: Any, tmp_path: Path, media: Path
) -> None:
    grid = grid_of(program, qtbot)
    film = tmp_path / "late.jpg"
    program.control.add_source(str(film))
    qtbot.waitUntil(lambda: grid.tiles[str(film)].again.isVisible(), timeout=60_000)
    film.write_bytes((media / "single_face.jpg").read_bytes())
    before = list(grid.tiles)
    qtbot.mouseClick(grid.tiles[str(film)].again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(grid.tiles[str(film)].view.shown()) == 1, timeout=60_000)
    assert program.window._stack.currentWidget() is grid and program.bridge.spec == "demo"
    assert list(program.bridge.channels) == before, "it stays where it was"
    assert not grid.tiles[str(film)].again.isVisible()


def test_visits_of_every_source_are_noted(program: Program, qtbot: Any, media: Path) -> None:
    clip = str(media / "single_face.mp4")
    program.control.add_source(clip)
    runtime = program.bridge.runtime

    def noted() -> bool:
        runtime = program.bridge.runtime
        database = runtime.database if runtime is not None else None
        return database is not None and any(clip == one.source for one in list_visits(database))

    qtbot.waitUntil(noted, timeout=60_000)
    assert runtime is program.bridge.runtime and program.bridge.spec == "demo"


def test_there_is_a_most(program: Program, qtbot: Any, tmp_path: Path) -> None:
    for at in range(MOST_SOURCES + 1):
        program.control.add_source(str(tmp_path / f"{at}.mp4"))
    assert len(program.bridge.channels) == MOST_SOURCES and "already" in program.window._toast.text

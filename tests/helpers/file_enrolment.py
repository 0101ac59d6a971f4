"""Enrolment from files, driven: pictures whose colours say who is on them, and the sheet that takes them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from helpers.scenes import face
from PySide6.QtCore import Qt

from facecam.base.types import Face, Image
from facecam.store.people import list_people
from ui.base.control import Control
from ui.enrol.entry import Stage
from ui.enrol.files import FilesSheet
from ui.window.main_window import Window


class ByColour:
    """Stands in for the models: blue says how many faces there are, green whose, red the pose."""

    def faces(self, image: Image) -> Sequence[Face]:
        blue, green, red = (int(value) // 20 for value in image[0, 0])
        return [face(0, person=green, pose=red) for _ in range(blue)]


def picture(folder: Path, name: str, person: int, pose: int, faces: int = 1) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    colour = np.array([faces * 20 + 5, person * 20 + 5, pose * 20 + 5], np.uint8)
    cv2.imwrite(str(folder / name), np.tile(colour, (8, 8, 1)))
    return str(folder / name)


def seeing_colours(control: Control, window: Window) -> Window:
    """The window, with `ByColour` in place of the models."""
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.recognizer is not None
    runtime.recognizer.faces = ByColour().faces  # type: ignore[assignment]
    window.resize(1024, 640)
    return window


def begin(window: Window, qtbot: Any, *paths: str | Path) -> FilesSheet:
    window.enrol_files([str(path) for path in paths])
    sheet = window._files
    assert sheet is not None and sheet.batch is not None
    with qtbot.waitSignal(sheet.batch.looked, timeout=60_000):
        pass
    qtbot.waitUntil(lambda: all(one.stage is Stage.LOOKED for one in entries(sheet)), timeout=60_000)
    return sheet


def entries(sheet: FilesSheet) -> list[Any]:
    assert sheet.batch is not None
    return sheet.batch.entries


def enrol(sheet: FilesSheet, qtbot: Any) -> None:
    qtbot.waitUntil(sheet.enrol.isEnabled, timeout=60_000)
    qtbot.mouseClick(sheet.enrol, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not any(one.stage is Stage.SAVING for one in entries(sheet)), timeout=60_000)


def people(control: Control) -> dict[str, int]:
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    return {one.name: one.templates for one in list_people(runtime.database)}


def refresh(control: Control) -> None:
    runtime = control.bridge.runtime
    assert runtime is not None
    runtime.refresh()

"""The dialog that copies a film or picture with its faces blurred: with real models and real faces."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.walk import cut, fill
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

import facecam
from facecam.base import settings
from facecam.base.settings import Settings
from ui.window.app import Program
from ui.window.blur_files import BlurFiles
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left", "models")

WAIT = 120_000
WAIT_LAID = 3_000


@pytest.fixture
def dialog(qtbot: Any, home: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BlurFiles]:
    """Anna is known, the models are open."""
    with facecam.open() as cam:
        cam.enrol("Anna", ["anna-1.jpg", "anna-2.jpg"])
    settings.save(Settings(welcomed=True, gpu="off"))
    program = Program("")
    qtbot.addWidget(program.window)
    program.show()
    bridge = program.bridge
    qtbot.waitUntil(lambda: bridge.runtime is not None and bridge.runtime.models is not None, timeout=WAIT)
    program.window.blur_files()
    (found,) = program.window.findChildren(BlurFiles)
    qtbot.waitUntil(lambda: found.people.count() == 1)
    yield found
    program.window.close()
    assert program.clean


def click(qtbot: Any, button: Any) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_who_is_chosen_stays_clear(
    dialog: BlurFiles, qtbot: Any, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = pictures / "party.jpg"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(party), ""))
    assert not dialog.go.isEnabled()
    click(qtbot, dialog.choose)
    dialog.people.item(0).setCheckState(Qt.CheckState.Checked)
    with qtbot.waitSignal(dialog._control.saved, timeout=WAIT) as saved:
        click(qtbot, dialog.go)
    copy = pictures / "party-blurred.jpg"
    assert saved.args[1] == str(copy) and stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert dialog.report.text() == "2 faces found. Left clear: 1."
    # Once more: the copy is there, and another name is proposed.
    dialog.take(party)
    assert dialog._out.name == "party-blurred-2.jpg"
    dialog._write_to(copy)
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: dialog.complaint.isVisible(), timeout=WAIT)
    assert "is there already" in dialog.complaint.text()
    dialog.reject()


def test_no_words_lie_on_the_list_of_people(window: Window, qtbot: Any) -> None:
    """With many people, while it works, and afterwards."""
    fill(window, tuple(f"Somebody called {number}" for number in range(12)))
    window.blur_files()
    (dialog,) = window.findChildren(BlurFiles)
    qtbot.waitUntil(dialog.search.isVisible, timeout=WAIT)
    dialog.take(Path("/films") / "a film with quite a long name.mp4")
    dialog._set_working(True)
    dialog._show_progress(78, 0)
    qtbot.waitUntil(lambda: not cut(dialog), timeout=WAIT_LAID)
    dialog._set_working(False)
    dialog._complain("This film cannot be read: " + "it breaks off after some minutes, " * 4)
    qtbot.waitUntil(lambda: not cut(dialog), timeout=WAIT_LAID)
    dialog.reject()


def test_a_film_can_be_stopped(dialog: BlurFiles, qtbot: Any, pictures: Path) -> None:
    dialog.take(pictures / "anna.mp4")
    click(qtbot, dialog.go)
    assert dialog.bar.isVisible() and not dialog.people.isEnabled()
    qtbot.waitUntil(lambda: "pictures" in dialog.report.text(), timeout=WAIT)
    click(qtbot, dialog.leave)
    assert dialog.isVisible(), "it waits for the end"
    qtbot.waitUntil(lambda: "Stopped" in dialog.report.text(), timeout=WAIT)
    assert [path.name for path in pictures.glob("*blurred*")] == [] and dialog.people.isEnabled()
    click(qtbot, dialog.leave)
    qtbot.waitUntil(lambda: not dialog.isVisible())

"""Drives the real window through a whole visit on the demo clip, and photographs every step.

    python tests/e2e/walk.py OUT [--size 1280x800] [--theme dark]

enrol -> recognise -> rename -> remove -> undo -> forget. Without a display it starts a virtual X server (Xvfb). The
home is a new folder that is deleted afterwards. Exits with 1 at the first step that does not come about.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]


@contextmanager
def x_server(width: int, height: int) -> Iterator[None]:
    """A virtual X server, unless there is a display."""
    if os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM"):
        yield
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    try:
        os.environ["DISPLAY"] = ":" + os.read(read, 16).decode().strip()
        yield
    finally:
        server.terminate()
        server.wait(10)


class Walk:
    kept: ClassVar[dict[str, Any]] = {}
    """Settings of before; none: a new user's."""

    def __init__(self, out: Path, size: tuple[int, int], theme: str) -> None:
        from helpers.busy import wait_longer
        from PySide6.QtWidgets import QApplication

        from facecam.base import settings
        from ui.base import theme as look
        from ui.window.app import Program

        wait_longer()
        self.out = out
        out.mkdir(parents=True, exist_ok=True)
        settings.save(settings.Settings(**{"theme": theme, "language": "en", **self.kept}))
        self.app = QApplication(["facecam"])
        look.install(self.app)
        self.program = Program("")
        self.window = self.program.window
        self.window.resize(*size)
        self.window.move(0, 0)
        self.shots = 0
        self.program.show()

    def until(self, what: str, happened: Callable[[], object], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                self.shoot("failed")
                sys.exit(f"this did not come about: {what}")
            self.app.processEvents()
            time.sleep(0.01)
        print("ok:", what)

    def rest(self, seconds: float = 0.4) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.01)

    def shoot(self, name: str) -> None:
        """What the screen shows, dialogs and all."""
        self.rest()
        self.shots += 1
        self.window.screen().grabWindow(0).save(str(self.out / f"{self.shots:02} {name}.png"))

    def press(self, text: str, root: object = None) -> None:
        """Click the visible button whose words begin so."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QAbstractButton, QWidget

        root = root or self.window
        assert isinstance(root, QWidget)
        found = [
            one for one in root.findChildren(QAbstractButton) if one.isVisible() and one.text().startswith(text)
        ]
        if not found:
            self.shoot("failed")
            sys.exit(f"there is no button {text!r}")
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.app.processEvents()

    def key(self, keys: str) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        QTest.keySequence(self.app.focusWidget() or self.window, QKeySequence(keys))
        self.app.processEvents()

    def type(self, text: str) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClicks(self.app.focusWidget() or self.window, text)
        self.app.processEvents()

    @property
    def names(self) -> list[str]:
        """What stands under the boxes."""
        from ui.live.boxes import caption

        return [caption(face.decision) for face in self.window.live.view.shown()]

    def dialog(self) -> object:
        return self.app.activeModalWidget() or self.app.activeWindow()

    def go(self) -> None:
        from ui.window.welcome import Welcome

        live = self.window.live
        self.window.activateWindow()
        self.until("the window has the keyboard", self.window.isActiveWindow)
        self.until("the cameras were looked for", lambda: self.program.cameras.present is not None)
        self.shoot("welcome")
        self.press("Demo clip", self.window.findChild(Welcome))
        self.until("the demo plays", lambda: live.view.frame is not None)
        self.until("a face is unknown", lambda: "unknown" in self.names)
        self.shoot("unknown")
        self.key("1")
        self.shoot("who is it")
        self.window.live.view.setFocus()
        self._enrol()
        self.until("she is recognised", lambda: "Anna" in self.names)
        self.rest(1.0)
        self.key("1")
        self.shoot("known")
        self._people()
        self._pages()

    def _enrol(self) -> None:
        self.key("E")
        sheet = self.window._sheet
        assert sheet is not None
        self.type("Anna")
        sheet.name_card.keep.setChecked(True)
        self.shoot("enrol name")
        self.key("Return")
        self.until("pictures are taken", lambda: sheet.step == "take")
        self.rest(1.0)
        self.shoot("enrol begins")
        self.until("three good pictures", lambda: sheet.finish_button.isEnabled())
        self.shoot("enrol may finish")
        self.rest(6.0)
        self.shoot("enrol later")
        self.press("Finish")
        self.until("enrolled", lambda: sheet.step == "done")
        self.shoot("enrolled")
        self.press("Done")

    def _people(self) -> None:
        from PySide6.QtCore import QTimer

        self.key("Ctrl+2")
        page = self.window._pages["people"]
        model = page.model  # type: ignore[attr-defined]
        self.until("she is in the list", lambda: model.rowCount() == 1)
        page.list.setCurrentIndex(page.list.model().index(0, 0))  # type: ignore[attr-defined]
        self.shoot("people")
        self.key("F2")
        self.type("Anna Berg")
        self.key("Return")
        self.until("renamed", lambda: model.data(model.index(0)) == "Anna Berg")
        self.shoot("renamed")
        page.list.setFocus()  # type: ignore[attr-defined]
        self.key("Del")
        self.until("removed", lambda: model.rowCount() == 0)
        self.shoot("removed")
        self.press("Undo")
        self.until("undone", lambda: model.rowCount() == 1)
        self.shoot("undone")
        page.list.setCurrentIndex(page.list.model().index(0, 0))  # type: ignore[attr-defined]
        self.rest(0.3)
        self.press("Forget for good")
        self.rest(0.3)
        self.shoot("forget asks")
        self.press("Forget for good", self.dialog())
        self.until("forgotten", lambda: model.rowCount() == 0)
        self.rest(0.5)
        self.shoot("forgotten")
        self.press("Close", self.dialog())
        self.window.activateWindow()
        self.until("the window has the keyboard again", self.window.isActiveWindow)
        self.shoot("nobody")
        self.key("Ctrl+1")
        self.until("she is unknown again", lambda: "unknown" in self.names)

        def look() -> None:
            self.shoot("keys")
            dialog = self.app.activeModalWidget()
            assert dialog is not None
            dialog.close()

        QTimer.singleShot(600, look)
        self.key("?")
        self.window.activateWindow()
        self.rest()

    def _pages(self) -> None:
        self.key("Ctrl+,")
        self.shoot("settings")
        self.key("Ctrl+1")
        self.program.control.open_source("/nowhere/film.mp4")
        self.until("a source that is not there is said", lambda: self.window.live._overlay.isVisible())
        self.rest(0.5)
        self.shoot("no picture")

    def leave(self) -> bool:
        start = time.monotonic()
        self.window.close()
        print(f"closed in {time.monotonic() - start:.2f} s")
        return self.program.clean


def main(kind: type[Walk] = Walk) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--theme", default="light", choices=("light", "dark"))
    given = parser.parse_args()
    width, height = (int(side) for side in given.size.split("x"))
    with tempfile.TemporaryDirectory() as home, x_server(width, height):
        os.environ["FACECAM_HOME"] = home
        walk = kind(given.out, (width, height), given.theme)
        walk.go()
        clean = walk.leave()
    sys.exit(0 if clean else "a thread did not end in time")


if __name__ == "__main__":
    main()

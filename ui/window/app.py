"""Builds the program and runs it: settings, runtime, window; and takes it all down again."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from facecam.base import logs
from facecam.base import settings as settings_file
from facecam.base.errors import FacecamError
from facecam.base.memory import one_heap
from facecam.base.secret import Secret
from facecam.base.settings import Settings
from ui.base import effects, theme
from ui.base.bridge import Bridge
from ui.base.control import Control
from ui.base.remembered import recall
from ui.i18n import language
from ui.sources.picker import Cameras, spec_of
from ui.window.main_window import Window
from ui.window.notifications import Notifications
from ui.window.sidebar import pages

log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.001
"""After so long a thread that waits for the interpreter gets it; Python's 5 ms are felt in a picture of 30 fps."""

SAFE = Settings(welcomed=True, gpu="off", keep_sightings=False)
"""Those of the safe mode."""


class Program(QObject):
    """Everything that lives as long as the window."""

    def __init__(self, spec: str, safe: bool = False, passphrase: Secret[str] | None = None) -> None:
        """`spec`: the source named at the start; empty: the one of last time, else the first camera.

        `safe`: with default settings, without a source that was not named, and nothing is changed.
        `passphrase`: that of an encrypted database; None: the window asks where one is wanted.
        """
        super().__init__()
        one_heap()
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.disable()  # as `main` says
        problem: FacecamError | None = None
        try:
            settings = SAFE if safe else settings_file.load()
        except FacecamError as error:
            settings, problem = Settings(), error
        language.use(settings.language)
        self.clean = True
        """Whether all threads ended in time."""
        self.bridge = Bridge(settings, self, safe=safe, passphrase=passphrase)
        self.control = Control(settings, self.bridge, self, safe=safe)
        self.cameras = Cameras(self)
        self._looking = False
        self._named = bool(spec)
        self.control.run(effects.asked_for_stillness, effects.use)
        self.bridge.start()
        if spec or (settings.source and settings.welcomed):
            self.bridge.open(spec or settings.source)
            for other in settings.others:
                self.bridge.add(other)
        self.window = Window(self.control, self.cameras)
        self.window.closed.connect(self.close)
        self.window.live.view.painted.connect(self._note_first_picture)
        self.notifications = Notifications(self.control, self.window.close, self)
        self.notifications.asked.connect(self._raise)
        self.cameras.changed.connect(self._cameras_changed)
        if problem is not None:
            self.control.fail(problem)

    def show(self) -> None:
        self.window.show()
        if not self.control.settings.welcomed:
            self.window.welcome()
        elif not self.bridge.spec:
            self.window.live.show_safe() if self.control.safe else self.window.live.show_searching()
        page = recall("page", "live")
        if self.control.settings.welcomed and not (self.control.safe or self._named) and page in pages():
            self.window.show_page(page)
        self.bridge.runtime_changed.connect(self._start_cameras)
        self.bridge.runtime_changed.connect(self._collect)
        QTimer.singleShot(1500 if self.bridge.spec else 0, self, self._start_cameras)

    def _note_first_picture(self) -> None:
        """Until then people wait; `benchmarks/frozen.py` reads the moment from the log."""
        self.window.live.view.painted.disconnect(self._note_first_picture)
        log.info("the first picture is shown")
        self.bridge.go_on()

    def _raise(self) -> None:
        self.window.showNormal() if self.window.isMinimized() else self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """End every thread; `clean` says whether that worked within three seconds."""
        gc.enable()
        self.notifications.close()
        cameras = self.cameras.stop()
        database = self.control.close(1.0)
        self.clean = self.bridge.close() and cameras and database
        QApplication.quit()

    def _collect(self) -> None:
        """Models and people are there, or cannot be: from now on what is of no use any more is looked for."""
        runtime = self.bridge.runtime
        if not gc.isenabled() and runtime is not None and (runtime.matcher is not None or runtime.problems):
            gc.freeze()  # what was loaded stays: a collection that walks over it all would stop the picture
            gc.enable()

    def _start_cameras(self) -> None:
        """Once; loading OpenCV, where nothing has loaded it yet, is not for the GUI thread."""
        if not self._looking:
            self._looking = True
            self.control.run(lambda: importlib.import_module("facecam.capture.hotplug"), self._watch_cameras)

    def _watch_cameras(self, _: object) -> None:
        self.cameras.start()

    def _cameras_changed(self) -> None:
        """Without a source the first camera is opened, also when it is plugged in later."""
        if self.bridge.spec or self.control.safe or not self.control.settings.welcomed:
            return
        present = self.cameras.present
        if present:
            self.bridge.open(spec_of(present[0]))
        else:
            self.window.live.show_no_camera()


def run(spec: str, safe: bool = False, passphrase: Secret[str] | None = None) -> int:
    """Show the window until it is closed; the process's exit code."""
    logs.start()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("facecam")
    app.setDesktopFileName("facecam")
    app.setWindowIcon(QIcon(str(theme.PROGRAM_ICON)))
    theme.install(app)
    program = Program(spec, safe, passphrase)
    sys.excepthook = _report(program)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: program.window.close())  # the timers let Python look at signals
    program.show()
    code = app.exec()
    if not program.clean:
        # A driver hangs in a thread that nobody can end. Database and settings are closed: let the device go.
        log.warning("a thread did not end in time: leaving hard")
        logging.shutdown()
        os._exit(code)
    return code


def _report(program: Program) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Defects go to the log and are said, and the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("a defect", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            program.control.fail(error)

    return hook

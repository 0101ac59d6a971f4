"""Real widgets offscreen: on stand-in runtime with a real database, or on everything real and the demo clip."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.scenes import CURVE, D
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from facecam.base.errors import FacecamError
from facecam.base.settings import Settings
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.identity.neighbourhood import EVEN
from facecam.operations import Change
from facecam.store.database import open_database
from facecam.store.gallery import load_gallery
from facecam.vision.manifest import load_manifest
from ui.base import theme
from ui.base.bridge import Bridge
from ui.base.control import Control
from ui.i18n import language
from ui.sources.picker import Cameras
from ui.window.main_window import Window


class StandIn:
    """`Runtime` with a real database and no models."""

    def __init__(self, settings: Settings, on_change: Callable[[], None]) -> None:
        self.settings = settings
        self.database = open_database()
        embedder = SimpleNamespace(name="test", space="test", dimension=D, remark=None, neighbourhood=EVEN)
        self.recognizer = SimpleNamespace(provider="CPU", embedder=embedder)
        self.problems: dict[str, FacecamError] = {}
        self.behind = 0
        self.unconsented: tuple[Change, ...] = ()
        self._on_change = on_change
        self.matcher = Matcher(Gallery.empty("test", D), CURVE, 1 / settings.strangers)

    def use(self, settings: Settings) -> None:
        self.settings = settings

    def refresh(self) -> None:
        self.matcher = Matcher(load_gallery(self.database, "test", D), CURVE, 1 / self.settings.strangers)
        self._on_change()

    def need_matcher(self) -> Matcher:
        return self.matcher

    def left_behind(self) -> int:
        return self.behind

    def stop(self, timeout: float) -> bool:
        self.database.close()
        return True


@pytest.fixture(autouse=True)
def english(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """The language that the tests read, whatever the system's is."""
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("en_US"))
    language.use("en")


@pytest.fixture
def control(qtbot: Any) -> Iterator[Control]:
    """The control with stand-in runtime; what the engine would send is emitted by hand."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.install(app)
    bridge = Bridge(Settings(welcomed=True))
    bridge.runtime = StandIn(Settings(), bridge.runtime_changed.emit)  # type: ignore[assignment]
    made = Control(Settings(welcomed=True), bridge)
    yield made
    made.close(2.0)
    bridge.close()
    theme.use("system")


@pytest.fixture
def window(control: Control, qtbot: Any) -> Window:
    """The window on the stand-in runtime."""
    made = Window(control, Cameras())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def no_thread_left() -> Iterator[None]:
    """Every thread of facecam's that the test started has ended."""
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + 15.0
    while (left := set(threading.enumerate()) - before) and time.monotonic() < end:
        time.sleep(0.02)
    assert not left


@pytest.fixture
def models() -> None:
    """Skips where there is no embedder yet."""
    if not load_manifest().embedders:
        pytest.skip("models/ has no embedder yet")


@pytest.fixture
def late() -> Iterator[None]:
    """Python looks for circles when there are very many new objects: what is large has to go without."""
    gc.collect()
    before = gc.get_threshold()
    gc.set_threshold(1_000_000)
    yield
    gc.set_threshold(*before)

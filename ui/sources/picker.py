"""The source picker: cameras by name, a file, an address, the demo clip."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QPushButton, QSizePolicy, QWidget

from facecam.base.addresses import public
from ui.base import shortcuts as keys
from ui.base.icons import icon
from ui.base.remembered import folder, keep, keep_folder, recall
from ui.i18n.language import translate
from ui.i18n.words import short

if TYPE_CHECKING:
    from facecam.capture.camera import Camera
    from facecam.capture.hotplug import CameraWatch

PICTURES = "*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.mpg *.mpeg *.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff"
MOST, LEAST = 170, 60
"""Pixels for what the source is called, on the button."""

ADDRESSES = 10
"""Past ones that are offered."""

SCHEMES = "rtsp://, rtmp://, http://"


class Cameras(QObject):
    """The cameras that are plugged in, kept up to date."""

    changed = Signal()

    _found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.present: tuple[Camera, ...] | None = None
        """None until they were looked for the first time."""
        self._watch: CameraWatch | None = None
        self._found.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Look for them from now on. Loads OpenCV: not before the window is there."""
        from facecam.capture.hotplug import CameraWatch

        self._watch = CameraWatch(self._found.emit)
        self._watch.start()

    def stop(self) -> bool:
        return self._watch is None or self._watch.stop()

    @Slot(object)
    def _take(self, present: tuple[Camera, ...]) -> None:
        self.present = present
        self.changed.emit()


def spec_of(camera: Camera) -> str:
    """What opens this camera again, also under another number."""
    return camera.path or camera.name


class SourceButton(QPushButton):
    chosen = Signal(str)
    """A source as `open_source` reads it."""

    def __init__(self, cameras: Cameras, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cameras = cameras
        self._words = ""
        self._narrow = False
        self.setProperty("kind", "source")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setIcon(icon("live"))
        self.setIconSize(QSize(18, 18))
        self.setAccessibleName(self.tr("Source of the picture"))
        self.setToolTip(self.tr("Where the picture comes from: a camera, a file, an address or the demo clip"))
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill(menu, self._cameras, self.chosen.emit, self.window()))
        self.setMenu(menu)
        self.show_source("")

    def show_source(self, name: str) -> None:
        """Empty: none."""
        self._words = short(name) if name else self.tr("Choose a source")
        self.updateGeometry()
        self._elide()

    def be_narrow(self, on: bool) -> None:
        """Only the icon: the bar at the bottom says the source."""
        if on != self._narrow:
            self._narrow = on
            self.updateGeometry()
            self._elide()

    def sizeHint(self) -> QSize:
        return self._size(0 if self._narrow else min(self._wide(self._words), MOST))

    def minimumSizeHint(self) -> QSize:
        return self._size(0 if self._narrow else min(self._wide(self._words), LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        """As much of the words as there is room for."""
        room = self.width() - self._size(0).width()
        elided = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideMiddle, max(room, LEAST))
        self.setText("" if self._narrow else elided)

    def _size(self, room: int) -> QSize:
        """With so many pixels for words."""
        now = super().sizeHint()
        return QSize(now.width() - self._wide(self.text()) + room, now.height())

    def _wide(self, words: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words).width()


def fill(menu: QMenu, cameras: Cameras, choose: Callable[[str], Any], window: QWidget) -> None:
    """The choices there are now."""
    menu.clear()
    present = cameras.present
    if not present:
        looking, none = (
            translate("Sources", "Looking for cameras..."),
            translate("Sources", "No camera is plugged in"),
        )
        words = looking if present is None else none
        menu.addAction(icon("live"), words).setEnabled(False)
    for camera in present or ():
        menu.addAction(icon("live"), camera.name, lambda c=camera: choose(spec_of(c)))
    menu.addSeparator()
    open_file = menu.addAction(icon("file"), translate("Sources", "Video or image..."))
    open_file.triggered.connect(lambda: ask_file(window, choose))
    open_file.setToolTip(keys.tip("open"))
    menu.addAction(icon("file"), translate("Sources", "Folder of pictures..."), lambda: ask_folder(window, choose))
    menu.addAction(icon("link"), translate("Sources", "Stream by its address..."), lambda: ask_url(window, choose))
    menu.addAction(icon("play"), short("demo"), lambda: choose("demo"))


def ask_file(window: QWidget, choose: Callable[[str], Any]) -> None:
    kinds = translate("Sources", "Videos and images ({endings});;All files (*)").format(endings=PICTURES)
    path, _ = QFileDialog.getOpenFileName(
        window, translate("Sources", "Open a video or image"), folder("videos"), kinds
    )
    if path:
        keep_folder("videos", path)
        choose(path)


def ask_folder(window: QWidget, choose: Callable[[str], Any]) -> None:
    path = QFileDialog.getExistingDirectory(
        window, translate("Sources", "Open a folder of pictures"), folder("videos")
    )
    if path:
        keep_folder("videos", path)
        choose(path)


def ask_url(window: QWidget, choose: Callable[[str], Any]) -> None:
    """Its address; those that were opened before are offered, as far as they hold no secret."""
    question = translate(
        "Sources",
        "Its address ({schemes}).\nA password in it is kept in the settings, a file that only you can read:",
    ).format(schemes=SCHEMES)
    url, given = QInputDialog.getItem(
        window, translate("Sources", "Open a stream"), question, ["", *past_addresses()], 0, True
    )
    if given and (url := url.strip()):
        keep_address(url)
        choose(url)


def past_addresses() -> list[str]:
    """The newest first."""
    kept: list[object] = recall("addresses", [])
    return [one for one in kept if isinstance(one, str) and public(one) == one][:ADDRESSES]


def keep_address(url: str) -> None:
    """Of one with a name, a password or anything else that may be secret nothing is kept."""
    if public(url) == url:
        keep(addresses=[url, *(one for one in past_addresses() if one != url)][:ADDRESSES])

"""Several sources side by side; a click looks at one of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from facecam.base.types import Frame, FrameResult
from facecam.pipeline.engine import Health
from ui.base import shortcuts as keys
from ui.base.bridge import Channel
from ui.base.control import MOST_SOURCES, Control
from ui.base.icons import icon
from ui.i18n.core import said
from ui.i18n.words import count, decimal, short
from ui.live.view import FrameView
from ui.sources.picker import Cameras, fill
from ui.widgets.basics import Page, button, card, label, tool
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.pipeline.engine import Health


class Tile(QFrame):
    """One source: its picture, its name, how it is doing."""

    chosen = Signal(str)
    """Look at this one."""
    left = Signal(str)
    """Watch this one no more."""

    def __init__(self, control: Control, channel: Channel) -> None:
        super().__init__()
        self._control, self.channel = control, channel
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = FrameView()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.quiet = True
        self.view.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name = label(short(channel.spec), wrap=False)
        self.state = label("", "small", wrap=False)
        leave = tool(
            "close",
            self.tr("Leave {source}").format(source=short(channel.spec)),
            self.tr("Watch this source no more (Del)"),
        )
        leave.clicked.connect(lambda: self.left.emit(channel.spec))
        self.why = label("")
        self.why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = button(self.tr("Try again"), lambda: control.bridge.reopen(channel.spec))
        self._instead = card(self.why, self.again)
        self._instead.hide()
        over = QVBoxLayout(self.view)
        over.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # many tiles stay small
        over.setContentsMargins(4, 4, 4, 4)
        over.addStretch()
        over.addWidget(self._instead)
        over.addStretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 6, 2)
        foot.setSpacing(10)
        foot.addWidget(self.name)
        foot.addWidget(self.state, 1)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self.view.face_clicked.connect(lambda _: self.chosen.emit(channel.spec))
        channel.frame.connect(self._show_frame)
        channel.result.connect(self._show_result)
        channel.health.connect(self.show_health)
        control.settings_changed.connect(self.follow)
        self.follow()

    def show_health(self, health: Health) -> None:
        state = str(health.state)
        self.name.setText(short(health.source))
        self.view.dimmed = state not in ("live", "ended")
        faces = count(len(self.view.shown()), "face")
        if state == "live":
            rate = self.tr("{number} fps").format(number=decimal(health.fps, 0))
            self._say(f"{rate}, {faces}", health.mode)
        elif self.channel.still:
            self._say(faces, said(health.message))
        else:
            states = {
                "opening": self.tr("Opening..."),
                "reconnecting": self.tr("The picture was lost, trying again..."),
                "ended": self.tr("Ended"),
                "failed": self.tr("No picture"),
            }
            self._say(states[state], said(health.message))
        self._explain(state, said(health.message))

    def _explain(self, state: str, message: str) -> None:
        """Where there is no picture: why, and the way on."""
        self._instead.setVisible(state in ("failed", "reconnecting"))
        self.again.setVisible(state == "failed")
        if self.why.text() != message:
            self.why.setText(message)

    def follow(self) -> None:
        settings = self._control.settings
        self.view.mirror, self.view.blur = settings.mirror, settings.blur
        self.setProperty("chosen", self.channel.spec == self._control.bridge.spec)
        self.style().unpolish(self)
        self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """The window's own use of Del does not reach a tile."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.channel.spec)
        elif event.key() == Qt.Key.Key_Delete:
            self.left.emit(self.channel.spec)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: object) -> None:
        channel = self.channel
        if channel.newest_frame is not None:
            self.view.show_frame(channel.newest_frame)
        if channel.newest_result is not None:
            self._show_result(channel.newest_result)

    def _show_frame(self, frame: Frame) -> None:
        if self.isVisible():
            self.view.show_frame(frame)

    def _show_result(self, result: FrameResult) -> None:
        tracks = [face.track for face in result.faces if face.track is not None]
        if self.isVisible():
            self.view.show_result(result)
        self.setAccessibleDescription(f"{count(len(tracks), 'face')}: {self.view.describe()}")

    def _say(self, words: str, more: str) -> None:
        self.state.setText(words)
        self.state.setToolTip(as_tooltip(more))
        self.setAccessibleName(f"{self.name.text()}: {words}")


class Grid(Page):
    left = Signal()
    """A source was chosen: show it."""

    def __init__(self, control: Control, cameras: Cameras, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.tiles: dict[str, Tile] = {}
        self.add = QPushButton(self.tr("Add a source"))
        self.add.setIcon(icon("live"))
        self.add.setToolTip(self.tr("Watch one more camera, file or stream beside these"))
        self._menu = QMenu(self.add)
        self._menu.aboutToShow.connect(lambda: fill(self._menu, cameras, control.add_source, self.window()))
        self.add.setMenu(self._menu)
        self._title = label(self.tr("Sources"), "title", wrap=False)
        self._hint = label("", "muted", wrap=False)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        head.addWidget(self.add)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self._grid, 1)
        column.addStretch()
        control.bridge.channels_changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        channels = self._control.bridge.channels
        focused = False
        for spec, tile in list(self.tiles.items()):
            if channels.get(spec) is not tile.channel:
                focused = focused or tile.hasFocus() or tile.isAncestorOf(self.focusWidget())
                del self.tiles[spec]
                tile.hide()
                tile.deleteLater()
        for spec, channel in channels.items():
            if spec not in self.tiles:
                self.tiles[spec] = self._make(channel)
        columns = math.ceil(math.sqrt(max(len(channels), 1)))
        for at, spec in enumerate(channels):
            self._grid.addWidget(self.tiles[spec], at // columns, at % columns)
            self.tiles[spec].follow()
        for line in range(MOST_SOURCES):
            self._grid.setColumnStretch(line, 1 if line < columns else 0)
            self._grid.setRowStretch(line, 1 if line * columns < len(channels) else 0)
        self._title.setText(count(len(channels), "source"))
        how, back = self.tr("Click one to look at it closely."), keys.tip("grid", self.tr("Back"))
        self._hint.setText(f"{how} {back}" if channels else self.tr("Nothing is watched"))
        self.add.setEnabled(len(channels) < MOST_SOURCES)
        self.first = self.tiles.get(self._control.bridge.spec) or self.add
        if focused:
            self.first.setFocus()

    def _make(self, channel: Channel) -> Tile:
        tile = Tile(self._control, channel)
        tile.chosen.connect(self._choose)
        tile.left.connect(self._control.leave_source)
        if (now := channel.now) is not None:
            tile.show_health(now)
        return tile

    def _choose(self, spec: str) -> None:
        if spec != self._control.bridge.spec:
            self._control.look_at(spec)
        self.left.emit()

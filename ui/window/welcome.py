"""The first-run page: what this is, what stays on the computer, and where the picture comes from."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.base.icons import icon
from ui.i18n.core import said
from ui.sources.picker import Cameras, ask_file, spec_of
from ui.widgets.basics import button, clear, label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from facecam.pipeline.engine import Health


class Welcome(Sheet):
    """Lies over the window until it is answered."""

    answered = Signal()

    def __init__(self, control: Control, cameras: Cameras, parent: QWidget) -> None:
        super().__init__(parent)
        self._control, self._cameras = control, cameras
        column = self.card(560, self.tr("Welcome to facecam"))
        for point in (
            (
                "live",
                self.tr("It names the people you showed it"),
                self.tr("and says unknown to everyone else. Show a face once: Enrol a person."),
            ),
            (
                "settings",
                self.tr("Everything stays on this computer"),
                self.tr("Faces are kept as numbers; pictures only where you say so."),
            ),
            (
                "help",
                self.tr("It is no lock"),
                self.tr("A photo held before the camera passes as the person. Do not guard anything with it."),
            ),
        ):
            column.addLayout(self._point(*point))
        column.addLayout(self._kept())
        column.addSpacing(4)
        self._question = label("", "heading")
        self._choices = QVBoxLayout()
        self._choices.setSpacing(8)
        column.addWidget(self._question)
        column.addLayout(self._choices)
        self._failure = ""
        """Why the source that is opened beneath gives no picture; the page covers where else that is said."""
        cameras.changed.connect(self._offer)
        control.bridge.source_changed.connect(self._offer)
        control.bridge.health.connect(self._follow)
        self._offer()
        self.lay()
        self.visits.setFocus()

    def _point(self, picture: str, head: str, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        sign = label(wrap=False)
        sign.setPixmap(icon(picture, "accent").pixmap(28, 28))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(head, "heading"))
        words.addWidget(label(text, "muted"))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _kept(self) -> QVBoxLayout:
        """What may be kept: asked before anything is."""
        settings = self._control.settings
        self.visits = QCheckBox(self.tr("Note who was seen and when; strangers too, to group them by face"))
        self.visits.setChecked(settings.keep_sightings)
        self.pictures = QCheckBox(
            self.tr("Keep small pictures of faces: of people who are enrolled, and of visits")
        )
        self.pictures.setChecked(settings.keep_pictures)
        boxes = QVBoxLayout()
        boxes.setSpacing(6)
        boxes.addWidget(label(self.tr("What may be kept?"), "heading"))
        boxes.addWidget(self.visits)
        boxes.addWidget(self.pictures)
        words = self.tr(
            "Visits are deleted after %Ln day(s). The settings change this.", "", settings.sightings_days
        )
        boxes.addWidget(label(words, "small"))
        return boxes

    def _offer(self) -> None:
        """What there is to choose from now."""
        clear(self._choices)
        if self._control.bridge.spec and not self._failure:
            self._question.hide()
            self._choices.addWidget(button(self.tr("Start"), self._leave, "primary"))
            return
        self._question.setText(self.tr("Where does the picture come from?"))
        self._question.show()
        if self._failure:
            self._choices.addWidget(label(self._failure, "problem"))
        present = self._cameras.present
        if not present:
            words = (
                self.tr("Looking for cameras...")
                if present is None
                else self.tr("No camera is plugged in; one is noticed at once.")
            )
            self._choices.addWidget(label(words, "muted"))
        for at, camera in enumerate(present or ()):
            open_it = functools.partial(self._open, spec_of(camera))
            self._choices.addWidget(button(camera.name, open_it, "primary" if at == 0 else "", "live"))
        row = QHBoxLayout()
        row.addWidget(
            button(self.tr("Demo clip"), lambda: self._open("demo"), "" if present else "primary", "play")
        )
        row.addWidget(button(self.tr("Video or image..."), lambda: ask_file(self.window(), self._open), "", "file"))
        holder = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        self._choices.addWidget(holder)

    def _follow(self, health: Health) -> None:
        failure = said(health.message) if health.state == "failed" else ""
        if failure != self._failure:
            self._failure = failure
            self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the first choice, as its colour says."""
        if keys.enter(event):
            first = next((one for one in self.findChildren(QPushButton) if one.property("kind") == "primary"), None)
            if first is not None:
                first.click()
        else:
            super().keyPressEvent(event)

    def _open(self, spec: str) -> None:
        self._leave()
        self._control.open_source(spec)

    def _leave(self) -> None:
        self._control.change(
            welcomed=True, keep_sightings=self.visits.isChecked(), keep_pictures=self.pictures.isChecked()
        )
        self.lift()
        self.answered.emit()
        self.deleteLater()

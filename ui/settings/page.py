"""The settings' page: cards of related things, in plain words."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from facecam import paths
from facecam.settings import Gpu, Settings, Theme
from ui import theme
from ui.control import Control
from ui.live.sources import Cameras, SourceButton
from ui.parts.basics import card, label, named, scrolled
from ui.parts.words import count
from ui.settings.strangers import StrangersCard

GPU_WORDS: dict[Gpu, str] = {
    "auto": "Use it where it works",
    "required": "Require it: no recognition without",
    "off": "Do not use it",
}
DAYS = (1, 7, 30, 90, 365, 3650)
THEME_WORDS: dict[Theme, str] = {"system": "As the system", "light": "Light", "dark": "Dark"}


class SettingsPage(QWidget):
    def __init__(self, control: Control, cameras: Cameras, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.strangers = StrangersCard(control)
        self.source = SourceButton(cameras)
        self.source.chosen.connect(control.open_source)
        self.mirror = QCheckBox("Show the picture as in a mirror")
        self.blur = QCheckBox("Blur everybody who is not known, here, in pictures and in recordings")
        self.record_boxes = QCheckBox("Show boxes and names in recordings")
        self.gpu = QComboBox()
        self.gpu.addItems([GPU_WORDS[choice] for choice in get_args(Gpu)])
        self.runs = label("", "small")
        self.keep_pictures = QCheckBox("Keep small pictures of faces: of people who are enrolled, and of visits")
        self.keep_sightings = QCheckBox("Note who was seen and when; strangers too, to group them by face")
        self.days = QComboBox()
        self.days.setAccessibleName("Days for which visits are kept")
        self.theme = QComboBox()
        self.theme.addItems([THEME_WORDS[choice] for choice in get_args(Theme)])
        self._build()
        self._connect()
        self._show(control.settings)
        self._show_provider()

    def _build(self) -> None:
        kept = card(
            label("What is kept", "heading"),
            self.keep_pictures,
            label("Without them nobody has a picture in the list, and a new model means enrolling again.", "small"),
            self.keep_sightings,
            self._row("and forget it after", self.days),
            label(f"All of it stays on this computer, in {paths.data_dir()}", "small"),
        )
        cards = (
            self.strangers,
            card(
                label("Picture", "heading"),
                self._row("Source", self.source),
                *(self.mirror, self.blur, self.record_boxes),
            ),
            kept,
            card(label("Graphics processor (GPU)", "heading"), self._row("Recognition", self.gpu), self.runs),
            card(label("Look", "heading"), self._row("Colours", self.theme)),
        )
        inside = named("page")
        inside.setMaximumWidth(theme.scaled(680))
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(14)
        column.addWidget(label("Settings", "title"))
        for one in cards:
            column.addWidget(one)
        column.addStretch()
        middle = named("page")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside)
        scrolled(middle, self)

    def _row(self, words: str, widget: QWidget) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(words, wrap=False))
        row.addStretch()
        row.addWidget(widget)
        widget.setMinimumWidth(theme.scaled(260))
        if not widget.accessibleName():
            widget.setAccessibleName(words)
        return made

    def _connect(self) -> None:
        change = self._control.change
        self.mirror.toggled.connect(lambda on: change(mirror=on))
        self.blur.toggled.connect(lambda on: change(blur=on))
        self.record_boxes.toggled.connect(lambda on: change(record_boxes=on))
        self.keep_pictures.toggled.connect(lambda on: change(keep_pictures=on))
        self.keep_sightings.toggled.connect(lambda on: change(keep_sightings=on))
        self.days.activated.connect(lambda at: change(sightings_days=self.days.itemData(at)))
        self.gpu.activated.connect(lambda at: change(gpu=get_args(Gpu)[at]))
        self.theme.activated.connect(lambda at: change(theme=get_args(Theme)[at]))
        self._control.settings_changed.connect(self._show)
        self._control.bridge.services_changed.connect(self._show_provider)
        self._control.bridge.health.connect(lambda health: self.source.show_source(health.source))

    def _show(self, settings: Settings) -> None:
        pairs: tuple[tuple[QCheckBox, bool], ...] = (
            (self.mirror, settings.mirror),
            (self.blur, settings.blur),
            (self.record_boxes, settings.record_boxes),
            (self.keep_pictures, settings.keep_pictures),
            (self.keep_sightings, settings.keep_sightings),
        )
        for box, on in pairs:
            with QSignalBlocker(box):
                box.setChecked(on)
        self.days.clear()
        for days in sorted({*DAYS, settings.sightings_days}):
            self.days.addItem(count(days, "day"), days)
        self.days.setCurrentIndex(self.days.findData(settings.sightings_days))
        self.days.setEnabled(settings.keep_sightings)
        self.gpu.setCurrentIndex(get_args(Gpu).index(settings.gpu))
        self.theme.setCurrentIndex(get_args(Theme).index(settings.theme))

    def _show_provider(self) -> None:
        services = self._control.bridge.services
        if services is None:
            return
        if (problem := services.problems.get("models")) is not None:
            self.runs.setText(str(problem))
        elif services.recognizer is not None:
            remark = services.recognizer.embedder.remark
            why = f": {remark}." if remark else "."
            self.runs.setText(f"Runs on the {services.recognizer.provider} now{why}")

"""The settings' page: cards of related things, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from facecam.base import paths
from facecam.base.settings import Settings
from facecam.store.names import fold
from facecam.store.people import PersonInfo, list_people
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.base.settings_journal import NOTED
from ui.i18n.core import said
from ui.i18n.words import count, whole
from ui.live.words import what_blur_misses
from ui.settings.encryption import EncryptionCard
from ui.settings.shape import Shape
from ui.settings.strangers import StrangersCard
from ui.settings.trusted import TrustedServers
from ui.sources.picker import Cameras, SourceButton
from ui.widgets.basics import Page, Unturned, button, card, label, named, scrolled

if TYPE_CHECKING:
    from facecam.pipeline.engine import Health

DAYS = (1, 7, 30, 90, 365, 3650)
AGREED = ("keep_pictures", "keep_clips")
"""What is kept by somebody's word is not given up, nor begun, with all the rest."""
CLIPS_MB = (100, 500, 2_000, 10_000)


class SettingsPage(Page):
    def __init__(self, control: Control, cameras: Cameras, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.strangers = StrangersCard(control)
        self.encryption = EncryptionCard(control)
        self.source = SourceButton(cameras)
        self.source.chosen.connect(control.open_source)
        self.shape = Shape(control)
        self.trusted = TrustedServers(control)
        self.mirror = QCheckBox(self.tr("Show the picture as in a mirror"))
        self.blur = QCheckBox(self.tr("Blur everybody who is not known, here, in pictures and in recordings"))
        self.record_boxes = QCheckBox(self.tr("Show boxes and names in recordings"))
        self.gpu = QComboBox()
        for words, gpu in (
            (self.tr("Use it where it works"), "auto"),
            (self.tr("Require it: no recognition without"), "required"),
            (self.tr("Do not use it"), "off"),
        ):
            self.gpu.addItem(words, gpu)
        self.runs = label("", "small")
        self.keep_pictures = QCheckBox(
            self.tr("Keep small pictures of faces: of people who are enrolled, and of visits")
        )
        self.keep_sightings = QCheckBox(self.tr("Note who was seen and when; strangers too, to group them by face"))
        self.keep_clips = QCheckBox(self.tr("Keep a short clip of each visit in front of a camera"))
        self.clips_mb = QComboBox()
        self.days = QComboBox()
        self.days.setAccessibleName(self.tr("Days for which visits are kept"))
        self.theme = QComboBox()
        for words, theme_ in (
            (self.tr("As the system"), "system"),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
        ):
            self.theme.addItem(words, theme_)
        self.language = QComboBox()
        self.language.addItem(self.tr("As the system"), "system")
        for words, language in (("English", "en"), ("Deutsch", "de"), ("Français", "fr")):
            self.language.addItem(words, language)
        self.recognise = QComboBox()
        self.default = button(
            self.tr("Back to the defaults"),
            self._back_to_defaults,
            "quiet",
            "undo",
            self.tr("Of all that this page shows; can be taken back"),
        )
        self._build()
        self._connect()
        self._show(control.settings)
        self._show_provider()

    def _build(self) -> None:
        kept = card(
            label(self.tr("What is kept"), "heading"),
            self.keep_pictures,
            label(
                self.tr("Without them nobody has a picture in the list, and a new model means enrolling again."),
                "small",
            ),
            self.keep_sightings,
            self._row(self.tr("and forget it after"), self.days),
            label(self.tr("Older visits are deleted at once when you choose less, and do not come back."), "small"),
            self.keep_clips,
            label(
                self.tr(
                    "The last 8 seconds: a face and what is around it, without sound. Other faces in it are "
                    "blurred, and strangers too while they are to be. A clip goes with its visit, is encrypted as "
                    "the faces are, and is forgotten with everybody who was there."
                ),
                "small",
            ),
            self._row(self.tr("All clips together have at most"), self.clips_mb),
            label(
                self.tr("All of it stays on this computer, in {folder}").format(folder=paths.data_dir()), "small"
            ),
        )
        cards = (
            self.strangers,
            card(
                label(self.tr("Whom to name"), "heading"),
                self._row(self.tr("Names are given to"), self.recognise),
                label(self.tr("Everybody else is unknown. Groups are made among the people."), "small"),
            ),
            card(
                label(self.tr("Picture"), "heading"),
                self._row(self.tr("Source"), self.source),
                self._row(self.tr("Its shape"), self.shape),
                self.trusted,
                *(self.mirror, self.blur, label(what_blur_misses(), "small"), self.record_boxes),
            ),
            card(
                label(self.tr("Look"), "heading"),
                self._row(self.tr("Colours"), self.theme),
                self._row(self.tr("Language"), self.language),
            ),
            kept,
            self.encryption,
            card(
                label(self.tr("Graphics processor (GPU)"), "heading"),
                self._row(self.tr("Recognition"), self.gpu),
                self.runs,
            ),
        )
        inside = named("page")
        inside.setMaximumWidth(theme.scaled(680))
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Settings"), "title", wrap=False))
        head.addStretch()
        head.addWidget(self.default)
        column.addLayout(head)
        for one in cards:
            column.addWidget(one)
        column.addStretch()
        self._scroll = scrolled(inside, self)

    def _back_to_defaults(self) -> None:
        self._control.change(**{name: getattr(Settings(), name) for name in NOTED if name not in AGREED})
        words = self.tr("Settings are at their defaults, but for what you agreed may be kept. {key} takes it back.")
        self._control.said.emit(words.format(key=keys.written("undo")))

    def show_language(self) -> None:
        self.language.setFocus()
        QTimer.singleShot(0, self._scroll, lambda: self._scroll.ensureWidgetVisible(self.language))

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
        self.keep_clips.toggled.connect(lambda on: change(keep_clips=on))
        self.clips_mb.activated.connect(lambda at: change(clips_mb=self.clips_mb.itemData(at)))
        self.days.activated.connect(lambda at: change(sightings_days=self.days.itemData(at)))
        self.gpu.activated.connect(lambda at: change(gpu=self.gpu.itemData(at)))
        unturned = Unturned(self)
        for turned in (
            *(self.shape, self.recognise, self.days, self.clips_mb, self.gpu, self.theme, self.language),
            self.strangers.slider,
        ):
            turned.installEventFilter(unturned)
        self.recognise.activated.connect(lambda at: change(recognise=self.recognise.itemData(at)))
        self.theme.activated.connect(lambda at: change(theme=self.theme.itemData(at)))
        self.language.activated.connect(lambda at: change(language=self.language.itemData(at)))
        self._control.settings_changed.connect(self._show)
        self._control.bridge.runtime_changed.connect(self._show_provider)
        self._control.bridge.health.connect(self._show_source)

    def showEvent(self, event: QShowEvent) -> None:
        self._control.read(list_people, self._fill_groups)

    def _fill_groups(self, people: list[PersonInfo]) -> None:
        names = {fold(group): group for one in people for group in one.groups}
        groups = [(names[key],) for key in sorted(names)]
        chosen = self._control.settings.recognise
        self.recognise.clear()
        for value in dict.fromkeys([(), *groups, chosen]):
            self.recognise.addItem(", ".join(value) or self.tr("Everybody"), value)
        self._show_groups(chosen)

    def _show_groups(self, chosen: tuple[str, ...]) -> None:
        at = next((at for at in range(self.recognise.count()) if self.recognise.itemData(at) == chosen), 0)
        self.recognise.setCurrentIndex(at)

    def _show_source(self, health: Health) -> None:
        self.source.show_source(health.source)

    def _show(self, settings: Settings) -> None:
        pairs: tuple[tuple[QCheckBox, bool], ...] = (
            (self.mirror, settings.mirror),
            (self.blur, settings.blur),
            (self.record_boxes, settings.record_boxes),
            (self.keep_pictures, settings.keep_pictures),
            (self.keep_sightings, settings.keep_sightings),
            (self.keep_clips, settings.keep_clips),
        )
        for box, on in pairs:
            with QSignalBlocker(box):
                box.setChecked(on)
        self._show_groups(settings.recognise)
        self.days.clear()
        for days in sorted({*DAYS, settings.sightings_days}):
            self.days.addItem(count(days, "day"), days)
        self.days.setCurrentIndex(self.days.findData(settings.sightings_days))
        self.days.setEnabled(settings.keep_sightings)
        self.clips_mb.clear()
        for size in sorted({*CLIPS_MB, settings.clips_mb}):
            self.clips_mb.addItem(self.tr("{number} MB").format(number=whole(size)), size)
        self.clips_mb.setCurrentIndex(self.clips_mb.findData(settings.clips_mb))
        self.keep_clips.setEnabled(settings.keep_sightings)
        self.clips_mb.setEnabled(settings.keep_sightings and settings.keep_clips)
        for choices, value in (
            (self.gpu, settings.gpu), (self.theme, settings.theme), (self.language, settings.language)
        ):  # fmt: skip
            choices.setCurrentIndex(choices.findData(value))

    def _show_provider(self) -> None:
        runtime = self._control.bridge.runtime
        if runtime is None:
            return
        if (problem := runtime.problems.get("models")) is not None:
            self.runs.setText(said(problem.told))
        elif runtime.recognizer is not None:
            remark = said(runtime.recognizer.embedder.remark)
            words = (
                self.tr("Runs on the {processor} now: {remark}.")
                if remark
                else self.tr("Runs on the {processor} now.")
            )
            self.runs.setText(words.format(processor=runtime.recognizer.provider, remark=remark))

"""The models' page: a card a model, and what is going on while one is changed for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.base import theme
from ui.base.control import Control
from ui.base.effects import busy
from ui.i18n import core
from ui.i18n.words import decimal
from ui.models.card import ModelCard, Row
from ui.models.naming import Naming
from ui.models.switching import Switching
from ui.models.trying import Trying
from ui.widgets.basics import Page, button, card, label, named, scrolled

if TYPE_CHECKING:
    from facecam.store.database import Database
    from facecam.tasks.model_change import Outlook
    from facecam.tasks.model_comparison import ModelComparison
    from facecam.vision.manifest import ModelEntry

SETTLE_MS = 150


class ModelsPage(Page):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.switching = Switching(control, self)
        self.trying = Trying(control, self)
        self.cards: list[ModelCard] = []
        self._outlooks: dict[str, Outlook] = {}
        """By the model's name."""
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self._build()
        self._connect()
        self.naming: Naming | None = None
        """None where there is no classifier."""
        control.run(_rows, self._fill, self._complain)
        control.run(_classifiers, self._offer, self._complain)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def _fill(self, rows: list[Row]) -> None:
        for row in rows:
            made = ModelCard(row)
            made.wanted.connect(self.switching.use)
            made.measure.connect(self._measure)
            self.cards.append(made)
            self._list.addWidget(made)
        self._alone.setVisible(len(rows) < 2)
        self._ask()

    def _offer(self, classifiers: list[ModelEntry]) -> None:
        if classifiers:
            self.naming = Naming(self._control, classifiers)
            self._under.addWidget(self.naming)

    def _complain(self, error: Exception) -> None:
        self._problem.setText(self._control.explain(error))
        self._problem.show()

    # What the samples say

    def _ask(self) -> None:
        entries = [one.row.entry for one in self.cards]
        if entries:
            self._control.read(lambda database: _look_out(database, entries), self._take)

    def _take(self, outlooks: dict[str, Outlook]) -> None:
        self._outlooks = outlooks
        self._show()

    def _show(self) -> None:
        runtime = self._control.bridge.runtime
        recognizer = runtime.recognizer if runtime is not None else None
        problem = runtime.problems.get("models") if runtime is not None else None
        self._problem.setText(core.said(problem.told if problem is not None else None))
        self._problem.setVisible(problem is not None)
        used = recognizer.embedder.name if recognizer is not None else ""
        to = self.switching.to
        for one in self.cards:
            name = one.row.entry.name
            one.show_state(name == used, self._outlooks.get(name), to is not None or self.trying.on)
        self._going.setVisible(to is not None or self.trying.on)
        bringing = self.tr("Bringing the samples over to {model}...").format(model=to.name if to else "")
        self._going_words.setText(bringing if to else self.tr("Trying the models on your pictures..."))
        self.try_folder.setEnabled(to is None and not self.trying.on)

    def _progress(self, done: int, number: int) -> None:
        self._bar.setMaximum(max(number, 1))
        self._bar.setValue(done)

    def _began_or_ended(self) -> None:
        busy(self._bar)
        self._cancel.setEnabled(True)
        self._show()
        self._settle.start()

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self.switching.cancel()
        self.trying.cancel()

    # On one's own pictures

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("A folder with a folder of pictures for each person")
        )
        if folder:
            self.trying.start(folder)

    def _show_trials(self, trials: list[ModelComparison]) -> None:
        for trial in trials:
            for one in self.cards:
                if one.row.entry.name == trial.model:
                    one.show_trial(trial)

    # How quick

    def _measure(self, entry: ModelEntry) -> None:
        gpu = self._control.settings.gpu

        def work() -> str:
            from facecam.vision import open_embedder
            from facecam.vision.latency import latency_ms

            embedder = open_embedder(entry.name, gpu)
            words = self.tr("{ms} ms a face on the {processor}, while everything else goes on")
            return words.format(ms=decimal(latency_ms(embedder), 1), processor=embedder.provider)

        made = next(one for one in self.cards if one.row.entry is entry)

        def fail(error: Exception) -> None:
            made.show_unmeasured()
            self._control.fail(error)

        self._control.compute(work, made.show_speed, fail)

    # How it is built

    def _build(self) -> None:
        self._problem = label("", "problem")
        self._problem.hide()
        self.try_folder = button(
            self.tr("Try them on your pictures..."),
            self._choose_folder,
            tip=self.tr("Choose a folder with a folder of pictures for each person; nothing of them is kept"),
        )
        self._going_words = label("", "heading")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Samples that have come over"))
        self._cancel = button(
            self.tr("Cancel"), self._stop, tip=self.tr("Nothing is changed before all of them are ready")
        )
        going = QHBoxLayout()
        going.setSpacing(14)
        going.addWidget(self._bar, 1)
        going.addWidget(self._cancel)
        self._going = card(self._going_words)
        inner = self._going.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(going)
        self._going.hide()
        self._alone = label(
            self.tr(
                "There is no other model yet: those that are put into the folder `models`, with its list, appear "
                "here."
            ),
            "muted",
        )
        self._alone.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(14)
        inside = named("page")
        inside.setMaximumWidth(theme.scaled(820))
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Models"), "title", wrap=False), 1)
        head.addWidget(self.try_folder)
        column.addLayout(head)
        said = label(
            self.tr(
                "What turns a face into numbers. Another model needs numbers of its own: they are made anew from "
                "the pictures that were kept, and until all are there the old model goes on."
            ),
            "muted",
        )
        for widget in (said, self._problem, self._going):
            column.addWidget(widget)
        column.addLayout(self._list)
        self._under = QVBoxLayout()
        column.addLayout(self._under)
        column.addWidget(self._alone)
        column.addStretch()
        scrolled(inside, self)

    def _connect(self) -> None:
        control = self._control
        for work in (self.switching, self.trying):
            work.progress.connect(self._progress)
            work.changed.connect(self._began_or_ended)
        self.trying.tried.connect(self._show_trials)
        control.news.connect(self._settle.start)


def _rows() -> list[Row]:
    from facecam.vision.manifest import load_manifest

    return [Row(one, one.path.stat().st_size if one.path.exists() else None) for one in load_manifest().embedders]


def _classifiers() -> list[ModelEntry]:
    from facecam.vision.manifest import load_manifest

    return list(load_manifest().classifiers)


def _look_out(database: Database, entries: list[ModelEntry]) -> dict[str, Outlook]:
    from facecam.tasks.model_change import outlook

    return {entry.name: outlook(database, entry.space) for entry in entries}

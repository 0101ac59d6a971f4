"""The live page: picture, controls, panel, and what happens when a face is chosen."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facecam.base.errors import CertificateError, FacecamError
from facecam.base.types import Frame, FrameResult, State
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.announcing import announce
from ui.base.control import Control
from ui.i18n.core import said
from ui.i18n.words import short
from ui.live.actions import Actions
from ui.live.arrivals import Arrivals
from ui.live.detail import Detail
from ui.live.enrol_recent import EnrolRecent
from ui.live.motion import Shown
from ui.live.overlay import Action, Overlay, title
from ui.live.panel import InView
from ui.live.playback import PlaybackBar
from ui.live.recent import Recent
from ui.live.recordbutton import RecordButton
from ui.live.recording import Recording
from ui.live.renaming import Renaming
from ui.live.snapshot import save_picture
from ui.live.view import FrameView
from ui.live.why import Why
from ui.sources.picker import Cameras, SourceButton, ask_file
from ui.widgets.avatar import to_image
from ui.widgets.basics import Page, button, named, scrolled, tool
from ui.widgets.contextmenu import offer

if TYPE_CHECKING:
    from facecam.pipeline.engine import Health

PANEL_MS = 150
"""The panel is brought up to date this often at most: words that flicker cannot be read. Results of meanwhile are
shown together."""


NARROWER = ("", "side buttons", "person", "fullscreen", "source", "record")
"""What is left out, in this order, of the words and buttons under a picture that is not wide enough. Each of them
has a key, and is in a menu."""

LEFT_MS = 6_000
"""A chosen face that has left is put away after this long, unless its name is being written."""


class LivePage(Page):
    enrol_asked = Signal(int)
    """Enrol somebody step by step; the track of the face, or 0."""
    add_samples_asked = Signal(int, str)
    """More samples of a person."""
    forget_asked = Signal(int, str)
    fullscreen_asked = Signal()

    _chosen = Signal()

    def __init__(
        self, control: Control, cameras: Cameras, recording: Recording, parent: QWidget | None = None
    ) -> None:
        """`recording` goes on when the page is made anew."""
        super().__init__(parent)
        self._control = control
        self._cameras = cameras
        self.view = self.first = FrameView()
        self.recent = Recent()
        self._arrivals = Arrivals(self)
        self._arrivals.said.connect(lambda words: announce(self.view, words))
        self.frozen = False
        self._still = False
        self._ended = False
        self._pictures: dict[int, QPixmap] = {}
        self._pictured: dict[int, object] = {}
        self._space = ""
        """The model whose faces `recent` has."""
        self._learned = 0
        """The track that was named last on the panel."""
        self._panel_due = QTimer(self, singleShot=True, interval=PANEL_MS)
        self._panel_due.timeout.connect(self._fill_panel)
        self._chosen_seen = QElapsedTimer()
        self._chosen_seen.start()
        self._overlay = Overlay(self.view)
        self._alone = False
        """The picture fills the screen."""
        self._idle: Callable[[LivePage], None] | None = None
        """What says why there is no source."""
        self._ice = QLabel(self.tr("Frozen. Space goes on."), self.view)
        self._ice.setStyleSheet(
            "background: rgba(13, 14, 17, 215); color: white; border-radius: 14px; padding: 6px 14px;"
        )
        self._ice.hide()
        above = QVBoxLayout(self.view)
        above.setContentsMargins(0, 14, 0, 0)
        above.addWidget(self._ice, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._in_view = InView()
        self._detail = Detail()
        self._why = Why(control, self.recent)
        self._enrol_recent = EnrolRecent(control, self.recent, self._detail)
        self._renaming = Renaming(control, self._detail)
        self.extra_actions = Actions(control, recording, self)
        self._build()
        self._connect()
        self._allow()
        self._follow(control.settings)

    # What comes in

    def show_frame(self, frame: Frame) -> None:
        if not self.frozen:
            first = self.view.frame is None
            self.view.show_frame(frame)
            if first:
                self._allow()

    def show_result(self, result: FrameResult) -> None:
        self.recent.add(result)
        self._arrivals.see(result)
        if self.frozen:
            self.view.decide(result)
        else:
            self._number(result)
            self.view.show_result(result)
        if not self._panel_due.isActive():
            self._panel_due.start()  # the last result before a pause is shown, too

    def show_health(self, health: Health) -> None:
        """Words over the picture wherever it does not move."""
        self.source.show_source(health.source)
        state = str(health.state)
        still = state == "ended" and self.view.frame is not None and self.view.frame.index == 0
        self._still, self._ended = still, state == "ended" and not still
        dimmed = state != "live" and not still
        if dimmed != self.view.dimmed:
            self.view.dimmed = dimmed
            self._fill_panel()  # who was in a picture that is lost is not in view
        self._allow()
        if state in ("live",) or still:
            self._overlay.hide()
        else:
            known = state == "ended" or health.message.id == "Opening {source}"  # the title says so
            told = "" if known else said(health.message)
            self._overlay.say(title(state, short(health.source)), told, self._remedies(state, health.error))
        self.view.update()

    def _allow(self) -> None:
        """There is something to photograph, to film, and to enrol from."""
        seen = self.view.frame is not None and not self.view.dimmed
        self.enrol.setEnabled(seen)
        self.snap.setEnabled(seen)
        self.record.setEnabled(seen or self.extra_actions.recording.on)

    def show_searching(self) -> None:
        """No source was named: the first camera is looked for."""
        self._idle = LivePage.show_searching
        self._overlay.say(self.tr("Looking for a camera..."), "")

    def show_safe(self) -> None:
        """No source is opened by itself."""
        self._idle = LivePage.show_safe
        text = self.tr(
            "Default settings, no source, no graphics processor; nothing is changed. Open a source to test it."
        )
        self._overlay.say(self.tr("Safe mode"), text, self._remedies("failed")[1:])

    def show_no_camera(self) -> None:
        self._idle = LivePage.show_no_camera
        text = self.tr("Plug one in: it is noticed at once. Or see how it works with the demo clip.")
        self._overlay.say(self.tr("No camera is plugged in"), text, self._remedies("failed")[1:])

    def show_nothing(self) -> None:
        self._idle = LivePage.show_nothing
        self._overlay.say(
            self.tr("Nothing is watched"), self.tr("Choose a source below."), self._remedies("failed")[1:]
        )

    def leave_source(self, spec: str) -> None:
        """Another one is being opened: nothing of the old one stays."""
        self.view.clear()
        self._allow()
        self.recent.clear()
        self._arrivals.forget()
        self._pictures.clear()
        self._pictured.clear()
        self._learned = 0
        self.view.order = []
        self._choose(0)
        self.freeze(False)
        self.source.show_source(spec)
        if self.isVisible() and not isinstance(QApplication.focusWidget(), QLineEdit):
            self.view.setFocus()  # it was opened by a menu or a button: the keys of the picture are wanted now
        if spec:
            self._idle = None
            self._overlay.say(title("opening", short(spec)), "")
        else:
            self.show_nothing()

    def take_over(self, before: LivePage) -> None:
        """Go on where another page was, which said it all in another language."""
        if before.panel.isHidden():
            self.fold_panel()
        if before._idle is not None:
            before._idle(self)
        elif (channel := self._control.bridge.channels.get(self._control.bridge.spec)) is not None:
            if channel.newest_frame is not None:
                self.show_frame(channel.newest_frame)
            if channel.newest_result is not None:
                self.show_result(channel.newest_result)
            if channel.now is not None:
                self.show_health(channel.now)
        self.freeze(before.frozen)

    # What a person does

    def freeze(self, on: bool) -> None:
        self.frozen = on
        if on:
            self.view.stay()
        self._show_ice()

    def fill_screen(self, on: bool) -> None:
        """Show the picture alone, or what belongs to it, too."""
        self._alone = on
        self.controls.setVisible(not on)
        self.panel.setVisible(not on and self.fold.isChecked())
        self._show_ice()

    def _show_ice(self) -> None:
        """Why the picture stands; of a film its bar says so, unless the picture is alone."""
        self._ice.setVisible(self.frozen or (self._alone and self.playback.paused))
        self._ice.raise_()

    def choose_number(self, number: int) -> None:
        """The face that carries this number."""
        if number <= len(self.view.order):
            self._choose(self.view.order[number - 1])

    def put_away(self) -> None:
        """No face is chosen any more."""
        self._choose(0)

    def fold_panel(self) -> None:
        self.panel.setVisible(self.panel.isHidden())
        self.fold.setChecked(not self.panel.isHidden())

    def snapshot(self) -> None:
        """Save the picture as the camera gave it, strangers blurred where the settings say so."""
        save_picture(self._control, self.view.picture)

    def ask_why(self) -> None:
        """Why the chosen face has its name; of a lone face also where none was chosen."""
        if self._detail.face is None and len(self.view.order) == 1:
            self.choose_number(1)
        if self._detail.face is None:
            self._control.said.emit(self.tr("Choose a face first: click it, or press its number."))
            return
        if not self.panel.isVisible() and self.controls.isVisible():
            self.fold_panel()
        self._why.turn()

    def name_chosen(self) -> None:
        self._detail.edit_name()

    def not_them(self) -> None:
        """The chosen face is not who it says."""
        self._detail.say_not_them()

    # How it is built

    def _build(self) -> None:
        self.source = SourceButton(self._cameras)
        self.enrol = button(
            self.tr("Enrol a person"), lambda: self.enrol_asked.emit(0), "primary", "enrol", keys.tip("enrol")
        )
        self.snap = button(self.tr("Snapshot"), self.snapshot, "", "snapshot", keys.tip("snapshot"))
        self.snap.setAccessibleName(self.tr("Snapshot"))
        self.record = RecordButton(self.extra_actions.recording)
        self.fill = tool("fullscreen", self.tr("Fill the screen"), keys.tip("fullscreen"))
        self.fold = tool("panel", self.tr("Panel"), keys.tip("panel"))
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.playback = PlaybackBar(self._control)
        self.controls = named("controls")
        self._rows = rows = QVBoxLayout(self.controls)
        rows.setContentsMargins(8, 9, 8, 9)
        rows.setSpacing(9)
        rows.addWidget(self.playback)
        self._row = row = QHBoxLayout()
        row.setSpacing(5)
        rows.addLayout(row)
        row.addWidget(self.source)
        row.addStretch(1)
        row.addWidget(self.enrol)
        row.addWidget(self.snap)
        row.addWidget(self.record)
        row.addStretch(1)
        row.addWidget(self.extra_actions.button())
        row.addWidget(self.fill)
        row.addWidget(self.fold)
        inside = named("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 16, 12, 16)
        column.setSpacing(18)
        column.addWidget(self._in_view)
        column.addWidget(self._detail)
        column.addWidget(self._why)
        column.addStretch(1)
        self.panel = named("panel")
        self.panel.setFixedWidth(theme.scaled(316))
        self._scroll = scrolled(inside, self.panel)
        self._in_view.after = self.fold
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.view, 1)
        left.addWidget(self.controls)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.panel)

    def _connect(self) -> None:
        control, detail = self._control, self._detail
        self.view.installEventFilter(self)
        self.view.face_clicked.connect(self._choose)
        self._in_view.chosen.connect(self._choose)
        offer(self.view, lambda at: self._about(self.view.track_at(at.toPointF())))
        offer(self._in_view, lambda at: self._about(self._in_view.track_at(at)))
        self.source.chosen.connect(control.open_source)
        self._enrol_recent.learned.connect(self._note_learned)
        self.extra_actions.recording.changed.connect(self._fit)
        self.fill.clicked.connect(self.fullscreen_asked)
        self.extra_actions.turned.connect(self._turned)
        self.playback.turned.connect(self._show_ice)
        self.extra_actions.repeat.triggered.connect(self._repeat)
        self.fold.clicked.connect(self.fold_panel)
        self._why.opened.connect(self._show_why, Qt.ConnectionType.QueuedConnection)
        detail.enrol.connect(self.enrol_asked)
        detail.add_samples.connect(self.add_samples_asked)
        detail.forget.connect(self.forget_asked)
        detail.removed.connect(control.remove)
        detail.not_them.connect(self._correct)
        detail.question.answered.connect(lambda *_: self.view.setFocus())
        detail.asked.connect(self._show_chosen, Qt.ConnectionType.QueuedConnection)
        self._chosen.connect(self._show_chosen, Qt.ConnectionType.QueuedConnection)
        control.settings_changed.connect(self._follow)
        control.bridge.frame.connect(self.show_frame)
        control.bridge.result.connect(self.show_result)
        control.bridge.health.connect(self.show_health)
        control.bridge.source_changed.connect(self.leave_source)
        control.bridge.runtime_changed.connect(self._follow_model)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not a shortcut of the window: on a button that has the focus, Space presses it.
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._control.settled:
            if self.playback.plays and not self.frozen:
                self.playback.turn()
            else:
                self.freeze(not self.frozen and self.view.frame is not None)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._overlay.place()
            self.freeze(self.frozen)
            self._fit()
        return False

    def _fit(self) -> None:
        """Where there is little room buttons lose words, one after the other, and none is cut."""
        for level in range(len(NARROWER)):
            self._be_narrow(level)
            if self._needed() <= self.view.width():
                break

    def _needed(self) -> int:
        """Pixels that the buttons take with all their words."""
        margins = self._rows.contentsMargins()
        shown = [part for part in self.controls.findChildren(QAbstractButton) if not part.isHidden()]
        row = [part.sizeHint().width() for part in shown if part.parent() is self.controls]
        return sum(row) + (len(row) + 1) * self._row.spacing() + margins.left() + margins.right()

    def _be_narrow(self, level: int) -> None:
        """As many of `NARROWER` as that."""
        without = set(NARROWER[1 : level + 1])
        self.snap.setText("" if "side buttons" in without else self.tr("Snapshot"))
        self.record.be_narrow("side buttons" in without)
        self.enrol.setText(self.tr("Enrol") if "person" in without else self.tr("Enrol a person"))
        self.fill.setVisible("fullscreen" not in without)
        self.source.be_narrow("source" in without)
        self.record.setVisible("record" not in without or self.extra_actions.recording.on)

    # Faces

    def _number(self, result: FrameResult) -> None:
        """Numbers stay with their faces as long as these are there."""
        here = [face.track for face in result.faces if face.track is not None]
        kept = [track for track in self.view.order if track in here]
        self.view.order = kept + sorted(track for track in here if track not in kept)

    def _fill_panel(self) -> None:
        faces = {} if self.view.dimmed else {face.track: face for face in self.view.shown()}
        for track in self._pictures.keys() - faces.keys() - {self.view.selected}:
            del self._pictures[track], self._pictured[track]
        for track in faces:
            best = self.recent.best(track)
            if best is not None and best.crop is not None and self._pictured.get(track) is not best:
                self._pictured[track] = best
                self._pictures[track] = QPixmap.fromImage(to_image(best.crop))
        self._keep_choice(faces)
        in_order = [faces[track] for track in self.view.order if track in faces]
        self._in_view.show_faces(in_order, self._uncovered(in_order), self.view.selected)
        self.view.setAccessibleDescription(self.tr("In the picture: {people}").format(people=self.view.describe()))
        chosen = self._detail.face
        self._why.show_face(chosen if chosen is None else faces.get(chosen.track, chosen))
        if chosen is None:
            return
        if (now := faces.get(chosen.track)) is not None:
            self._chosen_seen.restart()
        elif chosen.track == self._learned:
            self._choose(0)
            return
        within = self._writing()
        if self._chosen_seen.hasExpired(LEFT_MS) and not within:
            self._choose(0)
        else:
            self._detail.show_face(now or chosen, self._pictures.get(chosen.track), now is not None)
        if within and not self._writing():
            self.view.setFocus()  # what had it is hidden now, and Qt would hand it to whatever comes next

    def _show_chosen(self) -> None:
        """Below a crowd: bring what is said about the chosen face into the panel, as much as has room."""
        bar, top = self._scroll.verticalScrollBar(), self._detail.y()
        end = top + self._detail.height() - self._scroll.viewport().height()
        bar.setValue(min(max(bar.value(), end), top))

    def _show_why(self) -> None:
        """Bring the answer into the panel, from its top."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(min(self._why.y(), bar.maximum()))

    def _uncovered(self, faces: list[Shown]) -> dict[int, QPixmap]:
        """The small pictures that may be shown: a stranger's only where nobody is blurred, or who was chosen."""
        if not self.view.blur:
            return self._pictures
        clear = {face.track for face in faces if face.decision.state is State.KNOWN} | {self.view.selected}
        return {track: picture for track, picture in self._pictures.items() if track in clear}

    def _writing(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self._detail.isAncestorOf(focus)

    def _keep_choice(self, faces: dict[int, Shown]) -> None:
        """A known face that comes back is still the chosen one."""
        chosen = self._detail.face
        if chosen is None or chosen.track in faces or chosen.decision.person is None:
            return
        again = [face.track for face in faces.values() if face.decision.person == chosen.decision.person]
        if again:
            self._choose(again[0])

    def _choose(self, track: int) -> None:
        self.view.selected = track
        face = next((face for face in self.view.shown() if face.track == track), None)
        self._detail.show_face(face, self._pictures.get(track))
        self._chosen_seen.restart()
        self.view.update()
        if face is not None and not self.panel.isVisible() and self.controls.isVisible():
            self.fold_panel()
        self._fill_panel()
        if face is not None and face.decision.state is not State.KNOWN:
            self._detail.ask_name()
        if face is not None:
            self._chosen.emit()

    def _about(self, track: int) -> list[QPushButton]:
        """Choose a face, for what can be done with it."""
        if not track:
            return []
        self._choose(track)
        return self._detail.buttons()

    def _note_learned(self, track: int) -> None:
        """Once that face has left, the panel would go on asking who it is."""
        self._learned = track
        self._fill_panel()

    # What can be done

    def _correct(self, person: int, track: int) -> None:
        """That face is not this person's: how it looked of late says what not to take for them."""
        from facecam.operations import NotThisPerson

        runtime, looks = self._control.bridge.runtime, self.recent.good(track)
        if runtime is None or runtime.recognizer is None or not looks:
            self._control.failed.emit(
                self.tr("There is no good picture of this face: look at the camera and try again.")
            )
        else:
            space = runtime.recognizer.embedder.space
            self._control.apply(NotThisPerson(person, np.stack(looks), space))

    def _remedies(self, state: str, error: FacecamError | None = None) -> tuple[Action, ...]:
        again: Action = (self.tr("Play again") if state == "ended" else self.tr("Try again"), self._again, "")
        file: Action = (self.tr("Open a file..."), lambda: ask_file(self.window(), self._control.open_source), "")
        demo: Action = (self.tr("Demo clip"), lambda: self._control.open_source("demo"), "")
        if state == "ended":
            return (again, file)
        if isinstance(error, CertificateError):
            trust = functools.partial(self._control.trust, error.server, error.fingerprint)
            return (again, (self.tr("Trust this certificate"), trust, "primary"))
        return (again, file, demo) if state == "failed" else ()

    def _turned(self) -> None:
        """Of a picture that stands still no other comes by itself."""
        if self._still:
            self._again()

    def _repeat(self, on: bool) -> None:
        """A video that has ended already is played again, too."""
        if on and self._ended:
            self._again()

    def _again(self) -> None:
        self._control.bridge.open(self._control.bridge.spec)

    def _follow_model(self) -> None:
        """What an older model saw cannot be enrolled with, or explained by, another one."""
        runtime = self._control.bridge.runtime
        if runtime is None or runtime.recognizer is None:
            return
        space = runtime.recognizer.embedder.space
        if self._space and space != self._space:
            self.recent.clear()
        self._space = space

    def _follow(self, settings: object) -> None:
        self.view.mirror = self._control.settings.mirror
        if self.view.blur != self._control.settings.blur:
            self.view.blur = self._control.settings.blur
            self._fill_panel()  # strangers leave it, too
        self.view.update()

"""Find by face: a picture is given, and the history shows when that face was here, whoever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facecam.store.visits import VisitInfo
from ui.base.control import Control
from ui.history import words
from ui.i18n.core import said
from ui.i18n.words import about, count, decimal, why_this_line
from ui.widgets.avatar import Avatar, to_image
from ui.widgets.basics import button, label
from ui.widgets.given import Given, read
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.base.types import Vector
    from facecam.pipeline.recognizer import Recognizer
    from facecam.store.database import Database
    from facecam.tasks.face_search import FaceSearch
    from facecam.tasks.verification import Side


class Finder(QObject):
    """Looks at the picture, then through the visits, both off the GUI thread. The newest question counts."""

    began = Signal(str)
    """What is looked at, in a sentence."""
    found = Signal(object, object, str)
    """The `FaceSearch`, the face's picture (`QPixmap` or None), and a remark about the picture that was given."""
    failed = Signal(str)
    """Why nothing can be found."""

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._asked = 0

    def stop(self) -> None:
        """No answer is wanted any more."""
        self._asked += 1

    def look(self, given: Given) -> None:
        """For the main face of a picture."""
        from facecam.tasks.verification import look

        if (recognizer := self._recognizer()) is None:
            return
        asked = self._begin(self.tr("Looking at {name}...").format(name=given.name))

        def seen(side: Side) -> None:
            if asked != self._asked:
                return
            remark = said(side.remark) if side.remark is not None else ""
            if side.face is None or side.face.embedding is None:
                self.failed.emit(remark)
            else:
                crop = side.face.crop
                picture = None if crop is None else QPixmap.fromImage(to_image(crop))
                self._search(asked, recognizer, side.face.embedding, picture, remark)

        self._control.compute(lambda: look(recognizer, read(given), given.name), seen, self._fail(asked))

    def look_for(self, visit: VisitInfo, picture: QPixmap | None) -> None:
        """For the face that a visit was of; `picture`: the one that was kept of it."""
        from facecam.tasks.face_search import face_of

        if (recognizer := self._recognizer()) is None:
            return
        asked = self._begin(self.tr("Looking for this face..."))
        embedder = recognizer.embedder
        self._control.read(
            lambda database: face_of(database, visit.id, embedder.space, embedder.dimension),
            lambda vector: self._search(asked, recognizer, vector, picture, ""),
            self._fail(asked),
        )

    def _begin(self, sentence: str) -> int:
        self._asked += 1
        self.began.emit(sentence)
        return self._asked

    def _search(
        self, asked: int, recognizer: Recognizer, vector: Vector, picture: QPixmap | None, remark: str
    ) -> None:
        from facecam.tasks.face_search import find_face

        runtime = self._control.bridge.runtime
        if asked != self._asked or runtime is None or runtime.matcher is None:
            return
        calibration, fpir = runtime.matcher.calibration, runtime.matcher.fpir

        def search(database: Database) -> FaceSearch:
            return find_face(database, vector, recognizer.embedder.space, calibration, fpir)

        def answer(outcome: FaceSearch) -> None:
            if asked == self._asked:
                self.found.emit(outcome, picture, remark)

        self._control.later(search, answer, self._fail(asked))

    def _recognizer(self) -> Recognizer | None:
        runtime = self._control.bridge.runtime
        if runtime is None or runtime.recognizer is None:
            self.failed.emit(self.tr("The models are not open yet. Wait a moment and try again."))
            return None
        return runtime.recognizer

    def _fail(self, asked: int) -> _Fails:
        return _Fails(self, asked)


class _Fails:
    """Tells what went wrong, where the answer is still wanted."""

    def __init__(self, finder: Finder, asked: int) -> None:
        self._finder, self._asked = finder, asked

    def __call__(self, error: Exception) -> None:
        if self._asked == self._finder._asked:
            self._finder.failed.emit(self._finder._control.explain(error))


class FoundFace(QFrame):
    """Whose visits are shown, and what that is worth."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._avatar = Avatar(56)
        self.title = label("", "heading")
        self.promise = label("", "small")
        self._close = button(
            self.tr("All visits"), self.closed.emit, "quiet", "close", self.tr("Show all visits again")
        )
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.title)
        lines.addWidget(self.promise)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(14)
        row.addWidget(self._avatar)
        row.addLayout(lines, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def wait(self, sentence: str) -> None:
        self._say(sentence, "")
        self._avatar.show_person("")

    def complain(self, sentence: str) -> None:
        self._say(self.tr("This face cannot be looked for"), sentence)
        self._avatar.show_person("")

    def show_found(self, found: FaceSearch, picture: QPixmap | None, remark: str) -> None:
        self._avatar.show_person("", picture)
        number = len(found.visits)
        if not found.compared:
            title = self.tr("No visit has a face to compare with")
        elif not number:
            title = self.tr("This face was not here")
        else:
            first, last = found.visits[-1], found.visits[0]
            days = dict.fromkeys(words.day(words.local_day(one.started), within=True) for one in (first, last))
            title = self.tr("This face was here: {visits}, {days}").format(
                visits=count(number, "visit"), days=self.tr(" to ").join(days)
            )
        parts = [remark] if remark else []
        if found.compared:
            parts.append(
                self.tr("Compared with {visits}; found from a likeness of {threshold} on.").format(
                    visits=count(found.compared, "visit"), threshold=decimal(found.threshold)
                )
            )
            promise = self.tr("Of people who were never here {share} finds one all the same.")
            if found.extrapolated:
                promise = self.tr("By estimate, of people who were never here {share} finds one all the same.")
            parts.append(promise.format(share=about(found.promise)))
        if found.left_out:
            parts.append(
                self.tr("{visits} without a face that can be compared.").format(
                    visits=count(found.left_out, "visit")
                )
            )
        self._say(title, " ".join(parts), why_this_line() if found.compared else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that is short of room takes none of it."""
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))

    def _say(self, title: str, promise: str, why: str = "") -> None:
        self.title.setText(title)
        self.promise.setText(promise)
        self.promise.setToolTip(as_tooltip(why) if why else "")
        self.promise.setVisible(bool(promise))
        self.setAccessibleName(f"{title}. {promise}")
        self.show()
        self._keep_height()

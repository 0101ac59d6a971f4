"""Who is in the picture: one row a face, in the order of their numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from facecam.base.types import Decision, State
from ui.base import theme
from ui.live import words
from ui.live.boxes import LINES
from ui.live.motion import Shown
from ui.widgets.avatar import draw_avatar
from ui.widgets.basics import label
from ui.widgets.tooltip import as_tooltip


class FaceRow(QAbstractButton):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFixedHeight(theme.scaled(56))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._decision: Decision | None = None
        self._number = 0
        self._picture: QPixmap | None = None

    def show_face(self, number: int, decision: Decision, picture: QPixmap | None, selected: bool) -> None:
        self._number, self._decision, self._picture = number, decision, picture
        self.setChecked(selected)
        name = f"{number}: {words.title(decision)} {words.score(decision)}".strip()
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(as_tooltip(f"{words.why(decision)} ({number})"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(240), theme.scaled(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._decision is None:
            return
        now = theme.colours()
        known = self._decision.state is State.KNOWN
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selected if self.isChecked() else now.hover))
            painter.drawRoundedRect(inner, 10, 10)
        if self.hasFocus():
            painter.setPen(QPen(QColor(now.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, 10, 10)
        circle = QRectF(10, (self.height() - 40) / 2, 40, 40)
        draw_avatar(painter, circle, words.title(self._decision) if known else "", self._picture)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._line_colour(), 2, LINES[self._decision.state][1]))
        painter.drawEllipse(circle.adjusted(-2, -2, 2, 2))
        self._write(painter, inner, known)
        painter.end()

    def _line_colour(self) -> QColor:
        assert self._decision is not None
        colour = LINES[self._decision.state][0]
        return colour if theme.colours() is theme.DARK else colour.darker(150)

    def _write(self, painter: QPainter, inner: QRectF, known: bool) -> None:
        assert self._decision is not None
        now = theme.colours()
        right = words.score(self._decision) if known else ""
        if self._decision.state is State.UNKNOWN:
            right = self.tr("Who is it?")
        painter.setFont(theme.font(self.font(), 1.0 if known else 0.92))
        painter.setPen(QColor(now.accent if right and not known else now.muted))
        wide = painter.fontMetrics().horizontalAdvance(right) + 2 if right else 0
        beside = inner.adjusted(60, 0, -10, 0)
        if self._number <= 9:  # the key that chooses it
            disc = QRectF(38, inner.bottom() - 23, 17, 17)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._line_colour())
            painter.drawEllipse(disc)
            painter.setFont(theme.font(self.font(), 0.85, bold=True))
            painter.setPen(QColor(now.surface))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._number))
            painter.setFont(theme.font(self.font(), 1.0 if known else 0.92))
            painter.setPen(QColor(now.accent if right and not known else now.muted))
        painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        painter.setFont(theme.font(self.font(), 1.0, bold=known))
        painter.setPen(QColor(now.text))
        room = int(beside.width() - wide - 8)
        name = painter.fontMetrics().elidedText(words.title(self._decision), Qt.TextElideMode.ElideRight, room)
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)


class InView(QWidget):
    chosen = Signal(int)
    """The track of the face whose row was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = label(self.tr("In view"), "heading")
        self._empty = label(self.tr("Nobody is in the picture."), "muted")
        self._rows: dict[int, FaceRow] = {}
        self.after: QWidget | None = None
        """What Tab reaches before the rows."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._empty)
        self._column = column

    def show_faces(self, faces: list[Shown], pictures: dict[int, QPixmap], selected: int) -> None:
        """`faces` in the order of their numbers."""
        gone = self._rows.keys() - {face.track for face in faces}
        for track in gone:
            row = self._rows.pop(track)
            row.hide()
            row.deleteLater()
        for number, face in enumerate(faces, 1):
            row = self._rows.get(face.track) or self._add(face.track)
            row.show_face(number, face.decision, pictures.get(face.track), face.track == selected)
        self._empty.setVisible(not faces)
        self._heading.setText(
            self.tr("In view: {number}").format(number=len(faces)) if faces else self.tr("In view")
        )

    def track_at(self, at: QPoint) -> int:
        """Of the face whose row is there; 0 where none is."""
        return next((track for track, row in self._rows.items() if row.geometry().contains(at)), 0)

    def _add(self, track: int) -> FaceRow:
        row = FaceRow(self)
        if (before := next(reversed(self._rows.values()), self.after)) is not None:
            self.setTabOrder(before, row)
        self._rows[track] = row
        row.clicked.connect(lambda: self.chosen.emit(track))
        self._column.addWidget(row)
        return row

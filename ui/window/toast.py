"""Toast: a sentence at the bottom of the window, for some seconds, with Undo where something can be taken back.

Its clock stands still while a sheet or a modal dialog lies over the page; beneath a dialog, where nothing can be
clicked, it has no buttons.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.base.announcing import announce

UNDO_MS = 10_000
CHOICE_MS = 20_000
INFO_MS = 5_000
GAP = 14
"""Between it and the edges, where there is no bar to stand on."""


class Toast(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._around = self._over = parent
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = QPushButton()
        self._act: Callable[[], Any] | None = None
        self._button.clicked.connect(self._do)
        self._second = QPushButton()
        self._second.hide()
        self._act_too: Callable[[], Any] | None = None
        self._second.clicked.connect(self._do_second)
        self._close = QPushButton(self.tr("Close"))
        self._close.setToolTip(self.tr("Close this message (Esc)"))
        self._close.clicked.connect(self.hide)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 8, 5)
        row.setSpacing(10)
        row.addWidget(self._text, 1)
        row.addWidget(self._second)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._left = 0
        """Milliseconds of the clock that stands still; 0: it is closed by hand."""
        self._beneath_sheet = self._beneath_dialog = False
        parent.installEventFilter(self)
        self._bar: QWidget | None = None
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty where nothing is."""
        return self._text.text() if self.isVisible() else ""

    def say(self, sentence: str, stays: bool = False) -> None:
        """`stays`: until it is closed."""
        self._show(sentence, "", None, 0 if stays else INFO_MS)

    def over(self) -> None:
        """What stayed until it is closed was said of something that works again."""
        if self.isVisible() and self._act is None and not self._timer.isActive() and not self._left:
            self.hide()

    def offer(
        self, sentence: str, words: str, act: Callable[[], Any], second: tuple[str, Callable[[], Any]] | None = None
    ) -> None:
        """A sentence with one thing to do about it, or two."""
        self._act_too = second[1] if second is not None else None
        self._second.setText(second[0] if second is not None else "")
        self._show(sentence, words, act, UNDO_MS if second is None else CHOICE_MS)

    def lie_beneath(self, *, sheet: bool | None = None, dialog: bool | None = None) -> None:
        """Whether a sheet lies over the page, or a modal dialog over the window; None: as before."""
        self._beneath_sheet = self._beneath_sheet if sheet is None else sheet
        self._beneath_dialog = self._beneath_dialog if dialog is None else dialog
        self._turn_clock()

    def stand_on(self, bar: QWidget, over: QWidget) -> None:
        """It floats over the bar at the bottom, in the middle of `over`: nothing moves for it, and it covers no
        button of a page."""
        if over is not self._over:
            if self._over is not self._around:
                self._over.removeEventFilter(self)
            over.installEventFilter(self)
        self._bar, self._over = bar, over
        if self.isVisible():
            self._place()

    def _show(self, sentence: str, words: str, act: Callable[[], Any] | None, ms: int) -> None:
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._act = act
        self._button.setText(words)
        self._timer.stop()
        self._left = ms
        self.show()
        self._turn_clock()
        self.raise_()
        announce(self, sentence)

    def _turn_clock(self) -> None:
        """On, or hold it where it is."""
        if self._timer.isActive():
            self._left = max(self._timer.remainingTime(), 1)
            self._timer.stop()
        if self._left and not self.isHidden() and not (self._beneath_sheet or self._beneath_dialog):
            self._timer.start(self._left)
            self._left = 0
        able = not self._beneath_dialog
        self._button.setVisible(able and self._act is not None)
        self._second.setVisible(able and self._act is not None and self._act_too is not None)
        self._close.setVisible(able and self._act is None)
        self._place()

    def _do_second(self) -> None:
        self._act, self._act_too = self._act_too, None
        self._do()

    def _do(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def _place(self) -> None:
        around, over = self._around, self._over
        buttons = sum(
            b.sizeHint().width() + 10 for b in (self._button, self._second, self._close) if not b.isHidden()
        )
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + buttons + 48
        width = min(max(wanted, 280), over.width() - 2 * GAP)
        height = self._row.heightForWidth(width)
        below = GAP
        if self._bar is not None and self._bar.isVisible():
            below = max((self._bar.height() - height) // 2, 2)
        left = over.mapTo(around, QPoint(0, 0)).x() if over is not around else 0
        self.setGeometry(left + (over.width() - width) // 2, around.height() - height - below, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

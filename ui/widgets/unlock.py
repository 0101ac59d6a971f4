"""Asks for the passphrase of an encrypted database, over the window; the picture does not wait for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from facecam.base.errors import LockedError
from facecam.base.secret import Secret
from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.widgets.basics import button, label
from ui.widgets.sheet import Sheet


def secret(name: str) -> QLineEdit:
    """A field for a passphrase."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    return field


class Unlock(Sheet):
    """Lies over the window until the database is open, or somebody goes on without."""

    def __init__(self, control: Control, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = control
        column = self.card(460, self.tr("The faces are encrypted"))
        column.addWidget(label(self.tr("Give the passphrase, so that people are recognised.")))
        self.field = secret(self.tr("Passphrase"))
        self.field.returnPressed.connect(self._unlock)
        self.complaint = label("", "problem")
        self.complaint.hide()
        column.addWidget(self.field)
        column.addWidget(self.complaint)
        row = QHBoxLayout()
        row.addStretch()
        self.without = button(
            self.tr("Go on without"), self.leave, tip=self.tr("Nobody is recognised; the settings ask again (Esc)")
        )
        self.go = button(self.tr("Unlock"), self._unlock, "primary")
        row.addWidget(self.without)
        row.addWidget(self.go)
        column.addLayout(row)

    def ask(self) -> None:
        self.field.clear()
        self.lay()
        self.field.setFocus()

    def leave(self) -> None:
        self.lift()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Escape goes on without, instead of what the window does by it; no letter is a key of the window."""
        override = event.type() == QEvent.Type.ShortcutOverride
        escapes = override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escapes or keys.types(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def _unlock(self) -> None:
        runtime, phrase = self._control.bridge.runtime, Secret(self.field.text())
        if runtime is not None and phrase and self.go.isEnabled():
            self.go.setEnabled(False)
            self._control.run(lambda: runtime.unlock(phrase), lambda _: self.leave(), self._refused)

    def _refused(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.complaint.setText(self._control.explain(error))
        self.complaint.show()
        self.field.selectAll()
        self.field.setFocus()


class Locksmith(QObject):
    """Asks once when the database turns out to be locked, at the start or by another program."""

    def __init__(self, control: Control, around: Callable[[], QWidget], parent: QObject) -> None:
        """`around`: what the question covers."""
        super().__init__(parent)
        self._control, self._around = control, around
        self._asked = False
        control.bridge.runtime_changed.connect(self._look)

    def _look(self) -> None:
        if not locked(self._control):
            self._asked = False
        elif not self._asked:
            self._asked = True
            Unlock(self._control, self._around()).ask()


def locked(control: Control) -> bool:
    """Whether the database waits for its passphrase."""
    runtime = control.bridge.runtime
    problems = runtime.problems.values() if runtime is not None else ()
    return any(isinstance(problem, LockedError) and problem.passphrase for problem in problems)

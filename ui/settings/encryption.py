"""Templates and pictures encrypted or not, and what keeps the key: a card of the settings."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from facecam.base.secret import Secret
from ui.base.control import Control
from ui.i18n.core import full_stop
from ui.i18n.words import whole
from ui.widgets.basics import button, label
from ui.widgets.unlock import Unlock, locked, secret

if TYPE_CHECKING:
    from facecam.store.database import Database
    from facecam.store.encryption.keys import Kind
    from facecam.tasks.encryption import GoOn, Outcome


class EncryptionCard(QFrame):
    """Asks the database whenever it is shown; what takes long runs beside everything else and can be ended."""

    _went_on = Signal(int, int)

    def __init__(self, control: Control) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._control = control
        self._kind: Kind | None = None
        self._work: Callable[[Database, GoOn], Outcome | None] | None = None
        self._asked: Callable[[], None] = self._lock
        """What is done once the fields are filled in."""
        self._ended = threading.Event()
        self.says = label("")
        self.keyring = button("", lambda: self._ask(self._lock, self.keyring.text()))
        new = self.tr("Use this passphrase")
        self.passphrase = button("", lambda: self._ask(self._lock, new, self.first, self.again))
        self.decrypt = button(self.tr("Decrypt"), lambda: self._ask(self._decrypt, self.decrypt.text()))
        self.unlock = button(self.tr("Unlock..."), lambda: Unlock(control, self.window()).ask(), "primary")
        self.old = secret(self.tr("Current passphrase"))
        self.first, self.again = secret(self.tr("New passphrase")), secret(self.tr("The same again"))
        self.take = button("", self._take, "primary")
        self.leave = button(self.tr("Cancel"), self._leave)
        self.complaint = label("", "problem")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Encryption"), "heading"))
        column.addWidget(self.says)
        fields = (self.old, self.first, self.again)
        buttons = (self.unlock, self.keyring, self.passphrase, self.decrypt, self.take, self.leave)
        self._parts = (*fields, *buttons)
        for widgets in (fields, buttons):
            row = QHBoxLayout()
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(len(widgets) - len(fields))
            column.addLayout(row)
        column.addWidget(self.complaint)
        column.addWidget(
            label(
                self.tr(
                    "Names, notes and visits (who, when and where) are not encrypted. Whoever loses the "
                    "passphrase, or the keyring, loses the faces. The backups of the database are encrypted, too."
                ),
                "small",
            )
        )
        for field in fields:
            field.returnPressed.connect(self._take)
        self._went_on.connect(self._show_progress)
        control.bridge.runtime_changed.connect(self._look)
        self._offer()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def _look(self) -> None:
        """Ask how it is, where nothing is being done and nobody is writing."""
        if not self.isVisible() or self._work is not None or self.take.isVisible():
            return
        if locked(self._control):
            self.says.setText(self.tr("Samples and pictures are encrypted, and wait for the passphrase."))
            self._offer(self.unlock)
            return
        self._control.read(_state, self._show, self._not_known)

    def _show(self, kind: Kind | None) -> None:
        self._kind = kind
        for field in (self.old, self.first, self.again):
            field.clear()
        self.complaint.hide()
        self.keyring.setText(self.tr("Encrypt") if kind is None else self.tr("Use the keyring"))
        self.keyring.setToolTip(self.tr("The system's keyring keeps the key: nobody is asked for anything"))
        if kind is None:
            self.says.setText(
                self.tr("Samples and pictures are not encrypted: who reads this computer's files can read them.")
            )
            self.passphrase.setText(self.tr("Encrypt with a passphrase..."))
            self._offer(self.keyring, self.passphrase)
        elif kind == "keyring":
            self.says.setText(self.tr("Samples and pictures are encrypted. The system's keyring keeps the key."))
            self.passphrase.setText(self.tr("Use a passphrase..."))
            self._offer(self.passphrase, self.decrypt)
        else:
            self.says.setText(
                self.tr("Samples and pictures are encrypted. The passphrase is asked for at each start.")
            )
            self.passphrase.setText(self.tr("Change the passphrase..."))
            self._offer(self.passphrase, self.keyring, self.decrypt)

    def _ask(self, act: Callable[[], None], words: str, *fields: QLineEdit) -> None:
        """Ask for `fields`, and for the passphrase where there is one; then a button with these words acts."""
        if self._kind == "passphrase":
            fields = (self.old, *fields)
        if not fields:
            act()
            return
        self._asked = act
        self.complaint.hide()
        self.take.setText(words)
        self._offer(*fields, self.take, self.leave)
        fields[0].setFocus()

    def _take(self) -> None:
        if self.first.text() != self.again.text():
            self._show_trouble(self.tr("The two passphrases differ."))
        else:
            self._asked()

    def _lock(self) -> None:
        from facecam.tasks import encryption

        old = Secret(self.old.text())
        new = Secret(self.first.text()) if self.first.isVisible() else None
        if self._kind is None:
            self._run(lambda db, go_on: encryption.encrypt(db, new, go_on))
        else:
            self._run(lambda db, go_on: encryption.change_key(db, new, old), can_end=False)

    def _decrypt(self) -> None:
        from facecam.tasks import encryption

        old = Secret(self.old.text())
        self._run(lambda db, go_on: encryption.decrypt(db, go_on, old))

    def _leave(self) -> None:
        """End what is being done, or what was asked for."""
        if self._work is not None:
            self._ended.set()
            self.leave.setEnabled(False)
        else:
            self._show(self._kind)

    def _run(self, work: Callable[[Database, GoOn], Outcome | None], *, can_end: bool = True) -> None:
        runtime = self._control.bridge.runtime
        database = runtime.database if runtime is not None else None
        if database is None or self._work is not None:
            return
        self._work = work
        self._ended.clear()
        self.complaint.hide()
        self.says.setText(self.tr("Working..."))
        self._offer(*((self.leave,) if can_end else ()))

        def go_on(done: int, total: int) -> bool:
            self._went_on.emit(done, total)
            return not (self._ended.is_set() or self._control.closing)

        self._control.compute(lambda: work(database, go_on), self._done, self._failed)

    def _show_progress(self, done: int, total: int) -> None:
        if self._work is not None:
            words = self.tr("Working: {done} of {all} samples and pictures")
            self.says.setText(words.format(done=whole(done), all=whole(total)))

    def _done(self, outcome: Outcome | None) -> None:
        self._work = None
        self._control.bridge.refresh()
        stopped = self.tr("Stopped: nothing was changed.")
        self._control.said.emit(stopped if outcome is None else full_stop(outcome.message))
        self._offer()
        self._look()

    def _not_known(self, error: Exception) -> None:
        """There is no database, or it has lost its key."""
        self.says.setText("")
        self._offer()
        self._show_trouble(self._control.explain(error))

    def _failed(self, error: Exception) -> None:
        self._work = None
        self._show(self._kind)
        self._show_trouble(self._control.explain(error))

    def _show_trouble(self, words: str) -> None:
        self.complaint.setText(words)
        self.complaint.show()

    def _offer(self, *wanted: object) -> None:
        """Show these, and no others."""
        for one in self._parts:
            one.setVisible(one in wanted)
            one.setEnabled(True)


def _state(db: Database) -> Kind | None:
    from facecam.tasks.encryption import state

    return state(db)

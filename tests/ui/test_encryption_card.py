"""Encryption through the widgets: switched on and off in the settings, unlocked at the start."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from scenes import vector

from facecam import settings as settings_file
from facecam.encryption import encrypt, state
from facecam.errors import LockedError
from facecam.operations import Enrol, Sample, apply
from facecam.secrets.keys import Kind
from facecam.settings import Settings
from facecam.store.database import Database, open_database
from ui.app import Program
from ui.control import Control
from ui.settings.encryption import EncryptionCard
from ui.unlock import Unlock

PHRASE = "correct horse battery"

pytestmark = pytest.mark.usefixtures("no_thread_left", "quick_passphrases")


@pytest.fixture
def database(control: Control) -> Database:
    services = control.bridge.services
    assert services is not None and services.database is not None
    apply(services.database, Enrol("Anna", (Sample(vector(0), 0.8, "test"),), "test"))
    return services.database


@pytest.fixture
def card(control: Control, database: Database, keyring: dict[str, str], qtbot: Any) -> EncryptionCard:
    made = EncryptionCard(control)
    qtbot.addWidget(made)
    made.show()
    return made


def offered(card: EncryptionCard) -> list[object]:
    return [one for one in card._parts if one.isVisible()]


def wait_for(qtbot: Any, card: EncryptionCard, *widgets: object) -> None:
    qtbot.waitUntil(lambda: set(offered(card)) == set(widgets) and card._work is None, timeout=15000)


def test_on_with_the_keyring_and_off(
    card: EncryptionCard, database: Database, keyring: dict[str, str], qtbot: Any
) -> None:
    wait_for(qtbot, card, card.keyring, card.passphrase)
    assert "not encrypted" in card.says.text()
    with qtbot.waitSignal(card._control.said, timeout=15000) as said:
        qtbot.mouseClick(card.keyring, Qt.MouseButton.LeftButton)
    assert said.args == ["Encrypted templates and pictures."]
    wait_for(qtbot, card, card.passphrase, card.decrypt)
    assert "keyring keeps the key" in card.says.text()
    assert state(database) is Kind.KEYRING and len(keyring) == 1
    qtbot.mouseClick(card.decrypt, Qt.MouseButton.LeftButton)
    wait_for(qtbot, card, card.keyring, card.passphrase)
    assert state(database) is None


def test_a_passphrase_is_written_twice(card: EncryptionCard, database: Database, qtbot: Any) -> None:
    wait_for(qtbot, card, card.keyring, card.passphrase)
    card.passphrase.click()
    assert set(offered(card)) == {card.first, card.again, card.take, card.leave}
    qtbot.keyClicks(card.first, PHRASE)
    qtbot.keyClicks(card.again, "another one")
    qtbot.keyClick(card.again, Qt.Key.Key_Return)
    assert card.complaint.isVisible() and "differ" in card.complaint.text()
    card.again.clear()
    qtbot.keyClicks(card.again, PHRASE)
    qtbot.keyClick(card.again, Qt.Key.Key_Return)
    wait_for(qtbot, card, card.passphrase, card.keyring, card.decrypt)
    assert state(database) is Kind.PASSPHRASE and not card.complaint.isVisible()
    open_database(passphrase=PHRASE).close()


def test_a_short_passphrase_and_no_keyring_change_nothing(
    card: EncryptionCard, database: Database, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for(qtbot, card, card.keyring, card.passphrase)
    card.passphrase.click()
    for field in (card.first, card.again):
        qtbot.keyClicks(field, "short")
    card.take.click()
    qtbot.waitUntil(lambda: "shorter than 8" in card.complaint.text(), timeout=15000)
    monkeypatch.setattr("keyring.get_password", lambda service, entry: None)
    card.keyring.click()
    qtbot.waitUntil(lambda: "use a passphrase" in card.complaint.text(), timeout=15000)
    assert state(database) is None
    wait_for(qtbot, card, card.keyring, card.passphrase)


def test_stopped(card: EncryptionCard, database: Database, keyring: dict[str, str], qtbot: Any) -> None:
    wait_for(qtbot, card, card.keyring, card.passphrase)
    said: list[str] = []
    card._control.said.connect(said.append)
    card._control.closing = True  # what ends all long work
    card.keyring.click()
    qtbot.waitUntil(lambda: said == ["Stopped: nothing was changed."], timeout=15000)
    card._control.closing = False
    assert state(database) is None and not keyring


def test_the_passphrase_is_asked_for_at_the_start(media: object, qtbot: Any) -> None:
    db = open_database()
    apply(db, Enrol("Anna", (Sample(vector(0), 0.8, "test"),), "test"))
    encrypt(db, PHRASE, lambda done, total: True)
    db.close()
    settings_file.save(Settings(welcomed=True))
    program = Program("")
    qtbot.addWidget(program.window)
    program.show()
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Unlock)), timeout=30000)
    (sheet,) = program.window.findChildren(Unlock)
    services = program.bridge.services
    assert services is not None and isinstance(services.problems["database"], LockedError)
    qtbot.keyClicks(sheet.field, "wrong wrong")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.complaint.isVisible(), timeout=15000)
    assert "not the passphrase" in sheet.complaint.text() and services.database is None
    qtbot.keyClicks(sheet.field, PHRASE)  # in the place of the wrong one
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: services.database is not None and not services.problems, timeout=15000)
    qtbot.waitUntil(lambda: not program.window.findChildren(Unlock), timeout=15000)
    program.window.close()
    assert program.clean

"""Encryption through the widgets: switched on and off in the settings, unlocked at the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.scenes import vector
from keyring.backends import fail
from PySide6.QtCore import Qt

from facecam.base import settings as settings_file
from facecam.base.errors import LockedError
from facecam.base.secret import Secret
from facecam.base.settings import Settings
from facecam.operations import Enrol, Rename, Sample, apply
from facecam.store.database import Database, open_database
from facecam.store.encryption.keys import Kind
from facecam.store.people import list_people
from facecam.tasks.encryption import decrypt, encrypt, state
from ui.base.control import Control
from ui.settings.encryption import EncryptionCard
from ui.widgets.unlock import Unlock
from ui.window.app import Program

PHRASE, OTHER = "correct horse battery", "staple of another kind"

pytestmark = pytest.mark.usefixtures("no_thread_left", "quick_passphrases")


def go_on(done: int, total: int) -> bool:
    return True


@pytest.fixture
def database(control: Control) -> Database:
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    apply(runtime.database, Enrol("Anna", (Sample(vector(0), 0.8, "test"),), "test"))
    return runtime.database


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
    open_database(passphrase=Secret(PHRASE)).close()


def test_the_current_passphrase_is_asked_for(card: EncryptionCard, database: Database, qtbot: Any) -> None:
    encrypt(database, PHRASE, go_on)
    card._look()
    wait_for(qtbot, card, card.passphrase, card.keyring, card.decrypt)
    for chosen, fields in (
        (card.passphrase, (card.old, card.first, card.again)),
        (card.keyring, (card.old,)),
        (card.decrypt, (card.old,)),
    ):
        chosen.click()
        assert set(offered(card)) == {*fields, card.take, card.leave} and not any(field.text() for field in fields)
        for field in fields:
            qtbot.keyClicks(field, OTHER)
        card.take.click()
        qtbot.waitUntil(lambda: "not the passphrase" in card.complaint.text(), timeout=15000)
        wait_for(qtbot, card, card.passphrase, card.keyring, card.decrypt)
        assert state(database) is Kind.PASSPHRASE
        card.complaint.clear()
    card.passphrase.click()
    qtbot.keyClicks(card.old, PHRASE)
    for field in (card.first, card.again):
        qtbot.keyClicks(field, OTHER)
    with qtbot.waitSignal(card._control.said, timeout=15000) as said:
        qtbot.keyClick(card.again, Qt.Key.Key_Return)
    assert said.args == ["Changed the key."]
    wait_for(qtbot, card, card.passphrase, card.keyring, card.decrypt)
    card.decrypt.click()
    assert card.take.text() == "Decrypt"
    qtbot.keyClicks(card.old, OTHER)
    qtbot.keyClick(card.old, Qt.Key.Key_Return)
    wait_for(qtbot, card, card.keyring, card.passphrase)
    assert state(database) is None


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
    encrypt(db, PHRASE, go_on)
    db.close()
    settings_file.save(Settings(welcomed=True))
    program = Program("")
    qtbot.addWidget(program.window)
    program.show()
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Unlock)), timeout=30000)
    (sheet,) = program.window.findChildren(Unlock)
    runtime = program.bridge.runtime
    assert runtime is not None and isinstance(runtime.problems["database"], LockedError)
    qtbot.keyClicks(sheet.field, "wrong wrong")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.complaint.isVisible(), timeout=15000)
    assert "not the passphrase" in sheet.complaint.text() and runtime.database is None
    qtbot.keyClicks(sheet.field, PHRASE)  # in the place of the wrong one
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: runtime.database is not None and not runtime.problems, timeout=15000)
    qtbot.waitUntil(lambda: not program.window.findChildren(Unlock), timeout=15000)
    program.window.close()
    assert program.clean


def test_the_passphrase_of_the_start_and_that_of_another_program(media: object, qtbot: Any) -> None:
    other = open_database()
    apply(other, Enrol("Anna", (Sample(vector(0), 0.8, "test"),), "test"))
    encrypt(other, PHRASE, go_on)
    settings_file.save(Settings(welcomed=True))
    program = Program("", passphrase=Secret(PHRASE))
    qtbot.addWidget(program.window)
    program.show()
    qtbot.waitUntil(lambda: program.bridge.runtime is not None, timeout=30000)
    runtime = program.bridge.runtime
    assert runtime is not None
    qtbot.waitUntil(runtime.ready.is_set, timeout=30000)
    assert runtime.database is not None and not runtime.problems
    assert not program.window.findChildren(Unlock)
    decrypt(other, go_on, PHRASE)
    encrypt(other, OTHER, go_on)  # with another key
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Unlock)), timeout=30000)
    (sheet,) = program.window.findChildren(Unlock)
    qtbot.keyClicks(sheet.field, OTHER)
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not runtime.problems, timeout=30000)
    qtbot.waitUntil(lambda: not program.window.findChildren(Unlock), timeout=15000)
    apply(runtime.database, Rename(1, "Bea"))
    assert [one.name for one in list_people(other)] == ["Bea"]
    program.window.close()
    other.close()
    assert program.clean


def test_a_lost_keyring_is_said_and_nothing_is_touched(
    media: object, keyring: dict[str, str], home: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = open_database()
    apply(db, Enrol("Anna", (Sample(vector(0), 0.8, "test"),), "test"))
    encrypt(db, None, go_on)
    db.close()
    before = (home / "facecam.db").read_bytes()
    nowhere = fail.Keyring()  # type: ignore[no-untyped-call]
    monkeypatch.setattr("keyring.get_password", nowhere.get_password)  # as where there is no keyring at all
    settings_file.save(Settings(welcomed=True))
    program = Program("")
    qtbot.addWidget(program.window)
    program.show()
    truth = program.window._status_bar
    qtbot.waitUntil(lambda: "nothing in the database is lost" in truth.trouble.toolTip(), timeout=30000)
    assert truth.trouble.text() == "! No database" and not program.window.findChildren(Unlock)
    card = EncryptionCard(program.control)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: "from the system's keyring" in card.complaint.text(), timeout=15000)
    assert not offered(card) and not card.says.text()
    program.control.rename(1, "Bea")
    qtbot.waitUntil(lambda: "enrol the people anew" in program.window._toast.text, timeout=15000)
    program.window.close()
    assert program.clean
    assert (home / "facecam.db").read_bytes() == before

"""What goes wrong around the window: nothing is lost, and a sentence says what happened and what to do."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.disk import full_disk
from helpers.file_enrolment import begin, enrol, entries, people, picture, seeing_colours
from helpers.scenes import D, database

from facecam.base.settings import Settings
from facecam.operations import Change, Enrol, Forget, MoveTemplates, Sample, apply
from facecam.store import sqlite
from facecam.store.database import Database, open_database
from facecam.store.people import PersonInfo, list_people
from ui.base.bridge import Bridge
from ui.base.control import Control
from ui.window.main_window import Window


@pytest.fixture
def window(control: Control, window: Window) -> Window:
    return seeing_colours(control, window)


pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 30_000


def add(control: Control, name: str) -> int:
    sample = Sample(np.eye(D, dtype=np.float32)[0], 0.5, "a.jpg")
    (person,) = apply(database(control), Enrol(name, (sample,), "test")).persons
    return person


def test_a_thousand_files_half_of_them_junk(window: Window, control: Control, qtbot: Any, tmp_path: Path) -> None:
    good = [picture(tmp_path / "good", f"{at}.png", 1, at % 12) for at in range(500)]
    junk = []
    for at in range(500):
        junk.append(tmp_path / f"junk {at}.{('jpg', 'txt', 'mp4', '')[at % 4]}")
        junk[-1].write_bytes(b"\xff\xd8junk" * (at % 7))
    sheet = begin(window, qtbot, *(path for pair in zip(good, junk, strict=True) for path in pair))
    (entry,) = entries(sheet)
    refused = {Path(one.source).name for one in entry.refused}
    assert {path.name for path in junk} <= refused
    assert len(entry.taken) >= 3 and len(entry.taken) + len(entry.refused) == 1000
    qtbot.keyClicks(sheet.part.name, "Anna")
    enrol(sheet, qtbot)
    assert people(control) == {"Anna": len(entry.taken)}


def test_a_full_disk_while_enrolling_keeps_the_pictures_for_another_try(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    sheet = begin(window, qtbot, *(picture(tmp_path, f"{at}.png", 1, at) for at in range(8)))
    sheet.keep.setChecked(True)
    qtbot.keyClicks(sheet.part.name, "Anna")
    taken = len(entries(sheet)[0].taken)
    with full_disk(database(control)):
        enrol(sheet, qtbot)
        assert "disk is full" in entries(sheet)[0].complaint and "Make room" in entries(sheet)[0].complaint
        assert people(control) == {} and len(entries(sheet)[0].taken) == taken
    enrol(sheet, qtbot)
    assert people(control) == {"Anna": taken}


def test_a_locked_database_is_said_and_the_edit_can_be_made_again(
    window: Window, control: Control, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, runtime = add(control, "Anna"), control.bridge.runtime
    database(control).close()
    monkeypatch.setattr(sqlite, "BUSY", 0.05)
    assert runtime is not None
    runtime.database = open_database()
    file = runtime.database.file
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        control.rename(person, "Bo")
        qtbot.waitUntil(lambda: "in use by another program" in window._toast.text, timeout=15_000)
        other.execute("ROLLBACK")
    assert list(people(control)) == ["Anna"]
    control.rename(person, "Bo")
    qtbot.waitUntil(lambda: list(people(control)) == ["Bo"], timeout=15_000)


def test_while_a_large_file_is_written_anew_pages_can_read(
    window: Window, control: Control, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, wipe, large = add(control, "Anna"), Database.wipe, threading.Event()

    def slowly(db: Database) -> bool:
        return large.wait(30) and wipe(db)

    monkeypatch.setattr(Database, "wipe", slowly)
    done: list[Change] = []
    shown: list[list[PersonInfo]] = []
    control.apply(Forget(person), done.append)
    try:
        qtbot.waitUntil(lambda: people(control) == {}, timeout=15_000)
        control.read(list_people, shown.append)
        qtbot.waitUntil(lambda: shown == [[]], timeout=15_000)
        assert not done
    finally:
        large.set()
    qtbot.waitUntil(lambda: bool(done), timeout=15_000)
    assert done[0].proof is not None and done[0].proof.complete


def test_two_windows_on_one_database(window: Window, control: Control, qtbot: Any) -> None:
    person = add(control, "Anna")
    bridge = Bridge(Settings(welcomed=True))
    stand_in: Any = type(control.bridge.runtime)
    bridge.runtime = stand_in(Settings(), bridge.runtime_changed.emit)
    other = Control(Settings(welcomed=True), bridge)
    second = Window(other, window._cameras)
    qtbot.addWidget(second)
    second.show()
    for at in range(10):  # both at once: each edit is whole, and none is lost
        control.rename(person, f"Anna {at}")
        other.rename(person, f"Bo {at}")
    done: list[None] = []
    for one in (control, other):
        one.read(lambda _: None, done.append)
    qtbot.waitUntil(lambda: len(done) == 2, timeout=30_000)
    assert "cannot" not in window._toast.text + second._toast.text
    for _ in range(20):
        other.undo()  # takes back what either did
    qtbot.waitUntil(lambda: list(people(control)) == ["Anna"], timeout=30_000)
    other.remove(person)
    qtbot.waitUntil(lambda: people(control) == {}, timeout=15_000)
    control.rename(person, "Cleo")  # it is gone: that is said
    qtbot.waitUntil(lambda: "Anna was removed" in window._toast.text, timeout=15_000)
    other.close(2.0)
    bridge.close()


@pytest.fixture
def other(window: Window, control: Control, qtbot: Any) -> Iterator[Control]:
    """Of a second window on the same database."""
    bridge = Bridge(Settings(welcomed=True))
    stand_in: Any = type(control.bridge.runtime)
    bridge.runtime = stand_in(Settings(), bridge.runtime_changed.emit)
    made = Control(Settings(welcomed=True), bridge)
    yield made
    made.close(2.0)
    bridge.close()


def three(control: Control) -> tuple[list[int], tuple[int, ...]]:
    """Anna with two samples, Bea and Cleo with one each; and the numbers of Anna's."""
    db = database(control)
    samples = tuple(Sample(np.eye(D, dtype=np.float32)[at], 0.5, "a.jpg") for at in range(2))
    change = apply(db, Enrol("Anna", samples, "test"))
    return [*change.persons, add(control, "Bea"), add(control, "Cleo")], change.samples


def test_a_move_to_somebody_who_is_being_forgotten_in_another_window(
    window: Window, control: Control, other: Control, qtbot: Any
) -> None:
    (anna, bea, _), samples = three(control)
    forgotten: list[Change] = []
    other.apply(Forget(bea), forgotten.append)
    moved: list[Change] = []
    control.apply(MoveTemplates(anna, samples[:1], bea), moved.append)
    qtbot.waitUntil(lambda: bool(forgotten) and bool(moved or window._toast.isVisible()), timeout=WAIT)
    if moved:  # it came first, and went with her whom it was given to
        assert people(control) == {"Anna": 1, "Cleo": 1}
    else:
        assert f"There is no person {bea}" in window._toast.text
        assert people(control) == {"Anna": 2, "Cleo": 1}, "nothing is lost"
    assert forgotten[0].proof is not None and forgotten[0].proof.complete


def test_undo_after_another_window_has_moved_the_same_sample(
    window: Window, control: Control, other: Control, qtbot: Any
) -> None:
    (anna, bea, cleo), samples = three(control)
    done: list[Change] = []
    control.apply(MoveTemplates(anna, samples[:1], bea), done.append)
    qtbot.waitUntil(lambda: len(done) == 1, timeout=WAIT)
    failed: list[Exception] = []
    other.apply(MoveTemplates(anna, samples[:1], cleo), done.append, failed.append)  # shown there as it was before
    qtbot.waitUntil(lambda: bool(failed), timeout=WAIT)
    assert "Anna" in str(failed[0]) and people(control) == {"Anna": 1, "Bea": 2, "Cleo": 1}
    other.apply(MoveTemplates(bea, samples[:1], cleo), done.append)
    qtbot.waitUntil(lambda: len(done) == 2, timeout=WAIT)
    assert people(control) == {"Anna": 1, "Bea": 1, "Cleo": 2}
    control.undo()  # the newest, whoever made it, and it says so
    qtbot.waitUntil(lambda: people(control) == {"Anna": 1, "Bea": 2, "Cleo": 1}, timeout=WAIT)
    qtbot.waitUntil(lambda: "Cleo" in window._toast.text, timeout=WAIT)
    control.undo()
    qtbot.waitUntil(lambda: people(control) == {"Anna": 2, "Bea": 1, "Cleo": 1}, timeout=WAIT)

"""What the window remembers of itself, and settings that are taken back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QStandardPaths, Qt

from facecam.base import paths
from facecam.base.settings import Settings
from ui.base import remembered, theme
from ui.base.settings_journal import SettingsJournal
from ui.base.theme import DARK, LIGHT, Colours
from ui.sources import picker
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000


def test_place_and_page_are_remembered_when_it_closes(window: Window) -> None:
    window.resize(900, 620)
    window.show_page("history")
    window.close()
    assert remembered.recall("page", "live") == "history"
    assert remembered.recall("geometry", "") != ""


def test_what_is_damaged_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    remembered.keep(page="people")
    paths.settings_file().with_name("window.json").write_text("{")
    assert remembered.recall("page", "live") == "live"
    remembered.keep(page=7)
    assert remembered.recall("page", "live") == "live"


@pytest.mark.skipif(os.name != "posix", reason="a file's mode says nothing on Windows")
def test_it_is_its_owners_alone(home: Path) -> None:
    file = paths.settings_file().with_name("window.json")
    before = os.umask(0)
    try:
        remembered.keep(page="people")
        assert file.stat().st_mode & 0o077 == 0
        file.chmod(0o666)
        remembered.keep(page="history")
        assert file.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


def test_a_folder_is_offered_again_as_long_as_it_is_there(tmp_path: Path) -> None:
    there = tmp_path / "party"
    there.mkdir()
    remembered.keep_folder("pictures", str(there / "anna.jpg"))
    assert remembered.folder("pictures") == str(there) != remembered.folder("videos")
    there.rmdir()
    assert remembered.folder("pictures") != str(there)


def test_a_folder_that_is_offered_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a folder for pictures is offered their own folder, and no name that cannot be chosen."""
    monkeypatch.setattr(
        QStandardPaths,
        "writableLocation",
        lambda which: str(tmp_path / ("" if which is QStandardPaths.StandardLocation.HomeLocation else which.name)),
    )
    assert remembered.folder("pictures") == str(tmp_path / "")
    (tmp_path / "PicturesLocation").mkdir()
    assert remembered.folder("pictures") == str(tmp_path / "PicturesLocation")


def test_past_addresses_are_offered_without_any_that_holds_a_secret() -> None:
    open_ones = [f"rtsp://camera-{number}.local:554/live" for number in range(12)]
    secret = (
        "rtsp://me:hunter2@camera.local/live",
        "rtsp://camera.local/live?pwd=hunter2",
        "rtsp://c/user=hunter2_x",
    )
    for one in (*open_ones, *secret, open_ones[3]):
        picker.keep_address(one)
    kept = [open_ones[at] for at in (3, 11, 10, 9, 8, 7, 6, 5, 4, 2)]
    assert picker.past_addresses() == kept
    assert "hunter2" not in paths.settings_file().with_name("window.json").read_text()
    remembered.keep(addresses=[7, secret[0], open_ones[0]])
    assert picker.past_addresses() == [open_ones[0]]


def test_ctrl_z_on_the_settings_takes_a_setting_back(window: Window, qtbot: Any) -> None:
    control = window._control
    window.show_page("settings")
    control.change(mirror=True)
    control.change(source="demo")
    control.change(strangers=50)
    key, held = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, key, held)
    assert (control.settings.strangers, control.settings.mirror) == (1000, True)
    qtbot.keyClick(window, key, held)
    assert (control.settings.mirror, control.settings.source) == (False, "demo"), "a source is nothing to take back"
    qtbot.keyClick(window, key, held)
    assert "no setting to take back" in window._toast.text
    qtbot.keyClick(window, key, held | Qt.KeyboardModifier.ShiftModifier)
    assert control.settings.mirror


def test_what_a_slider_does_on_its_way_is_one_change() -> None:
    journal, now = SettingsJournal(), Settings()
    for strangers in (900, 800, 700):
        after = Settings(strangers=strangers)
        journal.note(now, after)
        now = after
    assert journal.back(now) == Settings() and journal.back(Settings()) is None


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_what_they_lie_on(colours: Colours) -> None:
    """AA: 4.5 to 1."""
    grounds = (colours.window, colours.surface, colours.raised, colours.hover, colours.selected)
    pairs = [(ink, ground) for ink in (colours.text, colours.muted) for ground in grounds]
    pairs += [(ink, ground) for ink in (colours.accent, colours.danger) for ground in grounds[:3]]
    pairs += [(colours.on_accent, colours.accent), (colours.on_accent, colours.accent_hover)]
    pairs += [(colours.on_warn, colours.warn)]
    assert theme.DARK is not theme.LIGHT
    for ink, ground in pairs:
        high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)

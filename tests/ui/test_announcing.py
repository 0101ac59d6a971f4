"""Who comes is said to screen readers, now and then; and nothing moves where the system asks for none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.scenes import decision, face, frame, result
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar

from facecam.base.types import State
from ui.base import effects
from ui.live import arrivals, page
from ui.live.arrivals import AWAY, Arrivals
from ui.window.main_window import Window

ANNA = decision(State.KNOWN, "Anna", 1)
BO = decision(State.KNOWN, "Bo", 2)
STRANGER = decision(State.UNKNOWN)
PENDING = decision(State.PENDING)


class Region:
    """What is said, on a clock of its own."""

    def __init__(self) -> None:
        self.now = 100.0
        self.said: list[str] = []
        self.arrivals = Arrivals(clock=lambda: self.now)
        self.arrivals.said.connect(self.said.append)

    def see(self, *decisions: Any, after: float = 0.1) -> None:
        self.now += after
        faces = [face(number, 100 * number) for number, _ in enumerate(decisions, 1)]
        self.arrivals.see(result(0, faces, list(decisions), self.now))


@pytest.fixture
def region(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Region:
    monkeypatch.setattr(arrivals, "EVERY_MS", 60)
    return Region()


def test_somebody_who_comes_is_told_once(region: Region) -> None:
    region.see(PENDING)
    assert region.said == [], "not before it is decided"
    for _ in range(50):
        region.see(ANNA)
    assert region.said == ["Now in the picture: Anna"]


def test_who_comes_meanwhile_is_in_the_next_sentence(region: Region, qtbot: Any) -> None:
    region.see(ANNA)
    region.see(ANNA, BO)
    region.see(ANNA, BO, STRANGER)
    assert region.said == ["Now in the picture: Anna"]
    qtbot.waitUntil(lambda: len(region.said) == 2, timeout=15_000)
    assert region.said[1] == "Now in the picture: Bo, 1 unknown face"


def test_a_head_that_turns_is_no_arrival_and_coming_back_is(region: Region, qtbot: Any) -> None:
    region.see(ANNA)
    region.see(after=AWAY / 2)
    region.see(ANNA)
    qtbot.wait(150)
    assert len(region.said) == 1
    region.see(ANNA, after=AWAY * 2)
    assert len(region.said) == 2


def test_another_source_begins_anew(region: Region, qtbot: Any) -> None:
    region.see(STRANGER)
    region.arrivals.forget()
    qtbot.wait(150)
    region.see(STRANGER)
    assert region.said == ["Now in the picture: 1 unknown face"] * 2


def test_the_window_announces_who_is_in_the_picture(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    told: list[tuple[object, str]] = []
    monkeypatch.setattr(page, "announce", lambda about, words: told.append((about, words)))
    window.live.show_frame(frame())
    window.live.show_result(result(0, [face(1)], [ANNA]))
    assert told == [(window.live.view, "Now in the picture: Anna")]


# Motion


@pytest.fixture
def moving() -> Iterator[None]:
    yield
    effects._still = False


@pytest.mark.parametrize(
    ("file", "text", "still"),
    [
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", False),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=1\n", False),
        ("kdeglobals", "no setting at all", False),
    ],
)
def test_the_desktops_wish_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, still: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text)
    assert effects.asked_for_stillness() is still


def test_gnome_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    program = tmp_path / "gsettings"
    program.write_text("#!/bin/sh\necho false\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert effects.asked_for_stillness()


@pytest.mark.usefixtures("moving")
def test_nothing_runs_to_and_fro_where_nothing_is_to_move(qtbot: Any) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    effects.busy(bar)
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    effects.use(True)
    effects.busy(bar)
    assert bar.maximum() == 1 and bar.value() == 0
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)

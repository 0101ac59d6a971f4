"""Is it a live face? The sheet over the live picture, with faces whose nose moves as asked, another way, or not."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.scenes import decision, face, frame, result

from facecam.base.types import State
from facecam.tasks.live_check import Turn
from ui.live.live_check import LiveCheckSheet
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAYS = {None: (0, 0), Turn.LEFT: (14, 0), Turn.RIGHT: (-14, 0), Turn.UP: (0, -14)}


def opened(window: Window, monkeypatch: pytest.MonkeyPatch) -> LiveCheckSheet:
    monkeypatch.setattr(type(window._control.bridge), "moves", property(lambda _: True))
    window._control.bridge.frame.emit(frame())
    window.show_page("verify")
    page: Any = window._pages["verify"]
    page.live.click()
    assert window.page == "live" and isinstance(window._check, LiveCheckSheet)
    return window._check


def look(sheet: LiveCheckSheet, way: Turn | None, at: int, times: int = 5) -> None:
    for step in range(times):
        seen = face(1)
        seen.detection.points[2] += WAYS[way]
        sheet.show_result(result(at + step, [seen], [decision(State.KNOWN)]))


def test_who_turns_as_asked_is_told_so_and_never_called_real(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = opened(window, monkeypatch)
    assert sheet.ask.text() == "Look straight at the camera" and not sheet._answer.isVisible()
    look(sheet, None, 0)
    for at, turn in enumerate(sheet.check.asked):
        words = {Turn.LEFT: "to your left", Turn.RIGHT: "to your right", Turn.UP: "Look up"}[turn]
        assert words in sheet.ask.text()
        look(sheet, turn, 10 * at + 10)
    assert sheet._answer.isVisible() and sheet.title.text() == "Turned as asked"
    assert sheet.why.text().startswith("It is Anna. A picture held before the camera cannot do that")
    assert "do not open doors" in sheet.why.text() and "real" not in sheet.why.text()
    sheet._again.click()
    assert not sheet._answer.isVisible() and sheet.check.answer is None
    sheet.close_button.click()
    assert window._check is None and window.live.panel.isVisible()


def test_another_turn_is_no_test(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = opened(window, monkeypatch)
    look(sheet, None, 0)
    wrong = next(turn for turn in Turn if turn is not sheet.check.asked[0])
    look(sheet, wrong, 10)
    assert sheet.title.text() == "Not tested"
    assert sheet.why.text().startswith("It turned another way than asked.")


def test_a_picture_that_stands_still_is_not_asked(window: Window) -> None:
    window.check_live()
    assert isinstance(window._check, LiveCheckSheet)
    assert window._check.title.text() == "Not tested"
    assert window._check.why.text().startswith("There was no face. Once more: stay in the picture")
    assert "do not open doors" not in window._check.why.text(), "nothing was tested"
    window._check.end()


def test_it_is_offered_once_somebody_is_enrolled(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(window._control.bridge), "moves", property(lambda _: True))
    window.enrol()
    sheet: Any = window._sheet
    sheet.done_card.live.click()
    assert isinstance(window._check, LiveCheckSheet)
    window._check.end()

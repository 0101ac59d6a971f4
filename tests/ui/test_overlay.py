"""The card over the picture."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from ui.live.overlay import Overlay


def test_a_card_that_goes_away_just_after_it_spoke_is_not_placed_any_more(qtbot: Any) -> None:
    """As when the language changes, which builds everything anew."""
    around = QWidget()
    qtbot.addWidget(around)
    overlay = Overlay(around)
    overlay.say("There is no picture", "Choose another source.", (("Try again", lambda: None, ""),))
    delete(overlay)
    with qtbot.captureExceptions() as raised:
        qtbot.wait(50)
    assert raised == []

"""A name is never read as HTML, wherever it is shown."""

from typing import Any

import pytest
from helpers.scenes import decision, face, frame, result
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import Qt

from facecam.base.types import State
from ui.base.control import Control
from ui.widgets.nameedit import NameEdit
from ui.widgets.tooltip import JOINER, as_tooltip
from ui.window.main_window import Window

HOSTILE = ("<b>Anna</b>", "<img src='http://evil.example/x.png'>", "&lt;b&gt;", "<?xml ?>")


@given(st.one_of(st.text(), st.text(alphabet="<>/ab &;lt!?-\n"), st.sampled_from(HOSTILE)))
def test_nothing_is_read_as_html_and_nothing_is_lost(words: str) -> None:
    tip = as_tooltip(words)
    assert not Qt.mightBeRichText(tip)
    assert tip.replace(JOINER, "") == words.replace(JOINER, "")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_in_the_panel_and_in_its_field_is_plain(
    window: Window, control: Control, qtbot: Any, name: str
) -> None:
    live = window.live
    control.bridge.frame.emit(frame(0))
    control.bridge.result.emit(result(0, [face(1)], [decision(State.UNKNOWN, name)]))
    live._fill_panel()
    tip = live._in_view._rows[1].toolTip()
    assert name in tip.replace(JOINER, "") and not Qt.mightBeRichText(tip)
    field = NameEdit()
    qtbot.addWidget(field)
    field.resize(60, 30)
    field.show_name(name * 5)
    assert not Qt.mightBeRichText(field.toolTip())

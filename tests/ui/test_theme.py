"""The window's look: what it is made of is there."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete

from facecam.base.settings import Theme
from ui.base import theme
from ui.base.control import Control
from ui.widgets import basics
from ui.widgets.names import KnownNames


def test_the_pictures_that_the_style_sheet_names_are_there(qapp: QApplication) -> None:
    theme.install(qapp)
    named = re.findall(r'url\("(.+?)"\)', qapp.styleSheet())
    assert named and [one for one in named if not Path(one).is_file()] == []


def test_a_widget_takes_on_the_colours_of_one_made_in_them(
    qapp: QApplication, control: Control, qtbot: Any
) -> None:
    """A change dresses widgets turn by turn: none is left as it was, seen or hidden."""
    window = QWidget()
    qtbot.addWidget(window)
    dress("light", qtbot)
    seen, hidden = Sample(window), Sample(window)
    window.show()
    hidden.hide()
    light = seen.picture()
    dress("dark", qtbot)
    made = Sample(window)
    assert seen.picture() == hidden.picture() == made.picture() != light
    assert seen.tick() < 100
    dress("light", qtbot)
    assert seen.picture() == hidden.picture() == made.picture() == light
    assert seen.tick() > 100


def test_what_is_closed_while_the_colours_change_is_left_out(
    qapp: QApplication, control: Control, qtbot: Any
) -> None:
    stays, goes = QWidget(), QWidget()
    qtbot.addWidget(stays)
    dress("light", qtbot)
    for window in (stays, goes):
        window.show()
    theme.use("dark")
    delete(goes)
    theme.use("light")
    dress("dark", qtbot)
    assert stays.updatesEnabled()


def dress(colours: Theme, qtbot: Any) -> None:
    theme.use(colours)
    qtbot.waitUntil(lambda: not theme._undressed and not theme._unpainted)


class Sample(QWidget):
    """Of what a style sheet dresses: words, a tick, a button, fields."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.ticked = QCheckBox("Blur strangers")
        self.ticked.setChecked(True)
        rows = QVBoxLayout(self)
        for one in (
            basics.label("Nobody yet", "muted"),
            self.ticked,
            QPushButton("Enrol"),
            QLineEdit("Anna"),
            QComboBox(),
        ):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            rows.addWidget(one)
        self.resize(240, 240)

    def picture(self) -> QImage:
        return self.grab().toImage()

    def tick(self) -> int:
        """How light its darkest place is, on the ground of a box that is ticked: 0 to 255."""
        option = QStyleOptionButton()
        self.ticked.initStyleOption(option)
        box = self.ticked.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self.ticked)
        drawn = self.ticked.grab(box.adjusted(3, 3, -3, -3)).toImage()
        return min(drawn.pixelColor(x, y).lightness() for x in range(drawn.width()) for y in range(drawn.height()))


def test_the_programs_icon_is_as_it_was_drawn(qapp: QApplication) -> None:
    icon = QImage(str(theme.PROGRAM_ICON)).convertToFormat(QImage.Format.Format_ARGB32)
    drawn = QImage(icon.size(), QImage.Format.Format_ARGB32)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(str(theme.PROGRAM_ICON.with_suffix(".svg")))
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    assert renderer.isValid() and icon.width() == 256
    pixels = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (icon, drawn)]
    assert np.abs(pixels[0] - pixels[1]).mean() == pytest.approx(0, abs=1)


@pytest.mark.parametrize("number", [1, 2, 5])
def test_all_that_is_offered_is_seen_whole(qapp: QApplication, qtbot: Any, control: Control, number: int) -> None:
    """The lists beneath a choice and beneath a name: no line of theirs is cut, and they need not be scrolled."""
    theme.install(qapp)
    combo, field = QComboBox(), QLineEdit()
    names = KnownNames(control, field)
    names.offer([(at, f"Anna {at}") for at in range(number)])
    completer = names.completer(field)
    combo.addItems([f"Anna {at}" for at in range(number)])
    field.setCompleter(completer)
    for widget in (combo, field):
        qtbot.addWidget(widget)
        widget.show()
    combo.showPopup()
    qtbot.waitUntil(combo.view().isVisible)
    completer.complete()
    for view in (combo.view(), completer.popup()):
        assert view is not None
        last = view.visualRect(view.model().index(number - 1, 0))
        assert last.bottom() < view.viewport().height() and view.verticalScrollBar().maximum() == 0
    combo.hidePopup()

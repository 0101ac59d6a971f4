"""What holds on every page and in every dialog: no words are cut, whatever language and screen; all has a name."""

from __future__ import annotations

import ast
import contextlib
from pathlib import Path
from typing import Any

import pytest
from helpers.walk import cut, fill, places
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QWidget,
)

import ui
from facecam.base.settings import Language
from ui.base import theme
from ui.base.control import Control
from ui.i18n import language
from ui.sources.picker import Cameras
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

SMALL = ((800, 560), (1024, 640))
SETTLED = 3_000
"""Milliseconds within which a place has its last layout; that of words which do not fit is never reached."""
USED = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar,
    QAbstractSpinBox,
)  # fmt: skip


def dialogs() -> list[ast.ClassDef]:
    """The classes of `ui` that are a dialog or a sheet."""
    return [
        node
        for file in Path(ui.__file__ or "").parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and {base.id for base in node.bases if isinstance(base, ast.Name)} & {"QDialog", "Sheet"}
    ]


def opened(control: Control, qtbot: Any) -> Window:
    window = Window(control, Cameras())
    qtbot.addWidget(window)
    fill(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def uncut(window: Window, qtbot: Any, sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """What is cut on windows of these sizes."""
    found = []
    for place, root in places(window, qtbot):
        for size in sizes:
            window.resize(*size)
            with contextlib.suppress(qtbot.TimeoutError):
                qtbot.waitUntil(lambda root=root: not cut(root), timeout=SETTLED)
            found += [f"{place}, {size}: {words}" for words in cut(root)]
    return found


@pytest.mark.parametrize("spoken", ["en", "de", "fr"])
def test_no_words_are_cut_on_a_small_screen(control: Control, qtbot: Any, spoken: Language) -> None:
    language.use(spoken)
    found = uncut(opened(control, qtbot), qtbot, SMALL)
    language.use("en")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("spoken", ["en", "de", "fr"])
def test_no_words_are_cut_on_a_large_screen_with_large_type(control: Control, qtbot: Any, spoken: Language) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = QFont(app.font())
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * 2)
    language.use(spoken)
    try:
        app.setFont(larger)
        theme.use("light")
        found = uncut(opened(control, qtbot), qtbot, ((3840, 2160),))
    finally:
        app.setFont(before)
        language.use("en")
    assert not found, "\n".join(found)


def test_all_has_a_name_and_no_dialog_is_passed_by(control: Control, qtbot: Any) -> None:
    """Each class of `ui` that is a dialog or a sheet is one of the places; so a new one is looked at, too."""
    kinds = {node.name for node in dialogs()}
    seen, nameless, marked = set(), [], []
    for place, root in places(opened(control, qtbot), qtbot):
        seen.add(type(root).__name__)
        for one in root.findChildren(QWidget):
            if isinstance(one, QLabel | QAbstractButton) and one.isVisible() and "`" in one.text() + one.toolTip():
                marked.append(f"{place}: {one.text()} {one.toolTip()}")
            own = not isinstance(one.parentWidget(), QComboBox | QLineEdit | QAbstractSpinBox | QAbstractItemView)
            if not isinstance(one, USED) or isinstance(one, QScrollBar) or not (one.isVisible() and own):
                continue
            if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip():
                nameless.append(f"{place}: {type(one).__name__} {one.objectName()} {one.toolTip()}")
    assert not nameless, "\n".join(nameless)
    assert kinds <= seen
    assert not marked, "marks of the command line"


def test_what_outlives_a_dialog_does_not_call_it_afterwards() -> None:
    """Of what a dialog is given, no signal leads to a lambda: those are not let go of with it, its methods are."""
    found = [
        f"{kind.name}: {ast.unparse(call)}"
        for kind in dialogs()
        for method in kind.body
        if isinstance(method, ast.FunctionDef)
        for call in ast.walk(method)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith(".connect")
        and isinstance(call.args[0], ast.Lambda)
        and ast.unparse(call.func).split(".")[0] in {given.arg for given in method.args.args} - {"self"}
    ]
    assert not found

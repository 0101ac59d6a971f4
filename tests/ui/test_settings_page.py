"""Settings act at once and are kept."""

from typing import Any

import numpy as np
import pytest
from helpers.scenes import CURVE, vector
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea

from facecam.base import settings as settings_file
from facecam.operations import Enrol, Sample, apply
from ui.base import theme
from ui.base.control import Control
from ui.i18n.words import share
from ui.settings.curves import LOWEST
from ui.settings.page import SettingsPage
from ui.settings.strangers import STEPS
from ui.sources.picker import Cameras
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def page(control: Control, qtbot: Any) -> SettingsPage:
    made = SettingsPage(control, Cameras())
    qtbot.addWidget(made)
    return made


def kept(page: SettingsPage) -> Any:
    return page._control.settings


def test_each_setting_acts_and_is_saved(page: SettingsPage, qtbot: Any) -> None:
    page.mirror.click()
    page.keep_pictures.click()
    page.keep_clips.click()
    page.clips_mb.activated.emit(page.clips_mb.findData(2000))
    page.keep_sightings.click()
    page.days.activated.emit(page.days.findData(7))
    page.gpu.activated.emit(page.gpu.findData("off"))
    page.theme.activated.emit(page.theme.findData("dark"))
    now = kept(page)
    assert (now.mirror, now.keep_pictures, now.keep_sightings, now.sightings_days) == (True, True, False, 7)
    assert (now.keep_clips, now.clips_mb) == (True, 2000)
    assert not page.keep_clips.isEnabled() and not page.clips_mb.isEnabled(), "without visits there are none"
    assert (now.gpu, now.theme) == ("off", "dark")
    runtime = page._control.bridge.runtime
    assert runtime is not None and runtime.settings == now
    qtbot.waitUntil(lambda: settings_file.load() == now)


def test_the_way_back_to_the_defaults_is_said(page: SettingsPage, qtbot: Any) -> None:
    page.mirror.click()
    page.keep_pictures.click()
    with qtbot.waitSignal(page._control.said) as told:
        page.default.click()
    assert "Settings are at their defaults" in told.args[0] and "Ctrl+Z" in told.args[0]
    assert not kept(page).mirror and kept(page).keep_pictures, "what may be kept is somebody's word"
    page._control.undo_setting()
    assert kept(page).mirror


def test_the_threshold_is_a_sentence(page: SettingsPage, qtbot: Any) -> None:
    card = page.strangers
    assert card._sentence.text() == "About 1 stranger in 1,000 gets a name"
    before = card._numbers.text()
    card.slider.setFocus()
    qtbot.keyClick(card.slider, Qt.Key.Key_Right)
    assert kept(page).strangers == STEPS[STEPS.index(1000) + 1]
    assert card._sentence.text() == "About 1 stranger in 2,000 gets a name"
    assert card._numbers.text() != before


def test_words_and_slider_are_there_before_the_plot(page: SettingsPage, qtbot: Any) -> None:
    page.show()
    card = page.strangers
    assert card.curves is None and card._waiting.isVisible() and card.slider.isVisible()
    assert all(words.text() and words.isVisible() for words in (card._sentence, card._other, card._numbers))
    qtbot.waitUntil(lambda: card.curves is not None, timeout=60_000)
    assert not card._waiting.isVisible()


def test_both_error_rates_are_drawn_and_said_once_the_page_is_seen(page: SettingsPage, qtbot: Any) -> None:
    control, card = page._control, page.strangers
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    for number, name in enumerate(("Anna", "Bo")):
        samples = tuple(Sample(vector(number, pose), 0.8, "test") for pose in range(3))
        apply(runtime.database, Enrol(name, samples, "test"))
    runtime.refresh()
    assert card.curves is None
    page.show()
    qtbot.waitUntil(lambda: card.curves is not None and "All 6 samples" in card._other.text(), timeout=15000)
    assert card.curves is not None
    assert card._sentence.text() == "About 1 stranger in 1,000 gets a name with 2 people enrolled"
    strangers, missed, _ = (line.getData() for line in card.curves._lines)
    threshold = card.curves._edge.value()
    assert threshold == pytest.approx(CURVE.threshold(1e-3, 2))
    assert 10 ** np.interp(threshold, *strangers) == pytest.approx(1e-3, rel=0.1)
    assert missed[1][0] == pytest.approx(np.log10(LOWEST)) and missed[1][-1] == 0
    card.slider.setValue(0)
    assert card.curves._edge.value() == pytest.approx(CURVE.threshold(1 / 20, 2))
    again = [line.getData()[1] for line in card.curves._lines]
    assert again[0] is strangers[1] and again[1] is missed[1], "only the threshold moves"
    assert "20" in card.curves.accessibleDescription()


def test_one_sample_a_person_says_nothing_about_missed_names(page: SettingsPage, qtbot: Any) -> None:
    runtime = page._control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    apply(runtime.database, Enrol("Anna", (Sample(vector(0), 0.8, "test"),), "test"))
    runtime.refresh()
    page.show()
    qtbot.waitUntil(lambda: "two samples" in page.strangers._other.text(), timeout=15000)


@pytest.mark.parametrize(
    ("part", "words"),
    [(0, "none"), (1e-3, "1 in 1,000"), (1 / 1234, "1 in 1,200"), (0.3, "1 in 3"), (0.7, "7 in 10"), (1, "all")],
)
def test_shares_in_words(part: float, words: str) -> None:
    assert share(part) == words


def test_a_setting_between_the_steps_is_said_and_not_changed(page: SettingsPage) -> None:
    page._control.change(strangers=1234)
    assert "1,234" in page.strangers._sentence.text()
    assert kept(page).strangers == 1234


def test_dark_and_light(page: SettingsPage) -> None:
    theme.use("dark")
    assert theme.colours() is theme.DARK
    theme.use("light")
    assert theme.colours() is theme.LIGHT


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_can_be_read(colours: theme.Colours) -> None:
    """WCAG 2's contrast of at least 4.5 for text."""
    for ink, ground in (("text", "window"), ("text", "surface"), ("muted", "surface"), ("muted", "window"),
                        ("on_accent", "accent"), ("on_warn", "warn"), ("danger", "raised"), ("accent", "surface"),
                        ("text", "selected"), ("accent", "selected")):  # fmt: skip
        pair = sorted(luminance(getattr(colours, name)) for name in (ink, ground))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ink, ground)


def luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_wheel_scrolls_the_page_and_changes_no_setting(page: SettingsPage, qtbot: Any) -> None:
    page.resize(760, 560)
    page.show()
    page.days.activated.emit(page.days.findData(90))
    before = kept(page)
    (scroll,) = page.findChildren(QScrollArea)
    bar = scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=15_000)
    qtbot.waitUntil(lambda: page.strangers.curves is not None, timeout=15_000)
    curves = page.strangers.curves
    assert curves is not None
    for turned in (page.days, page.gpu, page.theme, page.language, page.strangers.slider, curves):
        for away in (-120, 120):
            scroll.ensureWidgetVisible(turned)
            place = bar.value()
            at = turned.mapTo(page, turned.rect().center())
            QTest.wheelEvent(page.windowHandle(), QPointF(at), QPoint(0, away))
            assert bar.value() != place or place == (bar.maximum() if away < 0 else 0)
    assert kept(page) == before and page.days.currentData() == 90


def test_the_shape_is_that_of_the_source_that_is_looked_at(page: SettingsPage) -> None:
    bridge = page._control.bridge
    assert not page.shape.isEnabled()
    for spec in ("0", "dvd.mpg"):
        bridge.spec = spec
        bridge.source_changed.emit(spec)
        assert page.shape.currentData() == ""
    page.shape.activated.emit(page.shape.findData("16:9"))
    assert kept(page).aspects == {"dvd.mpg": "16:9"}
    bridge.spec = "0"
    bridge.source_changed.emit("0")
    assert page.shape.currentData() == ""
    page._control.change(aspects={"0": "5:4"})
    assert page.shape.currentText() == "5:4", "what was written into the settings' file is shown"
    page.shape.activated.emit(0)
    assert kept(page).aspects == {}


def test_servers_that_are_trusted_are_named_and_can_be_trusted_no_more(page: SettingsPage) -> None:
    assert page.trusted.isHidden()
    page._control.change(certificates={"yard.local:443": "AB" * 32, "door.local:322": "CD" * 32})
    assert not page.trusted.isHidden()
    buttons = [one for one in page.trusted.findChildren(QPushButton) if not one.isHidden()]
    assert len(buttons) == 2
    buttons[0].click()
    assert kept(page).certificates == {"door.local:322": "CD" * 32}


def test_only_another_theme_dresses_the_window_anew(
    control: Control, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which takes so long that a slider would stick."""
    dressed: list[str] = []
    monkeypatch.setattr(theme, "use", dressed.append)
    for strangers in (20, 50, 100):
        control.change(strangers=strangers)
    assert not dressed
    control.change(theme="dark")
    control.change(theme="system")
    assert dressed == ["dark", "system"]

"""Settings act at once and are kept."""

from typing import Any, get_args

import pytest
from PySide6.QtCore import Qt

from facecam import settings as settings_file
from facecam.settings import Gpu, Theme
from ui import theme
from ui.control import Control
from ui.live.sources import Cameras
from ui.settings.page import SettingsPage
from ui.settings.strangers import STEPS

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
    page.keep_sightings.click()
    page.days.activated.emit(page.days.findData(7))
    page.gpu.activated.emit(get_args(Gpu).index("off"))
    page.theme.activated.emit(get_args(Theme).index("dark"))
    now = kept(page)
    assert (now.mirror, now.keep_pictures, now.keep_sightings, now.sightings_days) == (True, True, False, 7)
    assert (now.gpu, now.theme) == ("off", "dark")
    services = page._control.bridge.services
    assert services is not None and services.settings == now
    qtbot.waitUntil(lambda: settings_file.load() == now)


def test_the_threshold_is_a_sentence(page: SettingsPage, qtbot: Any) -> None:
    card = page.strangers
    assert card._sentence.text() == "1 stranger in 1,000 gets a name"
    before = card._numbers.text()
    card.slider.setFocus()
    qtbot.keyClick(card.slider, Qt.Key.Key_Right)
    assert kept(page).strangers == STEPS[STEPS.index(1000) + 1]
    assert card._sentence.text() == "1 stranger in 2,000 gets a name"
    assert card._numbers.text() != before


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

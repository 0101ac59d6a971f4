"""The window in German: every word is translated, nothing was forgotten, and it comes up so."""

from __future__ import annotations

import ast
import re
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.scenes import database, vector
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QLocale, QObject, QTimer
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QGraphicsScene, QLabel, QWidget

import ui
from facecam.base import errors
from facecam.base import settings as settings_file
from facecam.base.messages import Message, paragraph, verbatim
from facecam.operations import Enrol, Sample, apply
from facecam.vision.manifest import load_manifest
from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.i18n import core, language
from ui.i18n.dates import date_of
from ui.i18n.translations import update
from ui.i18n.words import count, percent, share
from ui.models.card import ModelCard, Row
from ui.people.words import day
from ui.settings.page import SettingsPage
from ui.sources.picker import Cameras
from ui.window.main_window import Window

FOLDER = Path(update.__file__).parent
needs_tools = pytest.mark.skipif(update.tool("lupdate") is None, reason="PySide6's lupdate is not installed")


@pytest.fixture
def german(qapp: Any) -> Iterator[None]:
    language.use("de")
    yield
    language.use("en")


def messages(file: Path) -> list[tuple[str, str, ElementTree.Element, bool]]:
    """Context, source, translation, and whether it has plural forms."""
    found = []
    for context in ElementTree.parse(file).iter("context"):
        for one in context.iter("message"):
            translation = one.find("translation")
            assert translation is not None
            where, source = context.findtext("name") or "", one.findtext("source") or ""
            found.append((where, source, translation, one.get("numerus") == "yes"))
    return found


def placeholders(words: str) -> list[str]:
    named = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(words) if name is not None]
    return sorted([*named, *re.findall(r"%L?n", words)])


@pytest.mark.parametrize("name", update.LANGUAGES)
def test_every_word_is_translated_with_its_placeholders(name: str) -> None:
    listed = messages(FOLDER / f"facecam_{name}.ts")
    assert len(listed) > (40 if name == "en" else 700)
    for where, source, translation, numerus in listed:
        forms = [form.text for form in translation.iter("numerusform")] if numerus else [translation.text]
        assert translation.get("type") is None and all(forms), (where, source)
        for form in forms:
            assert form is not None
            missing = set(placeholders(source)) - set(placeholders(form))
            assert missing <= ({"%n", "%Ln"} if form is forms[0] and numerus else set()), (where, source, form)
            assert set(placeholders(form)) <= set(placeholders(source)), (where, source, form)


def test_german_dots_stand_apart_from_a_whole_word() -> None:
    for _, source, translation, _ in messages(FOLDER / "facecam_de.ts"):
        assert not re.search(r"\w\.\.\.$", translation.text or ""), source


def test_no_words_are_hidden_from_the_translators() -> None:
    """Qt's collector does not look into f-strings: what stands there stays English."""
    hidden = [
        f"{file.name}: {ast.unparse(call)}"
        for file in Path(ui.__file__ or "").parent.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in ("tr", "translate", "plural")
    ]
    assert not hidden


@needs_tools
def test_no_word_of_the_sources_is_missing_and_none_is_left_over(tmp_path: Path) -> None:
    for name in update.LANGUAGES:
        file = f"facecam_{name}.ts"
        (tmp_path / file).write_bytes((FOLDER / file).read_bytes())
    update.collect(tmp_path)
    for name in update.LANGUAGES:
        file = f"facecam_{name}.ts"
        new, old = ({one[:2] for one in messages(folder / file)} for folder in (tmp_path, FOLDER))
        assert new == old, "run `python -m ui.i18n.translations.update`"


@needs_tools
def test_what_the_window_reads_is_up_to_date(tmp_path: Path) -> None:
    update.compile_(tmp_path)
    for file in tmp_path.glob("*.qm"):
        assert file.read_bytes() == (FOLDER / file.name).read_bytes(), "run `python -m ui.i18n.translations.update`"
    assert len(list(tmp_path.glob("*.qm"))) == len(update.LANGUAGES)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("spoken", "shown"),
    [
        (Message("Hold still"), "Bitte stillhalten"),
        (
            Message("{name} and {other} are too close to tell", name="Anna", other="Bo"),
            "Anna und Bo sind zu ähnlich, um sie zu unterscheiden",
        ),
        (
            Message("{faces} faces are in the picture, one is wanted; cut the others off", faces=3),
            "3 Gesichter sind im Bild, gebraucht wird eines; schneiden Sie die anderen ab",
        ),
        (
            paragraph(
                Message(
                    "Enrolled {name} with {n} sample", "Enrolled {name} with {n} samples",
                    name="Bo with 3 samples", n=1200,
                )
            ),
            "Bo with 3 samples mit 1.200 Aufnahmen hinzugefügt.",
        ),
        (
            paragraph(Message("Undone: {edit}", edit=Message("Renamed {name} to {new}", name="Bo", new="Jo"))),
            "Rückgängig gemacht: Bo in Jo umbenannt.",
        ),
        (
            Message(
                "Split {name} from {other} with {n} sample", "Split {name} from {other} with {n} samples",
                name="Bo", other="Peter from IT", n=2,
            ),
            "Bo mit 2 Aufnahmen von Peter from IT abgetrennt",
        ),
        (
            Message(
                "Brought {what} over to the model {model}",
                what=Message(
                    "{samples} and {n} correction", "{samples} and {n} corrections",
                    samples=Message("{n} sample", "{n} samples", n=2), n=1,
                ),
                model="m.2",
            ),
            "2 Aufnahmen und 1 Korrektur auf das Modell m.2 übertragen",
        ),
        (verbatim("No core says this. Nor this."), "No core says this. Nor this."),
    ],
)  # fmt: skip
def test_sentences_of_the_core_keep_their_names(spoken: Message, shown: str) -> None:
    assert core.said(spoken) == shown


@pytest.mark.usefixtures("german")
def test_errors_of_the_core_keep_their_names(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("gpu = 3")
    with pytest.raises(errors.InputError) as caught:
        settings_file.load(file)
    assert (
        core.said(caught.value.told)
        == f"{file}: gpu = 3 ist nicht bekannt. Nehmen Sie eines von auto, required, off."
    )


@pytest.mark.usefixtures("german")
def test_the_bar_says_in_german_what_was_done_and_what_not(window: Window, qtbot: Any) -> None:
    control, bar = window._control, window._toast
    control.apply(Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    qtbot.waitUntil(lambda: bar.text == "Anna mit 1 Aufnahme hinzugefügt.", timeout=15_000)
    control.undo()
    qtbot.waitUntil(lambda: bar.text == "Rückgängig gemacht: Anna mit 1 Aufnahme hinzugefügt.", timeout=15_000)
    control.undo()
    qtbot.waitUntil(lambda: bar.text == "Es gibt nichts rückgängig zu machen.", timeout=15_000)
    control.rename(7, "Bo")
    wanted = "Es gibt keine Person 7. Sehen Sie die Nummern in der Liste der Personen nach."
    qtbot.waitUntil(lambda: bar.text == wanted, timeout=15_000)


@pytest.mark.usefixtures("german", "models")
def test_what_a_model_s_makers_wrote_is_marked_as_theirs(qtbot: Any) -> None:
    entry = load_manifest().embedder()
    card = ModelCard(Row(entry, 1))
    qtbot.addWidget(card)
    shown = {one.text() for one in card.findChildren(QLabel)}
    assert {"Bedingungen", "Trainiert mit"} <= shown
    for words in (entry.licence, entry.training_data):
        (quoted,) = (text for text in shown if words[1:] in text)
        assert quoted.startswith("„") and quoted.endswith("“ (Karte des Modells, englisch)")


def test_numbers_and_plurals_in_both_languages(german: None) -> None:
    from datetime import UTC, datetime

    moment = datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert [count(number, "person") for number in (0, 1, 2000)] == ["0 Personen", "1 Person", "2.000 Personen"]
    assert (percent(0.714, 1), share(1e-3), day(moment)) == ("71,4 %", "1 von 1.000", "5. März 2026")
    assert date_of(moment.date(), with_year=False) == "5. März"
    assert "Strg+Z" in keys.tip("undo")
    language.use("en")
    assert [count(number, "person") for number in (0, 1, 2000)] == ["0 people", "1 person", "2,000 people"]
    assert (percent(0.714, 1), share(1e-3), day(moment)) == ("71.4%", "1 in 1,000", "5 March 2026")


@pytest.mark.parametrize(
    ("system", "spoken"),
    [("de_AT", "German"), ("en_GB", "English"), ("fr_CA", "French"), ("es_ES", "English"), ("C", "English")],
)
def test_the_systems_language_is_followed_where_it_is_known(
    system: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    assert language.locale("system").language() is QLocale.Language[spoken]
    assert language.locale("de").language() is QLocale.Language.German


def test_the_settings_keep_the_language(control: Control, qtbot: Any) -> None:
    page = SettingsPage(control, Cameras())
    qtbot.addWidget(page)
    page.language.activated.emit(page.language.findData("de"))
    assert control.settings.language == "de"
    qtbot.waitUntil(lambda: settings_file.load().language == "de", timeout=15_000)


@pytest.mark.usefixtures("german", "no_thread_left")
def test_the_window_comes_up_in_german_and_nothing_is_cut_off(control: Control, qtbot: Any) -> None:
    from PySide6.QtGui import QFontMetrics
    from PySide6.QtWidgets import QAbstractButton, QToolButton

    apply(database(control), Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    made = Window(control, Cameras())
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    qtbot.waitExposed(made)
    assert [menu.text() for menu in made.menuBar().actions()] == ["&Quelle", "&Bearbeiten", "&Ansicht", "&Hilfe"]
    for name in ("live", "people", "history", "unknowns", "verify", "rules", "models", "settings"):
        made.show_page(name)
        page: Any = made._pages[name]
        if name == "people":
            qtbot.waitUntil(lambda page=page: page.model.rowCount() == 1, timeout=15_000)
            page.list.setCurrentIndex(page.list.model().index(0, 0))
            qtbot.waitUntil(page.panel.isVisible, timeout=15_000)
        shown = [one for one in made.findChildren(QAbstractButton) if one.isVisible() and one.text()]
        assert "Personen" in [one.text() for one in shown]
        for one in shown:
            if isinstance(one, QToolButton):
                wide = QFontMetrics(one.font()).horizontalAdvance(one.text())
                assert one.width() >= wide, (name, one.text())
            else:
                assert one.width() >= one.minimumSizeHint().width(), (name, one.text())
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert [button.text() for button in box.buttons()] == ["Abbrechen"], "Qt's own words"


def words(within: QWidget) -> set[str]:
    """All that can be read or heard within a widget, hidden or not."""
    found: set[str] = set()
    for one in (within, *within.findChildren(QObject)):
        if isinstance(one.parent(), QGraphicsScene):  # the plots' own menu, which is not shown
            continue
        for name in (
            "text",
            "toolTip",
            "accessibleName",
            "accessibleDescription",
            "placeholderText",
            "windowTitle",
            "title",
        ):
            value = getattr(one, name, None)
            if callable(value):
                found.add(str(value()))
        if isinstance(one, QComboBox):
            found |= {one.itemText(at) for at in range(one.count())}
    return {re.sub("&(?!&)", "", one) for one in found if any(map(str.isalpha, one))}


PAGES = ("live", "people", "history", "unknowns", "verify", "rules", "models", "settings")


def test_a_change_of_language_acts_at_once_and_everywhere(window: Window, qtbot: Any) -> None:
    """The words of every page, in English, in German and in English again: none is left behind, and nothing that
    was made anew is there twice."""
    control = window._control
    numbers: list[dict[str, int]] = []
    apply(database(control), Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    control.bridge.refresh()

    def speak(choice: str) -> set[str]:
        before = window.live
        window.show_page("settings")
        page: Any = window._pages["settings"]
        page.language.activated.emit(page.language.findData(choice))
        qtbot.waitUntil(lambda: window.live is not before, timeout=15_000)
        assert window.page == "settings" and window._pages["settings"].isVisible()
        return all_words()

    def all_words() -> set[str]:
        for name in PAGES:
            window.show_page(name)
            qtbot.wait(50)
        gone: list[QWidget] = []
        control.settle(lambda: gone.append(window))
        qtbot.waitUntil(lambda: bool(gone), timeout=15_000)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        kinds = (QWidget, QAction, QShortcut, QTimer, QAbstractItemModel)
        numbers.append({kind.__name__: len(window.findChildren(kind)) for kind in kinds})
        return words(window)

    english = all_words()
    german = speak("de")
    again = speak("en")
    assert {"People", "Undo", "Settings"} <= english and {"Personen", "Rückgängig", "Einstellungen"} <= german
    translated = {
        source.replace("&", ""): "".join(translation.itertext()).replace("&", "")
        for _, source, translation, numerus in messages(FOLDER / "facecam_de.ts")
        if not numerus
    }
    changes = {source for source, target in translated.items() if source != target and "{" not in source}
    assert german & changes == set(), "still English"
    assert again & ({translated[source] for source in changes} - english) == set(), "still German"
    assert again == english
    assert numbers == numbers[:1] * 3


def test_the_language_changes_when_the_enrolment_is_over(window: Window, qtbot: Any) -> None:
    before = window.live
    window.enrol()
    window._control.change(language="de")
    qtbot.wait(100)
    assert window.live is before
    window._back()
    qtbot.waitUntil(lambda: window.live is not before, timeout=15_000)
    assert "Personen" in words(window)
    window._control.change(language="en")
    qtbot.waitUntil(lambda: "People" in words(window._sidebar), timeout=15_000)


def test_what_the_window_goes_on_with_is_in_the_new_language(window: Window, qtbot: Any) -> None:
    """Words over the picture, and a recording that goes on."""
    window.live.show_no_camera()
    window.live.fold_panel()
    recording = window.live.extra_actions.recording
    assert "No camera is plugged in" in words(window.live)
    before = window.live
    window._control.change(language="de")
    qtbot.waitUntil(lambda: window.live is not before, timeout=15_000)
    assert "Keine Kamera angeschlossen" in words(window.live)
    assert window.live.extra_actions.recording is recording
    assert window.live.panel.isHidden() and not window.live.fold.isChecked()
    menus = [action.text() for action in window.menuBar().actions()]
    assert menus == ["&Quelle", "&Bearbeiten", "&Ansicht", "&Hilfe"]
    window._control.change(language="en")
    qtbot.waitUntil(lambda: "No camera is plugged in" in words(window.live), timeout=15_000)


def test_what_the_core_says_shows_no_marks_of_the_command_line() -> None:
    assert core.said(Message("Give a camera, a file, a folder, a URL or `demo`")) == (
        'Give a camera, a file, a folder, a URL or "demo"'
    )

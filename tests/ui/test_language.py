"""The window in German: every word is translated, nothing was forgotten, and it comes up so."""

from __future__ import annotations

import ast
import itertools
import re
import string
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.scenes import database, vector
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from facecam import errors
from facecam import settings as settings_file
from facecam.capture.camera import CameraSource
from facecam.capture.stream import UrlSource
from facecam.capture.video import VideoSource
from facecam.operations import Enrol, Sample, apply
from facecam.store import failures
from facecam.tasks import enrolment
from facecam.vision import occlusion
from facecam.vision.manifest import load_manifest
from ui.i18n import core, language
from ui.i18n.sentences import SENTENCES
from ui.i18n.translations import update
from ui.i18n.words import count, date_of, percent, share
from ui.models.card import ModelCard, Row
from ui.people.words import day
from ui.settings.page import SettingsPage
from ui.sources.picker import Cameras
from ui.window import shortcuts as keys
from ui.window.control import Control
from ui.window.main_window import Window

FOLDER = Path(update.__file__).parent
CORE = Path(errors.__file__).parent
SPEAKERS = {name for name in dir(errors) if name.endswith("Error")} | {"Plan", "Change", "Outcome"}
"""What is made with a sentence for people."""

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


def sentences(file: Path) -> Iterator[str]:
    """What a module of the core says to people, 7 in place of what changes."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known: defaultdict[str, list[ast.expr]] = defaultdict(list)
    """What a name was given, and what a function returns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            known[node.targets[0].id].append(node.value)
        if isinstance(node, ast.FunctionDef):
            returns = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
            known[node.name] += [value for value in returns if value is not None]

    def forms(node: ast.expr, within: frozenset[str] = frozenset()) -> list[str]:
        """`within`: names that are being looked up."""
        match node:
            case ast.Constant(value=str(words)):
                return [words]
            case ast.IfExp(body=one, orelse=other):
                return [*forms(one, within), *forms(other, within)]
            case ast.BoolOp(values=several):
                return [form for one in several for form in forms(one, within)]
            case ast.JoinedStr(values=parts):
                return ["".join(form) for form in itertools.product(*(forms(part, within) for part in parts))]
            case ast.FormattedValue(value=value):
                return forms(value, within) or ["7"]
            case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)) if name not in within:
                return [form for value in known[name] for form in forms(value, within | {name})]
        return []

    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS:
            for argument in node.args:
                yield from filter(None, forms(argument))


def placeholders(words: str) -> list[str]:
    named = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(words) if name is not None]
    return sorted([*named, *re.findall(r"%L?n", words)])


@pytest.mark.parametrize("name", update.LANGUAGES)
def test_every_word_is_translated_with_its_placeholders(name: str) -> None:
    listed = messages(FOLDER / f"facecam_{name}.ts")
    assert len(listed) > (700 if name == "de" else 40)
    for where, source, translation, numerus in listed:
        forms = [form.text for form in translation.iter("numerusform")] if numerus else [translation.text]
        assert translation.get("type") is None and all(forms), (where, source)
        for form in forms:
            assert form is not None
            missing = set(placeholders(source)) - set(placeholders(form))
            assert missing <= ({"%n", "%Ln"} if form is forms[0] and numerus else set()), (where, source, form)
            assert set(placeholders(form)) <= set(placeholders(source)), (where, source, form)


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


def test_the_cores_hints_and_reasons_are_known() -> None:
    hints = {*enrolment.HINTS.values(), enrolment.FULL, enrolment.OTHER, *occlusion._PARTS, *enrolment.Pose}
    hints |= {words for gate in enrolment.GATES for words in gate[1:]}
    assert hints <= set(SENTENCES)


@pytest.mark.usefixtures("german")
def test_every_error_and_edit_of_the_core_is_known() -> None:
    spoken = {sentence for file in CORE.rglob("*.py") if "cli" not in file.parts for sentence in sentences(file)}
    assert len(spoken) > 180 and {"There is nothing to undo", "Removed 7"} <= spoken
    tables = {words for pair in failures._SQLITE.values() for words in (f"The database 7 {pair[0]}", pair[1])}
    answers = {f"7: {source.no_answer}" for source in (CameraSource, VideoSource, UrlSource)}
    composed = {"7: 7", "The database 7 7", "7 has 7 characters", "The 7 failed (7)"}
    wanted = (spoken - composed - {"A GPU is required, but 7 cannot run on CUDA: "}) | tables | answers
    wanted |= {f"The {what} has 7 characters" for what in ("note", "consent")}
    wanted |= {f"The {part} failed (7)" for part in ("models", "database", "gallery")}
    wanted = {re.sub(r"\b7 (sample|visit)\b", r"1 \1", words) for words in wanted}
    assert not {words for words in wanted if core.said(words) == words}, "name them in ui/parts/sentences.py"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("spoken", "shown"),
    [
        ("Hold still", "Bitte stillhalten"),
        ("Anna and Bo are too close to tell", "Anna und Bo sind zu ähnlich, um sie zu unterscheiden"),
        ("3 faces are in the picture, one is wanted", "3 Gesichter sind im Bild, gebraucht wird eines"),
        ("Enrolled Bo with 3 samples with 1,200 samples.", "Bo with 3 samples mit 1.200 Aufnahmen hinzugefügt."),
        ("Undone: Renamed Bo to Jo.", "Rückgängig gemacht: Bo in Jo umbenannt."),
        (
            "Brought 2 samples and 1 correction over to the model m.2",
            "2 Aufnahmen und 1 Korrektur auf das Modell m.2 übertragen",
        ),
        (
            "rtsp://a.b is not plugged in. Plug it in again. Trying again in 0.5 s.",
            "rtsp://a.b ist nicht angeschlossen. Schließen Sie sie wieder an. Neuer Versuch in 0,5 s.",
        ),
        (
            "/a. b/c.jpg cannot be read: No such file. Check its permissions.",
            "/a. b/c.jpg lässt sich nicht lesen: No such file. Prüfen Sie die Zugriffsrechte.",
        ),
        ("/tmp/s.toml: gpu = 3 is not known. Use one of auto, off.", None),
        ("No core says this. Nor this.", "No core says this. Nor this."),
    ],
)
def test_sentences_of_the_core_keep_their_names(spoken: str, shown: str | None) -> None:
    assert core.said(spoken) == (shown or "/tmp/s.toml: gpu = 3 ist nicht bekannt. Nehmen Sie eines von auto, off.")


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
    ("system", "spoken"), [("de_AT", "German"), ("en_GB", "English"), ("fr_FR", "English"), ("C", "English")]
)
def test_the_systems_language_is_followed_where_it_is_known(
    system: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    assert language.locale("system").language() is QLocale.Language[spoken]
    assert language.locale("de").language() is QLocale.Language.German


def test_the_settings_keep_the_language_and_say_when_it_changes(control: Control, qtbot: Any) -> None:
    page = SettingsPage(control, Cameras())
    qtbot.addWidget(page)
    assert page._restart.isHidden()
    page.language.activated.emit(page.language.findData("de"))
    assert control.settings.language == "de" and not page._restart.isHidden()
    qtbot.waitUntil(lambda: settings_file.load().language == "de", timeout=15_000)
    page.language.activated.emit(page.language.findData("system"))
    assert page._restart.isHidden()


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
    for name in ("live", "people", "history", "unknowns", "verify", "models", "settings"):
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

"""The models' page on real runtime, with a second model: the first one's file under another name and space."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from facecam.base import settings
from facecam.base.settings import Settings
from facecam.base.types import Face
from facecam.capture.images import read_image
from facecam.operations import Enrol, Sample, apply
from facecam.store.database import Database
from facecam.tasks.model_change import spaces
from facecam.vision import manifest
from facecam.vision.crops import encode_crop
from facecam.vision.embedder import Embedder
from ui.base import theme
from ui.base.bridge import Bridge
from ui.base.control import Control
from ui.i18n import language
from ui.models.card import ModelCard
from ui.models.page import ModelsPage
from ui.sources.picker import Cameras
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("models", "no_thread_left")

LONG = 30_000
OTHER = "15-f13-anc-ph.jpg"


@pytest.fixture
def two_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The names of the default model and of its copy, which are all there are."""
    shipped = manifest.load_manifest()
    folder = tmp_path / "models"
    shutil.copytree(shipped.file.parent, folder)
    first = shipped.embedder()
    head, *tables = (folder / "manifest.toml").read_text("utf-8").split("[[model]]")
    (table,) = [part for part in tables if f'name = "{first.name}"\n' in part]
    kept = [part for part in tables if part is table or 'task = "embedder"' not in part]
    copy = table.replace(f'name = "{first.name}"', 'name = "another"').replace("default = true", "default = false")
    copy = copy.replace(f'space = "{first.space}"', 'space = "another space"')
    (folder / "manifest.toml").write_text("\n[[model]]".join([head, *kept, copy]), "utf-8")
    monkeypatch.setattr(manifest.load_manifest, "__defaults__", (folder,))
    return first.name, "another"


@pytest.fixture
def page(two_models: tuple[str, str], qtbot: Any) -> Iterator[ModelsPage]:
    with shown(qtbot, len(two_models)) as made:
        yield made


@contextmanager
def shown(qtbot: Any, models: int) -> Iterator[ModelsPage]:
    """The page with the cards of so many models, in a window on real runtime."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.install(app)
    kept = Settings(welcomed=True, gpu="off")
    settings.save(kept)
    bridge = Bridge(kept)
    control = Control(kept, bridge)
    try:
        bridge.start()
        window = Window(control, Cameras())
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: bridge.runtime is not None and bridge.runtime.matcher is not None, timeout=LONG)
        window.show_page("models")
        made = window._pages["models"]
        assert isinstance(made, ModelsPage)
        qtbot.waitUntil(lambda: len(made._outlooks) == models, timeout=LONG)
        yield made
    finally:
        closed = control.close(10.0), bridge.close()
    assert all(closed)


@pytest.fixture
def group(page: ModelsPage, media: Path) -> list[Face]:
    return enrolled(page, media)


def enrolled(page: ModelsPage, media: Path) -> list[Face]:
    """Five real faces; all but the last are enrolled with their pictures."""
    runtime = page._control.bridge.runtime
    assert runtime is not None and runtime.recognizer is not None
    faces = runtime.recognizer.faces(read_image(media / "multi_face.jpg"))
    for number, face in enumerate(faces):
        assert face.embedding is not None and face.crop is not None
        picture = encode_crop(face.crop) if number < 4 else None
        sample = Sample(face.embedding, 0.9, "multi_face.jpg", picture)
        apply(database(page), Enrol(f"P{number}", (sample,), runtime.recognizer.embedder.space))
    page._control.bridge.refresh()
    return faces


def database(page: ModelsPage) -> Database:
    runtime = page._control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    return runtime.database


def running(page: ModelsPage) -> str:
    runtime = page._control.bridge.runtime
    assert runtime is not None and runtime.recognizer is not None
    return runtime.recognizer.model


def known(page: ModelsPage) -> int:
    runtime = page._control.bridge.runtime
    assert runtime is not None
    return runtime.matcher.gallery.templates if runtime.matcher is not None else 0


def test_each_model_says_what_it_can_and_what_it_costs(page: ModelsPage, two_models: Any, qtbot: Any) -> None:
    first, second = page.cards
    assert (first.row.entry.name, second.row.entry.name) == two_models
    assert first._badge.isVisible() and not first.use.isVisible()
    assert second.use.isVisible() and second.use.isEnabled() and not second._badge.isVisible()
    qtbot.mouseClick(second.time, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "ms a face on the CPU" in second.speed.text(), timeout=LONG)
    assert not page._alone.isVisible()


def test_a_model_is_changed_with_everybody_and_back(
    page: ModelsPage, group: list[Face], two_models: tuple[str, str], qtbot: Any
) -> None:
    first, second = page.cards
    qtbot.waitUntil(lambda: "4 samples would come over" in second.outlook.text(), timeout=LONG)
    assert "1 sample has no kept picture" in second.outlook.text() and "enrolled again: P4" in second.outlook.text()
    before = spaces(database(page))
    qtbot.mouseClick(second.use, Qt.MouseButton.LeftButton)
    assert page._going.isVisible() and not second.use.isEnabled()
    qtbot.waitUntil(lambda: running(page) == "another" and known(page) == 4, timeout=LONG)
    qtbot.waitUntil(lambda: second._badge.isVisible() and not page._going.isVisible(), timeout=LONG)
    assert spaces(database(page)) == {"another space": 4, first.row.entry.space: 1}
    assert settings.load().model == "another"
    runtime = page._control.bridge.runtime
    assert runtime is not None and runtime.matcher is not None and group[0].embedding is not None
    scores = runtime.matcher.gallery.scores(group[0].embedding[None])[0]  # type: ignore[attr-defined]
    assert scores[0] > 0.95, "a picture as JPEG gives almost the vector that it was made from"
    page._control.undo()
    qtbot.waitUntil(lambda: running(page) == two_models[0] and known(page) == 5, timeout=LONG)
    assert spaces(database(page)) == before
    page._control.redo()
    qtbot.waitUntil(lambda: running(page) == "another" and known(page) == 4, timeout=LONG)
    qtbot.waitUntil(lambda: first.use.isVisible() and first.use.isEnabled(), timeout=LONG)
    qtbot.mouseClick(first.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: running(page) == two_models[0] and known(page) == 5, timeout=LONG)


def test_every_shipped_model_can_be_used(media: Path, qtbot: Any) -> None:
    entries = manifest.load_manifest().embedders
    if len(entries) < 2:
        pytest.skip("models/ has one embedder")
    with shown(qtbot, len(entries)) as page:
        enrolled(page, media)
        (first,) = [one for one in page.cards if one.row.entry.name == running(page)]
        for one in [*(other for other in page.cards if other is not first), first]:
            entry = one.row.entry
            found = 5 if entry.space == first.row.entry.space else 4  # the fifth has no picture to bring over
            qtbot.waitUntil(one.use.isEnabled, timeout=LONG)
            qtbot.mouseClick(one.use, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda e=entry, n=found: (running(page), known(page)) == (e.name, n), timeout=LONG)
            qtbot.waitUntil(lambda card=one: card._badge.isVisible() and page.switching.to is None, timeout=LONG)
            assert settings.load().model == entry.name


def test_cancel_leaves_everything_as_it_was(
    page: ModelsPage, group: list[Face], two_models: tuple[str, str], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, stopped = threading.Event(), threading.Event()
    embed = Embedder.embed

    def slow(self: Embedder, crops: Any) -> np.ndarray:
        if self.name == "another":
            begun.set()
            stopped.wait(10)
        return embed(self, crops)

    monkeypatch.setattr(Embedder, "embed", slow)
    before = spaces(database(page))
    second = page.cards[1]
    qtbot.mouseClick(second.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set, timeout=LONG)
    qtbot.mouseClick(page._cancel, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page._control.said, timeout=LONG) as said:
        stopped.set()
    assert "everything is as it was" in said.args[0]
    assert spaces(database(page)) == before and running(page) == two_models[0]
    assert not page._going.isVisible() and second.use.isEnabled()


def test_a_model_file_that_was_altered_is_refused_and_nothing_is_changed(
    page: ModelsPage, group: list[Face], two_models: tuple[str, str], qtbot: Any
) -> None:
    second = page.cards[1]
    path = second.row.entry.path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    before = spaces(database(page))
    with qtbot.waitSignal(page._control.failed, timeout=LONG) as failed:
        qtbot.mouseClick(second.use, Qt.MouseButton.LeftButton)
    assert path.name in failed.args[0]
    assert spaces(database(page)) == before and running(page) == two_models[0] and second.use.isEnabled()


def test_samples_of_another_model_can_be_brought_over_later(
    page: ModelsPage, group: list[Face], two_models: tuple[str, str], qtbot: Any
) -> None:
    page._control.change(model="another")
    first, second = page.cards
    qtbot.waitUntil(lambda: second.bring.isVisible() and "4 samples" in second.bring.text(), timeout=LONG)
    assert "cannot be compared" in second.outlook.text()
    qtbot.mouseClick(second.bring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: known(page) == 4 and not second.bring.isVisible(), timeout=LONG)
    assert first.use.isVisible()


def test_the_models_are_tried_on_a_folder_of_pictures(
    page: ModelsPage, media: Path, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, file in (("Ann/0.jpg", "single_face.jpg"), ("Ann/1.jpg", "single_face.jpg"), ("Bo/0.jpg", OTHER)):
        to = tmp_path / "folder" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(media / file, to)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "folder"))
    qtbot.mouseClick(page.try_folder, Qt.MouseButton.LeftButton)
    assert page._going.isVisible() and not page.try_folder.isEnabled()
    qtbot.waitUntil(lambda: all(one.histogram.isVisible() for one in page.cards), timeout=LONG)
    said = page.cards[1].trial.text()
    assert (
        "3 pictures of 2 people" in said and "1 pair of one person none" in said and "2 pairs of two people" in said
    )
    assert not page._going.isVisible() and page.try_folder.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "home"))
    with qtbot.waitSignal(page._control.failed, timeout=LONG) as failed:
        qtbot.mouseClick(page.try_folder, Qt.MouseButton.LeftButton)
    assert "no two pictures" in failed.args[0] or "no image" in failed.args[0]


def test_no_words_of_a_card_are_cut(two_models: tuple[str, str], media: Path, qtbot: Any) -> None:
    language.use("de")
    with shown(qtbot, len(two_models)) as page:
        enrolled(page, media)
        cards = page.findChildren(ModelCard)
        qtbot.waitUntil(lambda: any(card.outlook.isVisible() for card in cards), timeout=LONG)
        for width in (1000, 1024, 1280):
            page.window().resize(width, 640)
            QApplication.processEvents()
            words = [one for card in cards for one in card.findChildren(QLabel) if one.isVisible()]
            assert len(words) > 2 * 10
            assert not [one.text() for one in words if one.height() < one.heightForWidth(one.width())]


def test_a_classifier_names_faces_beside_the_enrolled(
    media: Path, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_set = pytest.importorskip("helpers.closed_set", reason="the training group is not installed")
    closed_set.offered(tmp_path / "models", monkeypatch)
    with shown(qtbot, len(manifest.load_manifest().embedders)) as page:
        enrolled(page, media)
        qtbot.waitUntil(lambda: page.naming is not None, timeout=LONG)
        naming = page.naming
        assert naming is not None and naming.choice.currentText() == closed_set.NAME
        files = [str(media / name) for name in ("multi_face.jpg", "free-mountain-vector-01.jpg")]
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (files, ""))
        qtbot.mouseClick(naming.choose, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "5 faces" in naming._state.text(), timeout=LONG)
        assert "1 picture had no face" in naming._state.text()
        assert [face.gallery.name for face in naming.faces] == [f"P{number}" for number in range(5)]
        assert all(said.text().startswith("Light") for said in naming.named)
        naming.slider.setValue(100)
        assert all(said.text().startswith("nobody; likeliest Light") for said in naming.named)
        assert "100" in naming._words.text()

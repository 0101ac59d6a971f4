"""A kept picture that was damaged leaves its place, a sentence and a line in the log, not a gap."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import cv2
import numpy as np
import pytest
from helpers.scenes import database, vector
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from facecam.base.types import State
from facecam.operations import Enrol, Sample, apply
from facecam.store.people import templates
from facecam.store.visits import VisitRecord, add_visits
from ui.base.control import Control
from ui.history.model import HistoryModel
from ui.people.model import PeopleModel
from ui.people.samples import SamplesModel, load
from ui.widgets.avatar import Avatar, draw_avatar

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000
SOUND = cv2.imencode(".jpg", np.full((96, 96, 3), 90, np.uint8))[1].tobytes()
SENTENCE = "The picture is damaged and cannot be shown."
PICTURE, TIP, SPOKEN = (
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


@pytest.mark.parametrize("jpeg", [b"no jpeg", b""], ids=["scrambled", "lost when it was decrypted"])
def test_in_the_people_s_list_it_is_said(
    control: Control, qtbot: Any, caplog: pytest.LogCaptureFixture, jpeg: bytes
) -> None:
    apply(database(control), Enrol("Anna", (Sample(vector(0), 0.8, "x", jpeg),), "test"))
    apply(database(control), Enrol("Bo", (Sample(vector(1), 0.8, "x", SOUND),), "test"))
    apply(database(control), Enrol("Cleo", (Sample(vector(2), 0.8, "x"),), "test"))
    model = PeopleModel(control)
    model.reload()
    qtbot.waitUntil(lambda: model.rowCount() == 3, timeout=WAIT)
    anna, bo, cleo = (model.index(row) for row in range(3))
    assert SENTENCE not in anna.data(TIP)  # nobody has asked for it yet
    with caplog.at_level(logging.WARNING):
        qtbot.waitUntil(lambda: all(one.data(PICTURE) is not None for one in (anna, bo)), timeout=WAIT)
    assert anna.data(PICTURE).isNull() and SENTENCE in anna.data(TIP) and SENTENCE in anna.data(SPOKEN)
    assert not bo.data(PICTURE).isNull() and SENTENCE not in bo.data(TIP)
    assert cleo.data(PICTURE) is None and SENTENCE not in cleo.data(TIP)
    assert [line for line in caplog.messages if "damaged" in line] == [
        "the database's picture of person 1 was altered or damaged, and cannot be shown"
    ]


def test_among_the_visits_it_is_said(control: Control, qtbot: Any, caplog: pytest.LogCaptureFixture) -> None:
    now = datetime.now(UTC)
    add_visits(
        database(control),
        [VisitRecord("door", now, now, 3, State.UNKNOWN, picture=jpeg) for jpeg in (SOUND, b"no")],
    )
    model = HistoryModel(control)
    model.reload()
    qtbot.waitUntil(lambda: model.rowCount() == 2, timeout=WAIT)
    rows = [model.index(row) for row in range(2)]
    qtbot.waitUntil(lambda: all(one.data(PICTURE) is not None for one in rows), timeout=WAIT)
    (damaged,) = (one for one in rows if one.data(PICTURE).isNull())
    (sound,) = (one for one in rows if one != damaged)
    assert SENTENCE in damaged.data(TIP) and SENTENCE in damaged.data(SPOKEN)
    assert SENTENCE not in sound.data(TIP) and SENTENCE not in sound.data(SPOKEN)
    assert any("a visit, row 2 was" in line for line in caplog.messages)


def test_among_a_person_s_samples_it_is_said(control: Control, caplog: pytest.LogCaptureFixture) -> None:
    db = database(control)
    pictures = (SOUND, b"no", None)
    apply(db, Enrol("Anna", tuple(Sample(vector(0, n), 0.8, "x", one) for n, one in enumerate(pictures)), "test"))
    damaged = templates(db, 1)[1].id
    model = SamplesModel()
    model.show_record(load(db, 1, "test"))
    said = [SENTENCE in model.data(model.index(row), role) for row in range(3) for role in (TIP, SPOKEN)]
    assert said == [False, False, True, True, False, False]
    assert any(f"sample {damaged} was" in line for line in caplog.messages)


def test_its_place_looks_unlike_one_that_never_had_a_picture(qtbot: Any) -> None:
    def drawn(picture: QPixmap | None) -> QImage:
        image = QImage(80, 80, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        draw_avatar(painter, QRectF(0, 0, 80, 80), "Anna", picture, listed=True)
        painter.end()
        return image

    assert drawn(QPixmap()) != drawn(None)
    avatar = Avatar(80)
    qtbot.addWidget(avatar)
    avatar.show_person("Anna", QPixmap())
    assert avatar.toolTip() == avatar.accessibleDescription() == SENTENCE
    avatar.show_person("Anna", None)
    assert not avatar.toolTip()

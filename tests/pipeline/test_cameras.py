"""Many named sources in one process, each on its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.waiting import wait_for

from facecam.base.errors import ConflictError, InputError, NotFoundError
from facecam.base.settings import Settings
from facecam.capture.source import SourceState
from facecam.operations import AddCamera, ChangeCamera, RemoveCamera, apply, undo
from facecam.pipeline import cameras as module
from facecam.pipeline.cameras import Cameras
from facecam.pipeline.runtime import Runtime
from facecam.store.cameras import camera_sources, list_cameras
from facecam.store.database import Database
from facecam.store.visits import list_visits


@pytest.fixture
def several(runtime: Runtime) -> Iterator[Cameras]:
    one = Cameras(runtime)
    yield one
    assert one.stop(10.0)


def test_cameras_come_and_go_and_the_others_go_on(runtime: Runtime, several: Cameras, media: Path) -> None:
    several.start()
    several.add("front", "demo")
    wait_for(lambda: several.health("front").results)
    several.add("film", str(media / "single_face.mp4"))
    wait_for(lambda: several.health("film").state is SourceState.ENDED)
    before = several.newest("front")
    assert before is not None and several.names == ["front", "film"]
    with pytest.raises(ConflictError, match="There is a camera front already"):
        several.add("front", "demo")
    with pytest.raises(InputError):
        several.add("nothing", "rtsp://")
    several.remove("film")
    assert several.names == ["front"]
    for act in (several.remove, several.health, several.newest, several.picture, several.jpeg):
        with pytest.raises(NotFoundError, match="There is no camera film"):
            act("film")
    wait_for(lambda: (now := several.newest("front")) is not None and now.index > before.index)
    health = several.health("front")
    assert (health.state, health.source, health.problem) == (SourceState.LIVE, "demo", None)
    assert health.fps > 0 and health.age_ms is not None
    several.remove("front")
    assert runtime.flush(10) and runtime.database is not None
    wait_for(lambda: {visit.source for visit in list_visits(runtime.database)} == {"front", "film"})  # type: ignore[arg-type]


def test_a_source_that_is_not_there_yet_is_tried_again(
    several: Cameras, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_RETRY", 0.1)
    monkeypatch.setattr(module, "TICK", 0.05)
    several.start()
    film = tmp_path / "late.mp4"
    film.write_bytes(b"no film yet")
    several.add("late", str(film))
    wait_for(lambda: several.health("late").state is SourceState.FAILED)
    assert "is damaged or no video" in str(several.health("late").message)
    shutil.copy(media / "single_face.mp4", film)
    wait_for(lambda: several.newest("late"))
    assert "is damaged or no video" in str(several.health("late").problem)


def test_the_picture_has_boxes_and_shows_no_stranger_while_they_are_blurred(
    runtime: Runtime, several: Cameras, media: Path
) -> None:
    several.start()
    several.add("still", str(media / "single_face.jpg"))
    wait_for(lambda: several.newest("still"))
    result = several.newest("still")
    assert result is not None and result.frame is not None
    image = result.frame.image
    x1, y1, x2, y2 = (int(value) for value in result.faces[0].detection.box)
    inside = slice(y1 + 8, y2 - 8), slice(x1 + 8, x2 - 8)
    plain = several.picture("still")
    assert plain is not None and np.array_equal(plain[inside], image[inside])
    assert not np.array_equal(plain, image), "a box is drawn"
    jpeg = several.jpeg("still")
    assert jpeg is several.jpeg("still"), "made once"
    runtime.use(Settings(gpu="off", blur=True))
    covered = several.picture("still")
    assert covered is not None
    assert cv2.Laplacian(covered[inside], cv2.CV_64F).var() < cv2.Laplacian(image[inside], cv2.CV_64F).var() / 10
    assert several.jpeg("still") != jpeg
    assert np.array_equal(image, result.frame.image), "the frame itself is nobody's to change"


def test_those_of_the_database_are_followed(runtime: Runtime, several: Cameras, media: Path) -> None:
    wait_for(lambda: runtime.database)
    database = runtime.database
    assert database is not None
    apply(database, AddCamera("front", "demo"))
    several.start()
    wait_for(lambda: several.names == ["front"])
    apply(database, AddCamera("film", str(media / "single_face.mp4")))
    wait_for(lambda: several.names == ["front", "film"])
    wait_for(lambda: several.newest("front"))
    first = several._cameras["front"]
    apply(database, ChangeCamera("film", new="hall"))
    wait_for(lambda: several.names == ["front", "hall"])
    apply(database, RemoveCamera("hall"))
    wait_for(lambda: several.names == ["front"])
    undo(database)
    wait_for(lambda: several.names == ["front", "hall"])
    assert several._cameras["front"] is first, "undisturbed"


def test_those_that_are_brought_are_beside_those_of_the_database(runtime: Runtime) -> None:
    wait_for(lambda: runtime.database)
    assert runtime.database is not None
    apply(runtime.database, AddCamera("front", "nowhere.mp4"))
    apply(runtime.database, AddCamera("yard", "demo"))
    several = Cameras(runtime, {"front": "demo"})
    several.start()
    wait_for(lambda: sorted(several.names) == ["front", "yard"])
    assert several.health("front").source == "demo"
    assert several.stop(10.0)


SECRET = "rtsp://me:hidden@camera.local/live?key=hidden"


def test_a_camera_is_kept_with_its_secrets_and_shown_without(db: Database) -> None:
    changes = [apply(db, AddCamera("Front", SECRET)), apply(db, ChangeCamera("front", source=f"{SECRET}2"))]
    (camera,) = list_cameras(db)
    assert (camera.name, camera.source) == ("Front", "rtsp://camera.local/live")
    assert camera_sources(db) == {"Front": f"{SECRET}2"}
    with pytest.raises(ConflictError):
        apply(db, AddCamera("FRONT", "demo"))
    changes.append(apply(db, ChangeCamera("front", new="Yard")))
    with pytest.raises(NotFoundError):
        apply(db, RemoveCamera("front"))
    changes.append(apply(db, RemoveCamera("yard")))
    assert list_cameras(db) == []
    assert [str(change.message) for change in changes] == [
        "Added the camera Front", "Changed the camera Front", "Changed the camera Yard", "Removed the camera Yard",
    ]  # fmt: skip
    for _ in range(3):
        undo(db)
    assert camera_sources(db) == {"Front": SECRET}
    undo(db)
    assert list_cameras(db) == []

"""Watching a source by pulling results: whose end it waits for, what it writes, what loads the gallery."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.outage import let_in
from helpers.waiting import wait_for
from sqlalchemy import insert

from facecam.base.errors import InputError, ModelError, SourceError, StoreError
from facecam.base.messages import Message
from facecam.base.settings import Settings
from facecam.base.types import Frame, Image
from facecam.capture.source import open_source
from facecam.capture.worker import frames
from facecam.identity.gallery import Gallery
from facecam.pipeline import runtime, watch
from facecam.pipeline.runtime import Runtime
from facecam.pipeline.watch import Watch
from facecam.store import vectors
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.names import fold
from facecam.store.schema import Person, Template
from facecam.store.visits import list_visits
from facecam.vision.manifest import load_manifest

CLIP = "WolfgangLanger_Pexels.mp4"
PEOPLE = 10_000


class Comings:
    """A film in which one woman comes and goes: ten frames of her, ten of nobody, and so on."""

    live = False
    name = "comings"
    fps: float | None = 25.0
    mode = "640x360"
    no_answer = Message("it does not answer")
    remark: Message | None = None
    damaged = 0

    def __init__(self, images: list[Image], times: int, pause: float = 0.0) -> None:
        self._images = images
        self._times = times
        self._pause = pause
        self.index = 0
        self.opened = False

    def open(self) -> None:
        self.opened = True

    def read(self) -> Frame | None:
        if self.index == self._times * 20:
            return None
        time.sleep(self._pause)
        index, self.index = self.index, self.index + 1
        there = index % 20 < 10
        image = self._images[index % 10] if there else np.full_like(self._images[0], 90)
        return Frame(image, index, index / 25, time.monotonic(), self.name)

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        self.opened = False


@pytest.fixture(scope="module")
def images(media: Path) -> list[Image]:
    return [frame.image for frame in islice(frames(open_source(str(media / CLIP))), 10)]


@pytest.fixture
def bare() -> Iterator[Runtime]:
    """A runtime that was not started."""
    made = Runtime(Settings(gpu="off"), tend=False)
    yield made
    assert made.stop(5.0)


def fill(db: Database) -> None:
    """10,000 people with a face each."""
    model = load_manifest().embedder()
    assert model.dimension is not None
    faces = np.random.default_rng(0).standard_normal((PEOPLE, model.dimension), np.float32)
    now = datetime.now(UTC)
    with db.write() as session:
        rows = [{"id": n, "name": f"P{n}", "folded": fold(f"P{n}"), "created": now} for n in range(1, PEOPLE + 1)]
        session.execute(insert(Person), [{**row, "consent": "", "notes": ""} for row in rows])
        samples = [
            {"person_id": n, "space": model.space, "vector": vectors.encode(face), "quality": 0.9, "source": "test"}
            for n, face in enumerate(faces, 1)
        ]
        session.execute(insert(Template), [{**row, "created": now} for row in samples])


def test_its_own_visits_load_no_gallery_of_ten_thousand_people(
    bare: Runtime, images: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(bare.need_database())
    loads: list[Gallery] = []

    def counted(*arguments: Any) -> Gallery:
        loads.append(load_gallery(*arguments))
        return loads[-1]

    monkeypatch.setattr("facecam.pipeline.people.load_gallery", counted)
    monkeypatch.setattr(runtime, "POLL", 0.005)
    source = Comings(images, 4)
    with Watch(bare, source, remember=True) as results:
        assert bare.matcher is not None and bare.matcher.gallery.templates == PEOPLE
        for result in results:
            if result.ended:  # the visit is written, and the change of the database is seen
                assert bare.flush(5.0)
                bare.need_matcher()
    visits = list_visits(bare.need_database())
    assert len(visits) == 4 and {visit.source for visit in visits} == {"comings"}
    bare.need_matcher()
    assert len(loads) == 1


def test_without_remember_the_database_stays_as_it_is(bare: Runtime, images: list[Image]) -> None:
    with Watch(bare, Comings(images, 1)) as results:
        assert len(list(results)) == 20
    assert not list_visits(bare.need_database())


def test_left_early_it_closes_the_source_and_writes_who_was_there(bare: Runtime, images: list[Image]) -> None:
    source = Comings(images, 1)
    results = Watch(bare, source, remember=True)
    for _ in range(8):
        next(results)
    assert source.opened and not list_visits(bare.need_database())
    results.close()
    results.close()
    assert not source.opened and len(list_visits(bare.need_database())) == 1
    with pytest.raises(StopIteration):
        next(results)


def test_it_can_be_closed_from_another_thread(bare: Runtime, images: list[Image]) -> None:
    source = Comings(images, 1_000_000, pause=0.01)
    results = Watch(bare, source, remember=True)
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.extend(result.index for result in results))
    thread.start()
    wait_for(lambda: source.index > 5)
    results.close()
    thread.join(10.0)
    assert not thread.is_alive() and not source.opened and len(seen) >= 5
    assert len(list_visits(bare.need_database())) == 1


def test_what_is_wrong_is_said_before_the_source_is_opened(images: list[Image]) -> None:
    source = Comings(images, 1)
    with pytest.raises(InputError, match="nonsense"):
        Watch(Runtime(Settings(gpu="off", model="nonsense")), source)
    with pytest.raises(InputError, match="no database"):
        Watch(Runtime(Settings(gpu="off", database="no url")), source)
    assert not source.opened


def test_a_source_that_breaks_off_leaves_what_was_seen(
    bare: Runtime, images: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Comings(images, 1)
    read = source.read

    def breaks() -> Frame | None:
        if source.index == 9:
            raise SourceError("comings is damaged", "Copy it again")
        return read()

    monkeypatch.setattr(source, "read", breaks)
    results = Watch(bare, source, remember=True)
    with pytest.raises(SourceError, match="damaged"):
        list(results)
    assert len(list_visits(bare.need_database())) == 1


def test_an_outage_of_the_server_ends_nothing_and_the_last_visits_that_it_costs_are_told(
    postgresql: Callable[[], str], images: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql()
    shared = Runtime(Settings(gpu="off", database=url), tend=False)
    with Watch(shared, Comings(images, 3), remember=True) as results:
        for result in results:
            if result.index == 15:
                let_in(url, False)
            if result.index == 45:
                assert shared.waiting_visits() >= 1
                let_in(url, True)
    database = open_database(url)
    assert len(list_visits(database)) == 3
    monkeypatch.setattr(watch, "PATIENCE", 1.0)
    results = Watch(shared, Comings(images, 1), remember=True)
    next(results), next(results)
    let_in(url, False)
    with pytest.raises(StoreError, match="The last visits of comings could not be written: The database"):
        results.close()
    let_in(url, True)
    assert shared.stop(5.0)
    assert len(list_visits(database)) == 4  # at its end it tries once more
    database.close()


def test_a_frame_that_fails_is_kept_for_the_end(bare: Runtime, images: list[Image]) -> None:
    recognizer: Any = bare.need_recognizer()
    embed, calls = recognizer.embed, []

    def flaky(faces: Any) -> Any:
        calls.append(1)
        if len(calls) in (2, 3):
            raise ModelError("Out of memory", "Close other programs")
        return embed(faces)

    recognizer.embed = flaky
    with Watch(bare, Comings(images, 1)) as results:
        assert len(list(results)) == 18
    assert [str(error) for error in results.refused] == ["Out of memory. Close other programs."]


def test_a_picture_is_watched_without_tracks_and_visits(bare: Runtime, media: Path) -> None:
    with Watch(bare, open_source(str(media / "multi_face.jpg")), remember=True) as results:
        assert results.still and results.name == open_source(str(media / "multi_face.jpg")).name
        (result,) = results
    assert [face.track for face in result.faces] == [None] * 5 and result.ended == ()
    assert not list_visits(bare.need_database())


def test_a_picture_that_fails_is_kept_for_the_end_once(bare: Runtime, media: Path, tmp_path: Path) -> None:
    for number in range(2):
        shutil.copy(media / "single_face.jpg", tmp_path / f"{number}.jpg")
    recognizer: Any = bare.need_recognizer()

    def broken(faces: Any) -> Any:
        raise ModelError("Out of memory", "Close other programs")

    recognizer.embed = broken
    with Watch(bare, open_source(str(tmp_path))) as results:
        assert list(results) == []
    assert [str(error) for error in results.refused] == ["Out of memory. Close other programs."]


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (None, "The last visits of comings could not be written: the database does not answer. Try again."),
        (
            StoreError("The disk is full", "Make room"),
            "The last visits of comings could not be written: The disk is full. Make room.",
        ),
    ],
)
def test_why_the_last_visits_were_not_written_is_said(
    problem: StoreError | None, said: str, bare: Runtime, images: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    results = Watch(bare, Comings(images, 1), remember=True)
    next(results)
    monkeypatch.setattr(bare, "flush", lambda timeout: False)
    monkeypatch.setattr(bare, "problems", {} if problem is None else {"database": problem})
    with pytest.raises(StoreError) as refused:
        results.close()
    assert str(refused.value) == said


@pytest.mark.parametrize(("tends", "remember"), [(False, False), (False, True), (True, False), (True, True)])
def test_what_is_old_is_deleted_where_visits_are_written(tends: bool, remember: bool, images: list[Image]) -> None:
    shared = Runtime(Settings(gpu="off"), tend=tends)
    with Watch(shared, Comings(images, 0), remember=remember):
        assert shared.tend is (tends or remember)
    assert shared.stop(5.0)

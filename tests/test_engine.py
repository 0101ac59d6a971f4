"""Engine and services on real sources, with the real models and a real database."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from facecam.capture.source import SourceState
from facecam.capture.video import VideoSource
from facecam.encryption import encrypt
from facecam.engine import Engine
from facecam.operations import Enrol, Forget, Remove, Rename, apply, undo
from facecam.services import Services
from facecam.settings import Settings
from facecam.store.database import open_database
from facecam.store.people import Sample
from facecam.store.sightings import SightingRecord, add_sightings, list_sightings
from facecam.store.unknowns import load_strangers
from facecam.types import FrameResult, State
from facecam.vision.manifest import load_manifest


def wait_for(what: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def services() -> Iterator[Services]:
    services = Services(Settings(gpu="off"))
    services.start()
    yield services
    assert services.stop(5.0)


def test_a_photo_is_decided_at_once_and_anew_when_people_change(services: Services, media: Path) -> None:
    engine = Engine(str(media / "multi_face.jpg"), services)
    results: list[FrameResult] = []
    mailbox = engine.results(lambda: results.append(mailbox.take()))  # type: ignore[arg-type]
    engine.start()
    wait_for(lambda: results)
    faces = results[0].faces
    assert [face.track for face in faces] == [1, 2, 3, 4, 5]
    assert {decision.state for decision in results[0].decisions} == {State.UNKNOWN}

    # Somebody enrols the first face in another process; within two seconds she has her name.
    first = faces[0]
    assert first.embedding is not None and services.recognizer is not None
    other = open_database()
    sample = Sample(first.embedding, 0.9, "multi_face.jpg")
    change = apply(other, Enrol("Anna", (sample,), services.recognizer.embedder.space))
    wait_for(lambda: results[-1].decisions[0].name == "Anna", 2.0)
    assert [d.state for d in results[-1].decisions[1:]] == [State.UNKNOWN] * 4
    assert [face.track for face in results[-1].faces] == [1, 2, 3, 4, 5]

    apply(other, Remove(next(iter(change.persons))))
    wait_for(lambda: results[-1].decisions[0].name is None, 2.0)
    undo(other)
    wait_for(lambda: results[-1].decisions[0].name == "Anna", 2.0)
    other.close()
    assert engine.stop()


@pytest.mark.parametrize("pictures", [False, True])
def test_a_film_is_watched_and_leaves_a_sighting(services: Services, media: Path, pictures: bool) -> None:
    services.use(replace(services.settings, keep_pictures=pictures))
    engine = Engine(str(media / "single_face.mp4"), services)
    engine.start()
    wait_for(lambda: engine.health.state is SourceState.ENDED)
    assert engine.health.result_age_ms is not None
    assert set(engine.health.ms) == {"detect", "align", "embed", "match", "total"}
    assert engine.stop()
    database = services.database
    assert database is not None
    wait_for(lambda: list_sightings(database))
    (visit, *_) = list_sightings(database)
    assert visit.state is State.UNKNOWN
    assert visit.source.endswith("single_face.mp4")
    assert visit.face and (visit.picture is not None) == pictures
    assert services.recognizer is not None
    embedder = services.recognizer.embedder
    strangers = load_strangers(database, embedder.space, embedder.dimension)
    assert visit.id in [stranger.id for stranger in strangers.visits]


def test_what_does_not_work_is_a_problem_and_the_rest_goes_on(tmp_path: Path, media: Path) -> None:
    junk = tmp_path / "people.db"
    junk.write_bytes(b"this is no database" * 100)
    services = Services(Settings(gpu="off", database=f"sqlite:///{junk}"))
    services.start()
    assert services.ready.wait(20)
    assert set(services.problems) == {"database"}
    assert "people.db" in str(services.problems["database"])
    assert services.matcher is not None and services.matcher.gallery.templates == 0
    assert services.stop(5.0)
    assert junk.read_bytes() == b"this is no database" * 100


def test_damaged_samples_are_a_problem_and_the_others_are_known(
    services: Services, keyring: dict[str, str]
) -> None:
    wait_for(lambda: services.matcher is not None and services.database is not None)
    database, recognizer = services.database, services.recognizer
    assert database is not None and database.file is not None and recognizer is not None
    space, dimension = recognizer.embedder.space, recognizer.embedder.dimension
    anna, bea = (
        next(iter(apply(database, Enrol(name, (Sample(np.eye(dimension)[at], 0.5, "a.jpg"),), space)).persons))
        for at, name in enumerate(("Anna", "Bea"))
    )
    encrypt(database, None, lambda done, total: True)
    with closing(sqlite3.connect(database.file)) as raw:
        raw.execute("UPDATE template SET vector = zeroblob(60) WHERE person_id = ?", (anna,))
        raw.commit()
    apply(database, Rename(bea, "Bo"))
    wait_for(lambda: "faces" in services.problems)
    assert "(Anna: 1)" in str(services.problems["faces"]) and set(services.problems) == {"faces"}
    assert services.matcher is not None and services.matcher.gallery.people.tolist() == [bea]
    apply(database, Forget(anna))
    wait_for(lambda: not services.problems)


def test_a_model_that_is_not_there_is_a_problem_until_another_is_chosen() -> None:
    services = Services(Settings(gpu="off", model="nonsense"))
    services.start()
    assert services.ready.wait(20)
    assert "nonsense" in str(services.problems["models"])
    assert services.recognizer is None
    services.use(replace(services.settings, model=""))
    wait_for(lambda: services.matcher is not None)
    wait_for(lambda: not services.problems)
    assert services.stop(5.0)


def test_a_model_without_a_curve_gives_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    known = load_manifest()
    bare = replace(known, models=tuple(replace(model, calibration={}) for model in known.models))
    monkeypatch.setattr("facecam.vision.load_manifest", lambda: bare)
    services = Services(Settings(gpu="off"))
    services.start()
    assert services.ready.wait(20)
    assert services.recognizer is None
    assert f"`python -m training calibrate {known.embedder().name}`" in str(services.problems["models"])
    assert services.stop(5.0)


def test_the_wanted_error_rate_moves_the_threshold(services: Services) -> None:
    wait_for(lambda: services.matcher)
    assert services.matcher is not None
    strict = services.matcher.threshold
    services.use(replace(services.settings, strangers=10))
    wait_for(lambda: services.matcher is not None and services.matcher.threshold < strict)


def test_what_is_old_goes_at_the_start_whatever_the_models_do_and_when_less_is_wanted() -> None:
    now = datetime.now(UTC)
    database = open_database()
    old = [now - timedelta(days=days) for days in (40, 20, 1)]
    add_sightings(database, [SightingRecord("door", start, start, 1, State.UNKNOWN) for start in old])
    services = Services(Settings(gpu="off", model="nonsense", sightings_days=30))
    services.start()
    wait_for(lambda: len(list_sightings(database)) == 2)
    services.use(replace(services.settings, sightings_days=7))
    wait_for(lambda: len(list_sightings(database)) == 1)
    assert services.stop(5.0)
    database.close()


@pytest.mark.parametrize("repeat", [True, False])
def test_videos_repeat_where_the_settings_say_so_and_the_demo_always(media: Path, repeat: bool) -> None:
    services = Services(Settings(gpu="off", repeat=repeat))
    engines = Engine(str(media / "single_face.mp4"), services), Engine("demo", services)

    def repeated() -> list[bool]:
        sources = (engine._worker.source for engine in engines)
        return [isinstance(one, VideoSource) and one.repeat for one in sources]

    assert repeated() == [repeat, True]
    for engine in engines:
        engine.repeat(not repeat)
    assert repeated() == [not repeat, True]

"""Engine and runtime on real sources, with the real models and a real database."""

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
from facecam.operations import Enrol, Forget, Remove, Rename, apply, undo
from facecam.pipeline.engine import Engine
from facecam.pipeline.runtime import Runtime
from facecam.settings import Settings
from facecam.store.database import open_database
from facecam.store.people import Sample
from facecam.store.unknowns import load_strangers
from facecam.store.visits import VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import encrypt
from facecam.types import FrameResult, State
from facecam.vision.manifest import load_manifest


def wait_for(what: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    runtime = Runtime(Settings(gpu="off"))
    runtime.start()
    yield runtime
    assert runtime.stop(5.0)


def test_a_photo_is_decided_at_once_and_anew_when_people_change(runtime: Runtime, media: Path) -> None:
    engine = Engine(str(media / "multi_face.jpg"), runtime)
    results: list[FrameResult] = []
    mailbox = engine.results(lambda: results.append(mailbox.take()))  # type: ignore[arg-type]
    engine.start()
    wait_for(lambda: results)
    faces = results[0].faces
    assert [face.track for face in faces] == [1, 2, 3, 4, 5]
    assert {decision.state for decision in results[0].decisions} == {State.UNKNOWN}

    # Somebody enrols the first face in another process; within two seconds she has her name.
    first = faces[0]
    assert first.embedding is not None and runtime.recognizer is not None
    other = open_database()
    sample = Sample(first.embedding, 0.9, "multi_face.jpg")
    change = apply(other, Enrol("Anna", (sample,), runtime.recognizer.embedder.space))
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
def test_a_film_is_watched_and_leaves_a_sighting(runtime: Runtime, media: Path, pictures: bool) -> None:
    runtime.use(replace(runtime.settings, keep_pictures=pictures))
    engine = Engine(str(media / "single_face.mp4"), runtime)
    engine.start()
    wait_for(lambda: engine.health.state is SourceState.ENDED)
    assert engine.health.result_age_ms is not None
    assert set(engine.health.ms) == {"detect", "align", "embed", "match", "total"}
    assert engine.stop()
    database = runtime.database
    assert database is not None
    wait_for(lambda: list_visits(database))
    (visit, *_) = list_visits(database)
    assert visit.state is State.UNKNOWN
    assert visit.source.endswith("single_face.mp4")
    assert visit.face and (visit.picture is not None) == pictures
    assert runtime.recognizer is not None
    embedder = runtime.recognizer.embedder
    strangers = load_strangers(database, embedder.space, embedder.dimension)
    assert visit.id in [stranger.id for stranger in strangers.visits]


def test_what_does_not_work_is_a_problem_and_the_rest_goes_on(tmp_path: Path, media: Path) -> None:
    junk = tmp_path / "people.db"
    junk.write_bytes(b"this is no database" * 100)
    runtime = Runtime(Settings(gpu="off", database=f"sqlite:///{junk}"))
    runtime.start()
    assert runtime.ready.wait(20)
    assert set(runtime.problems) == {"database"}
    assert "people.db" in str(runtime.problems["database"])
    assert runtime.matcher is not None and runtime.matcher.gallery.templates == 0
    assert runtime.stop(5.0)
    assert junk.read_bytes() == b"this is no database" * 100


def test_damaged_samples_are_a_problem_and_the_others_are_known(runtime: Runtime, keyring: dict[str, str]) -> None:
    wait_for(lambda: runtime.matcher is not None and runtime.database is not None)
    database, recognizer = runtime.database, runtime.recognizer
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
    wait_for(lambda: "faces" in runtime.problems)
    assert "(Anna: 1)" in str(runtime.problems["faces"]) and set(runtime.problems) == {"faces"}
    assert runtime.matcher is not None and runtime.matcher.gallery.people.tolist() == [bea]
    apply(database, Forget(anna))
    wait_for(lambda: not runtime.problems)


def test_a_model_that_is_not_there_is_a_problem_until_another_is_chosen() -> None:
    runtime = Runtime(Settings(gpu="off", model="nonsense"))
    runtime.start()
    assert runtime.ready.wait(20)
    assert "nonsense" in str(runtime.problems["models"])
    assert runtime.recognizer is None
    runtime.use(replace(runtime.settings, model=""))
    wait_for(lambda: runtime.matcher is not None)
    wait_for(lambda: not runtime.problems)
    assert runtime.stop(5.0)


def test_a_model_without_a_curve_gives_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    known = load_manifest()
    bare = replace(known, models=tuple(replace(model, calibration={}) for model in known.models))
    monkeypatch.setattr("facecam.vision.load_manifest", lambda: bare)
    runtime = Runtime(Settings(gpu="off"))
    runtime.start()
    assert runtime.ready.wait(20)
    assert runtime.recognizer is None
    assert f"`python -m training calibrate {known.embedder().name}`" in str(runtime.problems["models"])
    assert runtime.stop(5.0)


def test_the_wanted_error_rate_moves_the_threshold(runtime: Runtime) -> None:
    wait_for(lambda: runtime.matcher)
    assert runtime.matcher is not None
    strict = runtime.matcher.threshold
    runtime.use(replace(runtime.settings, strangers=10))
    wait_for(lambda: runtime.matcher is not None and runtime.matcher.threshold < strict)


def test_what_is_old_goes_at_the_start_whatever_the_models_do_and_when_less_is_wanted() -> None:
    now = datetime.now(UTC)
    database = open_database()
    old = [now - timedelta(days=days) for days in (40, 20, 1)]
    add_visits(database, [VisitRecord("door", start, start, 1, State.UNKNOWN) for start in old])
    runtime = Runtime(Settings(gpu="off", model="nonsense", sightings_days=30))
    runtime.start()
    wait_for(lambda: len(list_visits(database)) == 2)
    runtime.use(replace(runtime.settings, sightings_days=7))
    wait_for(lambda: len(list_visits(database)) == 1)
    assert runtime.stop(5.0)
    database.close()


@pytest.mark.parametrize("repeat", [True, False])
def test_videos_repeat_where_the_settings_say_so_and_the_demo_always(media: Path, repeat: bool) -> None:
    runtime = Runtime(Settings(gpu="off", repeat=repeat))
    engines = Engine(str(media / "single_face.mp4"), runtime), Engine("demo", runtime)

    def repeated() -> list[bool]:
        sources = (engine._worker.source for engine in engines)
        return [isinstance(one, VideoSource) and one.repeat for one in sources]

    assert repeated() == [repeat, True]
    for engine in engines:
        engine.repeat(not repeat)
    assert repeated() == [not repeat, True]

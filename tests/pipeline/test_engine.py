"""Engines on real sources, with the real models and a real database."""

import gc
import shutil
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.waiting import wait_for

from facecam.base.settings import Settings
from facecam.base.types import STAGES, FrameResult, State
from facecam.capture.source import SourceState
from facecam.capture.transport import Transport
from facecam.capture.video import VideoSource
from facecam.operations import Enrol, Remove, apply, undo
from facecam.pipeline.engine import Engine
from facecam.pipeline.runtime import Runtime
from facecam.store.database import open_database
from facecam.store.people import Sample
from facecam.store.unknowns import load_strangers
from facecam.store.visits import list_visits
from facecam.vision.sessions import Session


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
    wait_for(lambda: runtime.models)
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


def test_the_shape_of_the_pictures_changes_while_they_are_shown(runtime: Runtime, media: Path) -> None:
    engine = Engine(str(media / "WolfgangLanger_Pexels.mp4"), runtime)
    sizes: list[tuple[int, int]] = []
    mailbox = engine.frames(lambda: sizes.append(mailbox.take().size))  # type: ignore[union-attr]
    engine.start()
    wait_for(lambda: (640, 360) in sizes)
    engine.reshape("4:3")
    wait_for(lambda: (640, 480) in sizes)
    engine.reshape("")
    sizes.clear()
    wait_for(lambda: (640, 360) in sizes)
    assert engine.stop()


@pytest.mark.parametrize("blur", [False, True])
def test_every_frame_is_searched_as_a_whole_while_strangers_are_blurred(
    runtime: Runtime, media: Path, blur: bool
) -> None:
    runtime.use(replace(runtime.settings, blur=blur))
    wait_for(lambda: runtime.models)
    engine = Engine(str(media / "single_face.mp4"), runtime)
    results: list[FrameResult] = []
    mailbox = engine.results(lambda: results.append(mailbox.take()))  # type: ignore[arg-type]
    engine.start()
    wait_for(lambda: engine.health.state is SourceState.ENDED)
    assert engine.stop()
    assert len(results) > 5 and all(result.scanned for result in results) == blur
    for result in results:
        assert result.frame is not None
        assert (result.frame.index, result.frame.captured) == (result.index, result.captured)


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


def test_the_milliseconds_are_averages_in_which_the_newest_frame_weighs_three_in_a_hundred(media: Path) -> None:
    engine = Engine(str(media / "single_face.jpg"), Runtime(Settings(gpu="off")))
    for ms in (10.0, 20.0):
        engine._publish(FrameResult(0, 0.0, 0.0, "test", (640, 360), ms=dict.fromkeys(STAGES, ms)))
    assert engine.health.ms == pytest.approx(dict.fromkeys(STAGES, 10.3))


def test_the_last_visits_are_written_when_source_and_runtime_are_left_at_once(media: Path) -> None:
    runtime = Runtime(Settings(gpu="off"))
    runtime.start()
    engine = Engine("demo", runtime)
    engine.start()
    wait_for(lambda: engine._newest is not None and engine._newest.decisions and engine._newest.time > 0.5)
    assert engine.stop() and runtime.stop(5.0)
    database = open_database()
    assert [visit.source for visit in list_visits(database)] == ["demo"]
    database.close()


def test_settings_may_forbid_to_note_who_was_there(runtime: Runtime, media: Path) -> None:
    runtime.use(replace(runtime.settings, keep_sightings=False))
    wait_for(lambda: runtime.models)
    engine = Engine(str(media / "single_face.mp4"), runtime)
    engine.start()
    wait_for(lambda: engine.health.state is SourceState.ENDED)
    assert engine.stop() and runtime.flush(5.0)
    assert runtime.database is not None and not list_visits(runtime.database)


def test_the_faces_of_one_picture_after_another_have_numbers_of_their_own(
    runtime: Runtime, media: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(("multi_face.jpg", "single_face.jpg")):
        shutil.copy(media / name, tmp_path / f"{number}.jpg")
    wait_for(lambda: runtime.models)
    engine = Engine(str(tmp_path), runtime)
    seen: dict[int, list[int | None]] = {}

    def note() -> None:
        if (result := mailbox.take()) is not None:
            seen[result.index] = [face.track for face in result.faces]

    mailbox = engine.results(note)
    engine.start()
    wait_for(lambda: 1 in seen)
    assert engine.stop()
    assert seen == {0: [1, 2, 3, 4, 5], 1: [6]}


def test_frames_come_whatever_the_models_do(media: Path) -> None:
    waiting = Runtime(Settings(gpu="off"))  # never started: there are no models
    engine = Engine(str(media / "single_face.mp4"), waiting)
    told: list[int] = []
    frames = engine.frames(lambda: told.append(1))
    results = engine.results()
    engine.start()
    first = frames.get(timeout=20)
    assert first is not None and told and first.size == (640, 360)
    assert results.take() is None and engine.health.result_age_ms is None and engine.health.ms == {}
    assert engine.stop()


def test_a_source_is_seen_in_the_shape_that_was_set_for_it_alone(media: Path) -> None:
    film = str(media / "single_face.mp4")
    shapes = {}
    for spec in (film, "another"):
        engine = Engine(film, Runtime(Settings(gpu="off", aspects={spec: "1:1"})))
        frames = engine.frames()
        engine.start()
        first = frames.get(timeout=20)
        assert first is not None
        shapes[spec] = first.size
        assert engine.stop()
    assert shapes["another"] == (640, 360)
    width, height = shapes[film]
    assert width == height


def test_an_engine_that_ended_keeps_no_models(runtime: Runtime, media: Path) -> None:
    """They are hundreds of megabytes, and nobody tells Python's search for circles how large they are."""
    wait_for(lambda: runtime.models)
    engine = Engine(str(media / "single_face.mp4"), runtime)
    engine.start()
    wait_for(lambda: engine.health.result_age_ms is not None)
    assert runtime.recognizer is not None
    recognizer = weakref.ref(runtime.recognizer)
    assert engine.stop()
    gc.disable()
    try:
        runtime.use(replace(runtime.settings, model="student-m-int8"))
        wait_for(lambda: runtime.recognizer is not recognizer())
        wait_for(lambda: recognizer() is None)
    finally:
        gc.enable()


def test_an_engine_that_was_stopped_keeps_no_picture(runtime: Runtime, media: Path) -> None:
    """While Python does not look for circles, of which an engine is one."""
    wait_for(lambda: runtime.models)
    engine = Engine(str(media / "single_face.jpg"), runtime)
    results: list[FrameResult] = []
    mailbox = engine.results(lambda: results.append(mailbox.take()))  # type: ignore[arg-type]
    gc.disable()
    try:
        engine.start()
        wait_for(lambda: results)
        picture = weakref.ref(results.pop().frame.image)  # type: ignore[union-attr]
        assert engine.stop()
        wait_for(lambda: picture() is None)
    finally:
        gc.enable()


def test_an_engine_goes_on_after_a_model_has_failed(
    runtime: Runtime, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(str(media / "WolfgangLanger_Pexels.mp4"), runtime)
    engine.repeat(True)
    engine.start()
    wait_for(lambda: engine.health.result_age_ms is not None)

    def fail(session: Session, array: object) -> None:
        raise RuntimeError("the device was lost")

    with monkeypatch.context() as patch:
        patch.setattr(Session, "_session_run", fail)
        wait_for(lambda: "the device was lost" in str(engine.health.remark))
    newest = engine.health.result_age_ms
    wait_for(lambda: engine.health.remark is None and (engine.health.result_age_ms or 0) < (newest or 0) + 1_000)
    assert engine.stop()


def test_a_held_film_is_looked_at_picture_by_picture(runtime: Runtime, media: Path) -> None:
    """Where somebody goes to is decided on that picture alone, anew when the people change, and is no visit."""
    transport = Transport()
    transport.seek(5.0)
    transport.pause(True)
    engine = Engine(str(media / "WolfgangLanger_Pexels.mp4"), runtime, transport=transport)
    results: list[FrameResult] = []
    mailbox = engine.results(lambda: results.append(mailbox.take()))  # type: ignore[arg-type]
    engine.start()
    wait_for(lambda: results)
    assert [decision.state for decision in results[0].decisions] == [State.UNKNOWN], "and not still looking"
    assert results[0].frame is not None and results[0].frame.position == pytest.approx(5.0, abs=0.05)
    playback = engine.health.playback
    assert playback is not None and playback.paused

    face = results[0].faces[0]
    assert face.embedding is not None and runtime.recognizer is not None and runtime.database is not None
    sample = Sample(face.embedding, 0.9, "clip")
    apply(runtime.database, Enrol("Anna", (sample,), runtime.recognizer.embedder.space))
    wait_for(lambda: results[-1].decisions[0].name == "Anna", 2.0)
    transport.step(1)
    wait_for(lambda: results[-1].index == 1)
    assert results[-1].decisions[0].name == "Anna"
    assert results[-1].faces[0].track != face.track
    assert engine.stop()
    runtime.refresh()
    assert not list_visits(runtime.database)


def test_who_is_named_while_a_film_stands_has_the_name_at_once(runtime: Runtime, media: Path) -> None:
    transport = Transport()
    engine = Engine(str(media / "WolfgangLanger_Pexels.mp4"), runtime, transport=transport)
    results: list[FrameResult] = []
    mailbox = engine.results(lambda: results.append(mailbox.take()))  # type: ignore[arg-type]
    engine.start()
    wait_for(lambda: results and results[-1].decisions and results[-1].decisions[0].state is State.UNKNOWN)
    transport.pause(True)
    looks = [one.faces[0] for one in results if one.faces and one.faces[0].embedding is not None]
    track = results[-1].faces[0].track
    assert looks and runtime.recognizer is not None and runtime.database is not None
    samples = tuple(Sample(look.embedding, 0.9, "clip") for look in looks if look.embedding is not None)
    apply(runtime.database, Enrol("Anna", samples, runtime.recognizer.embedder.space))
    wait_for(lambda: results[-1].decisions and results[-1].decisions[0].name == "Anna", 2.0)
    assert results[-1].faces[0].track == track, "the face that was there"
    assert engine.stop()

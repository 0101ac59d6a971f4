"""The runtime with the real models and a real database: problems, settings, people, visits, outages."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from helpers.outage import let_in
from helpers.waiting import wait_for
from sqlalchemy import func, select

from facecam.base.errors import LockedError, StoreError
from facecam.base.settings import Settings
from facecam.base.types import DeniedLook, State
from facecam.operations import Enrol, Forget, NotThisPerson, Rename, apply
from facecam.pipeline import runtime as module
from facecam.pipeline.runtime import Models, Runtime
from facecam.store.database import open_database
from facecam.store.people import Sample
from facecam.store.schema import Negative
from facecam.store.unknowns import load_strangers
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import encrypt
from facecam.vision.crops import encode_crop
from facecam.vision.manifest import load_manifest
from facecam.vision.scan import LIVE, PATIENT


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


def test_a_database_that_is_away_at_the_start_is_opened_once_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.2)
    folder = tmp_path / "disk"
    folder.write_bytes(b"")  # in the place of what will be mounted
    runtime = Runtime(Settings(gpu="off", database=f"sqlite:///{folder / 'people.db'}"))
    runtime.start()
    wait_for(lambda: "database" in runtime.problems)
    folder.unlink()
    wait_for(lambda: runtime.database is not None and not runtime.problems)
    assert runtime.stop(5.0)


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
    assert runtime.matcher is not None and runtime.matcher.gallery.people.tolist() == [bea]  # type: ignore[attr-defined]
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
    monkeypatch.setattr("facecam.vision.manifest.load_manifest", lambda: bare)
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


def visit(number: int) -> VisitRecord:
    moment = datetime.now(UTC) - timedelta(minutes=10) + timedelta(seconds=number)
    return VisitRecord(f"door {number}", moment, moment, 1, State.UNKNOWN)


def test_what_is_needed_now_is_opened_now_and_once(media: Path) -> None:
    runtime = Runtime(Settings(gpu="off"), tend=False)
    matcher = runtime.need_matcher()
    assert runtime.models == (runtime.recognizer, matcher)
    assert runtime.need_matcher() is matcher and runtime.need_recognizer() is runtime.recognizer
    database = runtime.need_database()
    runtime.start()
    wait_for(runtime.ready.is_set)
    assert runtime.need_database() is database and runtime.matcher is matcher
    assert runtime.stop(5.0) and not runtime.problems


def test_people_are_followed_while_the_events_cannot_ask_who_is_still_here(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for(lambda: runtime.models)
    retained: list[object] = []

    def away(known: object) -> None:
        raise StoreError("The server is away", "Wait")

    with monkeypatch.context() as patch:
        patch.setattr(runtime.events, "retain", away)
        runtime.use(replace(runtime.settings, strangers=10))
        wait_for(lambda: "gallery" in runtime.problems)
        assert runtime.models is not None and runtime.models.matcher is runtime.matcher
        assert runtime.matcher is not None and runtime.matcher.fpir == 0.1
        patch.setattr(runtime.events, "retain", retained.append)
        wait_for(lambda: not runtime.problems)
        assert retained == [runtime.matcher.gallery.known], "tried again"
        time.sleep(0.5)
        assert len(retained) == 1


def test_models_and_people_are_exchanged_as_a_pair(runtime: Runtime) -> None:
    models = [model.name for model in load_manifest().embedders]
    if len(models) < 2:
        pytest.skip("there is one model only")
    wait_for(lambda: runtime.models)
    seen: list[Models | None] = []
    for name in (models[1], models[0]):

        def runs(name: str = name) -> bool:
            seen.append(now := runtime.models)
            return now is not None and now.recognizer.model == name

        runtime.use(replace(runtime.settings, model=name))
        wait_for(runs)
    for pair in filter(None, seen):
        assert pair.matcher.gallery.space == pair.recognizer.embedder.space
        assert pair.matcher.calibration is pair.recognizer.calibration


def test_another_model_is_not_paired_with_the_people_of_the_one_before() -> None:
    names = [model.name for model in load_manifest().embedders]
    runtime = Runtime(Settings(gpu="off", model=names[0]), tend=False)
    runtime.need_matcher()
    runtime.use(replace(runtime.settings, model=names[-1], min_face=60))
    recognizer = runtime.need_recognizer()
    assert recognizer.model == names[-1] and (runtime.models, runtime.matcher) == (None, None)
    assert runtime.need_matcher() is runtime.matcher and runtime.models is not None
    assert runtime.models.recognizer is recognizer
    assert runtime.stop(5.0)


def test_waiting_for_models_ends_when_nobody_waits_any_longer() -> None:
    stopping = threading.Event()
    stopping.set()
    assert Runtime(Settings(gpu="off")).wait_for_models(stopping) is None


def test_visits_that_were_handed_in_before_the_end_are_written(runtime: Runtime) -> None:
    wait_for(runtime.ready.is_set)
    runtime.remember([visit(1), visit(2)])
    assert runtime.stop(5.0)
    database = open_database()
    assert [one.source for one in list_visits(database)] == ["door 2", "door 1"]
    database.close()


def test_looks_that_were_handed_in_before_the_end_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL", 60.0)
    runtime = Runtime(Settings(gpu="off"))
    runtime.start()
    wait_for(lambda: runtime.matcher is not None and runtime.database is not None)
    assert runtime.database is not None and runtime.recognizer is not None
    space, look = runtime.recognizer.embedder.space, np.eye(runtime.recognizer.embedder.dimension)[0]
    (anna,) = apply(runtime.database, Enrol("Anna", (Sample(-look, 0.5, "a.jpg"),), space)).persons
    apply(runtime.database, NotThisPerson(anna, look, space))
    with runtime._lock:  # it is at work on something else when both come
        runtime.keep_looks([DeniedLook(anna, look, look)], space)
        threading.Thread(target=runtime.stop).start()
        wait_for(lambda: runtime._stopping)
    runtime._thread.join()
    db = open_database()
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Negative)) == 2
    db.close()


def test_in_safe_mode_no_visit_is_kept() -> None:
    open_database().close()
    runtime = Runtime(Settings(gpu="off"), read_only=True)
    runtime.start()
    wait_for(runtime.ready.is_set)
    runtime.remember([visit(1)])
    assert runtime.flush(5.0) and runtime.database is not None
    assert not list_visits(runtime.database) and not runtime.problems
    assert runtime.stop(5.0)


def test_an_outage_of_the_server_is_a_problem_and_no_visit_is_lost_or_written_twice(
    postgresql: Callable[[], str],
) -> None:
    url = postgresql()
    runtime = Runtime(Settings(gpu="off", database=url))
    runtime.start()
    wait_for(lambda: runtime.models)
    runtime.remember([visit(1)])
    wait_for(lambda: runtime.flush(5.0))
    let_in(url, False)
    runtime.remember([visit(2)])
    wait_for(lambda: {"gallery", "database"} <= runtime.problems.keys())
    runtime.remember([visit(3)])
    assert not runtime.flush(0.1) and runtime.models is not None
    let_in(url, True)
    wait_for(lambda: not runtime.problems)
    assert runtime.flush(5.0) and runtime.database is not None
    assert [one.source for one in list_visits(runtime.database)] == ["door 3", "door 2", "door 1"]
    ids = [one.id for one in list_visits(runtime.database)]
    assert ids == sorted(ids, reverse=True)
    assert runtime.stop(5.0)


@pytest.mark.usefixtures("quick_passphrases")
def test_an_encrypted_database_is_a_problem_until_it_is_unlocked(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    encrypt(database, "correct horse", lambda done, total: True)
    database.close()
    runtime = Runtime(Settings(gpu="off", database=f"sqlite:///{file}"))
    runtime.start()
    assert runtime.ready.wait(20)
    assert isinstance(runtime.problems["database"], LockedError) and runtime.database is None
    with pytest.raises(LockedError):
        runtime.unlock("wrong horse")
    assert runtime.database is None
    runtime.unlock("correct horse")
    wait_for(lambda: runtime.database is not None and not runtime.problems)
    assert runtime.database is not None and runtime.database.file == file
    runtime.unlock("correct horse")  # once more does no harm
    assert runtime.stop(5.0)


@pytest.mark.usefixtures("quick_passphrases")
def test_a_passphrase_that_is_given_opens_it_and_it_is_closed_at_the_end(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    encrypt(database, "correct horse", lambda done, total: True)
    database.close()
    runtime = Runtime(Settings(gpu="off", database=f"sqlite:///{file}"), passphrase="correct horse")
    assert runtime.need_database().file == file
    assert file.with_name(f"{file.name}-shm").exists(), "it is open"
    assert runtime.stop(), "though its thread was never started"
    assert not file.with_name(f"{file.name}-shm").exists()


def test_stills_are_looked_at_fast_where_that_is_wanted() -> None:
    assert Runtime(Settings(gpu="off"), fast=True).need_recognizer().still_scan is LIVE
    assert Runtime(Settings(gpu="off")).need_recognizer().still_scan is PATIENT


def test_visits_are_brought_over_to_the_model_that_runs(runtime: Runtime) -> None:
    wait_for(lambda: runtime.models is not None and runtime.database is not None)
    assert runtime.database is not None and runtime.recognizer is not None
    face = BestFace(np.eye(8, dtype=np.float32)[0], "another model's space", 0.8)
    add_visits(
        runtime.database, [replace(visit(1), picture=encode_crop(np.full((112, 112, 3), 90, np.uint8)), face=face)]
    )
    runtime.tend = True
    runtime.use(replace(runtime.settings, min_face=41))  # opens the models anew, so that all visits are looked at
    space, dimension = runtime.recognizer.embedder.space, runtime.recognizer.embedder.dimension
    database = runtime.database
    wait_for(lambda: len(load_strangers(database, space, dimension).visits) == 1)


@pytest.mark.usefixtures("quick_passphrases")
def test_safe_mode_unlocks_to_read_only(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    encrypt(database, "correct horse", lambda done, total: True)
    database.close()
    runtime = Runtime(Settings(gpu="off", database=f"sqlite:///{file}"), read_only=True)
    runtime.start()
    assert runtime.ready.wait(20)
    runtime.unlock("correct horse")
    wait_for(lambda: runtime.database is not None)
    assert runtime.database is not None and runtime.database.read_only
    assert runtime.stop(5.0)


def test_samples_of_another_model_are_counted(runtime: Runtime) -> None:
    fresh = Runtime(Settings(gpu="off"))
    assert fresh.left_behind() == 0 and fresh.damage() is None, "nothing is open yet"
    fresh.need_recognizer()
    assert fresh.left_behind() == 0 and fresh.damage() is None, "the database is not"
    wait_for(lambda: runtime.models is not None and runtime.database is not None)
    database = runtime.database
    assert database is not None
    samples = tuple(Sample(np.eye(8, dtype=np.float32)[at], 0.5, "a.jpg") for at in range(3))
    apply(database, Enrol("Anna", samples, "another model's space"))
    assert runtime.left_behind() == 3 and runtime.damage() is None


@pytest.mark.parametrize(
    ("part", "fails", "said"),
    [
        ("models", "facecam.pipeline.recognizer.open_recognizer", "The models failed (ZeroDivisionError)"),
        ("gallery", "facecam.pipeline.people.People.follow", "The gallery failed (ZeroDivisionError)"),
        (
            "faces",
            "facecam.pipeline.people.People.damage",
            "The search for damaged samples failed (ZeroDivisionError)",
        ),
        ("database", "facecam.operations.visits.follow_model", "The database failed (ZeroDivisionError)"),
    ],
)
def test_a_defect_in_one_part_leaves_the_others_alone(
    part: str, fails: str, said: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def defect(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    changes: list[str] = []
    with monkeypatch.context() as broken:
        broken.setattr(fails, defect)
        runtime = Runtime(Settings(gpu="off"), on_change=lambda: changes.append(",".join(runtime.problems)))
        runtime.start()
        wait_for(lambda: part in runtime.problems)
        assert runtime.ready.wait(20) and runtime.database is not None
        assert set(runtime.problems) == {part} and part in changes
        assert str(runtime.problems[part]) == f"{said}. The log has the details."
        looked = len(changes)
        runtime.refresh()
        time.sleep(0.2)
        assert len(changes) == looked, "what is known is said once"
    assert [record.message for record in caplog.records].count(f"a defect in {part}") == 1
    if part != "models":  # which are opened anew only when the settings ask for it
        wait_for(lambda: not runtime.problems)
        assert changes[-1] == ""
    assert runtime.stop(5.0)

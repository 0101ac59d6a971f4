"""`facecam watch` on what is live: a camera that breaks off, people who are enrolled meanwhile, a web server."""

from __future__ import annotations

import functools
import http.server
import logging
import os
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from helpers.terminal import Facecam, Run

from facecam.base import settings
from facecam.base.errors import DiskFullError, SourceError
from facecam.base.messages import Message
from facecam.base.settings import Settings
from facecam.base.types import Frame, Image
from facecam.capture.source import open_source
from facecam.capture.worker import frames
from facecam.pipeline.runtime import Runtime
from facecam.pipeline.visits import VisitQueue
from facecam.pipeline.watch import Watch

pytestmark = pytest.mark.usefixtures("embedder")

CLIP = "WolfgangLanger_Pexels.mp4"
HIDDEN = "hunter0123456789"


class Live:
    """A camera that shows the clip, and breaks off once after `breaks` frames."""

    live = True
    name = "a camera"
    fps: float | None = 100.0
    mode = "640x360"
    no_answer = Message("it does not answer")
    remark: Message | None = None
    damaged = 0

    def __init__(self, images: list[Image], breaks: int = 0) -> None:
        self._images = images
        self._breaks = breaks
        self._index = 0

    def open(self) -> None:
        pass

    def read(self) -> Frame | None:
        time.sleep(0.01)
        if self._index == self._breaks > 0:
            self._breaks = 0
            raise SourceError("a camera gives no more pictures", "Plug it in again")
        now = time.monotonic()
        frame = Frame(self._images[self._index % len(self._images)], self._index, self._index / 100, now, self.name)
        self._index += 1
        return frame

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def images(media: Path) -> list[Image]:
    return [frame.image for frame in islice(frames(open_source(str(media / CLIP))), 24)]


def test_a_camera_that_breaks_off_is_said_and_goes_on(
    facecam: Facecam, images: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facecam.capture.source.open_source", lambda spec, **_: Live(images, breaks=3))
    run: Run = facecam("watch", "0", "--max-frames", 6, "--json")
    assert run.code == 0
    assert "no more pictures" in run.err and run.err.count("\n") == 1
    *frames, last = run.lines
    indices = [frame["frame"] for frame in frames]
    assert len(frames) == 6 and indices == sorted(set(indices))
    assert last["summary"]["dropped"] == indices[-1] + 1 - 6


def test_somebody_enrolled_meanwhile_is_known_in_a_running_watch(
    facecam: Facecam, media: Path, images: list[Image]
) -> None:
    runtime = Runtime(Settings(gpu="off"))
    results = Watch(runtime, Live(images))
    try:
        before = next(results)
        assert {decision.name for decision in before.decisions} == {None}
        assert facecam("enrol", "Anna", media / CLIP, "--end", "1").code == 0
        deadline = time.monotonic() + 30
        named = (decision.name for result in results for decision in result.decisions)
        assert any(name == "Anna" or time.monotonic() > deadline for name in named)
        assert time.monotonic() < deadline
    finally:
        results.close()
        assert runtime.stop()


def test_a_full_disk_is_said_while_it_runs(
    facecam: Facecam, images: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and not only in the log; here there is room again before the end."""
    monkeypatch.setattr("facecam.capture.source.open_source", lambda spec, **_: Live(images))
    written, tries = VisitQueue.write, iter(range(1_000))

    def write(queue: VisitQueue, *arguments: Any) -> None:
        if next(tries) < 3:
            raise DiskFullError("The disk is full", "Make room on it")
        written(queue, *arguments)

    monkeypatch.setattr(VisitQueue, "write", write)
    run = facecam("watch", "0", "--remember", "--max-frames", 150, "--json")
    assert (run.code, run.err) == (0, "The disk is full. Make room on it.\n")


@pytest.fixture
def server(media: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who has seen what it is turns away before all of it has come."""

    with Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(media))) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join()


def test_a_file_on_a_web_server_is_watched_frame_by_frame(facecam: Facecam, media: Path, server: str) -> None:
    run = facecam("watch", f"{server}/{CLIP}", "--max-frames", 20, "--json")
    here = facecam("watch", media / CLIP, "--max-frames", 20, "--json")
    assert (run.code, here.code) == (0, 0)
    assert run.lines[:-1] == here.lines[:-1]


def test_a_url_without_a_video_is_named_without_its_password(facecam: Facecam, server: str) -> None:
    run = facecam("watch", server.replace("//", "//me:secret@") + "/nothing.mp4", "--json")
    assert (run.code, run.out) == (2, "")
    assert f"{server}/nothing.mp4" in run.err and "secret" not in run.err and run.err.count("\n") == 1


def test_of_a_cameras_password_nothing_lies_about_but_in_the_settings(
    facecam: Facecam, home: Path, server: str, tmp_path: Path
) -> None:
    """Neither in a recording, the visits, a list of them, the log nor what is said."""
    recording, listed = tmp_path / "log.jsonl", tmp_path / "visits.csv"
    address = f"{server.replace('//', f'//me:{HIDDEN}@')}/{CLIP}?token={HIDDEN}"
    settings.save(Settings(source=address, others=(address + "2",), rotations={address: 90}))
    runs = [
        facecam("watch", address, "--record", recording, "--remember", "--max-frames", 30, "--json"),
        facecam("watch", address.replace(CLIP, "nothing.mp4")),
        facecam("watch", f"rtsp://me:{HIDDEN}@127.0.0.1:1/{HIDDEN}=1"),
        facecam("history", "--json"),
        facecam("history", "--csv", listed),
        facecam("doctor", "--json"),
        facecam("people", "--json", "--db", f"postgresql://me:{HIDDEN}@127.0.0.1:1/x"),
    ]
    logging.getLogger("facecam").error("%s %r", settings.load(), settings.load())
    (home / "settings.toml").chmod(0o644)
    settings.save(settings.load())
    assert [run.code for run in runs[:1]] == [0] and recording.stat().st_size > 1_000
    assert not [run for run in runs if HIDDEN in run.out + run.err]
    files = {path for path in (*home.rglob("*"), *tmp_path.iterdir()) if path.is_file()}
    holds = {path.name for path in files if HIDDEN.encode() in path.read_bytes()}
    assert holds == {"settings.toml"} and len(files) >= 5
    assert os.name != "posix" or (home / "settings.toml").stat().st_mode & 0o777 == 0o600

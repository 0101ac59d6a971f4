"""Sources behind a URL: a real server on this computer that serves, breaks off, streams, refuses and hangs."""

from __future__ import annotations

import itertools
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.fake_camera import until
from helpers.web_camera import WebCamera

from facecam.base.addresses import parse, public
from facecam.base.errors import SourceError
from facecam.capture.source import SourceState
from facecam.capture.stream import UrlSource
from facecam.capture.worker import CaptureWorker, Limits, frames


@pytest.fixture
def server(media: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebCamera]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with WebCamera((media / "WolfgangLanger_Pexels.mp4").read_bytes()).running() as camera:
        yield camera


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_video_on_a_web_server_is_read_whole_and_ends(server: WebCamera) -> None:
    got = [(frame.index, frame.time) for frame in frames(UrlSource(parse(server.url("/film.mp4"))))]
    assert [index for index, _ in got] == list(range(472))
    assert got[-1][1] == pytest.approx(471 * 1001 / 24000, abs=1e-3)


def test_a_video_whose_connection_breaks_is_an_error(server: WebCamera) -> None:
    count = 0
    with pytest.raises(SourceError, match=r"broken off after \d+ of 472 frames"):
        for _ in frames(UrlSource(parse(server.url("/broken.mp4")))):
            count += 1
    assert 0 < count < 472


def test_a_live_stream_that_breaks_off_is_reconnected(server: WebCamera) -> None:
    said: list[tuple[SourceState, str]] = []
    source = UrlSource(parse(server.url("/live")))
    limits = Limits(first_retry=0.02, last_retry=0.1)
    worker = CaptureWorker(
        source, realtime=True, on_state=lambda state, told: said.append((state, str(told))), limits=limits
    )
    mailbox = worker.subscribe()
    worker.start()
    first = mailbox.get(timeout=10)
    server.streaming.clear()
    until(lambda: worker.state is SourceState.RECONNECTING)
    server.streaming.set()
    until(lambda: worker.state is SourceState.LIVE)
    mailbox.take()
    again = mailbox.get(timeout=10)
    assert worker.stop(timeout=10)
    assert first is not None and again is not None
    assert source.live
    assert again.index > first.index and again.time > first.time
    words = [message for state, message in said if state is SourceState.RECONNECTING]
    assert words[0].startswith(f"{source.name} has broken off. ")


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_server_that_hangs_is_an_error_after_the_limit(silent: int, scheme: str) -> None:
    source = UrlSource(parse(f"{scheme}://127.0.0.1:{silent}/live"), timeout=0.2)
    with pytest.raises(SourceError, match=r"did not answer within 0\.2 s") as caught:
        next(frames(source))
    assert "network" in caught.value.remedy


def test_an_address_that_is_refused_or_not_found_is_an_error(server: WebCamera) -> None:
    for url in (server.url("/gone"), "http://127.0.0.1:1/x", "rtsp://127.0.0.1:1/x"):
        with pytest.raises(SourceError, match="cannot be opened") as caught:
            next(frames(UrlSource(parse(url))))
        assert public(url) in str(caught.value)


def test_secrets_of_a_url_are_not_shown() -> None:
    source = UrlSource(parse("rtsp://anna:s3cret@camera.local:554/main?token=t0ken#x"))
    assert source.name == "rtsp://camera.local:554/main"


def test_a_hanging_server_is_silent_on_stderr(silent: int, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SourceError):
        UrlSource(parse(f"http://127.0.0.1:{silent}/x"), timeout=0.1).open()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("vice", ["empty", "page", "half", "size"])
def test_a_part_that_is_damaged_is_no_outage(server: WebCamera, vice: str) -> None:
    said: list[SourceState] = []
    source = UrlSource(parse(server.url(f"/live-{vice}")))
    worker = CaptureWorker(source, realtime=True, on_state=lambda state, _: said.append(state))
    worker.start()
    until(lambda: worker.frames > 40)
    assert worker.stop(timeout=10)
    assert SourceState.RECONNECTING not in said
    if vice in ("empty", "page"):
        assert source.damaged > 5
        assert "damaged picture" in str(source.remark)


def test_a_picture_on_a_web_server_is_asked_for_again_and_again(
    server: WebCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facecam.capture.snapshots.PERIOD", 0.01)
    source = UrlSource(parse(server.url("/snap.jpg")))
    levels = [int(frame.image[0, 0, 0]) for frame in itertools.islice(frames(source), 5)]
    assert source.live and source.mode == "64x48"
    assert len(set(levels)) > 2


def test_a_snapshot_that_is_damaged_is_passed_over(server: WebCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facecam.capture.snapshots.PERIOD", 0.01)
    source = UrlSource(parse(server.url("/flaky.jpg")))
    assert len(list(itertools.islice(frames(source), 5))) == 5
    assert source.damaged


def test_a_transport_stream_on_a_web_server_is_a_film_and_ends(server: WebCamera, tmp_path: Path) -> None:
    """Its headers do not say how long it is; so it was taken for live, and played for ever."""
    file = str(tmp_path / "film.ts")
    writer = cv2.VideoWriter(file, cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"MPG2"), 25, (64, 48))
    for level in range(60):
        writer.write(np.full((48, 64, 3), 4 * level, np.uint8))
    writer.release()
    server.film = Path(file).read_bytes()
    source = UrlSource(parse(server.url("/film.ts")))
    assert len(list(frames(source))) == 60
    assert not source.live


@pytest.mark.parametrize(
    ("path", "what", "remedy"),
    [
        ("/page", "is a web page and no video", "manual"),
        ("/hidden-page", "is a web page and no video", "manual"),
        ("/nothing", "sends nothing", "camera is on"),
        ("/circle", "never arrives", "at which the stream is"),
        ("/private", "wants a name and a password", "name:password@127.0.0.1"),
        ("/gone", "nothing at that address", "Check the address"),
    ],
)
def test_what_cannot_be_watched_says_why(server: WebCamera, path: str, what: str, remedy: str) -> None:
    threads = threading.active_count()
    with pytest.raises(SourceError) as caught:
        next(frames(UrlSource(parse(server.url(path)), timeout=2.0)))
    assert what in caught.value.what and server.url(path) in caught.value.what
    assert remedy in caught.value.remedy
    until(lambda: threading.active_count() <= threads + 1)  # the server's own may take a moment


def test_a_server_that_accepts_the_question_and_never_answers_is_told(server: WebCamera) -> None:
    with pytest.raises(SourceError, match="did not answer within"):
        next(frames(UrlSource(parse(server.url("/silent")), timeout=0.2)))


def test_a_password_with_odd_letters_opens_the_stream_and_a_wrong_one_is_told(server: WebCamera) -> None:
    place = server.url("/private").removeprefix("http://")
    source = UrlSource(parse(f"http://anna:p%40ss%231@{place}"))
    assert next(frames(source)).source == server.url("/private")
    with pytest.raises(SourceError, match="has not got the right ones") as caught:
        next(frames(UrlSource(parse(f"http://anna:wr%23ng@{place}"))))
    assert "%23" in caught.value.remedy and "wr" not in str(caught.value).replace("Write", "").replace("write", "")


def test_no_state_no_log_and_no_error_shows_a_password(server: WebCamera, caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    place = server.url("/live?token=hUnTer3").removeprefix("http://")
    source = UrlSource(parse(f"http://anna:hUnTer2@{place}"))
    with caplog.at_level(logging.DEBUG):
        worker = CaptureWorker(
            source, realtime=True, on_state=lambda _, words: said.append(str(words)),
            limits=Limits(first_retry=0.02, last_retry=0.1),
        )  # fmt: skip
        mailbox = worker.subscribe()
        worker.start()
        frame = mailbox.get(timeout=10)
        server.streaming.clear()
        until(lambda: worker.state is SourceState.RECONNECTING)
        assert worker.stop(timeout=10)
    assert frame is not None and frame.source == server.url("/live")
    assert said and not any("hUnTer" in words for words in [*said, caplog.text, repr(source), str(frame)])

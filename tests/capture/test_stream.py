"""Sources behind a URL: a real server on this computer that serves, breaks off, streams, refuses and hangs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.fake_camera import until

from facecam.addresses import parse, public
from facecam.capture.source import SourceState
from facecam.capture.stream import UrlSource
from facecam.capture.worker import CaptureWorker, Limits, frames
from facecam.errors import SourceError


class Server(ThreadingHTTPServer):
    """`/film.mp4` is a whole film, `/broken.mp4` breaks off, `/live` streams until `streaming` is cleared."""

    daemon_threads = True

    def __init__(self, film: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.film = film
        self.streaming = threading.Event()
        self.streaming.set()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.path in ("/film.mp4", "/broken.mp4"):
            self.send_response(200)
            self.send_header("Content-Type", "video/mp4")
            self.send_header("Content-Length", str(len(self.server.film)))
            self.end_headers()
            half = len(self.server.film) // 2
            self.send(self.server.film[: half if self.path == "/broken.mp4" else None])
        elif self.path == "/live" and self.server.streaming.is_set():
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
            self.end_headers()
            level = 0
            while self.server.streaming.is_set():
                level = (level + 40) % 256
                jpeg = bytes(cv2.imencode(".jpg", np.full((48, 64, 3), level, np.uint8))[1])
                head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                if not self.send(head.encode() + jpeg + b"\r\n"):
                    return
                time.sleep(0.01)
        else:
            self.send_error(404)

    def send(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
        except OSError:
            return False
        return True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(media: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = Server((media / "WolfgangLanger_Pexels.mp4").read_bytes())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.streaming.clear()
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_video_on_a_web_server_is_read_whole_and_ends(server: Server) -> None:
    got = [(frame.index, frame.time) for frame in frames(UrlSource(parse(server.url("/film.mp4"))))]
    assert [index for index, _ in got] == list(range(472))
    assert got[-1][1] == pytest.approx(471 * 1001 / 24000, abs=1e-3)


def test_a_video_whose_connection_breaks_is_an_error(server: Server) -> None:
    count = 0
    with pytest.raises(SourceError, match=r"broken off after \d+ of 472 frames"):
        for _ in frames(UrlSource(parse(server.url("/broken.mp4")))):
            count += 1
    assert 0 < count < 472


def test_a_live_stream_that_breaks_off_is_reconnected(server: Server) -> None:
    said: list[tuple[SourceState, str]] = []
    source = UrlSource(parse(server.url("/live")))
    limits = Limits(first_retry=0.02, last_retry=0.1)
    worker = CaptureWorker(source, realtime=True, on_state=lambda *now: said.append(now), limits=limits)
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


def test_an_address_that_is_refused_or_not_found_is_an_error(server: Server) -> None:
    for url in (server.url("/nothing"), "http://127.0.0.1:1/x", "rtsp://127.0.0.1:1/x"):
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

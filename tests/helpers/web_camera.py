"""A web server on this computer that stands for cameras and film stores, with the vices of real ones."""

from __future__ import annotations

import base64
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np

PAGE = b"<html>The camera is busy</html>"


def jpeg(level: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture all of one grey."""
    return bytes(cv2.imencode(".jpg", np.full((size[1], size[0], 3), level % 256, np.uint8))[1])


class WebCamera(ThreadingHTTPServer):
    """What each path gives is told by `Handler.do_GET`."""

    daemon_threads = True

    def __init__(self, film: bytes, certificate: Path | None = None) -> None:
        """With a `certificate` (PEM, with its key) it speaks TLS."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.film = film
        self.scheme = "http"
        self.streaming = threading.Event()
        self.streaming.set()
        self.asked: list[str] = []
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *_: object) -> None:
        """Clients that turn away are what is tested."""

    @contextmanager
    def running(self) -> Iterator[WebCamera]:
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.streaming.clear()
            self.shutdown()
            thread.join(10)
            self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: WebCamera

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        path = self.path.partition("?")[0]
        if path in ("/film.mp4", "/broken.mp4", "/film.ts"):
            half = len(self.server.film) // 2
            self.whole("video/mp4", self.server.film, self.server.film[: half if path == "/broken.mp4" else None])
        elif path == "/snap.jpg":
            self.whole("image/jpeg", jpeg(40 * len(self.server.asked)))
        elif path == "/flaky.jpg":  # each second one is half a picture
            whole = jpeg(40 * len(self.server.asked))
            self.whole("image/jpeg", whole if len(self.server.asked) % 2 else whole[: len(whole) // 2])
        elif path == "/page":
            self.whole("text/html", PAGE)
        elif path == "/hidden-page":
            self.whole("application/octet-stream", PAGE)
        elif path == "/nothing":
            self.whole("video/mp4", b"")
        elif path == "/circle":
            self.send_response(302)
            self.send_header("Location", "/circle")
            self.end_headers()
        elif path == "/silent":
            self.server.streaming.wait()
            while self.server.streaming.is_set():
                time.sleep(0.01)
        elif path == "/private" and self.headers.get("Authorization") != basic("anna", "p@ss#1"):
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.end_headers()
        elif path in ("/live", "/private") or path.startswith("/live-"):
            if self.server.streaming.is_set():
                self.stream(path.partition("-")[2])
            else:
                self.send_error(503)
        else:
            self.send_error(404)

    def whole(self, kind: str, data: bytes, sent: bytes | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.send(data if sent is None else sent)

    def stream(self, vice: str) -> None:
        """Motion JPEG; every fifth part has the `vice`."""
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
        self.end_headers()
        number = 0
        while self.server.streaming.is_set():
            number += 1
            data = jpeg(40 * number)
            if number % 5 == 0:
                data = {
                    "empty": b"",
                    "page": PAGE,
                    "half": data[: len(data) // 2],
                    "size": jpeg(40 * number, (128, 96)),
                }.get(vice, data)
            head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            if not self.send(head.encode() + data + b"\r\n"):
                return
            time.sleep(0.01)

    def send(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
        except OSError:
            return False
        return True

    def log_message(self, *_: object) -> None:
        pass


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()

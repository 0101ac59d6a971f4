"""From what happens to who is told: an event that is published, until a web hook and a broker have it.

The broker is mosquitto; without it that row is left out.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

from benchmarks.common import Row, at_most
from facecam.base.types import State
from facecam.events.event import Event, Kind
from facecam.events.outlet import Outlet
from facecam.events.rules import Condition
from facecam.events.targets import read_target
from facecam.events.teller import Teller
from facecam.operations import AddRule, apply
from facecam.store.database import open_database

EVENTS, APART = 100, 0.05
BAR = 500

Arrived = Callable[[], None]


@contextmanager
def web_hook(arrived: Arrived) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            arrived()
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


@contextmanager
def broker(arrived: Arrived) -> Iterator[str]:
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    assert program is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([program, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = Client(CallbackAPIVersion.VERSION2)
    try:
        for _ in range(100):
            try:
                client.connect("127.0.0.1", port)
                break
            except OSError:
                time.sleep(0.1)
        client.on_message = lambda *_: arrived()
        client.on_connect = lambda *_: client.subscribe("facecam/+/event", 1) and None
        client.loop_start()
        time.sleep(1)
        yield f"mqtt://127.0.0.1:{port}"
    finally:
        client.loop_stop()
        process.kill()
        process.wait()


def milliseconds(target: Callable[[Arrived], AbstractContextManager[str]]) -> list[float]:
    """Of each event, from its publication until it has arrived."""
    sent: list[float] = []
    got: list[float] = []
    with tempfile.TemporaryDirectory() as folder, target(lambda: got.append(time.monotonic())) as address:
        database, outlet = open_database(f"sqlite:///{Path(folder) / 'people.db'}"), Outlet()
        apply(database, AddRule(read_target((address,)), Condition(tuple(Kind))))
        teller = Teller(outlet, lambda: database)
        teller.start()
        time.sleep(1)
        for _ in range(EVENTS):
            moment = datetime.now(UTC)
            event = Event(uuid.uuid4().hex, Kind.UNKNOWN, "visit", "door", moment, 2.0, State.UNKNOWN)
            sent.append(time.monotonic())
            outlet.publish([event])
            time.sleep(APART)
        while len(got) < EVENTS:
            time.sleep(0.05)
        teller.stop()
        database.close()
    return [(arrived - published) * 1000 for published, arrived in zip(sent, got, strict=True)]


def rows() -> list[Row]:
    targets = {"a web hook": web_hook}
    if shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin"):
        targets["a broker (MQTT)"] = broker
    found = []
    for what, target in targets.items():
        taken = milliseconds(target)
        more = f"median {np.median(taken):.0f} ms"
        p95 = float(np.percentile(taken, 95))
        found.append(at_most(f"an event until {what} has it, p95 of {EVENTS}", p95, "ms", BAR, more))
    return found

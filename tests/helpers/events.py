"""What the tests of events share: events by hand, and web servers that misbehave."""

from __future__ import annotations

import itertools
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from facecam.base.types import State
from facecam.events.event import Event, Kind
from facecam.events.rules import Condition
from facecam.events.targets import Target
from facecam.operations import AddRule, Enrol, Sample, apply
from facecam.store.database import Database

ANNA = "Annabella Quistorp"


def enrol(db: Database, name: str = ANNA) -> int:
    vector = np.zeros(16, np.float32)
    vector[sum(map(ord, name)) % 16] = 1
    return next(iter(apply(db, Enrol(name, (Sample(vector, 0.9, "test"),), "space")).persons))


def add_rule(db: Database, target: Target, condition: Condition | None = None) -> int:
    from facecam.events.rules import list_rules

    apply(db, AddRule(target, condition or Condition(kinds=tuple(Kind))))
    return list_rules(db)[-1].id


def event(
    kind: Kind = Kind.NAMED,
    person: int | None = None,
    *,
    visit: str = "v1",
    source: str = "door",
    seconds: float = 0.0,
    moment: datetime | None = None,
    picture: bytes | None = None,
) -> Event:
    named = person is not None
    state = State.KNOWN if named else State.PENDING if kind is Kind.STARTED else State.UNKNOWN
    return Event(
        uuid.uuid4().hex, kind, visit, source, moment or datetime.now(UTC), seconds, state, person,
        ANNA if named else None, 0.8 if named else None, picture,
    )  # fmt: skip


class Hook:
    """A web server that is told; `answer` says how it answers the n-th request, from 0."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answer: Callable[[int], int] = lambda n: 200
        self.hang = 0.0
        self.location = ""
        self.url = ""

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@contextmanager
def hook() -> Iterator[Hook]:
    served, numbers = Hook(), itertools.count()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = served.answer(next(numbers))
            if served.hang:
                time.sleep(served.hang)
            if status < 300:
                served.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
            self.send_response(status)
            if served.location:
                self.send_header("Location", served.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()

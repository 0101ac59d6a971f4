"""A real server on loopback, in threads of this process, and a client that speaks to it."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx
from helpers.terminal import start

from facecam.front_door import Facecam
from facecam.serve import server
from facecam.serve.app import guarded, make_app
from facecam.serve.service import Service
from facecam.store.access_keys import Scope


@dataclass(frozen=True)
class Served:
    """A running server."""

    url: str
    """Without a slash at its end."""
    cam: Facecam
    service: Service
    keys: dict[Scope, str]

    def client(self, scope: Scope | None = Scope.ADMIN, **options: Any) -> httpx.Client:
        """With a key of that scope, or without any."""
        headers = {} if scope is None else {"Authorization": f"Bearer {self.keys[scope]}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=120, trust_env=False, **options)


@contextmanager
def serving(
    cam: Facecam, compat: Literal["compreface"] | None = None, cameras: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Answers from the first line of the block to its last."""
    service = Service(cam, cameras=cameras)
    keys = {scope: cam.add_key(scope.value, scope).key for scope in Scope}
    app = guarded(make_app(service, compat), {"localhost"}, anywhere=False)
    ready = threading.Event()
    with server.listen("127.0.0.1", 0) as listener:
        running = server.make_server(app, service, None, ready.set)
        thread = threading.Thread(target=running.run, args=([listener],), name="server")
        thread.start()
        try:
            assert ready.wait(60)
            yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", cam, service, keys)
        finally:
            running.should_exit = True
            thread.join(60)
            service.close_pools()
    assert not thread.is_alive()


def pictures(album: Path, *names: str, field: str = "files") -> list[tuple[str, tuple[str, bytes, str]]]:
    """Files of a form, as httpx takes them."""
    return [(field, (name, (album / name).read_bytes(), "image/jpeg")) for name in names]


@contextmanager
def program(*arguments: object, key: str = "") -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A running `facecam serve --json` with what it printed first; killed where the test left it running."""
    os.environ.pop("FACECAM_KEY", None)
    if key:
        os.environ["FACECAM_KEY"] = key
    try:
        run = start("serve", "--json", "--port", "0", "--gpu", "off", *arguments)
    finally:
        os.environ.pop("FACECAM_KEY", None)
    try:
        assert run.stdout is not None and run.stderr is not None
        line = run.stdout.readline()
        assert line, run.stderr.read()
        yield run, json.loads(line)
    finally:
        if run.poll() is None:
            run.kill()
        run.communicate()

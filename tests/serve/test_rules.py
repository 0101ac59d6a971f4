"""Rules over HTTP: added, tried, changed, removed and undone; nothing of the server's machine is told by them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from helpers.serving import Served

from facecam.store.access_keys import Scope


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """An address, and what was sent there."""
    came: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/secret-path", came
        server.shutdown()


def test_a_rule_is_added_tried_changed_removed_and_brought_back(
    client: httpx.Client, hook: tuple[str, list[dict[str, object]]]
) -> None:
    url, came = hook
    made = client.post("/v1/rules", json={"target": url, "strangers": True, "stays": 10, "quiet": "22:00-07:00"})
    assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
    rule = made.json()["rule"]
    (shown,) = client.get("/v1/rules").json()["rules"]
    assert shown["rule"] == rule and shown["kind"] == "webhook" and "secret-path" not in json.dumps(shown)
    assert shown["stays"] == 10 and shown["quiet"] == ["22:00", "07:00"] and "10" in shown["sentence"]
    assert client.post(f"/v1/rules/{rule}/test").json()["delivered"] and len(came) == 1
    told = client.put(f"/v1/rules/{rule}", json={"strangers": True, "events": ["unknown"], "once_a_day": True})
    assert told.status_code == 200
    (shown,) = client.get("/v1/rules").json()["rules"]
    assert shown["once_a_day"] and shown["stays"] == 0 and shown["quiet"] is None
    assert not shown["paused"]
    assert client.put(f"/v1/rules/{rule}", json={"strangers": True, "paused": True}).status_code == 200
    assert client.get("/v1/rules").json()["rules"][0]["paused"]
    assert client.put(f"/v1/rules/{rule}", json={"groups": ["family"], "events": ["named"]}).status_code == 200
    (shown,) = client.get("/v1/rules").json()["rules"]
    assert shown["groups"] == ["family"] and shown["sentence"].endswith("when anybody of family comes")
    assert client.get("/v1/told").json() == {"told": []}
    assert client.delete(f"/v1/rules/{rule}").status_code == 200
    assert client.get("/v1/rules").json() == {"rules": []}
    assert client.post(f"/v1/rules/{rule}/test").status_code == 404
    assert client.post("/v1/undo").status_code == 200
    assert [one["rule"] for one in client.get("/v1/rules").json()["rules"]] == [rule]


@pytest.mark.parametrize(
    "target", ["{folder}/x.jsonl", "desktop", "run", "/etc/passwd", "ftp://a/b", "https://", "  "]
)
def test_nothing_of_the_machine_is_told(client: httpx.Client, tmp_path: Path, target: str) -> None:
    answer = client.post("/v1/rules", json={"target": target.format(folder=tmp_path)})
    assert answer.status_code == 400 and answer.json()["error"]["remedy"]
    assert client.get("/v1/rules").json() == {"rules": []} and not list(tmp_path.glob("*.jsonl"))


def test_what_cannot_be_is_said(client: httpx.Client) -> None:
    target = "https://example.org/hook"
    for wrong in ({"quiet": "22"}, {"daily": "noon"}, {"events": ["came"]}, {"secret": "short"}):
        answer = client.post("/v1/rules", json={"target": target, **wrong})
        assert answer.status_code == 400, wrong
    assert client.post("/v1/rules", json={"target": target, "persons": [77]}).status_code == 404
    dead = client.post("/v1/rules", json={"target": "http://127.0.0.1:1/"}).json()["rule"]
    answer = client.post(f"/v1/rules/{dead}/test").json()
    assert answer["delivered"] is False and answer["problem"].startswith("http://127.0.0.1:1 does not answer")


def test_only_administrators(served: Served) -> None:
    with served.client(Scope.ENROL) as enroller, served.client(None) as nobody:
        assert enroller.get("/v1/rules").status_code == 403
        assert enroller.post("/v1/rules", json={"target": "https://example.org"}).status_code == 403
        assert nobody.get("/v1/rules").status_code == 401

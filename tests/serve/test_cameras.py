"""Cameras and events over HTTP, from a real server with real pictures."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
import pytest
from helpers.events import event
from helpers.serving import Served, serving
from helpers.waiting import wait_for

import facecam
from facecam.store.access_keys import Scope


@pytest.fixture
def watching(served: Served) -> Iterator[Served]:
    """Its cameras are watched."""
    served.cam.runtime.start()
    served.service.start()
    yield served
    served.service.cameras.stop(10.0)


def cameras(client: httpx.Client) -> dict[str, Any]:
    return {one["name"]: one for one in client.get("/v1/cameras").json()["cameras"]}


def test_a_camera_is_added_watched_renamed_and_removed(watching: Served, client: httpx.Client) -> None:
    made = client.post("/v1/cameras", json={"name": "front", "source": "demo"})
    assert "front" in cameras(client)
    assert client.get("/v1/cameras/front/picture").status_code in (200, 404)
    assert made.status_code == 201 and made.json()["sentence"] == "Added the camera front"
    wait_for(lambda: (now := cameras(client).get("front", {})).get("fps") and now["results"])
    front = cameras(client)["front"]
    assert (front["state"], front["source"], front["problem"]) == ("live", "demo", None)
    assert front["results"] and front["age_ms"] is not None
    picture = client.get("/v1/cameras/front/picture")
    assert picture.headers["content-type"] == "image/jpeg"
    image = cv2.imdecode(np.frombuffer(picture.content, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None and image.shape == (360, 640, 3)

    assert client.post("/v1/cameras", json={"name": "Front", "source": "demo"}).status_code == 409
    assert client.patch("/v1/cameras/front", json={"name": "yard"}).status_code == 200
    wait_for(lambda: list(cameras(client)) == ["yard"])
    assert client.delete("/v1/cameras/yard").status_code == 200
    wait_for(lambda: cameras(client) == {})
    assert client.get("/v1/cameras/yard/picture").status_code == 404
    assert client.get("/v1/cameras/yard/stream").status_code == 404
    assert client.delete("/v1/cameras/yard").status_code == 404
    assert client.post("/v1/undo").status_code == 200
    wait_for(lambda: list(cameras(client)) == ["yard"])


def test_a_camera_may_be_called_as_a_path_is(watching: Served, client: httpx.Client) -> None:
    assert client.post("/v1/cameras", json={"name": "yard/gate", "source": "demo"}).status_code == 201
    wait_for(lambda: "yard/gate" in cameras(client))
    wait_for(lambda: client.get("/v1/cameras/yard%2Fgate/picture").status_code == 200)
    assert client.patch("/v1/cameras/yard%2Fgate", json={"name": "a/b/picture"}).status_code == 200
    assert client.delete("/v1/cameras/a%2Fb%2Fpicture").status_code == 200


KEPT = {"Front": False, "yard": True}


def test_a_camera_of_the_command_line_is_listed_and_cannot_be_changed(tmp_path: Path) -> None:
    """No database has it: whoever tries is told so, and nobody takes its name."""
    with facecam.open(tmp_path / "people.db", gpu="off") as cam, serving(cam, cameras={"Front": "demo"}) as served:
        served.service.start()
        try:
            with served.client() as client:
                assert client.post("/v1/cameras", json={"name": "yard", "source": "demo"}).status_code == 201
                wait_for(lambda: {name: one["kept"] for name, one in cameras(client).items()} == KEPT)
                refused = [
                    client.post("/v1/cameras", json={"name": "front", "source": "demo"}),
                    client.patch("/v1/cameras/Front", json={"name": "gate"}),
                    client.patch("/v1/cameras/yard", json={"name": "FRONT"}),
                    client.delete("/v1/cameras/Front"),
                ]
                assert {answer.status_code for answer in refused} == {409}
                assert "--camera" in refused[-1].json()["error"]["message"]
                assert {name: one["kept"] for name, one in cameras(client).items()} == KEPT
        finally:
            served.service.cameras.stop(10.0)


def test_no_file_of_this_machine_becomes_a_camera_and_no_secret_is_told(
    watching: Served, client: httpx.Client, album: Path
) -> None:
    for source in (str(album / "anna.mp4"), str(album), str(album / "party.jpg"), "/etc/passwd", "../x", "rtsp://"):
        refused = client.post("/v1/cameras", json={"name": "x", "source": source})
        assert refused.status_code in (400, 422), source
    made = client.post("/v1/cameras", json={"name": "x", "source": "rtsp://me:hidden@127.0.0.1:1/live?key=hidden"})
    assert made.status_code == 201
    wait_for(lambda: cameras(client).get("x", {}).get("problem"))
    assert cameras(client)["x"]["source"] == "rtsp://127.0.0.1:1/live"
    answer = client.get("/v1/cameras/x/picture")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_picture")
    assert answer.headers["retry-after"]
    assert "hidden" not in client.get("/v1/cameras").text + made.text


def test_who_may(watching: Served) -> None:
    with watching.client(Scope.READ) as reader, watching.client(None) as nobody:
        assert reader.get("/v1/cameras").status_code == 200
        assert reader.post("/v1/cameras", json={"name": "x", "source": "demo"}).status_code == 403
        assert reader.delete("/v1/cameras/x").status_code == 403
        for path in ("/v1/cameras", "/v1/cameras/x/picture", "/v1/cameras/x/stream", "/v1/events"):
            assert nobody.get(path).status_code == 401


def test_pictures_stream_as_mjpeg_and_end_with_the_camera(watching: Served, client: httpx.Client) -> None:
    client.post("/v1/cameras", json={"name": "front", "source": "demo"})
    wait_for(lambda: cameras(client).get("front", {}).get("results"))
    got = b""
    with client.stream("GET", "/v1/cameras/front/stream") as stream:
        assert stream.headers["content-type"] == "multipart/x-mixed-replace; boundary=picture"
        for chunk in stream.iter_raw():
            got += chunk
            if got.count(b"--picture") == 3:
                client.delete("/v1/cameras/front")
            elif got.count(b"--picture") > 1000:
                pytest.fail("it goes on")
    parts = [part.partition(b"\r\n\r\n")[2] for part in got.split(b"--picture\r\n")[1:]]
    assert len(parts) >= 3 and all(part.startswith(b"\xff\xd8") for part in parts)
    assert len(set(parts)) == len(parts), "each picture once"
    wait_for(lambda: watching.service.streams == 0)


def listen(client: httpx.Client, most: int, **headers: str) -> list[dict[str, str]]:
    """So many events of the stream."""
    found: list[dict[str, str]] = []
    one: dict[str, str] = {}
    with client.stream("GET", "/v1/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith(":"):
                continue
            if line:
                key, _, value = line.partition(": ")
                one[key] = value
            elif one:
                found.append(one)
                one = {}
                if len(found) == most:
                    break
    return found


def test_events_come_as_they_happen_and_again_to_who_was_cut_off(watching: Served, client: httpx.Client) -> None:
    outlet = watching.cam.runtime.events
    got: list[dict[str, str]] = []
    thread = threading.Thread(target=lambda: got.extend(listen(client, 2)))
    thread.start()
    wait_for(lambda: watching.service.listeners == 1)
    first, second, third = event(source="Tür"), event(), event()
    outlet.publish([first])
    outlet.publish([second])
    thread.join(20)
    assert [one["id"] for one in got] == [first.id, second.id] and got[0]["event"] == "visit.named"
    assert json.loads(got[0]["data"])["source"] == "Tür"
    outlet.publish([third])
    with watching.client(Scope.READ) as other:
        again = listen(other, 2, **{"Last-Event-ID": first.id})
    assert [one["id"] for one in again] == [second.id, third.id]
    wait_for(lambda: watching.service.listeners == 0)


def test_real_faces_make_events(watching: Served, client: httpx.Client) -> None:
    got: list[dict[str, str]] = []
    thread = threading.Thread(target=lambda: got.extend(listen(client, 2)))
    thread.start()
    wait_for(lambda: watching.service.listeners == 1)
    with watching.client() as other:
        other.post("/v1/cameras", json={"name": "front", "source": "demo"})
    thread.join(60)
    assert [one["event"] for one in got] == ["visit.started", "visit.unknown"]
    assert json.loads(got[1]["data"])["source"] == "front"


def test_streams_end_with_the_server(album: Path, tmp_path: Path) -> None:
    ended = threading.Event()

    def follow(served: Served) -> None:
        with served.client() as one, one.stream("GET", "/v1/events") as stream:
            for _ in stream.iter_raw():
                pass
        ended.set()

    with facecam.open(tmp_path / "people.db", gpu="off") as cam:
        with serving(cam) as served:
            threading.Thread(target=follow, args=(served,), daemon=True).start()
            wait_for(lambda: served.service.listeners == 1)
        assert ended.wait(5)

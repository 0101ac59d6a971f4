"""`--compat compreface`: CompreFace's own Python client and double-take's three calls, against a real server."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from helpers.serving import Served, pictures, serving

import facecam
from facecam.serve.compreface import similarity
from facecam.store.access_keys import Scope


@pytest.fixture
def served(album: Path, tmp_path: Path) -> Iterator[Served]:
    with facecam.open(tmp_path / "people.db", gpu="off") as cam, serving(cam, "compreface") as running:
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    headers = {"x-api-key": served.keys[Scope.ENROL]}
    with httpx.Client(base_url=f"{served.url}/api/v1", headers=headers, timeout=120, trust_env=False) as one:
        yield one


def photo(album: Path, name: str, field: str = "file") -> list[tuple[str, tuple[str, bytes, str]]]:
    return pictures(album, name, field=field)


def test_its_own_client(served: Served, album: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sdk = pytest.importorskip("compreface", reason="compreface-sdk is not installed")
    monkeypatch.setenv("NO_PROXY", "*")
    host, port = served.url.rsplit(":", 1)
    service = sdk.CompreFace(host, port, {"det_prob_threshold": 0.8, "prediction_count": 2})
    key = served.keys[Scope.ENROL]
    recognition, verification = service.init_face_recognition(key), service.init_face_verification(key)
    detection = service.init_face_detection(key)
    faces, subjects = recognition.get_face_collection(), recognition.get_subjects()
    anna, again, party = (str(album / name) for name in ("anna-1.jpg", "anna-2.jpg", "party.jpg"))

    assert subjects.add("Anna") == {"subject": "Anna"} and subjects.add("Bo") == {"subject": "Bo"}
    assert subjects.add("anna")["code"] == 43
    assert subjects.list() == {"subjects": ["Anna", "Bo"]}
    added = faces.add(image_path=anna, subject="Anna")
    assert added["subject"] == "Anna" and UUID(added["image_id"])
    assert faces.list()["faces"] == [added]
    (found, stranger) = recognition.recognize(party)["result"]
    assert found["subjects"][0]["subject"] == "Anna" and found["subjects"][0]["similarity"] > 0.9
    assert stranger["subjects"][0]["similarity"] < 0.5
    assert found["box"]["x_min"] < found["box"]["x_max"] and found["box"]["probability"] > 0.8
    shown = recognition.recognize(again, {"face_plugins": "landmarks,calculator", "status": True, "limit": 1})
    assert len(shown["result"][0]["landmarks"]) == 5 and len(shown["result"][0]["embedding"]) > 100
    assert set(shown["plugins_versions"]) == {"detector", "calculator"}
    assert faces.verify(again, added["image_id"])["result"][0]["similarity"] > 0.9
    (pair,) = verification.verify(anna, again)["result"]
    assert pair["face_matches"][0]["similarity"] > 0.9 and "box" in pair["source_image_face"]
    assert len(detection.detect(party)["result"]) == 2
    assert recognition.recognize(str(album / "nobody.jpg"))["code"] == 28
    assert subjects.update("Bo", "Berta") == {"updated": True}
    assert subjects.update("Berta", "Anna") == {"updated": True}, "merged, as CompreFace does"
    assert subjects.list() == {"subjects": ["Anna"]}
    assert faces.delete(added["image_id"]) == added
    assert faces.delete(added["image_id"])["code"] == 11
    faces.add(image_path=anna, subject="Anna")
    assert faces.delete_all("Anna") == {"deleted": 1}
    assert subjects.delete("Anna") == {"subject": "Anna"} and subjects.delete("Anna")["code"] == 42
    subjects.add("Cleo")
    assert subjects.delete_all() == {"deleted": 1}
    assert subjects.list() == {"subjects": []}


def double_take(answer: dict[str, Any]) -> list[tuple[str, bool]]:
    """What double-take makes of an answer with its defaults: unknown below 40, a match from 60 on."""
    if answer.get("code") == 28:
        return []
    found = []
    for one in answer["result"]:
        best = one["subjects"][0] if one["subjects"] else None
        confidence = round(best["similarity"] * 100, 2) if best else 0
        name = best["subject"].lower() if best and confidence >= 40 else "unknown"
        found.append((name, confidence >= 60))
        assert one["box"]["x_max"] - one["box"]["x_min"] > 0 and one["box"]["y_max"] - one["box"]["y_min"] > 0
    return found


def test_the_three_calls_of_double_take(client: httpx.Client, album: Path) -> None:
    sure = {"det_prob_threshold": 0.8}

    def recognize(name: str) -> list[tuple[str, bool]]:
        answer = client.post("/recognition/recognize", params=sure, files=photo(album, name))
        return double_take(answer.json())

    assert recognize("party.jpg") == [("unknown", False)] * 2
    trained = client.post("/recognition/faces", params={"subject": "anna"}, files=photo(album, "anna-1.jpg"))
    assert trained.status_code == 201
    assert recognize("party.jpg") == [("anna", True), ("unknown", False)]
    assert recognize("nobody.jpg") == []
    removed = client.delete("/recognition/faces", params={"subject": "anna"})
    assert removed.status_code == 200 and removed.json() == {"deleted": 1}
    assert recognize("party.jpg") == [("unknown", False)] * 2


def test_base64(client: httpx.Client, album: Path) -> None:
    text = {name: base64.b64encode((album / name).read_bytes()).decode() for name in ("anna-1.jpg", "anna-2.jpg")}
    added = client.post("/recognition/faces", params={"subject": "Anna"}, json={"file": text["anna-1.jpg"]})
    assert added.status_code == 201
    answer = client.post("/recognition/recognize", json={"file": "data:image/jpeg;base64," + text["anna-2.jpg"]})
    assert answer.json()["result"][0]["subjects"][0]["subject"] == "Anna"
    body = {"source_image": text["anna-1.jpg"], "target_image": text["anna-2.jpg"]}
    assert client.post("/verification/verify", json=body).json()["result"][0]["face_matches"][0]["similarity"] > 0.9
    where = f"/recognition/faces/{added.json()['image_id']}/verify"
    assert client.post(where, json={"file": text["anna-2.jpg"]}).json()["result"][0]["similarity"] > 0.9


def test_the_faces_by_pages_and_several_deleted(client: httpx.Client, album: Path) -> None:
    ids = []
    for subject, name in (("Anna", "anna-1.jpg"), ("Anna", "anna-2.jpg"), ("Bo", "anna-1.jpg")):
        added = client.post("/recognition/faces", params={"subject": subject}, files=photo(album, name))
        ids.append(added.json()["image_id"])
    page = client.get("/recognition/faces", params={"page": 1, "size": 2}).json()
    assert page["faces"] == [{"image_id": ids[2], "subject": "Bo"}]
    assert (page["page_number"], page["page_size"], page["total_pages"], page["total_elements"]) == (1, 2, 2, 3)
    assert client.get("/recognition/faces", params={"subject": "anna"}).json()["total_elements"] == 2
    none = client.get(f"/recognition/faces/{ids[0]}/img")
    assert (none.status_code, none.json()["code"]) == (404, 11), "no picture was kept"
    gone = client.post("/recognition/faces/delete", json=[ids[0], ids[2], ids[0], str(UUID(int=99))]).json()
    assert [one["image_id"] for one in gone] == [ids[0], ids[2]]
    assert client.delete("/recognition/faces").json() == {"deleted": 1}
    assert client.get("/recognition/subjects").json() == {"subjects": ["Anna", "Bo"]}


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("POST", "/recognition/recognize", {"files": [("file", ("x.jpg", b"no picture", "image/jpeg"))]}, 400, 21),
        ("POST", "/recognition/recognize", {"files": [("other", ("x.jpg", b"x", "image/jpeg"))]}, 400, 34),
        ("POST", "/recognition/recognize", {"json": {"file": "no base64!"}}, 400, 21),
        ("POST", "/recognition/recognize", {"json": {}}, 400, 34),
        ("POST", "/recognition/recognize?limit=-1", {"json": {}}, 400, 33),
        ("POST", "/recognition/faces", {"json": {"file": "aaaa"}}, 400, 33),
        ("POST", "/recognition/faces/nonsense/verify", {"json": {"file": "aaaa"}}, 404, 11),
        ("POST", "/recognition/subjects", {"json": {"subject": ""}}, 400, 0),
        ("POST", "/recognition/subjects", {"json": {}}, 400, 33),
        ("PUT", "/recognition/subjects/Nobody", {"json": {"subject": "Bo"}}, 404, 42),
        ("DELETE", "/recognition/faces/nonsense", {}, 404, 11),
        ("GET", "/recognition/faces?subject=Nobody", {}, 404, 42),
        ("GET", "/nothing", {}, 404, 0),
    ],
)
def test_its_errors(
    client: httpx.Client, method: str, path: str, options: dict[str, Any], status: int, code: int
) -> None:
    answer = client.request(method, path, **options)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert set(answer.json()) == {"message", "code"} and answer.json()["message"]


def test_pictures_that_cannot_be_learnt(client: httpx.Client, album: Path) -> None:
    for name, code in (("nobody.jpg", 28), ("party.jpg", 31)):
        answer = client.post("/recognition/faces", params={"subject": "Anna"}, files=photo(album, name))
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert client.get("/recognition/subjects").json() == {"subjects": []}


def test_its_routes_want_a_key_of_their_scope(served: Served, album: Path) -> None:
    with served.client(None) as stranger, served.client(Scope.READ) as reader:
        for answer in (
            stranger.get("/api/v1/recognition/subjects"),
            stranger.post("/api/v1/recognition/recognize"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (400, 20)
        wrong = stranger.get("/api/v1/recognition/subjects", headers={"x-api-key": "wrong"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, 1)
        assert reader.get("/api/v1/recognition/subjects").status_code == 200
        assert reader.post("/api/v1/recognition/subjects", json={"subject": "Bo"}).status_code == 403


def test_without_the_option_its_routes_are_not_there(tmp_path: Path) -> None:
    with facecam.open(tmp_path / "other.db", gpu="off") as cam, serving(cam) as plain, plain.client() as client:
        assert client.get("/api/v1/recognition/subjects").status_code == 404


def test_the_border_lies_at_one_half() -> None:
    assert similarity(0.001, 0.001) == 0.5
    assert similarity(0.001, 0.00099) > 0.5 > similarity(0.001, 0.00101)
    assert similarity(0.001, 1e-9) > 0.999 and similarity(0.001, 1.0) < 0.0011

"""Corrections over HTTP: past visits are offered and changed in one act; clips of visits."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import httpx
from helpers.doubles import names, visited
from helpers.serving import Served, pictures
from sqlalchemy import text


def test_past_visits_are_offered_changed_in_one_act_and_taken_back(
    served: Served, client: httpx.Client, anna: int, album: Path
) -> None:
    _, first, second, denied, _ = visited(served, anna, album)
    before = names(client)
    said = client.post(f"/v1/people/{anna}/deny", json={"visit": denied}).json()
    assert said["past_visits"] == 2 and said["persons"] == [anna] and "This is not Anna" in said["sentence"]
    found = client.get("/v1/review").json()
    assert found == client.get("/v1/review", params={"correction": said["operation"]}).json()
    assert [one["id"] for one in found["visits"]] == [second, first] and not found["more"]
    assert [(one["name"], one["now"]) for one in found["visits"]] == [("Anna", {"person": None, "name": None})] * 2
    assert names(client) == ["Anna", "Anna", "Anna", None, None], "shown, and nothing changed"
    done = client.post("/v1/review", json={"correction": found["correction"], "visits": [first]})
    assert done.status_code == 200, done.text
    assert names(client) == ["Anna", None, "Anna", None, None]
    client.post("/v1/review", json={"correction": found["correction"]})
    assert names(client) == ["Anna", None, None, None, None]
    assert client.post("/v1/undo").status_code == 200
    assert names(client) == before, "one undo takes back the correction and what came of it"
    gone = client.post("/v1/review", json={"correction": found["correction"]})
    assert gone.status_code == 404 and gone.json()["error"]["remedy"]


def test_what_cannot_be_corrected(served: Served, client: httpx.Client, anna: int, album: Path) -> None:
    herself, *_ = visited(served, anna, album)
    assert client.get("/v1/review").status_code == 404
    assert client.post(f"/v1/people/{anna}/deny", json={"visit": 10**6}).status_code == 404
    assert client.post("/v1/people/999/deny", json={"visit": herself}).status_code == 404
    for wrong in ({}, {"visit": 0}, {"visit": 2**63}, {"visit": "x"}, {"visit": herself, "more": 1}):
        assert client.post(f"/v1/people/{anna}/deny", json=wrong).status_code == 422
    nobody = client.post(f"/v1/people/{anna}/confirm", files=pictures(album, "nobody.jpg", field="file"))
    assert nobody.status_code == 400 and "no face" in nobody.json()["error"]["message"]


def test_yes_this_is_anna(served: Served, client: httpx.Client, anna: int, album: Path) -> None:
    """A picture that scores low becomes a sample, called as the file was."""
    said = client.post(f"/v1/people/{anna}/confirm", files=pictures(album, "anna-2.jpg", field="file"))
    assert said.status_code == 200 and said.json()["past_visits"] == 0, said.text
    faces = client.get(f"/v1/people/{anna}/faces").json()["faces"]
    assert len(faces) == 3 and faces[-1]["source"] == "anna-2.jpg"
    assert client.get("/v1/review").json()["visits"] == []


def test_the_clip_of_a_visit(served: Served, client: httpx.Client, anna: int, album: Path) -> None:
    with_clip, without, *_ = visited(served, anna, album)
    assert [one["clip"] for one in client.get("/v1/history").json()["visits"]] == [False] * 4 + [True]
    answer = client.get(f"/v1/history/{with_clip}/clip")
    assert answer.headers["cache-control"] == "no-store"
    shown = answer.json()["pictures"]
    assert [one["seconds"] for one in shown] == [0.0, 0.2, 0.4]
    assert all(b64decode(one["jpeg"]).startswith(b"\xff\xd8") for one in shown)
    assert client.get(f"/v1/history/{without}/clip").status_code == 404
    with served.cam.database.write() as session:
        session.execute(text("UPDATE clip SET data = x'93c1'"))
    damaged = client.get(f"/v1/history/{with_clip}/clip")
    assert damaged.status_code == 404 and "damaged" in damaged.json()["error"]["message"]

"""Every route over HTTP, with real faces: what it answers is what the front door and the command line say."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import httpx
import numpy as np
import pytest
from helpers.serving import Served, pictures
from helpers.terminal import Facecam, facecam, logging_as_before

from facecam.base.types import State
from facecam.capture.images import read_image
from facecam.operations import AddPerson
from facecam.store.visits import BestFace, VisitRecord, add_visits
from facecam.tasks.detection import face_json

__all__ = ["facecam", "logging_as_before"]


def picture(album: Path, name: str) -> dict[str, tuple[str, bytes, str]]:
    return {"file": (name, (album / name).read_bytes(), "image/jpeg")}


def remember(served: Served, album: Path, name: str, source: str, started: datetime) -> None:
    """A visit of whoever is on that picture."""
    (face,) = served.cam.embed(str(album / name))
    assert face is not None and face.embedding is not None
    best = BestFace(face.embedding, served.cam.recognizer.embedder.space, 0.9)
    ended = started + timedelta(seconds=5)
    add_visits(served.cam.database, [VisitRecord(source, started, ended, 3, State.UNKNOWN, picture=b"", face=best)])


def test_health_needs_no_key(served: Served, anna: int) -> None:
    with served.client(None) as client:
        answer = client.get("/v1/health")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["status"], said["provider"], said["people"], said["templates"]) == ("ok", "CPU", 1, 2)
    assert said["model"] == served.cam.recognizer.model


def test_who_it_is_is_what_the_command_line_says(
    served: Served, client: httpx.Client, anna: int, album: Path, facecam: Facecam
) -> None:
    said = client.post("/v1/identify", files=picture(album, "party.jpg")).json()
    url = f"sqlite:///{served.cam.database.file}"
    printed = facecam("identify", album / "party.jpg", "--json", "--db", url, "--gpu", "off").json
    assert said["faces"] == printed["faces"]
    assert (said["path"], said["model"]) == ("party.jpg", served.cam.recognizer.model)
    assert (said["width"], said["height"]) == read_image(album / "party.jpg").shape[1::-1]
    assert sorted((face["name"] or "") for face in said["faces"]) == ["", "Anna"]
    known = next(face for face in said["faces"] if face["name"])
    assert known["person"] == anna and known["candidates"][0]["score"] >= known["threshold"] == said["threshold"]
    assert said["promise"] == "At most one stranger in 1,000 is given a name" and said["fpir"] == 0.001


def clip(file: Path) -> dict[str, tuple[str, bytes, str]]:
    return {"file": (file.name, file.read_bytes(), "video/mp4")}


def test_a_head_that_turns_in_a_film(served: Served, client: httpx.Client, anna: int, album: Path) -> None:
    happened = served.cam.events()
    film, said = clip(album / "anna.mp4"), {"ask": "up, left", "person": anna}
    answer = client.post("/v1/verify/live", files=film, data=said)
    assert answer.status_code == 200, answer.text
    turned = answer.json()
    assert (turned["asked"], turned["label"], turned["reason"]) == (["up", "left"], "turned as asked", None)
    assert turned["same"] is True and turned["score"] > turned["threshold"]
    other = client.post("/v1/verify/live", files=film, data={"ask": "left,up"}).json()
    assert (other["label"], other["same"]) == ("not tested", None) and other["reason"]
    assert not happened._values and list(served.cam.history()) == []  # it is no visit


def test_films_that_are_none(client: httpx.Client, album: Path, tmp_path: Path) -> None:
    """Neither a list of other files or of ports, which FFmpeg would open, nor more than is looked at."""
    ports = b"\r\nv=0\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 45678 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
    secret = album / "anna.mp4"
    kinds = {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode(),
        "list.ffconcat": f"ffconcat version 1.0\nfile '{secret}'\n".encode(),
        "ports.mp4": b"aaaaftypjp2 " + ports,
        "ports.webm": b"\x1aE\xdf\xa3" + ports,
        "cut.mp4": secret.read_bytes()[:20_000],
        "none.mp4": b"",
        "photo.jpg": (album / "anna-1.jpg").read_bytes(),
    }
    for name, content in kinds.items():
        answer = client.post("/v1/verify/live", files={"file": (name, content)}, data={"ask": "up"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_clip"), (name, answer.text)
    for name, size, frames in (("long.avi", (64, 64), 1_900), ("large.avi", (4096, 2304), 2)):
        film = cv2.VideoWriter(str(tmp_path / name), cv2.VideoWriter.fourcc(*"MJPG"), 60, size)
        for _ in range(frames):
            film.write(np.zeros((size[1], size[0], 3), np.uint8))
        film.release()
        answer = client.post("/v1/verify/live", files=clip(tmp_path / name), data={"ask": "up"})
        assert answer.status_code == 400 and "is longer than 30 seconds, or larger" in answer.text
    wrong = client.post("/v1/verify/live", files=clip(secret), data={"ask": "down"}).json()["error"]
    assert wrong["code"] == "bad_input" and "left, right and up" in wrong["remedy"]
    assert client.post("/v1/verify/live", files=clip(secret), data={"ask": "up", "person": 9}).status_code == 404


def test_a_classifier_that_there_is_not(client: httpx.Client, album: Path) -> None:
    answer = client.post("/v1/classify", files=picture(album, "party.jpg"), data={"classifier": "staff"})
    assert answer.status_code == 400 and "no classifier named 'staff'" in answer.text and "/" not in answer.text


def test_the_threshold_of_a_request_decides(client: httpx.Client, anna: int, album: Path) -> None:
    usual = client.post("/v1/identify", files=picture(album, "party.jpg")).json()
    strict = client.post("/v1/identify", files=picture(album, "party.jpg"), data={"threshold": "1"}).json()
    loose = client.post(
        "/v1/identify", files=picture(album, "party.jpg"), data={"threshold": "-1", "top": 1}
    ).json()
    assert usual["faces"][0]["name"] == "Anna" and strict["faces"][0]["name"] is None
    assert strict["threshold"] == 1 and strict["fpir"] < usual["fpir"] < loose["fpir"]
    assert [len(face["candidates"]) for face in loose["faces"]] == [1, 1]


def test_the_margin_is_that_to_the_runner_up(client: httpx.Client, anna: int, album: Path) -> None:
    assert client.post("/v1/identify", files=picture(album, "anna-1.jpg")).json()["faces"][0]["margin"] is None
    image = read_image(album / "party.jpg")
    bo = image[:, read_image(album / "anna-1.jpg").shape[1] :]
    made = client.post("/v1/people", data={"name": "Bo"}, files=[("files", ("bo.png", png(bo), "image/png"))])
    assert made.status_code == 201, made.text
    face = client.post("/v1/identify", files=picture(album, "anna-1.jpg")).json()["faces"][0]
    first, second = face["candidates"]
    assert (first["name"], second["name"]) == ("Anna", "Bo")
    assert face["margin"] == pytest.approx(first["score"] - second["score"], abs=2e-4)


def test_two_pictures_and_a_picture_and_a_person(client: httpx.Client, anna: int, album: Path) -> None:
    pair = [*pictures(album, "anna-1.jpg", field="a"), *pictures(album, "anna-2.jpg", field="b")]
    said = client.post("/v1/verify", files=pair).json()
    assert said["same"] is True and said["score"] > said["threshold"] and 0 <= said["fmr"] < 0.001
    mine = client.post("/v1/verify", files=picture(album, "anna-2.jpg"), data={"person": anna}).json()
    assert mine["same"] is True and mine["score"] > 0.8, "as like as to the mean of her samples"
    assert mine["threshold"] == said["threshold"], "a person is compared once"
    none = client.post("/v1/verify", files=picture(album, "nobody.jpg"), data={"person": anna})
    assert none.status_code == 200 and none.json()["same"] is None and "no face" in none.json()["remarks"][0]
    for form in ({}, {"person": anna}):
        assert (
            client.post("/v1/verify", files=pictures(album, "anna-1.jpg", field="a"), data=form).status_code == 422
        )
    assert client.post("/v1/verify", files=picture(album, "anna-2.jpg"), data={"person": 99}).status_code == 404


def test_where_the_faces_are(served: Served, client: httpx.Client, album: Path) -> None:
    said = client.post("/v1/detect", files=picture(album, "party.jpg")).json()
    assert said["faces"] == [face_json(face) for face in served.cam.faces(str(album / "party.jpg"))]
    assert len(said["faces"]) == 2
    assert client.post("/v1/detect", files=picture(album, "nobody.jpg")).json()["faces"] == []


def test_vectors_are_those_of_the_front_door(served: Served, client: httpx.Client, album: Path) -> None:
    said = client.post("/v1/embed", files=pictures(album, "anna-1.jpg", "nobody.jpg")).json()
    assert [one["path"] for one in said["pictures"]] == ["anna-1.jpg", "nobody.jpg"]
    assert said["pictures"][1]["face"] is None
    (face,) = served.cam.embed(str(album / "anna-1.jpg"))
    assert face is not None and face.embedding is not None
    np.testing.assert_allclose(said["pictures"][0]["face"]["embedding"], face.embedding, atol=1e-6)
    assert said["dimension"] == len(said["pictures"][0]["face"]["embedding"])


def test_the_same_pictures_through_another_model(client: httpx.Client, album: Path) -> None:
    files = pictures(album, "anna-1.jpg", "anna-2.jpg")
    for model in client.get("/v1/models").json()["models"]:
        said = client.post("/v1/embed", files=files, data={"model": model["name"]}).json()
        first, second = (np.array(one["face"]["embedding"]) for one in said["pictures"])
        assert (said["model"], said["space"]) == (model["name"], model["space"])
        assert first @ second > model["threshold"], "one person"
    wrong = client.post("/v1/embed", files=files, data={"model": "nonsense"})
    assert wrong.status_code == 400 and "nonsense" in wrong.json()["error"]["message"]


def test_a_person_from_pictures_each_refused_one_with_its_reason(client: httpx.Client, album: Path) -> None:
    files = pictures(album, "anna-1.jpg", "anna-2.jpg", "nobody.jpg", "party.jpg")
    files.append(("files", ("../../etc/letter.jpg", b"a letter to my aunt", "image/jpeg")))
    form = {"name": "Anna", "external_id": "crm-1", "fields": '{"class": "7b", "tags": [1, null]}'}
    made = client.post("/v1/people", data=form, files=files)
    assert made.status_code == 201
    said = made.json()
    assert (said["name"], said["accepted"], len(said["faces"])) == ("Anna", 2, 2)
    assert said["refused"] == [
        {"file": "nobody.jpg", "reason": "there is no face"},
        {"file": "party.jpg", "reason": "2 faces are in the picture, one is wanted; cut the others off"},
        {"file": "letter.jpg", "reason": "letter.jpg is no image of a known kind. Save it as JPEG or PNG."},
    ]
    one = client.get(f"/v1/people/{said['person']}").json()
    assert one["external_id"] == "crm-1" and one["fields"] == {"class": "7b", "tags": [1, None]}
    again = client.post("/v1/people", data={**form, "name": "Hanna"}, files=pictures(album, "anna-1.jpg"))
    assert again.status_code == 409 and "crm-1" in again.json()["error"]["message"]
    one = pictures(album, "anna-1.jpg", field="file")  # where several may be given, this is one of them
    more = client.post("/v1/people", data={"name": "anna"}, files=one)
    assert more.json()["person"] == said["person"], "as the command line, it adds to the one of that name"
    other = client.post(
        "/v1/people", data={"name": "Anna", "external_id": "crm-2"}, files=pictures(album, "anna-1.jpg")
    )
    assert other.status_code == 201 and other.json()["person"] != said["person"]
    assert other.json()["looks_like"]["name"] == "Anna"
    both = client.post("/v1/people", data={"name": "Anna"}, files=pictures(album, "anna-1.jpg"))
    assert both.status_code == 409 and "2 people are called" in both.json()["error"]["message"]


def test_nobody_is_made_of_pictures_without_a_face(client: httpx.Client, album: Path) -> None:
    answer = client.post("/v1/people", data={"name": "Bo"}, files=pictures(album, "nobody.jpg"))
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "none_accepted" and error["remedy"]
    assert error["refused"] == [{"file": "nobody.jpg", "reason": "there is no face"}]
    assert client.get("/v1/people").json() == {"people": [], "next": None}
    german = client.post(
        "/v1/people",
        data={"name": "Bo"},
        files=pictures(album, "nobody.jpg"),
        headers={"Accept-Language": "de-DE,de"},
    )
    assert german.json()["error"]["refused"][0]["reason"] == "es ist kein Gesicht darauf"


def test_people_by_pages_and_by_part_of_their_name(served: Served, client: httpx.Client) -> None:
    for name in ("bo", "Änne", "Cleo 50%", "Bo"):
        served.cam.apply(AddPerson(name))
    served.cam.describe("Änne", external_id="crm-7")

    def names(**wanted: str | int) -> list[str]:
        return [one["name"] for one in client.get("/v1/people", params=wanted).json()["people"]]

    assert names() == ["bo", "Bo", "Cleo 50%", "Änne"], "without upper and lower case; of equals the older first"
    assert names(q="BO") == ["bo", "Bo"] and names(q="50%") == ["Cleo 50%"] and names(q="_") == []
    assert names(q="crm-7") == ["Änne"] and names(q="crm") == []
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get("/v1/people", params={"limit": 1, "cursor": cursor}).json()
        seen += [one["name"] for one in page["people"]]
        if (cursor := page["next"]) is None:
            break
    assert seen == names()


def test_a_person_is_renamed_described_removed_and_comes_back(client: httpx.Client, anna: int) -> None:
    where = f"/v1/people/{anna}"
    assert client.patch(where, json={"name": " Anna Berg "}).json()["name"] == "Anna Berg"
    said = client.patch(where, json={"external_id": "x", "fields": {"a": 1}, "name": "Anna"}).json()
    assert (said["name"], said["external_id"], said["fields"]) == ("Anna", "x", {"a": 1})
    assert client.post("/v1/undo").json()["kind"] == "details"
    assert client.get(where).json()["external_id"] is None
    removed = client.delete(where)
    assert removed.status_code == 200 and removed.json()["persons"] == [anna]
    assert client.get(where).status_code == client.delete(where).status_code == 404
    undone = client.post("/v1/undo", headers={"Accept-Language": "de"})
    assert undone.json()["sentence"] == "Rückgängig gemacht: Anna Berg entfernt"
    assert client.get(where).json()["templates"] == 2


def test_forget_gives_its_receipt_and_cannot_be_undone(client: httpx.Client, anna: int) -> None:
    client.delete(f"/v1/people/{anna}")
    receipt = client.post(f"/v1/people/{anna}/forget").json()
    assert receipt["complete"] is True and receipt["proof"]["templates"] == 2 and receipt["proof"]["rows_left"] == 0
    assert client.post(f"/v1/people/{anna}/forget").status_code == 404
    assert client.post("/v1/undo").status_code == 404


def test_the_faces_of_a_person(client: httpx.Client, anna: int, album: Path) -> None:
    where = f"/v1/people/{anna}/faces"
    first, second = client.get(where).json()["faces"]
    assert (first["source"], second["source"], first["picture"]) == ("anna-1.jpg", "anna-2.jpg", False)
    assert client.get(f"{where}/{first['face']}/picture").status_code == 404
    removed = client.delete(f"{where}/{first['face']}")
    assert removed.json()["kind"] == "remove-template"
    assert client.delete(f"{where}/{first['face']}").status_code == 404
    assert client.delete(f"/v1/people/99/faces/{second['face']}").status_code == 404
    added = client.post(where, files=pictures(album, "anna-1.jpg", "nobody.jpg"))
    assert added.status_code == 201 and added.json()["accepted"] == 1
    assert [one["face"] for one in client.get(where).json()["faces"]] == [second["face"], *added.json()["faces"]]
    assert client.post("/v1/people/99/faces", files=pictures(album, "anna-1.jpg")).status_code == 404
    assert client.post(where, files=pictures(album, "nobody.jpg")).status_code == 422


def test_pictures_are_served_where_they_are_kept(tmp_path: Path, album: Path) -> None:
    import dataclasses

    from helpers.serving import serving

    import facecam as front

    with front.open(tmp_path / "kept.db", gpu="off") as cam:
        cam.settings = dataclasses.replace(cam.settings, keep_pictures=True)
        with serving(cam) as running, running.client() as client:
            made = client.post("/v1/people", data={"name": "Anna"}, files=pictures(album, "anna-1.jpg")).json()
            where = f"/v1/people/{made['person']}/faces/{made['faces'][0]}/picture"
            answer = client.get(where)
    assert answer.headers["content-type"] == "image/jpeg" and answer.content.startswith(b"\xff\xd8")


def test_the_history_by_pages_by_filters_and_as_csv(served: Served, client: httpx.Client, album: Path) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for hour, source in enumerate(["front", "yard", "=1+1", "front"]):
        remember(served, album, "anna-1.jpg", source, noon + timedelta(hours=hour))
    page = client.get("/v1/history", params={"limit": 3}).json()
    rest = client.get("/v1/history", params={"limit": 3, "cursor": page["next"]}).json()
    assert [one["source"] for one in page["visits"]] == ["front", "=1+1", "yard"]
    assert [one["source"] for one in rest["visits"]] == ["front"] and rest["next"] is None
    assert rest["visits"][0]["state"] == "unknown"
    wanted = {"since": "2026-11-20T12:30:00Z", "until": "2026-11-20T14:30:00Z"}
    assert [one["source"] for one in client.get("/v1/history", params=wanted).json()["visits"]] == ["=1+1", "yard"]
    assert len(client.get("/v1/history", params={"source": "front"}).json()["visits"]) == 2
    assert len(client.get("/v1/history", params={"unknown": True}).json()["visits"]) == 4
    assert client.get("/v1/history", params={"day": "2026-11-19"}).json()["visits"] == []
    assert client.get("/v1/history", params={"person": 99}).status_code == 404
    answer = client.get("/v1/history", params={"format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [line["source"] for line in lines] == ["front", "'=1+1", "yard", "front"], "no formula for a spreadsheet"


def test_strangers_are_grouped_named_and_ignored(served: Served, client: httpx.Client, album: Path) -> None:
    now = datetime.now(UTC)
    for hours in (3, 2, 1):
        remember(served, album, "anna-1.jpg", "front", now - timedelta(hours=hours))
    (group,) = client.get("/v1/unknowns").json()["groups"]
    visits = [one["visit"] for one in group["visits"]]
    assert len(visits) == 3 and group["perhaps"] is None
    assert client.post("/v1/unknowns/ignore", json={"visits": visits}).json()["kind"] == "ignore"
    assert client.get("/v1/unknowns").json() == {"groups": []}
    client.post("/v1/undo")
    named = client.post("/v1/unknowns/name", json={"visits": visits, "name": "Anna"})
    assert named.status_code == 200
    assert client.get("/v1/unknowns").json() == {"groups": []}
    found = client.get("/v1/history", params={"person": named.json()["persons"][0]}).json()["visits"]
    assert [one["name"] for one in found] == ["Anna"] * 3
    assert client.post("/v1/identify", files=picture(album, "anna-2.jpg")).json()["faces"][0]["name"] == "Anna"
    for none in ([], [0], [2**63], [-(2**70)]):
        for route, more in (("name", {"name": "Bo"}), ("ignore", {})):
            assert client.post(f"/v1/unknowns/{route}", json={"visits": none, **more}).status_code == 422
    assert client.post("/v1/unknowns/name", json={"visits": [10**6], "name": "Bo"}).status_code == 404


def test_the_models_and_what_thresholds_mean(served: Served, client: httpx.Client, anna: int) -> None:
    said = client.get("/v1/models").json()
    (used,) = [one["name"] for one in said["models"] if one["in_use"]]
    assert used == served.cam.recognizer.model and said["provider"] == "CPU"
    said = client.get("/v1/thresholds").json()
    rates = [(one["fpir"], one["fnmr"]) for one in said["points"]]
    assert rates == sorted(rates, key=lambda rate: (-rate[0], rate[1])), "fewer strangers, more misses"
    near = min(said["points"], key=lambda one: abs(one["threshold"] - said["in_use"]))
    assert near["fpir"] == pytest.approx(0.001, rel=0.5)


def png(image: np.ndarray) -> bytes:
    import cv2

    return bytes(cv2.imencode(".png", image)[1])

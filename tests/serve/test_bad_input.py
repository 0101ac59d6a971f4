"""Whatever is sent: an answer in the envelope, of the right status, nothing half done, and the server goes on."""

from __future__ import annotations

import io
import json
import socket
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from helpers.serving import Served, pictures
from helpers.waiting import wait_for

from facecam.operations import Rename
from facecam.serve import cursors, gate, uploads
from facecam.store.access_keys import Scope

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def error(answer: httpx.Response) -> dict[str, Any]:
    """The envelope, complete and without anything of this machine."""
    said: dict[str, Any] = answer.json()["error"]
    assert set(said) >= {"code", "message", "remedy", "request_id"} and said["message"]
    assert said["request_id"] == answer.headers["x-request-id"]
    for told in ("Traceback", "/tmp", "site-packages", ".db", "sqlite"):
        assert told not in answer.text
    return said


def wide_png(width: int, height: int) -> bytes:
    """A correct PNG of one colour, of many pixels and few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "bad_image"),
        (b"a letter to my aunt", 415, "not_an_image"),
        (b"%PDF-1.7\n", 415, "not_an_image"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, 415, "not_an_image"),
        (b"\xff\xd8\xff\xe0", 415, "not_an_image"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 64, 400, "bad_image"),
    ],
)
def test_what_is_no_picture(client: httpx.Client, content: bytes, status: int, code: str) -> None:
    for route in ("identify", "detect", "embed"):
        answer = client.post(f"/v1/{route}", files={"file": ("x.jpg", content, "image/jpeg")})
        assert (answer.status_code, error(answer)["code"]) == (status, code), answer.text


def test_a_picture_that_is_cut_short(client: httpx.Client, album: Path) -> None:
    whole = (album / "anna-1.jpg").read_bytes()
    answer = client.post("/v1/identify", files={"file": ("cut.jpg", whole[: len(whole) // 2], "image/jpeg")})
    assert (answer.status_code, error(answer)["code"]) == (400, "bad_image")
    assert "cut.jpg" in error(answer)["message"]


def test_many_pixels_in_few_bytes(client: httpx.Client) -> None:
    large = wide_png(8_200, 5_000)
    assert len(large) < 10_000
    answer = client.post("/v1/detect", files={"file": ("wide.png", large, "image/png")})
    assert (answer.status_code, error(answer)["code"]) == (413, "too_many_pixels")
    assert client.post("/v1/detect", files={"file": ("ok.png", wide_png(80, 50), "image/png")}).status_code == 200
    huge = wide_png(65_000, 10)[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + wide_png(65_000, 10)[24:]
    assert client.post("/v1/detect", files={"file": ("x.png", huge, "image/png")}).status_code in (413, 415)


def test_too_many_bytes_of_one_picture(client: httpx.Client) -> None:
    answer = client.post("/v1/identify", files={"file": ("big.jpg", b"x" * (uploads.LARGEST + 1), "image/jpeg")})
    assert (answer.status_code, error(answer)["code"]) == (413, "too_large")


def test_too_many_pictures_and_parts(client: httpx.Client, album: Path) -> None:
    answer = client.post("/v1/people", data={"name": "A"}, files=pictures(album, *["nobody.jpg"] * 21))
    assert (answer.status_code, error(answer)["code"]) == (413, "too_many_pictures")
    parts = [("files", ("x.jpg", b"", "image/jpeg"))] * 10_000
    assert client.post("/v1/people", data={"name": "A"}, files=parts).status_code == 413
    fields = {f"field{number}": "x" for number in range(10_000)}
    answer = client.post("/v1/people", data=fields, files=pictures(album, "nobody.jpg"))
    assert (answer.status_code, error(answer)["code"]) == (413, "too_many_fields")
    long = client.post("/v1/people", data={"name": "x" * 100_000}, files=pictures(album, "nobody.jpg"))
    assert (long.status_code, error(long)["code"]) == (413, "too_large")


@pytest.mark.parametrize("name", ["", "   ", "x" * 10_000, "a\nb", "a\0b", "\u202eanna", "\u200b"])
def test_names_that_are_none(client: httpx.Client, album: Path, name: str) -> None:
    answer = client.post("/v1/people", data={"name": name}, files=pictures(album, "anna-1.jpg"))
    assert answer.status_code == 400 and error(answer)["code"] == "bad_input", answer.text
    assert client.get("/v1/people").json()["people"] == []


def test_html_in_names_fields_and_file_names_is_text(client: httpx.Client, album: Path) -> None:
    jpeg = (album / "anna-1.jpg").read_bytes()
    form = {"name": EVIL[:60], "external_id": EVIL[:60], "fields": json.dumps({EVIL: EVIL})}
    bad = (f"../../{EVIL}.jpg", b"no picture", "image/jpeg")
    made = client.post("/v1/people", data=form, files=[("files", ("a.jpg", jpeg, "image/jpeg")), ("files", bad)])
    assert made.status_code == 201 and made.headers["content-type"] == "application/json"
    kept = client.get(f"/v1/people/{made.json()['person']}")
    assert (
        kept.headers["content-type"] == "application/json" and kept.headers["x-content-type-options"] == "nosniff"
    )
    assert kept.json()["name"] == EVIL[:60] and kept.json()["fields"] == {EVIL: EVIL}
    assert "/" not in made.json()["refused"][0]["file"]


@pytest.mark.parametrize(
    "fields", ["[1]", "{", "nonsense", '{"a": NaN}', "[" * 100_0, '{"a": "' + "x" * 20_000 + '"}']
)
def test_fields_that_are_none(client: httpx.Client, album: Path, fields: str) -> None:
    form = {"name": "Anna", "fields": fields}
    answer = client.post("/v1/people", data=form, files=pictures(album, "anna-1.jpg"))
    assert answer.status_code in (400, 422) and error(answer)
    assert client.get("/v1/people").json()["people"] == []


@pytest.mark.parametrize(
    ("route", "form", "field"),
    [
        ("identify", {}, "file"),
        ("identify", {"file": "/etc/passwd"}, "file"),
        ("identify", {"file": "http://127.0.0.1/x.jpg"}, "file"),
        ("people", {"name": "Anna"}, "files"),
        ("people", {"name": "Anna", "files": "/etc/passwd"}, "files.0"),
    ],
)
def test_paths_and_addresses_are_no_pictures(
    client: httpx.Client, route: str, form: dict[str, str], field: str
) -> None:
    answer = client.post(
        f"/v1/{route}", files={name: (None, value) for name, value in form.items()} or {"x": (None, "")}
    )
    assert answer.status_code == 422
    assert field in {one["field"] for one in error(answer)["fields"]}


def test_fields_that_do_not_fit_are_named(client: httpx.Client, album: Path) -> None:
    file = {"file": ("a.jpg", (album / "anna-1.jpg").read_bytes(), "image/jpeg")}
    for form in ({"top": "0"}, {"top": "x"}, {"threshold": "nan"}, {"threshold": "2"}, {"treshold": "0.3"}):
        answer = client.post("/v1/identify", files=file, data=form)
        assert answer.status_code == 422 and error(answer)["fields"][0]["field"] in form, answer.text
    wrong = error(client.post("/v1/identify", files={"img": file["file"]}))
    assert (wrong["message"], wrong["remedy"]) == (
        "There is no field img", "Send what is taken here: file, top, threshold; /docs says more"
    )  # fmt: skip
    german = client.post("/v1/verify", files={"a": file["file"]}, headers={"accept-language": "de"})
    assert german.status_code == 422 and error(german)["remedy"]
    both = error(client.post("/v1/verify", files={"a": file["file"]}))
    assert "does not fit: either `a` and `b`" in both["message"]
    broken = client.patch("/v1/people/1", content=b"{", headers={"content-type": "application/json"})
    assert broken.status_code == 422 and error(broken)["message"] == "The body is no JSON"
    missing = client.post("/v1/people", files={"files": file["file"]}, headers={"accept-language": "de"})
    assert error(missing)["message"] == "Das Feld name fehlt"
    for where in ("/v1/people/0", "/v1/people/-1", "/v1/people/x", f"/v1/people/{2**63}", "/v1/history?limit=0"):
        assert client.get(where).status_code == 422
    for query in ("cursor=x", "cursor=" + "W1siYSJd" * 20, "cursor=bnVsbA"):
        for where in ("history", "people"):
            assert client.get(f"/v1/{where}?{query}").status_code == 400
    for where, place in (
        ("people", ("\ud800", 1)),
        ("people", ("a\0", 1)),
        ("people", ("a", 2**63)),
        ("history", ("2026-11-29T08:15:00", 1)),
    ):
        answer = client.get(f"/v1/{where}", params={"cursor": cursors.written(*place)})
        assert answer.status_code == 400 and error(answer)["message"] == "The cursor is none"
    twice = [("file", ("a.jpg", b"x", "image/jpeg"))] * 2
    assert client.post("/v1/identify", files=twice).status_code == 422


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"Content-Type": "multipart/form-data"}, b"x", 400),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"", 400),
        (
            {"Content-Type": "multipart/form-data; boundary=b"},
            b"--b\r\nContent-Disposition: form-data\r\n\r\nx",
            400,
        ),
        (
            {"Content-Type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="file"',
            400,
        ),
        ({"Content-Type": "multipart/form-data; boundary=" + "b" * 5_000}, b"--b", 400),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\n" + b"h: v\r\n" * 10_000, 400),
        ({"Content-Type": "image/jpeg"}, b"\xff\xd8", 415),
        ({"Content-Type": "application/json"}, b"{}", 415),
        ({}, b"", 415),
    ],
)
def test_bodies_that_are_no_form(
    client: httpx.Client, headers: dict[str, str], content: bytes, status: int
) -> None:
    answer = client.post("/v1/identify", headers=headers, content=content)
    assert answer.status_code == status, answer.text
    assert error(answer)


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"name": 5}', b'{"nam": "x"}', b"\xff", b"[" * 100_000, b"null"]
)
def test_json_that_does_not_fit(client: httpx.Client, anna: int, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.patch(f"/v1/people/{anna}", content=content, headers=headers)
    assert answer.status_code in (400, 422) and error(answer), answer.text


def test_a_body_without_end(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST", 3_000_000)

    def endless() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.jpg"\r\n\r\n'
        for _ in range(100):
            yield b"x" * 100_000

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    with served.client() as client:
        answer = client.post("/v1/identify", headers=headers, content=endless())
        assert answer.status_code == 413 and error(answer)["code"] == "too_large"
        large = client.post(
            "/v1/undo", headers={"Content-Type": "application/json"}, content=b" " * (gate.SMALL + 1)
        )
        assert large.status_code in (404, 413)
        assert client.get("/v1/health").status_code == 200


def test_a_body_that_never_comes(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "DEADLINE", 0.5)
    head = (
        f"POST /v1/identify HTTP/1.1\r\nHost: localhost\r\nx-api-key: {served.keys[Scope.READ]}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\n"
    )
    with socket.create_connection(("127.0.0.1", httpx.URL(served.url).port or 0), timeout=60) as raw:
        raw.sendall(head.encode())
        answer = b"".join(iter(partial(raw.recv, 10_000), b""))
    assert answer.startswith(b"HTTP/1.1 408") and b"too_slow" in answer


def test_a_client_that_goes_away_leaves_nothing(served: Served, album: Path) -> None:
    head = f"POST /v1/people HTTP/1.1\r\nHost: localhost\r\nx-api-key: {served.keys[Scope.ADMIN]}\r\n"
    jpeg = (album / "anna-1.jpg").read_bytes()
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n' + jpeg + b"\r\n"
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nAnna\r\n' + part * 20 + b"--b--\r\n"
    head += f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    for sent in (len(body) // 2, len(body)):
        with socket.create_connection(("127.0.0.1", httpx.URL(served.url).port or 0), timeout=60) as raw:
            raw.sendall(head.encode() + body[:sent])
    wait_for(lambda: served.service._looking._held == 0)
    with served.client() as client:
        assert client.get("/v1/health").json()["people"] == 0
        assert client.get("/v1/people").json()["people"] == []


def test_work_for_a_client_that_has_gone_is_never_begun(
    served: Served, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, free = served.service._looking, threading.Event()
    holders = [pool._threads.submit(free.wait, 60) for _ in range(pool._threads._max_workers)]
    begun: list[object] = []
    monkeypatch.setattr(served.cam, "faces", begun.append)
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = part + (album / "nobody.jpg").read_bytes() + b"\r\n--b--\r\n"
    head = (
        f"POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nx-api-key: {served.keys[Scope.READ]}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", httpx.URL(served.url).port or 0), timeout=60) as raw:
        raw.sendall(head.encode() + body)
        wait_for(lambda: pool._held == 1)
    wait_for(lambda: pool._held == 0)
    free.set()
    for holder in holders:
        holder.result()
    assert begun == []


def test_more_than_the_queue_holds_is_sent_away(served: Served, album: Path) -> None:
    pool = served.service._looking
    gone, begun = threading.Event(), threading.Event()
    pool._most = 1

    def hold(job: object) -> None:
        begun.set()
        gone.wait(60)

    holder = pool._threads.submit(hold, None)
    with pool._lock:
        pool._held += 1
    begun.wait(60)
    with served.client() as client:
        answer = client.post("/v1/identify", files=dict(pictures(album, "nobody.jpg", field="file")))
        gone.set()
        holder.result()
        with pool._lock:
            pool._held -= 1
        assert (answer.status_code, error(answer)["code"]) == (503, "busy")
        assert int(answer.headers["retry-after"]) >= 1
        assert (
            client.post("/v1/identify", files=dict(pictures(album, "nobody.jpg", field="file"))).status_code == 200
        )


def test_two_who_enrol_one_name_at_a_time_make_one_person(served: Served, album: Path) -> None:
    answers: list[httpx.Response] = []

    def enrol() -> None:
        with served.client() as client:
            answers.append(client.post("/v1/people", data={"name": "Anna"}, files=pictures(album, "anna-1.jpg")))

    threads = [threading.Thread(target=enrol) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.status_code for one in answers] == [201] * 4
    assert {one.json()["person"] for one in answers} == {1}
    (anna,) = served.cam.people()
    assert anna.templates == 4


def test_two_who_change_one_person(served: Served, anna: int) -> None:
    answers: list[int] = []

    def rename(number: int) -> None:
        with served.client() as client:
            for turn in range(5):
                answer = client.patch(f"/v1/people/{anna}", json={"name": f"Anna {number} {turn}"})
                answers.append(answer.status_code)

    threads = [threading.Thread(target=rename, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 15
    for _ in range(15):
        served.cam.undo()
    assert served.cam.find(anna).name == "Anna"


def test_forgetting_while_others_identify(served: Served, anna: int, album: Path) -> None:
    jpeg = (album / "anna-2.jpg").read_bytes()
    said: list[tuple[float, int, str | None]] = []
    forgotten = threading.Event()

    def identify() -> None:
        with served.client(Scope.READ) as client:
            for _ in range(6):
                asked = time.monotonic()
                answer = client.post("/v1/identify", files={"file": ("a.jpg", jpeg, "image/jpeg")})
                said.append((asked, answer.status_code, answer.json()["faces"][0]["name"]))

    threads = [threading.Thread(target=identify) for _ in range(3)]
    for thread in threads:
        thread.start()
    wait_for(lambda: bool(said))
    with served.client() as client:
        receipt = client.post(f"/v1/people/{anna}/forget")
        done = time.monotonic()
        forgotten.set()
    for thread in threads:
        thread.join()
    assert receipt.status_code == 200 and receipt.json()["proof"]["rows_left"] == 0
    assert {status for _, status, _ in said} == {200}
    assert {name for asked, _, name in said if asked > done} <= {None}


def test_a_database_that_is_away_is_said_and_no_path_is_told(served: Served, anna: int, album: Path) -> None:
    file = served.cam.database.file
    assert file is not None
    with served.client() as client:
        served.cam.database.close()
        hidden = [(one, one.with_name(one.name + ".away")) for one in file.parent.glob("people.db*")]
        for one, away in hidden:
            one.rename(away)
        file.mkdir()
        try:
            answer = client.get("/v1/people")
        finally:
            file.rmdir()
            for one, away in hidden:
                away.rename(one)
        assert (answer.status_code, error(answer)["code"]) == (503, "database_unavailable")
        assert int(answer.headers["retry-after"]) >= 1
        assert client.get("/v1/people").status_code == 200


def test_a_defect_is_answered_without_a_word_of_it(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError("a secret of /home/anna")

    monkeypatch.setattr(served.cam, "people", broken)
    with served.client() as client:
        answer = client.get("/v1/people")
        assert answer.status_code == 500 and error(answer)["code"] == "internal"
        assert "secret" not in answer.text
        wait_for(lambda: f"a defect, in request {error(answer)['request_id']}" in caplog.text)
        assert client.get("/v1/health").status_code == 200


def test_what_is_not_there_and_what_is_not_answered(client: httpx.Client) -> None:
    for path in ("/nothing", "/v1/nothing", "/v1/people/", "/../etc/passwd", "/v1/%2e%2e/people"):
        answer = client.get(path)
        assert (answer.status_code, error(answer)["code"]) == (404, "no_such_route")
    for path, meant in (("/people", "/v1/people"), ("/v1/people/", "/v1/people"), ("/identify", "/v1/identify")):
        assert error(client.get(path))["remedy"] == f"Perhaps {meant} is meant"
    answer = client.put("/v1/people")
    assert (answer.status_code, error(answer)["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) >= {"GET", "POST"}
    assert io.BytesIO(client.get("/docs").content).readline()


def test_what_cannot_be_undone(client: httpx.Client, served: Served, anna: int) -> None:
    assert client.post("/v1/undo").status_code == 200
    answer = client.post("/v1/undo")
    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")
    assert Rename(anna, "x")


@pytest.mark.parametrize(
    "query",
    [
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"since": "0001-01-01T00:00:00+14:00"},
        {"until": "9999-12-31T23:59:59-14:00"},
        {"cursor": cursors.written("9999-12-31T23:59:59-14:00", 1)},
    ],
)
def test_the_ends_of_the_calendar(client: httpx.Client, query: dict[str, str]) -> None:
    answer = client.get("/v1/history", params=query)
    assert answer.status_code == 200 and answer.json() == {"visits": [], "next": None}
